//! What belongs to reading one bulletin beside its text: what it cites and what cites it.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::api;
use super::error::WebError;
use super::negotiate::Form;
use super::params::{SearchParams, read_number};
use super::resources::find;
use super::respond;
use super::visit::Visit;
use crate::app::App;

/// Citing bulletins, unasked and at most.
const CITING: usize = 20;
const MOST_CITING: usize = 100;

/// `GET /articles/{id}/citations`: data only; the article's page shows the same.
pub async fn citations(
    State(app): State<Arc<App>>,
    visit: Visit,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut limit = CITING;
    SearchParams::only(visit.uri.query(), &["limit"], |_, value| {
        limit = read_number("limit", &value, MOST_CITING)?;
        Ok(())
    })?;
    visit.among(Form::OF_DATA)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    let citations = app.search.citations(&stored, limit).await?;
    respond::tagged(&headers, api::citations(&stored, &citations)).await
}
