//! What imports refuse is kept, and can be listed, shown, read again and dropped.

use std::fs;

use gongbao::store::rejections::{MAX_ALL_REJECTION_BYTES, MAX_REJECTION_BYTES};
use gongbao::store::sqlite::SqliteStore;
use gongbao::store::{RejectionRecord, Rejections};
use jiff::Timestamp;

use crate::support::{gongbao, printed, run};

/// Text that was read in the wrong encoding before it came here is never taken in; what no encoding explains is noted.
#[test]
fn mojibake_is_rejected_and_damage_is_noted() {
    let folder = tempfile::tempdir().unwrap();
    let (data, files) = (folder.path().join("data"), folder.path().join("files"));
    fs::create_dir(&files).unwrap();
    let text = "关于停水的公告\n因管网检修，明日起停水三天，请提前储水备用。\n各村要做好宣传解释工作，保障用水安全。\n";
    let (as_written, _, _) = encoding_rs::GB18030.encode(text);
    let (garbled, _, _) = encoding_rs::WINDOWS_1252.decode(&as_written);
    fs::write(files.join("garbled.txt"), garbled.as_bytes()).unwrap();
    let damaged = [&as_written[..], b"\xFF\n"].concat();
    fs::write(files.join("damaged.txt"), damaged).unwrap();
    let mixed = [text.as_bytes(), &encoding_rs::GB18030.encode("联系人：县水利局办公室值班人员\n").0[..]].concat();
    fs::write(files.join("mixed.txt"), mixed).unwrap();
    let output = run(gongbao(&data).arg("import").arg(&files));
    let said = printed(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    for expected in
        ["garbled.txt：文字是乱码", "damaged.txt：有 1 处字节无法识别", "mixed.txt：混有两种编码（utf-8 与 gb18030）"]
    {
        assert!(said.contains(expected), "{expected} not in {said}");
    }
    assert!(printed(&run(gongbao(&data).args(["rejects", "list", "--json"]))).contains("\"kind\":\"encoding\""));
    assert!(printed(&run(gongbao(&data).arg("audit"))).contains("encoding 1"));
}

#[test]
fn what_was_refused_is_kept_and_taken_in_once_it_reads() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("x.jsonl");
    fs::write(
        &file,
        "{\"id\":\"a\",\"title\":\"甲\",\"body\":\"一\",\"source\":\"青岑新闻网\",\"date\":\"昨天\"}\n{\"id\":\"b\",\n\
         {\"id\":\"c\",\"title\":\"丙\",\"body\":\"三\"}\n",
    )
    .unwrap();
    let import = || run(gongbao(&data).arg("import").arg(&file).arg(folder.path().join("nowhere.html")));
    for _ in 0..2 {
        assert_eq!(import().status.code(), Some(3));
    }

    let listed = run(gongbao(&data).args(["rejects", "list", "--json"]));
    let rows: Vec<serde_json::Value> =
        String::from_utf8_lossy(&listed.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3, "refused twice, kept once: {}", printed(&listed));
    let of = |kind: &str| rows.iter().find(|row| row["kind"] == kind).unwrap_or_else(|| panic!("{kind}: {rows:?}"));
    let dated = of("field:published_on");
    assert_eq!(
        (&dated["line"], &dated["source"], &dated["format"]),
        (&1.into(), &"青岑新闻网".into(), &"jsonl".into())
    );
    assert_eq!(of("content")["line"], 2);
    assert!(of("unreadable")["path"].as_str().unwrap().ends_with("nowhere.html"));

    let other = folder.path().join("y.jsonl");
    fs::write(&other, "{\"id\":\n").unwrap();
    let again = || run(gongbao(&data).arg("import").arg(&other));
    assert_eq!(again().status.code(), Some(3));
    // Regression (70a2041): what was mended and imported stayed refused, and `retry` read it as it had been.
    fs::write(&other, "{\"id\":\"a\",\"title\":\"甲\",\"body\":\"改\"}\n").unwrap();
    assert_eq!(again().status.code(), Some(0));
    assert!(printed(&run(gongbao(&data).args(["rejects", "list"]))).contains("共 3 条"));

    let number = dated["number"].to_string();
    let shown = run(gongbao(&data).args(["rejects", "show", &number]));
    assert!(printed(&shown).contains("不是日期") && printed(&shown).contains("\"昨天\""), "{}", printed(&shown));
    let raw = run(gongbao(&data).args(["rejects", "show", "--raw", &number]));
    assert!(raw.stdout.starts_with(b"{\"id\":\"a\"") && raw.stdout.ends_with(b"}"));

    // The file that was missing is there now; the lines are as wrong as before.
    fs::write(
        folder.path().join("nowhere.html"),
        "<html><h1>关于停水的公告</h1><p>因管网检修，明日起停水三天，请提前储水备用。</p>",
    )
    .unwrap();
    let retried = run(gongbao(&data).args(["rejects", "retry"]));
    assert_eq!(retried.status.code(), Some(3), "{}", printed(&retried));
    assert!(printed(&retried).contains("成功 1（新增或更新 1 篇），仍拒收 2"), "{}", printed(&retried));
    assert!(printed(&run(gongbao(&data).arg("stats"))).contains("公报 3 篇"));

    assert_eq!(run(gongbao(&data).args(["rejects", "drop"])).status.code(), Some(2), "all, or which?");
    assert_eq!(run(gongbao(&data).args(["rejects", "drop", "99"])).status.code(), Some(1));
    assert!(printed(&run(gongbao(&data).args(["rejects", "drop", &number]))).contains("已丢弃 1 条"));
    assert!(printed(&run(gongbao(&data).args(["rejects", "drop", "--all"]))).contains("已丢弃 1 条"));
    assert!(printed(&run(gongbao(&data).args(["rejects", "list"]))).contains("共 0 条"));
    assert_eq!(run(gongbao(&data).args(["rejects", "retry"])).status.code(), Some(0));
}

