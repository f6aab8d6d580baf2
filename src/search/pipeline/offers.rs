//! What the words of a query may mean is offered only where the offered query finds something.

use super::context::{Context, engine_query};
use super::understand::{Understood, parse};
use crate::search::engine::EngineError;
use crate::search::engine::query::EngineQuery;
use crate::search::plan::{MatchStrategy, Plan};
use crate::search::query::{FilterSuggestion, FilterSuggestionKind};
use crate::search::types::request::SearchRequest;

/// The offers of a query of which each finds a bulletin with all its words. Values of facets are known to be there;
/// days are looked up.
pub fn offers(
    cx: &Context,
    request: &SearchRequest,
    understood: &Understood,
) -> Result<Vec<FilterSuggestion>, EngineError> {
    let mut offers = Vec::new();
    for offer in &understood.parsed.offers {
        if offer.kind != FilterSuggestionKind::Date || finds(cx, request, understood, &offer.query)? {
            offers.push(offer.clone());
        }
    }
    Ok(offers)
}

fn finds(cx: &Context, request: &SearchRequest, understood: &Understood, query: &str) -> Result<bool, EngineError> {
    let parsed = parse(cx, request, query)?;
    let plan = Plan::with_synonyms(&parsed, &understood.analyzer, &cx.synonyms(request));
    for (condition, strategy) in plan.conditions {
        if matches!(strategy, MatchStrategy::AllTerms | MatchStrategy::MostTerms) {
            let counted = engine_query(request, condition, &[]);
            let counted = EngineQuery { offset: 0, limit: 0, facets: Vec::new(), months: false, ..counted };
            if cx.ask(&counted)?.total > 0 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
