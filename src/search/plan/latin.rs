//! Other writings of Latin words and numbers that are the same to a reader: with or without a blank, a hyphen, a comma
//! between letters and digits. They are looked up beside what was typed and need not be told.

use std::ops::Range;

/// Writings of one run that are looked up, beside its own.
const MAX_WRITINGS: usize = 12;

/// Characters of a run that is looked at.
const MAX_CHARS: usize = 40;

/// The runs of Latin letters, digits and single marks between them in a folded text, in bytes: gb/t9704-2012, 3,000.
pub fn runs(folded: &str) -> Vec<Range<usize>> {
    let bytes = folded.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let is_mark = |at: usize| bytes.get(at).is_some_and(|byte| b"-/.,".contains(byte));
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !is_letter(at) {
            at += 1;
            continue;
        }
        let start = at;
        while is_letter(at) || (is_mark(at) && is_letter(at + 1)) {
            at += 1;
        }
        runs.push(start..at);
    }
    runs
}

/// What stands between two neighbouring tokens of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Border {
    /// Letters and digits touch: covid19.
    None,
    /// A mark.
    Mark(char),
}

/// Other writings of a run, folded; none where there is but one.
pub fn writings(run: &str) -> Vec<String> {
    if run.len() > MAX_CHARS || !run.is_ascii() {
        return Vec::new();
    }
    let tokens = tokens(run);
    let mut all: Vec<String> = vec![String::new()];
    for (number, (token, after)) in tokens.iter().enumerate() {
        let next = tokens.get(number + 1).map(|(next, _)| *next);
        let borders = next.map_or_else(|| vec![""], |next| borders(token, *after, next));
        let mut forms = vec![(*token).to_owned()];
        forms.extend(grouped(token).filter(|_| tokens.len() == 1));
        let (forms, borders) = (&forms, &borders);
        let longer = all.iter().flat_map(|text| {
            forms.iter().flat_map(move |form| borders.iter().map(move |border| format!("{text}{form}{border}")))
        });
        all = longer.take(MAX_WRITINGS + 1).collect();
    }
    all.retain(|writing| writing != run);
    all.truncate(MAX_WRITINGS);
    all
}

/// The writings of two runs as one, where one ends with letters and the other begins with digits, or the other way
/// round; none of others.
pub fn joined(one: &str, two: &str) -> Vec<String> {
    let digit = |c: Option<char>| c.filter(char::is_ascii_alphanumeric).map(|c| c.is_ascii_digit());
    match (digit(one.chars().next_back()), digit(two.chars().next())) {
        (Some(before), Some(after)) if before != after => {}
        _ => return Vec::new(),
    }
    let whole = format!("{one}{two}");
    let mut all = writings(&whole);
    all.insert(0, whole);
    all
}

/// The tokens of a run, each with what follows it.
fn tokens(run: &str) -> Vec<(&str, Border)> {
    let bytes = run.as_bytes();
    let mut tokens = Vec::new();
    let mut start = 0;
    for at in 1..=bytes.len() {
        if at == bytes.len() {
            tokens.push((&run[start..at], Border::None));
        } else if !bytes[at].is_ascii_alphanumeric() {
            tokens.push((&run[start..at], Border::Mark(bytes[at].into())));
            start = at + 1;
        } else if at > start && bytes[at].is_ascii_digit() != bytes[at - 1].is_ascii_digit() {
            tokens.push((&run[start..at], Border::None));
            start = at;
        }
    }
    tokens.retain(|(token, _)| !token.is_empty());
    tokens
}

/// What may stand between two tokens, what was typed first.
fn borders(token: &str, border: Border, next: &str) -> Vec<&'static str> {
    let is_number = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit());
    let (before, after) = (is_number(token), is_number(next));
    match border {
        Border::None => vec!["", " ", "-"],
        Border::Mark('-') if before != after => vec!["-", "", " "],
        Border::Mark('-') if !before => vec!["-", " ", ""],
        Border::Mark('-') => vec!["-"],
        // 3,000, not 甲,3.
        Border::Mark(',') if before && after && next.len() == 3 => vec![",", ""],
        Border::Mark(',') => vec![","],
        Border::Mark('/') if !before && !after => vec!["/", " ", ""],
        Border::Mark('/') => vec!["/"],
        Border::Mark(_) => vec!["."],
    }
}

/// A whole number with commas between its thousands.
fn grouped(token: &str) -> Option<String> {
    let fits = (4..=12).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_digit());
    if !fits || token.starts_with('0') {
        return None;
    }
    let mut text = String::new();
    for (number, digit) in token.chars().enumerate() {
        if number > 0 && (token.len() - number).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_letters_and_digits_with_single_marks() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = runs(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("执行gb/t9704-2012。", &["gb/t9704-2012"]);
        check("资金3,000万元12.5%", &["3,000", "12.5"]);
        check("covid-19", &["covid-19"]);
        check("a--b-", &["a", "b"]);
    }

    #[test]
    fn writings_differ_in_blanks_and_marks_alone() {
        let check = |run: &str, expected: &[&str]| {
            let writings = writings(run);
            for other in expected {
                assert!(writings.iter().any(|writing| writing == other), "{run}: {writings:?} has {other}");
            }
            assert!(writings.len() <= MAX_WRITINGS && !writings.iter().any(|writing| writing == run), "{writings:?}");
        };
        check("gb/t9704", &["gb/t 9704", "gb/t-9704", "gbt9704"]);
        check("covid19", &["covid-19", "covid 19"]);
        check("covid-19", &["covid19", "covid 19"]);
        check("500kg", &["500 kg"]);
        check("pm2.5", &["pm 2.5", "pm-2.5"]);
        check("3000", &["3,000"]);
        check("3,000", &["3000"]);
        check("1,234,567", &["1234567"]);
        check("a12345", &["a 12345"]);
        for single in ["12.5", "gdp", "0579-84668311", "020", "2020.2.4"] {
            assert_eq!(writings(single), [""; 0], "{single}");
        }
    }
}
