//! `GET /about`: the page that says what this site is, what it holds and how it counts.

use askama::Template;
use axum::response::Response;

use crate::model::{FACETS, Facet};
use crate::web::html::layout::PageLayout;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::url::params::SearchParams;

#[derive(Template)]
#[template(path = "about.html")]
pub struct AboutPage<'a> {
    layout: PageLayout<'a>,
    facets: &'static [Facet],
}

/// `GET /about`.
fn render(context: &RequestContext) -> Response {
    context.page(&AboutPage { layout: PageLayout::new(context, context.texts().text("nav-about"), ""), facets: FACETS })
}

/// `GET /about`: a page only.
pub async fn about(context: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    Ok(render(&context))
}
