//! FIXME

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
use crate::web::url::read::read_number;

/// Values of a facet, unasked and at most.
pub const VALUES: usize = 50;

pub const MOST_VALUES: usize = 1_000;

/// Values of a facet on its page, unasked.
pub const VALUES_OF_PAGE: usize = 200;

/// `GET /facets/{name}?prefix=…&containing=…`: the values of a facet among the hits of a search, the most frequent
/// first.
pub async fn facet(
    State(app): State<Arc<App>>,
    visit: RequestContext,
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (mut prefix, mut containing, mut limit) = (String::new(), String::new(), None);
    let mut params = SearchParams::parse_with(visit.uri.query(), |name, value| {
        match name {
            "prefix" => prefix = value.chars().take(100).collect(),
            "containing" => containing = value.trim().chars().take(100).collect(),
            "limit" => limit = Some(read_number("limit", value, MOST_VALUES)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let form = visit.negotiate(Representation::OF_PAGES)?;
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let facet = Facet::named(&name).ok_or_else(|| WebError::no_facet(&name))?;
    let tag = Tag::of(&visit, form, &format!("{} {}", app.search.snapshot_id(), today()));
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    params.request.today.get_or_insert(today());
    params.request.walk = None;
    let limit = limit.unwrap_or(if form == Representation::Html { VALUES_OF_PAGE } else { VALUES });
    let (beginning, inside) = (fold(prefix.trim()), fold(&containing));
    let wanted = |value: &str| {
        let value = fold(value);
        value.starts_with(&beginning) && value.contains(&inside)
    };
    let counts = app.search.facet(&params.request, facet, wanted, limit).await?;
    tag.on(match form {
        Representation::Html => {
            let mut more = SearchLinks::new(&params).facet(facet);
            more.push(if more.contains('?') { '&' } else { '?' });
            more.push_str(&format!(
                "prefix={}&containing={}&limit={MOST_VALUES}",
                escaped(&prefix),
                escaped(&containing)
            ));
            page::facet(&visit, &params, if containing.is_empty() { &prefix } else { &containing }, &counts, more)
        }
        _ => json::facet(&params, &prefix, &containing, &counts),
    })
}
