//! The document numbers that stand in a text. Where an organ's name begins cannot be seen (根据国办发〔2017〕47号), so one who
//! types is taken at the likeliest beginning, and a citation may be read in several ways.

use std::ops::Range;

use super::number::{DocumentNumber, MAX_ORGAN_CHARS};
use super::scan::{Source, Standing, scan, skip_back};
use super::words::{BLANK, introduction, is_kind, is_office, kind_at_end, normal};

/// Characters of a text in which numbers are found by [`find`]: what is typed is short.
const MAX_TYPED: usize = 2_000;

/// Characters of the longest code that is looked for: 20 is what a number may have, no real one comes near.
const MAX_CODE: usize = 10;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Where it stands, in characters, by its longest reading; the second of several (44 of 43、44号) from its serial number.
    pub place: Range<usize>,
    /// How it may be read, the longest first: where its organ begins, and the number.
    pub readings: Vec<(usize, DocumentNumber)>,
}

/// The document numbers that stand in a text, folded or as typed: where each stands, in bytes, and what it is. None overlap;
/// the longest come first.
pub fn find(text: &str) -> Vec<(Range<usize>, DocumentNumber)> {
    let places: Vec<(usize, char)> = text.char_indices().take(MAX_TYPED).collect();
    let written: Vec<char> = places.iter().map(|(_, c)| *c).collect();
    let read: Vec<char> = written.iter().map(|c| normal(*c)).collect();
    let end = places.last().map_or(0, |(byte, c)| byte + c.len_utf8());
    let byte = |at: usize| places.get(at).map_or(end, |(byte, _)| *byte);
    let mut found = Vec::new();
    for standing in scan(&read, Source::Typed) {
        let start = if standing.case_code.is_some() { standing.code_end } else { organ_start(&read, &standing) };
        let range = byte(start)..byte(standing.end);
        let number = DocumentNumber::of(&written[start..standing.code_end], &standing, &written, &text[range.clone()]);
        found.extend(number.filter(|number| is_likely(number, &standing)).map(|number| (range, number)));
    }
    if found.is_empty()
        && let Some(number) = DocumentNumber::turned(text)
    {
        found.push((0..text.len(), number));
    }
    found.sort_by_key(|(range, _)| (std::cmp::Reverse(range.len()), range.start));
    found
}

/// Whether what was typed without a bracket is a number, and not 签署第5号令.
fn is_likely(number: &DocumentNumber, standing: &Standing) -> bool {
    match number.kind() {
        Some(_) if standing.year.is_none() => number.organ().is_some_and(is_office),
        Some(_) => true,
        None => standing.case_code.is_some() || number.organ().is_some_and(|organ| organ.chars().count() > 1),
    }
}

/// The document numbers that a text names, with 号 and an organ.
pub fn occurrences(text: &str) -> Vec<Occurrence> {
    if !text.contains(['号', '號']) {
        return Vec::new();
    }
    let written: Vec<char> = text.chars().collect();
    let read: Vec<char> = written.iter().map(|c| normal(*c)).collect();
    let standings = scan(&read, Source::Text).into_iter().filter(|standing| standing.has_sign);
    standings.flat_map(|standing| of_standing(&written, &read, &standing)).collect()
}

fn of_standing(written: &[char], read: &[char], standing: &Standing) -> Vec<Occurrence> {
    let starts = starts(read, standing);
    let Some(longest) = starts.first().copied() else { return Vec::new() };
    let mut found = Vec::new();
    let serials = standing.serials.iter().enumerate();
    let each = serials.flat_map(|(nth, (serial, place))| {
        std::iter::once(*serial).chain(serial.range()).map(move |serial| (nth, serial, place))
    });
    for (nth, serial, place) in each {
        let mut readings: Vec<(usize, DocumentNumber)> = Vec::new();
        for start in &starts {
            let code = &written[*start..standing.code_end];
            let text: String = written[*start..standing.end].iter().collect();
            let number = DocumentNumber::with_serials(code, standing, written, vec![serial], &text);
            // The State's name before the organ's makes no other number.
            let number = number.filter(|number| readings.last().is_none_or(|(_, last)| last != number));
            readings.extend(number.map(|number| (*start, number)));
        }
        let is_last = nth + 1 == standing.serials.len();
        let end = if is_last { standing.end } else { place.end + usize::from(read.get(place.end) == Some(&'号')) };
        let start = if nth == 0 { longest } else { place.start };
        if !readings.is_empty() {
            found.push(Occurrence { place: start..end, readings });
        }
    }
    found
}

/// Where the organ may begin, the longest name first.
fn starts(read: &[char], standing: &Standing) -> Vec<usize> {
    let end = skip_back(read, standing.code_end);
    if standing.case_code.is_some() {
        return vec![standing.code_end];
    }
    let (begin, is_named) = run(read, standing);
    let begin = begin + introduction(&read[begin..end]);
    let Some(kind) = is_named else {
        let begin = begin.max(end.saturating_sub(MAX_CODE));
        return (begin..end.saturating_sub(1)).collect();
    };
    let organ_end = skip_back(read, end - if standing.kind_behind.is_some() { 0 } else { kind.chars().count() });
    let organ: String = read[begin.min(organ_end)..organ_end].iter().collect();
    if organ.is_empty() {
        return if standing.year.is_some() { vec![begin] } else { Vec::new() };
    }
    if !standing.is_bracketed && !is_office(&organ) {
        return Vec::new();
    }
    let least = if organ.chars().count() == 1 { 1 } else { 2 };
    let state = ["中华人民共和国", "中華人民共和國"].iter().find_map(|state| organ.find(state));
    let skipped = state.map_or(0, |at| organ[..at].chars().count());
    let may_begin = |at: &usize| read[*at] != BLANK && read[*at] != '、';
    (begin + skipped..(organ_end + 1).saturating_sub(least)).filter(may_begin).collect()
}

/// Where the likeliest name of the organ begins.
fn organ_start(read: &[char], standing: &Standing) -> usize {
    let end = skip_back(read, standing.code_end);
    let (begin, _) = run(read, standing);
    begin + introduction(&read[begin..end])
}

/// Where the run of characters begins that an organ's name may be the end of, and the kind of document it is named with.
fn run(read: &[char], standing: &Standing) -> (usize, Option<&'static str>) {
    let end = skip_back(read, standing.code_end);
    let kind = standing.kind_behind.or_else(|| kind_at_end(&read[..end]));
    let may = |at: usize| {
        let c = read[at];
        let joins = c == '、' && kind.is_some() && at > 0 && read[at - 1].is_alphanumeric();
        c.is_alphanumeric() && !c.is_ascii_digit() || joins
    };
    let back = |from: usize| {
        (standing.floor.min(from)..from).rev().take(MAX_ORGAN_CHARS).take_while(|at| may(*at)).last().unwrap_or(from)
    };
    let mut begin = back(end);
    // 青岑县人民政府 令 第12号.
    if is_kind(&read[begin..end].iter().collect::<String>()) {
        begin = back(skip_back(read, begin));
    }
    // The rest of a date, or of the number before: 2月4日交通运输部令.
    let clings = begin > 0 && (read[begin - 1].is_ascii_digit() || read[begin - 1] == ')');
    if clings && begin < end && matches!(read[begin], '年' | '月' | '日' | '时' | '号' | '条' | '款' | '项') {
        begin += 1;
    }
    // 国务院令第714号和青政发〔2015〕43号.
    if standing.floor > 0 && begin == standing.floor && begin < end && matches!(read[begin], '和' | '与' | '及' | '或')
    {
        begin += 1;
    }
    (begin, kind)
}
