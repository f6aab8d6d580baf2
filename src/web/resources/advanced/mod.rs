//! `GET /advanced`: a form for the parts of a query. It writes them as one query in the language of the search box,
//! shows it, and leads to its results; its address has all that was filled in.

mod json;
mod page;
mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use self::view::AdvancedView;
use crate::app::App;
use crate::model::Facet;
use crate::model::date::today;
use crate::search::query::Composition;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::{Query, dates_reversed, invalid_value};
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::{Tag, see_other};
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::url::links::query_url;
use crate::web::url::params::SearchParams;
use crate::web::url::values::parse_date;

/// Characters of a field that are read, at most.
const MAX_FIELD_CHARS: usize = 200;

/// Values of a facet that a field proposes.
const PROPOSED_VALUES: usize = 60;

/// The fields, as addresses name them.
const FIELDS: &[&str] =
    &["q", "all", "any", "none", "phrase", "scope", "from", "to", "source", "document_number", "document_kind", "go"];

/// `GET /advanced`. With `go` it leads to the results.
pub async fn advanced(
    State(app): State<Arc<App>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (filled, goes) = read(context.query())?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let query = filled.query();
    if goes && !query.is_empty() {
        return see_other(&query_url(&query));
    }
    let today = today(app.clock.now());
    let tag = Tag::new(&context, representation, &format!("{} {today}", app.search.snapshot_id()));
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    let facets: Vec<&'static Facet> = ["source", "document_kind"].into_iter().filter_map(Facet::from_name).collect();
    let every = SearchRequest {
        per_page: 1,
        highlight: false,
        facet_values: facets.iter().map(|facet| (*facet, PROPOSED_VALUES)).collect(),
        facets,
        ..SearchRequest::new("")
    };
    let asked = SearchRequest {
        per_page: 1,
        highlight: false,
        facets: Vec::new(),
        today: Some(today),
        ..SearchRequest::new(query.clone())
    };
    let (every, asked) = tokio::join!(app.search.search(&every), app.search.search(&asked));
    let view = AdvancedView { filled, query, total: asked?.total, proposed: every?.facets };
    tag.with_etag(match representation {
        Representation::Html => page::render(&context, &view),
        _ => json::render(&view),
    })
}

/// What was filled in, and whether its results are wanted at once.
fn read(query: Query<'_>) -> Result<(Composition, bool), WebError> {
    let (mut filled, mut goes) = (Composition::default(), false);
    SearchParams::only(query, FIELDS, |name, value| {
        let text = || value.trim().chars().take(MAX_FIELD_CHARS).collect::<String>();
        match name {
            "q" => filled.base = value.trim().chars().take(crate::search::query::MAX_CHARS).collect(),
            "all" => filled.all = text(),
            "any" => filled.any = text(),
            "none" => filled.none = text(),
            "phrase" => filled.phrase = text(),
            "scope" => {
                filled.in_title = match value.as_str() {
                    "title" => true,
                    "anywhere" => false,
                    _ => {
                        let allowed = LocalizedText::new("allowed-scope");
                        return Err(invalid_value("scope", &value, allowed, "scope=title"));
                    }
                }
            }
            "from" => filled.from = parse_date("from", &value)?,
            "to" => filled.to = parse_date("to", &value)?,
            "source" => filled.source = text(),
            "document_number" => filled.document_number = text(),
            "document_kind" => filled.document_kind = text(),
            _ => {
                goes = match value.as_str() {
                    "1" => true,
                    "0" => false,
                    _ => return Err(invalid_value("go", &value, LocalizedText::new("allowed-go"), "go=1")),
                }
            }
        }
        Ok(())
    })?;
    if let (Some(from), Some(to)) = (filled.from, filled.to)
        && from.first_day() > to.last_day()
    {
        return Err(dates_reversed(from, to));
    }
    Ok((filled, goes))
}
