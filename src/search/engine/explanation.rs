//! An [`Explanation`] says how a document came by its score: what of the condition it satisfies, how rare
//! that is, how often it stands there and what it counts. It is the same on every engine.

use super::query::{Boost, Condition};

/// How a document came by its score. [`score`](Explanation::score) is the sum of all contributions.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The score with everything that boosts it.
    pub score: f32,
    /// What was found of the condition, in its order.
    pub terms: Vec<TermScore>,
    /// What every match counts, because something in the condition holds of all.
    pub constant: f32,
    /// Each boost of the query, in order.
    pub boosts: Vec<BoostScore>,
}

/// What a boost of the query adds.
#[derive(Debug, Clone, PartialEq)]
pub struct BoostScore {
    /// The boost.
    pub boost: Boost,
    /// What it adds to the score of the document; 0 where it does not hold.
    pub contribution: f32,
}

/// A term or a run that stands in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct TermScore {
    /// The part of the query that it is for, as it was typed; see [`Condition::Part`].
    pub part: String,
    /// What was looked up, as text.
    pub text: String,
    /// Whether it was looked up in title and subtitle alone.
    pub in_title: bool,
    /// In how many documents it stands, at most.
    pub documents: u64,
    /// How often it stands in this one; a title counts as often as it weighs. 0 where the engine does not count.
    pub occurrences: u32,
    /// What its score was multiplied by.
    pub weight: f32,
    /// What it adds to the score of the document.
    pub contribution: f32,
}

impl Explanation {
    /// The sum of the contributions, which is the score but for rounding.
    pub fn sum(&self) -> f32 {
        let terms: f32 = self.terms.iter().map(|term| term.contribution).sum();
        terms + self.constant + self.boosts.iter().map(|boost| boost.contribution).sum::<f32>()
    }
}

impl Condition {
    /// What is looked up, as text for a reader.
    pub fn text(&self) -> String {
        match self {
            Condition::Word(text) | Condition::Segmented(text) | Condition::Character(text) => text.clone(),
            Condition::Phrase(phrase) => phrase.text(),
            Condition::Prefix(text) => format!("{text}*"),
            Condition::Identity(identity) => identity.text().to_owned(),
            Condition::TitleField(condition)
            | Condition::Boost(condition, _)
            | Condition::Part(_, condition)
            | Condition::Except(condition, _) => condition.text(),
            Condition::And(nodes) | Condition::Or(nodes) | Condition::Some(nodes, _) => {
                nodes.iter().map(Condition::text).collect::<Vec<_>>().join(" ")
            }
            Condition::All
            | Condition::Nothing
            | Condition::Facet(..)
            | Condition::Missing(_)
            | Condition::Days(..)
            | Condition::Cites(_) => String::new(),
        }
    }
}
