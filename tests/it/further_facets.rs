//! Further filters: 主题, 地区, 记者 and 编辑 are counted where a reader opens them, and not before.

use gongbao::model::{Article, Field};
use scraper::{Html, Selector};

use crate::support::{TestApp, article_with, encoded, list, ok, page};

fn bulletin(id: &str, subject: &str, author: &str, region: &str) -> Article {
    let fields =
        [(Field::Subjects, subject), (Field::Authors, author), (Field::Region, region), (Field::Editor, "沈漱")];
    article_with(id, "春灌开始", "渠水。", &fields)
}

async fn site() -> TestApp {
    TestApp::with(&[
        bulletin("a", "农业、林业、水利\\水利", "郝青禾", "青岑县"),
        bulletin("b", "农业、林业、水利/林业", "邱一苇", "青岑县"),
        bulletin("c", "财政、金融、审计\\税务", "郝青禾", "青岑县"),
    ])
    .await
}

fn texts(html: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let texts = |element: scraper::ElementRef<'_>| element.text().collect::<String>().trim().to_owned();
    page.select(&Selector::parse(selector).unwrap()).map(texts).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_folded_and_counted_when_opened() {
    let test = site().await;
    let (_, html) = page(&test, "/search?q=%E6%98%A5%E7%81%8C").await;
    assert_eq!(texts(&html, ".further a"), ["更多筛选主题分类、行政区划、记者、编辑"]);
    assert!(!html.contains("facet-author"));
    let (_, html) = page(&test, "/search?q=%E6%98%A5%E7%81%8C&facets=more").await;
    // All have one region and one editor, which is no choice.
    assert_eq!(texts(&html, "#further summary"), ["主题分类 5", "记者 2"]);
    assert!(!html.contains("<details class=\"facet facet-author\" open"), "folded");
    // Those of the second level stand under their first, by their own names.
    let subjects = texts(&html, ".facet-subject li > a:first-child > span");
    assert_eq!(subjects, ["农业、林业、水利", "林业", "水利", "财政、金融、审计", "税务"]);
    assert_eq!(texts(&html, ".facet-subject .below > a:first-child > span"), ["林业", "水利", "税务"]);
    // One that is chosen is open, and its links keep the others open.
    let chosen = format!("/search?q=%E6%98%A5%E7%81%8C&facets=more&author={}", encoded("郝青禾"));
    let (_, html) = page(&test, &chosen).await;
    assert!(html.contains("<details class=\"facet facet-author\" open>"));
    let (_, html) = page(&test, "/search?q=%E6%97%A0%E6%AD%A4%E8%AF%8D&facets=more").await;
    assert!(html.contains("这些结果在这几项上没有不同"));
}

#[tokio::test(flavor = "multi_thread")]
async fn data_has_them_by_name_and_both_levels_are_found() {
    let test = site().await;
    assert!(ok(&test, "/search").await["facets"]["subject"].is_null());
    let answer = ok(&test, "/search?facets=more").await;
    for name in ["year", "source", "subject", "region", "author", "editor"] {
        assert!(answer["facets"][name].is_object(), "{name} in {}", answer["facets"]);
    }
    let first = format!("/search?subject={}", encoded("农业、林业、水利"));
    assert_eq!(ok(&test, &first).await["total"], 2);
    assert_eq!(ok(&test, &format!("{first}%2F{}", encoded("水利"))).await["total"], 1);
    let browse = ok(&test, "/browse/subject").await;
    let listed: Vec<&str> = list(&browse, "values").iter().map(|value| value["value"].as_str().unwrap()).collect();
    assert_eq!(listed[..3], ["农业、林业、水利", "农业、林业、水利/林业", "农业、林业、水利/水利"]);
    let (_, html) = page(&test, "/browse/subject").await;
    assert_eq!(texts(&html, ".values .below > a:first-child"), ["林业", "水利", "税务"]);
}
