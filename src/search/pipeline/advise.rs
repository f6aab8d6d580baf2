//! The fourth stage: what a reader is told beside the results. What was matched loosely, which words stand nowhere,
//! what may have been meant, and which changes find something where nothing was found.

use super::context::Context;
use super::did_you_mean::did_you_mean;
use super::recency;
use super::relaxations::relaxations;
use super::retrieve::Matches;
use super::understand::{Understood, has_no_matches};
use crate::search::engine::EngineError;
use crate::search::engine::query::{Sort, lookup};
use crate::search::message::{Message, message};
use crate::search::plan::MatchStrategy;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::suggestion::{DidYouMean, Relaxation};

/// What a reader is told.
pub struct Advice {
    /// In sentences.
    pub messages: Vec<Message>,
    /// Another query that may have been meant.
    pub did_you_mean: Option<DidYouMean>,
    /// Searches that find something, where this one finds nothing.
    pub relaxations: Vec<Relaxation>,
}

/// What is to be told of the matches of a request.
pub fn advise(
    cx: &Context,
    request: &SearchRequest,
    understood: &Understood,
    matches: &Matches,
) -> Result<Advice, SearchError> {
    let mut messages: Vec<Message> = loosely_matched(cx, request, understood, matches)?.into_iter().collect();
    messages.extend(scan_order(request, matches));
    let did_you_mean = meant(cx, request, understood, matches)?;
    let relaxations = if matches.total == 0 && request.cursor.is_none() {
        relaxations(cx, request, &understood.parsed)?
    } else {
        Vec::new()
    };
    Ok(Advice { messages, did_you_mean, relaxations })
}

/// That not all words were found together, and which of them stand nowhere.
fn loosely_matched(
    cx: &Context,
    request: &SearchRequest,
    understood: &Understood,
    matches: &Matches,
) -> Result<Option<Message>, EngineError> {
    let notice = relaxation_notice(matches);
    let nothing_of_several = matches.total == 0 && understood.parsed.parts.len() > 1;
    if notice.is_none() && !nothing_of_several {
        return Ok(None);
    }
    // A question is asked in words that no notice has.
    let absent_terms = match matches.strategy {
        MatchStrategy::MostTerms => Vec::new(),
        _ => absent_terms(cx, request, understood)?,
    };
    let words = format!("「{}」", absent_terms.join("」「"));
    let absent = (!absent_terms.is_empty()).then(|| message!("message-absent", words = words));
    let said: Vec<Message> = notice.into_iter().chain(absent).collect();
    Ok((!said.is_empty()).then(|| message!("message-several", said = said)))
}

fn relaxation_notice(matches: &Matches) -> Option<Message> {
    match matches.strategy {
        _ if matches.total == 0 => None,
        MatchStrategy::AllTerms => None,
        MatchStrategy::AllPieces => Some(message!("message-pieces")),
        MatchStrategy::MostTerms => Some(match matches.with_all_terms {
            Some(0) | None => message!("message-most-terms"),
            Some(count) => message!("message-most-terms-of", count = count),
        }),
        MatchStrategy::QuotedOnly => Some(message!("message-quoted-only")),
        MatchStrategy::AnyTerm => Some(message!("message-any-term")),
    }
}

/// The words of a query that stand in no bulletin, nor anything that does in their place; as they were typed.
fn absent_terms(cx: &Context, request: &SearchRequest, understood: &Understood) -> Result<Vec<String>, EngineError> {
    let mut absent = Vec::new();
    for word in &understood.plan.words {
        let mut forms = std::iter::once(&word.folded).chain(&word.also);
        let found = forms.try_fold(false, |found, form| {
            Ok::<_, EngineError>(found || !has_no_matches(cx, request, &lookup(form, &understood.analyzer))?)
        })?;
        if !found {
            absent.push(word.typed.clone());
        }
    }
    Ok(absent)
}

/// That a scan is in the order of the engine's scores, where a page would be reranked.
fn scan_order(request: &SearchRequest, matches: &Matches) -> Option<Message> {
    request.cursor?;
    let reranked = matches.strategy.is_loose() || recency::asked_for(request).is_some();
    (reranked && request.effective_sort() == Sort::Relevance).then(|| message!("message-scan"))
}

/// Another query that may have been meant. A question is meant as it stands, and a scan that has begun goes on.
fn meant(
    cx: &Context,
    request: &SearchRequest,
    understood: &Understood,
    matches: &Matches,
) -> Result<Option<DidYouMean>, SearchError> {
    if request.cursor.is_some_and(|cursor| cursor.after.is_some()) {
        return Ok(None);
    }
    let with_all_terms = match matches.strategy {
        MatchStrategy::AllTerms => matches.total,
        MatchStrategy::AllPieces | MatchStrategy::QuotedOnly | MatchStrategy::AnyTerm => 0,
        MatchStrategy::MostTerms => return Ok(None),
    };
    did_you_mean(cx, request, &understood.parsed, with_all_terms)
}
