//! The values of facets among the matches.

use super::context::{Context, FACET_VALUES};
use crate::search::engine::EngineError;
use crate::search::engine::answer::FacetAnswer;
use crate::search::engine::query::EngineQuery;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::FacetCounts;

/// Counts as a reader needs them: a facet's own filter does not narrow its own counts.
pub fn facet_counts(
    cx: &Context,
    request: &SearchRequest,
    query: &EngineQuery,
    counted: Vec<FacetAnswer>,
) -> Result<Vec<FacetCounts>, EngineError> {
    let mut all = Vec::with_capacity(counted.len());
    for (facet, mut answer) in request.facets.iter().copied().zip(counted) {
        let (chosen, excluded) = (request.filters.get(facet), request.excluded.get(facet));
        let limit = request.facet_values.get(facet).copied().unwrap_or(FACET_VALUES);
        if chosen.is_some() || excluded.is_some() || request.missing.contains(facet) {
            let mut others = query.clone();
            others.filters.retain(|(filtered, _)| *filtered != facet);
            others.excluded.retain(|(filtered, _)| *filtered != facet);
            others.missing.retain(|filtered| *filtered != facet);
            // All values: the chosen ones may be rare.
            (others.limit, others.facets, others.facet_values) = (0, vec![facet], usize::MAX);
            others.months = false;
            answer = cx.ask(&others)?.facets.pop().unwrap_or_default();
        }
        let mut values = answer.values;
        let rare: Vec<(String, usize)> = values.drain(limit.min(values.len())..).collect();
        if facet.name == "year" {
            values.sort_by(|a, b| b.0.cmp(&a.0));
        }
        let more = answer.distinct - values.len();
        for value in chosen.into_iter().chain(excluded).flatten() {
            if !values.iter().any(|(known, _)| known == value) {
                let count = rare.iter().find(|(known, _)| known == value).map_or(0, |(_, count)| *count);
                values.push((value.clone(), count));
            }
        }
        all.push(FacetCounts { facet, values, more, missing: answer.missing });
    }
    Ok(all)
}
