//! Links as they are passed on: what messengers, mail and advertisers add to an address never keeps a reader from the
//! page, and programs still hear of every parameter that is not known.

use axum::http::StatusCode;

use crate::support::{BROWSER, TestApp, article, article_with, body, encoded, json, page, send, text};
use gongbao::model::Field;

/// Every page, by an address of it.
async fn pages() -> (TestApp, Vec<String>) {
    let fields = [
        (Field::Source, "青岑新闻网"),
        (Field::PublishedOn, "2021-03-05"),
        (Field::DocumentNumber, "青政发〔2021〕8号"),
    ];
    let test =
        TestApp::with(&[article_with("a", "关于春灌的通知", "渠水已到各村。", &fields), article("b", "通知", "乙")])
            .await;
    test.add(&[article_with("a", "关于春灌的通知", "渠水已到各村。六月再议。", &fields)]).await;
    let source = encoded("青岑新闻网");
    let paths = [
        "/",
        "/search",
        "/trends",
        "/advanced",
        "/browse",
        "/browse/source",
        &format!("/browse/source/{source}"),
        "/latest",
        "/articles/a",
        "/articles/a/versions",
        "/articles/a/versions/1",
        "/articles/a/compare/b",
        "/facets/source",
        "/stats",
        "/about",
        "/audit",
        "/api",
        "/help",
        "/kept",
    ];
    let paths = paths.map(str::to_owned).into();
    (test, paths)
}

