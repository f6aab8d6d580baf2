//! The query language as a reader meets it: what operators find, what values of fields mean, what is
//! offered, and that what was understood can be taken away.

use gongbao::model::{Field, PartialDate};
use gongbao::search::types::request::SearchRequest;
use gongbao::search::types::response::SearchResponse;
use serde_json::Value;

use crate::support::{TestApp, article_with, encoded, ids, json, page};

async fn small() -> TestApp {
    let with = |id: &str, title: &str, body: &str, fields: &[(Field, &str)]| article_with(id, title, body, fields);
    TestApp::with(&[
        with(
            "flood",
            "青岑县部署防汛",
            "全县水库开展防汛检查，备足物资。",
            &[(Field::Source, "青岑新闻网"), (Field::PublishedOn, "2020-02-10"), (Field::Authors, "宓长庚")],
        ),
        with(
            "drill",
            "防汛演练举行",
            "应急演练在石漪镇举行。",
            &[(Field::Source, "青岑发布"), (Field::PublishedOn, "2020-06-01"), (Field::Editor, "沈漱 孔海燕")],
        ),
        with(
            "drought",
            "泊云县抗旱",
            "抗旱保苗，浇灌三千亩。",
            &[(Field::Source, "泊云发布"), (Field::PublishedOn, "2019-07-01"), (Field::Keywords, "抗旱")],
        ),
        with(
            "number",
            "关于防汛工作的意见",
            "现印发给你们。",
            &[(Field::DocumentNumber, "青政办发〔2020〕8号"), (Field::Issuers, "青岑县人民政府办公室")],
        ),
        with(
            "cites",
            "关于落实意见的通知",
            "根据青政办发〔2020〕8号文件精神。",
            &[(Field::IndexNumber, "330727-2020-0012")],
        ),
    ])
    .await
}

