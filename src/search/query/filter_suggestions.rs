//! A [`FilterSuggestion`] is what the words of a query may mean beside themselves: a date, a document number, a
//! person, a body. It is offered as a filter and applied only where a reader chooses it.

use std::collections::HashSet;
use std::ops::Range;

use jiff::civil::Date;

use super::clause::Clause;
use super::dates;
use super::part::{Part, PartKind, without};
use crate::model::document_number::HalfNumber;
use crate::model::text::is_han;
use crate::model::{DocumentNumber, Facet, document_number};
use crate::search::analysis::fold_char;
use crate::search::message::{Message, message};

/// Offers that a query has at most.
pub const MAX_OFFERS: usize = 6;

/// What a [`FilterSuggestion`] is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterSuggestionKind {
    /// Days of publication.
    Date,
    /// A value of this facet: a person, a body, a document number.
    Facet(&'static Facet),
}

impl FilterSuggestionKind {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            FilterSuggestionKind::Date => "date",
            FilterSuggestionKind::Facet(facet) => facet.name,
        }
    }
}

/// A filter that a query may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterSuggestion {
    /// What it is of.
    pub kind: FilterSuggestionKind,
    /// What a reader is asked: 发布于 2020年2月.
    pub label: Message,
    /// What was recognised, as typed.
    pub text: String,
    /// The query with the filter in the place of what was recognised.
    pub query: String,
    /// The value of the facet; empty for a date.
    pub value: String,
}

/// Dates and document numbers in the words of a query.
pub fn in_words(parts: &[Part], clause: &Clause, today: Option<Date>) -> Vec<FilterSuggestion> {
    let mut offers = Vec::new();
    // Which words belong to a number is seen by whether it is there (防汛 国务院令 第714号), the most of them first.
    let mut seen = HashSet::new();
    for index in 0..parts.len() {
        let across = (2..=MAX_ACROSS).rev().filter_map(|count| {
            let number = number_across(parts.get(index..index + count)?)?;
            Some((index..index + count, 0..parts[index].source.chars().count(), number))
        });
        let within = numbers_in(&parts[index]).into_iter().map(|(range, number)| (index..index + 1, range, number));
        for (replaced, range, number) in across.chain(within) {
            let value = number.to_string();
            if seen.insert(value.clone()) {
                offers.extend(facet_offer(parts, replaced, range, "document_number", &value));
            }
        }
    }
    let has_days = has_days(clause);
    for (index, part) in parts.iter().enumerate().filter(|(_, part)| part.kind == PartKind::Words && !has_days) {
        let folded: Vec<char> = part.source.chars().map(fold_char).collect();
        for (range, span) in dates::find(&folded, today) {
            let text: String = part.source.chars().skip(range.start).take(range.len()).collect();
            let relative =
                !folded[range.clone()].iter().any(char::is_ascii_digit) || "最近过".contains(folded[range.start]);
            let value = if relative { text.clone() } else { span.written() };
            offers.push(FilterSuggestion {
                kind: FilterSuggestionKind::Date,
                label: span.published(relative.then_some(&*text)),
                query: in_place(parts, index..index + 1, range, &format!("日期:{value}")),
                text,
                value: String::new(),
            });
        }
    }
    offers.truncate(MAX_OFFERS);
    offers
}

/// The offer of a facet's value for a range of characters in a part; none where the value cannot be typed.
pub fn facet_offer(
    parts: &[Part],
    replaced: Range<usize>,
    range: Range<usize>,
    facet: &'static str,
    value: &str,
) -> Option<FilterSuggestion> {
    let facet = Facet::from_name(facet)?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '〔' | '〕' | '·');
    let written = match value {
        _ if value.chars().all(plain) => value.to_owned(),
        _ if value.chars().any(|c| fold_char(c) == '"') => return None,
        _ => format!("\"{value}\""),
    };
    let name = if facet.name == "document_number" { "文号" } else { facet.label };
    let text = match replaced.len() {
        1 => parts.get(replaced.start)?.source.chars().skip(range.start).take(range.len()).collect(),
        _ => parts.get(replaced.clone())?.iter().map(|part| part.source.as_str()).collect::<Vec<_>>().join(" "),
    };
    Some(FilterSuggestion {
        kind: FilterSuggestionKind::Facet(facet),
        label: message!("message-value", facet = facet, value = value),
        text,
        query: in_place(parts, replaced, range, &format!("{name}:{written}")),
        value: value.to_owned(),
    })
}

