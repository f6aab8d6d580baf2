//! `GET /facets/{name}`: the values of one facet among the results of a search, to find one among many.

mod json;
mod page;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::app::App;
use crate::model::Facet;
use crate::model::date::today;
use crate::search::analysis::fold;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::Tag;
use crate::web::url::links::{SearchLinks, escaped};
use crate::web::url::params::SearchParams;
use crate::web::url::values::parse_number;

/// Values of a facet by default.
pub const DEFAULT_LIMIT: usize = 50;

/// Values of a facet at most.
pub const MAX_LIMIT: usize = 1_000;

/// Values of a facet on its page by default.
pub const DEFAULT_PAGE_LIMIT: usize = 200;

/// `GET /facets/{name}?prefix=…&containing=…`: the values of a facet among the hits of a search, the most frequent
/// first.
pub async fn facet(
    State(app): State<Arc<App>>,
    context: RequestContext,
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (mut prefix, mut containing, mut limit) = (String::new(), String::new(), None);
    let mut params = SearchParams::parse_with(context.query(), |name, value| {
        match name {
            "prefix" => prefix = value.chars().take(100).collect(),
            "containing" => containing = value.trim().chars().take(100).collect(),
            "limit" => limit = Some(parse_number("limit", value, MAX_LIMIT)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let facet = Facet::from_name(&name).ok_or_else(|| WebError::no_facet(&name))?;
    let today = today(app.clock.now());
    let tag = Tag::new(&context, representation, &format!("{} {}", app.search.snapshot_id(), today));
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    params.request.today.get_or_insert(today);
    params.request.cursor = None;
    let limit =
        limit.unwrap_or(if representation == Representation::Html { DEFAULT_PAGE_LIMIT } else { DEFAULT_LIMIT });
    let (beginning, inside) = (fold(prefix.trim()), fold(&containing));
    let wanted = |value: &str| {
        let value = fold(value);
        value.starts_with(&beginning) && value.contains(&inside)
    };
    let counts = app.search.facet_values(&params.request, facet, wanted, limit).await?;
    tag.with_etag(match representation {
        Representation::Html => {
            let mut more = SearchLinks::new(&params).facet(facet);
            more.push(if more.contains('?') { '&' } else { '?' });
            more.push_str(&format!(
                "prefix={}&containing={}&limit={MAX_LIMIT}",
                escaped(&prefix),
                escaped(&containing)
            ));
            page::render(&context, &params, if containing.is_empty() { &prefix } else { &containing }, &counts, more)
        }
        _ => json::render(&params, &prefix, &containing, &counts),
    })
}
