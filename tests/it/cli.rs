//! The program as an operator meets it: what it prints, what it returns, what bad input does.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use gongbao::search::engine::tantivy::RebuildLock;

use crate::support::{gongbao, printed, run};

const GOOD: &str = r#"{"id":"good-1","title":"青岑县发布公告","date":"2023-05-06","body":"第一段。\n第二段。"}"#;

#[test]
fn bad_input_is_named_and_the_rest_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let inputs = folder.path().join("in");
    fs::create_dir(&inputs).unwrap();
    let file = |name: &str, bytes: &[u8]| fs::write(inputs.join(name), bytes).unwrap();
    file("broken.jsonl", format!("{GOOD}\n{{\"title\": \n\n{{\"id\":\"good-2\",\"title\":\"乙\"}}\n").as_bytes());
    file("empty.txt", b"");
    file("bytes.txt", &[0xFF; 4_096]);
    file("bad-utf8.jsonl", b"{\"title\":\"\xFF\xFE\"}\n");
    file("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\0");
    let mut long = fs::File::create(inputs.join("long.jsonl")).unwrap();
    long.write_all(b"{\"title\":\"").unwrap();
    for _ in 0..200 {
        long.write_all(&vec![b'a'; 1 << 20]).unwrap();
    }
    long.write_all(b"\"}\n{\"id\":\"good-3\",\"title\":\"after the long line\"}\n").unwrap();
    drop(long);
    #[cfg(unix)]
    std::os::unix::fs::symlink(&inputs, inputs.join("loop")).unwrap();

    let output = run(gongbao(&data).arg("import").arg(&inputs).arg(folder.path().join("missing.jsonl")));
    let text = printed(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    for expected in [
        "broken.jsonl:2：不是完整的 JSON 对象",
        "empty.txt：文件是空的",
        "bytes.txt：",
        "bad-utf8.jsonl:1：",
        "long.jsonl:1：这一行有 209715",
        "missing.jsonl：文件不存在",
        "新增 3，更新 0，未变 0，拒收 6",
        "略过 1 个不认识格式的文件",
    ] {
        assert!(text.contains(expected), "「{expected}」 is not in:\n{text}");
    }

    let again = run(gongbao(&data).arg("import").arg(inputs.join("broken.jsonl")));
    assert!(printed(&again).contains("新增 0，更新 0，未变 2，拒收 1"), "{}", printed(&again));
    let check = run(gongbao(&data).arg("check"));
    assert_eq!(check.status.code(), Some(0), "{}", printed(&check));
    assert!(printed(&check).contains("一致：3 篇"));
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("one.jsonl");
    fs::write(&file, GOOD).unwrap();
    let output = run(gongbao(&data).args(["import", "--dry-run"]).arg(&file));
    assert!(printed(&output).contains("新增 1，更新 0，未变 0，拒收 0（试运行，没有写入"), "{}", printed(&output));
    assert!(!data.exists());
    run(gongbao(&data).arg("import").arg(&file));
    fs::write(&file, GOOD.replace("第二段", "改过的一段")).unwrap();
    let output = run(gongbao(&data).args(["import", "--dry-run"]).arg(&file));
    assert!(printed(&output).contains("新增 0，更新 1"), "{}", printed(&output));
}

#[test]
fn standard_input_and_compressed_files_are_read_as_streams() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let zst = folder.path().join("x.jsonl.zst");
    fs::write(&zst, zstd::encode_all(GOOD.as_bytes(), 3).unwrap()).unwrap();
    let output = run(gongbao(&data).arg("import").arg(&zst));
    assert!(printed(&output).contains("新增 1"), "{}", printed(&output));

    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(GOOD.replace("good-1", "good-9").as_bytes()).unwrap();
    let mut child = gongbao(&data)
        .args(["import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&gz.finish().unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(printed(&output).contains("新增 1"), "{}", printed(&output));

    let mut cut = zstd::encode_all(GOOD.repeat(10_000).as_bytes(), 3).unwrap();
    cut.truncate(cut.len() / 2);
    fs::write(&zst, cut).unwrap();
    let output = run(gongbao(&data).arg("import").arg(&zst));
    assert_eq!(output.status.code(), Some(3), "{}", printed(&output));
}

#[test]
fn extract_shows_each_field_and_stores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let page = folder.path().join("page.html");
    fs::write(
        &page,
        "<!DOCTYPE html><html><head><meta charset=utf-8><meta name=ArticleTitle content=青岑县召开防汛会议>\
         <meta name=PubDate content='2023-06-01 09:30'><meta name=ContentSource content=青岑新闻网></head>\
         <body><div class=TRS_Editor><p>6月1日，青岑县召开防汛工作会议，部署汛期各项准备工作。</p>\
         <p>会议要求，各乡镇要落实责任，加强巡查，确保群众安全度汛。</p></div></body></html>",
    )
    .unwrap();
    let output = run(gongbao(&data).args(["extract", "--json"]).arg(&page));
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["title"], "青岑县召开防汛会议");
    assert_eq!(object["published_on"], "2023-06-01");
    assert_eq!(object["source"], "青岑新闻网");
    assert_eq!(object["paragraphs"].as_array().unwrap().len(), 2);
    assert_eq!(object["file"], page.display().to_string());
    assert_eq!(object["editor"], serde_json::Value::Null);
    let output = run(gongbao(&data).arg("extract").arg(&page));
    assert!(printed(&output).contains("发布日期 published_on：2023-06-01  ← meta:PubDate"), "{}", printed(&output));
    assert!(!data.exists());
}

