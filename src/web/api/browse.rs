//! The data form of browsing.

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;

use super::result::Summary;
use crate::model::StoredArticle;
use crate::search::result::FacetCounts;
use crate::web::browse::{BrowseView, LatestView, NewIn, browse_url};
use crate::web::links::{Change, SearchLinks, landing_url};
use crate::web::params::SearchParams;
use crate::web::respond;

#[derive(Serialize)]
struct ValueJson<'a> {
    value: &'a str,
    count: usize,
    url: String,
    landing_url: String,
}

fn values<'a>(counts: &'a FacetCounts, links: &SearchLinks) -> Vec<ValueJson<'a>> {
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

/// `GET /browse`.
pub fn browse_index(ways: &[FacetCounts]) -> Response {
    #[derive(Serialize)]
    struct IndexJson<'a> {
        ways: Vec<WayJson<'a>>,
    }
    let links = SearchLinks::new(&SearchParams::everything());
    respond::json(&IndexJson {
        ways: ways.iter().map(|counts| way(counts, &links, browse_url(counts.facet))).collect(),
    })
}

/// `GET /browse/{facet}`.
pub fn browse(view: &BrowseView) -> Response {
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
    let mut response = respond::json(&BrowseJson {
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
    respond::link(&mut response, &[("next", next), ("prev", previous)]);
    response
}

/// The addresses of the next and the previous page.
pub fn neighbours(view: &BrowseView) -> (Option<String>, Option<String>) {
    let at = |page| view.url(view.order, view.initial, page);
    let next = (view.page < view.pages).then(|| at(view.page + 1));
    (next, (view.page > 1).then(|| at(usize::min(view.page - 1, view.pages.max(1)))))
}

#[derive(Serialize)]
pub struct NewInJson {
    name: &'static str,
    label: &'static str,
    from: String,
    to: String,
    count: usize,
    url: String,
}

impl NewInJson {
    pub fn of(new: &NewIn) -> Self {
        let NewIn { name, label, from, to, count, .. } = new;
        Self { name, label, from: from.to_string(), to: to.to_string(), count: *count, url: new.url() }
    }
}

/// `GET /latest`.
pub fn latest<'a>(view: &'a LatestView) -> Response {
    #[derive(Serialize)]
    struct LatestJson<'a> {
        new: Vec<NewInJson>,
        published_today: usize,
        newest_day: Option<DayJson>,
        taken_in_today: u64,
        taken_in: Vec<TakenInJson<'a>>,
        results: Vec<Summary<'a>>,
    }
    #[derive(Serialize)]
    struct DayJson {
        date: String,
        count: usize,
        url: String,
    }
    #[derive(Serialize)]
    struct TakenInJson<'a> {
        first_seen: Timestamp,
        article: Summary<'a>,
    }
    let day = |day: &NewIn| DayJson { date: day.from.to_string(), count: day.count, url: day.url() };
    let taken_in = |stored: &'a StoredArticle| TakenInJson {
        first_seen: stored.first_seen,
        article: Summary::of(&stored.article),
    };
    respond::json(&LatestJson {
        new: view.spans.iter().map(NewInJson::of).collect(),
        published_today: view.published_today(),
        newest_day: view.newest_day.as_ref().map(day),
        taken_in_today: view.taken_in_today,
        taken_in: view.taken_in.iter().map(taken_in).collect(),
        results: view.newest.results.iter().map(|item| Summary::of(&item.stored.article)).collect(),
    })
}
