//! Numbers of pages: some are marked as such, — 3 — and 第 3 页; those that are not are told by counting on from page to
//! page at the same place.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

/// Numbers of a row of which it is asked whether they count on.
const NUMBERS: usize = 4;

/// — 3 —, 第 3 页, 第 3 页 共 8 页, Page 3 of 8: numbers that say themselves what they are.
pub fn is_marked(text: &str) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^[-—–―─－─·•\s]*(第\s*[0-9０-９]{1,4}\s*页|[0-9０-９]{1,4}\s*页|第\s*[一二三四五六七八九十百]{1,5}\s*页|page\s*\d{1,4})([\s,，/]*(共|of)?\s*[0-9０-９]{1,4}\s*页?)?[-—–―─－·•\s]*$|^共\s*\d{1,4}\s*页[\s,，/]*第\s*\d{1,4}\s*页$|^[-—–―─－─·•]+\s*([0-9０-９]{1,4}|[ivxⅰ-ⅻ]{1,4})\s*[-—–―─－·•]+$",
        )
        .expect("the pattern is a literal and a test runs it")
    });
    text.chars().count() <= 24 && NUMBER.is_match(text)
}

/// Whether a text is the number of a first page and nothing else: 1, 1/3.
pub fn is_first(text: &str) -> bool {
    alone(text) == Some(1)
}

/// The number that a text is and nothing else: 3, 3/8, iv.
fn alone(text: &str) -> Option<i64> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[-—–―─－·•]*\s*([0-9０-９]{1,4}|[ivx]{1,6}|[ⅰ-ⅻ]|[一二三四五六七八九十]{1,3})\s*(?:[/／]\s*[0-9０-９]{1,4})?\s*[-—–―─－·•]*$")
            .expect("the pattern is a literal and a test runs it")
    });
    let text = text.trim();
    if text.chars().count() > 12 {
        return None;
    }
    let number = NUMBER.captures(text)?.get(1)?.as_str();
    digits(number).or_else(|| chinese(number)).or_else(|| roman(number))
}

fn digits(text: &str) -> Option<i64> {
    let folded: String = text.chars().map(|c| if matches!(c, '０'..='９') { fold(c) } else { c }).collect();
    folded.parse().ok()
}

/// A digit of the width of Chinese letters as one of a byte.
fn fold(c: char) -> char {
    char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c)
}

fn chinese(text: &str) -> Option<i64> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|known| known == c).map(|at| at as i64 + 1);
    let Some((tens, ones)) = text.split_once('十') else { return digit(text.chars().next()?) };
    let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? };
    let ones = if ones.is_empty() { 0 } else { digit(ones.chars().next()?)? };
    Some(tens * 10 + ones)
}

fn roman(text: &str) -> Option<i64> {
    let lower = text.to_lowercase();
    if let Some(c @ 'ⅰ'..='ⅻ') = lower.chars().next() {
        return Some(i64::from(u32::from(c) - u32::from('ⅰ')) + 1);
    }
    let value = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let values = lower.chars().map(value).collect::<Option<Vec<i64>>>()?;
    let next = values.iter().skip(1).chain([&0]);
    Some(values.iter().zip(next).map(|(one, next)| if one < next { -one } else { *one }).sum())
}

/// The numbers that stand alone at the ends of pages, by how far they are from the number of their page.
#[derive(Debug, Default)]
pub struct Counts(HashMap<(bool, i64), Vec<(u32, f32)>>);

impl Counts {
    /// Notes a row of the page `page` at the height `y`, if it is a number.
    pub fn add(&mut self, page: u32, is_head: bool, text: &str, y: f32) {
        if let Some(number) = alone(text) {
            self.0.entry((is_head, number - i64::from(page))).or_default().push((page, y));
        }
    }

    /// Whether a row is a number that another page has at the same height, as much larger or smaller as the page is
    /// further on or back.
    pub fn counts_on(&self, page: u32, is_head: bool, text: &str, y: f32) -> bool {
        let Some(number) = alone(text) else { return false };
        let alike = self.0.get(&(is_head, number - i64::from(page))).map(Vec::as_slice).unwrap_or_default();
        alike.iter().any(|(other, height)| *other != page && (height - y).abs() < 4.0)
    }
}

/// A text with # for its numbers.
pub fn masked(text: &str) -> String {
    let mut masked = String::new();
    for c in text.chars() {
        if !c.is_numeric() {
            masked.push(c);
        } else if !masked.ends_with('#') {
            masked.push('#');
        }
    }
    masked
}

/// A text with each of its numbers in turn written as how far it is from the number of the page, so that those that
/// count on are the same.
pub fn counted(text: &str, page: u32) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(from) = text[rest..].find(|c: char| c.is_ascii_digit()).map(|at| rest + at) {
        let length = text[from..].bytes().take_while(u8::is_ascii_digit).count();
        rest = from + length;
        if let (1..=4, Ok(number)) = (length, text[from..rest].parse::<i64>()) {
            found.push(format!("{}#{}#{}", &text[..from], number - i64::from(page), &text[rest..]));
        }
        if found.len() == NUMBERS {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_numbers_are_told_from_text() {
        for text in [
            "— 1 —",
            "- 12 -",
            "· 4 ·",
            "第 3 页",
            "第3页 共8页",
            "第 3 页/共 8 页",
            "Page 3 of 8",
            "共8页 第3页",
            "－２－",
        ] {
            assert!(is_marked(text), "{text}");
        }
        for text in [
            "2021年",
            "第三条",
            "一、总则",
            "12.50",
            "1、春灌",
            "第3页起草",
            "2021-03-04",
            "合计 12 人",
            "3",
            "60 60",
            "-12",
            "3/8",
        ] {
            assert!(!is_marked(text), "{text}");
        }
    }

    #[test]
    fn numbers_alone_are_told_by_counting_on() {
        let mut counts = Counts::default();
        for (page, text, y) in [(1, "5", 800.0), (2, "6", 800.5), (3, "60", 800.0), (4, "iv", 30.0), (5, "v", 30.0)] {
            counts.add(page, false, text, y);
        }
        assert!(counts.counts_on(1, false, "5", 800.0) && counts.counts_on(2, false, "6", 800.5));
        assert!(!counts.counts_on(3, false, "60", 800.0) && !counts.counts_on(1, true, "5", 800.0));
        assert!(counts.counts_on(4, false, "iv", 30.0) && !counts.counts_on(4, false, "iv", 60.0));
        for (text, number) in [("3/8", 3), ("十二", 12), ("二十", 20), ("Ⅳ", 4), ("xiv", 14), ("１２", 12)] {
            assert_eq!(alone(text), Some(number), "{text}");
        }
        assert_eq!(counted("公报12", 3), ["公报#9#"]);
    }
}
