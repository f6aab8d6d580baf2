//! The pipeline: a [`SearchRequest`] becomes a [`SearchResponse`] in named stages, each a function over the
//! [`Context`]. [`search`] is the whole story; the other files are the stages and what they are made of.

mod advise;
pub(crate) mod article_cache;
mod collapse;
pub(crate) mod context;
mod count;
pub(crate) mod did_you_mean;
mod distinction;
pub(crate) mod duplicates;
mod explain;
pub(crate) mod facets;
pub mod folded_text;
pub mod highlight;
mod histogram;
pub(crate) mod known_names;
mod no_correction;
mod offers;
pub(crate) mod other_marks;
pub(crate) mod permits;
pub(crate) mod present;
mod rank;
pub(crate) mod recency;
mod related_queries;
mod relaxations;
mod rerank;
mod retrieve;
mod scan;
mod sentence_features;
pub(crate) mod understand;

use std::time::Instant;

use metrics::counter;
use tracing::Instrument;

use self::advise::advise;
use self::context::Context;
use self::count::count;
use self::offers::offers;
use self::other_marks::other_marks;
use self::present::present;
use self::rank::rank;
use self::related_queries::related_queries;
use self::retrieve::retrieve;
use self::understand::understand;
use crate::search::engine::EngineError;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::SearchResponse;
use crate::telemetry::metrics::{REFUSED, SEARCHES};
use crate::telemetry::stages::stage;

/// Answers a request.
///
/// # Errors
/// [`SearchError`]; never for anything about the query itself.
pub async fn search(cx: &Context, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
    let answered = search_in_stages(cx, request).instrument(stage!("search")).await;
    match &answered {
        Ok(found) => {
            counter!(SEARCHES, "result" => if found.total > 0 { "some" } else { "none" }).increment(1);
        }
        Err(SearchError::Overloaded) => counter!(REFUSED, "why" => "search").increment(1),
        Err(SearchError::Engine(EngineError::TimedOut)) => counter!(REFUSED, "why" => "deadline").increment(1),
        Err(_) => {}
    }
    answered
}

async fn search_in_stages(cx: &Context, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
    let started = Instant::now();
    let permit = cx.permits.acquire().instrument(stage!("search.wait")).await.ok_or(SearchError::Overloaded)?;
    let understood = stage!("search.understand").in_scope(|| understand(cx, request))?;
    let mut matches = stage!("search.retrieve").in_scope(|| retrieve(cx, request, &understood))?;
    cx.pause().await;
    let counts = stage!("search.count").in_scope(|| count(cx, request, &understood, &mut matches))?;
    let advice = stage!("search.advise").in_scope(|| advise(cx, request, &understood, &matches))?;
    let offers = stage!("search.offers").in_scope(|| offers(cx, request, &understood))?;
    // What follows reads texts, not the index.
    drop(permit);
    cx.pause().await;
    let (total, with_all_terms, revision) = (matches.total, matches.with_all_terms, matches.revision);
    let ranked = rank(cx, request, &understood, matches).instrument(stage!("search.rank")).await?;
    let results = present(cx, request, &understood, &ranked).instrument(stage!("search.present")).await?;
    let related = stage!("search.related").in_scope(|| related_queries(cx, request, &results));
    let marks = other_marks(cx, request, &understood.parsed, total).instrument(stage!("search.marks")).await?;
    Ok(SearchResponse {
        total,
        with_all_terms,
        exhausted: ranked.exhausted,
        results,
        next: ranked.next,
        facets: counts.facets,
        histogram: counts.histogram,
        relaxations: advice.relaxations,
        related,
        did_you_mean: advice.did_you_mean,
        warnings: understood.messages.into_iter().chain(advice.messages).collect(),
        interpreted: understood.parsed.parts,
        synonyms: understood.plan.synonyms,
        offers: offers.into_iter().chain(marks).collect(),
        took: started.elapsed(),
        revision,
    })
}
