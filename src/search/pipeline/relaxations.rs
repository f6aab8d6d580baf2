//! Remedies: what a reader whose search finds nothing can change, each with how many bulletins it finds then. What
//! would find nothing either is not offered.

use super::context::{Search, engine_query};
use crate::model::{Facet, PartialDate};
use crate::search::engine::query::EngineQuery;
use crate::search::message::{Message, message};
use crate::search::plan::Plan;
use crate::search::query::{Match, ParsedQuery};
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::suggestion::Relaxation;

/// Parts of a query, and facets with conditions, that are looked at one by one.
const MOST: usize = 6;

impl Search {
    /// What finds something where a request finds nothing, the smallest changes first.
    pub fn remedies(&self, request: &SearchRequest, parsed: &ParsedQuery) -> Result<Vec<Relaxation>, SearchError> {
        let mut remedies = Vec::new();
        for (label, request) in candidates(request, parsed) {
            let total = self.total(&request)?;
            if total > 0 {
                remedies.push(Relaxation { label, request, total });
            }
        }
        Ok(remedies)
    }

    /// How many bulletins [`search`](Search::search) finds.
    fn total(&self, request: &SearchRequest) -> Result<usize, SearchError> {
        let parsed = self.parsed(request, &request.query)?;
        let plan = Plan::with_synonyms(&parsed, &self.engine.analyzer(), &self.synonyms(request));
        for (condition, _) in plan.conditions {
            let query = EngineQuery {
                offset: 0,
                limit: 0,
                facets: Vec::new(),
                months: false,
                ..engine_query(request, condition, &[])
            };
            let total = self.ask(&query)?.total;
            if total > 0 {
                return Ok(total);
            }
        }
        Ok(0)
    }
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
        for part in parsed.parts.iter().take(MOST) {
            let label = message!("note-try-without", "去掉「{part}」", part = part.label.clone());
            offer(label, &|changed| changed.query.clone_from(&part.without));
        }
    }
    let year = |date: Option<PartialDate>| date.and_then(|date| PartialDate::new(date.year(), None, None));
    let (from, to) = (year(request.from), year(request.to));
    if from.is_some() || to.is_some() {
        let label = match (from, to) {
            (Some(from), Some(to)) if from == to => message!("note-try-year", "日期放宽到{year}", year = from),
            (Some(from), Some(to)) => message!("note-try-years", "日期放宽到{from}—{to}", from = from, to = to),
            (Some(from), None) => message!("note-try-from", "日期放宽到{from}—", from = from),
            (None, to) => {
                message!("note-try-to", "日期放宽到—{to}", to = to.map(PartialDate::in_chinese).unwrap_or_default())
            }
        };
        offer(label, &|changed| (changed.from, changed.to) = (from, to));
        offer(message!("note-try-any-time", "不限日期"), &|changed| (changed.from, changed.to) = (None, None));
    }
    for facet in with_conditions(request).into_iter().take(MOST) {
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

/// The facets that a request has conditions on.
fn with_conditions(request: &SearchRequest) -> Vec<&'static Facet> {
    let on = |facet: &&'static Facet| {
        request.filters.contains_key(*facet)
            || request.rejected.contains_key(*facet)
            || request.missing.contains(*facet)
    };
    crate::model::FACETS.iter().filter(on).collect()
}
