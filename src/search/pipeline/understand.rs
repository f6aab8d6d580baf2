//! The archive as of a time: which time is meant, and what a search asks otherwise where it looks at another than now.

use super::context::Search;
use crate::search::analysis::Analyzer;
use crate::search::engine::query::{Condition, EngineQuery};
use crate::search::engine::{EngineError, query};
use crate::search::message::{Message, message};
use crate::search::plan::Plan;
use crate::search::plan::resolve::Known;
use crate::search::query::ParsedQuery;
use crate::search::types::request::SearchRequest;

/// That a request is of a day that is still to come, as a warning.
pub fn warning(request: &SearchRequest) -> Option<Message> {
    let as_of = request.as_of.filter(|as_of| request.today.is_some_and(|today| as_of.day() > today))?;
    Some(message!("note-not-yet", "{time} 还没有到；以下是现在的存档", time = as_of.to_string()))
}

impl Search {
    /// What a query says, read as a request has it.
    pub fn parsed(&self, request: &SearchRequest, query: &str) -> Result<ParsedQuery, EngineError> {
        let known = Known { engine: &*self.engine, past: request.as_of.is_some() };
        ParsedQuery::parse_on(query, request.matching, request.today).resolve(known)
    }

    /// Whether a term stands in no bulletin, at the time of a request.
    pub fn has_no_matches(&self, request: &SearchRequest, condition: &Condition) -> Result<bool, EngineError> {
        let Some(as_of) = request.as_of else { return Ok(self.engine.document_frequency(condition) == 0) };
        let query = EngineQuery { as_of: Some(as_of.millisecond()), limit: 0, ..EngineQuery::new(condition.clone()) };
        Ok(self.ask(&query)?.total == 0)
    }

    /// The words of a plan that stand in no bulletin, nor anything that does in their place; as they were typed.
    pub fn absent(
        &self,
        request: &SearchRequest,
        plan: &Plan,
        analyzer: &Analyzer,
    ) -> Result<Vec<String>, EngineError> {
        let mut absent = Vec::new();
        for word in &plan.words {
            let mut nowhere = true;
            for form in std::iter::once(&word.folded).chain(&word.also) {
                nowhere = nowhere && self.has_no_matches(request, &query::lookup(form, analyzer))?;
            }
            if nowhere {
                absent.push(word.typed.clone());
            }
        }
        Ok(absent)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::search::types::as_of::AsOf;

    fn check(date: &str, last: &str, day: &str) {
        let as_of = AsOf::Date(date.parse().unwrap());
        let last: Timestamp = last.parse().unwrap();
        assert_eq!((as_of.millisecond(), as_of.day().to_string().as_str()), (last.as_millisecond(), day), "{date}");
    }

    #[test]
    fn a_date_is_its_end_in_china() {
        check("2024-05-01", "2024-05-01T23:59:59.999+08:00", "2024-05-01");
        check("2024-02", "2024-02-29T23:59:59.999+08:00", "2024-02-29");
        check("1969", "1969-12-31T23:59:59.999+08:00", "1969-12-31");
        check("2999", "2999-12-31T23:59:59.999+08:00", "2999-12-31");
        check("1000", "1000-12-31T23:59:59.999+08:00", "1000-12-31");
        let moment = AsOf::Moment("2024-05-01T16:30:00Z".parse().unwrap());
        assert_eq!(
            (moment.day().to_string(), moment.to_string()),
            ("2024-05-02".into(), "2024-05-01T16:30:00Z".into())
        );
    }
}
