//! A [`ScoreExplanation`] tells a reader how a result came by its score: what each part of the query
//! contributes, what lifts the bulletin, what the second look at its text adds. Everything adds up to the score.

use super::analysis::fold;
use super::engine::{Explanation, Node, TermScore};
use super::plan::Wanted;
use super::ranking;
use super::second_look::Evidence;

/// Results of a page that are explained, the first ones: each asks the engine as much as a small search.
pub const MOST: usize = 20;

/// How a result came by its score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreExplanation {
    /// The score that the contributions add up to.
    pub score: f32,
    /// How many bulletins there are, which the frequencies are to be seen against.
    pub documents: u64,
    /// What each part of the query contributes, in the order in which it was typed.
    pub parts: Vec<PartScore>,
    /// What lifts the bulletin above those that only have the words, or would.
    pub lifts: Vec<Lift>,
    /// What every match counts.
    pub constant: f32,
    /// What the text of the bulletin adds, where the query is a question or a sentence.
    pub second_look: Option<Evidence>,
    /// What its age takes away, where newness counts; 0 or less.
    pub recency: Option<f32>,
}

/// What a part of the query contributes.
#[derive(Debug, Clone, PartialEq)]
pub struct PartScore {
    /// The part as it was typed.
    pub text: String,
    /// The sum of its terms.
    pub contribution: f32,
    /// What of it stands in the bulletin, the greatest contribution first.
    pub terms: Vec<TermScore>,
}

/// Why a bulletin is lifted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiftKind {
    /// A text of the query stands in it as it was typed.
    Verbatim,
    /// Its own number is the one typed.
    Number,
    /// Its whole title is what was typed.
    Title,
    /// What was typed is what it is called for short.
    Work,
}

impl LiftKind {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Number => "document_number",
            Self::Title => "title",
            Self::Work => "work",
        }
    }
}

/// What lifts a bulletin, or would.
#[derive(Debug, Clone, PartialEq)]
pub struct Lift {
    /// Why.
    pub kind: LiftKind,
    /// The text, number or title.
    pub text: String,
    /// What it adds; 0 where it does not hold.
    pub contribution: f32,
}

impl ScoreExplanation {
    /// Of what the engine says, and of what the second look found.
    pub fn of(
        engine: Explanation,
        second_look: Option<Evidence>,
        recency: Option<f32>,
        words: &[Wanted],
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
        let lift = |(node, contribution): (Node, f32)| {
            let (kind, text) = match &node {
                Node::Identity(identity) if identity.is_number() => (LiftKind::Number, identity.shown()),
                Node::Identity(identity) if identity.is_work() => (LiftKind::Work, identity.text().to_owned()),
                Node::Identity(identity) => (LiftKind::Title, identity.text().to_owned()),
                node => (LiftKind::Verbatim, typed(node.text())),
            };
            Lift { kind, text, contribution }
        };
        let lifts = engine.lifts.into_iter().map(lift).collect();
        Self {
            score: engine.score + second_look.map_or(0.0, Evidence::sum) + recency.unwrap_or(0.0),
            documents,
            parts,
            lifts,
            constant: engine.constant,
            second_look,
            recency,
        }
    }

    /// All contributions together.
    pub fn sum(&self) -> f32 {
        let parts: f32 = self.parts.iter().map(|part| part.contribution).sum();
        let lifts: f32 = self.lifts.iter().map(|lift| lift.contribution).sum();
        parts + lifts + self.constant + self.second_look.map_or(0.0, Evidence::sum) + self.recency.unwrap_or(0.0)
    }

    /// The explanation in plain Chinese, a sentence a line.
    pub fn sentences(&self) -> Vec<String> {
        let points = |points: f32| format!("{points:.2} 分");
        let mut lines = vec![format!("共 {}，由以下各项相加：", points(self.score))];
        for lift in &self.lifts {
            let Lift { kind, text, contribution } = lift;
            lines.push(match (kind, *contribution > 0.0) {
                (LiftKind::Verbatim, true) => format!("「{text}」一字不差地出现：加 {}", points(*contribution)),
                (LiftKind::Verbatim, false) => format!("「{text}」没有一字不差地连着出现：不加分"),
                (LiftKind::Number, true) => format!("文号就是「{text}」：加 {}", points(*contribution)),
                (LiftKind::Title, true) => format!("整个标题就是所输入的：加 {}", points(*contribution)),
                (LiftKind::Work, true) => format!("通常就称「{text}」：加 {}", points(*contribution)),
                (LiftKind::Number | LiftKind::Title | LiftKind::Work, false) => continue,
            });
        }
        for part in &self.parts {
            let terms: Vec<String> = part.terms.iter().map(|term| self.term(term)).collect();
            lines.push(format!("「{}」{}：{}", part.text, points(part.contribution), terms.join("；")));
        }
        if self.constant != 0.0 {
            lines.push(format!("符合条件：{}", points(self.constant)));
        }
        if let Some(look) = &self.second_look {
            lines.push(format!(
                "细看原文：被其他公报引用 {}，单字 {}，{} 字之内最密的一段 {}，{} 字之内 {}，检索词中相邻的词在原文中也相近 {}，标题已另计 {}",
                points(look.citations),
                points(look.characters),
                ranking::WINDOW,
                points(look.window),
                ranking::PASSAGE,
                points(look.passage),
                points(look.neighbours),
                points(look.title)
            ));
        }
        if let Some(recency) = self.recency {
            lines.push(format!("发布已久：{}", points(recency)));
        }
        lines
    }

    fn term(&self, term: &TermScore) -> String {
        let place = if term.in_title { "标题中" } else { "" };
        let weight = if term.weight == 1.0 { String::new() } else { format!("，权重 {:.2}", term.weight) };
        let often = if term.occurrences > 0 { format!("，本篇 {} 次", term.occurrences) } else { String::new() };
        let rare = if term.documents > 0 {
            format!("{} 篇中 {} 篇有", self.documents, term.documents)
        } else {
            "有".to_owned()
        };
        format!("{place}“{}”{rare}{often}{weight}，{:.2} 分", term.text, term.contribution)
    }
}
