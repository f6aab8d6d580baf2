//! Relaxations: what a reader whose search finds nothing can change, each with how many bulletins it finds then. What
//! would find nothing either is not offered.

use super::context::{Context, engine_query};
use super::retrieve::first_match;
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
    let total = first_match(plan.conditions, |(condition, _)| {
        let query = EngineQuery {
            offset: 0,
            limit: 0,
            facets: Vec::new(),
            months: false,
            ..engine_query(request, condition, &[])
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
        offer(message!("note-try-words", "改为按词检索，字词不必相连"), &|changed| {
            changed.matching = Match::Words
        });
    }
    const QUOTES: [char; 4] = ['"', '“', '”', '＂'];
    if request.query.contains(QUOTES) {
        let unquoted = request.query.replace(QUOTES, " ");
        offer(message!("note-try-unquoted", "去掉引号，字词不必相连"), &|changed| {
            changed.query = unquoted.trim().to_owned()
        });
    }
    if !request.synonyms {
        offer(message!("note-try-synonyms", "也查同义词"), &|changed| changed.synonyms = true);
    }
    if parsed.parts.len() > 1 {
        for part in parsed.parts.iter().take(MAX_PARTS) {
            let label = message!("note-try-without", "去掉「{part}」", part = part.label.clone());
            offer(label, &|changed| changed.query.clone_from(&part.without));
        }
    }
    if let Some((label, from, to)) = whole_years(request) {
        offer(label, &|changed| (changed.from, changed.to) = (from, to));
        offer(message!("note-try-any-time", "不限日期"), &|changed| (changed.from, changed.to) = (None, None));
    }
    for facet in with_conditions(request).into_iter().take(MAX_PARTS) {
        offer(message!("note-try-any", "不限{facet}", facet = facet), &|changed| {
            changed.filters.remove(facet);
            changed.rejected.remove(facet);
            changed.missing.remove(facet);
        });
    }
    offer(message!("note-try-now", "检索现在的存档"), &|changed| changed.as_of = None);
    offer(message!("note-try-no-filters", "去掉全部筛选条件"), &|changed| {
        (changed.from, changed.to) = (None, None);
        changed.filters.clear();
        changed.rejected.clear();
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
        (Some(from), Some(to)) if from == to => message!("note-try-year", "日期放宽到{year}", year = from),
        (Some(from), Some(to)) => message!("note-try-years", "日期放宽到{from}—{to}", from = from, to = to),
        (Some(from), None) => message!("note-try-from", "日期放宽到{from}—", from = from),
        (None, Some(to)) => message!("note-try-to", "日期放宽到—{to}", to = to.in_chinese()),
    };
    Some((label, from, to))
}

/// The facets that a request has conditions on.
fn with_conditions(request: &SearchRequest) -> Vec<&'static Facet> {
    let on = |facet: &&'static Facet| {
        request.filters.contains_key(*facet)
            || request.rejected.contains_key(*facet)
            || request.missing.contains(*facet)
    };
    crate::model::FACETS.iter().filter(on).collect()
}
