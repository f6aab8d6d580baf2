//! `GET /kept`: the page of the bulletins and searches that a reader saved. The reader's browser has them; a script
//! lists them.

use askama::Template;
use axum::response::Response;

use crate::web::html::layout::PageLayout;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::url::params::SearchParams;

#[derive(Template)]
#[template(path = "saved.html")]
pub struct SavedPage<'a> {
    layout: PageLayout<'a>,
}

/// `GET /kept`: what the reader saved in the browser, shown by a script; the server knows nothing of it.
pub async fn saved(context: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let layout = PageLayout::new(&context, context.texts().text("kept-title"), "");
    Ok(context.page(&SavedPage { layout }))
}
