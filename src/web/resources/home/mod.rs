//! `GET /`: the first page, and for programs the description of the service.

mod json;
mod page;
mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use self::view::Home;
use crate::app::App;
use crate::model::Facet;
use crate::model::date::today;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::Tag;
use crate::web::url::params::SearchParams;
use crate::web::view::news::new_in;

/// `GET /`.
pub async fn home(
    State(app): State<Arc<App>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let today = today(app.clock.now());
    let tag = Tag::new(
        &context,
        representation,
        &format!("{} {} {}", app.store.revision().await?, app.search.snapshot_id(), today),
    );
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    let mut request = SearchRequest::new("");
    request.facets = ["year", "source"].into_iter().filter_map(Facet::from_name).collect();
    let (newest, counts, new) = tokio::join!(app.search.search(&request), app.store.counts(), new_in(&app, today));
    let home = Home { newest: newest?, new: new?, counts: counts? };
    tag.with_etag(match representation {
        Representation::Html => page::render(&context, &home),
        _ => json::render(&home),
    })
}
