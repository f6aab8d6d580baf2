//! Relaxations: what a reader whose search finds nothing can change, each with how many bulletins it finds then. What
//! would find nothing either is not offered.

use super::context::{Context, engine_query};
use super::retrieve::{conditions, first_match};
use super::understand;
use crate::model::{Facet, PartialDate};
use crate::search::engine::EngineError;
use crate::search::engine::query::EngineQuery;
use crate::search::message::{Message, message};
use crate::search::query::{Match, ParsedQuery};
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::suggestion::Relaxation;

/// Parts of a query, and facets with conditions, that are looked at one by one.
const MAX_PARTS: usize = 6;

/// What finds something where a request finds nothing, the smallest changes first.
pub fn relaxations(
    cx: &Context,
    request: &SearchRequest,
    parsed: &ParsedQuery,
) -> Result<Vec<Relaxation>, SearchError> {
    let mut found = Vec::new();
    for (label, request) in candidates(request, parsed) {
        let total = total(cx, &request)?;
        if total > 0 {
            found.push(Relaxation { label, request, total });
        }
    }
    Ok(found)
}

/// How many bulletins a search finds.
fn total(cx: &Context, request: &SearchRequest) -> Result<usize, EngineError> {
    let plan = understand::plan(cx, request)?;
    let total = first_match(conditions(request, &plan), |(condition, _)| {
        let query = EngineQuery {
            offset: 0,
            limit: 0,
            facets: Vec::new(),
            months: false,
            ..engine_query(request, condition.clone(), &[])
        };
        let total = cx.ask(&query)?.total;
        Ok((total, total))
    })?;
    Ok(total.unwrap_or_default())
}

/// Each change with what it is called.
fn candidates(request: &SearchRequest, parsed: &ParsedQuery) -> Vec<(Message, SearchRequest)> {
    let base = SearchRequest { page: 1, ..request.clone() };
    let mut all: Vec<(Message, SearchRequest)> = Vec::new();
    let mut offer = |label: Message, change: &dyn Fn(&mut SearchRequest)| {
        let mut changed = base.clone();
        change(&mut changed);
        if changed != base && !all.iter().any(|(_, known)| *known == changed) {
            all.push((label, changed));
        }
    };
    if request.matching == Match::Exact {
        offer(message!("message-try-words"), &|changed| changed.matching = Match::Words);
    }
    const QUOTES: [char; 4] = ['"', '“', '”', '＂'];
    if request.query.contains(QUOTES) {
        let unquoted = request.query.replace(QUOTES, " ");
        offer(message!("message-try-unquoted"), &|changed| changed.query = unquoted.trim().to_owned());
    }
    if !request.synonyms {
        offer(message!("message-try-synonyms"), &|changed| changed.synonyms = true);
    }
    if parsed.parts.len() > 1 {
        for part in parsed.parts.iter().take(MAX_PARTS) {
            let label = message!("message-try-without", part = part.label.clone());
            offer(label, &|changed| changed.query.clone_from(&part.without));
        }
    }
    if let Some((label, from, to)) = whole_years(request) {
        offer(label, &|changed| (changed.from, changed.to) = (from, to));
        offer(message!("message-try-any-time"), &|changed| (changed.from, changed.to) = (None, None));
    }
    for facet in with_conditions(request).into_iter().take(MAX_PARTS) {
        offer(message!("message-try-any", facet = facet), &|changed| {
            changed.filters.remove(facet);
            changed.excluded.remove(facet);
            changed.missing.remove(facet);
        });
    }
    offer(message!("message-try-now"), &|changed| changed.as_of = None);
    offer(message!("message-try-no-filters"), &|changed| {
        (changed.from, changed.to) = (None, None);
        changed.filters.clear();
        changed.excluded.clear();
        changed.missing.clear();
    });
    all
}

/// The dates of a request widened to whole years, with what that is called; none where it has no dates.
fn whole_years(request: &SearchRequest) -> Option<(Message, Option<PartialDate>, Option<PartialDate>)> {
    let year = |date: Option<PartialDate>| date.and_then(|date| PartialDate::new(date.year(), None, None));
    let (from, to) = (year(request.from), year(request.to));
    let label = match (from, to) {
        (None, None) => return None,
        (Some(from), Some(to)) if from == to => message!("message-try-year", year = from),
        (Some(from), Some(to)) => message!("message-try-years", from = from, to = to),
        (Some(from), None) => message!("message-try-from", from = from),
        (None, Some(to)) => message!("message-try-to", to = to.in_chinese()),
    };
    Some((label, from, to))
}

/// The facets that a request has conditions on.
fn with_conditions(request: &SearchRequest) -> Vec<&'static Facet> {
    let on = |facet: &&'static Facet| {
        request.filters.contains_key(*facet)
            || request.excluded.contains_key(*facet)
            || request.missing.contains(*facet)
    };
    crate::model::FACETS.iter().filter(on).collect()
}
