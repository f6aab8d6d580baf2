//! What a person typed, understood: texts to find, filters and how they go together.
//! Reading never fails; what was odd is said in a warning and the rest is answered.
//!
//! [`typed`] → [`lexer`] → [`parser`] → [`tree`] → [`Clause`], [`Part`]s and [`FilterSuggestion`]s; then
//! [`resolve`](ParsedQuery::resolve) asks the index what the values of fields mean. How a text is looked
//! up is not decided here but in [`plan`](super::plan). The grammar is in `docs/query.md`.

mod composition;
mod dates;
pub(crate) mod filter_suggestions;
mod filters;
mod lexer;
pub(crate) mod parser;
mod query_text;
mod span;
#[cfg(test)]
mod tests;
mod tree;

use std::ops::Range;

use jiff::civil::Date;

pub use self::composition::Composition;
pub use self::filter_suggestions::FilterSuggestion;
pub use self::filter_suggestions::FilterSuggestionKind;
use self::query_text::QueryText;
use crate::model::Facet;
use crate::search::message::{Message, message};
pub use crate::search::plan::resolve::Known;

/// Characters of a query that are read; no question that a person types is longer.
pub const MAX_CHARS: usize = 500;

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

/// A query as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedQuery {
    /// What must hold.
    pub clause: Clause,
    /// What was typed as a whole, folded, where it may be a title: there is nothing but texts in it.
    pub whole: Option<String>,
    /// What was odd.
    pub warnings: Vec<Message>,
    /// What was understood, in the order in which it was typed; all of it must hold.
    pub parts: Vec<Part>,
    /// What the words may mean beside themselves. Nothing of it is applied.
    pub offers: Vec<FilterSuggestion>,
}

impl Part {
    /// How it can be typed by itself.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl ParsedQuery {
    /// The query with some of its parts, one after the other, put otherwise.
    pub fn rewritten(&self, parts: std::ops::Range<usize>, source: &str) -> String {
        without(&self.parts, parts, source)
    }

    /// Reads what was typed, on a day that does not matter: 去年 is a word.
    pub fn parse(typed: &str, matching: Match) -> Self {
        Self::parse_on(typed, matching, None)
    }

    /// Reads what was typed on this day.
    pub fn parse_on(typed: &str, matching: Match, today: Option<Date>) -> Self {
        let mut warnings: Vec<Message> = Vec::new();
        let typed = QueryText::new(typed, MAX_CHARS);
        if typed.cut {
            warnings.push(message!("note-too-long", "查询太长，只用了前 {most} 个字", most = MAX_CHARS));
        }
        let tokens = lexer::tokens(&typed, &mut warnings);
        let pieces = parser::pieces(&typed, &tokens, matching, today, &mut warnings);
        let clause = tree::all_of(pieces.iter().map(tree::Piece::clause));
        let pieces: Vec<_> = pieces.into_iter().flat_map(tree::Piece::parts).collect();
        let mut parts: Vec<Part> = pieces
            .iter()
            .map(|piece| Part {
                kind: piece.kind(),
                label: piece.label(),
                text: typed.original(typed.trimmed(piece.span.clone())),
                without: String::new(),
                source: piece.source(&typed),
            })
            .collect();
        for index in 0..parts.len() {
            parts[index].without = without(&parts, index..index + 1, "");
        }
        let folded = typed.folded(0..typed.len());
        if parts.is_empty() && !folded.trim().is_empty() {
            warnings.push(message!("note-nothing-to-find", "查询里没有可以查找的字词，列出了全部"));
        }
        if let Some(common) = only_common_words(&clause) {
            warnings.push(message!(
                "note-common",
                "「{words}」这样的字词几乎每篇公报里都有，结果会很多",
                words = common
            ));
        }
        let whole = tree::is_only_texts(&clause).then_some(folded);
        let offers = filter_suggestions::in_words(&parts, &clause, today);
        Self { clause, whole, warnings, parts, offers }
    }
}

/// A query whose hits are those of `query` that also have `more`. Each is read by itself first, so that a quotation
/// that one of them leaves open does not swallow the other.
pub fn narrowed(query: &str, more: &str, matching: Match) -> String {
    match (query.trim().is_empty(), more.trim().is_empty()) {
        (_, true) => query.to_owned(),
        (true, false) => more.trim().to_owned(),
        (false, false) => {
            let parts = [query, more].map(|typed| ParsedQuery::parse(typed, matching).parts);
            let sources: Vec<&str> = parts.iter().flatten().map(Part::source).collect();
            sources.join(" ")
        }
    }
}

/// The query of these parts with some of them replaced.
fn without(parts: &[Part], range: std::ops::Range<usize>, replacement: &str) -> String {
    let sources = |parts: &[Part]| parts.iter().map(|part| part.source.clone()).collect::<Vec<_>>();
    let mut all = sources(&parts[..range.start]);
    all.extend((!replacement.is_empty()).then(|| replacement.to_owned()));
    all.extend(sources(&parts[range.end..]));
    all.join(" ")
}

/// Words that say nothing by themselves.
const COMMON_WORDS: &[&str] = &[
    "的", "了", "和", "是", "在", "有", "与", "及", "等", "或", "也", "都", "就", "对", "为", "以", "the", "a", "an",
    "of", "and", "or", "to", "in", "for", "on",
];

/// The texts of a query in which there is nothing but common words.
fn only_common_words(clause: &Clause) -> Option<String> {
    let mut texts: Vec<&str> = Vec::new();
    tree::each_wanted(clause, &mut |text| texts.push(&text.text));
    let common = !texts.is_empty() && texts.iter().all(|text| COMMON_WORDS.contains(text));
    common.then(|| parser::shortened(&texts.join(" ")))
}

/// How the words of the query are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Match {
    /// Word by word, in any order and place.
    #[default]
    Words,
    /// Each part as one run of characters, as if it stood in quotation marks.
    Exact,
}
