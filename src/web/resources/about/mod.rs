//! `GET /about`: who runs this site, what it holds and how far back, under which terms, and how to reach somebody.

mod page;
mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use self::view::Holdings;
use crate::app::App;
use crate::model::Facet;
use crate::search::engine::query::Sort;
use crate::search::types::request::SearchRequest;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::url::params::SearchParams;

/// Kinds of documents, and sites, that are named.
const NAMED: usize = 12;

/// `GET /about`: a page only.
pub async fn about(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let facets: Vec<&'static Facet> = ["document_kind", "site"].into_iter().filter_map(Facet::from_name).collect();
    let newest = SearchRequest {
        facet_values: facets.iter().map(|facet| (*facet, NAMED)).collect(),
        facets,
        per_page: 1,
        highlight: false,
        ..SearchRequest::new("")
    };
    let oldest = SearchRequest { sort: Sort::Oldest, facets: Vec::new(), ..newest.clone() };
    let (newest, oldest) = tokio::join!(app.search.search(&newest), app.search.search(&oldest));
    let holdings = Holdings { newest: newest?, oldest: oldest? };
    Ok(page::render(&context, &app, &holdings))
}
