//! FIXME

use super::context::Search;
use super::permits;
use super::rerank::RerankScores;
use crate::search::analysis::fold;
use crate::search::engine::Explanation;
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{Condition, EngineQuery};
use crate::search::plan::{Plan, QueryTerm};
use crate::search::types::error::SearchError;
use crate::search::types::explanation;
use crate::search::types::explanation::{FeatureScores, Lift, LiftKind, PartScore, ScoreExplanation};

impl ScoreExplanation {
    /// Of what the engine says, and of what the second look found.
    pub fn of(
        engine: Explanation,
        second_look: Option<FeatureScores>,
        recency: Option<f32>,
        words: &[QueryTerm],
        documents: u64,
    ) -> Self {
        let mut parts: Vec<PartScore> = Vec::new();
        for mut term in engine.terms {
            if let Some(word) = words.iter().find(|word| word.folded == term.text) {
                term.text.clone_from(&word.typed);
            }
            let part = match parts.iter_mut().find(|part| part.text == term.part) {
                Some(part) => part,
                None => {
                    parts.push(PartScore { text: term.part.clone(), contribution: 0.0, terms: Vec::new() });
                    let last = parts.len() - 1;
                    &mut parts[last]
                }
            };
            part.contribution += term.contribution;
            part.terms.push(term);
        }
        for part in &mut parts {
            part.terms.sort_by(|a, b| b.contribution.total_cmp(&a.contribution));
        }
        let typed = |folded: String| {
            parts.iter().find(|part| fold(&part.text) == folded).map_or(folded, |part| part.text.clone())
        };
        let lift = |(condition, contribution): (Condition, f32)| {
            let (kind, text) = match &condition {
                Condition::Identity(identity) if identity.is_number() => (LiftKind::Number, identity.shown()),
                Condition::Identity(identity) if identity.is_work() => (LiftKind::Work, identity.text().to_owned()),
                Condition::Identity(identity) => (LiftKind::Title, identity.text().to_owned()),
                condition => (LiftKind::Verbatim, typed(condition.text())),
            };
            Lift { kind, text, contribution }
        };
        let lifts = engine.lifts.into_iter().map(lift).collect();
        Self {
            score: engine.score + second_look.map_or(0.0, FeatureScores::sum) + recency.unwrap_or(0.0),
            documents,
            parts,
            lifts,
            constant: engine.constant,
            second_look,
            recency,
        }
    }
}

impl Search {
    /// How the first results of a page came by their scores. An index that has changed meanwhile may know less
    /// of them than the search did.
    pub async fn explanations(
        &self,
        query: &EngineQuery,
        plan: &Plan,
        told: &RerankScores,
        hits: &[Hit],
    ) -> Result<Vec<Option<ScoreExplanation>>, SearchError> {
        let _permit = self.permits.acquire().await.ok_or(SearchError::Overloaded)?;
        let past = query.as_of.map_or(0, |_| self.engine.past_documents());
        let documents = self.engine.documents() + past;
        let explain = |hit: &Hit| {
            let Some(explanation) = self.engine.explain(query, hit.key)? else { return Ok(None) };
            let (evidence, aged) = (told.evidence.get(&hit.key).copied(), told.aged.get(&hit.key).copied());
            Ok(Some(ScoreExplanation::of(explanation, evidence, aged, &plan.words, documents)))
        };
        let cost = self.engine.cost(&query.condition);
        permits::run(cost, || hits.iter().take(explanation::MOST).map(explain).collect())
    }
}
