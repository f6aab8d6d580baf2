//! The fifth stage: the order. By the [`Mode`] of an answer its hits are put in order once more, near-duplicates go
//! under one of them, and the page is cut.

use super::collapse::collapse;
use super::context::Context;
use super::recency;
use super::rerank::{RerankScores, rerank};
use super::retrieve::{Matches, Mode};
use super::scan::next_cursor;
use super::sentence_features::SentenceFeatures;
use super::understand::Understood;
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{EngineQuery, Sort};
use crate::search::plan::MatchStrategy;
use crate::search::ranking;
use crate::search::types::error::SearchError;
use crate::search::types::request::{ScanCursor, SearchRequest};

/// The hits of a page, in order.
pub struct Ranked {
    /// The hits.
    pub hits: Vec<Hit>,
    /// Where a scan goes on.
    pub next: Option<ScanCursor>,
    /// Whether no further page follows, where that is known.
    pub exhausted: bool,
    /// What reranking added to their scores.
    pub scores: RerankScores,
    /// What was asked of the engine.
    pub query: EngineQuery,
    /// How much of the query each of them has.
    pub strategy: MatchStrategy,
}

/// Makes a page of matches.
pub async fn rank(
    cx: &Context,
    request: &SearchRequest,
    understood: &Understood,
    matches: Matches,
) -> Result<Ranked, SearchError> {
    let Matches { query, strategy, mode, condition_index, hits, total, exhausted, .. } = matches;
    let mut ranked = Ranked { hits, next: None, exhausted, scores: RerankScores::default(), query, strategy };
    match mode {
        Mode::Page | Mode::CollapsedPage => {}
        Mode::Scan => {
            ranked.next = next_cursor(&mut ranked.hits, request.per_page, condition_index, ranked.query.snapshot_id);
        }
        Mode::Rerank { collapse: collapses } => {
            let features = strategy
                .is_loose()
                .then(|| SentenceFeatures::new(&understood.plan.text, &understood.analyzer, &*cx.engine));
            ranked.scores = rerank(cx, &mut ranked.hits, features.as_ref(), recency::asked_for(request)).await?;
            if collapses {
                let first = ranked.query.sort == Sort::Relevance;
                ranked.hits = collapse(ranked.hits, &cx.near_duplicates, first);
                ranked.exhausted =
                    total <= ranking::RERANK_DEPTH && ranked.hits.len() <= request.offset() + request.per_page;
            }
            ranked.hits = ranked.hits.into_iter().skip(request.offset()).take(request.per_page).collect();
        }
    }
    Ok(ranked)
}
