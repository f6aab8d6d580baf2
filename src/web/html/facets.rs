//! Facets on pages: a [`FacetView`] has the values of one facet, each as a link that adds, drops or excludes it; those of
//! a second level stand under their first.

use crate::search::types::request::SearchRequest;
use crate::search::types::response::FacetCounts;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::view::levels;

/// Values of a facet that are shown before "more".
pub const MAX_SHOWN_VALUES: usize = 8;

/// A facet beside the results.
pub struct FacetView<'a> {
    pub name: &'static str,
    pub label: &'static str,
    pub values: Vec<FacetValue<'a>>,
    pub rest: Vec<FacetValue<'a>>,
    pub rest_open: bool,
    /// Whether any value is chosen, or left out.
    pub is_used: bool,
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
    /// What it is called in the list: its own level alone where it stands under another.
    pub label: &'a str,
    pub is_below: bool,
    pub count: usize,
    pub selected: bool,
    pub excluded: bool,
    pub url: String,
    pub exclude_url: String,
}

impl<'a> FacetView<'a> {
    /// Of what was counted.
    pub fn new(counts: &'a FacetCounts, request: &SearchRequest, links: &SearchLinks, texts: &'static Texts) -> Self {
        let mut values = values(counts, request, links);
        let is_used = |value: &FacetValue<'_>| value.selected || value.excluded;
        let any_used = values.iter().any(is_used);
        let rest = values.split_off(values.len().min(MAX_SHOWN_VALUES));
        Self {
            name: counts.facet.name,
            label: texts.facet_within(counts.facet),
            values,
            rest_open: rest.iter().any(is_used),
            is_used: any_used || request.missing.contains(counts.facet),
            rest,
            more: counts.more,
            all_url: links.facet(counts.facet),
            missing: missing(counts, request, links),
        }
    }
}

pub fn values<'a>(counts: &'a FacetCounts, request: &SearchRequest, links: &SearchLinks) -> Vec<FacetValue<'a>> {
    let chosen = request.filters.get(counts.facet).map_or(&[][..], Vec::as_slice);
    let out = request.excluded.get(counts.facet).map_or(&[][..], Vec::as_slice);
    let value = |(value, count): &'a (String, usize)| {
        let excluded = out.contains(value);
        let exclude_url = links.url(Change::Exclude(counts.facet, value));
        let is_listed = |first: &str| counts.values.iter().any(|(known, _)| known == first);
        let below = levels::below(counts.facet, value, is_listed);
        FacetValue {
            value,
            label: below.unwrap_or(value),
            is_below: below.is_some(),
            count: *count,
            selected: chosen.contains(value),
            excluded,
            url: if excluded { exclude_url.clone() } else { links.url(Change::Toggle(counts.facet, value)) },
            exclude_url,
        }
    };
    levels::grouped(counts.facet, counts.values.iter().map(value).collect(), |value| value.value)
}

pub fn missing(counts: &FacetCounts, request: &SearchRequest, links: &SearchLinks) -> Option<Missing> {
    let selected = request.missing.contains(counts.facet);
    let url = links.url(Change::Missing(counts.facet));
    (counts.missing > 0 || selected).then_some(Missing { count: counts.missing, url, selected })
}
