//! The data form of a [`ScoreExplanation`].

use serde::Serialize;

use crate::search::message::Message;
use crate::search::types::explanation::{Boost, PartScore, ScoreExplanation};

/// How a result came by its score: the contributions of parts, boosts, constant and reranking add up to it.
#[derive(Serialize)]
pub struct ExplanationJson<'a> {
    score: f32,
    documents: u64,
    parts: Vec<PartScoreJson<'a>>,
    #[serde(rename = "lifts")]
    boosts: Vec<BoostJson<'a>>,
    constant: f32,
    second_look: Option<FeaturesJson>,
    recency: Option<f32>,
    sentences: Vec<Message>,
}

#[derive(Serialize)]
struct PartScoreJson<'a> {
    text: &'a str,
    contribution: f32,
    terms: Vec<TermJson<'a>>,
}

#[derive(Serialize)]
struct TermJson<'a> {
    text: &'a str,
    in_title: bool,
    documents: u64,
    occurrences: u32,
    weight: f32,
    contribution: f32,
}

#[derive(Serialize)]
struct BoostJson<'a> {
    kind: &'static str,
    text: &'a str,
    contribution: f32,
}

#[derive(Serialize)]
struct FeaturesJson {
    citations: f32,
    characters: f32,
    window: f32,
    passage: f32,
    neighbours: f32,
    title: f32,
}

/// An explanation as data.
pub fn explained(explanation: &ScoreExplanation) -> ExplanationJson<'_> {
    ExplanationJson {
        score: explanation.score,
        documents: explanation.documents,
        parts: explanation.parts.iter().map(part_score).collect(),
        boosts: explanation.boosts.iter().map(boost).collect(),
        constant: explanation.constant,
        second_look: explanation.features.map(|features| FeaturesJson {
            citations: features.citations,
            characters: features.characters,
            window: features.window,
            passage: features.passage,
            neighbours: features.neighbours,
            title: features.title,
        }),
        recency: explanation.recency,
        sentences: explanation.sentences(),
    }
}

fn part_score(part: &PartScore) -> PartScoreJson<'_> {
    let terms = part.terms.iter().map(|term| TermJson {
        text: &term.text,
        in_title: term.in_title,
        documents: term.documents,
        occurrences: term.occurrences,
        weight: term.weight,
        contribution: term.contribution,
    });
    PartScoreJson { text: &part.text, contribution: part.contribution, terms: terms.collect() }
}

fn boost(boost: &Boost) -> BoostJson<'_> {
    BoostJson { kind: boost.kind.name(), text: &boost.text, contribution: boost.contribution }
}
