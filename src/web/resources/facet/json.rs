//! The data of the values of one facet.

use axum::response::Response;
use serde::Serialize;

use crate::search::types::response::FacetCounts;
use crate::web::http::response;
use crate::web::json::facets::FacetJson;
use crate::web::url::links::SearchLinks;
use crate::web::url::params::SearchParams;

/// `GET /facets/{name}`.
pub fn render(params: &SearchParams, prefix: &str, containing: &str, counts: &FacetCounts) -> Response {
    #[derive(Serialize)]
    struct OneFacetJson<'a> {
        name: &'static str,
        prefix: &'a str,
        containing: &'a str,
        #[serde(flatten)]
        facet: FacetJson<'a>,
    }
    let links = SearchLinks::new(params);
    response::json(&OneFacetJson {
        name: counts.facet.name,
        prefix,
        containing,
        facet: FacetJson::new(counts, &params.request, &links),
    })
}
