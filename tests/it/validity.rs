//! Whether documents are in force: told from their own texts and from what other bulletins say of them, whichever comes first, and
//! shown in results, on pages and as data.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::http::StatusCode;
use gongbao::model::clock::Clock;
use gongbao::model::{Article, ArticleId, Field};
use gongbao::search::indexer::Indexer;
use jiff::Timestamp;
use serde_json::Value;

use crate::support::{TestApp, article_with, body, encoded, ids_of, json, list, ok, page};

/// A clock that shows what it is told.
struct Fixed(Timestamp);

#[async_trait]
impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        self.0
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

fn dated(id: &str, title: &str, date: &str, body: &str) -> Article {
    article_with(id, title, body, &[(Field::PublishedOn, date)])
}

fn old() -> Article {
    dated(
        "old",
        "青岑县渡口管理办法",
        "2008-03-04",
        "第一条 为了渡口安全，制定本办法。\n第九条 本办法自2008年4月1日起施行。",
    )
}

fn repealing() -> Article {
    let text = "第一条 为了水路安全，制定本办法。\n第九条 本办法自2021年5月1日起施行。《青岑县渡口管理办法》同时废止。";
    dated("new", "青岑县水路管理办法", "2021-03-04", text)
}

/// The state of a bulletin and what it is known by, as its data says.
async fn standing(test: &TestApp, id: &str) -> String {
    let answer = ok(test, &format!("/articles/{id}")).await;
    let said = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let of = &answer["standing"];
    [&of["label"], &of["evidence"], &of["since"], &answer["successor"]["id"]].map(said).join(" ")
}

