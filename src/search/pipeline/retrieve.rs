//! The second stage: the matches. The conditions of the plan are tried one after the other until one matches; what is
//! asked of the engine beside it follows from the [`Mode`] of the answer.

use super::collapse::{MARGIN, collapse_page};
use super::context::{Context, engine_query};
use super::understand::Understood;
use super::{recency, scan};
use crate::search::engine::EngineError;
use crate::search::engine::answer::{EngineAnswer, FacetAnswer, Hit, MonthCounts};
use crate::search::engine::query::{Condition, EngineQuery, Sort};
use crate::search::plan::{MatchStrategy, Plan};
use crate::search::ranking;
use crate::search::types::request::SearchRequest;

/// How the hits of an answer become its results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// They are the page.
    Page,
    /// They are the page, near-duplicates under one of them.
    CollapsedPage,
    /// They are the best matches, which are put in order once more and then cut to the page.
    Rerank {
        /// Whether near-duplicates are put under one of them before the page is cut.
        collapse: bool,
    },
    /// They are a step of a scan over every hit.
    Scan,
}

/// What matches a request.
pub struct Matches {
    /// What was asked of the engine.
    pub query: EngineQuery,
    /// How much of the query a match has.
    pub strategy: MatchStrategy,
    /// How the hits become results.
    pub mode: Mode,
    /// Which of the plan's conditions it was.
    pub condition_index: usize,
    /// The hits, in the engine's order.
    pub hits: Vec<Hit>,
    /// How many bulletins match.
    pub total: usize,
    /// How many of them have all units of the query, where not all do.
    pub with_all_terms: Option<usize>,
    /// Whether no further page follows, where that is known already.
    pub exhausted: bool,
    /// Counts for the facets that were asked for, in that order.
    pub facets: Vec<FacetAnswer>,
    /// Counts by month, where those were asked for.
    pub months: MonthCounts,
    /// The store's revision that the answer reflects.
    pub revision: i64,
}

/// The matches of the first condition that has any, or of the last.
pub fn retrieve(cx: &Context, request: &SearchRequest, understood: &Understood) -> Result<Matches, EngineError> {
    // A scan goes on with the condition that it began with: another would find other bulletins.
    let begun = request.cursor.filter(|cursor| cursor.after.is_some()).map(|cursor| cursor.condition);
    let conditions = conditions(request, &understood.plan).enumerate();
    let conditions = conditions.filter(|(index, _)| begun.is_none_or(|begun| begun == *index));
    let attempt = first_match(conditions, |(index, (condition, strategy))| {
        let (mut query, mode) = engine_query_of(cx, request, understood, condition, strategy);
        let answer = scan::query_page(cx, &mut query, request.cursor)?;
        Ok((answer.total, (index, strategy, mode, query, answer)))
    })?;
    let Some((condition_index, strategy, mode, query, mut answer)) = attempt else { return Ok(Matches::none(request)) };
    let exhausted =
        if mode == Mode::CollapsedPage { collapse_page(cx, request, query.clone(), &mut answer.hits)? } else { false };
    let with_all_terms = with_all_terms(cx, &understood.plan, &query, strategy)?;
    let EngineAnswer { hits, total, facets, months, revision, .. } = answer;
    let matches = Matches {
        query,
        strategy,
        mode,
        condition_index,
        hits,
        total,
        with_all_terms,
        exhausted,
        facets,
        months,
        revision,
    };
    Ok(matches)
}

