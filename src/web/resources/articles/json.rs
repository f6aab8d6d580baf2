//! The data of several bulletins, each with its text, and the ids that were not found.

use std::sync::Arc;

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::StoredArticle;
use crate::web::http::response;
use crate::web::json::record::LinksJson;

#[derive(Serialize)]
pub struct ArticlesJson<'a> {
    total: usize,
    results: Vec<WholeJson<'a>>,
    not_found: &'a [String],
}

/// A bulletin with its text.
#[derive(Serialize)]
pub struct WholeJson<'a> {
    #[serde(flatten)]
    article: Map<String, Value>,
    links: LinksJson,
    content_hash: &'a str,
    version: u32,
    revision: i64,
    first_seen: Timestamp,
    last_seen: Timestamp,
    withdrawn_at: Option<Timestamp>,
}

/// `GET /articles?ids=…`.
pub fn render(found: &[Arc<StoredArticle>], not_found: &[String]) -> Response {
    let results = found.iter().map(|stored| WholeJson {
        article: stored.article.to_json(),
        links: LinksJson::new(&stored.article),
        content_hash: &stored.content_hash,
        version: stored.version,
        revision: stored.revision,
        first_seen: stored.first_seen,
        last_seen: stored.last_seen,
        withdrawn_at: stored.withdrawn_at,
    });
    response::json(&ArticlesJson { total: found.len(), results: results.collect(), not_found })
}
