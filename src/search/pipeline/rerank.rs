//! Reranking puts the best matches in order once more, with what no posting holds: a sentence by citations and the
//! texts of bulletins, newness by their dates.

use std::collections::HashMap;

use super::context::Context;
use super::recency::Recency;
use super::sentence_features::SentenceFeatures;
use super::{recency, sentence_features};
use crate::model::ArticleKey;
use crate::search::engine::answer::Hit;
use crate::search::ranking;
use crate::search::types::error::SearchError;
use crate::search::types::explanation::FeatureScores;

/// Scores that reranking computed, per article.
#[derive(Default)]
pub struct RerankScores {
    /// What their texts and their citations add.
    pub features: HashMap<ArticleKey, FeatureScores>,
    /// What their age takes away.
    pub recency: HashMap<ArticleKey, f32>,
}

/// Reranks hits. Those whose texts are not read stay behind the others.
pub async fn rerank(
    cx: &Context,
    hits: &mut Vec<Hit>,
    sentence: Option<&SentenceFeatures>,
    recency: Option<Recency>,
) -> Result<RerankScores, SearchError> {
    let mut scores = RerankScores::default();
    let top = if sentence.is_some() { sentence_features::boost_cited(hits) } else { 0.0 };
    let rest = hits.split_off(hits.len().min(ranking::RERANK_TEXTS));
    let mut found = cx.cache.load(hits).await?;
    if let Some(sentence) = sentence {
        scores.features = sentence.reorder(top, &mut found, &cx.deadline)?;
        scores.features.extend(rest.iter().map(|hit| (hit.key, FeatureScores::of_citations(hit.citing, top))));
    }
    if let Some(recency) = recency {
        scores.recency = recency::reorder(&mut found, recency);
    }
    *hits = found.into_iter().map(|(hit, _)| hit).chain(rest).collect();
    Ok(scores)
}
