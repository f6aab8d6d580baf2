//! The places of a text in which document numbers stand, from the year or the serial number on. Where the organ before them
//! begins is for others to say. Every look back and ahead is bounded, so that the time is that of the text.

use std::ops::Range;

use super::words::{
    BLANK, ends_code, ends_typed, introduction, is_case_code, is_counted_without_year, is_numeral, is_plain_case_code,
    is_short_code, kind_at_end, kind_behind, numeral,
};

/// Digits of the longest serial number.
const MAX_DIGITS: usize = 6;

/// Serial numbers that stand behind one organ and year: 43、44号.
pub const MAX_SERIALS: usize = 20;

/// Characters of the longest court's code.
const MAX_CASE_CODE: usize = 16;

/// Blanks that may stand between two parts.
const MAX_BLANKS: usize = 4;

/// A serial number, and the number of its supplement: 8-1号.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serial {
    pub number: u32,
    pub supplement: Option<u32>,
}

impl Serial {
    /// The serial numbers that 43-45号 may mean, where it is no supplement as 8-1号 is.
    pub fn range(self) -> impl Iterator<Item = Self> {
        let last = self.supplement.filter(|last| {
            last.checked_sub(self.number).is_some_and(|more| (1..MAX_SERIALS).contains(&(more as usize)))
        });
        let range = last.map_or(0..0, |last| self.number..last + 1);
        range.map(|number| Self { number, supplement: None })
    }
}

/// Where a text comes from: what is typed to be found is likelier a number than the same in a running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A bulletin.
    Text,
    /// A query.
    Typed,
}

/// A number in a text, less its organ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Where the number before ends: its organ begins there or after.
    pub floor: usize,
    /// Where the organ or its code ends; blanks may follow.
    pub code_end: usize,
    /// Where the number ends.
    pub end: usize,
    pub year: Option<i16>,
    /// Whether the year stands in brackets.
    pub is_bracketed: bool,
    /// Whether 号 stands where it should.
    pub has_sign: bool,
    /// Each with the place where it stands.
    pub serials: Vec<(Serial, Range<usize>)>,
    /// The kind of document that stands behind the number: 第12号令.
    pub kind_behind: Option<&'static str>,
    /// Where a court's code stands, behind the year; the number begins with the bracket at `code_end`.
    pub case_code: Option<Range<usize>>,
}

/// The numbers in a text of [normal](super::words::normal) characters, in order, none within another.
pub fn scan(text: &[char], source: Source) -> Vec<Standing> {
    let mut found: Vec<Standing> = Vec::new();
    let mut from = 0;
    for at in 0..text.len() {
        if at < from {
            continue;
        }
        let standing = match text[at] {
            '号' => before_sign(text, at, source),
            ')' => without_sign(text, at),
            _ => None,
        };
        if let Some(standing) = standing.filter(|standing| standing.code_end >= from) {
            found.push(Standing { floor: from, ..standing });
            from = found.last().map_or(from, |standing| standing.end);
        }
    }
    found
}

/// The number whose 号 stands there.
fn before_sign(text: &[char], sign: usize, source: Source) -> Option<Standing> {
    let Serials { mut serials, start, is_ordinal } = serials_before(text, skip_back(text, sign))?;
    let mut end = sign + 1;
    if let Some((supplement, after)) = supplement_behind(text, end) {
        serials.last_mut()?.0.supplement = Some(supplement);
        end = after;
    }
    end = more_serials(text, end, &mut serials);
    let before = skip_back(text, start);
    let year = year_before(text, before);
    if year.is_none()
        && let Some((year, code, open)) = case_before(text, start)
    {
        return Some(Standing {
            floor: 0,
            code_end: open,
            end,
            year: Some(year),
            is_bracketed: true,
            has_sign: true,
            serials,
            kind_behind: None,
            case_code: Some(code),
        });
    }
    let (year, code_end) = year.map_or((None, start), |(year, at)| (Some(year), at));
    let is_bracketed = year.is_some() && text[before - 1] == ')';
    let mut standing = Standing {
        floor: 0,
        code_end,
        end,
        year,
        is_bracketed,
        has_sign: true,
        serials,
        kind_behind: None,
        case_code: None,
    };
    // 令（第61号）, 公告（2021年第5号）.
    let open = skip_back(text, code_end);
    let close = skip_ahead(text, end);
    if (is_ordinal || year.is_some()) && open > 0 && text[open - 1] == '(' && text.get(close) == Some(&')') {
        let outside = &text[..skip_back(text, open - 1)];
        if kind_at_end(outside).is_some() {
            (standing.code_end, standing.end) = (open - 1, close + 1);
        }
    }
    standing.name_kind(text, source).then_some(standing)
}

