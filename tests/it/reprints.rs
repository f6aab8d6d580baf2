//! Reprints (转载): which bulletins say the same, and how results put them together.

use axum::http::StatusCode;
use gongbao::model::{Article, ArticleId, Field};
use gongbao::search::types::request::SearchRequest;
use gongbao::store::sqlite::SqliteStore;
use gongbao::store::{Fingerprint, Fingerprints, FingerprintsChange};
use jiff::Timestamp;

use crate::support::{TestApp, article_with, encoded, ids, json, page};

/// A report of 40 sentences, of which those numbered in `changed` are others.
fn report(changed: &[usize]) -> String {
    let sentence = |n: usize| {
        if changed.contains(&n) {
            format!("原定第{n}段渠道改由石篱镇另行安排，择期公布。")
        } else {
            format!("第{n}段渠道由沿线{}个村负责清淤，{}日前完成春灌准备。", n * 7 % 23 + 2, n * 13 % 28 + 1)
        }
    };
    (1..=40).map(sentence).collect::<Vec<_>>().join("\n")
}

fn reprint(id: &str, title: &str, day: &str, source: &str, body: &str) -> Article {
    let url = format!("https://{id}.example/a.html");
    article_with(id, title, body, &[(Field::PublishedOn, day), (Field::Source, source), (Field::Url, &url)])
}

fn story() -> Vec<Article> {
    let spaced = report(&[]).replace('，', ", ").replace('段', " 段");
    vec![
        reprint("copy", "清淤工作全面展开（转载）", "2021-03-03", "泊云日报", &spaced),
        reprint("first", "清淤工作全面展开", "2021-03-01", "青岑新闻网", &report(&[])),
        reprint("near", "清淤全面展开", "2021-03-09", "石篱发布", &report(&[17])),
        reprint("later", "清淤工作全面展开", "2022-03-01", "青岑新闻网", &report(&[18])),
        reprint("other", "清淤工作全面展开", "2021-03-02", "青岑新闻网", &report(&(1..20).collect::<Vec<_>>())),
    ]
}

