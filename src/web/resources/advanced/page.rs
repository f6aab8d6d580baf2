//! The page of the form for the parts of a query.

use askama::Template;
use axum::response::Response;

use super::view::AdvancedView;
use crate::search::query::Composition;
use crate::search::types::response::FacetCounts;
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::url::links::query_url;

#[derive(Template)]
#[template(path = "advanced.html")]
struct AdvancedPage<'a> {
    layout: PageLayout<'a>,
    filled: &'a Composition,
    from: String,
    to: String,
    query: &'a str,
    total: usize,
    url: String,
    proposed: &'a [FacetCounts],
}

/// `GET /advanced`.
pub fn render(context: &RequestContext, view: &AdvancedView) -> Response {
    let filled = &view.filled;
    context.page(&AdvancedPage {
        layout: PageLayout::new(context, context.texts().text("advanced-title"), ""),
        filled,
        from: filled.from.map(|date| date.to_string()).unwrap_or_default(),
        to: filled.to.map(|date| date.to_string()).unwrap_or_default(),
        query: &view.query,
        total: view.total,
        url: query_url(&view.query),
        proposed: &view.proposed,
    })
}
