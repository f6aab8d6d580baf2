//! FIXME

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

/// `GET /kept`: what the reader's own browser keeps, shown by a script; nothing of it is known here.
pub async fn saved(context: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(context.uri.query())?;
    let layout = PageLayout::new(&context, context.texts().text("kept-title"), "");
    Ok(context.page(&SavedPage { layout }))
}
