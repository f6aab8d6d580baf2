//! [`Answers`] are what this site answers to some requests, here and now, shortened for the page of the API.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Request};
use axum::response::Response;
use serde_json::Value;

use crate::app::App;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::resources::{article, search, suggest};

/// The search that is shown: the newest bulletin in short.
pub const SEARCH: &str = "/search?sort=-date&per_page=1&facets=none&fields=id,title,published_on,source&format=json";

/// What is suggested.
pub const SUGGEST: &str = "/suggest?q=fx&limit=2";

/// What is wrong.
pub const PROBLEM: &str = "/search?page=0&format=json";

/// Characters of a text that are shown.
const MAX_TEXT_CHARS: usize = 60;

/// Elements of a list that are shown.
const MAX_ELEMENTS: usize = 2;

/// The largest answer that is read, in bytes.
const MAX_BYTES: usize = 8 << 20;

/// JSON by what was asked for; none where there was no answer.
#[derive(Default)]
pub struct Answers {
    pub search: Option<String>,
    /// The address of the bulletin that the search found, and its record.
    pub article: Option<(String, String)>,
    pub suggest: Option<String>,
    pub problem: Option<String>,
}

impl Answers {
    /// Asks for them as a program would.
    pub async fn new(app: &Arc<App>) -> Self {
        let state = || State(app.clone());
        let found = json(search::search(state(), context(SEARCH), HeaderMap::new()).await).await;
        let id = found.as_ref().and_then(|found| found["results"][0]["id"].as_str()).map(str::to_owned);
        let article = match id {
            Some(id) => {
                let path = Ok(Path(id.clone()));
                let answer =
                    article::article(state(), context("/articles/-?format=json"), path, HeaderMap::new()).await;
                json(answer).await.map(|answer| (id, shown(answer)))
            }
            None => None,
        };
        let wrong = context(PROBLEM);
        let problem = search::search(state(), wrong.clone(), HeaderMap::new()).await;
        let problem = json(problem.or_else(|error| Ok(error.render(&wrong)))).await;
        Self {
            search: found.map(shown),
            article,
            suggest: json(suggest::suggest(state(), context(SUGGEST)).await).await.map(shown),
            problem: problem.map(shown),
        }
    }
}

/// The context of a program's request for an address.
fn context(address: &'static str) -> RequestContext {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = axum::http::Uri::from_static(address);
    RequestContext::from_request(&request)
}

async fn json(answer: Result<Response, WebError>) -> Option<Value> {
    let bytes = to_bytes(answer.ok()?.into_body(), MAX_BYTES).await.ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Data as a person reads it, without what is different every time.
fn shown(mut value: Value) -> String {
    if let Value::Object(object) = &mut value {
        object.retain(|name, _| !matches!(name.as_str(), "took_ms" | "request_id"));
    }
    serde_json::to_string_pretty(&shortened(value)).unwrap_or_default()
}

/// Data with its texts and lists cut short, which an ellipsis says.
fn shortened(value: Value) -> Value {
    match value {
        Value::String(text) if text.chars().count() > MAX_TEXT_CHARS => {
            Value::String(text.chars().take(MAX_TEXT_CHARS).chain(['…']).collect())
        }
        Value::Array(elements) => {
            let more = (elements.len() > MAX_ELEMENTS).then(|| "…".into());
            elements.into_iter().take(MAX_ELEMENTS).map(shortened).chain(more).collect()
        }
        Value::Object(object) => object.into_iter().map(|(name, value)| (name, shortened(value))).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_cut_and_says_so() {
        let long = serde_json::json!({ "took_ms": 1.5, "a": "汛".repeat(90), "b": [1, 2, 3], "c": { "d": [1] } });
        let text = shown(long);
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["a"].as_str().unwrap().chars().count(), MAX_TEXT_CHARS + 1);
        assert_eq!(read["b"], serde_json::json!([1, 2, "…"]));
        assert_eq!(read["c"]["d"], serde_json::json!([1]));
        assert!(read["took_ms"].is_null());
    }
}
