//! The pages of browsing: the ways in, the values of one of them, what is new.

use askama::Template;
use axum::response::Response;

use super::Shell;
use super::home::Entry;
use crate::search::result::FacetCounts;
use crate::web::api::browse_neighbours;
use crate::web::browse::{BrowseView, LatestView, NewIn, Order, browse_url};
use crate::web::links::{Change, SearchLinks};
use crate::web::params::SearchParams;
use crate::web::texts::Texts;
use crate::web::visit::Visit;

/// One way in.
struct Way {
    name: &'static str,
    label: &'static str,
    total: usize,
    url: String,
    values: Vec<(String, String, usize)>,
}

#[derive(Template)]
#[template(path = "browse_index.html")]
struct IndexPage<'a> {
    shell: Shell<'a>,
    ways: Vec<Way>,
}

/// `GET /browse`.
pub fn browse_index(visit: &Visit, ways: &[FacetCounts]) -> Response {
    let links = SearchLinks::new(&SearchParams::everything());
    let texts = visit.texts();
    let way = |counts: &FacetCounts| Way {
        name: counts.facet.name,
        label: texts.facet(counts.facet),
        total: counts.values.len() + counts.more,
        url: browse_url(counts.facet),
        values: counts
            .values
            .iter()
            .map(|(value, count)| (value.clone(), links.url(Change::Toggle(counts.facet, value)), *count))
            .collect(),
    };
    let shell = Shell::new(visit, texts.say("nav-browse"), "");
    visit.page(&IndexPage { shell, ways: ways.iter().map(way).collect() })
}

#[derive(Template)]
#[template(path = "browse.html")]
struct BrowsePage<'a> {
    shell: Shell<'a>,
    label: &'static str,
    label_en: &'static str,
    name: &'static str,
    total: usize,
    initial: Option<char>,
    orders: Vec<(&'static str, String, bool)>,
    initials: Vec<(char, usize, String, bool)>,
    /// To the values under every letter, where one is chosen.
    all_url: Option<String>,
    values: Vec<(&'a str, String, usize)>,
    missing: Option<(usize, String)>,
    page: usize,
    pages: usize,
    next: Option<String>,
    previous: Option<String>,
}

/// `GET /browse/{facet}`.
pub fn browse<'a>(visit: &'a Visit, view: &'a BrowseView) -> Response {
    let links = SearchLinks::new(&SearchParams::everything());
    let texts = visit.texts();
    let label = texts.facet_within(view.facet);
    let title = texts.fill("browse-by").with("facet", label).to_string();
    let (next, previous) = browse_neighbours(view);
    let by_name = texts.say(if view.facet.name == "year" { "order-newest" } else { "order-name" });
    let orders = [(Order::Count, texts.say("order-count")), (Order::Name, by_name)];
    // Years and numbers have no letters to choose from.
    let has_letters = view.initials.len() > 1 || view.initial.is_some();
    let letter = |(letter, count): &(char, usize)| {
        let chosen = view.initial == Some(*letter);
        (*letter, *count, view.url(view.order, Some(*letter), 1), chosen)
    };
    visit.page(&BrowsePage {
        shell: Shell::new(visit, title, ""),
        label,
        label_en: view.facet.label_en,
        name: view.facet.name,
        total: view.total,
        initial: view.initial,
        orders: orders.map(|(order, label)| (label, view.url(order, view.initial, 1), order == view.order)).into(),
        initials: view.initials.iter().filter(|_| has_letters).map(letter).collect(),
        all_url: view.initial.map(|_| view.url(view.order, None, 1)),
        values: view
            .values
            .iter()
            .map(|(value, count)| (value.as_str(), links.url(Change::Toggle(view.facet, value)), *count))
            .collect(),
        missing: (view.missing > 0).then(|| (view.missing, links.url(Change::Missing(view.facet)))),
        page: view.page,
        pages: view.pages,
        next,
        previous,
    })
}

/// The bulletins of a day.
struct Day<'a> {
    date: String,
    entries: Vec<Entry<'a>>,
}

#[derive(Template)]
#[template(path = "latest.html")]
struct LatestPage<'a> {
    shell: Shell<'a>,
    spans: Vec<NewLink>,
    days: Vec<Day<'a>>,
}

/// How much is new in some time; where there is nothing the link leads nowhere.
pub(super) struct NewLink {
    pub text: String,
    pub beside: &'static str,
    pub url: String,
}

/// How much is new, as links.
pub(super) fn new_links(spans: &[NewIn], texts: &'static Texts) -> Vec<NewLink> {
    let link = |new: &NewIn| NewLink {
        text: texts.fill(new.key).with("count", new.count).to_string(),
        beside: texts.beside(new.key),
        url: if new.count > 0 { new.url() } else { String::new() },
    };
    spans.iter().map(link).collect()
}

/// `GET /latest`.
pub fn latest<'a>(visit: &'a Visit, view: &'a LatestView) -> Response {
    let texts = visit.texts();
    let undated = || texts.say("undated").to_owned();
    let mut days: Vec<Day<'a>> = Vec::new();
    for item in &view.newest.results {
        let date = item.stored.article.published_on.map_or_else(undated, |date| texts.date(date));
        match days.last_mut() {
            Some(day) if day.date == date => day.entries.push(Entry::new(&item.stored, texts)),
            _ => days.push(Day { date, entries: vec![Entry::new(&item.stored, texts)] }),
        }
    }
    let shell = Shell::new(visit, texts.say("latest-title"), "");
    visit.page(&LatestPage { shell, spans: new_links(&view.spans, texts), days })
}
