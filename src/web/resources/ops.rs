//! What operators and crawlers ask: whether the process lives, whether it may be sent readers, and what
//! robots may fetch.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::app::App;
use crate::app::readiness::{Readiness, Status};
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::url::params::SearchParams;

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

#[derive(Serialize)]
struct ReadinessJson {
    status: &'static str,
    indexed_revision: i64,
    store_revision: i64,
}

/// `GET /healthz`: 200 as long as the process answers at all.
pub async fn health() -> Response {
    uncached(response::json(&Health { status: "alive" }))
}

/// `GET /readyz`: 200 once searches reflect what the store holds; else 503, with what keeps them from it: the index is not
/// there yet, a damaged one is being built anew, or the database in the data folder is another by now.
pub async fn readiness(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(context.uri.query())?;
    context.negotiate(Representation::OF_DATA)?;
    let Readiness { status, indexed_revision, store_revision } = app.readiness().await?;
    let told = ReadinessJson { status: status.name(), indexed_revision, store_revision };
    let mut response = uncached(response::json(&told));
    if status != Status::Ready {
        response = unavailable(response);
    }
    Ok(response)
}

/// `GET /readyz` before there is anything to be ready: the database is being opened, or brought to the newest form.
pub async fn starting() -> Response {
    unavailable(uncached(response::json(&Health { status: "starting" })))
}

/// The answer to everything else at that time.
pub async fn not_yet() -> Response {
    unavailable(uncached(().into_response()))
}

/// What robots may not fetch: the endless combinations of filters, and what is nobody's destination.
const NOT_FOR_ROBOTS: &[&str] = &[
    "/search",
    "/suggest",
    "/opensearch/",
    "/facets",
    "/changes",
    "/audit",
    "/preferences",
    "/kept",
    "/articles/*/compare/",
    "/articles/*/versions",
];

/// `GET /robots.txt`: articles may be indexed, and the sitemap names them.
pub async fn robots(context: RequestContext) -> Response {
    let disallowed: String = NOT_FOR_ROBOTS.iter().map(|path| format!("Disallow: {path}\n")).collect();
    // A sitemap is named by its whole address, or not at all.
    let sitemap = match context.origin.as_str() {
        "" => String::new(),
        origin => format!("Sitemap: {origin}/sitemap.xml\n"),
    };
    let text = format!("User-agent: *\n{disallowed}Allow: /\n{sitemap}");
    let mut response = ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response();
    response::vary_by_host(&mut response);
    response
}

fn unavailable(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

fn uncached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
