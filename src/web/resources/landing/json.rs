//! The data of a [`LandingView`].

use axum::response::Response;
use serde::Serialize;

use super::view::LandingView;
use crate::web::format::Representation;
use crate::web::http::response;
use crate::web::json::facets::{WayJson, way};
use crate::web::json::histogram::HistogramJson;
use crate::web::json::record::Summary;
use crate::web::url::links::{Change, browse_url, landing_url};

#[derive(Serialize)]
struct LandingJson<'a> {
    name: &'static str,
    label: &'static str,
    label_en: &'static str,
    value: &'a str,
    total: usize,
    first: Option<Summary<'a>>,
    last: Option<Summary<'a>>,
    also: Vec<AlsoJson>,
    histogram: HistogramJson<'a>,
    ways: Vec<WayJson<'a>>,
    results: Vec<Summary<'a>>,
    links: LandingLinksJson,
}

/// The same value of another facet.
#[derive(Serialize)]
struct AlsoJson {
    name: &'static str,
    label: &'static str,
    count: usize,
    landing_url: String,
}

#[derive(Serialize)]
struct LandingLinksJson {
    #[serde(rename = "self")]
    itself: String,
    html: String,
    /// Every value of the facet.
    browse: String,
    /// The search for all that have the value.
    search: String,
    atom: String,
    jsonfeed: String,
    /// The feed by first intake.
    atom_seen: String,
}

/// `GET /browse/{facet}/{value}`.
pub fn render(view: &LandingView) -> Response {
    let LandingView { facet, value, links, found, .. } = view;
    let itself = landing_url(facet, value);
    let also = view.also.iter().map(|(other, count)| AlsoJson {
        name: other.name,
        label: other.label,
        count: *count,
        landing_url: landing_url(other, value),
    });
    let counted = found.facets.iter().filter(|counts| !counts.values.is_empty());
    response::json(&LandingJson {
        name: facet.name,
        label: facet.label,
        label_en: facet.label_en,
        value,
        total: found.total,
        first: view.first.as_ref().map(|stored| Summary::new(stored)),
        last: view.last().map(Summary::new),
        also: also.collect(),
        histogram: HistogramJson::new(&view.histogram),
        ways: counted.map(|counts| way(counts, links, links.facet(counts.facet))).collect(),
        results: found.results.iter().map(|item| Summary::new(&item.stored)).collect(),
        links: LandingLinksJson {
            html: format!("{itself}?format=html"),
            itself,
            browse: browse_url(facet),
            search: view.search_url(),
            atom: links.url(Change::Representation(Representation::Atom)),
            jsonfeed: links.url(Change::Representation(Representation::JsonFeed)),
            atom_seen: view.intake_feed.clone(),
        },
    })
}
