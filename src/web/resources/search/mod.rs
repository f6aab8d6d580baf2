//! `GET /search`: the results of a search in every representation: a page, data, a table, a feed or references.

mod filters;
mod json;
mod page;
mod translations;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use self::translations::translations;
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
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut params = SearchParams::parse(context.query())?;
    let representation = context.negotiate(Representation::OF_LISTS)?;
    let today = today(app.clock.now());
    params.apply_defaults(representation, today)?;
    let tag = Tag::new(&context, representation, &format!("{} {today}", app.search.snapshot_id()));
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    if representation.is_whole() {
        return tag.with_etag(export::every_hit(app, params, representation).await?);
    }
    // Who reads wants one story once; who counts wants every bulletin. Duplicates are known of the present alone.
    let by_default = params.request.as_of.is_none().then_some(representation == Representation::Html);
    let collapse = params.request.collapse.or(by_default);
    let (histogram, related) = match representation {
        Representation::Html => (true, true),
        _ => (params.request.histogram, params.request.related),
    };
    let highlight = params.request.highlight && params.needs_highlights(representation);
    let request = SearchRequest { collapse, highlight, histogram, related, ..params.request.clone() };
    let found = app.search.search(&request).await?;
    if let Some(log) = app.query_log.as_ref().filter(|_| request.page == 1 && request.cursor.is_none()) {
        log.record(&request.query, found.total, found.took.as_secs_f64() * 1_000.0);
    }
    let translations = match representation {
        Representation::Html | Representation::Json => translations(&app, &request, &found).await?,
        _ => Vec::new(),
    };
    tag.with_etag(match representation {
        Representation::Html => page::render(&context, &app.search, &params, &found, &translations),
        form if form.is_feed() => feeds::search(form, &params, &found, &context),
        form if form.is_reference() => {
            let articles = found.results.iter().map(|item| (&item.stored.article, result_url(item)));
            let name = export::file_name([params.request.query.clone()], &params.request, form);
            references::references(form, articles, today, &context.origin, &name)
        }
        _ => json::render(&params, &found, &translations),
    })
}
