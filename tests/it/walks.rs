//! Walks over every hit (`cursor=`): they neither miss nor repeat while the archive changes, and a cursor is good for its
//! own search alone.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use gongbao::model::{ArticleId, Field};
use gongbao::search::indexer::Indexer;
use jiff::Timestamp;
use serde_json::Value;

use crate::support::{TestApp, article, article_with, encoded, ids_of, json, ok, send_to, wait_until};

/// The ids that a walk meets, in order; `between` happens after every step.
async fn walk(test: &TestApp, path: &str, mut between: impl AsyncFnMut(usize)) -> Vec<String> {
    let mut next = Some(path.to_owned());
    let mut met = Vec::new();
    let mut steps = 0;
    while let Some(path) = next {
        let answer = ok(test, &path).await;
        met.extend(ids_of(&answer));
        next = answer["next"].as_str().map(str::to_owned);
        between(steps).await;
        steps += 1;
        assert!(steps < 500, "a walk ends");
    }
    met
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_meets_every_hit_once_in_every_order() {
    let test = TestApp::with_samples().await;
    for query in ["", "防汛", "疫情防控", "工作", "如何做好防汛工作？", "\"防汛\" 演练"] {
        for sort in ["relevance", "-date", "date"] {
            let search = format!("/search?q={}&sort={sort}", encoded(query));
            let met = walk(&test, &format!("{search}&per_page=7&cursor=*"), async |_| ()).await;
            let all: BTreeSet<_> = met.iter().cloned().collect();
            let paged = ok(&test, &format!("{search}&per_page=100")).await;
            let total = paged["total"].as_u64().unwrap() as usize;
            assert_eq!((met.len(), all.len()), (total, total), "{query} {sort}");
            if sort != "relevance" || !query.contains('？') {
                let shown = ids_of(&paged);
                assert_eq!(met[..shown.len()], shown[..], "{query} {sort}: a walk goes in the order of the pages");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_is_whole_while_bulletins_come_change_and_go() {
    let test = TestApp::with_samples().await;
    let serving = tokio::spawn(test.app.indexer(Indexer::PROMPT).run());
    let other = test.another(|_| {}).await;
    for (round, search) in ["q=%E5%B7%A5%E4%BD%9C", "q=%E5%B7%A5%E4%BD%9C&sort=-date", "sort=date"].iter().enumerate() {
        let before: BTreeSet<String> =
            walk(&test, &format!("/search?{search}&cursor=*&per_page=50"), async |_| ()).await.into_iter().collect();
        let mut gone: BTreeSet<String> = BTreeSet::new();
        let met = walk(&test, &format!("/search?{search}&cursor=*&per_page=5"), async |step| {
            let title = format!("工作 新到 {round} {step}");
            let day = format!("20{:02}-03-0{}", 10 + step % 15, 1 + step % 9);
            let new =
                article_with(&format!("new-{round}-{step}"), &title, "工作工作工作", &[(Field::PublishedOn, &day)]);
            other.store.upsert(&[new], Timestamp::now()).await.unwrap();
            let victim = before.iter().rev().nth(step * 3).filter(|id| !id.starts_with("new")).cloned();
            if let Some(victim) = victim {
                other.store.withdraw(&[ArticleId::new(&victim).unwrap()], Timestamp::now()).await.unwrap();
                gone.insert(victim);
            }
            let revision = other.store.revision().await.unwrap();
            wait_until("the step is indexed", async || test.app.search.indexed_revision() >= revision).await;
        })
        .await;
        let mut times: BTreeMap<&String, usize> = BTreeMap::new();
        met.iter().for_each(|id| *times.entry(id).or_default() += 1);
        assert!(times.values().all(|times| *times == 1), "{search}: nothing is met twice");
        let missed: Vec<_> = before.difference(&gone).filter(|id| !times.contains_key(id)).collect();
        assert!(missed.is_empty(), "{search}: {missed:?}");
        assert!(!gone.is_empty() && met.len() > 20, "{search}");
    }
    serving.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_is_good_for_its_own_search_alone() {
    let test = TestApp::with_samples().await;
    let answer = ok(&test, "/search?sort=-date&cursor=*&per_page=5").await;
    let next = answer["next"].as_str().unwrap().to_owned();
    assert_eq!(answer["page"], Value::Null);
    for bad in [
        next.replace("sort=-date", "sort=date"),
        format!("{next}&q=a"),
        format!("{next}0"),
        format!("{next}&page=2"),
        "/search?cursor=".to_owned(),
        "/search?cursor=%00".to_owned(),
        format!("/search?sort=-date&cursor={}", "0".repeat(84)),
    ] {
        let (status, problem) = json(&test, &bad).await;
        assert_eq!((status, &problem["parameter"]), (StatusCode::BAD_REQUEST, &"cursor".into()), "{bad}");
    }
    assert_eq!(json(&test, &next.replace("per_page=5", "per_page=50")).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_state_is_said_to_be_gone() {
    let test = TestApp::with_samples().await;
    let answer = ok(&test, "/search?q=%E5%B7%A5%E4%BD%9C&cursor=*&per_page=5").await;
    let next = answer["next"].as_str().unwrap().to_owned();
    let later = gongbao::web::routes::router(test.another(|_| {}).await);
    let answer = send_to(later, "GET", &next, &[]).await;
    assert_eq!(answer.status(), StatusCode::OK, "another process in the same state goes on");
    test.add(&[article("later", "工作", "工作")]).await;
    assert_eq!(json(&test, &next).await.0, StatusCode::OK, "the state is kept for who walks in it");
    let fresh = TestApp::with(&[article("a", "工作", "甲")]).await;
    let (status, problem) = json(&fresh, &next).await;
    assert_eq!((status, &problem["parameter"]), (StatusCode::GONE, &"cursor".into()), "{problem}");
}