impl Standing {
    /// Looks for the kind behind the number where none stands before it; tells whether what is there makes a number.
    fn name_kind(&mut self, text: &[char], source: Source) -> bool {
        let code = &text[..skip_back(text, self.code_end)];
        let kind = kind_at_end(code);
        if kind.is_none_or(|kind| kind == "字") {
            let behind = skip_ahead(text, self.end);
            if let Some(kind) = kind_behind(&text[behind..]) {
                self.kind_behind = Some(kind);
                self.end = behind + kind.chars().count();
                return true;
            }
        }
        match (self.year, kind) {
            (Some(_), kind) => {
                let is_typed = || source == Source::Typed && self.is_alone(text);
                self.is_bracketed || kind.is_some() || ends_code(code) || is_typed()
            }
            (None, Some(kind)) => is_counted_without_year(kind),
            (None, None) => false,
        }
    }
}

impl Standing {
    /// Whether nothing but a short run of ideographs stands before the year, and nothing behind the number: 环土壤2019年7号.
    fn is_alone(&self, text: &[char]) -> bool {
        let code = &text[..self.code_end];
        let length = code.iter().rev().take(MAX_CASE_CODE).take_while(|c| c.is_alphanumeric()).count();
        let run = &code[code.len() - length..];
        is_short_code(&run[introduction(run)..]) && ends_typed(&text[self.end..])
    }
}

/// The number whose year's bracket closes there, where digits and no 号 follow: 国办发〔2017〕47.
fn without_sign(text: &[char], close: usize) -> Option<Standing> {
    let (year, open) = year_before(text, close + 1)?;
    let mut start = skip_ahead(text, close + 1);
    if text.get(start) == Some(&'第') {
        start = skip_ahead(text, start + 1);
    }
    let digits = text[start..].iter().take(MAX_DIGITS + 1).take_while(|c| c.is_ascii_digit()).count();
    let end = start + digits;
    // What goes on is read up to its 号, or counts something else: （2017）47个.
    let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_alphanumeric);
    let goes_on = |c: &char| match c {
        '、' | ',' | '-' | '.' => is_digit(end + 1),
        '的' | '文' | '和' | '与' | '及' | '等' => false,
        _ => c.is_alphanumeric(),
    };
    let next = text.get(skip_ahead(text, end));
    if !(1..=MAX_DIGITS).contains(&digits) || text.get(end).is_some_and(goes_on) || next == Some(&'号') {
        return None;
    }
    let number = digits_of(&text[start..end])?;
    Some(Standing {
        floor: 0,
        code_end: open,
        end,
        year: Some(year),
        is_bracketed: true,
        has_sign: false,
        serials: vec![(Serial { number, supplement: None }, start..end)],
        kind_behind: None,
        case_code: None,
    })
}

/// The serial numbers before a 号.
struct Serials {
    serials: Vec<(Serial, Range<usize>)>,
    /// Where they begin, with their 第.
    start: usize,
    /// Whether they have one.
    is_ordinal: bool,
}

