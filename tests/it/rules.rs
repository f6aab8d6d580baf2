//! The operator's rules and `extract --explain`, on the command line.

use std::fs;
use std::path::Path;

use crate::support::{gongbao, printed, run};

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules")
}

#[test]
fn a_folder_of_rules_is_minded_and_a_wrong_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let page = fixtures().join("baixi.html");
    let output = run(gongbao(&data).env("GONGBAO_RULES", fixtures()).args(["extract", "--json"]).arg(&page));
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["title"], "末级渠道有了管护员", "{}", printed(&output));
    run(gongbao(&data).env("GONGBAO_RULES", fixtures()).arg("import").arg(&page));
    assert!(printed(&run(gongbao(&data).arg("audit"))).contains("标题←rule:baixi 1"));

    let rules = folder.path().join("rules");
    fs::create_dir(&rules).unwrap();
    fs::write(rules.join("x.toml"), "host = 'x.example'\ntitle = 'h1['\n").unwrap();
    for command in ["import", "extract"] {
        let output = run(gongbao(&data).env("GONGBAO_RULES", &rules).arg(command).arg(&page));
        assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
        assert!(printed(&output).contains("x.toml:2：字段 title"), "{}", printed(&output));
    }
    let output = run(gongbao(&data).env("GONGBAO_RULES", folder.path().join("none")).arg("extract").arg(&page));
    assert_eq!(output.status.code(), Some(2));
    assert!(printed(&output).contains("打不开目录"));
}

#[test]
fn explain_says_where_each_field_is_from_and_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let page = folder.path().join("page.html");
    fs::write(
        &page,
        "<html><head><meta name=ArticleTitle content=渠水到田><meta property=og:title content=渠水提前到田>\
         <meta name=PubDate content=近日></head><body><h1>渠水到田</h1>\
         <div class=TRS_Editor><p>春灌在即，县里组织干部下乡，检查渠道和闸门，保障粮食安全。</p><p>【打印本页】</p></div></body></html>",
    )
    .unwrap();
    let output = run(gongbao(&data).args(["extract", "--explain"]).arg(&page));
    let text = printed(&output);
    for expected in [
        "标题 title：渠水到田\n    ← meta:ArticleTitle\n",
        "未采用 og:title：渠水提前到田",
        "发布日期 published_on：找过 标签表，署名行（发布时间、标题下的日期），meta PubDate",
        "没有收进正文 left out：1 行\n    打印、分享一类的工具：【打印本页】",
        "编辑 editor：找过 署名行的 编辑",
        "正文 body：1 段",
        "网站规则",
    ] {
        assert!(text.contains(expected), "{expected} not in {text}");
    }
    assert!(!data.exists());
    let line = folder.path().join("x.jsonl");
    fs::write(&line, "{\"title\":\"甲\",\"publish_time\":\"昨天\"}\n").unwrap();
    let text = printed(&run(gongbao(&data).args(["extract", "--explain"]).arg(&line)));
    for expected in ["← jsonl:title", "记录里同名的键", "读不懂 jsonl:publish_time：昨天"] {
        assert!(text.contains(expected), "{expected} not in {text}");
    }
}
