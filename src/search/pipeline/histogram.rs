//! When the hits of a request were published: their number in each month of all time, so that a reader who has
//! chosen a time sees the others too.

use super::context::{Context, engine_query};
use super::retrieve::first_match;
use crate::search::engine::EngineError;
use crate::search::engine::answer::MonthCounts;
use crate::search::engine::query::EngineQuery;
use crate::search::plan::Plan;
use crate::search::types::request::SearchRequest;

/// The hits of a request by month. `counted` are those within its dates, which are all where it has none.
pub fn histogram(
    cx: &Context,
    request: &SearchRequest,
    plan: &Plan,
    counted: MonthCounts,
) -> Result<MonthCounts, EngineError> {
    if !request.is_dated() {
        return Ok(counted);
    }
    let any_time = request.any_time();
    // What is found at any time may have all the words, where the dates asked for left only some: each month has as
    // many hits as a search within it finds.
    let months = first_match(&plan.conditions, |(condition, _)| {
        let all = EngineQuery {
            offset: 0,
            limit: 0,
            facets: Vec::new(),
            months: true,
            ..engine_query(&any_time, condition.clone(), &[])
        };
        let answer = cx.ask(&all)?;
        Ok((answer.total, if answer.total > 0 { answer.months } else { MonthCounts::default() }))
    })?;
    Ok(months.unwrap_or_default())
}
