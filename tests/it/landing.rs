//! The pages of sources, people and issuers, and the names in running text that lead to them: whatever is counted is
//! what the link behind it finds, and whatever is linked is there.

use axum::http::StatusCode;
use gongbao::model::Field;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::support::{BROWSER, TestApp, article_with, encoded, json, list, ok, page, send, text};

/// The addresses and texts of links in a page.
fn links(html: &str, selector: &str) -> Vec<(String, String)> {
    let selector = Selector::parse(selector).unwrap();
    let html = Html::parse_document(html);
    let link = |element: scraper::ElementRef<'_>| {
        (element.attr("href").unwrap_or_default().to_owned(), element.text().collect::<String>())
    };
    html.select(&selector).map(link).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_value_has_a_page_that_says_what_its_search_finds() {
    let test = TestApp::with_samples().await;
    let (mut pages, mut bars, mut narrower) = (0, 0, 0);
    for way in list(&ok(&test, "/browse").await, "ways") {
        let all = ok(&test, way["url"].as_str().unwrap()).await;
        for value in list(&all, "values").iter().take(6) {
            let path = value["landing_url"].as_str().unwrap();
            let landing = ok(&test, path).await;
            assert_eq!((&landing["value"], &landing["total"]), (&value["value"], &value["count"]), "{path}");
            let search = landing["links"]["search"].as_str().unwrap();
            let found = ok(&test, search).await;
            assert_eq!(found["total"], landing["total"], "{search}");
            let ids = |answer: &Value| -> Vec<Value> {
                list(answer, "results").iter().map(|result| result["id"].clone()).collect()
            };
            assert_eq!(ids(&found), ids(&landing), "{path}: the newest are those of the search");
            let oldest = ok(&test, &search.replace("sort=-date", "sort=date")).await;
            assert_eq!(landing["first"]["published_on"], list(&oldest, "results")[0]["published_on"], "{path}");
            assert_eq!(landing["last"]["published_on"], list(&found, "results")[0]["published_on"], "{path}");
            for bar in landing["histogram"]["rows"].as_array().unwrap().iter().flat_map(|row| list(row, "bars")) {
                assert_eq!(ok(&test, bar["url"].as_str().unwrap()).await["total"], bar["count"], "{path}: {bar}");
                bars += 1;
            }
            for counted in list(&landing, "ways").iter().flat_map(|way| list(way, "values")).take(10) {
                let narrowed = ok(&test, counted["url"].as_str().unwrap()).await;
                assert_eq!(narrowed["total"], counted["count"], "{path}: {counted}");
                narrower += 1;
            }
            pages += 1;
        }
    }
    assert!(pages > 40 && bars > 40 && narrower > 40, "{pages} {bars} {narrower}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_the_data_says() {
    let test = TestApp::with_samples().await;
    let path = format!("/browse/source/{}", encoded("青岑新闻网"));
    let landing = ok(&test, &path).await;
    let host = ("host", "gongbao.example");
    let response = send(&test, "GET", &path, &[("accept", BROWSER), host]).await;
    assert_eq!(response.headers()["vary"], "accept, accept-language, cookie, host");
    let tag = response.headers()["etag"].to_str().unwrap().to_owned();
    let html = text(response).await;
    let again = send(&test, "GET", &path, &[("accept", BROWSER), host, ("if-none-match", &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert!(html.contains(&format!("<link rel=\"canonical\" href=\"http://gongbao.example{path}\">")));
    assert!(html.contains("<meta name=\"description\" content=\"来源是青岑新闻网的公报 "), "{html}");
    assert!(html.contains(&format!("<strong>{}</strong> 篇", landing["total"])));
    let dated = landing["histogram"]["dated"].as_u64().unwrap();
    assert_eq!(html.contains("class=\"timeline\""), dated >= 20, "a chart of many alone");
    let listed: Vec<String> = links(&html, ".newest .entries a").into_iter().map(|(url, _)| url).collect();
    let told: Vec<&str> =
        list(&landing, "results").iter().map(|result| result["links"]["self"].as_str().unwrap()).collect();
    assert_eq!(listed, told);
    let counted: usize = list(&landing, "ways").iter().map(|way| list(way, "values").len()).sum();
    assert_eq!(links(&html, "aside .way a:not(.quiet)").len(), counted);
    for form in ["atom", "jsonfeed"] {
        let feed = landing["links"][form].as_str().unwrap();
        assert!(html.contains(&feed.replace('&', "&#38;")), "{feed}");
        let answer = send(&test, "GET", feed, &[host]).await;
        let read = feed_rs::parser::parse(text(answer).await.as_bytes()).unwrap();
        let all = landing["total"].as_u64().unwrap().min(50);
        assert_eq!(read.entries.len() as u64, all, "{feed}");
    }
    // The form searches these bulletins alone.
    assert!(html.contains("<input type=\"hidden\" name=\"source\" value=\"青岑新闻网\">"));
    assert!(!html.contains(" style="), "the policy allows no inline style");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_and_edits_is_found_as_both() {
    let both = [(Field::Authors, "邱一苇"), (Field::Editor, "沈漱 邱一苇")];
    let test = TestApp::with(&[
        article_with("a", "春灌开始", "渠水。", &both),
        article_with("b", "秋收开始", "稻谷。", &[(Field::Authors, "邱一苇")]),
    ])
    .await;
    let author = format!("/browse/author/{}", encoded("邱一苇"));
    let editor = format!("/browse/editor/{}", encoded("邱一苇"));
    let landing = ok(&test, &author).await;
    assert_eq!(landing["total"], 2);
    assert_eq!(landing["also"][0]["landing_url"], editor);
    assert_eq!(landing["also"][0]["count"], ok(&test, &editor).await["total"]);
    assert_eq!(landing["first"], Value::Null, "neither is dated");
    assert!(page(&test, &author).await.1.contains("编辑 1 篇"));
    // The record leads to the page of each name, and to the search for it.
    let (_, html) = page(&test, "/articles/a").await;
    let record = links(&html, ".record dd a");
    let search = format!("/search?editor={}", encoded("沈漱"));
    let shen = format!("/browse/editor/{}", encoded("沈漱"));
    for url in [&author, &editor, &shen, &search] {
        assert!(record.iter().any(|(address, _)| address == url), "{url} in {record:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_with_what_to_do() {
    let hostile = "<b>\"甲\"/&乙</b>";
    let test = TestApp::with(&[article_with("a", "春灌", "渠水。", &[(Field::Column, hostile)])]).await;
    for (path, problem) in [
        ("/browse/source/%E6%97%A0", "no-such-value"),
        ("/browse/year/1066", "no-such-value"),
        ("/browse/year/x", "no-such-value"),
        ("/browse/column/%3Cscript%3Ealert%3C%2Fscript%3E", "no-such-value"),
        ("/browse/colour/red", "no-such-facet"),
        ("/browse/source/%FF", "no-such-facet"),
    ] {
        let (status, answer) = json(&test, path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer["type"], format!("/about#{problem}"), "{path}");
        let (status, html) = page(&test, path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(!html.contains("<script>alert"), "{path}");
    }
    assert!(json(&test, "/browse/source/x").await.1["detail"].as_str().unwrap().contains("/browse/source"));
    assert!(page(&test, "/about").await.1.contains("id=\"no-such-value\""));
    let (status, problem) = json(&test, "/browse/column/x?page=2").await;
    assert_eq!((status, &problem["parameter"]), (StatusCode::BAD_REQUEST, &"page".into()));
    let way = &ok(&test, "/browse/column").await["values"][0];
    let landing = ok(&test, way["landing_url"].as_str().unwrap()).await;
    assert_eq!((&landing["value"], &landing["total"]), (&hostile.into(), &1.into()));
    let (_, html) = page(&test, way["landing_url"].as_str().unwrap()).await;
    assert!(!html.contains("<b>") && html.contains("&#60;b&#62;"), "{html}");
}

/// Bulletins with names in their records, and one that names them.
async fn with_names(body: &str, html: Option<&str>) -> TestApp {
    let by = [
        (Field::Authors, "邱一苇"),
        (Field::Issuers, "青岑县人民政府办公室"),
        (Field::Source, "青岑新闻网"),
        (Field::Editor, "沈漱"),
    ];
    let county = [(Field::Issuers, "青岑县人民政府"), (Field::Authors, "记者")];
    let mut named = article_with("named", "一篇有人名的公报", body, &[]);
    named.body_html = html.map(str::to_owned);
    let rule = article_with("rule", "青岑县人民政府防汛条例", "第一条。", &[]);
    let articles =
        [article_with("a", "春灌", "渠水。", &by), article_with("b", "秋收", "稻谷。", &county), rule, named];
    TestApp::build().articles(&articles).suggestions().open().await
}

#[tokio::test(flavor = "multi_thread")]
async fn names_in_a_text_lead_to_their_pages_once() {
    let body = "记者邱一苇、沈漱从青岑县人民政府办公室获悉，《青岑县人民政府防汛条例》印发。\n\
                邱一苇报道，青岑县人民政府公布。\n名称\t青岑新闻网";
    let test = with_names(body, None).await;
    let (_, html) = page(&test, "/articles/named").await;
    let linked = links(&html, ".body .named");
    let texts: Vec<&str> = linked.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["邱一苇", "沈漱", "青岑县人民政府办公室", "青岑县人民政府", "青岑新闻网"]);
    assert!(links(&html, "a a").is_empty() && links(&html, "mark .named, .named mark, .cites .named").is_empty());
    let here = links(&html, ".named-here a");
    assert_eq!(here.len(), 5, "{here:?}");
    for (url, text) in linked.iter().chain(&here) {
        assert_eq!(ok(&test, url).await["value"], **text, "{url}");
    }
    let told = ok(&test, "/articles/named").await;
    let named: Vec<(&str, u64)> = list(&told, "named")
        .iter()
        .map(|name| (name["text"].as_str().unwrap(), name["mentions"].as_u64().unwrap()))
        .collect();
    let expected = [("邱一苇", 2), ("沈漱", 1), ("青岑县人民政府办公室", 1), ("青岑县人民政府", 2), ("青岑新闻网", 1)];
    assert_eq!(named, expected);
    // What is marked is no link; the next mention is.
    let (_, html) = page(&test, &format!("/articles/named?q={}", encoded("\"记者邱一苇\""))).await;
    let first = html.find("class=\"named\" href=\"/browse/author").unwrap();
    assert!(html[..first].contains("获悉"), "the second mention");
    assert_eq!(html.matches("class=\"named\" href=\"/browse/author").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_in_markup_are_linked_without_breaking_it() {
    let markup = "<table><tbody><tr><td>邱一苇</td><td><a href=\"http://a.example/\">沈漱</a></td></tr></tbody></table>\
                  <p>青岑<b>新闻网</b>，邱一苇 &amp; 沈漱</p>";
    let test = with_names("邱一苇\t沈漱\n青岑新闻网，邱一苇 & 沈漱", Some(markup)).await;
    let (_, html) = page(&test, "/articles/named").await;
    let texts: Vec<String> = links(&html, ".body .named").into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["邱一苇", "青岑", "新闻网"], "{html}");
    assert!(links(&html, "a a").is_empty());
    assert!(html.contains("<a href=\"http://a.example/\">沈漱</a>"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_names_are_enough() {
    let surnames = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章";
    let people: Vec<String> = surnames.chars().map(|surname| format!("{surname}漱苇")).collect();
    let mut articles: Vec<_> =
        people.iter().map(|name| article_with(name, "春灌", "渠水。", &[(Field::Authors, name.as_str())])).collect();
    articles.push(article_with("all", "名单", &people.join("、"), &[]));
    let test = TestApp::with(&articles).await;
    let (_, html) = page(&test, "/articles/all").await;
    assert!(links(&html, ".named").is_empty(), "nothing is known before the first look");
    test.app.search.refresh_suggestions().await.unwrap();
    let (_, html) = page(&test, "/articles/all").await;
    assert_eq!((links(&html, ".body .named").len(), links(&html, ".named-here a").len()), (30, 30));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_and_what_was_taken_in_are_told_apart() {
    let empty = TestApp::empty().await;
    let latest = ok(&empty, "/latest").await;
    assert_eq!((&latest["published_today"], &latest["taken_in_today"]), (&0.into(), &0.into()));
    assert!(latest["newest_day"].is_null() && list(&latest, "taken_in").is_empty());
    assert!(page(&empty, "/latest").await.1.contains("今天没有收入公报。"));

    let of = |id: &str, day: &str| article_with(id, id, "渠水。", &[(Field::PublishedOn, day)]);
    let old = empty;
    let long_ago = "2024-05-06T20:00:00Z".parse().unwrap();
    let articles = [of("one", "2019-03-04"), of("two", "2019-03-04"), of("future", "2999-01-01")];
    old.app.store.upsert(&articles, long_ago).await.unwrap();
    old.catch_up().await;
    let latest = ok(&old, "/latest").await;
    assert_eq!((&latest["published_today"], &latest["taken_in_today"]), (&0.into(), &0.into()));
    assert_eq!((&latest["newest_day"]["date"], &latest["newest_day"]["count"]), (&"2019-03-04".into(), &2.into()));
    let day = latest["newest_day"]["url"].as_str().unwrap();
    assert_eq!(ok(&old, day).await["total"], 2);
    assert_eq!(latest["taken_in"][0]["first_seen"], "2024-05-06T20:00:00Z");
    let (_, html) = page(&old, "/latest").await;
    assert!(html.contains("最新的是") && html.contains("2019年3月4日 2 篇"), "{html}");
    assert!(html.contains("今天没有收入公报。最近一次是 2024年5月7日："), "the day in China: {html}");

    // Taken in today, of an old day; and of today.
    let today = jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now()).date().to_string();
    old.add(&[of("late", "1998-02-03"), of("fresh", &today)]).await;
    let latest = ok(&old, "/latest").await;
    assert_eq!((&latest["published_today"], &latest["taken_in_today"]), (&1.into(), &2.into()));
    let taken: Vec<&str> = list(&latest, "taken_in").iter().map(|of| of["article"]["id"].as_str().unwrap()).collect();
    assert_eq!(taken, ["fresh", "late"], "those of today alone");
    let (_, html) = page(&old, "/latest").await;
    assert!(!html.contains("今天没有"), "{html}");
    let id = gongbao::model::ArticleId::new("late").unwrap();
    old.app.store.withdraw(&[id], jiff::Timestamp::now()).await.unwrap();
    assert_eq!(ok(&old, "/latest").await["taken_in_today"], 1, "what is withdrawn is not new");
}