#[test]
fn help_has_examples_and_settings_have_sources() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for command in [
        "backup",
        "restore",
        "serve",
        "import",
        "crawl",
        "reextract",
        "extract",
        "reindex",
        "check",
        "stats",
        "rejects",
        "audit",
        "config",
    ] {
        let output = run(gongbao(&data).args([command, "--help"]));
        assert!(printed(&output).contains("Examples:"), "{command}: {}", printed(&output));
    }
    let output = run(gongbao(&data).arg("config").env("GONGBAO_CACHE_MB", "7"));
    assert!(printed(&output).contains("cache_mb = 7  #"), "{}", printed(&output));
    let output = run(gongbao(&data).arg("config").env("GONGBAO_CACHE_MB", "viel"));
    assert_eq!(output.status.code(), Some(2));
    assert!(
        printed(&output).contains("for key \"CACHE_MB\" in `GONGBAO_` environment variable(s)"),
        "{}",
        printed(&output)
    );
    assert_eq!(run(gongbao(&data).arg("import")).status.code(), Some(2), "no path given");
}

#[test]
fn reindex_and_stats_work_on_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("one.jsonl");
    fs::write(&file, GOOD).unwrap();
    let output = run(gongbao(&data).args(["import", "--no-wait"]).arg(&file));
    assert!(printed(&output).contains("已落盘"), "{}", printed(&output));
    let output = run(gongbao(&data).arg("reindex"));
    assert!(printed(&output).contains("索引已重建：1 篇"), "{}", printed(&output));
    assert_eq!(fs::read_to_string(data.join("index/CURRENT")).unwrap(), "g000002");
    let output = run(gongbao(&data).args(["stats", "--json"]));
    let stats: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&stats["articles"], &stats["indexed_revision"]), (&1.into(), &1.into()));
    assert_eq!(stats["facets"]["year"]["2023"], 1);
}

/// Regression: `gongbao stats | head` ended with a panic.
#[cfg(unix)]
#[test]
fn where_nobody_reads_the_output_it_ends_quietly() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::write(folder.path().join("a.txt"), "防汛通知\n\n水库要巡查。\n").unwrap();
    assert!(run(gongbao(&data).arg("import").arg(folder.path().join("a.txt"))).status.success());
    let file = folder.path().join("a.txt");
    let file = file.to_str().unwrap();
    for arguments in [
        &["config"][..],
        &["stats"],
        &["stats", "--json"],
        &["check"],
        &["reindex"],
        &["audit"],
        &["words", "防汛"],
        &["extract", file],
        &["extract", "--explain", file],
        &["rejects", "list"],
        &["validity"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output =
            gongbao(&data).args(arguments).stdout(writer).stderr(std::process::Stdio::piped()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("panic") && !said.contains("Broken pipe"), "{arguments:?}: {said}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    }
}

/// Regression: of two at once the first to end removed what the other was building; what a failed one left stayed.
#[test]
fn one_reindex_at_a_time_and_leftovers_go() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(run(gongbao(&data).arg("stats")).status.success());
    let index = data.join("index");
    let leftover = index.join("g000099");
    std::fs::create_dir_all(&leftover).unwrap();
    let lock = RebuildLock::take(&index).unwrap();
    let refused = run(gongbao(&data).arg("reindex"));
    assert_eq!(refused.status.code(), Some(1));
    assert!(printed(&refused).contains("另一个 gongbao reindex 正在进行"), "{}", printed(&refused));
    assert!(leftover.exists(), "it may be what the other builds");
    drop(lock);
    assert!(run(gongbao(&data).arg("stats")).status.success());
    assert!(!leftover.exists());
    assert!(run(gongbao(&data).arg("reindex")).status.success());
}
