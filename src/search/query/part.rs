//! A [`Part`] is a piece of a query that a reader is shown by itself and can take away by itself.

use std::ops::Range;

use crate::search::message::Message;

/// What a [`Part`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// A word, or words without a blank between.
    Words,
    /// A quotation.
    Phrase,
    /// The beginning of a word.
    Prefix,
    /// A quotation whose parts need only be near each other.
    Near,
    /// The value of a field.
    Field,
    /// Days of publication.
    Date,
    /// Several of which one suffices.
    Group,
    /// What must not be there.
    Excluded,
}

impl PartKind {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            PartKind::Words => "words",
            PartKind::Phrase => "phrase",
            PartKind::Prefix => "prefix",
            PartKind::Near => "near",
            PartKind::Field => "field",
            PartKind::Date => "date",
            PartKind::Group => "group",
            PartKind::Excluded => "excluded",
        }
    }
}

/// A part of a query that can be taken away by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// What a reader is told of it.
    pub label: Message,
    /// How it was typed.
    pub text: String,
    /// The query without it.
    pub without: String,
    /// How it can be typed by itself.
    pub source: String,
}

impl Part {
    /// How it can be typed by itself.
    pub fn source(&self) -> &str {
        &self.source
    }
}

/// The query of these parts with some of them replaced.
pub fn without(parts: &[Part], range: Range<usize>, replacement: &str) -> String {
    let sources = |parts: &[Part]| parts.iter().map(|part| part.source.clone()).collect::<Vec<_>>();
    let mut all = sources(&parts[..range.start]);
    all.extend((!replacement.is_empty()).then(|| replacement.to_owned()));
    all.extend(sources(&parts[range.end..]));
    all.join(" ")
}
