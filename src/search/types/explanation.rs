//! A [`ScoreExplanation`] tells a reader how a result came by its score: what each part of the query
//! contributes, what boosts the bulletin, what reranking adds. Everything adds up to the score.

use crate::search::engine::TermScore;
use crate::search::message::{Message, message};
use crate::search::ranking;

/// Results of a page that are explained, the first ones: each asks the engine as much as a small search.
pub const MAX_EXPLAINED: usize = 20;

/// How a result came by its score.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreExplanation {
    /// The score that the contributions add up to.
    pub score: f32,
    /// How many bulletins there are, which the frequencies are to be seen against.
    pub documents: u64,
    /// What each part of the query contributes, in the order in which it was typed.
    pub parts: Vec<PartScore>,
    /// What boosts the bulletin above those that only have the words, or would.
    pub boosts: Vec<Boost>,
    /// What every match counts.
    pub constant: f32,
    /// What the text of the bulletin adds, where the query is a question or a sentence.
    pub features: Option<FeatureScores>,
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

/// Why a bulletin is boosted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoostKind {
    /// A text of the query stands in it as it was typed.
    Verbatim,
    /// Its own number is the one typed.
    Number,
    /// Its whole title is what was typed.
    Title,
    /// What was typed is what it is called for short.
    Work,
}

impl BoostKind {
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

/// What boosts a bulletin, or would.
#[derive(Debug, Clone, PartialEq)]
pub struct Boost {
    /// Why.
    pub kind: BoostKind,
    /// The text, number or title.
    pub text: String,
    /// What it adds; 0 where it does not hold.
    pub contribution: f32,
}

impl ScoreExplanation {
    /// All contributions together.
    pub fn sum(&self) -> f32 {
        let parts: f32 = self.parts.iter().map(|part| part.contribution).sum();
        let boosts: f32 = self.boosts.iter().map(|boost| boost.contribution).sum();
        parts + boosts + self.constant + self.features.map_or(0.0, FeatureScores::sum) + self.recency.unwrap_or(0.0)
    }

    /// The explanation in plain words, a sentence a line.
    pub fn sentences(&self) -> Vec<Message> {
        let points = |points: f32| format!("{points:.2}");
        let mut lines = vec![message!("note-score", "共 {points} 分，由以下各项相加：", points = points(self.score))];
        for Boost { kind, text, contribution } in &self.boosts {
            let (text, points) = (text.as_str(), points(*contribution));
            lines.push(match (kind, *contribution > 0.0) {
                (BoostKind::Verbatim, true) => {
                    message!("note-verbatim", "「{text}」一字不差地出现：加 {points} 分", text = text, points = points)
                }
                (BoostKind::Verbatim, false) => {
                    message!("note-not-verbatim", "「{text}」没有一字不差地连着出现：不加分", text = text)
                }
                (BoostKind::Number, true) => {
                    message!("note-number-is", "文号就是「{text}」：加 {points} 分", text = text, points = points)
                }
                (BoostKind::Title, true) => {
                    message!("note-title-is", "整个标题就是所输入的：加 {points} 分", points = points)
                }
                (BoostKind::Work, true) => {
                    message!("note-work-is", "通常就称「{text}」：加 {points} 分", text = text, points = points)
                }
                (BoostKind::Number | BoostKind::Title | BoostKind::Work, false) => continue,
            });
        }
        for part in &self.parts {
            lines.push(message!(
                "note-part-score",
                "「{text}」{points} 分：{terms}",
                text = part.text.as_str(),
                points = points(part.contribution),
                terms = part.terms.iter().map(|term| self.term(term)).collect::<Vec<Message>>()
            ));
        }
        if self.constant != 0.0 {
            lines.push(message!("note-constant", "符合条件：{points} 分", points = points(self.constant)));
        }
        if let Some(look) = &self.features {
            lines.push(message!(
                "note-second-look",
                "细看原文：被其他公报引用 {citations} 分，单字 {characters} 分，{window} 字之内最密的一段 {densest} 分，{passage} 字之内 {dense} 分，检索词中相邻的词在原文中也相近 {neighbours} 分，标题已另计 {title} 分",
                citations = points(look.citations),
                characters = points(look.characters),
                window = ranking::WINDOW,
                densest = points(look.window),
                passage = ranking::PASSAGE,
                dense = points(look.passage),
                neighbours = points(look.neighbours),
                title = points(look.title)
            ));
        }
        if let Some(recency) = self.recency {
            lines.push(message!("note-recency", "发布已久：{points} 分", points = points(recency)));
        }
        lines
    }

    fn term(&self, term: &TermScore) -> Message {
        let text = term.text.as_str();
        let text = if term.in_title {
            message!("note-term-in-title", "标题中“{text}”", text = text)
        } else {
            Message::plain(format!("“{text}”"))
        };
        let rare = match term.documents {
            0 => message!("note-term-present", "有"),
            with => message!(
                "note-term-documents",
                "{all} 篇中 {with} 篇有",
                all = self.documents.to_string(),
                with = with.to_string()
            ),
        };
        let mut said = message!("note-term", "{text}{rare}", text = text, rare = rare);
        if term.occurrences > 0 {
            let count = term.occurrences.to_string();
            said = message!("note-term-occurrences", "{term}，本篇 {count} 次", term = said, count = count);
        }
        if term.weight != 1.0 {
            let weight = format!("{:.2}", term.weight);
            said = message!("note-term-weight", "{term}，权重 {weight}", term = said, weight = weight);
        }
        let points = format!("{:.2}", term.contribution);
        message!("note-term-points", "{term}，{points} 分", term = said, points = points)
    }
}

/// What reranking a sentence adds to a score, in points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FeatureScores {
    /// By documents that cite it.
    pub citations: f32,
    /// By single characters.
    pub characters: f32,
    /// By the densest stretch.
    pub window: f32,
    /// By the densest passage.
    pub passage: f32,
    /// By words that follow each other.
    pub neighbours: f32,
    /// What the title has of the query, taken off.
    pub title: f32,
}

impl FeatureScores {
    /// All of it.
    pub fn sum(self) -> f32 {
        self.citations + self.characters + self.window + self.passage + self.neighbours + self.title
    }

    /// That so many documents cite one, where `top` is the best score of all: each further tells less.
    pub fn of_citations(citing: u32, top: f32) -> Self {
        let citing = citing as f32;
        let citations = top * ranking::AUTHORITY_WEIGHT * citing / (citing + ranking::AUTHORITY_HALF);
        Self { citations, ..Self::default() }
    }
}
