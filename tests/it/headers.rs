//! The headers of every kind of answer, as one table: what may be loaded and framed, who may read it, how long it may be kept.

use axum::http::header::HeaderName;
use axum::response::Response;
use gongbao::model::Article;

use crate::support::{BROWSER, TestApp, article, send, submit};

/// A kind of answer: path, `Accept`, and then status, `content-type`, `cache-control`, `vary`, and what is loaded.
type Row = (&'static str, &'static str, u16, &'static str, &'static str, &'static str, Policy);

/// What a browser may load for an answer.
#[derive(Debug, PartialEq)]
enum Policy {
    /// What the site itself serves.
    Own,
    /// Nothing at all, in a sandbox.
    Sandbox,
}

use Policy::{Own, Sandbox};

const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const PAGE_VARIES: &str = "accept, accept-language, cookie, host, accept-encoding";
const PAGE_KEPT: &str = "private, no-cache";

const TABLE: &[Row] = &[
    ("/", BROWSER, 200, HTML, PAGE_KEPT, PAGE_VARIES, Own),
    ("/search?q=%E9%98%B2%E6%B1%9B", BROWSER, 200, HTML, PAGE_KEPT, PAGE_VARIES, Own),
    ("/articles/a", BROWSER, 200, HTML, PAGE_KEPT, PAGE_VARIES, Own),
    ("/search?q=%E9%98%B2%E6%B1%9B", JSON, 200, JSON, "no-cache", "accept, accept-encoding", Own),
    ("/articles/a", JSON, 200, JSON, "no-cache", "accept", Own),
    ("/suggest?q=fang", JSON, 200, JSON, "no-cache", "accept", Own),
    ("/search?q=a&format=atom", BROWSER, 200, "application/atom+xml; charset=utf-8", "no-cache", "accept, host", Own),
    (
        "/search?q=a&format=csv",
        BROWSER,
        200,
        "text/csv; charset=utf-8",
        "no-cache",
        "accept, host, accept-encoding",
        Own,
    ),
    ("/robots.txt", BROWSER, 200, "text/plain; charset=utf-8", "", "accept, host", Own),
    ("/sitemap.xml", BROWSER, 200, "application/xml; charset=utf-8", "no-cache", "accept, host", Own),
    ("/healthz", JSON, 200, JSON, "no-store", "accept", Own),
    ("/readyz", JSON, 200, JSON, "no-store", "accept", Own),
    ("/nowhere", BROWSER, 404, HTML, PAGE_KEPT, PAGE_VARIES, Own),
    ("/nowhere", JSON, 404, "application/problem+json; charset=utf-8", "no-cache", "accept", Own),
    ("/search?page=x", JSON, 400, "application/problem+json; charset=utf-8", "no-cache", "accept", Own),
];

fn pictured() -> Article {
    article("a", "防汛通知", "水库水位。")
}

fn header(response: &Response, name: &'static str) -> String {
    let values = response.headers().get_all(HeaderName::from_static(name));
    let values: Vec<&str> = values.iter().map(|value| value.to_str().unwrap()).collect();
    assert!(values.len() <= 1 || name == "vary", "{name} stands once: {values:?}");
    values.join(", ")
}

/// What every answer of the site has, whatever it is.
fn check_common(what: &str, response: &Response) -> Policy {
    assert_eq!(header(response, "x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header(response, "referrer-policy"), "same-origin", "{what}");
    assert_eq!(header(response, "access-control-allow-origin"), "*", "{what}");
    assert!(!header(response, "x-request-id").is_empty(), "{what}");
    for told in ["server", "x-powered-by", "access-control-allow-credentials", "strict-transport-security"] {
        assert_eq!(header(response, told), "", "{what}: {told}");
    }
    let policy = header(response, "content-security-policy");
    assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    for loose in ["unsafe", "http:", "https:", "*"] {
        assert!(!policy.contains(loose), "{what}: {policy}");
    }
    if policy.contains("sandbox") { Sandbox } else { Own }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_answer_has_its_headers() {
    let test = TestApp::with(&[pictured()]).await;
    let mut wrong = Vec::new();
    for (path, accept, status, kind, kept, varies, policy) in TABLE {
        let response = send(&test, "GET", path, &[("accept", accept)]).await;
        let told = check_common(path, &response);
        let of = |name| header(&response, name);
        let found = (response.status().as_u16(), of("content-type"), of("cache-control"), of("vary"), &told);
        let expected = (*status, (*kind).to_owned(), (*kept).to_owned(), (*varies).to_owned(), policy);
        if found != expected {
            wrong.push(format!("{path} {accept}\n  is {found:?}\n  not {expected:?}"));
        }
        // Only who sets preferences gets cookies.
        assert_eq!(header(&response, "set-cookie"), "", "{path}");
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_kept_for_good_and_cookies_are_the_sites_own() {
    let test = TestApp::with(&[pictured()]).await;
    let page = crate::support::page(&test, "/").await.1;
    let style = page.split("href=\"").find(|rest| rest.starts_with("/static/")).unwrap().split('"').next().unwrap();
    let response = send(&test, "GET", style, &[]).await;
    assert_eq!(check_common(style, &response), Own);
    assert_eq!(header(&response, "cache-control"), "public, max-age=31536000, immutable");
    let response = submit(&test, "/preferences", "theme=dark").await;
    check_common("/preferences", &response);
    let cookie = header(&response, "set-cookie");
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    assert_eq!(header(&response, "cache-control"), "no-store");
}
