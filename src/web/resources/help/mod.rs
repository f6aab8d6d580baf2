//! FIXME

mod json;
mod page;
mod sections;

use axum::response::Response;

use crate::web::format::Form;
use crate::web::http::error::WebError;
use crate::web::http::request_context::Visit;
use crate::web::url::params::SearchParams;

/// `GET /help`.
pub async fn help(visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    Ok(match visit.among(Form::OF_PAGES)? {
        Form::Html => page::help(&visit),
        _ => json::help(),
    })
}
