//! Cursor pagination and pages: the addresses of what comes next and before, of the same query over time, and of what
//! follows it by first intake.

use super::cursor;
use super::links::{Change, SearchLinks};
use super::params::SearchParams;
use super::values::match_name;
use crate::search::engine::query::Sort;
use crate::search::query::Match;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::SearchResponse;
use crate::web::format::Representation;

/// The address of the query over time.
pub fn trends_url(params: &SearchParams) -> String {
    let request = &params.request;
    let query = Some(("q", request.query.trim())).filter(|(_, query)| !query.is_empty());
    // There words are exact unless it is said.
    let words = (request.matching == Match::Words).then(|| ("match", match_name(Match::Words)));
    let own: Vec<(&'static str, &str)> = query.into_iter().chain(words).collect();
    SearchLinks::of_trends(params, &own).url(Change::Nothing)
}

/// The address of the feed of a search by first intake: what is taken in late, however old, comes first in it.
pub fn intake_feed_url(params: &SearchParams) -> String {
    let request = SearchRequest { sort: Sort::NewestSeen, page: 1, ..params.request.clone() };
    let params = SearchParams { cursor: None, ..params.with_request(request) };
    SearchLinks::new(&params).url(Change::Representation(Representation::Atom))
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
