//! A landing page, `/browse/{facet}/{value}`, is what the archive has of one source, person, issuer, …: how many
//! bulletins and of which time, what they have most often, the newest, and the ways on. All of it is one search.

mod json;
mod page;
mod view;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use self::view::LandingView;
use crate::app::App;
use crate::model::{Facet, StoredArticle};
use crate::search::engine::query::Sort;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::Tag;
use crate::web::url::links::SearchLinks;
use crate::web::url::pagination::intake_feed_url;
use crate::web::url::params::SearchParams;
use crate::web::url::values::Unit;
use crate::web::view::histogram::Histogram;

/// Newest bulletins that are listed.
const NEWEST_LISTED: usize = 10;

/// Values of each other facet.
const VALUES_PER_FACET: usize = 8;

/// The other facets that are counted, in their order.
const COUNTED_FACETS: &[&str] =
    &["source", "column", "region", "issuer", "author", "document_kind", "subject", "keyword"];

/// The facets whose values are names: one may write, edit and issue.
const NAME_FACETS: &[&str] = &["source", "issuer", "author", "editor"];

/// `GET /browse/{facet}/{value}`.
pub async fn landing(
    State(app): State<Arc<App>>,
    context: RequestContext,
    named: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (name, value) = named.map(|Path(named)| named).unwrap_or_default();
    let facet = Facet::from_name(&name).ok_or_else(|| WebError::no_facet(&name))?;
    SearchParams::only_format(context.query())?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let tag = Tag::new(&context, representation, &app.search.snapshot_id());
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    let view = view(&app, facet, value).await?;
    tag.with_etag(match representation {
        Representation::Html => page::render(&context, &view),
        _ => json::render(&view),
    })
}

async fn view(app: &App, facet: &'static Facet, value: String) -> Result<LandingView, WebError> {
    let all = SearchRequest { sort: Sort::Newest, ..with(facet, &value) };
    let params = SearchParams::everything().with_request(all.clone());
    let facets: Vec<&'static Facet> =
        COUNTED_FACETS.iter().filter_map(|name| Facet::from_name(name)).filter(|other| *other != facet).collect();
    let request = SearchRequest {
        per_page: NEWEST_LISTED,
        highlight: false,
        histogram: true,
        facet_values: facets.iter().map(|other| (*other, VALUES_PER_FACET)).collect(),
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
    let names =
        NAME_FACETS.iter().filter(|_| NAME_FACETS.contains(&facet.name)).filter_map(|name| Facet::from_name(name));
    for other in names.filter(|other| *other != facet) {
        let count = app.search.search(&one(with(other, &value))).await?.total;
        also.extend((count > 0).then_some((other, count)));
    }
    let dated = |stored: &Arc<StoredArticle>| stored.article.published_on.is_some();
    Ok(LandingView {
        facet,
        value,
        links: SearchLinks::new(&params),
        intake_feed: intake_feed_url(&params),
        histogram: Histogram::new(&params, &found.histogram.clone().unwrap_or_default(), Unit::Auto),
        first: oldest.results.into_iter().map(|item| item.stored).find(dated),
        found,
        also,
    })
}

/// The search for all bulletins with this value.
fn with(facet: &'static Facet, value: &str) -> SearchRequest {
    SearchRequest { filters: [(facet, vec![value.to_owned()])].into(), ..SearchRequest::new("") }
}
