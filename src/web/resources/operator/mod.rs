//! What whoever runs the site looks at, on an address of its own that is not for the public: `GET /metrics` for Prometheus, and
//! `GET /` the same for people, with what readers looked for in vain.

mod gauges;
mod page;

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::telemetry::metrics;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;

/// The text format of Prometheus.
const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Searches in vain that the page shows.
const MAX_QUERIES: usize = 30;

/// `GET /metrics`.
pub async fn metrics(State(app): State<Arc<App>>) -> Result<Response, WebError> {
    let text = measured(&app).await?;
    Ok(([(header::CONTENT_TYPE, PROMETHEUS), (header::CACHE_CONTROL, "no-store")], text).into_response())
}

/// `GET /` of the operator's address.
pub async fn page(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    let readiness = app.readiness().await?;
    let text = measured(&app).await?;
    let read = move || app.query_log.as_ref().map(|log| log.in_vain(MAX_QUERIES)).transpose();
    let queries = tokio::task::spawn_blocking(read).await.map_err(WebError::internal)?.map_err(WebError::internal)?;
    Ok(page::render(&context, readiness, &text, queries.as_deref()))
}

async fn measured(app: &App) -> Result<String, WebError> {
    gauges::set(app).await?;
    metrics::render().ok_or_else(|| WebError::internal("metrics are not counted"))
}
