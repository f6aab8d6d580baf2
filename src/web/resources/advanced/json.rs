//! The data of the form for the parts of a query.

use axum::response::Response;
use serde::Serialize;

use super::view::AdvancedView;
use crate::model::PartialDate;
use crate::web::http::response;
use crate::web::url::links::query_url;

#[derive(Serialize)]
struct AdvancedJson<'a> {
    q: &'a str,
    all: &'a str,
    any: &'a str,
    none: &'a str,
    phrase: &'a str,
    scope: &'static str,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    source: &'a str,
    document_number: &'a str,
    document_kind: &'a str,
    /// What all of it is, written as one query.
    query: &'a str,
    total: usize,
    url: String,
}

/// `GET /advanced`.
pub fn render(view: &AdvancedView) -> Response {
    let filled = &view.filled;
    response::json(&AdvancedJson {
        q: &filled.base,
        all: &filled.all,
        any: &filled.any,
        none: &filled.none,
        phrase: &filled.phrase,
        scope: if filled.in_title { "title" } else { "anywhere" },
        from: filled.from,
        to: filled.to,
        source: &filled.source,
        document_number: &filled.document_number,
        document_kind: &filled.document_kind,
        query: &view.query,
        total: view.total,
        url: query_url(&view.query),
    })
}
