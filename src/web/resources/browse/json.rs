//! The data of browsing.

use axum::response::Response;
use serde::Serialize;

use super::view::BrowseView;
use crate::search::types::response::FacetCounts;
use crate::web::http::response;
use crate::web::json::facets::{ValueJson, WayJson, way};
use crate::web::url::links::{Change, SearchLinks, browse_url, landing_url};
use crate::web::url::params::SearchParams;

/// `GET /browse`.
pub fn render_index(ways: &[FacetCounts]) -> Response {
    #[derive(Serialize)]
    struct IndexJson<'a> {
        ways: Vec<WayJson<'a>>,
    }
    let links = SearchLinks::new(&SearchParams::everything());
    response::json(&IndexJson {
        ways: ways.iter().map(|counts| way(counts, &links, browse_url(counts.facet))).collect(),
    })
}

/// `GET /browse/{facet}`.
pub fn render_values(view: &BrowseView) -> Response {
    #[derive(Serialize)]
    struct InitialJson {
        initial: char,
        count: usize,
        url: String,
    }
    #[derive(Serialize)]
    struct BrowseJson<'a> {
        name: &'static str,
        label: &'static str,
        label_en: &'static str,
        sort: &'static str,
        initial: Option<char>,
        total: usize,
        page: usize,
        pages: usize,
        next: Option<String>,
        previous: Option<String>,
        missing: usize,
        missing_url: String,
        initials: Vec<InitialJson>,
        values: Vec<ValueJson<'a>>,
    }
    let links = SearchLinks::new(&SearchParams::everything());
    let (next, previous) = neighbours(view);
    let initial = |(initial, count): &(char, usize)| InitialJson {
        initial: *initial,
        count: *count,
        url: view.url(view.order, Some(*initial), 1),
    };
    let value = |(value, count)| ValueJson {
        value,
        count,
        url: links.url(Change::Toggle(view.facet, value)),
        landing_url: landing_url(view.facet, value),
    };
    let mut response = response::json(&BrowseJson {
        name: view.facet.name,
        label: view.facet.label,
        label_en: view.facet.label_en,
        sort: view.order.name(),
        initial: view.initial,
        total: view.total,
        page: view.page,
        pages: view.pages,
        next: next.clone(),
        previous: previous.clone(),
        missing: view.missing,
        missing_url: links.url(Change::Missing(view.facet)),
        initials: view.initials.iter().map(initial).collect(),
        values: view.values.iter().map(|(text, count)| value((text.as_str(), *count))).collect(),
    });
    response::link(&mut response, &[("next", next), ("prev", previous)]);
    response
}

/// The addresses of the next and the previous page.
pub fn neighbours(view: &BrowseView) -> (Option<String>, Option<String>) {
    let at = |page| view.url(view.order, view.initial, page);
    let next = (view.page < view.pages).then(|| at(view.page + 1));
    (next, (view.page > 1).then(|| at(usize::min(view.page - 1, view.pages.max(1)))))
}
