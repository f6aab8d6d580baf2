//! `GET /articles/{id}/citations`: all that a bulletin cites and all that cites it, each with what one does to the other.

mod csv;
mod json;
mod page;
mod request;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use self::request::CitationsRequest;
use crate::app::App;
use crate::model::date::today;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::resources::find::find;

/// `GET /articles/{id}/citations`: the article's page shows the first.
pub async fn citations(
    State(app): State<Arc<App>>,
    context: RequestContext,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let representation = context.negotiate(Representation::OF_CITATIONS)?;
    let request = CitationsRequest::parse(context.query(), representation)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    let citations = app.search.citations(&stored, request.offset(), request.limit).await?;
    let response = match representation {
        Representation::Html => page::render(&context, &stored, request, &citations),
        Representation::Csv => csv::render(&stored, &citations, today(app.clock.now())),
        _ => json::render(&stored, &citations),
    };
    response::tagged(&headers, response).await
}
