//! The first stage: what is asked. The query is parsed, resolved against the index and planned; what is odd about it
//! is said.

use super::context::Context;
use crate::search::analysis::Analyzer;
use crate::search::engine::EngineError;
use crate::search::engine::query::{Boost, Condition, EngineQuery};
use crate::search::message::{Message, message};
use crate::search::plan::Plan;
use crate::search::plan::resolve::Known;
use crate::search::query::ParsedQuery;
use crate::search::types::request::SearchRequest;

/// A request that is understood.
pub struct Understood {
    /// What cuts its texts: that of the index as it was found.
    pub analyzer: Analyzer,
    /// What the query says.
    pub parsed: ParsedQuery,
    /// How it is looked up.
    pub plan: Plan,
    /// What was odd about it.
    pub messages: Vec<Message>,
}

/// Parses, resolves and plans the query of a request.
pub fn understand(cx: &Context, request: &SearchRequest) -> Result<Understood, EngineError> {
    let analyzer = cx.engine.analyzer();
    let mut parsed = parse(cx, request, &request.query)?;
    let plan = Plan::with_synonyms(&parsed, &analyzer, &cx.synonyms(request));
    let mut messages = std::mem::take(&mut parsed.warnings);
    messages.extend(unknown_numbers(cx, request, &plan)?);
    messages.extend(not_yet(request));
    Ok(Understood { analyzer, parsed, plan, messages })
}

/// What a query says, read as a request has it.
pub fn parse(cx: &Context, request: &SearchRequest, query: &str) -> Result<ParsedQuery, EngineError> {
    let known = Known { engine: &*cx.engine, past: request.as_of.is_some() };
    ParsedQuery::parse_on(query, request.matching, request.today).resolve(known)
}

/// The plan of what a request asks, where nothing else of it is needed.
pub fn plan(cx: &Context, request: &SearchRequest) -> Result<Plan, EngineError> {
    let parsed = parse(cx, request, &request.query)?;
    Ok(Plan::with_synonyms(&parsed, &cx.engine.analyzer(), &cx.synonyms(request)))
}

/// Whether a term stands in no bulletin, at the time of a request.
pub fn has_no_matches(cx: &Context, request: &SearchRequest, condition: &Condition) -> Result<bool, EngineError> {
    let Some(as_of) = request.as_of else { return Ok(cx.engine.document_frequency(condition) == 0) };
    let query = EngineQuery { as_of: Some(as_of.millisecond()), limit: 0, ..EngineQuery::new(condition.clone()) };
    Ok(cx.ask(&query)?.total == 0)
}

/// That no bulletin bears a document number that was typed.
fn unknown_numbers(cx: &Context, request: &SearchRequest, plan: &Plan) -> Result<Vec<Message>, EngineError> {
    let mut messages = Vec::new();
    for Boost { condition, .. } in &plan.boosts {
        if let Condition::Identity(number) = condition
            && number.is_number()
            && has_no_matches(cx, request, condition)?
        {
            messages.push(message!("message-no-number", number = number.shown()));
        }
    }
    Ok(messages)
}

/// That a request is of a day that is still to come.
fn not_yet(request: &SearchRequest) -> Option<Message> {
    let as_of = request.as_of.filter(|as_of| request.today.is_some_and(|today| as_of.day() > today))?;
    Some(message!("message-not-yet", time = as_of.to_string()))
}
