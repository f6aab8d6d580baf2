//! What operators and crawlers ask: whether the process lives, whether it may be sent readers, and what
//! robots may fetch.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::app::App;
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
struct Readiness {
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
    let store_revision = app.store.revision().await?;
    let indexed_revision = app.search.indexed_revision();
    let status = if !app.is_in_place() {
        "replaced"
    } else if app.is_damaged() {
        "damaged"
    } else if indexed_revision < store_revision {
        "indexing"
    } else {
        "ready"
    };
    let ready = status == "ready";
    let mut response = uncached(response::json(&Readiness { status, indexed_revision, store_revision }));
    if !ready {
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    Ok(response)
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

fn uncached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
