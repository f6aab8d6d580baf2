//! The indexer: it follows the store, whoever writes, and a rebuilt index takes the place of the old.

use std::time::Duration;

use gongbao::app::{Rebuild, previous_index};
use gongbao::model::{Article, ArticleId};
use gongbao::search::indexer::Indexer;
use jiff::Timestamp;

use crate::support::{TestApp, article, ids, wait_until};

#[tokio::test(flavor = "multi_thread")]
async fn follows_new_changed_withdrawn_and_returning_bulletins() {
    let test = TestApp::with(&[article("a", "防汛", "水库"), article("b", "招聘", "教师")]).await;
    assert_eq!(ids(&test.search("水库").await), ["a"]);
    test.add(&[article("a", "防汛", "河道")]).await;
    assert_eq!(test.search("水库").await.total, 0);
    assert_eq!(ids(&test.search("河道").await), ["a"]);
    test.app.store.withdraw(&[ArticleId::new("a").unwrap()], Timestamp::now()).await.unwrap();
    test.catch_up().await;
    assert_eq!(test.search("河道").await.total, 0);
    test.add(&[article("a", "防汛", "河道")]).await;
    assert_eq!(ids(&test.search("河道").await), ["a"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_changed_before_the_first_commit_is_indexed_once() {
    let test = TestApp::empty().await;
    let many: Vec<Article> = (0..700).map(|n| article(&format!("n{n}"), "篇", &format!("第{n}号"))).collect();
    test.app.store.upsert(&many, Timestamp::now()).await.unwrap();
    let mut indexer = test.app.indexer(Duration::from_secs(3_600));
    indexer.advance().await.unwrap();
    test.app.store.upsert(&[article("n3", "篇", "改了")], Timestamp::now()).await.unwrap();
    indexer.reach(701, |_| {}).await.unwrap();
    assert_eq!(test.search("").await.total, 700);
    assert_eq!(ids(&test.search("改了").await), ["n3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_stores_is_seen_without_being_told() {
    let test = TestApp::with_samples().await;
    let serving = tokio::spawn(test.app.indexer(Indexer::PROMPT).run());
    let other = test.another(|_| {}).await;
    let before = test.search("").await.total;
    assert_eq!(test.search("鹓鶵").await.total, 0);
    other.store.upsert(&[article("new", "新到的公报", "鹓鶵初至")], Timestamp::now()).await.unwrap();
    // The serving indexer holds the writer sooner or later; the other waits for whoever works.
    let revision = other.store.revision().await.unwrap();
    other.indexer(Indexer::BULK).reach(revision, |_| {}).await.unwrap();
    wait_until("the bulletin is searchable where it was not taken in", async || test.search("鹓鶵").await.total > 0)
        .await;
    assert_eq!(ids(&test.search("鹓鶵").await), ["new"]);
    assert_eq!((test.search("").await.total, test.app.search.indexed_revision()), (before + 1, revision));
    assert!(!serving.is_finished(), "the serving indexer goes on");
    serving.abort();
}

/// Regression (853128b): an index that was built beside the one in use was taken for superseded before it was published.
#[tokio::test(flavor = "multi_thread")]
async fn a_rebuilt_index_takes_the_place_of_the_old_one_in_use() {
    let test = TestApp::with_samples().await;
    let before = test.search("防汛").await.total;
    let serving = tokio::spawn(test.app.indexer(Indexer::PROMPT).run());
    let other = test.another(|_| {}).await;
    let Rebuild { engine, mut indexer, .. } = other.rebuild(|_| {}).await.unwrap();
    indexer.reach(other.store.revision().await.unwrap(), |_| {}).await.unwrap();
    engine.publish().unwrap();
    drop(indexer);
    other.store.upsert(&[article("later", "重建之后", "防汛重建之后")], Timestamp::now()).await.unwrap();
    wait_until("the running indexer goes on in the new index", async || test.search("防汛").await.total == before + 1)
        .await;
    assert!(!serving.is_finished(), "the serving indexer goes on");
    serving.abort();
    let index = test.app.config.index();
    assert_eq!(std::fs::read_to_string(index.join("CURRENT")).unwrap(), "g000002");
    assert_eq!(previous_index(&test.app.config).unwrap().name, "g000001", "the old one is kept");
}
