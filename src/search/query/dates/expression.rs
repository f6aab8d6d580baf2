//! A date expression: a point, a comparison or a range of points.

use jiff::civil::Date;

use super::point;
use super::point::Days;
use crate::search::query::span::Span;

/// Reads a whole text, folded, as a date expression.
pub fn parse(text: &str, today: Option<Date>) -> Option<Span> {
    let characters: Vec<char> = without_clock(text.trim()).chars().collect();
    let digits_apart = |three: &[char]| matches!(three, [a, ' ' | '\t', b] if a.is_ascii_digit() && b.is_ascii_digit());
    if characters.windows(3).any(digits_apart) {
        return None;
    }
    let compact: String = characters.into_iter().filter(|c| !c.is_whitespace()).collect();
    let compact = ["期间", "之间"].iter().find_map(|word| compact.strip_suffix(word)).unwrap_or(&compact);
    let point = |text: &str| point::read(text, today);
    if let Some((first, last)) = point(compact) {
        return Some(Span { from: Some(first), to: Some(last) });
    }
    compared(compact, &point).or_else(|| ranged(compact, &point))
}

/// The text less the time of day that it ends with: 2020-02-04 10:00, 2020-02-04t10:00:00.
fn without_clock(text: &str) -> &str {
    let at = text.rfind([' ', 't']).unwrap_or(text.len());
    let mut parts = text.get(at + 1..).unwrap_or_default().split(':');
    let is_clock = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let count = parts.clone().count();
    if (2..=3).contains(&count) && parts.all(is_clock) { text[..at].trim_end() } else { text }
}

/// `>=2020`, `2020年以来`.
fn compared(text: &str, point: &impl Fn(&str) -> Option<Days>) -> Option<Span> {
    let since = |from| Some(Span { from: Some(from), to: None });
    let until = |to| Some(Span { from: None, to: Some(to) });
    for sign in [">=", "≥", "=>", "自", "从"] {
        if let Some((first, _)) = text.strip_prefix(sign).and_then(point) {
            return since(first);
        }
    }
    for sign in ["<=", "≤", "=<", "截至", "截止", "至", "到"] {
        if let Some((_, last)) = text.strip_prefix(sign).and_then(point) {
            return until(last);
        }
    }
    if let Some((_, last)) = text.strip_prefix('>').and_then(point) {
        return since(last + 1);
    }
    if let Some((first, _)) = text.strip_prefix('<').and_then(point) {
        return until(first - 1);
    }
    if let Some((first, last)) = text.strip_prefix('=').and_then(point) {
        return Some(Span { from: Some(first), to: Some(last) });
    }
    let text = text.trim_start_matches(['自', '从']);
    if let Some((_, last)) = ["及以前", "及之前"].iter().find_map(|word| text.strip_suffix(word)).and_then(point)
    {
        return until(last);
    }
    for word in ["及以后", "及之后", "以来", "以后", "起", "开始", "至今", "到现在"] {
        if let Some((first, _)) = text.strip_suffix(word).and_then(point) {
            return since(first);
        }
    }
    if let Some((_, last)) = text.strip_suffix("之后").and_then(point) {
        return since(last + 1);
    }
    if let Some((first, _)) = ["以前", "之前"].iter().find_map(|word| text.strip_suffix(word)).and_then(point) {
        return until(first - 1);
    }
    // 2月底前: what is due by the end of the month.
    if let Some(before) = text.strip_suffix('前')
        && let Some((first, last)) = point(before)
    {
        return until(if before.ends_with(['底', '末']) { last } else { first - 1 });
    }
    if let Some((_, last)) = text.strip_suffix('后').and_then(point) {
        return since(last + 1);
    }
    let (_, last) = ["为止", "止"].iter().find_map(|word| text.strip_suffix(word)).and_then(point)?;
    until(last)
}

/// `2020-01..2020-03`, `2020..`, `2019年至2020年`, `2019-2020`, `2020年1-3月`. The later end may come first.
fn ranged(text: &str, point: &impl Fn(&str) -> Option<Days>) -> Option<Span> {
    let text = text.trim_start_matches(['自', '从']);
    let both = |first: &str, last: &str| {
        let (a, b) = ends(first, last, point)?;
        Some(Span { from: Some(a.0.min(b.0)), to: Some(a.1.max(b.1)) })
    };
    if let Some((first, last)) = text.split_once("..") {
        let last = last.trim_start_matches('.');
        return match (first, last) {
            ("", "") => None,
            ("", last) => Some(Span { from: None, to: Some(point(last)?.1) }),
            (first, "") => Some(Span { from: Some(point(first)?.0), to: None }),
            (first, last) => both(first, last),
        };
    }
    let separators = text.match_indices(['至', '到', '~', '-', '〜']);
    separators.into_iter().find_map(|(at, separator)| {
        both(text[..at].trim_end_matches('起'), text[at + separator.len()..].trim_start_matches('-'))
    })
}

/// Both ends of a range. The first may leave its unit to the last (1-3月), and the last its year and month to the first
/// (2020年1月至3月, 2月4日-10日); then it comes after it: 2020年11月至2月 runs into 2021.
fn ends(first: &str, last: &str, point: &impl Fn(&str) -> Option<Days>) -> Option<(Days, Days)> {
    let unit = ["月", "日", "号", "季度"].iter().find(|unit| last.trim_end_matches('份').ends_with(**unit));
    let with_unit = unit.map(|unit| format!("{first}{unit}"));
    for first in std::iter::once(first).chain(with_unit.as_deref()) {
        let Some(begin) = point(first) else { continue };
        for prefix in prefixes(first) {
            let Some(end) = point(&format!("{prefix}{last}")) else { continue };
            if end.1 >= begin.0 {
                return Some((begin, end));
            }
            if let Some(end) = year_after(prefix).and_then(|year| point(&format!("{year}{last}"))) {
                return Some((begin, end));
            }
        }
        let Some(end) = point(last) else { continue };
        // 11月至2月: neither says its year, and the last is of this one.
        let backwards = end.1 < begin.0 && prefixes(first).all(|prefix| !prefix.contains('年'));
        let earlier = backwards.then(|| point(&format!("去年{first}"))).flatten();
        return Some((earlier.unwrap_or(begin), end));
    }
    None
}

/// What of the first end may go for the last as well, the longest first: 2020年2月, 2020年; 2020-.
fn prefixes(first: &str) -> impl Iterator<Item = &str> {
    let up_to = |mark: char| first.find(mark).map(|at| &first[..at + mark.len_utf8()]);
    let separated = first.rfind(['-', '/', '.']).map(|at| &first[..=at]);
    [up_to('月'), up_to('年'), separated].into_iter().flatten()
}

/// The year after a year.
fn year_after(year: &str) -> Option<String> {
    match year {
        "前年" => Some("去年".to_owned()),
        "去年" | "上年" => Some("今年".to_owned()),
        _ => Some(format!("{}年", year.strip_suffix('年')?.parse::<u16>().ok()? + 1)),
    }
}
