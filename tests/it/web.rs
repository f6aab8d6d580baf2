//! The routes as programs and browsers meet them: forms of one resource, errors, headers, hostile input.

use axum::http::StatusCode;
use axum::response::Response;
use gongbao::model::Field;
use serde_json::Value;

use crate::support::{BROWSER, TestApp, article, article_with, encoded, json, page, send, send_to, text};

#[tokio::test(flavor = "multi_thread")]
async fn one_address_is_a_page_for_browsers_and_json_for_everyone_else() {
    let test = TestApp::with_samples().await;
    let (_, answer) = json(&test, "/search?per_page=1").await;
    let id = answer["results"][0]["id"].as_str().unwrap().to_owned();
    for path in ["/", "/search?q=%E9%98%B2%E6%B1%9B", &format!("/articles/{id}")] {
        for (accept, expected) in [
            (Some(BROWSER), "text/html; charset=utf-8"),
            (None, "application/json"),
            (Some("*/*"), "application/json"),
            (Some("application/json"), "application/json"),
        ] {
            let headers: Vec<_> = accept.into_iter().map(|accept| ("accept", accept)).collect();
            let response = send(&test, "GET", path, &headers).await;
            assert_eq!(response.status(), StatusCode::OK, "{path} {accept:?}");
            let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
            assert!(header("content-type").starts_with(expected), "{path} {accept:?} {}", header("content-type"));
            assert!(header("vary").to_lowercase().contains("accept"), "{path}");
            assert!(header("content-security-policy").contains("default-src 'none'"));
        }
        let head = send(&test, "HEAD", path, &[]).await;
        assert_eq!(head.status(), StatusCode::OK);
        assert_eq!(text(head).await, "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_and_the_json_say_the_same() {
    let test = TestApp::with_samples().await;
    let path = format!("/search?q={}&per_page=20", encoded("疫情防控"));
    let (status, answer) = json(&test, &path).await;
    assert_eq!(status, StatusCode::OK);
    let results = answer["results"].as_array().unwrap();
    assert!(answer["total"].as_u64().unwrap() >= 10);
    assert_eq!(results.len() as u64, answer["total"].as_u64().unwrap().min(20));
    assert!(answer["took_ms"].as_f64().unwrap() >= 0.0);
    for key in ["id", "title", "url", "published_on", "source", "column", "score", "highlights"] {
        assert!(results[0].get(key).is_some(), "{key}");
    }
    assert!(results[0]["highlights"]["body"]["html"].as_str().unwrap().contains("<mark>"));
    // Pages put reprints together unless told otherwise; data tells each.
    let (_, html) = page(&test, &format!("{path}&collapse=off")).await;
    for result in results {
        assert!(html.contains(&format!("/articles/{}", result["id"].as_str().unwrap())), "{}", result["title"]);
    }

    let (_, article) = json(&test, &format!("/articles/{}", results[0]["id"].as_str().unwrap())).await;
    for key in ["title", "published_on", "source", "authors", "editor", "paragraphs", "document_number", "related"] {
        assert!(article.get(key).is_some(), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_parameter_is_named() {
    let test = TestApp::with_samples().await;
    for (query, parameter) in [
        ("foo=1", "foo"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("per_page=101", "per_page"),
        ("sort=up", "sort"),
        ("from=yesterday", "from"),
        ("from=2021&to=2020", "from"),
        ("q=a&q=b", "q"),
        ("page=2000&per_page=100", "page"),
        ("match=fuzzy", "match"),
    ] {
        let (status, problem) = json(&test, &format!("/search?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(problem["parameter"], parameter, "{query}: {problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
        // A page passes over what it does not know, and takes a word in `from` for that of a messenger.
        if ["foo=1", "from=yesterday"].contains(&query) {
            continue;
        }
        let (status, html) = page(&test, &format!("/search?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
        assert!(html.contains(parameter), "{query}");
    }
    let response = send(&test, "GET", "/search?foo=1", &[]).await;
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("application/problem+json"));
    assert_eq!(json(&test, "/search?q=&from=&to=&source=").await.0, StatusCode::OK, "an unfilled form");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_in_the_form_asked_for() {
    let test = TestApp::with_samples().await;
    for path in ["/articles/nobody", "/nowhere", "/static/site.css"] {
        let (status, problem) = json(&test, path).await;
        assert_eq!((status, problem["status"].as_u64()), (StatusCode::NOT_FOUND, Some(404)), "{path}");
        let (status, html) = page(&test, path).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        assert!(html.contains("<html"), "{path}");
    }
    let response = send(&test, "POST", "/search", &[]).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(response.headers().contains_key("allow"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_a_query_holds_makes_an_error() {
    let test = TestApp::with_samples().await;
    let long = "防".repeat(600);
    for query in ["\"", "AND (", "国务院:关于", "😀", "%", "\u{202E}倒", "' OR 1=1 --", "<script>", "条例*", &long]
    {
        let (status, answer) = json(&test, &format!("/search?q={}", encoded(query))).await;
        assert_eq!(status, StatusCode::OK, "{query}: {answer}");
        assert_eq!(page(&test, &format!("/search?q={}", encoded(query))).await.0, StatusCode::OK, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_comes_out_as_text() {
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let fields: Vec<(Field, &str)> = Field::ALL
        .iter()
        .filter(|field| {
            !matches!(
                field,
                Field::Id
                    | Field::Url
                    | Field::Title
                    | Field::Body
                    | Field::Attachments
                    | Field::DocumentNumber
                    | Field::PublishedOn
                    | Field::PublishedAt
                    | Field::IssuedOn
            )
        })
        .map(|field| (*field, hostile))
        .collect();
    let test = TestApp::with(&[article_with("h", hostile, hostile, &fields)]).await;
    let query = encoded(hostile);
    for path in [
        "/".to_owned(),
        format!("/search?q={query}"),
        format!("/articles/h?q={query}"),
        format!("/search?source={query}"),
    ] {
        let (status, html) = page(&test, &path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        for bad in ["<script>alert", "<img src=x", "onerror=alert(1)>\""] {
            assert!(!html.contains(bad), "{path} has {bad}");
        }
    }
    let (_, answer) = json(&test, "/search?q=script").await;
    let html = answer["results"][0]["highlights"]["title"]["html"].as_str().unwrap();
    assert!(html.contains("&lt;<mark>script</mark>&gt;"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_follows_the_index() {
    let test = TestApp::empty().await;
    assert_eq!(json(&test, "/healthz").await.0, StatusCode::OK);
    assert_eq!(json(&test, "/readyz").await.0, StatusCode::OK);
    test.app.store.upsert(&[article("a", "甲", "乙")], jiff::Timestamp::now()).await.unwrap();
    assert_eq!(json(&test, "/readyz").await.0, StatusCode::SERVICE_UNAVAILABLE);
    test.catch_up().await;
    assert_eq!(json(&test, "/readyz").await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn static_files_are_named_by_their_content_and_kept() {
    let test = TestApp::empty().await;
    let (_, html) = page(&test, "/").await;
    let start = html.find("/static/site.").expect("the page names its stylesheet");
    let address = &html[start..start + html[start..].find('"').unwrap()];
    let response = send(&test, "GET", address, &[]).await;
    assert_eq!(response.status(), StatusCode::OK, "{address}");
    assert!(response.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/css"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_told_in_every_answer_and_kept_for_each_client() {
    let unlimited = TestApp::with(&[article("a", "甲", "乙")]).await;
    assert!(!send(&unlimited, "GET", "/search", &[]).await.headers().contains_key("ratelimit"), "unless it is set");
    let limited = TestApp::build().settings(|config| {
        config.rate_limit = 3;
        config.client_header = Some("x-forwarded-for".to_owned());
        config.trusted_proxies = Some("127.0.0.1".to_owned());
    });
    let limited = limited.articles(&[article("a", "甲", "乙")]).open().await;
    // What a client has sent is counted by the site, so that all is sent to one.
    let site = gongbao::web::routes::router(limited.app.clone());
    let ask = async |path: &str, client: &str, accept: &str| {
        send_to(site.clone(), "GET", path, &[("x-forwarded-for", client), ("accept", accept)]).await
    };
    let one = "203.0.113.7, 192.0.2.1";
    let header = |response: &Response, name: &str| response.headers()[name].to_str().unwrap().to_owned();
    for (path, status, left) in [("/search", 200, 2), ("/search?page=0", 400, 1), ("/nowhere", 404, 0)] {
        let response = ask(path, one, "application/json").await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert_eq!(header(&response, "ratelimit-policy"), "\"minute\";q=3;w=60");
        let said = header(&response, "ratelimit");
        assert!(said.starts_with(&format!("\"minute\";r={left};t=")), "{said}");
    }
    let refused = ask("/search", one, "application/json").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = header(&refused, "retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert!(header(&refused, "ratelimit").starts_with("\"minute\";r=0;t="));
    assert_eq!(header(&refused, "content-type"), "application/problem+json; charset=utf-8");
    let problem: Value = serde_json::from_str(&text(refused).await).unwrap();
    assert_eq!((&problem["status"], &problem["type"]), (&429.into(), &"/about#too-many-requests".into()));
    let page = ask("/search", one, BROWSER).await;
    assert_eq!(page.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(text(page).await.contains("请求太频繁"));
    assert_eq!(ask("/search", "192.0.2.1, 203.0.113.7", "application/json").await.status(), StatusCode::OK);
    for free in ["/healthz", "/static/site.css"] {
        let response = ask(free, one, "*/*").await;
        assert_ne!(response.status(), StatusCode::TOO_MANY_REQUESTS, "{free}");
        assert!(!response.headers().contains_key("ratelimit"), "{free}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_takes_too_long_is_broken_off_and_says_so() {
    // Regression (7659347): nothing bounded what one search may cost, and its explanations cost as much again.
    let test = TestApp::build().samples().settings(|config| config.search_seconds = 0).open().await;
    for path in ["/search?q=a", "/search?q=a&explain=1", "/trends?q=a", "/facets/issuer?q=a", "/search?cursor=*"] {
        let response = send(&test, "GET", path, &[("accept", "application/json")]).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(response.headers()["retry-after"], "2", "{path}");
        let problem: Value = serde_json::from_str(&text(response).await).unwrap();
        assert_eq!(problem["type"], "/about#too-costly", "{path}");
    }
    for (language, said) in [("zh-CN", "费时太久"), ("zh-TW", "費時太久"), ("en", "took too long")] {
        let headers = [("accept", BROWSER), ("accept-language", language)];
        let page = send(&test, "GET", "/search?q=a", &headers).await;
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(text(page).await.contains(said), "{language}");
    }
}
