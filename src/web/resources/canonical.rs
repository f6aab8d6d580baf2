//! The way to the [`canonical`] address of a page: a layer of all pages, and what is at no address at all.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::model::date::today;
use crate::web::format::Representation;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::see_other;
use crate::web::url::canonical::canonical;

/// Leads from an address as it was passed on, or typed into a form, to the canonical one of the page. A program that
/// asks for data is told what is wrong with its address instead.
pub async fn canonical_address(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match to_canonical(&app, &request) {
        Some(response) => response,
        None => next.run(request).await,
    }
}

/// What is at no address: nothing, unless only a slash at its end is too much.
pub async fn not_found(State(app): State<Arc<App>>, request: Request) -> Response {
    to_canonical(&app, &request).unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}

fn to_canonical(app: &App, request: &Request) -> Option<Response> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let address = canonical(request.uri(), today(app.clock.now())).filter(|_| reads)?;
    if RequestContext::from_request(request).representation != Representation::Html {
        return None;
    }
    see_other(&address).ok()
}
