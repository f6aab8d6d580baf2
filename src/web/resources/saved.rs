//! FIXME

use askama::Template;
use axum::response::Response;

use crate::web::html::shell::Shell;
use crate::web::http::error::WebError;
use crate::web::http::request_context::Visit;
use crate::web::url::params::SearchParams;

#[derive(Template)]
#[template(path = "kept.html")]
pub struct KeptPage<'a> {
    shell: Shell<'a>,
}

/// `GET /kept`: what the reader's own browser keeps, shown by a script; nothing of it is known here.
pub async fn kept(visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let shell = Shell::new(&visit, visit.texts().say("kept-title"), "");
    Ok(visit.page(&KeptPage { shell }))
}
