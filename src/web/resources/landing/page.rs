//! The page of one source, person, issuer, …: its [`LandingView`].

use askama::Template;
use axum::response::Response;

use super::view::LandingView;
use crate::model::StoredArticle;
use crate::search::types::response::FacetCounts;
use crate::web::format::Representation;
use crate::web::html::entry::Entry;
use crate::web::html::histogram::HistogramView;
use crate::web::html::layout::{Link, PageLayout};
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks, browse_url, landing_url};

/// What the bulletins have most often of another facet.
struct Often<'a> {
    name: &'static str,
    /// Values, the searches within them, and counts.
    values: Vec<(&'a str, String, usize)>,
    more: usize,
    /// To all of them.
    all_url: String,
}

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingPage<'a> {
    layout: PageLayout<'a>,
    description: String,
    value: &'a str,
    name: &'static str,
    total: usize,
    first: Option<Entry<'a>>,
    last: Option<Entry<'a>>,
    also: Vec<Link>,
    histogram: Option<HistogramView<'a>>,
    newest: Vec<Entry<'a>>,
    often: Vec<Often<'a>>,
    /// The list that the value stands in.
    list_name: String,
    list_url: String,
    search_url: String,
    alerts_url: String,
    /// The parameters of a search within these bulletins.
    within: Vec<(&'static str, &'a str)>,
    /// Media types, names and addresses.
    feeds: Vec<(&'static str, &'static str, String)>,
}

/// `GET /browse/{facet}/{value}`.
pub fn render<'a>(context: &'a RequestContext, view: &'a LandingView) -> Response {
    let LandingView { facet, value, links, found, histogram, .. } = view;
    let texts = context.texts();
    let title = texts.format("landing-title").with("value", value).with("facet", texts.facet(facet)).to_string();
    let entry = |stored: &'a StoredArticle| Entry::new(stored, texts);
    let (first, last) = (view.first.as_deref().map(entry), view.last().map(entry));
    let mut layout = PageLayout::new(context, title, "").titled_in("zh");
    layout.canonical = Some(format!("{}{}", context.origin, landing_url(facet, value)));
    let also = view.also.iter().map(|(other, count)| Link {
        text: texts.format("landing-also-link").with("facet", texts.facet(other)).with("count", *count).to_string(),
        url: landing_url(other, value),
    });
    let feed = |representation: Representation| {
        (representation.media_type(), texts.form(representation), links.url(Change::Representation(representation)))
    };
    let by_intake = (Representation::Atom.media_type(), texts.text("feed-seen"), view.intake_feed.clone());
    context.page(&LandingPage {
        description: description(view, texts),
        value,
        name: facet.name,
        total: found.total,
        first,
        last,
        also: also.collect(),
        histogram: HistogramView::new(histogram, texts),
        newest: found.results.iter().map(|item| entry(&item.stored)).collect(),
        often: found.facets.iter().filter(|counts| !counts.values.is_empty()).map(|of| often(of, links)).collect(),
        list_name: texts.format("browse-by").with("facet", texts.facet_within(facet)).to_string(),
        list_url: browse_url(facet),
        search_url: view.search_url(),
        alerts_url: links.alerts(),
        within: links.hidden_in_form().collect(),
        feeds: vec![feed(Representation::Atom), feed(Representation::JsonFeed), by_intake],
        layout,
    })
}

fn often<'a>(counts: &'a FacetCounts, links: &SearchLinks) -> Often<'a> {
    let value =
        |(value, count): &'a (String, usize)| (value.as_str(), links.url(Change::Toggle(counts.facet, value)), *count);
    Often {
        name: counts.facet.name,
        values: counts.values.iter().map(value).collect(),
        more: counts.more,
        all_url: links.facet(counts.facet),
    }
}

/// The description of the page for search engines.
fn description(view: &LandingView, texts: &'static Texts) -> String {
    let LandingView { facet, value, found, .. } = view;
    let date = |stored: Option<&StoredArticle>| stored.and_then(|of| of.article.published_on);
    let described = match (date(view.first.as_deref()), date(view.last())) {
        (Some(first), Some(last)) if first != last => {
            texts.format("landing-described-from-to").with("from", texts.date(first)).with("to", texts.date(last))
        }
        (Some(only), _) => texts.format("landing-described-on").with("date", texts.date(only)),
        _ => texts.format("landing-described"),
    };
    let described = described.with("facet", texts.facet_within(facet)).with("value", value).with("count", found.total);
    described.to_string()
}
