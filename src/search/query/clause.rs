//! A [`Clause`] says what must hold of a document, as far as the query alone tells: texts, values of fields, days,
//! and how they go together.

use std::ops::Range;

use crate::model::{DocumentNumber, Facet};
use crate::search::analysis::fold_for_words;

/// What must hold of a document. Every text is folded.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// Nothing was asked: every document.
    All,
    /// A text stands in it.
    Text(Text),
    /// One of its values of the facet is this one.
    Facet(&'static Facet, String),
    /// Published between these days, both included, in days since 1970-01-01.
    Days(Option<i64>, Option<i64>),
    /// All of these.
    And(Vec<Clause>),
    /// At least one of these.
    Or(Vec<Clause>),
    /// This does not hold.
    Not(Box<Clause>),
}

/// A text to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Folded, trimmed, with at least one letter, digit or ideograph.
    pub text: String,
    /// The same as it was typed, character by character.
    pub typed: String,
    /// How it must stand there.
    pub how: How,
    /// Where it must stand.
    pub scope: Scope,
    /// What the archive has for pieces of it; none before the query is resolved.
    pub meant: Vec<Meant>,
}

/// What the archive has for a piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Where the piece stands, in bytes of the folded text.
    pub range: Range<usize>,
    /// Document numbers that bulletins bear and that are meant by it.
    pub numbers: Vec<DocumentNumber>,
    /// Other writings that are the same to a reader, folded.
    pub same: Vec<String>,
    /// What it also stands for, which a reader is told.
    pub also: Vec<String>,
}

/// How a text must stand in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Its words, in any order and place.
    Words,
    /// As one run of characters.
    Phrase,
    /// As the beginning of a run of letters or digits; in Chinese, which has no gaps, the same as [`How::Phrase`].
    Prefix,
    /// Its parts, separated by blanks, each a run, all within this many characters, in any order.
    Near(usize),
}

/// Where a text must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Anywhere a reader can see it.
    #[default]
    Anywhere,
    /// In the title or the subtitle.
    Title,
}

impl Text {
    /// The text as the segmenter is to see it, byte for byte beside [`text`](Text::text): 著名 stays 著名 there.
    pub fn for_words(&self) -> String {
        let written = fold_for_words(&self.typed);
        if written.len() == self.text.len() { written } else { self.text.clone() }
    }

    /// A piece of it, given in bytes of the folded text, as it was typed.
    pub fn as_typed(&self, piece: Range<usize>) -> String {
        let Some(folded) = self.text.get(piece.clone()) else { return String::new() };
        let before = self.text[..piece.start].chars().count();
        self.typed.chars().skip(before).take(folded.chars().count()).collect()
    }
}

impl Clause {
    /// Whether it only narrows: it holds no text to be found or ranked by.
    pub fn is_filter(&self) -> bool {
        match self {
            Clause::Facet(..) | Clause::Days(..) => true,
            Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().all(Clause::is_filter),
            Clause::All | Clause::Text(_) | Clause::Not(_) => false,
        }
    }
}

/// All of these, in one list.
pub fn all_of(clauses: impl Iterator<Item = Clause>) -> Clause {
    let mut flat: Vec<Clause> = Vec::new();
    for clause in clauses {
        match clause {
            Clause::And(clauses) => flat.extend(clauses),
            other => flat.push(other),
        }
    }
    match flat.len() {
        0 => Clause::All,
        1 => flat.remove(0),
        _ => Clause::And(flat),
    }
}

/// Calls for every text that is not excluded.
pub fn each_wanted<'c>(clause: &'c Clause, each: &mut impl FnMut(&'c Text)) {
    match clause {
        Clause::Text(text) => each(text),
        Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().for_each(|clause| each_wanted(clause, each)),
        Clause::All | Clause::Facet(..) | Clause::Days(..) | Clause::Not(_) => {}
    }
}

/// [`each_wanted`], to say more of each.
pub fn each_wanted_mut(clause: &mut Clause, each: &mut dyn FnMut(&mut Text)) {
    match clause {
        Clause::Text(text) => each(text),
        Clause::And(clauses) | Clause::Or(clauses) => {
            clauses.iter_mut().for_each(|clause| each_wanted_mut(clause, each));
        }
        Clause::All | Clause::Facet(..) | Clause::Days(..) | Clause::Not(_) => {}
    }
}

/// Whether the query is texts anywhere and nothing else, as a title is.
pub fn is_only_texts(clause: &Clause) -> bool {
    match clause {
        Clause::All => true,
        Clause::Text(text) => text.scope == Scope::Anywhere,
        Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().all(is_only_texts),
        Clause::Facet(..) | Clause::Days(..) | Clause::Not(_) => false,
    }
}
