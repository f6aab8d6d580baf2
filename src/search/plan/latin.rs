//! Other writings of Latin words and numbers that are the same to a reader: with or without a blank, a hyphen, a comma
//! between letters and digits. They are looked up beside what was typed and need not be told.

use std::ops::Range;

/// Writings of one run that are looked up, beside its own.
const MAX_WRITINGS: usize = 12;

/// Characters of a run that is looked at.
const MAX_CHARS: usize = 40;

/// Letters of the longest word that may be written in two.
const MAX_PARTED: usize = 12;

/// Places where a word is looked at for another writing in two.
const MAX_PARTINGS: usize = 2;

/// What the plates of each province begin with.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// The runs of Latin letters, digits and single marks between them in a folded text, in bytes: gb/t9704-2012, 3,000.
pub fn runs(folded: &str) -> Vec<Range<usize>> {
    let bytes = folded.as_bytes();
    // The byte after the letter or the mark there.
    let letter = |at: usize| match folded.get(at..) {
        Some(rest) if rest.starts_with('ß') => Some(at + 'ß'.len_utf8()),
        _ => bytes.get(at).is_some_and(u8::is_ascii_alphanumeric).then_some(at + 1),
    };
    let mark = |at: usize| match folded.get(at..) {
        Some(rest) if rest.starts_with('·') => Some(at + '·'.len_utf8()),
        _ => bytes.get(at).is_some_and(|byte| b"-/.,".contains(byte)).then_some(at + 1),
    };
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if letter(at).is_none() {
            at += 1;
            continue;
        }
        let start = at;
        while let Some(next) = letter(at).or_else(|| mark(at).filter(|after| letter(*after).is_some())) {
            at = next;
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
    if run.len() > MAX_CHARS {
        return Vec::new();
    }
    if run.contains('ß') {
        return vec![run.replace('ß', "ss")];
    }
    let typed = run;
    // The dot of a plate stands where a hyphen may.
    let run = &run.replace('·', "-");
    let tokens = tokens(run);
    let mut all: Vec<String> = vec![String::new()];
    for (number, (token, after)) in tokens.iter().enumerate() {
        let next = tokens.get(number + 1).map(|(next, _)| *next);
        let borders = next.map_or_else(|| vec![""], |next| borders(token, *after, next));
        let mut forms = vec![(*token).to_owned()];
        let is_whole = tokens.len() == 1 || (tokens.len() == 2 && number == 0 && *after == Border::Mark('.'));
        forms.extend(grouped(token).filter(|_| is_whole));
        let (forms, borders) = (&forms, &borders);
        let longer = all.iter().flat_map(|text| {
            forms.iter().flat_map(move |form| borders.iter().map(move |border| format!("{text}{form}{border}")))
        });
        all = longer.take(MAX_WRITINGS + 1).collect();
    }
    all.retain(|writing| writing != run && writing != typed);
    all.truncate(MAX_WRITINGS);
    all.extend(raised(run));
    if run.contains("ss") && run.bytes().all(|byte| byte.is_ascii_lowercase()) {
        all.push(run.replace("ss", "ß"));
    }
    all
}

/// The writings of a run in a text, where what stands before it may say more: the province before a plate.
pub fn writings_in(folded: &str, range: Range<usize>) -> Vec<String> {
    let run = &folded[range.clone()];
    let mut all = writings(run);
    let before = folded[..range.start].chars().next_back();
    if before.is_some_and(|c| PROVINCES.contains(c)) {
        all.extend(plate(run).into_iter().filter(|writing| writing != run));
        all.sort_unstable();
        all.dedup();
    }
    all
}

/// The writings of a piece that a run begins, with what follows it: 1,500元 for 1500元.
pub fn writings_at(folded: &str, piece: Range<usize>) -> Vec<String> {
    let text = &folded[piece.clone()];
    let Some(run) = runs(text).into_iter().next().filter(|run| run.start == 0) else { return Vec::new() };
    if run.end == text.len() {
        return writings_in(folded, piece);
    }
    writings(&text[run.clone()]).iter().map(|writing| format!("{writing}{}", &text[run.end..])).collect()
}

/// A licence plate behind its province, in its writings: a12345, a·d12345. None of what is no plate.
fn plate(run: &str) -> Vec<String> {
    let letters = run.replace(['·', '-'], "");
    let digits = letters.bytes().filter(u8::is_ascii_digit).count();
    let fits = matches!(letters.len(), 6 | 7)
        && digits >= 3
        && letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && letters.as_bytes()[0].is_ascii_alphabetic();
    if !fits {
        return Vec::new();
    }
    let (town, rest) = letters.split_at(1);
    vec![format!("{town}-{rest}"), format!("{town} {rest}"), letters.clone()]
}

/// The last of 1, 2 and 3 behind letters as it is printed: mc².
fn raised(run: &str) -> Option<String> {
    let letters = run.strip_suffix(['1', '2', '3'])?;
    let sign = match run.bytes().next_back()? {
        b'1' => '¹',
        b'2' => '²',
        _ => '³',
    };
    let is_word = (1..=4).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_lowercase());
    is_word.then(|| format!("{letters}{sign}"))
}

/// Whether a run has a word that may be written in two: wifi, sarscov2.
pub fn may_be_parted(run: &str) -> bool {
    run.len() <= MAX_CHARS && run.is_ascii() && tokens(run).iter().any(|(token, _)| is_word(token))
}

