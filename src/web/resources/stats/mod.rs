//! `GET /stats`: how many bulletins there are, of which time, and the most frequent values of every facet; as a page, in
//! plain words how the site fares.

mod json;
mod page;
mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use self::view::{Figures, Operation};
use crate::app::App;
use crate::model::{FACETS, Facet, PartialDate, StoredArticle};
use crate::search::engine::query::Sort;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::SearchResponse;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::Tag;
use crate::web::url::params::SearchParams;

/// Values of each facet in the figures.
pub const FACET_VALUES: usize = 20;

/// `GET /stats`.
pub async fn stats(
    State(app): State<Arc<App>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let revision = app.store.revision().await?;
    let tag = Tag::new(&context, representation, &format!("{revision} {}", app.search.snapshot_id()));
    // Sizes change without a revision, so a page is always made anew.
    if let Some(response) = tag.not_modified(&headers).filter(|_| representation != Representation::Html) {
        return Ok(response);
    }
    let facets: Vec<&'static Facet> = FACETS.iter().collect();
    let newest = SearchRequest {
        facet_values: facets.iter().map(|facet| (*facet, FACET_VALUES)).collect(),
        facets,
        per_page: 1,
        highlight: false,
        ..SearchRequest::new("")
    };
    let oldest = SearchRequest { sort: Sort::Oldest, facets: Vec::new(), ..newest.clone() };
    let (all, first, counts) = tokio::join!(app.search.search(&newest), app.search.search(&oldest), app.store.counts());
    let all = all?;
    let date = |page: &SearchResponse| page.results.first().and_then(|item| published_on(&item.stored));
    let figures = Figures {
        counts: counts?,
        revision,
        indexed_revision: all.revision,
        earliest: date(&first?),
        latest: date(&all),
        all,
    };
    if representation == Representation::Html {
        let operation = operation(&app).await?;
        return Ok(page::render(&context, &app, &figures, &operation));
    }
    tag.with_etag(json::render(&figures))
}

/// How the site fares.
async fn operation(app: &App) -> Result<Operation, WebError> {
    let last = app.store.newest(1).await?;
    let config = app.config.clone();
    // Sizes are read from the disk.
    let database_bytes =
        tokio::task::spawn_blocking(move || config.database_bytes()).await.map_err(WebError::internal)?;
    Ok(Operation {
        readiness: app.readiness().await?,
        last_import: last.first().map(|stored| stored.first_seen),
        database_bytes,
        index_bytes: app.index_bytes(),
    })
}

pub fn published_on(stored: &StoredArticle) -> Option<PartialDate> {
    stored.article.published_on
}