#[test]
fn a_line_beyond_the_bound_is_read_again_from_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("x.jsonl");
    fs::write(&file, format!("{{\"title\":\"甲\",\"body\":\"{}\"}}\n", "长".repeat(400_000))).unwrap();
    let import = || run(gongbao(&data).env("GONGBAO_MAX_LINE_MB", "1").arg("import").arg(&file));
    assert_eq!(import().status.code(), Some(3));
    let retried = run(gongbao(&data).args(["rejects", "retry"]));
    assert_eq!(retried.status.code(), Some(3));
    assert!(printed(&retried).contains("没有保留全部内容"), "{}", printed(&retried));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_give_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("s.sqlite")).await.unwrap();
    let record = |line: u64, bytes: usize| RejectionRecord {
        path: "x".into(),
        line: Some(line),
        kind: "content".into(),
        reason: "无".into(),
        bytes: bytes as u64,
        content: vec![b'x'; bytes],
        ..RejectionRecord::default()
    };
    let fit = MAX_ALL_REJECTION_BYTES / MAX_REJECTION_BYTES as u64;
    let mut dropped = 0;
    for line in 1..=fit + 2 {
        dropped += store.keep_rejections(&[record(line, MAX_REJECTION_BYTES + 1)], Timestamp::now()).await.unwrap();
    }
    assert_eq!(dropped, 2);
    let kept = store.rejections(0, 1_000).await.unwrap();
    assert_eq!((kept.len() as u64, kept[0].record.line), (fit, Some(3)));
    let first = store.rejection(kept[0].number).await.unwrap().unwrap();
    assert_eq!((first.kept, first.record.bytes), (MAX_REJECTION_BYTES as u64, MAX_REJECTION_BYTES as u64 + 1));
    assert!(!first.record.is_whole());
    assert_eq!(store.rejection_counts().await.unwrap(), [(None, "content".to_owned(), fit)]);
}
