//! FIXME

pub(crate) mod json;
mod page;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::web::format::Form;
use crate::web::http::error::WebError;
use crate::web::http::request_context::Visit;
use crate::web::url::params::SearchParams;

/// `GET /audit`.
pub async fn audit(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let audit = app.audit().await?;
    Ok(match visit.among(Form::OF_PAGES)? {
        Form::Html => page::audit(&visit, &audit),
        _ => json::audit(&audit),
    })
}
