//! The values of a facet as filters: beside the results, and by themselves where there are many.

use askama::Template;
use axum::response::Response;

use crate::model::Facet;
use crate::search::types::response::FacetCounts;
use crate::web::html::facets::{FacetValue, Missing, missing, values};
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::url::params::SearchParams;

#[derive(Template)]
#[template(path = "facet.html")]
struct FacetPage<'a> {
    layout: PageLayout<'a>,
    facet: &'static Facet,
    label: &'static str,
    label_en: &'static str,
    values: Vec<FacetValue<'a>>,
    /// How many values there are that fit.
    total: usize,
    more: usize,
    /// To more of them.
    more_url: String,
    missing: Option<Missing>,
    sought: &'a str,
    /// Back to the results.
    results: String,
    query: &'a str,
    is_narrowed: bool,
    whole: Vec<(&'static str, &'a str)>,
}

/// `GET /facets/{name}`.
pub fn render(
    context: &RequestContext,
    params: &SearchParams,
    sought: &str,
    counts: &FacetCounts,
    more_url: String,
) -> Response {
    let links = SearchLinks::new(params);
    let request = &params.request;
    let label = context.texts().facet_within(counts.facet);
    let title = context.texts().format("facet-by").with("facet", label).to_string();
    context.page(&FacetPage {
        layout: PageLayout::new(context, title, "").at(&links.facet(counts.facet)),
        facet: counts.facet,
        label,
        label_en: counts.facet.label_en,
        values: values(counts, request, &links),
        total: counts.values.len() + counts.more,
        more: counts.more,
        more_url,
        // What states nothing has nothing in it to be found.
        missing: missing(counts, request, &links).filter(|_| sought.is_empty()),
        sought,
        results: links.url(Change::Nothing),
        query: request.query.trim(),
        is_narrowed: links.in_form().next().is_some(),
        whole: links.in_form().collect(),
    })
}
