//! `/openapi.json`: what it describes is there, and what is there is as described.

use axum::http::StatusCode;
use serde_json::Value;

use crate::support::{TestApp, encoded, json, ok, page, send, text};

/// What of an answer is not as its schema says; nothing where all is.
fn unlike(schemas: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        assert!(schemas.get(name).is_some(), "{name} is described");
        return unlike(schemas, &schemas[name], value, place, found);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return if !value.is_null() {
            unlike(schemas, &any[0], value, place, found)
        };
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let fits = types.contains(&kind) || (kind == "integer" && types.contains(&"number"));
    if !fits {
        found.push(format!("{place} is {kind}, not {types:?}"));
    }
    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
        if schema.get("items").is_some() {
            unlike(schemas, &schema["items"], item, &format!("{place}[{number}]"), found);
        }
    }
    let Some(object) = value.as_object() else { return };
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            found.push(format!("{place} lacks {name}"));
        }
    }
    for (name, own) in object {
        match (schema["properties"].get(name), schema.get("additionalProperties")) {
            (Some(property), _) => unlike(schemas, property, own, &format!("{place}.{name}"), found),
            (None, Some(other)) => unlike(schemas, other, own, &format!("{place}.{name}"), found),
            (None, None) if schema.get("properties").is_some() => {
                found.push(format!("{place}.{name} is not described"))
            }
            (None, None) => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_true() {
    let test = TestApp::with_samples().await;
    let described = ok(&test, "/openapi.json").await;
    assert_eq!(described["openapi"], "3.1.0");
    let schemas = &described["components"]["schemas"];
    let numbered = ok(&test, "/search?q=%E9%80%9A%E7%9F%A5&per_page=100").await;
    let numbered = numbered["results"].as_array().unwrap();
    let numbered = numbered.iter().find(|result| !result["document_number"].is_null()).unwrap();
    let (id, number) = (numbered["id"].as_str().unwrap(), numbered["document_number"].as_str().unwrap());
    let (mut sent, mut forms) = (0, 0);
    for (path, item) in described["paths"].as_object().unwrap() {
        let operation = &item["get"];
        let examples = operation["x-examples"].as_array().unwrap();
        assert!(!examples.is_empty(), "{path}");
        for example in examples {
            let example = example.as_str().unwrap().replace("{id}", id).replace("{document_number}", &encoded(number));
            let response = send(&test, "GET", &example, &[]).await;
            let status = response.status();
            let Some(answer) = operation["responses"].get(status.as_str()) else {
                panic!("{example}: {status} is not described");
            };
            assert!(status.as_u16() < 400, "{example}");
            let Some(schema) = answer["content"].get("application/json").map(|content| &content["schema"]) else {
                continue;
            };
            let value: Value = serde_json::from_str(&text(response).await).unwrap();
            let mut found = Vec::new();
            unlike(schemas, schema, &value, &example, &mut found);
            assert!(found.is_empty(), "{found:#?}");
            sent += 1;
        }
        // Every parameter that is described is taken, every form is to be had.
        for form in operation["responses"]["200"]["content"].as_object().into_iter().flatten().map(|(form, _)| form) {
            let example = examples[0].as_str().unwrap().replace("{id}", id);
            let response = match form.as_str() {
                // References by the Chinese standard are plain text, which others mean something else by: they are
                // had by their name alone.
                "text/plain" => {
                    let sign = if example.contains('?') { '&' } else { '?' };
                    send(&test, "GET", &format!("{example}{sign}format=gbt7714"), &[]).await
                }
                form => send(&test, "GET", &example, &[("accept", form)]).await,
            };
            let said = response.headers()["content-type"].to_str().unwrap();
            assert!(said.starts_with(form.as_str()), "{example} {form} {said}");
            forms += 1;
        }
    }
    assert!(sent > 10 && forms > 10, "{sent} {forms}");
    let problem = json(&test, "/search?page=0").await.1;
    let mut found = Vec::new();
    unlike(schemas, &schemas["Problem"], &problem, "problem", &mut found);
    assert!(found.is_empty(), "{found:#?}");
    let (status, html) = page(&test, "/api").await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("<form action=\"/search\"") && html.contains("/openapi.json"));
    // Contents at the top, a type for every parameter, real answers, errors and limits.
    let shown = scraper::Html::parse_document(&html);
    let texts = |selector: &str| -> Vec<String> {
        let selector = scraper::Selector::parse(selector).unwrap();
        shown.select(&selector).map(|found| found.text().collect::<String>().trim().to_owned()).collect()
    };
    let mut paths: Vec<&str> = described["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut listed = texts(".api-contents .operations code");
    listed.sort();
    paths.sort();
    assert_eq!(listed, paths);
    let types = texts("section[id] tr > td:nth-child(2):nth-last-child(2)");
    assert!(types.len() > 100 && types.iter().all(|text| !text.is_empty()), "{types:?}");
    let newest = ok(&test, "/search?sort=-date&per_page=1").await;
    let answers = texts("#begin pre").join("");
    assert!(answers.contains(newest["results"][0]["id"].as_str().unwrap()), "{answers}");
    assert!(texts("#operation-article details pre").join("").contains("content_hash"));
    assert!(texts("#problems pre").join("").contains("\"parameter\": \"page\""));
    assert!(!texts("#limits li").is_empty());
    let english = text(send(&test, "GET", "/api", &[("accept", "text/html"), ("cookie", "language=en")]).await).await;
    assert!(english.contains("the last or the first taken in first") && !english.contains("](#"), "{english}");
}
