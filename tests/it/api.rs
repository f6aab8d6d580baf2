//! The contract of the API: facets, changes, lookups, chosen fields, entity tags, and what refuses.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use gongbao::model::{ArticleId, FACETS};
use jiff::Timestamp;
use serde_json::Value;

use crate::support::{BROWSER, TestApp, article, body, encoded, ids_of, json, list, ok, page, send, text};

#[tokio::test(flavor = "multi_thread")]
async fn every_facet_filters_rejects_and_is_missing() {
    let test = TestApp::with_samples().await;
    let all = ok(&test, "/search").await["total"].as_u64().unwrap();
    let mut without_values = Vec::new();
    for facet in FACETS {
        let name = facet.name;
        let counted = ok(&test, &format!("/search?per_page=1&facets={name}:1000")).await;
        let counts = &counted["facets"][name];
        let missing = ok(&test, &format!("/search?missing={name}&facets={name}")).await;
        assert_eq!(missing["total"], counts["missing"]["count"], "{name}");
        assert_eq!(missing["facets"][name]["missing"]["selected"], true, "{name}");
        let Some(value) = counts["values"].get(0) else {
            without_values.push(name);
            continue;
        };
        let (text, count) = (encoded(value["value"].as_str().unwrap()), value["count"].as_u64().unwrap());
        let with = ok(&test, &format!("/search?{name}={text}&facets={name}")).await;
        assert_eq!(with["total"], count, "{name}");
        let without = ok(&test, &format!("/search?not_{name}={text}&facets={name}")).await;
        assert_eq!(without["total"], all - count, "{name}");
        for narrowed in [&with, &without] {
            let own = list(&narrowed["facets"][name], "values").iter().find(|own| own["value"] == value["value"]);
            assert_eq!(own.unwrap()["count"], count, "{name}: its own filter does not narrow its counts");
        }
        let either = ok(&test, &format!("/search?{name}={text}&missing={name}")).await;
        assert_eq!(either["total"].as_u64().unwrap(), count + missing["total"].as_u64().unwrap(), "{name}");
        let toggled = ok(&test, value["url"].as_str().unwrap()).await;
        assert_eq!(toggled["total"], count, "{name}");
        let url = counts["missing"]["url"].as_str().unwrap();
        assert_eq!(ok(&test, url).await["total"], missing["total"], "{name}");
    }
    assert_eq!(without_values, [""; 0], "the samples have values of every facet");
    let (_, html) = page(&test, "/search?not_source=%E7%94%B2&missing=editor").await;
    assert!(html.contains("来源：不是 甲") && html.contains("编辑：未标明"));
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_enough_to_mirror_the_archive() {
    let test = TestApp::with_samples().await;
    let mut mirror: BTreeMap<String, Value> = BTreeMap::new();
    let mut since = 0;
    for round in 0..3 {
        loop {
            let answer = ok(&test, &format!("/changes?since={since}&limit=40")).await;
            take(&mut mirror, answer["changes"].as_array().unwrap());
            since = answer["revision"].as_i64().unwrap();
            if answer["more"] == false {
                break;
            }
        }
        let streamed = body(&test, "/changes?since=0&format=ndjson").await;
        let mut whole: BTreeMap<String, Value> = BTreeMap::new();
        let lines: Vec<Value> = streamed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        take(&mut whole, &lines);
        assert_eq!(mirror, whole, "{round}");
        let counts = test.app.store.counts().await.unwrap();
        assert_eq!(mirror.len() as u64, counts.articles);
        let victim = mirror.keys().next().unwrap().clone();
        test.app.store.withdraw(&[ArticleId::new(&victim).unwrap()], Timestamp::now()).await.unwrap();
        test.add(&[article(&format!("new{round}"), "新", "新"), article("new0", "新", &round.to_string())]).await;
    }
    for bad in ["since=-1", "since=x", "since=", "limit=0", "limit=501", "since=1&since=2", "q=a"] {
        assert_eq!(json(&test, &format!("/changes?{bad}")).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(ok(&test, "/changes?since=999999999999999999").await["changes"], Value::Array(Vec::new()));
}

fn take(mirror: &mut BTreeMap<String, Value>, changes: &[Value]) {
    for change in changes {
        let id = change["id"].as_str().unwrap().to_owned();
        match change["change"].as_str().unwrap() {
            "withdrawn" => drop(mirror.remove(&id)),
            _ => drop(mirror.insert(id, change["article"].clone())),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bulletins_are_had_by_ids_versions_and_likeness() {
    let test = TestApp::with_samples().await;
    let two = ids_of(&ok(&test, "/search?per_page=2").await);
    let answer = ok(&test, &format!("/articles?ids={},nobody,{}", two[1], two[0])).await;
    assert_eq!(ids_of(&answer), [two[1].clone(), two[0].clone()]);
    assert_eq!(answer["not_found"][0], "nobody");
    // Regression (8cf86db): a form that there is not was passed over here.
    for bad in ["", "?ids=", "?ids=a&q=b", "?ids=a&format=x", &format!("?ids={}", "a,".repeat(101))] {
        assert_eq!(json(&test, &format!("/articles{bad}")).await.0, StatusCode::BAD_REQUEST, "{bad}");
    }
    test.add(&[article("v", "甲", "一"), article("v", "甲", "二")]).await;
    assert_eq!(ok(&test, "/articles/v/versions/1").await["article"]["paragraphs"][0], "一");
    assert_eq!(ok(&test, "/articles/v/versions/2").await["article"]["paragraphs"][0], "二");
    for none in ["0", "3", "x", "-1", "99999999999"] {
        assert_eq!(json(&test, &format!("/articles/v/versions/{none}")).await.0, StatusCode::NOT_FOUND, "{none}");
    }
    let related = ok(&test, &format!("/articles/{}/related?limit=3", two[0])).await;
    assert_eq!(list(&related, "results").len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_a_facet_and_figures() {
    let test = TestApp::with_samples().await;
    let all = ok(&test, "/facets/source?limit=1000").await;
    let values = all["values"].as_array().unwrap();
    let first: String = values[0]["value"].as_str().unwrap().chars().take(2).collect();
    let some = ok(&test, &format!("/facets/source?prefix={}", encoded(&first))).await;
    let begun = |value: &&Value| value["value"].as_str().unwrap().starts_with(&first);
    let (some, expected) = (list(&some, "values"), values.iter().filter(begun));
    assert_eq!(
        some.iter().map(|of| &of["value"]).collect::<Vec<_>>(),
        expected.map(|of| &of["value"]).collect::<Vec<_>>()
    );
    assert_eq!(ok(&test, values[0]["url"].as_str().unwrap()).await["total"], values[0]["count"]);
    let one = ok(&test, "/facets/source?limit=1&q=%E9%98%B2%E6%B1%9B").await;
    assert_eq!(one["values"].as_array().unwrap().len(), 1);
    assert_eq!(json(&test, "/facets/colour").await.0, StatusCode::NOT_FOUND);
    assert_eq!(json(&test, "/facets/source?limit=0").await.0, StatusCode::BAD_REQUEST);
    let stats = ok(&test, "/stats").await;
    assert_eq!(stats["articles"], ok(&test, "/search").await["total"]);
    let years = ok(&test, "/facets/year?limit=1000").await;
    let counted = stats["facets"]["year"]["values"].as_object().unwrap();
    assert!(counted.len() > 3, "{counted:?}");
    for year in list(&years, "values") {
        assert_eq!(counted[year["value"].as_str().unwrap()], year["count"], "{year}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_and_highlights_are_as_asked() {
    let test = TestApp::with_samples().await;
    let answer = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B&fields=title,id,paragraphs,score").await;
    let names: Vec<&String> = answer["results"][0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["title", "id", "paragraphs", "score"]);
    assert!(answer["results"][0]["paragraphs"].as_array().is_some_and(|texts| !texts.is_empty()));
    let plain = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B&highlight=off").await;
    assert_eq!(plain["results"][0]["highlights"], Value::Null);
    let marked = ok(&test, "/search?q=%E9%98%B2%E6%B1%9B").await;
    assert_eq!(ids_of(&plain), ids_of(&marked));
    // Every name that can be asked for is a field that there is.
    let (_, problem) = json(&test, "/search?fields=colour").await;
    let all = problem["detail_en"].as_str().unwrap();
    let all = all.split_once("must be of ").unwrap().1.split_once(", comma").unwrap().0.replace(", ", ",");
    let answer = ok(&test, &format!("/search?per_page=1&fields={all}")).await;
    let result = answer["results"][0].as_object().unwrap();
    assert_eq!(result.len(), all.split(',').count());
    assert!(["links", "version", "content_hash", "origins"].iter().all(|name| !result[*name].is_null()));
    assert!(marked["results"][0].as_object().unwrap().keys().all(|name| all.split(',').any(|known| known == name)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_is_not_sent_again() {
    let test = TestApp::with_samples().await;
    let paths = [
        "/",
        "/search?q=%E9%98%B2%E6%B1%9B",
        "/search?format=atom",
        "/search?format=csv",
        "/facets/year",
        "/stats",
        "/changes?since=3",
    ];
    for path in paths {
        let response = send(&test, "GET", path, &[("accept", "application/json")]).await;
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        let again = [("if-none-match", tag.as_str()), ("accept", "application/json")];
        let known = send(&test, "GET", path, &again).await;
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(known.headers()["etag"], tag.as_str());
        assert_eq!(text(known).await, "");
    }
    let response = send(&test, "GET", paths[1], &[]).await;
    let tag = response.headers()["etag"].to_str().unwrap().to_owned();
    let page = send(&test, "GET", paths[1], &[("if-none-match", &tag), ("accept", BROWSER)]).await;
    assert_eq!(page.status(), StatusCode::OK, "another form has another tag");
    test.add(&[article("new", "防汛", "防汛")]).await;
    let moved = send(&test, "GET", paths[1], &[("if-none-match", &tag)]).await;
    assert_eq!(moved.status(), StatusCode::OK, "what has changed is sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_others_may_read() {
    let test = TestApp::with_samples().await;
    for path in ["/search", "/articles/nobody", "/changes"] {
        let response = send(&test, "GET", path, &[("origin", "https://reader.example")]).await;
        assert_eq!(response.headers()["access-control-allow-origin"], "*", "{path}");
        assert!(!response.headers().contains_key("access-control-allow-credentials"));
    }
    let options = send(&test, "OPTIONS", "/search", &[("access-control-request-method", "GET")]).await;
    assert_eq!(options.status(), StatusCode::NO_CONTENT);
    assert_eq!(options.headers()["access-control-allow-methods"], "GET, HEAD, OPTIONS");
    assert_eq!(send(&test, "OPTIONS", "/nowhere", &[]).await.status(), StatusCode::NOT_FOUND);
    let refused = send(&test, "DELETE", "/search", &[]).await;
    assert_eq!(
        (refused.status(), &refused.headers()["allow"]),
        (StatusCode::METHOD_NOT_ALLOWED, &"GET, HEAD, OPTIONS".parse().unwrap())
    );
}