async fn ask(test: &TestApp, query: &str) -> SearchResponse {
    let today = "2021-03-13".parse::<jiff::civil::Date>().ok();
    test.ask(SearchRequest { today, ..SearchRequest::new(query) }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_find_what_they_say() {
    let test = small().await;
    for (query, expected) in [
        ("防汛 OR 抗旱", &["drill", "drought", "flood", "number"][..]),
        ("防汛 或 抗旱 -演练", &["drought", "flood", "number"]),
        ("防汛 -（演练 OR 工作）", &["flood"]),
        ("(水库 OR 石漪镇) 防汛", &["drill", "flood"]),
        ("来源:青岑", &["drill", "flood"]),
        ("来源:青岑新聞網", &["flood"]),
        ("来源:(青岑新闻网 OR 泊云)", &["drought", "flood"]),
        ("-来源:青岑 防汛", &["number"]),
        ("编辑:孔海燕", &["drill"]),
        ("记者:宓长庚", &["flood"]),
        ("关键词:抗旱", &["drought"]),
        ("文号:青政办发[2020]8号", &["number"]),
        ("文号:青政办发", &["number"]),
        ("索引号:330727", &["cites"]),
        ("发文机关:青岑县", &["number"]),
        ("日期:2020-02", &["flood"]),
        ("日期:2020-01..2020-12 防汛", &["drill", "flood"]),
        ("日期:去年", &["drill", "flood"]),
        ("日期:<2020", &["drought"]),
        ("防汛 日期:2020年2月份", &["flood"]),
        ("防汛 日期:2020年2月至6月", &["drill", "flood"]),
        ("防汛 日期:2020年2月 至 6月", &["drill", "flood"]),
        ("日期:2019 年 7 月 1 日", &["drought"]),
        ("日期:2020年初", &[]),
        ("来源:青岑新闻网,泊云发布", &["drought", "flood"]),
        ("来源:青岑新聞網，泊云发布 防汛", &["flood"]),
        ("来源:青岑、泊云", &["drill", "drought", "flood"]),
        ("“水库 检查” ~10", &["flood"]),
        ("日期:最近30天", &[]),
        ("年份:(2019 OR 2020)", &["drill", "drought", "flood"]),
        ("年份:2019", &["drought"]),
    ] {
        let page = ask(&test, query).await;
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!(found, expected, "{query}: {:?}", page.warnings);
        assert_eq!(page.warnings, [""; 0], "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_nothing_has_finds_nothing_and_names_what_is_close() {
    let test = small().await;
    let page = ask(&test, "防汛 来源:泊云发部").await;
    assert_eq!(page.total, 0);
    assert_eq!(page.warnings, ["没有哪篇公报的来源是「泊云发部」；相近的有：泊云发布"]);
    // What is relaxed where nothing has all words is the words, never a filter.
    let page = ask(&test, "防汛 飞碟 来源:泊云").await;
    assert_eq!(page.total, 0, "{:?}", ids(&page));
    let page = ask(&test, "防汛 飞碟 来源:青岑").await;
    assert_eq!(page.total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn common_words_are_said_to_be_everywhere_only_where_they_are() {
    let test = small().await;
    for query in ["the", "的"] {
        assert_eq!(ask(&test, query).await.warnings, [""; 0], "{query}");
    }
    let common = TestApp::with(&[
        article_with("one", "工作的要点", "汛期的工作。", &[]),
        article_with("two", "水库的检查", "水库的大坝。", &[]),
    ])
    .await;
    assert_eq!(ask(&common, "的").await.warnings, ["「的」这样的字词几乎每篇公报里都有，结果会很多"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_words_may_mean_is_offered_and_not_applied() {
    let test = small().await;
    for (query, expected) in [
        ("防汛 2020年2月", &[("date", "发布于 2020年2月", "防汛 日期:2020-02")][..]),
        ("去年 防汛", &[("date", "发布于 2020年（去年）", "日期:去年 防汛")]),
        ("宓长庚 防汛", &[("author", "记者：宓长庚", "记者:宓长庚 防汛")]),
        ("孔海燕", &[("editor", "编辑：孔海燕", "编辑:孔海燕")]),
        ("泊云发布抗旱", &[("source", "来源：泊云发布", "来源:泊云发布 抗旱")]),
        ("青岑县人民政府辦公室", &[("issuer", "发文机关：青岑县人民政府办公室", "发文机关:青岑县人民政府办公室")]),
        ("青政办发[2020]8号", &[("document_number", "发文字号：青政办发〔2020〕8号", "文号:青政办发〔2020〕8号")]),
        ("青政办发 2020 8", &[("document_number", "发文字号：青政办发〔2020〕8号", "文号:青政办发〔2020〕8号")]),
        ("抗旱 发布日期2019年7月", &[("date", "发布于 2019年7月", "抗旱 日期:2019-07")]),
        ("来源 泊云发布", &[("source", "来源：泊云发布", "来源:泊云发布")]),
        ("防汛 2020年1-3月", &[("date", "发布于 2020年1月至2020年3月", "防汛 日期:2020-01-01..2020-03-31")]),
        // What they would find is nothing.
        ("2035年防汛规划", &[]),
        ("抗旱 2020年2月", &[]),
        // Nobody has these.
        ("青政办发〔2020〕9号", &[]),
        ("孔海", &[]),
        ("防汛 -宓长庚", &[]),
    ] {
        let page = ask(&test, query).await;
        let offers: Vec<_> =
            page.offers.iter().map(|offer| (offer.kind.name(), offer.label.as_str(), offer.query.as_str())).collect();
        assert_eq!(offers, expected, "{query}");
        for offer in &page.offers {
            let applied = ask(&test, &offer.query).await;
            assert!(applied.warnings.is_empty(), "{query}: {:?}", applied.warnings);
            assert!(applied.interpreted.iter().any(|part| ["field", "date"].contains(&part.kind.name())), "{query}");
        }
    }
    let free = ask(&test, "去年 防汛").await;
    let applied = ask(&test, &free.offers[0].query).await;
    let year = |result: &gongbao::search::types::response::ResultItem| {
        result.stored.article.published_on.map(PartialDate::year)
    };
    assert_eq!(applied.results.iter().map(year).collect::<Vec<_>>(), [Some(2020), Some(2020)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_understood_is_in_the_data_and_on_the_page() {
    let test = TestApp::with_samples().await;
    let query = "防汛 -演练 来源:青岑 日期:2010..2030 （疫情 或 会议）";
    let path = format!("/search?q={}&sort=-date", encoded(query));
    let (_, answer) = json(&test, &path).await;
    let parts = answer["query_interpreted"].as_array().unwrap();
    let kinds: Vec<&str> = parts.iter().map(|part| part["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["words", "excluded", "field", "date", "group"]);
    let (_, html) = page(&test, &path).await;
    for (index, part) in parts.iter().enumerate() {
        let url = part["without_url"].as_str().unwrap();
        assert!(url.contains("sort=-date"), "{url}");
        assert!(html.contains(&url.replace('&', "&#38;")) || html.contains(&url.replace('&', "&amp;")), "{url}");
        let (_, less) = json(&test, url).await;
        let text = |parts: &Value| -> Vec<String> {
            parts.as_array().unwrap().iter().map(|part| part["text"].as_str().unwrap().to_owned()).collect()
        };
        let mut expected = text(&answer["query_interpreted"]);
        expected.remove(index);
        assert_eq!(text(&less["query_interpreted"]), expected);
        assert!(less["total"].as_u64() >= answer["total"].as_u64());
    }
    let (_, answer) = json(&test, &format!("/search?q={}", encoded("青岑县 2020年2月"))).await;
    assert_eq!(answer["offers"][0]["label"], "发布于 2020年2月");
    let (_, applied) = json(&test, answer["offers"][0]["url"].as_str().unwrap()).await;
    assert_eq!(applied["query"], "青岑县 日期:2020-02");
    assert!(applied["total"].as_u64() > Some(0));
    let (_, html) = page(&test, &format!("/search?q={}", encoded("青岑县 2020年2月"))).await;
    assert!(html.contains("只看 <a"), "the page offers");
    let (_, one) = json(&test, "/search?q=a").await;
    assert_eq!(one["query_interpreted"][0]["without_url"], "/search");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_the_help_page_works() {
    let test = TestApp::with_samples().await;
    let (_, help) = json(&test, "/help").await;
    let (status, html) = page(&test, "/help").await;
    assert_eq!(status, 200);
    let mut examples = 0;
    for example in
        help["sections"].as_array().unwrap().iter().flat_map(|section| section["examples"].as_array().unwrap())
    {
        let (query, url) = (example["query"].as_str().unwrap(), example["url"].as_str().unwrap());
        assert!(html.contains(&format!("href=\"{url}\"")), "{query}");
        let (_, answer) = json(&test, url).await;
        assert_eq!(answer["warnings"].as_array().unwrap().len(), 0, "{query}: {}", answer["warnings"]);
        // The samples are of certain years; what today has to do with them is not theirs.
        if !["去年", "最近"].iter().any(|word| query.contains(word)) {
            assert!(answer["total"].as_u64().unwrap() > 0, "{query} finds nothing");
        }
        examples += 1;
    }
    assert!(examples > 20);
    for path in ["/", "/about"] {
        assert!(page(&test, path).await.1.contains("href=\"/help\""), "{path}");
    }
}
