//! `GET /audit`: for operators, how completely each source was read, by which rules, and what failed.

mod json;
mod page;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::url::params::SearchParams;

/// `GET /audit`.
pub async fn audit(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let audit = app.audit().await?;
    Ok(match context.negotiate(Representation::OF_PAGES)? {
        Representation::Html => page::render(&context, &audit),
        _ => json::render(&audit),
    })
}
