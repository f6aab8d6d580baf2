//! How results came by their scores: what the engine says of each, and what reranking added.

use super::context::Context;
use super::permits;
use super::rank::Ranked;
use crate::search::analysis::fold;
use crate::search::engine;
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{BoostWeight, Condition, Sort};
use crate::search::engine::{BoostScore, EngineError, Explanation, TermScore};
use crate::search::plan::{Plan, QueryTerm};
use crate::search::types::error::SearchError;
use crate::search::types::explanation::{self, Boost, BoostKind, FeatureScores, PartScore, ScoreExplanation};
use crate::search::types::request::SearchRequest;

/// How the first results of a page came by their scores, where that is asked for and there are scores. An index that
/// has changed meanwhile may know less of them than the search did.
pub async fn explanations(
    cx: &Context,
    request: &SearchRequest,
    plan: &Plan,
    ranked: &Ranked,
) -> Result<Vec<Option<ScoreExplanation>>, SearchError> {
    let Ranked { query, scores, hits, .. } = ranked;
    if !request.explain || query.sort != Sort::Relevance {
        return Ok(Vec::new());
    }
    let _permit = cx.permits.acquire().await.ok_or(SearchError::Overloaded)?;
    let past = query.as_of.map_or(0, |_| cx.engine.past_documents());
    let documents = cx.engine.documents() + past;
    let explain = |hit: &Hit| {
        let Some(explanation) = cx.engine.explain(query, hit.key, &cx.deadline)? else { return Ok(None) };
        let features = scores.features.get(&hit.key).copied();
        let recency = scores.recency.get(&hit.key).copied();
        Ok::<_, EngineError>(Some(explanation_of(explanation, features, recency, &plan.words, documents)))
    };
    let cost = cx.engine.cost(&query.condition);
    Ok(permits::run(cost, || hits.iter().take(explanation::MAX_EXPLAINED).map(explain).collect::<Result<_, _>>())?)
}

/// Of what the engine says, and of what reranking found.
fn explanation_of(
    explanation: Explanation,
    features: Option<FeatureScores>,
    recency: Option<f32>,
    words: &[QueryTerm],
    documents: u64,
) -> ScoreExplanation {
    let parts = by_part(explanation.terms, words);
    let typed =
        |folded: String| parts.iter().find(|part| fold(&part.text) == folded).map_or(folded, |part| part.text.clone());
    let boost = |BoostScore { boost, contribution }: BoostScore| {
        let engine::query::Boost { condition, weight } = boost;
        let is_title = matches!(weight, BoostWeight::TitleShare(_));
        let (kind, text) = match &condition {
            Condition::Identity(identity) if identity.is_number() => (BoostKind::Number, identity.shown()),
            Condition::Identity(identity) if identity.is_work() => (BoostKind::Work, identity.text().to_owned()),
            Condition::Identity(identity) => (BoostKind::Title, identity.text().to_owned()),
            Condition::Facet(..) => (BoostKind::Over, String::new()),
            Condition::Segmented(word) => (BoostKind::Word, word.clone()),
            Condition::TitleField(inner) if matches!(**inner, Condition::Segmented(_)) && !is_title => {
                (BoostKind::Word, inner.text())
            }
            condition if is_title => (BoostKind::WordsInTitle, condition.text()),
            condition => (BoostKind::Verbatim, typed(condition.text())),
        };
        Boost { kind, text, contribution }
    };
    let boosts = explanation.boosts.into_iter().map(boost).collect();
    ScoreExplanation {
        score: explanation.score + features.map_or(0.0, FeatureScores::sum) + recency.unwrap_or(0.0),
        documents,
        parts,
        boosts,
        constant: explanation.constant,
        features,
        recency,
    }
}

/// Terms under the part of the query that each is of, words as they were typed.
fn by_part(terms: Vec<TermScore>, words: &[QueryTerm]) -> Vec<PartScore> {
    let mut parts: Vec<PartScore> = Vec::new();
    for mut term in terms {
        if let Some(word) = words.iter().find(|word| word.folded == term.text) {
            term.text.clone_from(&word.typed);
        }
        let place = parts.iter().position(|part| part.text == term.part).unwrap_or_else(|| {
            parts.push(PartScore { text: term.part.clone(), contribution: 0.0, terms: Vec::new() });
            parts.len() - 1
        });
        parts[place].contribution += term.contribution;
        parts[place].terms.push(term);
    }
    for part in &mut parts {
        part.terms.sort_by(|a, b| b.contribution.total_cmp(&a.contribution));
    }
    parts
}
