//! A disk that is full, as the program meets it: a small file system in memory, in a namespace of its own, so that no
//! rights are needed.

use std::fs;
use std::io::Write;
use std::process::Command;

use crate::support::{printed, run, skipped};

/// Fills the disk but for a little, imports, makes room once the import says what it waits for, and compares store and index.
const SCRIPT: &str = r#"
set -e
trap "cat out" EXIT
mount -t tmpfs -o size=40m tmpfs disk
export GONGBAO_DATA="$PWD/disk/data"
"$GONGBAO" stats > /dev/null
head -c 37m /dev/zero > disk/filler
"$GONGBAO" import many.jsonl > out 2>&1 &
import=$!
until grep -q 磁盘已满 out; do kill -0 $import; sleep 0.05; done
rm disk/filler
wait $import
"$GONGBAO" check
"#;

#[test]
fn an_import_waits_for_room_and_goes_on() {
    let namespace = ["--user", "--map-root-user", "--mount"];
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("disk")).unwrap();
    let mut probe = Command::new("unshare");
    probe.args(namespace).args(["mount", "-t", "tmpfs", "tmpfs", "disk"]).current_dir(folder.path());
    if !probe.output().is_ok_and(|output| output.status.success()) {
        skipped("a full disk", "no namespaces of users, or no unshare");
        return;
    }
    let mut file = fs::File::create(folder.path().join("many.jsonl")).unwrap();
    for n in 0..1_500 {
        let body = format!("第{n}号公告，泊云县第{}村道路养护工程开工。", n % 97).repeat(20);
        let line = serde_json::json!({"id": format!("full-{n}"), "title": format!("养护公告第{n}号"), "body": body});
        writeln!(file, "{line}").unwrap();
    }
    let mut script = Command::new("timeout");
    script.args(["300", "unshare"]).args(namespace).args(["sh", "-c", SCRIPT]);
    script.current_dir(folder.path()).env_remove("GONGBAO_CONFIG");
    script.env("GONGBAO", env!("CARGO_BIN_EXE_gongbao")).env("GONGBAO_INDEX_MEMORY_MB", "32");
    let output = run(&mut script);
    let said = printed(&output);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("有了空间就自动继续") && said.contains("新增 1500") && said.contains("一致：1500 篇"),
        "{said}"
    );
}
