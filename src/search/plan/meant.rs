//! What only the index knows of the forms in a text: which bulletins bear a number that was typed in part or under another
//! name of its organ, and where a run of letters may be written with a hyphen or a blank.

use super::known::Known;
use super::latin;
use crate::model::document_number::{self, HalfNumber};
use crate::model::{DocumentNumber, Facet};
use crate::search::analysis::{fold, numerals};
use crate::search::engine::EngineError;
use crate::search::engine::query::{Condition, Values};
use crate::search::query::{Clause, How, Meant, Text, each_wanted_mut};

/// Numbers that one text stands for at most.
const MAX_NUMBERS: usize = 8;

/// Numbers of the archive that are looked through for one text.
const MAX_LOOKED_AT: usize = 200;

/// Texts of one query that are looked at.
const MAX_TEXTS: usize = 8;

/// Runs of letters of one text that are looked at.
const MAX_RUNS: usize = 4;

/// Notes in the texts of a query what the archive has for their forms.
///
/// # Errors
/// Of the engine.
pub fn resolve(clause: &mut Clause, known: Known<'_>) -> Result<(), EngineError> {
    join_days(clause);
    let (mut left, mut outcome) = (MAX_TEXTS, Ok(()));
    each_wanted_mut(clause, &mut |text| {
        if text.how != How::Words || left == 0 || outcome.is_err() {
            return;
        }
        left -= 1;
        match numbers(text, known) {
            Ok(numbers) => text.meant.extend(numbers),
            Err(error) => outcome = Err(error),
        }
        text.meant.extend(parted(text, known));
    });
    outcome
}

/// Makes one text of a day that was typed with blanks: 2020 年 2 月 4 日.
fn join_days(clause: &mut Clause) {
    /// Texts of one day.
    const MAX_JOINED: usize = 6;
    let Clause::And(clauses) = clause else { return };
    let mut at = 0;
    while at + 1 < clauses.len() {
        if !begins_with_number(&clauses[at]) {
            at += 1;
            continue;
        }
        let most = MAX_JOINED.min(clauses.len() - at);
        let joined = (2..=most).rev().find_map(|count| Some((count, day_of(&clauses[at..at + count])?)));
        if let Some((count, day)) = joined {
            clauses.splice(at..at + count, [Clause::Text(day)]);
        }
        at += 1;
    }
    if clauses.len() == 1 {
        *clause = clauses.remove(0);
    }
}

fn begins_with_number(clause: &Clause) -> bool {
    let Clause::Text(text) = clause else { return false };
    text.text.starts_with(|c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十".contains(c))
}

/// The text of a day that several texts make together.
fn day_of(clauses: &[Clause]) -> Option<Text> {
    let texts: Vec<&Text> = clauses
        .iter()
        .map(|clause| match clause {
            Clause::Text(text) if text.how == How::Words => Some(text),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let first = *texts.first()?;
    let is_short = texts.iter().all(|text| text.text.len() <= 24 && text.scope == first.scope);
    let joined = |of: fn(&Text) -> &str| texts.iter().map(|text| of(text)).collect::<Vec<_>>().join(" ");
    let (text, typed) = (joined(|text| &text.text), joined(|text| &text.typed));
    let written = numerals::writings(&text);
    let is_day = matches!(written.as_slice(), [day] if day.range == (0..text.len()) && day.also.is_empty());
    (is_short && is_day).then(|| Text { text, typed, meant: Vec::new(), ..first.clone() })
}

/// The numbers of the archive that are meant by those in a text, where they are not the same.
fn numbers(text: &Text, known: Known<'_>) -> Result<Vec<Meant>, EngineError> {
    let Some(facet) = Facet::from_name("document_number") else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let whole = document_number::find(&text.text);
    for (range, number) in &whole {
        if let Some((numbers, is_told)) = bearers(number, facet, known)? {
            let also = numbers.iter().filter(|_| is_told).map(ToString::to_string).collect();
            found.push(Meant { range: range.clone(), numbers, same: Vec::new(), also });
        }
    }
    if whole.is_empty()
        && let Some(half) = HalfNumber::parse(&text.text)
        && half.serial.is_some()
        && (half.year.is_some() || !half.code.is_empty())
    {
        let mut numbers: Vec<DocumentNumber> = Vec::new();
        for written in half.written() {
            for value in known.values(facet, Values::Containing(&fold(&written)), MAX_LOOKED_AT)? {
                let number = DocumentNumber::parse(&fold(&value)).filter(|number| half.fits(number));
                numbers.extend(number.filter(|number| !numbers.contains(number)));
            }
        }
        numbers.truncate(MAX_NUMBERS);
        // A judgment's number is one thing, whoever bears it.
        let same: Vec<String> = if half.is_case { half.written() } else { Vec::new() };
        let same = same.iter().map(|written| fold(written)).filter(|written| *written != text.text).collect();
        if !numbers.is_empty() || half.is_case {
            found.push(Meant { range: 0..text.text.len(), numbers, same, also: Vec::new() });
        }
    }
    Ok(found)
}

/// The numbers that bulletins bear and that are meant by one that none bears, and whether a reader is told; `None` where it
/// is borne as it is.
fn bearers(
    number: &DocumentNumber,
    facet: &Facet,
    known: Known<'_>,
) -> Result<Option<(Vec<DocumentNumber>, bool)>, EngineError> {
    let is_borne = |number: &DocumentNumber| -> Result<bool, EngineError> {
        Ok(!known.values(facet, Values::Equal(&[&fold(&number.to_string())]), 1)?.is_empty())
    };
    if is_borne(number)? {
        return Ok(None);
    }
    for other in number.alike().into_iter().skip(1) {
        if is_borne(&other)? {
            return Ok(Some((vec![other], false)));
        }
    }
    let toggled = number.with_sign_toggled();
    if number.kind().is_none() && is_borne(&toggled)? {
        return Ok(Some((vec![toggled], true)));
    }
    let mut longer: Vec<DocumentNumber> = Vec::new();
    for value in known.values(facet, Values::Containing(&fold(&number.to_string())), MAX_LOOKED_AT)? {
        longer.extend(DocumentNumber::parse(&fold(&value)).filter(|other| number.is_short_for(other)));
    }
    longer.truncate(MAX_NUMBERS);
    Ok((!longer.is_empty()).then_some((longer, false)))
}

/// The runs of letters in a text that the archive also has in two: wifi as Wi-Fi.
fn parted(text: &Text, known: Known<'_>) -> Vec<Meant> {
    let stands = |term: &str| known.engine.document_frequency(&Condition::Character(term.to_owned())) > 0;
    let runs = latin::runs(&text.text).into_iter().filter(|range| latin::may_be_parted(&text.text[range.clone()]));
    let of = |range: std::ops::Range<usize>| {
        let same = latin::parted(&text.text[range.clone()], &stands);
        (!same.is_empty()).then_some(Meant { range, numbers: Vec::new(), same, also: Vec::new() })
    };
    runs.take(MAX_RUNS).filter_map(of).collect()
}
