//! When the hits of a request were published: their number in each month of all time, so that a reader who has
//! chosen a time sees the others too.

use super::context::{Search, engine_query};
use crate::search::engine::EngineError;
use crate::search::engine::answer::MonthCounts;
use crate::search::engine::query::EngineQuery;
use crate::search::plan::Plan;
use crate::search::types::request::SearchRequest;

impl Search {
    /// The hits of a request by month. `counted` are those within its dates, which are all where it has none.
    pub fn histogram(
        &self,
        request: &SearchRequest,
        plan: &Plan,
        counted: MonthCounts,
    ) -> Result<MonthCounts, EngineError> {
        if !request.is_dated() {
            return Ok(counted);
        }
        let any_time = request.any_time();
        // What is found at any time may have all the words, where the dates asked for left only some: each month
        // has as many hits as a search within it finds.
        for (condition, _) in &plan.conditions {
            let all = EngineQuery {
                offset: 0,
                limit: 0,
                facets: Vec::new(),
                months: true,
                ..engine_query(&any_time, condition.clone(), &[])
            };
            let answer = self.ask(&all)?;
            if answer.total > 0 {
                return Ok(answer.months);
            }
        }
        Ok(MonthCounts::default())
    }
}