async fn clusters(test: &TestApp, id: &str) -> Vec<String> {
    let stored = test.app.store.article(&ArticleId::new(id).unwrap()).await.unwrap().unwrap();
    let all = test.app.search.near_duplicates_of(stored.key, 100).await.unwrap();
    all.iter().map(|stored| stored.article.id.as_str().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_are_told_and_versions_and_series_are_not() {
    let test = TestApp::with(&story()).await;
    assert_eq!(clusters(&test, "near").await, ["first", "copy", "near"], "earliest first");
    assert_eq!(clusters(&test, "later").await, [""; 0], "as alike as a copy, and a year later: another version");
    assert_eq!(clusters(&test, "other").await, [""; 0], "one title, another text");

    // In later batches the same is told: the text of the first comes once more.
    test.add(&[reprint("again", "春灌准备", "2021-04-01", "新石篱", &report(&[]))]).await;
    assert_eq!(clusters(&test, "first").await, ["first", "copy", "near", "again"]);
    // What says something else now, or nothing any more, is no reprint.
    test.add(&[reprint("copy", "更正", "2021-03-03", "泊云日报", &report(&(1..30).collect::<Vec<_>>()))]).await;
    test.app.store.withdraw(&[ArticleId::new("near").unwrap()], Timestamp::now()).await.unwrap();
    test.catch_up().await;
    assert_eq!(clusters(&test, "again").await, ["first", "again"]);
    assert_eq!(clusters(&test, "copy").await, [""; 0]);
    test.app.store.withdraw(&[ArticleId::new("first").unwrap()], Timestamp::now()).await.unwrap();
    test.catch_up().await;
    assert_eq!(clusters(&test, "again").await, [""; 0], "one alone is no cluster");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_differs_by_its_number_or_says_too_little_is_no_reprint() {
    let numbered =
        |id: &str, number: &str| article_with(id, "关于清淤的通知", &report(&[]), &[(Field::DocumentNumber, number)]);
    let short = |id: &str, title: &str| article_with(id, title, "见附件。", &[]);
    let brief = "3月3日起，青岑县城区停水三天，请各单位和居民提前储水，恢复时间另行通知。";
    let test = TestApp::with(&[
        numbered("n1", "青政办发〔2021〕8号"),
        numbered("n2", "青政办发〔2021〕9号"),
        short("s1", "公告"),
        short("s2", "公告"),
        article_with("b1", "青岑县自来水公司关于停水的公告", brief, &[]),
        article_with("b2", "青岑县自来水公司关于停水的公告", brief, &[]),
        article_with("b3", "停水提示", brief, &[]),
    ])
    .await;
    for id in ["n1", "n2", "s1", "s2", "b3"] {
        assert_eq!(clusters(&test, id).await, [""; 0], "{id}");
    }
    assert_eq!(clusters(&test, "b1").await, ["b1", "b2"], "a short text is told by its title too");
}

#[tokio::test(flavor = "multi_thread")]
async fn results_put_them_under_the_first() {
    let test = TestApp::with(&story()).await;
    let asked = SearchRequest { collapse: Some(true), ..SearchRequest::new("清淤") };
    let found = test.ask(asked.clone()).await;
    let mut shown = ids(&found);
    shown.sort_unstable();
    assert_eq!((found.total, shown), (5, vec!["first", "later", "other"]));
    assert!(found.exhausted);
    let set = found.results.iter().find_map(|item| item.reprints.as_ref()).unwrap();
    assert_eq!((set.count, set.first.article.id.as_str()), (2, "first"));

    let pages = test.ask(SearchRequest { per_page: 2, ..asked.clone() }).await;
    assert!(!pages.exhausted);
    let second = test.ask(SearchRequest { per_page: 2, page: 2, ..asked.clone() }).await;
    assert_eq!((pages.results.len(), second.results.len(), second.exhausted), (2, 1, true));
    // What is filtered to one publisher shows the copy of that publisher: nothing becomes unfindable.
    let address = format!("/search?q={}&collapse=reprints&source={}", encoded("清淤"), encoded("石篱发布"));
    let (_, answer) = json(&test, &address).await;
    assert_eq!(answer["results"][0]["id"], "near");
    assert_eq!(answer["results"][0]["reprints"]["first"], "first");

    let (_, answer) = json(&test, &format!("/search?q={}", encoded("清淤"))).await;
    assert_eq!((answer["results"].as_array().unwrap().len(), &answer["total"]), (5, &5.into()), "JSON tells each");
    let copy = answer["results"].as_array().unwrap().iter().find(|item| item["id"] == "copy").unwrap();
    assert_eq!(
        copy["reprints"],
        serde_json::json!({"count": 2, "first": "first", "others": [
            {"id": "first", "url": "https://first.example/a.html", "source": "青岑新闻网", "published_on": "2021-03-01"},
            {"id": "near", "url": "https://near.example/a.html", "source": "石篱发布", "published_on": "2021-03-09"},
        ]})
    );
    let (status, html) = page(&test, &format!("/search?q={}", encoded("清淤"))).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("转载 ×2") && html.contains("转载逐篇列出") && !html.contains("（转载）"));
    let (_, html) = page(&test, &format!("/search?q={}&collapse=off", encoded("清淤"))).await;
    assert!(html.contains("（转载）") && html.contains("转载合并显示"));
    let (_, html) = page(&test, "/articles/copy").await;
    let places: Vec<_> = ["id=\"reprints\"", "青岑新闻网", "本篇", "石篱发布", "near.example"]
        .iter()
        .map(|text| html[html.find("id=\"reprints\"").unwrap()..].find(text).unwrap())
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn prints_are_taken_once_whoever_tells_them() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("s.sqlite")).await.unwrap();
    gongbao::store::Store::upsert(&store, &story(), Timestamp::now()).await.unwrap();
    let key = gongbao::model::ArticleKey;
    let print = |number: i64| Fingerprint {
        key: key(number),
        exact: number,
        day: None,
        length: 1,
        signature: Vec::new(),
        bands: vec![7, number * 100],
    };
    assert_eq!(store.prints_state(1).await.unwrap().revision, 0);
    let mut change = FingerprintsChange { from: 0, to: 3, ..FingerprintsChange::default() };
    change.prints = (1..=3).map(print).collect();
    change.pairs = vec![(key(3), key(2)), (key(2), key(1))];
    assert!(store.change_prints(&change).await.unwrap());
    assert!(!store.change_prints(&change).await.unwrap(), "another process was quicker");
    let members = store.clusters_since(0).await.unwrap();
    assert_eq!(members.iter().map(|member| member.cluster).collect::<Vec<_>>(), [Some(key(1)); 3]);
    assert_eq!(store.prints_under(&[7]).await.unwrap().len(), 3);
    let change = FingerprintsChange { from: 3, to: 5, gone: vec![key(2), key(3)], ..FingerprintsChange::default() };
    assert!(store.change_prints(&change).await.unwrap());
    let members = store.clusters_since(1).await.unwrap();
    assert_eq!(members.iter().map(|member| member.cluster).collect::<Vec<_>>(), [None; 3]);
    assert_eq!(store.prints_under(&[7]).await.unwrap().len(), 1);
    let state = store.prints_state(2).await.unwrap();
    assert_eq!((state.revision, store.prints_under(&[7]).await.unwrap().len()), (0, 0), "another method begins anew");
}