fn is_word(token: &str) -> bool {
    (3..=MAX_PARTED).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The writings of a run with one of its words in two, both of which `stands` says to be words of the archive: wifi as wi-fi,
/// gbt35273 as gb/t 35273.
pub fn parted(run: &str, stands: &dyn Fn(&str) -> bool) -> Vec<String> {
    let tokens = tokens(run);
    let mut partings: Vec<(Option<String>, usize, String)> = Vec::new();
    for (number, (token, _)) in tokens.iter().enumerate().filter(|(_, (token, _))| is_word(token)) {
        let start = token.as_ptr() as usize - run.as_ptr() as usize;
        let before_digits = tokens.get(number + 1).is_some_and(|(next, _)| !is_word(next) && next.len() > 1);
        for at in 1..token.len() {
            let (one, two) = token.split_at(at);
            // A single letter at the end is a word only before a number: gb/t 9704.
            let fits = token.len() > 3 && two.len() > 1 || two.len() == 1 && before_digits && token.len() <= 4;
            if fits && stands(one) && stands(two) {
                let shorter = one.len().min(two.len());
                // E-mail, and yet no "e mail".
                let unwanted = (shorter == 1).then(|| format!("{one} {two}"));
                let (before, after) = (&run[..start], &run[start + token.len()..]);
                partings.push((unwanted, shorter, format!("{before}{one}-{two}{after}")));
            }
        }
    }
    partings.sort_by_key(|(_, shorter, _)| std::cmp::Reverse(*shorter));
    let mut all: Vec<String> = Vec::new();
    for (unwanted, _, parted) in partings.into_iter().take(MAX_PARTINGS) {
        let is_wanted =
            |writing: &String| unwanted.as_ref().is_none_or(|unwanted| !writing.contains(unwanted.as_str()));
        all.extend(writings(&parted).into_iter().filter(is_wanted));
        all.push(parted);
    }
    all.retain(|writing| writing != run);
    all.sort_unstable();
    all.dedup();
    all
}

/// The writings of two texts as one, where one ends with letters and the other begins with digits, or the other way
/// round, and of two short words (wi fi); none of others.
pub fn joined(one: &str, two: &str) -> Vec<String> {
    let digit = |c: Option<char>| c.filter(char::is_ascii_alphanumeric).map(|c| c.is_ascii_digit());
    let is_plate = before_plate(one, two);
    match (digit(one.chars().next_back()), digit(two.chars().next())) {
        _ if is_plate => {}
        _ if !one.is_ascii() || !two.is_ascii() => return Vec::new(),
        (Some(before), Some(after)) if before != after => {}
        (Some(false), Some(false)) if one.len() + two.len() <= MAX_PARTED && is_letters(one) && is_letters(two) => {
            return vec![format!("{one}{two}")];
        }
        _ => return Vec::new(),
    }
    if is_plate {
        let (province, town) = one.split_at(one.len() - 1);
        let end = two.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(two.len());
        let (number, rest) = two.split_at(end);
        return plate(&format!("{town}{number}")).iter().map(|plate| format!("{province}{plate}{rest}")).collect();
    }
    let whole = format!("{one}{two}");
    let mut all = writings(&whole);
    all.insert(0, whole);
    all
}

fn is_letters(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether two texts are the halves of a plate: 京a 12345.
fn before_plate(one: &str, two: &str) -> bool {
    let mut end = one.chars().rev();
    let (town, province) = (end.next(), end.next());
    town.is_some_and(|c| c.is_ascii_lowercase())
        && province.is_some_and(|c| PROVINCES.contains(c))
        && two.starts_with(|c: char| c.is_ascii_alphanumeric())
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
        check("1234.5", &["1,234.5"]);
        check("1,234.5", &["1234.5"]);
        check("mc2", &["mc²"]);
        check("strasse", &["straße"]);
        check("straße", &["strasse"]);
        check("a·12345", &["a12345", "a 12345"]);
        check("1,234,567", &["1234567"]);
        check("a12345", &["a 12345"]);
        for single in ["12.5", "gdp", "0579-84668311", "020", "2020.2.4"] {
            assert_eq!(writings(single), [""; 0], "{single}");
        }
    }

    #[test]
    fn plates_are_one_with_and_without_what_parts_them() {
        let check = |text: &str, expected: &[&str]| {
            let range = runs(text).pop().unwrap();
            let all = writings_in(text, range);
            assert!(expected.iter().all(|other| all.iter().any(|writing| writing == other)), "{text}: {all:?}");
        };
        check("云a20815", &["a-20815", "a 20815"]);
        check("云ad20815", &["a-d20815", "a d20815"]);
        check("云a·d20815", &["ad20815"]);
        check("云a20815d", &["a-20815d"]);
        assert_eq!(joined("云a", "20815号"), ["云a-20815号", "云a 20815号", "云a20815号"]);
        assert_eq!(joined("云a", "d20815"), ["云a-d20815", "云a d20815", "云ad20815"]);
        assert_eq!(joined("wi", "fi"), ["wifi"]);
        assert_eq!(joined("公司a", "防汛"), [""; 0]);
    }

    #[test]
    fn words_are_written_in_two_where_the_archive_has_both() {
        let stands = |term: &str| ["e", "mail", "wi", "fi", "gb", "t", "sars", "cov", "c", "ov"].contains(&term);
        let check = |run: &str, expected: &[&str]| {
            let all = parted(run, &stands);
            assert!(expected.iter().all(|other| all.iter().any(|writing| writing == other)), "{run}: {all:?}");
        };
        check("wifi", &["wi-fi", "wi fi"]);
        check("email", &["e-mail"]);
        assert!(!parted("email", &stands).contains(&"e mail".to_owned()));
        check("sarscov2", &["sars-cov-2", "sars-cov2"]);
        check("gbt9704", &["gb-t9704", "gb-t 9704"]);
        assert_eq!(parted("covid", &stands), [""; 0]);
        assert!(may_be_parted("wifi") && !may_be_parted("5g") && !may_be_parted("2020"));
    }
}
