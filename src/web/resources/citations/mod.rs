//! `GET /articles/{id}/citations`: what a bulletin cites and what cites it, as data.

mod json;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::app::App;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::resources::find::find;
use crate::web::url::params::SearchParams;
use crate::web::url::values::parse_number;

/// Citing bulletins that are listed by default.
pub const DEFAULT_LIMIT: usize = 20;

/// Citing bulletins that are listed at most.
pub const MAX_LIMIT: usize = 100;

/// `GET /articles/{id}/citations`: data only; the article's page shows the same.
pub async fn citations(
    State(app): State<Arc<App>>,
    context: RequestContext,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut limit = DEFAULT_LIMIT;
    SearchParams::only(context.query(), &["limit"], |_, value| {
        limit = parse_number("limit", &value, MAX_LIMIT)?;
        Ok(())
    })?;
    context.negotiate(Representation::OF_DATA)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    let citations = app.search.citations(&stored, limit).await?;
    response::tagged(&headers, json::render(&stored, &citations)).await
}