/// The ids that a state of the facet finds.
async fn with_validity(test: &TestApp, label: &str) -> String {
    let mut ids = ids_of(&ok(test, &format!("/search?sort=date&validity={}", encoded(label))).await);
    ids.sort();
    ids.join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_another_does_so_whichever_comes_first() {
    for order in [[old(), repealing()], [repealing(), old()]] {
        let test = TestApp::empty().await;
        for article in &order {
            test.add(std::slice::from_ref(article)).await;
        }
        assert_eq!(standing(&test, "old").await, "废止 repeal 2021-05-01 new", "{}", order[0].id);
        assert_eq!(standing(&test, "new").await, "现行有效 commencement 2021-05-01 -");
        assert_eq!(with_validity(&test, "废止").await, "old");
        assert_eq!(with_validity(&test, "现行有效").await, "new");
    }
    let together = TestApp::with(&[old(), repealing()]).await;
    assert_eq!(with_validity(&together, "废止").await, "old");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_follows_changes_is_told() {
    let test = TestApp::with(&[old()]).await;
    let known = ok(&test, "/changes").await;
    assert_eq!(known["changes"][0]["standing"]["validity"], "in_force");
    test.add(&[repealing()]).await;
    let since = ok(&test, &format!("/changes?since={}", known["revision"])).await;
    let told: Vec<(&str, &str, u64, &str)> = list(&since, "changes")
        .iter()
        .map(|of| {
            let said = |key: &str| of[key].as_str().unwrap();
            (said("id"), said("change"), of["version"].as_u64().unwrap(), of["standing"]["validity"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told, [("new", "new", 1, "in_force"), ("old", "changed", 1, "repealed")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_ends_nothing() {
    let test = TestApp::with(&[old(), repealing()]).await;
    test.app.store.withdraw(&[ArticleId::new("new").unwrap()], Timestamp::now()).await.unwrap();
    test.catch_up().await;
    assert_eq!(standing(&test, "old").await, "现行有效 commencement 2008-04-01 -");
    assert_eq!(with_validity(&test, "废止").await, "");
    // It comes back as a text that ends something else.
    let other = dated("new", "青岑县水路管理办法", "2021-03-04", "第九条 本办法自2021年5月1日起施行。");
    test.add(&[other]).await;
    assert_eq!(with_validity(&test, "现行有效").await, "new old");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_comes_without_any_bulletin() {
    let text = "第九条 本办法自2021年5月1日起施行，有效期3年。";
    let test = TestApp::empty().await;
    test.app.store.upsert(&[dated("a", "青岑县水路管理办法", "2021-03-04", text)], Timestamp::now()).await.unwrap();
    for (day, expected) in [
        ("2021-04-30T12:00:00+08:00", "尚未施行 commencement 2021-05-01 -"),
        ("2021-05-01T00:00:00+08:00", "现行有效 commencement 2021-05-01 -"),
        ("2024-04-30T23:59:59+08:00", "现行有效 commencement 2021-05-01 -"),
        ("2024-05-01T00:00:01+08:00", "失效 term 2024-05-01 -"),
    ] {
        let clock = Arc::new(Fixed(day.parse().unwrap()));
        let mut indexer = test.app.indexer(Indexer::PROMPT).by(clock);
        // The first look decides, the next ones index what was decided.
        indexer.advance().await.unwrap();
        let revision = test.app.store.revision().await.unwrap();
        indexer.reach(revision, |_| {}).await.unwrap();
        assert_eq!(standing(&test, "a").await, expected, "{day}");
        assert_eq!(with_validity(&test, expected.split(' ').next().unwrap()).await, "a", "{day}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_tables_of_decisions_end_what_they_name() {
    let numbered = |id: &str, title: &str, number: &str| {
        let fields = [(Field::PublishedOn, "2010-03-04"), (Field::DocumentNumber, number)];
        article_with(id, title, "各乡镇：\n请遵照执行。", &fields)
    };
    let decision = dated(
        "decision",
        "青岑县人民政府关于清理行政规范性文件的决定",
        "2021-03-04",
        "一、对下列文件予以废止：\n1.《关于渡口收费的通知》（青政发〔2010〕3号）\n2.青政发〔2010〕4号\n\
         二、下列文件继续有效：\n1.《关于渡船年检的通知》（青政发〔2010〕5号）\n三、将《关于渡工培训的通知》（青政发〔2010〕6号）第二条修改为：略。",
    );
    let test = TestApp::with(&[
        numbered("a", "关于渡口收费的通知", "青政发〔2010〕3号"),
        numbered("b", "关于渡口停航的通知", "青政发〔2010〕4号"),
        numbered("c", "关于渡船年检的通知", "青政发〔2010〕5号"),
        numbered("d", "关于渡口收费的通知", "泊政发〔2010〕3号"),
        decision,
    ])
    .await;
    assert_eq!(with_validity(&test, "废止").await, "a b");
    assert_eq!(standing(&test, "c").await, "- - - -");
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_are_told_before_they_read() {
    let test = TestApp::with(&[old(), repealing()]).await;
    let (status, html) = page(&test, "/articles/old").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("本文件已废止") && html.contains("自 2021年5月1日 起"), "{html}");
    assert!(html.contains("<a href=\"/articles/new\""), "the document that ended it is linked");
    let (_, html) = page(&test, "/articles/new").await;
    assert!(!html.contains("本文件已废止") && html.contains("现行有效"));
    let (_, html) = page(&test, &format!("/search?q={}", encoded("渡口管理办法"))).await;
    assert!(html.contains("<span class=\"standing\">〔废止〕</span>"), "the tag stands before the title");
    assert!(html.contains("facet-validity"), "it is a facet");
    let answer = ok(&test, &format!("/search?q={}", encoded("渡口管理办法"))).await;
    assert_eq!(answer["results"][0]["standing"]["validity"], "repealed");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_force_comes_first_where_all_else_is_equal() {
    let text = "第九条 本办法自2008年4月1日起施行。";
    let mut same: Vec<Article> =
        (0..6).map(|at| dated(&format!("s{at}"), "青岑县渡口管理办法", "2008-03-04", text)).collect();
    for (at, article) in same.iter_mut().enumerate() {
        article.validity = Some(if at % 2 == 0 { "失效" } else { "有效" }.to_owned());
        article.paragraphs.push(format!("第{at}份"));
    }
    let test = TestApp::with(&same).await;
    let found = ids_of(&ok(&test, &format!("/search?collapse=off&q={}", encoded("渡口管理办法"))).await);
    assert_eq!(found.len(), 6);
    assert!(found[..3].iter().all(|id| ["s1", "s3", "s5"].contains(&id.as_str())), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_say_what_they_do_to_each_other() {
    let fields = [(Field::PublishedOn, "2008-03-04"), (Field::DocumentNumber, "青政发〔2008〕6号")];
    let measure = article_with("old", "青岑县渡口管理办法", "第一条 为了渡口安全，制定本办法。", &fields);
    let mut held = vec![
        measure,
        repealing(),
        dated("amends", "青岑县人民政府关于修改《青岑县渡口管理办法》的决定", "2012-03-04", "一、第三条修改为：略。"),
        dated("forwards", "青云镇转发《青岑县渡口管理办法》的通知", "2009-03-04", "各村：\n请遵照执行。"),
        dated("explains", "《青岑县渡口管理办法》解读", "2008-03-05", "一、出台的背景。"),
        dated("cites", "青岑县检查渡口", "2010-03-04", "根据青政发〔2008〕6号，县里检查渡口。"),
    ];
    held.extend((0..25).map(|at| {
        let text = format!("第{at}次检查，依据《青岑县渡口管理办法》。");
        dated(&format!("more{at}"), &format!("青岑县第{at}次检查渡口"), "2011-03-04", &text)
    }));
    let test = TestApp::with(&held).await;
    let answer = ok(&test, "/articles/old/citations?limit=100").await;
    let mut told: Vec<(&str, &str)> = answer["cited_by"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|other| !other["id"].as_str().unwrap().starts_with("more"))
        .map(|other| (other["id"].as_str().unwrap(), other["relation"].as_str().unwrap_or("-")))
        .collect();
    told.sort_unstable();
    let expected =
        [("amends", "amends"), ("cites", "-"), ("explains", "explains"), ("forwards", "forwards"), ("new", "repeals")];
    assert_eq!(told, expected);
    let back = ok(&test, "/articles/new/citations").await;
    assert_eq!((&back["cites"][0]["relation"], &back["cites"][0]["article"]["id"]), (&"repeals".into(), &"old".into()));

    // Pages of the list have each once; the article leads to all.
    let mut seen = Vec::new();
    for number in 1..=4 {
        let part = ok(&test, &format!("/articles/old/citations?limit=10&page={number}")).await;
        assert_eq!(part["cited_by_total"], 30);
        seen.extend(part["cited_by"].as_array().unwrap().iter().map(|other| other["id"].to_string()));
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 30);
    let (_, html) = page(&test, "/articles/old").await;
    assert!(html.contains("<a href=\"/articles/old/citations\">全部 30 篇</a>"), "{html}");
    let (status, html) = page(&test, "/articles/old/citations").await;
    assert_eq!(status, StatusCode::OK);
    for text in ["废止本文件", "修改本文件", "转发本文件", "解读本文件"] {
        assert!(html.contains(text), "{text}");
    }
    assert!(!html.contains("citations?page=2"), "all thirty stand on the first page");
    let table = body(&test, "/articles/old/citations?format=csv&limit=100").await;
    assert!(table.contains("old,cited_by,repeals,,new,青岑县水路管理办法,2021-03-04,,"), "{table}");
    for bad in ["page=0", "page=1001", "offset=3"] {
        assert_eq!(json(&test, &format!("/articles/old/citations?{bad}")).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
}
