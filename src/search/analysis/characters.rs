//! The character lane: single characters in their places, which tell exactly where a run of them stands,
//! whether or not a dictionary knows it.

use crate::model::text::{is_blank, is_han};

/// The character lane of a document: every ideograph, and every run of letters or digits, as a term at its
/// position. Punctuation takes a position and gives no term, blanks take none. Returns the number of
/// positions. `folded` must come from [`fold`](crate::search::analysis::fold::fold()).
pub fn characters<'t>(folded: &'t str, mut emit: impl FnMut(&'t str, usize)) -> usize {
    let mut position = 0;
    let mut rest = folded.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if is_word_letter(c) {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) = rest.next_if(|(_, next)| is_word_letter(*next)) {
                end = at + next.len_utf8();
            }
            emit(&folded[start..end], position);
        } else if c.is_alphanumeric() {
            emit(&folded[start..start + c.len_utf8()], position);
        } else if is_blank(c) {
            continue;
        }
        position += 1;
    }
    position
}

/// The text without the blanks between ideographs: a run of them is the same wherever a line is broken.
pub fn squeeze(folded: String) -> String {
    if !folded.contains(is_blank) {
        return folded;
    }
    let mut squeezed = String::with_capacity(folded.len());
    let mut rest = folded.as_str();
    while let Some(blank) = rest.find(is_blank) {
        let (text, from_blank) = rest.split_at(blank);
        squeezed.push_str(text);
        rest = from_blank.trim_start_matches(is_blank);
        let ideograph = |c: Option<char>| c.is_some_and(is_ideograph);
        if !(ideograph(squeezed.chars().next_back()) && ideograph(rest.chars().next())) {
            squeezed.push(' ');
        }
    }
    squeezed.push_str(rest);
    squeezed
}

/// Every two ideographs that stand side by side, as one term each.
pub fn pairs<'t>(squeezed: &'t str, mut emit: impl FnMut(&'t str)) {
    let mut before: Option<usize> = None;
    for (at, c) in squeezed.char_indices() {
        let ideograph = is_ideograph(c);
        if let Some(start) = before.filter(|_| ideograph) {
            emit(&squeezed[start..at + c.len_utf8()]);
        }
        before = ideograph.then_some(at);
    }
}

/// A letter that is a term by itself: ideographs, and letters of scripts that are written without gaps.
pub fn is_ideograph(c: char) -> bool {
    // Nearly every character that is asked about is a common one.
    matches!(c, '\u{4E00}'..='\u{9FFF}') || is_han(c) || (c.is_alphanumeric() && !is_word_letter(c))
}

/// Whether a character joins its neighbours to one word: letters and digits of alphabetic scripts.
fn is_word_letter(c: char) -> bool {
    c.is_alphanumeric() && (c.is_ascii() || matches!(c as u32, 0xAA..=0x2E7F | 0xA640..=0xABFF))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_characters(text: &str, expected: &[(&str, usize)]) {
        let mut terms = Vec::new();
        characters(text, |term, position| terms.push((term, position)));
        assert_eq!(terms, expected, "{text}");
    }

    #[test]
    fn characters_have_places() {
        check_characters("回磐", &[("回", 0), ("磐", 1)]);
        check_characters("85度c", &[("85", 0), ("度", 1), ("c", 2)]);
        check_characters("甲、乙 丙", &[("甲", 0), ("乙", 2), ("丙", 3)]);
    }

    #[test]
    fn pairs_cross_blanks_but_no_punctuation() {
        let check = |text: &str, expected: &[&str]| {
            let squeezed = squeeze(text.to_owned());
            let mut found = Vec::new();
            pairs(&squeezed, |pair| found.push(pair));
            assert_eq!(found, expected, "{text}");
        };
        check("疫情防 控", &["疫情", "情防", "防控"]);
        check("甲、乙丙2丁 and 戊", &["乙丙"]);
        assert_eq!(squeeze("甲 乙 ab  cd\t丙".to_owned()), "甲乙 ab cd 丙");
    }
}
