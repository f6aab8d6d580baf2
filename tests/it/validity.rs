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

use crate::support::{TestApp, article_with, encoded, ids_of, ok, page};

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
