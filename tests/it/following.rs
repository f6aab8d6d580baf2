//! What machines and followers are told: metadata, feeds, sitemap, OpenSearch; and that nothing hostile gets through.

use axum::http::StatusCode;
use gongbao::config::Config;
use gongbao::model::{Article, AttachedFile, AttachedPage, Attachment, Field};
use scraper::{Html, Selector};
use serde_json::Value;

use crate::support::{BROWSER, TestApp, article, article_with, encoded, json, page, send, text};

const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&<!--";

fn contents(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).map(|element| element.attr("content").unwrap_or_default().to_owned()).collect()
}

fn linked_data(html: &Html) -> Value {
    let selector = Selector::parse("script[type='application/ld+json']").unwrap();
    serde_json::from_str(&html.select(&selector).next().unwrap().text().collect::<String>()).unwrap()
}

async fn parsed(test: &TestApp, path: &str) -> Html {
    let headers = [("accept", BROWSER), ("host", "gongbao.example")];
    let response = send(test, "GET", path, &headers).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    Html::parse_document(&text(response).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_what_it_is() {
    let notice = article_with(
        "n",
        "关于做好防汛工作的通知",
        "各乡镇人民政府：\n请做好防汛。",
        &[
            (Field::DocumentNumber, "青政办发〔2021〕8号"),
            (Field::Issuers, "青岑县人民政府办公室"),
            (Field::PublishedOn, "2021-03-05"),
            (Field::Source, "青岑新闻网"),
        ],
    );
    let rule = article_with("r", "青岑县防汛条例", "第一条 防汛。", &[(Field::DocumentKind, "条例")]);
    let news =
        article_with("x", "防汛演练举行", "演练。", &[(Field::Authors, "郝青禾"), (Field::PublishedOn, "2021-03")]);
    let site = |config: &mut Config| config.public_url = Some("https://gongbao.example".to_owned());
    let test = TestApp::build().settings(site).articles(&[notice, rule, news]).open().await;

    let html = parsed(&test, "/articles/n?q=%E9%98%B2%E6%B1%9B").await;
    let one = |name: &str| contents(&html, &format!("meta[name='{name}'], meta[property='{name}']")).join("|");
    assert_eq!(one("DC.title"), "关于做好防汛工作的通知");
    assert_eq!(one("citation_title"), "关于做好防汛工作的通知");
    assert_eq!(one("citation_publication_date"), "2021/3/5");
    assert_eq!(one("citation_author"), "青岑县人民政府办公室");
    assert_eq!(one("citation_technical_report_number"), "青政办发〔2021〕8号");
    assert_eq!(one("og:url"), "https://gongbao.example/articles/n");
    let data = linked_data(&html);
    assert_eq!((&data["@type"], &data["reportNumber"]), (&"Report".into(), &"青政办发〔2021〕8号".into()));
    assert_eq!(data["url"], "https://gongbao.example/articles/n");
    assert_eq!(data["author"][0]["@type"], "GovernmentOrganization");
    assert_eq!(linked_data(&parsed(&test, "/articles/r").await)["@type"], "Legislation");
    let data = linked_data(&parsed(&test, "/articles/x").await);
    assert_eq!((&data["@type"], &data["datePublished"]), (&"NewsArticle".into(), &"2021-03".into()));
    assert_eq!(data["author"][0]["name"], "郝青禾");

    let text = html.root_element().text().collect::<String>();
    assert!(text.contains(
        "青岑县人民政府办公室. 关于做好防汛工作的通知: 青政办发〔2021〕8号[EB/OL]. 青岑新闻网, 2021(2021-03-05)"
    ));
    assert_eq!(html.select(&Selector::parse("svg[role='img'] path").unwrap()).count(), 1, "the QR code");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_hostile_gets_through() {
    let mut evil: Article = article_with(
        "evil",
        &format!("通知{HOSTILE}"),
        &format!("各乡镇：\n根据《条例{HOSTILE}》的要求。\n《甲》\n一、{HOSTILE}\n二、乙\n三、丙\n第一条{HOSTILE}"),
        &[
            (Field::Subtitle, HOSTILE),
            (Field::Authors, HOSTILE),
            (Field::Source, HOSTILE),
            (Field::Column, HOSTILE),
            (Field::Issuers, HOSTILE),
            (Field::Keywords, HOSTILE),
            (Field::DocumentKind, HOSTILE),
            (Field::PublishedOn, "2021-03-05"),
        ],
    );
    let pages = vec![AttachedPage {
        name: Some(HOSTILE.to_owned()),
        paragraphs: vec![HOSTILE.to_owned()],
        ..AttachedPage::default()
    }];
    let file =
        AttachedFile { name: HOSTILE.to_owned(), reason: Some(HOSTILE.to_owned()), pages, ..AttachedFile::default() };
    let of = |url: &str, file| Attachment { title: HOSTILE.to_owned(), url: url.to_owned(), media_type: None, file };
    evil.attachments = vec![of("javascript:alert(1)", None), of("https://a.example/x", Some(file))];
    let mut later = evil.clone();
    later.title.push_str(" <b>新</b>");
    later.paragraphs.push(HOSTILE.to_owned());
    let mut cited = article("cited", &format!("条例{HOSTILE}"), &format!("见《{}》。", later.title));
    cited.url = Some("javascript:alert(1)".to_owned());
    let test = TestApp::with(&[evil, cited]).await;
    test.add(&[later]).await;
    let mut pictures = 0;
    for path in [
        "/articles/evil",
        "/articles/evil?q=alert",
        "/articles/cited",
        "/articles/evil/versions",
        "/articles/evil/versions/1",
        "/articles/evil/versions/2?against=1",
        "/articles/evil/compare/cited",
        &format!("/search?q={}", encoded(HOSTILE)),
        "/",
        "/kept",
    ] {
        let html = parsed(&test, path).await;
        let count = |selector: &str| html.select(&Selector::parse(selector).unwrap()).count();
        let inline = Selector::parse("script:not([src])").unwrap();
        let scripts = html.select(&inline).filter(|script| script.attr("type") != Some("application/ld+json"));
        assert_eq!(scripts.count(), 0, "{path}: an inline script");
        assert_eq!(count("[onerror], img, [style], [href^='javascript'], b"), 0, "{path}");
        if path.starts_with("/articles/") && !path.contains("/versions") && !path.contains("/compare") {
            assert!(linked_data(&html)["name"].as_str().unwrap().contains("</script>"), "{path}: as text it is there");
        }
        for svg in html.select(&Selector::parse("svg").unwrap()) {
            assert!(!svg.html().contains("script"), "{path}");
            pictures += 1;
        }
    }
    assert!(pictures >= 3, "each article has its QR code: {pictures}");
    for path in ["/search?q=alert&format=atom", "/sitemap.xml", "/sitemap/0", "/opensearch.xml"] {
        let response = send(&test, "GET", path, &[("host", "gongbao.example")]).await;
        let xml = text(response).await;
        let mut reader = quick_xml::Reader::from_str(&xml);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{path}: {error}\n{xml}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) => assert_ne!(tag.name().as_ref(), "script", "{path}"),
                _ => {}
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sitemap_names_every_bulletin() {
    let test = TestApp::with(&[
        article("甲/1&2", "通知一", "一。"),
        article("b", "通知二", "二。"),
        article("c", "通知三", "三。"),
    ])
    .await;
    test.app.store.withdraw(&[gongbao::model::ArticleId::new("b").unwrap()], jiff::Timestamp::now()).await.unwrap();
    let get = async |path: &str| {
        let response = send(&test, "GET", path, &[("host", "gongbao.example")]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with("application/xml"), "{path}");
        text(response).await
    };
    let index = get("/sitemap.xml").await;
    let locations = |xml: &str| -> Vec<String> {
        xml.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().to_owned()).collect()
    };
    assert_eq!(locations(&index), ["http://gongbao.example/sitemap/0"]);
    let page = get("/sitemap/0").await;
    assert_eq!(
        locations(&page),
        ["http://gongbao.example/articles/%E7%94%B2%2F1%262", "http://gongbao.example/articles/c"],
        "without what was withdrawn"
    );
    let seen = page.split("<lastmod>").nth(1).unwrap().split('<').next().unwrap();
    assert!(seen.parse::<jiff::Timestamp>().is_ok(), "{seen}");
    for bad in ["1", "x", "-20000", "", "999999999999999999999"] {
        assert_eq!(json(&test, &format!("/sitemap/{bad}")).await.0, StatusCode::NOT_FOUND, "{bad}");
    }
    let robots = text(send(&test, "GET", "/robots.txt", &[("host", "gongbao.example")]).await).await;
    assert!(robots.contains("Sitemap: http://gongbao.example/sitemap.xml\n") && robots.contains("Disallow: /search\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_can_be_followed_and_searched_from_the_browser() {
    let test = TestApp::build().samples().suggestions().open().await;
    let (_, found) = json(&test, "/search?q=%E9%98%B2%E6%B1%9B&per_page=1").await;
    let id = found["results"][0]["id"].as_str().unwrap();
    for path in
        ["/", "/search?q=%E9%98%B2%E6%B1%9B", &format!("/articles/{id}"), "/about", "/help", "/api", "/audit", "/kept"]
    {
        let html = parsed(&test, path).await;
        let links = |selector: &str| -> Vec<String> {
            let selector = Selector::parse(selector).unwrap();
            html.select(&selector).map(|element| element.attr("href").unwrap().to_owned()).collect()
        };
        assert_eq!(links("link[rel='search']"), ["/opensearch.xml"], "{path}");
        let feeds = links("link[rel='alternate'][type='application/atom+xml']");
        assert!(!feeds.is_empty() && !links(".follow a").is_empty(), "{path}");
        for feed in feeds {
            let response = send(&test, "GET", &feed, &[("host", "gongbao.example")]).await;
            assert_eq!(response.status(), StatusCode::OK, "{path} {feed}");
            let feed = feed_rs::parser::parse(text(response).await.as_bytes()).unwrap();
            assert!(!feed.entries.is_empty(), "{path}");
        }
    }
    let description = text(send(&test, "GET", "/opensearch.xml", &[("host", "gongbao.example")]).await).await;
    assert!(description.contains("template=\"http://gongbao.example/search?q={searchTerms}\""));
    let response = send(&test, "GET", "/opensearch/suggest?q=yqfk", &[("host", "gongbao.example")]).await;
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("application/x-suggestions+json"));
    let told: Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!((&told[0], &told[1][0]), (&"yqfk".into(), &"疫情防控".into()));
    for list in 1..4 {
        assert_eq!(told[list].as_array().unwrap().len(), told[1].as_array().unwrap().len());
    }
    assert_eq!(json(&test, "/opensearch/suggest?x=1").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(page(&test, "/kept?x=1").await.0, StatusCode::OK, "a page passes over what it does not know");
}
