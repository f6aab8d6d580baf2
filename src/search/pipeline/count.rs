//! The third stage: what the matches are counted by, facets and months.

use super::context::Context;
use super::facets::facet_counts;
use super::histogram::histogram;
use super::retrieve::Matches;
use super::understand::Understood;
use crate::search::engine::EngineError;
use crate::search::engine::answer::MonthCounts;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::FacetCounts;

/// The counts of an answer.
pub struct Counts {
    /// For each facet asked for, in that order.
    pub facets: Vec<FacetCounts>,
    /// By month, where that was asked for; a step of a scan has none.
    pub histogram: Option<MonthCounts>,
}

/// Counts the matches; takes what the engine counted of them already.
pub fn count(
    cx: &Context,
    request: &SearchRequest,
    understood: &Understood,
    matches: &mut Matches,
) -> Result<Counts, EngineError> {
    let facets = facet_counts(cx, request, &matches.query, std::mem::take(&mut matches.facets))?;
    if !request.histogram || request.cursor.is_some() {
        return Ok(Counts { facets, histogram: None });
    }
    let histogram = histogram(cx, request, &understood.plan, std::mem::take(&mut matches.months))?;
    Ok(Counts { facets, histogram: Some(histogram) })
}