/// Where a browser is led, or that it is not.
async fn led(test: &TestApp, method: &str, path: &str) -> (StatusCode, Option<String>) {
    let response = send(test, method, path, &[("accept", BROWSER)]).await;
    let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    (response.status(), location)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_led_to_its_own_address() {
    let (test, paths) = pages().await;
    let added = [
        "from=singlemessage&isappinstalled=0",
        "from=groupmessage",
        "from=timeline&scene=2&clicktime=1700000000&enterid=1700000000&srcid=0815&sharer_shareid=0a",
        "utm_source=mail&utm_medium=&UTM_CAMPAIGN=x&mkt_tok=a.b&fbclid=c&gclid=d",
        "spm=a.1.0.0&share_token=e&weibo_id=4&_t=8",
        "utm_source=a&utm_source=b",
    ];
    for path in &paths {
        for added in added {
            for method in ["GET", "HEAD"] {
                let (status, location) = led(&test, method, &format!("{path}?{added}")).await;
                assert_eq!(
                    (status, location.as_deref()),
                    (StatusCode::SEE_OTHER, Some(path.as_str())),
                    "{method} {path}?{added}"
                );
            }
        }
        if path != "/" {
            let (status, location) = led(&test, "GET", &format!("{path}/?spm=a")).await;
            assert_eq!((status, location.as_deref()), (StatusCode::SEE_OTHER, Some(path.as_str())), "{path}/");
        }
        let (status, location) = led(&test, "POST", &format!("{path}?{}", added[0])).await;
        assert_eq!((status, location), (StatusCode::METHOD_NOT_ALLOWED, None), "{path}");
        let (status, location) = led(&test, "GET", &format!("{path}?")).await;
        assert_eq!((status, location), (StatusCode::OK, None), "{path}? is the page itself");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_does_not_know_is_passed_over_and_its_own_address_is_told() {
    let (test, paths) = pages().await;
    for path in &paths {
        for unknown in ["foo=1", "foo=1&foo=2", "FOO", "x=%FF&%FF=1", "Q=a&From=timeline"] {
            let response =
                send(&test, "GET", &format!("{path}?{unknown}"), &[("accept", BROWSER), ("host", "gb.example")]).await;
            let (status, html) = (response.status(), text(response).await);
            assert_eq!(status, StatusCode::OK, "{path}?{unknown}");
            assert!(
                html.contains(&format!("<link rel=\"canonical\" href=\"http://gb.example{path}\">")),
                "{path}?{unknown}"
            );
        }
        if path != "/kept" && path != "/about" {
            let (status, problem) = json(&test, &format!("{path}?foo=1")).await;
            assert_eq!((status, &problem["parameter"]), (StatusCode::BAD_REQUEST, &"foo".into()), "{path}");
            let (status, problem) = json(&test, &format!("{path}?utm_source=1")).await;
            assert_eq!((status, &problem["parameter"]), (StatusCode::BAD_REQUEST, &"utm_source".into()), "{path}");
        }
    }
    let (_, html) = page(&test, "/search?foo=1&q=a&page=1&sort=-date").await;
    assert!(
        html.contains("<link rel=\"canonical\" href=\"http://localhost/search?q=a&#38;sort=-date\">"),
        "{}",
        &html[..1500]
    );
    assert!(!page(&test, "/nowhere?foo=1").await.1.contains("canonical"));
    // What is known is as strict as ever.
    for wrong in ["q=a&q=b", "page=x&foo=1", "from=2020-13", "q=%B9%AB", "to=soon"] {
        assert_eq!(page(&test, &format!("/search?{wrong}")).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn data_hears_of_every_parameter() {
    let (test, _) = pages().await;
    for path in [
        "/search",
        "/search?format=csv",
        "/search?format=atom",
        "/articles/a?format=ris",
        "/stats?format=json",
        "/suggest",
        "/articles/a/related",
    ] {
        for added in ["utm_source=1", "from=singlemessage", "foo=1"] {
            let path = format!("{path}{}{added}", if path.contains('?') { '&' } else { '?' });
            // A form that is named is data, whoever asks.
            let accept = if path.contains("format=") { BROWSER } else { "*/*" };
            let response = send(&test, "GET", &path, &[("accept", accept)]).await;
            assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
            let named = added.split('=').next().unwrap();
            assert!(text(response).await.contains(&format!("\"parameter\":\"{named}\"")), "{path}");
        }
    }
    assert_eq!(send(&test, "GET", "/help/", &[]).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_stays_in_its_order_and_nothing_leads_elsewhere() {
    let (test, _) = pages().await;
    for (asked, expected) in [
        (
            "/search?utm_source=1&sort=-date&source=%E7%94%B2&q=a+b&source=c&from=timeline&foo=1",
            "/search?sort=-date&source=%E7%94%B2&q=a+b&source=c&foo=1",
        ),
        ("/articles/a?q=%E6%B8%A0&from=singlemessage", "/articles/a?q=%E6%B8%A0"),
        ("/search?from=2020&from=timeline", "/search?from=2020"),
        ("/document-numbers/x?scene=1", "/document-numbers/x"),
        ("/articles/a/attachments/1?from=singlemessage", "/articles/a/attachments/1"),
        (
            "/search?from=%E5%8E%BB%E5%B9%B4%E4%BB%A5%E6%9D%A5x&q=a&gclid=1",
            "/search?from=%E5%8E%BB%E5%B9%B4%E4%BB%A5%E6%9D%A5x&q=a",
        ),
        ("/search?from=2020%E5%B9%B43%E6%9C%88&to=2020/5/1", "/search?from=2020-03&to=2020-05-01"),
    ] {
        assert_eq!(led(&test, "GET", asked).await, (StatusCode::SEE_OTHER, Some(expected.to_owned())), "{asked}");
    }
    for hostile in [
        "//example.org/",
        "//example.org/?utm_source=1",
        "//example.org//?from=timeline",
        "/%5Cexample.org/?spm=1",
        "/%0d%0aSet-Cookie:a/?spm=1",
    ] {
        let (_, location) = led(&test, "GET", hostile).await;
        let safe = location
            .as_ref()
            .is_none_or(|to| to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n']));
        assert!(safe, "{hostile} leads to {location:?}");
    }
    // A feed is subscribed to by an address that says its form.
    assert!(body(&test, "/search?format=atom").await.contains("<feed"));
}
