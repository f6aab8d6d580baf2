//! to come
#[test]
fn dump() {
    let Ok(dir) = std::env::var("GONGBAO_CORPUS") else { return };
    let mut names: Vec<_> = std::fs::read_dir(format!("{dir}/html"))
        .unwrap()
        .filter_map(|e| {
            let p = e.unwrap().path();
            p.is_file().then_some(p)
        })
        .collect();
    names.sort();
    for p in names {
        let name = p.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".tsv") {
            continue;
        }
        let bytes = std::fs::read(&p).unwrap();
        let t = std::time::Instant::now();
        let d = super::html::parse(&bytes, None);
        let el = t.elapsed();
        match d.and_then(crate::ingest::normalize) {
            Ok(a) => {
                let v = serde_json::to_value(&a).unwrap();
                println!(
                    "@@{}",
                    serde_json::json!({"file": name, "ms": el.as_millis() as u64, "enc": super::charset::decode(&bytes, None).encoding, "article": v})
                );
            }
            Err(e) => println!("@@{}", serde_json::json!({"file": name, "error": e.to_string()})),
        }
    }
}
