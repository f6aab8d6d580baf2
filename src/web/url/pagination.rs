//! Cursor pagination and pages: the addresses of what comes next and before, and of the same query over time.

use super::cursor;
use super::links::{Change, SearchLinks};
use super::params::SearchParams;
use super::values::match_name;
use crate::search::query::Match;
use crate::search::types::response::SearchResponse;

/// The address of the query over time.
pub fn trends_url(params: &SearchParams) -> String {
    let request = &params.request;
    let query = Some(("q", request.query.trim())).filter(|(_, query)| !query.is_empty());
    // There words are exact unless it is said.
    let words = (request.matching == Match::Words).then(|| ("match", match_name(Match::Words)));
    let own: Vec<(&'static str, &str)> = query.into_iter().chain(words).collect();
    SearchLinks::of_trends(params, &own).url(Change::Nothing)
}

/// The addresses of the next and the previous page, or of the next step of a walk.
pub fn next_and_previous(
    params: &SearchParams,
    found: &SearchResponse,
    links: &SearchLinks,
) -> (Option<String>, Option<String>) {
    let request = &params.request;
    if request.cursor.is_some() {
        let next = found.next.as_ref().and_then(|walk| cursor::encode(request, walk));
        return (next.map(|cursor| links.url(Change::Cursor(&cursor))), None);
    }
    let next = (request.page < params.pages(found.total) && !found.exhausted)
        .then(|| links.url(Change::Page(request.page + 1)));
    (next, (request.page > 1).then(|| links.url(Change::Page(request.page - 1))))
}