fn serials_before(text: &[char], end: usize) -> Option<Serials> {
    if end > 0 && is_numeral(text[end - 1]) {
        let length = text[..end].iter().rev().take(10).take_while(|c| is_numeral(**c)).count();
        let start = end - length;
        let ordinal = skip_back(text, start);
        if ordinal == 0 || text[ordinal - 1] != '第' {
            return None;
        }
        let number = numeral(&text[start..end])?;
        let serials = vec![(Serial { number, supplement: None }, start..end)];
        return Some(Serials { serials, start: ordinal - 1, is_ordinal: true });
    }
    let mut serials = Vec::new();
    let mut end = end;
    loop {
        let (serial, start) = serial_before(text, end)?;
        serials.push((serial, start..end));
        let before = skip_back(text, start);
        let separator = before.checked_sub(1).map(|at| text[at]);
        let (from, goes_on) = (before.saturating_sub(1), matches!(separator, Some('、' | ',' | '至')));
        let from = skip_back(text, from);
        if goes_on && from > 0 && text[from - 1].is_ascii_digit() && serials.len() < MAX_SERIALS {
            if separator == Some('至') {
                let (first, _) = serial_before(text, from)?;
                serials.extend(between(first, serial)?.rev().map(|number| (number, start..end)));
            }
            end = from;
            continue;
        }
        serials.reverse();
        let is_ordinal = separator == Some('第');
        return Some(Serials { serials, start: if is_ordinal { before - 1 } else { start }, is_ordinal });
    }
}

/// The serial number that ends there, and where it begins.
fn serial_before(text: &[char], end: usize) -> Option<(Serial, usize)> {
    let (number, start) = digits_before(text, end)?;
    let dash = skip_back(text, start);
    if dash > 0 && text[dash - 1] == '-' {
        let (main, start) = digits_before(text, skip_back(text, dash - 1))?;
        return Some((Serial { number: main, supplement: Some(number) }, start));
    }
    Some((Serial { number, supplement: None }, start))
}

/// The digits that end there, none before them.
fn digits_before(text: &[char], end: usize) -> Option<(u32, usize)> {
    let digits = text[..end].iter().rev().take(MAX_DIGITS + 1).take_while(|c| c.is_ascii_digit()).count();
    let start = end - digits;
    let clings = start > 0 && (text[start - 1].is_ascii_alphanumeric() || text[start - 1] == '.');
    if !(1..=MAX_DIGITS).contains(&digits) || clings {
        return None;
    }
    Some((digits_of(&text[start..end])?, start))
}

/// The serial numbers between two of a range, which is a short one.
fn between(first: Serial, last: Serial) -> Option<impl DoubleEndedIterator<Item = Serial>> {
    let plain = first.supplement.is_none() && last.supplement.is_none();
    let length = last.number.checked_sub(first.number)? as usize;
    (plain && (1..MAX_SERIALS).contains(&length))
        .then(|| (first.number + 1..last.number).map(|number| Serial { number, supplement: None }))
}

/// 之一 behind a 号, and where it ends.
fn supplement_behind(text: &[char], at: usize) -> Option<(u32, usize)> {
    if text.get(at) != Some(&'之') {
        return None;
    }
    let length = text[at + 1..].iter().take(3).take_while(|c| is_numeral(**c)).count();
    let number = numeral(&text[at + 1..at + 1 + length]).filter(|_| length > 0)?;
    Some((number, at + 1 + length))
}

/// Takes the serial numbers that follow a 号, each with its own: 43号、44号, 43号至45号. Returns where they end.
fn more_serials(text: &[char], mut end: usize, serials: &mut Vec<(Serial, Range<usize>)>) -> usize {
    while serials.len() < MAX_SERIALS {
        let separator = skip_ahead(text, end);
        let Some(mark) = text.get(separator).filter(|c| matches!(c, '、' | '和' | '与' | '及' | '至' | '-'))
        else {
            break;
        };
        let mut start = skip_ahead(text, separator + 1);
        if text.get(start) == Some(&'第') {
            start = skip_ahead(text, start + 1);
        }
        let digits = text[start..].iter().take(MAX_DIGITS + 1).take_while(|c| c.is_ascii_digit()).count();
        let sign = skip_ahead(text, start + digits);
        let Some(number) = digits_of(&text[start..start + digits]) else { break };
        if digits > MAX_DIGITS || text.get(sign) != Some(&'号') {
            break;
        }
        let serial = Serial { number, supplement: None };
        if matches!(mark, '至' | '-') {
            let range = serials.last().and_then(|(first, _)| between(*first, serial));
            let Some(range) = range else { break };
            serials.extend(range.map(|number| (number, start..start + digits)));
        }
        serials.push((serial, start..start + digits));
        end = sign + 1;
    }
    end
}

