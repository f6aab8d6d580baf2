//! `GET /articles/{id}/related`: the bulletins most like this one, as data.

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

/// Related bulletins by default.
pub const DEFAULT_LIMIT: usize = 6;

/// Related bulletins at most.
pub const MAX_LIMIT: usize = 50;

/// `GET /articles/{id}/related`: data only, the most alike first.
pub async fn related(
    State(app): State<Arc<App>>,
    context: RequestContext,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut limit = DEFAULT_LIMIT;
    SearchParams::only(context.uri.query(), &["limit"], |_, value| {
        limit = parse_number("limit", &value, MAX_LIMIT)?;
        Ok(())
    })?;
    context.negotiate(Representation::OF_DATA)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    let others = app.search.related(&stored, limit).await?;
    response::tagged(&headers, json::render(&stored, &others)).await
}
