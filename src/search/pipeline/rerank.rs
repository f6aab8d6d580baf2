//! FIXME

use std::collections::HashMap;

use super::context::Search;
use super::sentence_features::SentenceFeatures;
use super::{recency, sentence_features};
use crate::model::ArticleKey;
use crate::search::engine::answer::Hit;
use crate::search::ranking;
use crate::search::types::error::SearchError;
use crate::search::types::explanation::FeatureScores;

/// What looking again told of the matches, by their keys.
#[derive(Default)]
pub struct RerankScores {
    /// What their texts and their citations add.
    pub evidence: HashMap<ArticleKey, FeatureScores>,
    /// What their age takes away.
    pub aged: HashMap<ArticleKey, f32>,
}

impl Search {
    /// Puts the best matches in order once more: a sentence by citations and texts, newness by dates. What is not
    /// looked at closely stays behind what is.
    pub async fn look_again(
        &self,
        hits: &mut Vec<Hit>,
        sentence: Option<&SentenceFeatures>,
        recency: Option<(jiff::civil::Date, u32)>,
    ) -> Result<RerankScores, SearchError> {
        let mut told = RerankScores::default();
        let top = if sentence.is_some() { sentence_features::boost_cited(hits) } else { 0.0 };
        let rest = hits.split_off(hits.len().min(ranking::RERANK_TEXTS));
        let mut found = self.cache.of_hits(hits).await?;
        if let Some(look) = sentence {
            told.evidence = look.reorder(top, &mut found);
            told.evidence.extend(rest.iter().map(|hit| (hit.key, FeatureScores::of_citations(hit.citing, top))));
        }
        if let Some((today, days)) = recency {
            told.aged = recency::reorder(&mut found, today, days);
        }
        *hits = found.into_iter().map(|(hit, _)| hit).chain(rest).collect();
        Ok(told)
    }
}
