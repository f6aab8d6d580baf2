//! The filters of the page of results: what narrows the search, and what could.

use crate::model::Facet;
use crate::search::query::Match;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::{FacetCounts, SearchResponse};
use crate::web::html::conditions::{as_of_text, conditions};
use crate::web::html::facets::FacetView;
use crate::web::html::layout::Link;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks, escaped};
use crate::web::url::params::SearchParams;
use crate::web::url::values::further_facets;

/// What narrows the search, and what could.
pub struct Filters<'a> {
    pub exact: bool,
    pub from: String,
    pub to: String,
    /// The time at which the archive is looked at, as addresses write it.
    pub then: String,
    /// What a reader would call this search: the query with the conditions.
    pub name: String,
    /// What the form of the search box must repeat.
    pub hidden: Vec<(&'static str, &'a str)>,
    /// The whole search, to be repeated by forms that narrow it.
    pub whole: Vec<(&'static str, &'a str)>,
    pub advanced_url: String,
    pub active: Vec<Link>,
    /// To the same search without any of them.
    pub none_url: Option<String>,
    /// The time at which the archive is looked at, and the same search of now.
    pub as_of: Option<Link>,
    pub facets: Vec<FacetView<'a>>,
    pub further: Further<'a>,
}

/// Filters that are counted only where a reader opens them.
pub enum Further<'a> {
    /// What they are called, and the same search with them.
    Closed(String, String),
    Open(Vec<FacetView<'a>>),
}

impl<'a> Filters<'a> {
    pub fn new(
        name: String,
        params: &SearchParams,
        found: &'a SearchResponse,
        links: &'a SearchLinks,
        texts: &'static Texts,
    ) -> Self {
        let request = &params.request;
        let is_further = |counts: &&FacetCounts| Facet::further().any(|facet| facet == counts.facet);
        let (further, facets): (Vec<_>, Vec<_>) = found.facets.iter().partition(is_further);
        let view = |counts: &'a FacetCounts| FacetView::new(counts, request, links, texts);
        let offered = facets.into_iter().filter(|counts| offers_choice(counts, request, found.total));
        Self {
            exact: request.matching == Match::Exact,
            from: request.from.map(|date| date.to_string()).unwrap_or_default(),
            to: request.to.map(|date| date.to_string()).unwrap_or_default(),
            then: request.as_of.map(|as_of| as_of.to_string()).unwrap_or_default(),
            name,
            hidden: links.hidden_in_form().collect(),
            whole: links.in_form().collect(),
            advanced_url: advanced_url(&request.query),
            active: conditions(request, links, texts)
                .into_iter()
                .map(|of| Link { text: of.html, url: of.url })
                .collect(),
            none_url: is_filtered(request).then(|| links.url(Change::NoFilters)),
            as_of: request.as_of.map(|as_of| Link { text: as_of_text(as_of, texts), url: links.url(Change::Now) }),
            facets: offered.map(view).collect(),
            further: if further.is_empty() {
                Further::closed(params, texts)
            } else {
                let offered = further.into_iter().filter(|counts| counts.values.len() > 1 || is_used(counts, request));
                Further::Open(offered.map(view).collect())
            },
        }
    }
}

impl Further<'_> {
    fn closed(params: &SearchParams, texts: &'static Texts) -> Self {
        let names: Vec<&str> = Facet::further().map(|facet| texts.facet_within(facet)).collect();
        let (facets, facet_values) = further_facets();
        let request = SearchRequest { facets, facet_values, ..params.request.clone() };
        let url = SearchLinks::new(&params.with_request(request)).url(Change::Nothing);
        Self::Closed(names.join(texts.text("list-comma")), format!("{url}#further"))
    }
}

/// Whether anything but the words of the query narrows the search.
pub fn is_filtered(request: &SearchRequest) -> bool {
    !request.filters.is_empty()
        || !request.excluded.is_empty()
        || !request.missing.is_empty()
        || request.from.is_some()
        || request.to.is_some()
}

/// The form for the parts of a query, which starts from this one.
fn advanced_url(query: &str) -> String {
    match query.trim() {
        "" => "/advanced".to_owned(),
        query => format!("/advanced?q={}", escaped(query)),
    }
}

/// Whether the values of a facet are worth showing: one that all results have tells nothing.
fn offers_choice(counts: &FacetCounts, request: &SearchRequest, total: usize) -> bool {
    is_used(counts, request)
        || match counts.values.as_slice() {
            [] => false,
            [(_, count)] => *count < total,
            _ => true,
        }
}

/// Whether the search asks for values of a facet, or for none.
fn is_used(FacetCounts { facet, .. }: &FacetCounts, request: &SearchRequest) -> bool {
    request.filters.contains_key(facet) || request.excluded.contains_key(facet) || request.missing.contains(facet)
}
