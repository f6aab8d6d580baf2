//! The stock of what was taken in: on the page, as data, and on the command line.

use std::fs;

use axum::http::StatusCode;
use gongbao::model::Field;
use gongbao::store::RejectionRecord;
use jiff::Timestamp;

use crate::support::{TestApp, article_with, gongbao, json, page, printed, run};

#[tokio::test(flavor = "multi_thread")]
async fn sources_are_told_with_what_they_lack() {
    let test = TestApp::empty().await;
    let daily = |day: i8| {
        let date = format!("2021-03-{day:02}");
        let fields = [(Field::Source, "泊云日报"), (Field::PublishedOn, &*date), (Field::Editor, "江一白")];
        article_with(&format!("b{day}"), "渠水到田", "春灌在即。", &fields[..if day == 1 { 2 } else { 3 }])
    };
    let mut articles: Vec<_> = (1..=20).map(daily).collect();
    articles.push(article_with(
        "s",
        "停水公告",
        "",
        &[(Field::Site, "青岑县政府网"), (Field::Url, "https://q.example/1")],
    ));
    articles.push(article_with("h", "停电公告", "电。", &[(Field::Url, "https://W.example:8080/1")]));
    test.add(&articles).await;
    let record = |source: Option<&str>, kind: &str| RejectionRecord {
        path: kind.into(),
        kind: kind.into(),
        source: source.map(str::to_owned),
        ..RejectionRecord::default()
    };
    let records = [record(Some("泊云日报"), "content"), record(None, "unreadable")];
    test.app.store.keep_rejections(&records, Timestamp::now()).await.unwrap();

    let (status, stock) = json(&test, "/audit").await;
    assert_eq!(status, StatusCode::OK);
    let names: Vec<_> = stock["sources"].as_array().unwrap().iter().map(|s| (&s["name"], &s["named_by"])).collect();
    let named = |name: &str, by: &str| (serde_json::json!(name), serde_json::json!(by));
    let expected = [named("泊云日报", "source"), named("w.example", "host"), named("青岑县政府网", "site")];
    assert_eq!(names, expected.iter().map(|(name, by)| (name, by)).collect::<Vec<_>>());
    let first = &stock["sources"][0];
    assert_eq!((&first["articles"], &first["newest"]), (&20.into(), &"2021-03-20".into()));
    assert_eq!(first["fields"]["editor"], serde_json::json!({"count": 19, "share": 0.95}));
    assert_eq!(first["fields"]["authors"]["count"], 0);
    assert_eq!(first["rules"]["editor"], serde_json::json!({"test": 19}));
    assert_eq!(first["failures"], serde_json::json!({"content": 1}));
    assert_eq!((&first["silence"]["usual_days"], &first["silence"]["unusual"]), (&1.into(), &true.into()));
    assert_eq!(stock["sources"][2]["fields"]["body"]["count"], 0);
    assert_eq!(stock["failures_without_source"], serde_json::json!({"unreadable": 1}));

    let (status, html) = page(&test, "/audit").await;
    assert_eq!(status, StatusCode::OK);
    for expected in ["来源清点", "泊云日报", "通常隔 1 天", "95%", "<meter", "没有读出来源的拒收", "format=json"]
    {
        assert!(html.contains(expected), "{expected}");
    }
    assert_eq!(json(&test, "/audit?x=1").await.0, StatusCode::BAD_REQUEST);
}

#[test]
fn the_command_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("x.jsonl");
    fs::write(&file, "{\"title\":\"甲\",\"body\":\"一\",\"source\":\"青岑新闻网\"}\n").unwrap();
    run(gongbao(&data).arg("import").arg(&file));
    let text = printed(&run(gongbao(&data).arg("audit")));
    assert!(text.contains("青岑新闻网  1 篇，无日期") && text.contains("来源←jsonl:source 1"), "{text}");
    let output = run(gongbao(&data).args(["audit", "--json"]));
    let stock: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(stock["sources"][0]["name"], "青岑新闻网");
}
