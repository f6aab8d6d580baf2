//! FIXME

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
pub fn page(visit: &RequestContext) -> Response {
    visit.page(&AboutPage { layout: PageLayout::new(visit, visit.texts().text("nav-about"), ""), facets: FACETS })
}

/// `GET /about`: a page only.
pub async fn about(visit: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    Ok(page(&visit))
}
