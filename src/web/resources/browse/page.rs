//! The pages of browsing: the facets with their first values, and the values of one of them.

use askama::Template;
use axum::response::Response;

use super::view::{BrowseView, Order};
use crate::model::Facet;
use crate::search::types::response::FacetCounts;
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::url::links::{Change, SearchLinks, browse_url, landing_url};
use crate::web::url::params::SearchParams;
use crate::web::view::levels;

/// A facet with its first values.
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
    /// What it is called in the list: its own level alone where it stands under another.
    label: &'a str,
    is_below: bool,
    landing_url: String,
    search_url: String,
    count: usize,
}

/// The values of a list.
fn choices<'a>(facet: &'static Facet, links: &SearchLinks, values: &'a [(String, usize)]) -> Vec<Choice<'a>> {
    let choice = |(value, count): &'a (String, usize)| {
        let below = levels::below(facet, value, |first| values.iter().any(|(known, _)| known == first));
        Choice {
            value,
            label: below.unwrap_or(value),
            is_below: below.is_some(),
            landing_url: landing_url(facet, value),
            search_url: links.url(Change::Toggle(facet, value)),
            count: *count,
        }
    };
    levels::grouped(facet, values.iter().map(choice).collect(), |choice| choice.value)
}

#[derive(Template)]
#[template(path = "browse_index.html")]
struct IndexPage<'a> {
    layout: PageLayout<'a>,
    ways: Vec<Way<'a>>,
}

/// `GET /browse`.
pub fn render_index<'a>(context: &'a RequestContext, ways: &'a [FacetCounts]) -> Response {
    let links = SearchLinks::new(&SearchParams::everything());
    let texts = context.texts();
    let way = |counts: &'a FacetCounts| Way {
        name: counts.facet.name,
        label: texts.facet(counts.facet),
        total: counts.values.len() + counts.more,
        url: browse_url(counts.facet),
        values: choices(counts.facet, &links, &counts.values),
    };
    let layout = PageLayout::new(context, texts.text("nav-browse"), "");
    context.page(&IndexPage { layout, ways: ways.iter().map(way).collect() })
}

#[derive(Template)]
#[template(path = "browse.html")]
struct BrowsePage<'a> {
    layout: PageLayout<'a>,
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
pub fn render_values<'a>(context: &'a RequestContext, view: &'a BrowseView) -> Response {
    let links = SearchLinks::new(&SearchParams::everything());
    let texts = context.texts();
    let label = texts.facet_within(view.facet);
    let title = texts.format("browse-by").with("facet", label).to_string();
    let (next, previous) = super::json::neighbours(view);
    let by_name = texts.text(if view.facet.name == "year" { "order-newest" } else { "order-name" });
    let orders = [(Order::Count, texts.text("order-count")), (Order::Name, by_name)];
    // Years and numbers have no letters to choose from.
    let has_letters = view.initials.len() > 1 || view.initial.is_some();
    let letter = |(letter, count): &(char, usize)| {
        let chosen = view.initial == Some(*letter);
        (*letter, *count, view.url(view.order, Some(*letter), 1), chosen)
    };
    context.page(&BrowsePage {
        layout: PageLayout::new(context, title, "").at(&view.url(view.order, view.initial, view.page)),
        label,
        label_en: view.facet.label_en,
        name: view.facet.name,
        total: view.total,
        initial: view.initial,
        orders: orders.map(|(order, label)| (label, view.url(order, view.initial, 1), order == view.order)).into(),
        initials: view.initials.iter().filter(|_| has_letters).map(letter).collect(),
        all_url: view.initial.map(|_| view.url(view.order, None, 1)),
        values: choices(view.facet, &links, &view.values),
        missing: (view.missing > 0).then(|| (view.missing, links.url(Change::Missing(view.facet)))),
        page: view.page,
        pages: view.pages,
        next,
        previous,
    })
}
