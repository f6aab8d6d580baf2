//! `kill -9` during import and indexing, twenty times: nothing that was acknowledged is lost, and store
//! and index agree after the restart.

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{gongbao, printed, run};

const ARTICLES: usize = 4_000;

#[test]
fn twenty_kills_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("many.jsonl");
    let mut out = std::io::BufWriter::new(fs::File::create(&file).unwrap());
    for n in 0..ARTICLES {
        let body = format!("第{n}号公告，泊云县第{}村道路养护工程开工，投资{}万元。", n % 97, n * 3).repeat(6);
        let line = serde_json::json!({"id": format!("kill-{n}"), "title": format!("养护公告第{n}号"), "body": body});
        writeln!(out, "{line}").unwrap();
    }
    out.into_inner().unwrap().sync_all().unwrap();

    for round in 0..20_u64 {
        let mut child =
            gongbao(&data).arg("import").arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // From before the first batch to well into the indexing.
        std::thread::sleep(Duration::from_millis(40 + round * 67 % 900));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));

    let import = run(gongbao(&data).arg("import").arg(&file));
    assert_eq!(import.status.code(), Some(0), "{}", printed(&import));
    let check = run(gongbao(&data).arg("check"));
    assert!(printed(&check).contains(&format!("一致：{ARTICLES} 篇")), "{}", printed(&check));
    let stats = run(gongbao(&data).args(["stats", "--json"]));
    let stats: serde_json::Value = serde_json::from_slice(&stats.stdout).unwrap();
    assert_eq!(stats["versions"], ARTICLES, "no article was taken in twice");
}
