//! The tree between tokens and [`Clause`]: the same shape as the clause, and for each [`Piece`] how it
//! was typed, how it can be written again by itself, and what a reader is told about it.

use std::ops::Range;

use super::clause::{Clause, all_of};
use super::filters::Field;
use super::part::PartKind;
use super::query_text::QueryText;
use crate::search::analysis::{fold, fold_char};
use crate::search::message::{Message, message};

/// A piece of a query that was understood.
#[derive(Debug, Clone)]
pub struct Piece {
    pub shape: Shape,
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether what stands there reads the same when it stands elsewhere: nothing in it was left out or
    /// added.
    pub sound: bool,
}

#[derive(Debug, Clone)]
pub enum Shape {
    Leaf(Leaf),
    Not(Box<Piece>),
    And(Vec<Piece>),
    Or(Vec<Piece>),
    /// A field's name with its colon, as typed, before brackets.
    Field(String, Box<Piece>),
}

/// A piece without pieces.
#[derive(Debug, Clone)]
pub struct Leaf {
    pub kind: PartKind,
    pub clause: Clause,
    pub label: Message,
    /// How it can be written by itself.
    pub source: String,
}

impl Piece {
    pub fn leaf(leaf: Leaf, span: Range<usize>) -> Self {
        Self { shape: Shape::Leaf(leaf), span, sound: true }
    }

    /// What must hold.
    pub fn clause(&self) -> Clause {
        match &self.shape {
            Shape::Leaf(leaf) => leaf.clause.clone(),
            Shape::Field(_, inner) => inner.clause(),
            Shape::Not(inner) => Clause::Not(Box::new(inner.clause())),
            Shape::And(pieces) => all_of(pieces.iter().map(Piece::clause)),
            Shape::Or(pieces) => {
                let flat = pieces.iter().map(Piece::clause).flat_map(|clause| match clause {
                    Clause::Or(clauses) => clauses,
                    other => vec![other],
                });
                Clause::Or(flat.collect())
            }
        }
    }

    pub fn kind(&self) -> PartKind {
        match &self.shape {
            Shape::Leaf(leaf) => leaf.kind,
            Shape::Not(_) => PartKind::Excluded,
            Shape::And(_) | Shape::Or(_) => PartKind::Group,
            Shape::Field(..) => PartKind::Field,
        }
    }

    /// What a reader is told.
    pub fn label(&self) -> Message {
        let joined = |pieces: &[Piece], join: &dyn Fn(Message, Message) -> Message| {
            let labels = pieces.iter().map(|piece| match &piece.shape {
                Shape::And(_) | Shape::Or(_) => message!("message-in-brackets", part = piece.label()),
                _ => piece.label(),
            });
            labels.reduce(join).unwrap_or_else(|| Message::plain(""))
        };
        match &self.shape {
            Shape::Leaf(leaf) => leaf.label.clone(),
            Shape::Field(_, inner) => inner.label(),
            Shape::Not(inner) => message!("message-not", part = inner.label()),
            Shape::And(pieces) => joined(pieces, &|one, two| message!("message-and", one = one, two = two)),
            Shape::Or(pieces) => joined(pieces, &|one, two| message!("message-or", one = one, two = two)),
        }
    }

    /// The piece as a query of its own, or beside others with a blank between.
    pub fn source(&self, typed: &QueryText) -> String {
        match &self.shape {
            Shape::Leaf(leaf) => leaf.source.clone(),
            _ if self.sound => typed.original(self.span.clone()),
            _ => self.rewritten(),
        }
    }

    fn rewritten(&self) -> String {
        let bracketed = |piece: &Piece| match &piece.shape {
            Shape::And(_) | Shape::Or(_) => format!("({})", piece.rewritten()),
            _ => piece.rewritten(),
        };
        match &self.shape {
            Shape::Leaf(leaf) => bracketable(&leaf.source),
            Shape::Field(name, inner) => format!("{name}({})", inner.rewritten()),
            Shape::Not(inner) => {
                let text = bracketed(inner);
                let glued = text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '"'));
                if glued { format!("-{text}") } else { format!("NOT {text}") }
            }
            Shape::And(pieces) => pieces.iter().map(bracketed).collect::<Vec<_>>().join(" AND "),
            Shape::Or(pieces) => pieces.iter().map(bracketed).collect::<Vec<_>>().join(" | "),
        }
    }

    /// The pieces that can be taken away one by one.
    pub fn parts(self) -> Vec<Piece> {
        match self.shape {
            Shape::And(pieces) => pieces.into_iter().flat_map(Piece::parts).collect(),
            _ => vec![self],
        }
    }
}

/// A leaf as it can stand between brackets: quoted, where a bracket of its own has no partner.
fn bracketable(source: &str) -> String {
    let depth = source.chars().try_fold(0_usize, |depth, c| match c {
        '(' | '（' | '﹙' => Some(depth + 1),
        ')' | '）' | '﹚' => depth.checked_sub(1),
        _ => Some(depth),
    });
    if depth == Some(0) || source.chars().any(|c| fold_char(c) == '"') {
        return source.to_owned();
    }
    // The colon of a field, if there is one, stays before the quotation.
    let colon = source.char_indices().find(|(_, c)| fold_char(*c) == ':');
    let value = colon
        .filter(|(at, _)| Field::from_name(&fold(&source[..*at])).is_some())
        .map_or(0, |(at, colon)| at + colon.len_utf8());
    let (field, value) = source.split_at(value);
    format!("{field}\"{}\"", value.trim())
}