/// The year that ends there, in brackets or with its 年, and where it begins.
fn year_before(text: &[char], end: usize) -> Option<(i16, usize)> {
    let is_bracketed = end > 0 && text[end - 1] == ')';
    let mut at = end;
    if is_bracketed {
        at = skip_back(text, end - 1);
    }
    if at > 0 && text[at - 1] == '年' {
        at = skip_back(text, at - 1);
    } else if !is_bracketed {
        return None;
    }
    let start = at.checked_sub(4)?;
    let year = i16::try_from(digits_of(&text[start..at])?).ok().filter(|year| (1900..=2999).contains(year))?;
    if !is_bracketed {
        let clings = start > 0 && text[start - 1].is_ascii_alphanumeric();
        return (!clings).then_some((year, start));
    }
    let open = skip_back(text, start);
    (open > 0 && text[open - 1] == '(').then(|| (year, open - 1))
}

/// The court's code that ends there, with its year before it: where the code stands, and where the bracket opens.
fn case_before(text: &[char], end: usize) -> Option<(i16, Range<usize>, usize)> {
    let end = skip_back(text, end);
    bracketed_case_before(text, end).or_else(|| plain_case_before(text, end))
}

fn bracketed_case_before(text: &[char], end: usize) -> Option<(i16, Range<usize>, usize)> {
    let is_part = |c: &&char| c.is_alphanumeric();
    let length = text[..end].iter().rev().take(MAX_CASE_CODE + 1).take_while(is_part).count();
    let start = end - length;
    if length > MAX_CASE_CODE || !is_case_code(&text[start..end]) {
        return None;
    }
    let close = skip_back(text, start);
    if close == 0 || text[close - 1] != ')' {
        return None;
    }
    let (year, open) = year_before(text, close)?;
    Some((year, start..end, open))
}

/// The same where the year has no brackets: 2021浙0782民初, 2021年浙0782民初.
fn plain_case_before(text: &[char], end: usize) -> Option<(i16, Range<usize>, usize)> {
    let length = text[..end].iter().rev().take(MAX_CASE_CODE + 7).take_while(|c| c.is_alphanumeric()).count();
    let first = end - length;
    let year_at = |at: usize| {
        let clings = at > 0 && text[at - 1].is_ascii_alphanumeric();
        let year = i16::try_from(digits_of(text.get(at..at + 4)?)?).ok().filter(|_| !clings)?;
        let code = at + 4 + usize::from(text.get(at + 4) == Some(&'年'));
        let fits = (1949..=2100).contains(&year) && code < end && is_plain_case_code(&text[code..end]);
        fits.then_some((year, code..end, at))
    };
    (first..end.saturating_sub(4)).find_map(year_at)
}

fn digits_of(digits: &[char]) -> Option<u32> {
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    digits.iter().try_fold(0_u32, |sum, c| Some(sum * 10 + c.to_digit(10)?))
}

/// Where the blanks before a place begin.
pub fn skip_back(text: &[char], at: usize) -> usize {
    at - text[..at].iter().rev().take(MAX_BLANKS).take_while(|c| **c == BLANK).count()
}

/// Where the blanks from a place on end.
fn skip_ahead(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    (at + rest.iter().take(MAX_BLANKS).take_while(|c| **c == BLANK).count()).min(text.len())
}
