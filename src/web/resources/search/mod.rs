//! FIXME

mod json;
mod page;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::app::App;
use crate::model::date::today;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::formats::{export, feeds, references};
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::Tag;
use crate::web::url::links::result_url;
use crate::web::url::params::SearchParams;

/// `GET /search`.
pub async fn search(
    State(app): State<Arc<App>>,
    visit: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut params = SearchParams::parse(visit.uri.query())?;
    let form = visit.negotiate(Representation::OF_LISTS)?;
    let today = today();
    params.settle(form, today)?;
    let tag = Tag::of(&visit, form, &format!("{} {today}", app.search.snapshot_id()));
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    if form.is_whole() {
        return tag.on(export::every_hit(app, params, form).await?);
    }
    // Who reads wants one story once; who counts wants every bulletin. Reprints are known of the present alone.
    let unasked = params.request.as_of.is_none().then_some(form == Representation::Html);
    let collapse = params.request.collapse.or(unasked);
    let (timeline, related) = match form {
        Representation::Html => (true, true),
        _ => (params.request.timeline, params.request.related),
    };
    let highlight = params.request.highlight && params.shows_marks(form);
    let request = SearchRequest { collapse, highlight, timeline, related, ..params.request.clone() };
    let found = app.search.search(&request).await?;
    tag.on(match form {
        Representation::Html => page::search(&visit, &params, &found),
        Representation::Atom | Representation::JsonFeed => feeds::search(form, &params, &found, &visit.origin),
        Representation::Ris | Representation::Bibtex | Representation::Gbt7714 => {
            let articles = found.results.iter().map(|item| (&item.stored.article, result_url(item)));
            references::references(form, articles, today, &visit.origin)
        }
        _ => json::search(&params, &found),
    })
}
