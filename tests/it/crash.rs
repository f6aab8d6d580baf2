//! `kill -9` during import and indexing, twenty times: nothing that was acknowledged is lost, and store
//! and index agree after the restart.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use gongbao::store::Store;
use gongbao::store::sqlite::SqliteStore;
use tokio::runtime::Runtime;

use crate::support::{Running, bytes_in, gongbao, printed, run};

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

    let runtime = Runtime::new().unwrap();
    let store = runtime.block_on(SqliteStore::open(&data.join("gongbao.sqlite"))).unwrap();
    let stored = || runtime.block_on(store.counts()).unwrap().articles;
    let mut kills = 0;
    for round in 0..20 {
        let mut import = gongbao(&data);
        import.arg("import").arg(&file).stdout(Stdio::null()).stderr(Stdio::null());
        let mut import = Running(import.spawn().unwrap());
        // From before the first batch over every part of the file to well into the indexing, which comes last.
        let (least, indexed) = (round * ARTICLES as u64 / 16, bytes_in(&data.join("index")));
        let killed = if round < 16 {
            import.kill_once("a part is stored", || stored() >= least)
        } else {
            import.kill_once("more is indexed", || bytes_in(&data.join("index")) != indexed)
        };
        kills += usize::from(killed);
    }
    assert!(kills >= 16, "only {kills} of 20 kills met a program at work");
    drop(store);
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
