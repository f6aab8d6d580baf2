//! The pages of browsing: the ways in, the values of one of them, what is new.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use super::home::Entry;
use super::{Link, Shell};
use crate::model::{Facet, PartialDate};
use crate::search::result::FacetCounts;
use crate::web::api::browse_neighbours;
use crate::web::browse::{BrowseView, LatestView, NewIn, Order, browse_url, day_of};
use crate::web::links::{Change, SearchLinks, landing_url};
use crate::web::params::SearchParams;
use crate::web::texts::Texts;
use crate::web::visit::Visit;

/// One way in.
struct Way<'a> {
    name: &'static str,
    label: &'static str,
    total: usize,
    url: String,
    values: Vec<Choice<'a>>,
}

/// A value with its landing page, the search for it and how many bulletins have it.
struct Choice<'a> {
    value: &'a str,
    landing_url: String,
    search_url: String,
    count: usize,
}

impl<'a> Choice<'a> {
    fn of(facet: &'static Facet, links: &SearchLinks, (value, count): &'a (String, usize)) -> Self {
        let (landing_url, search_url) = (landing_url(facet, value), links.url(Change::Toggle(facet, value)));
        Self { value, landing_url, search_url, count: *count }
    }
}

#[derive(Template)]
#[template(path = "browse_index.html")]
struct IndexPage<'a> {
    shell: Shell<'a>,
    ways: Vec<Way<'a>>,
}

/// `GET /browse`.
pub fn browse_index<'a>(visit: &'a Visit, ways: &'a [FacetCounts]) -> Response {
    let links = SearchLinks::new(&SearchParams::everything());
    let texts = visit.texts();
    let way = |counts: &'a FacetCounts| Way {
        name: counts.facet.name,
        label: texts.facet(counts.facet),
        total: counts.values.len() + counts.more,
        url: browse_url(counts.facet),
        values: counts.values.iter().map(|counted| Choice::of(counts.facet, &links, counted)).collect(),
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
    values: Vec<Choice<'a>>,
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
        values: view.values.iter().map(|counted| Choice::of(view.facet, &links, counted)).collect(),
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
    /// What was published today, where anything was.
    today: Option<Day<'a>>,
    published_today: usize,
    /// Else the newest day, with the search for it.
    newest_day: Option<Link>,
    /// What was taken in today, or else on the newest day there is.
    taken_in: Option<Day<'a>>,
    is_today: bool,
    taken_in_today: u64,
    /// The other days of publication.
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
    let day = |day: Date| PartialDate::new(day.year(), Some(day.month()), Some(day.day())).map(|day| texts.date(day));
    let of_today = day(view.today);
    let today = days.iter().position(|day| Some(&day.date) == of_today.as_ref()).map(|place| days.remove(place));
    let newest_day = view.newest_day.as_ref().filter(|_| today.is_none());
    let taken_in = view.taken_in.first().map(|newest| Day {
        date: day(day_of(newest.first_seen)).unwrap_or_default(),
        entries: view.taken_in.iter().map(|stored| Entry::new(stored, texts)).collect(),
    });
    let newest_link = |newest: &NewIn| Link {
        text: texts
            .fill("times-bar")
            .with("time", day(newest.from).unwrap_or_default())
            .with("count", newest.count)
            .to_string(),
        url: newest.url(),
    };
    visit.page(&LatestPage {
        shell: Shell::new(visit, texts.say("latest-title"), ""),
        spans: new_links(&view.spans, texts),
        today,
        published_today: view.published_today(),
        newest_day: newest_day.map(newest_link),
        taken_in,
        is_today: view.taken_in_today > 0,
        taken_in_today: view.taken_in_today,
        days,
    })
}
