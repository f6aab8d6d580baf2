//! The pages of browsing: the ways in, the values of one of them, what is new.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use super::home::Entry;
use super::{Link, Shell, chinese_date, grouped};
use crate::model::Facet;
use crate::search::result::FacetCounts;
use crate::web::api::browse_neighbours;
use crate::web::browse::{BrowseView, LatestView, NewIn, Order, browse_url, day_of};
use crate::web::links::{Change, SearchLinks, landing_url};
use crate::web::params::SearchParams;
use crate::web::respond;
use crate::web::visit::Visit;

/// One way in.
struct Way<'a> {
    name: &'static str,
    label: &'static str,
    label_en: &'static str,
    total: String,
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
    let way = |counts: &'a FacetCounts| Way {
        name: counts.facet.name,
        label: counts.facet.label,
        label_en: counts.facet.label_en,
        total: grouped((counts.values.len() + counts.more) as u64),
        url: browse_url(counts.facet),
        values: counts.values.iter().map(|counted| Choice::of(counts.facet, &links, counted)).collect(),
    };
    respond::page(&IndexPage { shell: Shell::new(visit, "分类浏览", ""), ways: ways.iter().map(way).collect() })
}

#[derive(Template)]
#[template(path = "browse.html")]
struct BrowsePage<'a> {
    shell: Shell<'a>,
    label: &'static str,
    label_en: &'static str,
    name: &'static str,
    total: String,
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
    let title = format!("按{}浏览", view.facet.label);
    let (next, previous) = browse_neighbours(view);
    let by_name = if view.facet.name == "year" { "从新到旧" } else { "按音序" };
    let orders = [(Order::Count, "按篇数"), (Order::Name, by_name)];
    // Years and numbers have no letters to choose from.
    let has_letters = view.initials.len() > 1 || view.initial.is_some();
    let letter = |(letter, count): &(char, usize)| {
        let chosen = view.initial == Some(*letter);
        (*letter, *count, view.url(view.order, Some(*letter), 1), chosen)
    };
    respond::page(&BrowsePage {
        shell: Shell::new(visit, &title, ""),
        label: view.facet.label,
        label_en: view.facet.label_en,
        name: view.facet.name,
        total: grouped(view.total as u64),
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
    spans: Vec<(Link, &'static str)>,
    /// What was published today, where anything was.
    today: Option<Day<'a>>,
    published_today: String,
    /// Else the newest day, with the search for it.
    newest_day: Option<Link>,
    /// What was taken in today, or else on the newest day there is.
    taken_in: Option<Day<'a>>,
    is_today: bool,
    taken_in_today: String,
    /// The other days of publication.
    days: Vec<Day<'a>>,
}

/// How much is new, as links; where there is nothing the link leads nowhere.
pub(super) fn new_links(spans: &[NewIn]) -> Vec<(Link, &'static str)> {
    let link = |new: &NewIn| Link {
        text: format!("{} {} 篇", new.label, grouped(new.count as u64)),
        url: if new.count > 0 { new.url() } else { String::new() },
    };
    spans.iter().map(|new| (link(new), new.label_en)).collect()
}

/// `GET /latest`.
pub fn latest<'a>(visit: &'a Visit, view: &'a LatestView) -> Response {
    let mut days: Vec<Day<'a>> = Vec::new();
    for item in &view.newest.results {
        let date = item.stored.article.published_on.map_or("未标明日期".to_owned(), chinese_date);
        match days.last_mut() {
            Some(day) if day.date == date => day.entries.push(Entry::new(&item.stored)),
            _ => days.push(Day { date, entries: vec![Entry::new(&item.stored)] }),
        }
    }
    let of_today = chinese_day(view.today);
    let today = days.iter().position(|day| day.date == of_today).map(|place| days.remove(place));
    let newest_day = view.newest_day.as_ref().filter(|_| today.is_none());
    let taken_in = view.taken_in.first().map(|newest| Day {
        date: chinese_day(day_of(newest.first_seen)),
        entries: view.taken_in.iter().map(Entry::new).collect(),
    });
    respond::page(&LatestPage {
        shell: Shell::new(visit, "最新公报", ""),
        spans: new_links(&view.spans),
        today,
        published_today: grouped(view.published_today() as u64),
        newest_day: newest_day.map(|day| Link {
            text: format!("{} {} 篇", chinese_day(day.from), grouped(day.count as u64)),
            url: day.url(),
        }),
        taken_in,
        is_today: view.taken_in_today > 0,
        taken_in_today: grouped(view.taken_in_today),
        days,
    })
}

/// A day as prose: 2020年2月4日.
fn chinese_day(day: Date) -> String {
    day.strftime("%Y年%-m月%-d日").to_string()
}
