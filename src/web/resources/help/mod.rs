//! `GET /help`: the query language, by examples that are links.

mod json;
mod page;
mod sections;

use axum::response::Response;

use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::url::params::SearchParams;

/// `GET /help`.
pub async fn help(context: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    Ok(match context.negotiate(Representation::OF_PAGES)? {
        Representation::Html => page::render(&context),
        _ => json::render(),
    })
}