/// What is tried, one after the other. By date comes first what has all units, where there is any: what shares a turn of
/// phrase with a sentence would stand before what was meant.
pub fn conditions<'p>(
    request: &SearchRequest,
    plan: &'p Plan,
) -> impl Iterator<Item = (&'p Condition, MatchStrategy)> + use<'p> {
    let by_date = request.effective_sort() != Sort::Relevance;
    let all_terms = plan.all_terms.iter().filter(move |_| by_date).map(|all| (all, MatchStrategy::AllTerms));
    all_terms.chain(plan.conditions.iter().map(|(condition, strategy)| (condition, *strategy)))
}

/// How many matches have all units of a query, where a match need not.
fn with_all_terms(
    cx: &Context,
    plan: &Plan,
    query: &EngineQuery,
    strategy: MatchStrategy,
) -> Result<Option<usize>, EngineError> {
    match strategy {
        MatchStrategy::AllTerms => Ok(None),
        MatchStrategy::AllPieces | MatchStrategy::QuotedOnly | MatchStrategy::AnyTerm => Ok(Some(0)),
        MatchStrategy::MostTerms => {
            let Some(condition) = plan.all_terms.clone() else { return Ok(None) };
            let counted = EngineQuery {
                condition,
                boosts: Vec::new(),
                after: None,
                offset: 0,
                limit: 0,
                facets: Vec::new(),
                months: false,
                ..query.clone()
            };
            Ok(Some(cx.ask(&counted)?.total))
        }
    }
}

/// The outcome of the first attempt that finds something, or of the last; none where there is none. An attempt tells
/// how many bulletins it found.
pub fn first_match<C, T>(
    conditions: impl IntoIterator<Item = C>,
    mut attempt: impl FnMut(C) -> Result<(usize, T), EngineError>,
) -> Result<Option<T>, EngineError> {
    let mut outcome = None;
    for condition in conditions {
        let (total, tried) = attempt(condition)?;
        outcome = Some(tried);
        if total > 0 {
            break;
        }
    }
    Ok(outcome)
}

/// What is asked of the engine for a condition, and how its hits become results.
fn engine_query_of(
    cx: &Context,
    request: &SearchRequest,
    understood: &Understood,
    condition: &Condition,
    strategy: MatchStrategy,
) -> (EngineQuery, Mode) {
    let mut query = engine_query(request, condition.clone(), &understood.plan.boosts);
    if !strategy.is_loose() {
        query.boosts.extend_from_slice(&understood.plan.strict_boosts);
    }
    let mode = mode(cx, request, &query, strategy);
    match mode {
        Mode::Page | Mode::Scan => {}
        Mode::CollapsedPage => {
            query.offset = 0;
            query.limit = request.offset() + request.per_page + MARGIN;
        }
        // A sentence is put in order by the texts of its best matches, and newness by their dates: they are all
        // needed for any page.
        Mode::Rerank { .. } => {
            query.offset = 0;
            query.limit = ranking::RERANK_DEPTH;
            query.citing = true;
        }
    }
    (query, mode)
}

fn mode(cx: &Context, request: &SearchRequest, query: &EngineQuery, strategy: MatchStrategy) -> Mode {
    // A scan meets every bulletin, near-duplicates as well.
    if request.cursor.is_some() {
        return Mode::Scan;
    }
    let collapse = request.as_of.is_none() && request.collapse == Some(true) && !cx.near_duplicates.is_empty();
    let needs_rerank = (strategy.is_loose() || recency::asked_for(request).is_some())
        && query.sort == Sort::Relevance
        && query.offset + query.limit <= ranking::RERANK_DEPTH;
    if needs_rerank {
        return Mode::Rerank { collapse };
    }
    if collapse { Mode::CollapsedPage } else { Mode::Page }
}

impl Matches {
    /// Those of a scan that was begun under a condition which the query has no longer.
    fn none(request: &SearchRequest) -> Self {
        let mode = if request.cursor.is_some() { Mode::Scan } else { Mode::Page };
        let EngineAnswer { hits, total, facets, months, revision, .. } = EngineAnswer::default();
        Self {
            query: EngineQuery::new(Condition::Nothing),
            strategy: MatchStrategy::AllTerms,
            mode,
            condition_index: 0,
            hits,
            total,
            with_all_terms: None,
            exhausted: false,
            facets,
            months,
            revision,
        }
    }
}
