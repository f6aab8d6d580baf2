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
    /// Its title has all words of the query.
    WordsInTitle,
    /// A word of the query stands in it as a word.
    Word,
    /// It is not in force any more.
    Over,
}

impl BoostKind {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Number => "document_number",
            Self::Title => "title",
            Self::Work => "work",
            Self::WordsInTitle => "words_in_title",
            Self::Word => "word",
            Self::Over => "no_longer_in_force",
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
        let mut lines = vec![message!("message-score", points = points(self.score))];
        for Boost { kind, text, contribution } in &self.boosts {
            let (text, points) = (text.as_str(), points(*contribution));
            lines.push(match (kind, *contribution > 0.0) {
                (BoostKind::Verbatim, true) => {
                    message!("message-verbatim", text = text, points = points)
                }
                (BoostKind::Verbatim, false) => {
                    message!("message-not-verbatim", text = text)
                }
                (BoostKind::Number, true) => {
                    message!("message-number-is", text = text, points = points)
                }
                (BoostKind::Title, true) => {
                    message!("message-title-is", points = points)
                }
                (BoostKind::Work, true) => {
                    message!("message-work-is", text = text, points = points)
                }
                (BoostKind::WordsInTitle, true) => {
                    message!("message-words-in-title", points = points)
                }
                (BoostKind::Word, true) => {
                    message!("message-as-a-word", text = text, points = points)
                }
                (BoostKind::Word, false) => {
                    message!("message-not-as-a-word", text = text)
                }
                (BoostKind::Over, false) if *contribution < 0.0 => {
                    message!("message-over", points = format!("{:.2}", -contribution))
                }
                (
                    BoostKind::Number | BoostKind::Title | BoostKind::Work | BoostKind::WordsInTitle | BoostKind::Over,
                    _,
                ) => continue,
            });
        }
        for part in &self.parts {
            lines.push(message!(
                "message-part-score",
                text = part.text.as_str(),
                points = points(part.contribution),
                terms = part.terms.iter().map(|term| self.term(term)).collect::<Vec<Message>>()
            ));
        }
        if self.constant != 0.0 {
            lines.push(message!("message-constant", points = points(self.constant)));
        }
        if let Some(look) = &self.features {
            lines.push(message!(
                "message-sentence-features",
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
            lines.push(message!("message-recency", points = points(recency)));
        }
        lines
    }

    fn term(&self, term: &TermScore) -> Message {
        let text = term.text.as_str();
        let text = if term.in_title {
            message!("message-term-in-title", text = text)
        } else {
            Message::plain(format!("“{text}”"))
        };
        let rare = match term.documents {
            0 => message!("message-term-present"),
            with => message!("message-term-documents", all = self.documents.to_string(), with = with.to_string()),
        };
        let mut said = message!("message-term", text = text, rare = rare);
        if term.occurrences > 0 {
            let count = term.occurrences.to_string();
            said = message!("message-term-occurrences", term = said, count = count);
        }
        if term.weight != 1.0 {
            let weight = format!("{:.2}", term.weight);
            said = message!("message-term-weight", term = said, weight = weight);
        }
        let points = format!("{:.2}", term.contribution);
        message!("message-term-points", term = said, points = points)
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
