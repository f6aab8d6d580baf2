//! A landing page, `/browse/{facet}/{value}`, is what the archive has of one source, person, issuer, …: how many
//! bulletins and of which time, what they have most often, the newest, and the ways on. All of it is one search.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::error::WebError;
use super::links::{Change, SearchLinks};
use super::negotiate::Form;
use super::params::SearchParams;
use super::respond::Tag;
use super::timeline::{Timeline, Unit};
use super::visit::Visit;
use super::{api, pages};
use crate::app::App;
use crate::model::{Facet, StoredArticle};
use crate::search::request::{SearchRequest, Sort};
use crate::search::result::ResultPage;

/// Newest bulletins that are listed.
const NEWEST: usize = 10;
/// Values of each other facet.
const VALUES: usize = 8;
/// The other facets that are counted, in their order.
const COUNTED: &[&str] = &["source", "column", "region", "issuer", "author", "document_kind", "subject", "keyword"];
/// The facets whose values are names: one may write, edit and issue.
const NAMES: &[&str] = &["source", "issuer", "author", "editor"];

/// What the archive has of one value.
pub struct LandingView {
    /// Which facet it is a value of.
    pub facet: &'static Facet,
    /// The value.
    pub value: String,
    /// The search for all that have it.
    pub links: SearchLinks,
    /// The newest of them, and the counts of other facets.
    pub found: ResultPage,
    /// When they were published.
    pub timeline: Timeline,
    /// The earliest of those that are dated.
    pub first: Option<Arc<StoredArticle>>,
    /// Other facets with the same value, and how many bulletins have it there.
    pub also: Vec<(&'static Facet, usize)>,
}

impl LandingView {
    /// The latest of those that are dated.
    pub fn last(&self) -> Option<&StoredArticle> {
        self.found.results.first().map(|item| &*item.stored).filter(|stored| stored.article.published_on.is_some())
    }

    /// The address of the search, of the newest first.
    pub fn search_url(&self) -> String {
        self.links.url(Change::Nothing)
    }
}

/// `GET /browse/{facet}/{value}`.
pub async fn landing(
    State(app): State<Arc<App>>,
    visit: Visit,
    named: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (name, value) = named.map(|Path(named)| named).unwrap_or_default();
    let facet = Facet::named(&name).ok_or_else(|| WebError::no_facet(&name))?;
    SearchParams::only_format(visit.uri.query())?;
    let form = visit.among(Form::OF_PAGES)?;
    let tag = Tag::of(&visit, form, &app.search.state());
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    let view = view(&app, facet, value).await?;
    tag.on(match form {
        Form::Html => pages::landing(&visit, &view),
        _ => api::landing(&view),
    })
}

async fn view(app: &App, facet: &'static Facet, value: String) -> Result<LandingView, WebError> {
    let all = SearchRequest { sort: Sort::Newest, ..with(facet, &value) };
    let params = SearchParams::everything().asking(all.clone());
    let facets: Vec<&'static Facet> =
        COUNTED.iter().filter_map(|name| Facet::named(name)).filter(|other| *other != facet).collect();
    let request = SearchRequest {
        per_page: NEWEST,
        highlight: false,
        timeline: true,
        facet_values: facets.iter().map(|other| (*other, VALUES)).collect(),
        facets,
        ..all.clone()
    };
    let found = app.search.search(&request).await?;
    if found.total == 0 {
        return Err(WebError::no_value(facet, &value));
    }
    let one = |request| SearchRequest { per_page: 1, highlight: false, facets: Vec::new(), ..request };
    let oldest = app.search.search(&one(SearchRequest { sort: Sort::Oldest, ..all })).await?;
    let mut also = Vec::new();
    let names = NAMES.iter().filter(|_| NAMES.contains(&facet.name)).filter_map(|name| Facet::named(name));
    for other in names.filter(|other| *other != facet) {
        let count = app.search.search(&one(with(other, &value))).await?.total;
        also.extend((count > 0).then_some((other, count)));
    }
    let dated = |stored: &Arc<StoredArticle>| stored.article.published_on.is_some();
    Ok(LandingView {
        facet,
        value,
        links: SearchLinks::new(&params),
        timeline: Timeline::of(&params, &found.timeline.clone().unwrap_or_default(), Unit::Auto),
        first: oldest.results.into_iter().map(|item| item.stored).find(dated),
        found,
        also,
    })
}

/// The search for all bulletins with this value.
fn with(facet: &'static Facet, value: &str) -> SearchRequest {
    SearchRequest { filters: [(facet, vec![value.to_owned()])].into(), ..SearchRequest::new("") }
}
