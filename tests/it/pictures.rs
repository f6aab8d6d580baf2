//! The pictures of bulletins: shown without a reader's browser going to where they were published.

use axum::http::StatusCode;
use gongbao::model::Article;

use crate::site::{Reply, Site};
use crate::support::{TestApp, article, bytes, page, send};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nthe rest of it";

fn pictured(bulletin: &str, addresses: &[String]) -> Article {
    let mut article = article("a", "水库除险加固完工", "大坝坝顶。");
    article.url = Some(bulletin.to_owned());
    let images: String = addresses.iter().map(|address| format!("<img src=\"{address}\" alt=\"大坝\">")).collect();
    article.body_html = Some(format!("<p>大坝坝顶。</p><p>{images}</p>"));
    article
}

/// Regression: pages named the addresses of pictures, so that sites of bulletins learnt who read what.
#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_through_the_site() {
    let site = Site::new(&[
        ("/dam.png", Reply::Content("image/png", PNG.to_vec())),
        ("/page.png", Reply::Content("image/png", b"<html>no picture</html>".to_vec())),
    ]);
    let addresses = [site.url("/dam.png"), site.url("/page.png"), site.url("/gone.png")];
    let test = TestApp::build()
        .articles(&[pictured(&site.url("/a.html"), &addresses)])
        .settings(|config| config.crawl_private = true);
    let test = test.open().await;
    let (_, html) = page(&test, "/articles/a").await;
    assert!(html.contains("<img src=\"/articles/a/pictures/1\" loading=\"lazy\" alt=\"大坝\">"), "{html}");
    assert!(!html.contains(&format!("img src=\"{}", site.url(""))), "{html}");
    let policy = send(&test, "GET", "/articles/a", &[]).await.headers()["content-security-policy"].clone();
    assert!(policy.to_str().unwrap().contains("img-src 'self' data:;"), "{policy:?}");

    let picture = send(&test, "GET", "/articles/a/pictures/1", &[]).await;
    assert_eq!(picture.status(), StatusCode::OK);
    let header = |name: &str| picture.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((header("content-type"), header("x-content-type-options")), ("image/png".into(), "nosniff".into()));
    assert!(header("content-security-policy").contains("sandbox") && header("cache-control").contains("max-age"));
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(bytes(picture).await, PNG);
    send(&test, "GET", "/articles/a/pictures/1", &[]).await;
    let asked = site.asked();
    assert_eq!(asked.iter().filter(|asked| asked.path == "/dam.png").count(), 1, "it is kept");
    assert!(asked.iter().all(|asked| !asked.headers.contains_key("referer")));
    for missing in ["2", "3", "4", "0", "x", "-1"] {
        let answer = send(&test, "GET", &format!("/articles/a/pictures/{missing}"), &[]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{missing}");
    }
    assert_eq!(send(&test, "GET", "/articles/a/pictures/1?url=http://x.example/", &[]).await.status(), 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_links_where_the_operator_wants_none_and_private_addresses_are_not_asked() {
    let site = Site::new(&[("/dam.png", Reply::Content("image/png", PNG.to_vec()))]);
    let address = site.url("/dam.png");
    let articles = [pictured("https://www.qingcen.example/a.html", std::slice::from_ref(&address))];
    let test = TestApp::build().articles(&articles).settings(|config| config.pictures = "none".to_owned()).open().await;
    let (_, html) = page(&test, "/articles/a").await;
    assert!(!html.contains("<img") && html.contains("图片：<span lang=\"zh\">大坝</span></a>"), "{html}");
    assert!(html.contains(&format!("href=\"{address}\" rel=\"noopener noreferrer external\"")), "{html}");
    assert_eq!(send(&test, "GET", "/articles/a/pictures/1", &[]).await.status(), StatusCode::NOT_FOUND);
    // Even where bulletins of private addresses are crawled, a public one has nothing fetched from there.
    for private in [false, true] {
        let test = TestApp::build().articles(&articles).settings(|config| config.crawl_private = private).open().await;
        assert_eq!(send(&test, "GET", "/articles/a/pictures/1", &[]).await.status(), StatusCode::NOT_FOUND);
    }
    assert!(site.asked().is_empty(), "127.0.0.1 is nobody's business");
}