/// The query with a filter in the place of some characters of one part, or of several whole parts.
fn in_place(parts: &[Part], replaced: Range<usize>, range: Range<usize>, filter: &str) -> String {
    let mut pieces = vec![filter.to_owned()];
    if replaced.len() == 1 && parts[replaced.start].kind == PartKind::Words {
        let source: Vec<char> = parts[replaced.start].source.chars().collect();
        // What is left of a word that only tied it to what was recognised.
        const TIES: &[&str] = &["的", "之", "以来", "关于", "根据", "按照", "文件", "文", "年", "在", "于"];
        let rest = |range: Range<usize>| {
            let text: String = source[range].iter().collect();
            let text = text.trim_matches(|c: char| !c.is_alphanumeric());
            let text = text.strip_prefix('的').filter(|rest| !rest.is_empty()).unwrap_or(text);
            (!text.is_empty() && !TIES.contains(&text)).then(|| text.to_owned())
        };
        let (before, after) = (rest(0..range.start), rest(range.end..source.len()));
        pieces.splice(0..0, before);
        pieces.extend(after);
    }
    without(parts, replaced, &pieces.join(" "))
}

fn has_days(clause: &Clause) -> bool {
    match clause {
        Clause::Days(..) => true,
        Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().any(has_days),
        _ => false,
    }
}

/// The document numbers in a word, each with its place in characters: 关于国办发〔2017〕47号.
fn numbers_in(part: &Part) -> Vec<(Range<usize>, DocumentNumber)> {
    if part.kind != PartKind::Words {
        return Vec::new();
    }
    let source = &part.source;
    let characters = |bytes: usize| source[..bytes].chars().count();
    let found = document_number::find(source).into_iter();
    let mut numbers: Vec<_> =
        found.map(|(range, number)| (characters(range.start)..characters(range.end), number)).collect();
    if numbers.is_empty()
        && let Some(number) = HalfNumber::parse(source).and_then(|half| half.whole())
    {
        // 国办发201747, without anything that parts year and serial number.
        numbers.push((0..source.chars().count(), number));
    }
    numbers
}

/// Parts that one document number may be typed in: 青政发 〔2015〕 43 号.
const MAX_ACROSS: usize = 4;

/// A document number typed with blanks, or without its brackets: 国务院令 第714号, 国办发 2017 47.
fn number_across(parts: &[Part]) -> Option<DocumentNumber> {
    if parts.iter().any(|part| part.kind != PartKind::Words || !document_number::find(&part.source).is_empty()) {
        return None;
    }
    let joined: String = parts.iter().map(|part| part.source.as_str()).collect();
    DocumentNumber::parse(&joined).or_else(|| number_in_three(parts))
}

/// 国办发 2017 47.
fn number_in_three(parts: &[Part]) -> Option<DocumentNumber> {
    let [organ, year, number] = parts else { return None };
    let folded = |part: &Part| part.source.chars().map(fold_char).collect::<String>();
    let (organ, year, number) = (folded(organ), folded(year), folded(number));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let year = year.trim_end_matches('年');
    let number = number.trim_start_matches('第').trim_end_matches('号');
    if !organ.chars().all(is_han) || !digits(year) || !digits(number) {
        return None;
    }
    // As without brackets, so that the organ must end as one.
    let number = DocumentNumber::parse(&format!("{organ}{year}年{number}号"))?;
    number.year().is_some_and(|year| (1949..=2100).contains(&year)).then_some(number)
}
