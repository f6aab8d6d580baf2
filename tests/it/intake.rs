//! The order of first intake: what is old when it is taken in comes first in a feed all the same.

use gongbao::model::{Article, Field};
use serde_json::Value;

use crate::support::{TestApp, article_with, body, list, ok, page, send, text};

fn dated(id: &str, title: &str, day: &str) -> Article {
    article_with(id, title, "防汛演练。", &[(Field::PublishedOn, day), (Field::Source, "青岑新闻网")])
}

fn ids(answer: &Value) -> Vec<&str> {
    list(answer, "results").iter().map(|result| result["id"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn late_intake_of_old_texts_comes_first() {
    let test = TestApp::with(&[dated("new", "防汛一", "2021-05-01"), dated("newer", "防汛二", "2021-06-01")]).await;
    test.add(&[dated("old", "防汛三", "1999-01-01")]).await;
    assert_eq!(ids(&ok(&test, "/search?q=%E9%98%B2%E6%B1%9B&sort=-date").await), ["newer", "new", "old"]);
    assert_eq!(ids(&ok(&test, "/search?q=%E9%98%B2%E6%B1%9B&sort=-seen").await), ["old", "newer", "new"]);
    assert_eq!(ids(&ok(&test, "/search?sort=seen").await), ["new", "newer", "old"]);
    // A new version of what was there is no first intake.
    test.add(&[dated("new", "防汛一（修订）", "2021-05-01")]).await;
    let newest = ok(&test, "/search?sort=-seen").await;
    assert_eq!((ids(&newest), &newest["sort"]), (vec!["old", "newer", "new"], &"-seen".into()));

    // Every page that offers feeds offers this one, and it begins with what came last.
    let landing = "/browse/source/%E9%9D%92%E5%B2%91%E6%96%B0%E9%97%BB%E7%BD%91";
    for (offers, data) in [("/search?q=%E9%98%B2%E6%B1%9B&page=1", true), (landing, true), ("/latest", false)] {
        let (_, html) = page(&test, offers).await;
        assert!(html.contains("按收录时间订阅"), "{offers}");
        let feed = match data {
            true => ok(&test, offers).await["links"]["atom_seen"].as_str().unwrap().to_owned(),
            false => "/search?sort=-seen&format=atom".to_owned(),
        };
        assert!(html.replace("&#38;", "&").replace("&amp;", "&").contains(&feed), "{feed} in {offers}");
        let response = send(&test, "GET", &feed, &[("host", "gongbao.example")]).await;
        let read = feed_rs::parser::parse(text(response).await.as_bytes()).unwrap();
        assert!(read.entries[0].links[0].href.ends_with("/articles/old"), "{feed}");
        assert!(read.title.unwrap().content.ends_with("（按收录时间）"));
    }
    let jsonfeed: Value = serde_json::from_str(&body(&test, "/search?sort=-seen&format=jsonfeed").await).unwrap();
    assert_eq!(jsonfeed["items"][0]["title"], "防汛三");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_meets_everything_once_in_the_order_it_came() {
    let days = ["2020-01-01", "2021-01-01", "2019-01-01", "2018-01-01", "2022-01-01"];
    let articles: Vec<Article> = days
        .iter()
        .enumerate()
        .map(|(number, day)| dated(&format!("a{number}"), &format!("防汛{number}"), day))
        .collect();
    let test = TestApp::with(&articles).await;
    for (sort, expected) in
        [("seen", vec!["a0", "a1", "a2", "a3", "a4", "late"]), ("-seen", vec!["a4", "a3", "a2", "a1", "a0"])]
    {
        let mut met = Vec::new();
        let mut step = Some(format!("/search?sort={sort}&cursor=*&per_page=2"));
        while let Some(path) = step {
            let answer = ok(&test, &path).await;
            met.extend(ids(&answer).into_iter().map(str::to_owned));
            step = answer["next"].as_str().map(str::to_owned);
            // What comes meanwhile is the last in the one order, and before the beginning in the other.
            let late = if sort == "seen" { "late" } else { "later" };
            test.add(&[dated(late, late, "1990-01-01")]).await;
        }
        met.retain(|id| sort == "seen" || id != "late");
        assert_eq!(met, expected, "{sort}");
    }
}
