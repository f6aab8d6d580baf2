//! A [`FilterSuggestion`] is what the words of a query may mean beside themselves: a date, a document number, a
//! person, a body. It is offered as a filter and applied only where a reader chooses it.

use std::collections::HashSet;
use std::ops::Range;

use jiff::civil::Date;

use super::clause::Clause;
use super::dates;
use super::filters::Field;
use super::part::{Part, PartKind, without};
use super::span::Span;
use crate::model::document_number::HalfNumber;
use crate::model::text::is_han;
use crate::model::{DocumentNumber, Facet, document_number};
use crate::search::analysis::{fold, fold_char};
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
    /// A quotation with other marks in it.
    Quotation,
}

impl FilterSuggestionKind {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            FilterSuggestionKind::Date => "date",
            FilterSuggestionKind::Facet(facet) => facet.name,
            FilterSuggestionKind::Quotation => "quotation",
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
    /// The value of the facet, or the quotation; empty for a date.
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
    if !has_days(clause) {
        offers.extend(dates_in(parts, today));
    }
    offers.truncate(MAX_OFFERS);
    offers
}

/// The dates in the words of a query, also over blanks: 2020 年 2 月.
fn dates_in(parts: &[Part], today: Option<Date>) -> Vec<FilterSuggestion> {
    /// Words of one date: 2020 年 2 月 4 日 至 10 日.
    const MAX_WORDS: usize = 9;
    let mut offers = Vec::new();
    let mut index = 0;
    while index < parts.len() {
        let words = parts[index..].iter().take(MAX_WORDS).take_while(|part| part.kind == PartKind::Words).count();
        let several = (2..=words).rev().find_map(|count| {
            let sources: Vec<&str> = parts[index..index + count].iter().map(|part| part.source.as_str()).collect();
            let typed = sources.join(" ");
            dates::parse(&fold(&typed), today)?;
            let compact: Vec<char> = sources.concat().chars().map(fold_char).collect();
            let (range, span) = dates::find(&compact, today).into_iter().next()?;
            (range == (0..compact.len())).then(|| (count, date_offer(parts, index..index + count, range, typed, span)))
        });
        if let Some((count, offer)) = several {
            offers.push(offer);
            index += count;
            continue;
        }
        let folded: Vec<char> = parts[index].source.chars().map(fold_char).collect();
        for (range, span) in if words > 0 { dates::find(&folded, today) } else { Vec::new() } {
            let text: String = parts[index].source.chars().skip(range.start).take(range.len()).collect();
            offers.push(date_offer(parts, index..index + 1, range, text, span));
        }
        index += 1;
    }
    offers
}

fn date_offer(
    parts: &[Part],
    replaced: Range<usize>,
    range: Range<usize>,
    text: String,
    span: Span,
) -> FilterSuggestion {
    let folded = fold(&text);
    let relative = !folded.contains(|c: char| c.is_ascii_digit()) || folded.starts_with(['最', '近', '过']);
    let value = match (relative, text.contains(char::is_whitespace)) {
        (false, _) => span.written(),
        (true, false) => text.clone(),
        (true, true) => format!("\"{text}\""),
    };
    FilterSuggestion {
        kind: FilterSuggestionKind::Date,
        label: span.published(relative.then_some(&*text)),
        query: in_place(parts, replaced, range, &format!("日期:{value}"), Field::Date),
        text,
        value: String::new(),
    }
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
        query: in_place(parts, replaced, range, &format!("{name}:{written}"), Field::Facet(facet)),
        value: value.to_owned(),
    })
}

/// The query with a filter in the place of some characters of one part, or of several whole parts. The name of the
/// field, where it was typed before them without a colon, goes as well.
fn in_place(parts: &[Part], mut replaced: Range<usize>, range: Range<usize>, filter: &str, field: Field) -> String {
    let mut pieces = vec![filter.to_owned()];
    if replaced.len() == 1 && parts[replaced.start].kind == PartKind::Words {
        let source: Vec<char> = parts[replaced.start].source.chars().collect();
        // What is left of a word that only tied it to what was recognised.
        const TIES: &[&str] = &[
            "的", "之", "以来", "关于", "根据", "按照", "文件", "文", "年", "在", "于", "从", "自", "由", "到", "至",
            "截至", "期间",
        ];
        let rest = |range: Range<usize>| {
            let text: String = source[range].iter().collect();
            let text = text.trim_matches(|c: char| !c.is_alphanumeric());
            let text = text.strip_prefix('的').filter(|rest| !rest.is_empty()).unwrap_or(text);
            let text = without_name(text, field);
            (!text.is_empty() && !TIES.contains(&text)).then(|| text.to_owned())
        };
        let (before, after) = (rest(0..range.start), rest(range.end..source.len()));
        pieces.splice(0..0, before);
        pieces.extend(after);
    }
    let named = |part: &Part| part.kind == PartKind::Words && field.is_named(&fold(&part.source));
    if pieces.first().is_some_and(|first| first == filter) && replaced.start > 0 && named(&parts[replaced.start - 1]) {
        replaced.start -= 1;
    }
    without(parts, replaced, &pieces.join(" "))
}

/// The text without the name of the field that it ends with: 防汛发布日期. A short name is one only where it is the
/// whole text: 截止日期 is a word.
fn without_name(text: &str, field: Field) -> &str {
    const SHORT: usize = 4;
    let ends = text.char_indices().map(|(at, _)| at);
    let is_name = |at: &usize| {
        let name = &text[*at..];
        (*at == 0 || name.chars().count() >= SHORT) && field.is_named(&fold(name))
    };
    ends.into_iter().find(is_name).map_or(text, |at| &text[..at])
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
    DocumentNumber::parse(&joined).or_else(|| number_in_two(parts)).or_else(|| number_in_three(parts))
}

/// 国办发2017 47号.
fn number_in_two(parts: &[Part]) -> Option<DocumentNumber> {
    let [begun, number] = parts else { return None };
    let half = HalfNumber::parse(&begun.source).filter(|half| half.serial.is_none() && !half.code.is_empty())?;
    let number = fold(&number.source);
    let digits = number.trim_start_matches('第').trim_end_matches('号');
    let is_serial = !digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|b| b.is_ascii_digit());
    is_serial.then(|| DocumentNumber::parse(&format!("{}〔{}〕{digits}号", half.code, half.year?))).flatten()
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
