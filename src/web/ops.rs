//! What operators and crawlers ask: whether the process lives, whether it may be sent readers, and what
//! robots may fetch.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::WebError;
use super::negotiate::Form;
use super::params::SearchParams;
use super::respond;
use super::visit::Visit;
use crate::app::App;

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

#[derive(Serialize)]
struct Readiness {
    status: &'static str,
    indexed_revision: i64,
    store_revision: i64,
}

/// `GET /healthz`: 200 as long as the process answers at all.
pub async fn health() -> Response {
    unkept(respond::json(&Health { status: "alive" }))
}

/// `GET /readyz`: 200 once searches reflect what the store holds, else 503.
pub async fn readiness(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    visit.among(Form::OF_DATA)?;
    let store_revision = app.store.revision().await?;
    let indexed_revision = app.search.indexed_revision();
    let ready = indexed_revision >= store_revision;
    let status = if ready { "ready" } else { "indexing" };
    let mut response = unkept(respond::json(&Readiness { status, indexed_revision, store_revision }));
    if !ready {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    Ok(response)
}

/// `GET /robots.txt`: articles may be indexed; the endless combinations of filters may not.
pub async fn robots() -> Response {
    const TEXT: &str = "User-agent: *\nDisallow: /search\nDisallow: /suggest\nDisallow: /facets\nDisallow: /changes\nDisallow: /audit\nDisallow: /preferences\nAllow: /\n";
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], TEXT).into_response()
}

fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
