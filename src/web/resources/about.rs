//! FIXME

use askama::Template;
use axum::response::Response;

use crate::model::{FACETS, Facet};
use crate::web::html::shell::Shell;
use crate::web::http::error::WebError;
use crate::web::http::request_context::Visit;
use crate::web::url::params::SearchParams;

#[derive(Template)]
#[template(path = "about.html")]
pub struct AboutPage<'a> {
    shell: Shell<'a>,
    facets: &'static [Facet],
}

/// `GET /about`.
pub fn page(visit: &Visit) -> Response {
    visit.page(&AboutPage { shell: Shell::new(visit, visit.texts().say("nav-about"), ""), facets: FACETS })
}

/// `GET /about`: a page only.
pub async fn about(visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    Ok(page(&visit))
}
