//! The contract of every [`Frontier`]: rounds, the order of visits, and that size costs nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use gongbao::model::ArticleId;
use gongbao::store::frontier::{LastAnswer, NewAddress, State, Target};
use gongbao::store::{Frontier, SqliteStore};
use jiff::Timestamp;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn address(url: &str, host: &str, target: Target, depth: u32) -> NewAddress {
    NewAddress { url: url.to_owned(), host: host.to_owned(), target, depth, redirects: 0, pagination_depth: 0 }
}

async fn store() -> (tempfile::TempDir, Arc<dyn Frontier>) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("s.sqlite")).await.unwrap();
    (folder, Arc::new(store))
}

async fn next(store: &Arc<dyn Frontier>, due: i64) -> Option<String> {
    store.next_address("s", "h", at(due)).await.unwrap().map(|known| known.address.url)
}

#[tokio::test]
async fn a_round_visits_every_address_once_in_order() {
    let (_folder, store) = store().await;
    assert_eq!(store.crawl_run("s").await.unwrap(), None);
    assert_eq!(store.begin_crawl_run("s", at(1)).await.unwrap().number, 1);
    let addresses = [
        address("deep", "h", Target::Page, 2),
        address("page", "h", Target::Page, 1),
        address("list", "h", Target::List, 1),
        address("start", "h", Target::Page, 0),
        address("file", "h", Target::File, 1),
        address("other", "g", Target::Page, 1),
    ];
    assert_eq!(store.discover("s", &addresses, 100).await.unwrap(), 6);
    assert_eq!(store.discover("s", &addresses, 100).await.unwrap(), 0, "what is known is not new");
    let hosts = store.waiting_hosts("s").await.unwrap();
    assert_eq!(hosts, [("g".to_owned(), at(0)), ("h".to_owned(), at(0))]);
    let article = ArticleId::new("a1").unwrap();
    for (second, (url, article)) in
        (2..).zip([("start", None), ("list", None), ("page", Some(&article)), ("deep", None)])
    {
        assert_eq!(next(&store, 100).await.as_deref(), Some(url));
        let answer = LastAnswer {
            fetched_at: Some(at(second)),
            status: Some(200),
            etag: Some("\"e\"".to_owned()),
            article: article.cloned(),
            ..LastAnswer::default()
        };
        store.visited("s", url, State::Visited, &answer).await.unwrap();
        assert_eq!(store.known_address("s", url).await.unwrap().unwrap().last, answer);
    }
    assert_eq!(next(&store, 100).await, None, "files are visited with their pages");

    // A round that was not ended is resumed; one that was is followed by another.
    assert_eq!(store.begin_crawl_run("s", at(9)).await.unwrap().number, 1);
    assert_eq!(next(&store, 100).await, None);
    store.count_request("s").await.unwrap();
    assert_eq!(store.crawl_run("s").await.unwrap().unwrap().requests, 1);
    store.end_crawl_run("s", at(10)).await.unwrap();
    let crawl_run = store.begin_crawl_run("s", at(11)).await.unwrap();
    assert_eq!((crawl_run.number, crawl_run.requests, crawl_run.ended_at), (2, 0, None));
    store.discover("s", &[address("fresh", "h", Target::Page, 3)], 100).await.unwrap();
    for url in ["start", "list", "fresh", "deep", "page"] {
        assert_eq!(next(&store, 100).await.as_deref(), Some(url), "columns before bulletins, what is new before both");
        store.visited("s", url, State::Failed, &LastAnswer::default()).await.unwrap();
    }
}

#[tokio::test]
async fn postponed_addresses_wait_and_bounds_hold() {
    let (_folder, store) = store().await;
    store.begin_crawl_run("s", at(1)).await.unwrap();
    store.discover("s", &[address("a", "h", Target::Page, 1)], 100).await.unwrap();
    store.postpone("s", "a", at(50)).await.unwrap();
    assert_eq!(next(&store, 49).await, None);
    assert_eq!(store.waiting_hosts("s").await.unwrap(), [("h".to_owned(), at(50))]);
    assert_eq!(next(&store, 50).await.as_deref(), Some("a"));
    assert_eq!(store.known_address("s", "a").await.unwrap().unwrap().attempts, 1);
    let many: Vec<NewAddress> = (0..10).map(|n| address(&format!("b{n}"), "h", Target::Page, 1)).collect();
    assert_eq!(store.discover("s", &many, 5).await.unwrap(), 4);
    assert_eq!(store.frontier_counts("s").await.unwrap().known, 5);
    // Another source knows nothing of it, but of the bulletins that it found.
    assert_eq!(store.frontier_counts("t").await.unwrap().known, 0);
    let article = ArticleId::new("a1").unwrap();
    let answer = LastAnswer { article: Some(article.clone()), ..LastAnswer::default() };
    store.visited("s", "a", State::Visited, &answer).await.unwrap();
    assert!(!store.stands_elsewhere(&article, "a").await.unwrap());
    store.begin_crawl_run("t", at(1)).await.unwrap();
    store.discover("t", &[address("c", "h", Target::Page, 1)], 100).await.unwrap();
    store.visited("t", "c", State::Visited, &answer).await.unwrap();
    assert!(store.stands_elsewhere(&article, "a").await.unwrap());
    store.visited("t", "c", State::Visited, &LastAnswer { tombstones: 1, ..answer }).await.unwrap();
    assert!(!store.stands_elsewhere(&article, "a").await.unwrap());
}

/// Regression (c59503c): each step of a crawl counted every address that was known and sorted all that waited.
#[tokio::test]
async fn a_large_frontier_is_as_quick_as_a_small_one() {
    let (_folder, store) = store().await;
    store.begin_crawl_run("s", at(1)).await.unwrap();
    let many: Vec<NewAddress> =
        (0..200_000).map(|n| address(&format!("http://h/{n}"), "h", Target::Page, 1 + n % 5)).collect();
    let start = Instant::now();
    assert_eq!(store.discover("s", &many, 1 << 20).await.unwrap(), 200_000);
    println!("200,000 addresses taken in: {:?}", start.elapsed());
    let start = Instant::now();
    for _ in 0..20 {
        store.waiting_hosts("s").await.unwrap();
        store.next_address("s", "h", at(2)).await.unwrap().unwrap();
        store.discover("s", &many[..50], 1 << 20).await.unwrap();
    }
    println!("a step of the round: {:?}", start.elapsed() / 20);
    assert!(start.elapsed() / 20 < Duration::from_millis(100), "{:?}", start.elapsed() / 20);
}
