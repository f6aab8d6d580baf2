//! Facets as data: their values with counts, and the addresses of the searches that each value leads to.

use serde::{Serialize, Serializer};

use crate::model::Facet;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::FacetCounts;
use crate::web::url::links::{Change, SearchLinks, landing_url};

#[derive(Serialize)]
pub struct ValueJson<'a> {
    pub value: &'a str,
    pub count: usize,
    pub url: String,
    pub landing_url: String,
}

pub fn values<'a>(counts: &'a FacetCounts, links: &SearchLinks) -> Vec<ValueJson<'a>> {
    let value = |(value, count): &'a (String, usize)| ValueJson {
        value,
        count: *count,
        url: links.url(Change::Toggle(counts.facet, value)),
        landing_url: landing_url(counts.facet, value),
    };
    counts.values.iter().map(value).collect()
}

/// A facet with its most frequent values.
#[derive(Serialize)]
pub struct WayJson<'a> {
    name: &'static str,
    label: &'static str,
    label_en: &'static str,
    total: usize,
    values: Vec<ValueJson<'a>>,
    url: String,
}

/// What was counted of a facet under a search; `url` leads to all of it.
pub fn way<'a>(counts: &'a FacetCounts, links: &SearchLinks, url: String) -> WayJson<'a> {
    let FacetCounts { facet, more, .. } = counts;
    WayJson {
        name: facet.name,
        label: facet.label,
        label_en: facet.label_en,
        total: counts.values.len() + more,
        values: values(counts, links),
        url,
    }
}

/// Facets by name, in the order asked for.
pub struct FacetsJson<'a> {
    pub counts: &'a [FacetCounts],
    pub request: &'a SearchRequest,
    pub links: &'a SearchLinks,
}

#[derive(Serialize)]
pub struct FacetJson<'a> {
    label: &'static str,
    label_en: &'static str,
    values: Vec<FacetValueJson<'a>>,
    more: usize,
    missing: MissingJson,
}

/// 未标明: bulletins without a value.
#[derive(Serialize)]
pub struct MissingJson {
    count: usize,
    selected: bool,
    url: String,
}

#[derive(Serialize)]
pub struct FacetValueJson<'a> {
    value: &'a str,
    count: usize,
    selected: bool,
    #[serde(rename = "rejected")]
    excluded: bool,
    url: String,
}

impl Serialize for FacetsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.counts.iter().map(|counts| (counts.facet.name, FacetJson::new(counts, self.request, self.links))),
        )
    }
}

impl<'a> FacetJson<'a> {
    pub fn new(counts: &'a FacetCounts, request: &SearchRequest, links: &SearchLinks) -> Self {
        let facet = counts.facet;
        let chosen = request.filters.get(facet).map_or(&[][..], Vec::as_slice);
        let out = request.excluded.get(facet).map_or(&[][..], Vec::as_slice);
        let values = counts.values.iter().map(|(value, count)| {
            let excluded = out.contains(value);
            let toggle = if excluded { Change::Exclude(facet, value) } else { Change::Toggle(facet, value) };
            FacetValueJson { value, count: *count, selected: chosen.contains(value), excluded, url: links.url(toggle) }
        });
        let missing = MissingJson {
            count: counts.missing,
            selected: request.missing.contains(facet),
            url: links.url(Change::Missing(facet)),
        };
        let Facet { label, label_en, .. } = facet;
        Self { label, label_en, values: values.collect(), more: counts.more, missing }
    }
}
