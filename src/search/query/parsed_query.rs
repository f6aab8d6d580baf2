//! A [`ParsedQuery`] is a query as it was understood: the clause that must hold, the parts it was typed in, what was
//! odd about it and what else its words may mean.

use std::ops::Range;

use jiff::civil::Date;

use super::clause::{Clause, all_of, each_wanted, is_only_texts};
use super::exclusions;
use super::filter_suggestions::{self, FilterSuggestion};
use super::matching::Match;
use super::part::{Part, PartKind, without};
use super::query_text::QueryText;
use super::{dates, lexer, parser, tree};
use crate::model::text::is_han;
use crate::search::analysis::{fold, fold_char};
use crate::search::message::{Message, message};

/// Characters of a query that are read; no question that a person types is longer.
pub const MAX_CHARS: usize = 500;

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

impl ParsedQuery {
    /// The query with some of its parts, one after the other, put otherwise.
    pub fn rewritten(&self, parts: Range<usize>, source: &str) -> String {
        without(&self.parts, parts, source)
    }

    /// Parses what was typed, on a day that does not matter: 去年 is a word.
    pub fn parse(typed: &str, matching: Match) -> Self {
        Self::parse_on(typed, matching, None)
    }

    /// Parses what was typed on this day.
    pub fn parse_on(typed: &str, matching: Match, today: Option<Date>) -> Self {
        let mut warnings: Vec<Message> = Vec::new();
        let typed = QueryText::new(typed, MAX_CHARS);
        if typed.cut {
            warnings.push(message!("message-too-long", most = MAX_CHARS));
        }
        let tokens = lexer::tokens(&typed, &mut warnings);
        let pieces = parser::pieces(&typed, &tokens, matching, today, &mut warnings);
        let clause = all_of(pieces.iter().map(tree::Piece::clause));
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
        keep_dates_apart(&mut parts, today);
        for index in 0..parts.len() {
            parts[index].without = without(&parts, index..index + 1, "");
        }
        let folded = typed.folded(0..typed.len());
        if parts.is_empty() && !folded.trim().is_empty() {
            warnings.push(message!("message-nothing-to-find"));
        }
        warnings.extend(small_operators(&parts));
        warnings.extend(exclusions::in_words(&parts));
        let whole = is_only_texts(&clause).then_some(folded);
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

/// Quotes a date that would take up a later word, were what stands between them taken away: 日期:2020年 防汛 3月.
fn keep_dates_apart(parts: &mut [Part], today: Option<Date>) {
    for index in 0..parts.len() {
        let Some((name, value)) = parts[index].source.split_once([':', '：']) else { continue };
        if parts[index].kind != PartKind::Date || value.contains(|c| fold_char(c) == '"') {
            continue;
        }
        let words = parts[index + 1..].iter().filter(|part| part.kind == PartKind::Words);
        let joins = |word: &Part| dates::parse(&fold(&format!("{value} {}", word.source)), today).is_some();
        if words.into_iter().any(joins) {
            parts[index].source = format!("{name}:\"{value}\"");
        }
    }
}

/// That an operator in small letters is a word, and how it is written.
fn small_operators(parts: &[Part]) -> Option<Message> {
    let is_operator = |index: &usize| {
        let word = fold(&parts[*index].source);
        let han = |part: Option<&Part>| part.is_some_and(|part| part.source.contains(is_han));
        let before = index.checked_sub(1).and_then(|before| parts.get(before));
        parts[*index].kind == PartKind::Words
            && (matches!(word.as_str(), "or" | "and") && before.is_some() || word == "not")
            && parts.get(index + 1).is_some()
            && (han(before) || han(parts.get(index + 1)))
    };
    let first = (0..parts.len()).find(is_operator)?;
    let written = |index: usize| {
        let source = &parts[index].source;
        if is_operator(&index) { fold(source).to_uppercase() } else { source.clone() }
    };
    let query = (0..parts.len()).map(written).collect::<Vec<_>>().join(" ");
    Some(message!("message-small-operator", word = &*parts[first].source, query = query))
}

/// Words that say nothing by themselves.
const COMMON_WORDS: &[&str] = &[
    "的", "了", "和", "是", "在", "有", "与", "及", "等", "或", "也", "都", "就", "对", "为", "以", "the", "a", "an",
    "of", "and", "or", "to", "in", "for", "on",
];

impl ParsedQuery {
    /// The texts of a query in which there is nothing but words that say nothing by themselves; none of any other.
    pub fn only_common_words(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        each_wanted(&self.clause, &mut |text| texts.push(&text.text));
        if texts.iter().all(|text| COMMON_WORDS.contains(text)) { texts } else { Vec::new() }
    }
}
