//! The pages that say who runs the site and how it fares: what they say is so, for readers and for operators.

use gongbao::config::SourceConfig;
use gongbao::model::Field;

use crate::support::{TestApp, article_with, json, ok, page};

fn source(name: &str, minutes: u64) -> SourceConfig {
    let toml = format!("name = \"{name}\"\nstart = [\"https://www.qingcen.example/\"]\ninterval_minutes = {minutes}\n");
    toml::from_str(&toml).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_about_the_site_is_honest() {
    let fields = [(Field::Site, "青岑县人民政府"), (Field::PublishedOn, "2019-05-06")];
    let articles = [
        article_with("a", "关于春灌的通知", "渠水。", &fields),
        article_with("b", "公告", "稻谷。", &[(Field::PublishedOn, "2021-03-05")]),
    ];
    let unknown = TestApp::with(&articles).await;
    let (_, html) = page(&unknown, "/about").await;
    for said in [
        "2 篇公报，来自 1 个网站",
        "2019年5月6日",
        "2021年3月5日",
        "没有写明自己是谁",
        "没有留下联系方式",
        "WCAG 2.2",
        "以原文为准",
    ] {
        assert!(html.contains(said), "{said}");
    }
    let known = TestApp::build().articles(&articles).settings(|config| {
        config.operator = Some("青岑县<档案馆>".to_owned());
        config.contact = Some("gongbao@qingcen.example".to_owned());
    });
    let known = known.open().await;
    let (_, html) = page(&known, "/about").await;
    assert!(
        html.contains("本站由青岑县&lt;档案馆&gt;运行") && html.contains("href=\"mailto:gongbao@qingcen.example\""),
        "{html}"
    );
    assert!(!html.contains("没有留下联系方式"));
    // Problems name this page, and it says what they are.
    let (_, problem) = json(&known, "/search?page=0").await;
    let (path, kind) = problem["type"].as_str().unwrap().split_once('#').unwrap();
    assert!(path == "/about" && html.contains(&format!("id=\"{kind}\"")));
    for link in ["/about", "/stats", "/audit", "/api", "/help", "/browse", "/latest", "/trends"] {
        assert!(html.contains(&format!("href=\"{link}\"")), "{link} is reached from every page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_reads_how_the_site_fares() {
    let test = TestApp::build().articles(&[article_with("a", "通知", "渠水。", &[(Field::PublishedOn, "2021-03-05")])]);
    let test = test.settings(|config| config.source = vec![source("青岑县", 1_440), source("泊云县", 90)]).open().await;
    let (status, html) = page(&test, "/stats").await;
    assert_eq!(status, 200);
    for said in [
        "一切正常",
        env!("CARGO_PKG_VERSION"),
        "1 篇；已撤回 0 篇",
        "可检索 1 篇",
        "青岑县",
        "每 1 天一次",
        "泊云县",
        "每 90 分钟一次",
        "数据库 ",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let stats = ok(&test, "/stats").await;
    assert_eq!((&stats["articles"], &stats["indexed"]), (&1.into(), &1.into()), "data is as it was");
    // What is accepted and not yet searchable is said.
    let more = [article_with("b", "公告", "稻谷。", &[])];
    test.app.store.upsert(&more, jiff::Timestamp::now()).await.unwrap();
    let (_, html) = page(&test, "/stats").await;
    assert!(html.contains("还有 1 处改动检索看不到"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_the_first_import_says_so() {
    let test = TestApp::with(&[article_with("a", "通知", "渠水。", &[(Field::PublishedOn, "2021-03-05")])]).await;
    let (_, html) = page(&test, "/latest").await;
    assert!(html.contains("今天首次导入，一次收入 1 篇") && html.contains("存档今天才建立"), "{html}");
    let old = TestApp::empty().await;
    let before = "2021-03-06T00:00:00Z".parse().unwrap();
    old.app.store.upsert(&[article_with("a", "通知", "渠水。", &[])], before).await.unwrap();
    old.add(&[article_with("b", "公告", "稻谷。", &[])]).await;
    let (_, html) = page(&old, "/latest").await;
    assert!(html.contains("今天收入 1 篇") && !html.contains("首次导入"), "{html}");
}
