//! An [`Explanation`] says how a document came by its score: what of the condition it satisfies, how rare
//! that is, how often it stands there and what it counts. It is the same on every engine.

use super::query::Node;

/// How a document came by its score. [`score`](Explanation::score) is the sum of all contributions.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The score with everything that lifts it.
    pub score: f32,
    /// What was found of the condition, in its order.
    pub terms: Vec<TermScore>,
    /// What every match counts, because something in the condition holds of all.
    pub constant: f32,
    /// For each preference of the query, in order, its node and what it adds; 0 where it does not hold.
    pub lifts: Vec<(Node, f32)>,
}

/// A term or a run that stands in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct TermScore {
    /// The part of the query that it is for, as it was typed; see [`Node::Part`].
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
        terms + self.constant + self.lifts.iter().map(|(_, lift)| lift).sum::<f32>()
    }
}

impl Node {
    /// What is looked up, as text for a reader.
    pub fn text(&self) -> String {
        match self {
            Node::Word(text) | Node::Character(text) => text.clone(),
            Node::Run(run) => run.text(),
            Node::Beginning(text) => format!("{text}*"),
            Node::Identity(identity) => identity.text().to_owned(),
            Node::InTitle(node) | Node::Boost(node, _) | Node::Part(_, node) | Node::Except(node, _) => node.text(),
            Node::And(nodes) | Node::Or(nodes) | Node::Some(nodes, _) => {
                nodes.iter().map(Node::text).collect::<Vec<_>>().join(" ")
            }
            Node::All | Node::Nothing | Node::Facet(..) | Node::Missing(_) | Node::Days(..) | Node::Cites(_) => {
                String::new()
            }
        }
    }
}
