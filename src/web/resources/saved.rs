//! FIXME

use askama::Template;
use axum::response::Response;

use crate::web::html::layout::PageLayout;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::url::params::SearchParams;

#[derive(Template)]
#[template(path = "kept.html")]
pub struct KeptPage<'a> {
    layout: PageLayout<'a>,
}

/// `GET /kept`: what the reader's own browser keeps, shown by a script; nothing of it is known here.
pub async fn kept(visit: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let layout = PageLayout::new(&visit, visit.texts().text("kept-title"), "");
    Ok(visit.page(&KeptPage { layout }))
}
