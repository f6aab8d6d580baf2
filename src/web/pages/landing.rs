//! The page of one source, person, issuer, …: its [`LandingView`].

use askama::Template;
use axum::response::Response;

use super::home::Entry;
use super::timeline::TimelineView;
use super::{Link, Shell, chinese_date, grouped};
use crate::model::StoredArticle;
use crate::search::result::FacetCounts;
use crate::web::browse::browse_url;
use crate::web::landing::LandingView;
use crate::web::links::{Change, SearchLinks, landing_url};
use crate::web::negotiate::Form;
use crate::web::respond;
use crate::web::visit::Visit;

/// What the bulletins have most often of another facet.
struct Often<'a> {
    name: &'static str,
    label: &'static str,
    label_en: &'static str,
    /// Values, the searches within them, and counts.
    values: Vec<(&'a str, String, usize)>,
    more: usize,
    /// To all of them.
    all_url: String,
}

#[derive(Template)]
#[template(path = "landing.html")]
struct LandingPage<'a> {
    shell: Shell<'a>,
    description: String,
    value: &'a str,
    name: &'static str,
    label: &'static str,
    label_en: &'static str,
    total: String,
    first: Option<Entry<'a>>,
    last: Option<Entry<'a>>,
    also: Vec<Link>,
    times: Option<TimelineView<'a>>,
    newest: Vec<Entry<'a>>,
    often: Vec<Often<'a>>,
    /// The list that the value stands in.
    list_url: String,
    search_url: String,
    /// What a search within these bulletins must say.
    within: Vec<(&'static str, &'a str)>,
    /// Media types, names and addresses.
    feeds: Vec<(&'static str, &'static str, String)>,
}

/// `GET /browse/{facet}/{value}`.
pub fn landing<'a>(visit: &'a Visit, view: &'a LandingView) -> Response {
    let LandingView { facet, value, links, found, timeline, .. } = view;
    let title = format!("{value}（{}）", facet.label);
    let total = grouped(found.total as u64);
    let (first, last) = (view.first.as_deref().map(Entry::new), view.last().map(Entry::new));
    let mut shell = Shell::new(visit, &title, "");
    shell.canonical = Some(format!("{}{}", visit.origin, landing_url(facet, value)));
    let also = view.also.iter().map(|(other, count)| Link {
        text: format!("{} {} 篇", other.label, grouped(*count as u64)),
        url: landing_url(other, value),
    });
    let feed = |form: Form| (form.media_type(), form.label(), links.url(Change::Form(form)));
    respond::page(&LandingPage {
        description: description(view),
        value,
        name: facet.name,
        label: facet.label,
        label_en: facet.label_en,
        total,
        first,
        last,
        also: also.collect(),
        times: TimelineView::of(timeline),
        newest: found.results.iter().map(|item| Entry::new(&item.stored)).collect(),
        often: found.facets.iter().filter(|counts| !counts.values.is_empty()).map(|of| often(of, links)).collect(),
        list_url: browse_url(facet),
        search_url: view.search_url(),
        within: links.hidden_in_form().collect(),
        feeds: [Form::Atom, Form::JsonFeed].map(feed).into(),
        shell,
    })
}

fn often<'a>(counts: &'a FacetCounts, links: &SearchLinks) -> Often<'a> {
    let value =
        |(value, count): &'a (String, usize)| (value.as_str(), links.url(Change::Toggle(counts.facet, value)), *count);
    Often {
        name: counts.facet.name,
        label: counts.facet.label,
        label_en: counts.facet.label_en,
        values: counts.values.iter().map(value).collect(),
        more: counts.more,
        all_url: links.facet(counts.facet),
    }
}

/// What search engines say of the page.
fn description(view: &LandingView) -> String {
    let LandingView { facet, value, found, .. } = view;
    let date = |stored: Option<&StoredArticle>| stored.and_then(|of| of.article.published_on);
    let time = match (date(view.first.as_deref()), date(view.last())) {
        (Some(first), Some(last)) if first != last => {
            format!("，{}至{}", chinese_date(first), chinese_date(last))
        }
        (Some(only), _) => format!("，{}", chinese_date(only)),
        _ => String::new(),
    };
    let (total, label_en) = (found.total, facet.label_en);
    format!("{}是{value}的公报 {total} 篇{time}。{total} bulletins, {label_en} {value}.", facet.label)
}
