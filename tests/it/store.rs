//! The contract of every [`Store`]. A new store is a new line in [`every_store`].

use std::sync::Arc;

use gongbao::model::{Article, ArticleId, ArticleKey};
use gongbao::store::sqlite::SqliteStore;
use gongbao::store::{Original, Outcome, PIECE, Store, StoreCounts};
use jiff::Timestamp;

use crate::support::article;

/// Runs a scenario against each kind of store, empty.
async fn every_store<F: Future<Output = ()>>(scenario: impl Fn(Arc<dyn Store>) -> F) {
    let folder = tempfile::tempdir().unwrap();
    scenario(Arc::new(SqliteStore::open(&folder.path().join("s.sqlite")).await.unwrap())).await;
}

fn id(text: &str) -> ArticleId {
    ArticleId::new(text).unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_content_again_is_nothing_new() {
    every_store(|store| async move {
        let articles = [article("a", "甲", "一"), article("b", "乙", "二")];
        assert_eq!(store.upsert(&articles, at(1)).await.unwrap(), [Outcome::New, Outcome::New]);
        let revision = store.revision().await.unwrap();
        assert_eq!(store.upsert(&articles, at(2)).await.unwrap(), [Outcome::Unchanged; 2]);
        assert_eq!(store.revision().await.unwrap(), revision, "meeting an article again moves no revision");
        let stored = store.article(&id("a")).await.unwrap().unwrap();
        assert_eq!((stored.first_seen, stored.last_seen, stored.version), (at(1), at(2), 1));
        assert_eq!(stored.article, articles[0]);
        store.upsert(&[article("c", "丙", "三"), article("a", "甲", "一改")], at(3)).await.unwrap();
        let mut keys = Vec::new();
        for name in ["a", "b", "c"] {
            keys.push(store.article(&id(name)).await.unwrap().unwrap().key);
        }
        assert!(keys.is_sorted_by(|one, next| one < next), "keys are given in the order of the first intake");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_version_is_kept() {
    every_store(|store| async move {
        for (second, body) in [(1, "一"), (2, "一改"), (3, "一再改")] {
            store.upsert(&[article("a", "甲", body)], at(second)).await.unwrap();
        }
        let versions = store.versions(&id("a")).await.unwrap();
        let seen: Vec<_> = versions.iter().map(|v| (v.number, v.seen_at, v.article.paragraphs[0].as_str())).collect();
        assert_eq!(seen, [(1, at(1), "一"), (2, at(2), "一改"), (3, at(3), "一再改")]);
        assert_eq!(store.counts().await.unwrap(), StoreCounts { articles: 1, withdrawn: 0, versions: 3 });
        assert!(store.versions(&id("nobody")).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_id_twice_in_a_batch_is_two_versions() {
    every_store(|store| async move {
        let batch = [article("a", "甲", "一"), article("b", "乙", "二"), article("a", "甲", "改")];
        assert_eq!(store.upsert(&batch, at(1)).await.unwrap(), [Outcome::New, Outcome::New, Outcome::Changed(2)]);
        assert_eq!(store.article(&id("a")).await.unwrap().unwrap().article, batch[2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_told_once_each_in_order() {
    every_store(|store| async move {
        let many: Vec<Article> = (0..1_200).map(|n| article(&format!("n{n}"), "篇", &n.to_string())).collect();
        store.upsert(&many, at(1)).await.unwrap();
        let first = store.changes_since(0, 1_000).await.unwrap().articles;
        let rest = store.changes_since(first.last().unwrap().revision, 1_000).await.unwrap().articles;
        assert_eq!((first.len(), rest.len()), (1_000, 200));
        assert!(first.iter().chain(&rest).is_sorted_by(|a, b| a.revision < b.revision));

        store.upsert(&[article("n7", "篇", "改")], at(2)).await.unwrap();
        store.withdraw(&[id("n8"), id("nobody")], at(3)).await.unwrap();
        let changes = store.changes_since(1_200, 10).await.unwrap().articles;
        let told: Vec<_> = changes.iter().map(|c| (c.article.id.as_str(), c.withdrawn_at.is_some())).collect();
        assert_eq!(told, [("n7", false), ("n8", true)]);
        assert_eq!(changes[0].created_revision, 8);
        assert_eq!(store.revision().await.unwrap(), 1_202);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withdrawn_is_kept_and_may_return() {
    every_store(|store| async move {
        let articles = [article("a", "甲", "一"), article("b", "乙", "二")];
        store.upsert(&articles, at(1)).await.unwrap();
        assert_eq!(store.withdraw(&[id("a")], at(2)).await.unwrap(), 1);
        assert_eq!(store.withdraw(&[id("a")], at(3)).await.unwrap(), 0);
        let stored = store.article(&id("a")).await.unwrap().unwrap();
        assert_eq!((stored.withdrawn_at, &stored.article), (Some(at(2)), &articles[0]));
        assert_eq!(store.counts().await.unwrap(), StoreCounts { articles: 1, withdrawn: 1, versions: 2 });
        assert_eq!(store.live(ArticleKey(i64::MIN), 10).await.unwrap().len(), 1);

        assert_eq!(store.upsert(&articles[..1], at(4)).await.unwrap(), [Outcome::Changed(1)]);
        assert_eq!(store.article(&id("a")).await.unwrap().unwrap().withdrawn_at, None);
        assert_eq!(store.versions(&id("a")).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_when_is_known() {
    every_store(|store| async move {
        store.upsert(&[article("a", "甲", "一"), article("b", "乙", "二")], at(1)).await.unwrap();
        store.upsert(&[article("a", "甲", "一改")], at(2)).await.unwrap();
        store.withdraw(&[id("a"), id("nobody")], at(5)).await.unwrap();
        // The clock was set back: no time is in two showings.
        store.upsert(&[article("a", "甲", "一改")], at(4)).await.unwrap();
        store.upsert(&[article("a", "甲", "再改")], at(4)).await.unwrap();
        store.withdraw(&[id("a")], at(9)).await.unwrap();
        store.upsert(&[article("a", "甲", "四改")], at(12)).await.unwrap();
        let stored = store.article(&id("a")).await.unwrap().unwrap();
        assert_eq!((stored.version, stored.versions, stored.shown_from), (4, 4, at(12)));

        let live = store.live(ArticleKey(i64::MIN), 10).await.unwrap();
        let keys: Vec<ArticleKey> = live.iter().map(|(key, _)| *key).collect();
        let showings = store.showings(&keys).await.unwrap();
        let told: Vec<_> = showings
            .iter()
            .map(|of| {
                let text = of.stored.article.paragraphs[0].as_str();
                (of.stored.version, text, of.stored.shown_from, of.until, of.ended)
            })
            .collect();
        let expected = [(1, "一", at(1), at(2), 3), (2, "一改", at(2), at(5), 4), (3, "再改", at(5), at(9), 7)];
        assert_eq!(told, expected, "what was shown for no time at all was not shown");
        assert!(showings.iter().all(|of| of.stored.content_hash == of.stored.article.content_hash()));
        assert_eq!(store.count_showings().await.unwrap(), 3);
        assert!(store.showings(&keys[1..]).await.unwrap().is_empty());

        let wanted = [(keys[1], 1), (keys[0], 2), (keys[0], 9), (ArticleKey(999), 1), (keys[0], 4)];
        let read = store.versions_of(&wanted).await.unwrap();
        let told: Vec<_> = read.iter().map(|of| (of.key, of.version, of.versions, of.version_seen)).collect();
        assert_eq!(told, [(keys[1], 1, 1, at(1)), (keys[0], 2, 4, at(2)), (keys[0], 4, 4, at(12))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_come_in_the_order_asked_for() {
    every_store(|store| async move {
        store.upsert(&[article("a", "甲", "一"), article("b", "乙", "二")], at(1)).await.unwrap();
        let live = store.live(ArticleKey(i64::MIN), 10).await.unwrap();
        let keys = [live[1].0, ArticleKey(999), live[0].0];
        let found = store.articles(&keys).await.unwrap();
        assert_eq!(found.iter().map(|s| s.article.id.as_str()).collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(store.live(live[0].0, 10).await.unwrap(), live[1..]);
        assert_eq!(store.integrity().await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn originals_are_kept_once_and_in_pieces() {
    every_store(|store| async move {
        let long = Original::new((0..PIECE * 2 + 5).map(|n| (n % 251) as u8).collect());
        let (short, empty) = (Original::new(b"x".to_vec()), Original::new(Vec::new()));
        store.keep(&[long.clone(), short.clone(), empty.clone()]).await.unwrap();
        store.keep(&[short.clone(), long.clone()]).await.unwrap();
        for original in [&long, &short, &empty] {
            assert_eq!(store.original(&original.hash).await.unwrap(), Some(original.content.len() as u64));
            let mut content = Vec::new();
            let mut number = 0;
            while let Some(piece) = store.piece(&original.hash, number).await.unwrap() {
                content.extend(piece);
                number += 1;
            }
            assert_eq!(content, original.content);
        }
        assert_eq!(store.original("nobody's").await.unwrap(), None);
        assert_eq!(store.damaged_rows().await.unwrap(), []);
    })
    .await;
}

/// Regression (6dca5f4): of two processes that made the database at once one failed, since the locks of SQLite do not span
/// the steps of a migration.
#[tokio::test(flavor = "multi_thread")]
async fn two_processes_may_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.sqlite");
    let (one, two) = tokio::join!(SqliteStore::open(&path), SqliteStore::open(&path));
    let (one, two) = (one.unwrap(), two.unwrap());
    let write = async |store: &SqliteStore, prefix: &str| {
        for n in 0..40 {
            store.upsert(&[article(&format!("{prefix}{n}"), "篇", "文")], at(n)).await.unwrap();
        }
    };
    tokio::join!(write(&one, "x"), write(&two, "y"));
    assert_eq!(one.counts().await.unwrap().articles, 80);
    assert_eq!(two.revision().await.unwrap(), 80);
}
