//! The first page: the search box, the newest bulletins, and the bulletins by year and by source.

use askama::Template;
use axum::response::Response;

use super::view::Home;
use crate::model::Facet;
use crate::search::types::response::FacetCounts;
use crate::web::html::entry::{Entry, NewLink, new_links};
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::url::links::{Change, SearchLinks, browse_url};
use crate::web::url::params::SearchParams;

/// Values of a facet that are shown before "more".
const MAX_OPEN_VALUES: usize = 12;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage<'a> {
    layout: PageLayout<'a>,
    total: u64,
    latest: Vec<Entry<'a>>,
    new: Vec<NewLink>,
    ways: Vec<Way>,
}

/// A facet with its first values.
struct Way {
    name: &'static str,
    label: &'static str,
    label_en: &'static str,
    all_url: String,
    values: Vec<(String, String, usize)>,
    rest: Vec<(String, String, usize)>,
    more: usize,
}

/// `GET /`.
pub fn render(context: &RequestContext, home: &Home) -> Response {
    let links = SearchLinks::new(&SearchParams::everything());
    let texts = context.texts();
    let way = |counts: &FacetCounts| {
        let values = counts.values.iter();
        let mut values: Vec<_> = values
            .map(|(value, count)| (value.clone(), links.url(Change::Toggle(counts.facet, value)), *count))
            .collect();
        let rest = values.split_off(values.len().min(MAX_OPEN_VALUES));
        let Facet { name, label_en, .. } = counts.facet;
        let label = texts.facet_within(counts.facet);
        let all_url = browse_url(counts.facet);
        Way { name, label, label_en, all_url, values, rest, more: counts.more }
    };
    context.page(&HomePage {
        layout: PageLayout::new(context, "", ""),
        total: home.counts.articles,
        // That nothing is new is no news.
        new: new_links(&home.new, texts).into_iter().filter(|link| !link.url.is_empty()).collect(),
        latest: home.newest.results.iter().map(|item| Entry::new(&item.stored, texts)).collect(),
        ways: home.newest.facets.iter().filter(|counts| !counts.values.is_empty()).map(way).collect(),
    })
}
