//! The values of a facet as filters: beside the results, and by themselves where there are many.

use askama::Template;
use axum::response::Response;

use super::Shell;
use crate::model::Facet;
use crate::search::request::SearchRequest;
use crate::search::result::FacetCounts;
use crate::web::links::{Change, SearchLinks};
use crate::web::params::SearchParams;
use crate::web::texts::Texts;
use crate::web::visit::Visit;

/// Values of a facet that are shown before "more".
const SHOWN: usize = 8;

/// A facet beside the results.
pub struct FacetView<'a> {
    pub name: &'static str,
    pub label: &'static str,
    pub values: Vec<FacetValue<'a>>,
    pub rest: Vec<FacetValue<'a>>,
    pub rest_open: bool,
    pub more: usize,
    /// To all the values.
    pub all_url: String,
    pub missing: Option<Missing>,
}

/// 未标明: how many bulletins have no value, and the search for them or, where it is on, without them.
pub struct Missing {
    pub count: usize,
    pub url: String,
    pub selected: bool,
}

/// A value with the search that has it, or has it no longer; and the one that leaves it out.
pub struct FacetValue<'a> {
    pub value: &'a str,
    pub count: usize,
    pub selected: bool,
    pub rejected: bool,
    pub url: String,
    pub reject_url: String,
}

impl<'a> FacetView<'a> {
    /// Of what was counted.
    pub fn of(counts: &'a FacetCounts, request: &SearchRequest, links: &SearchLinks, texts: &'static Texts) -> Self {
        let mut values = values(counts, request, links);
        let rest = values.split_off(values.len().min(SHOWN));
        Self {
            name: counts.facet.name,
            label: texts.facet_within(counts.facet),
            values,
            rest_open: rest.iter().any(|value| value.selected || value.rejected),
            rest,
            more: counts.more,
            all_url: links.facet(counts.facet),
            missing: missing(counts, request, links),
        }
    }
}

fn values<'a>(counts: &'a FacetCounts, request: &SearchRequest, links: &SearchLinks) -> Vec<FacetValue<'a>> {
    let chosen = request.filters.get(counts.facet).map_or(&[][..], Vec::as_slice);
    let out = request.rejected.get(counts.facet).map_or(&[][..], Vec::as_slice);
    let value = |(value, count): &'a (String, usize)| {
        let rejected = out.contains(value);
        let reject_url = links.url(Change::Reject(counts.facet, value));
        FacetValue {
            value,
            count: *count,
            selected: chosen.contains(value),
            rejected,
            url: if rejected { reject_url.clone() } else { links.url(Change::Toggle(counts.facet, value)) },
            reject_url,
        }
    };
    counts.values.iter().map(value).collect()
}

fn missing(counts: &FacetCounts, request: &SearchRequest, links: &SearchLinks) -> Option<Missing> {
    let selected = request.missing.contains(counts.facet);
    let url = links.url(Change::Missing(counts.facet));
    (counts.missing > 0 || selected).then_some(Missing { count: counts.missing, url, selected })
}

#[derive(Template)]
#[template(path = "facet.html")]
struct FacetPage<'a> {
    shell: Shell<'a>,
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
pub fn facet(visit: &Visit, params: &SearchParams, sought: &str, counts: &FacetCounts, more_url: String) -> Response {
    let links = SearchLinks::new(params);
    let request = &params.request;
    let label = visit.texts().facet_within(counts.facet);
    let title = visit.texts().fill("facet-by").with("facet", label).to_string();
    visit.page(&FacetPage {
        shell: Shell::new(visit, title, ""),
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
