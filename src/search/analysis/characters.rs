//! The character lane: single characters in their places, which tell exactly where a run of them stands,
//! whether or not a dictionary knows it.

use crate::model::text::{is_blank, is_han};

/// The character lane of a document: every ideograph, and every run of letters or digits, as a term at its
/// position, and the point or comma within a number (12.5 is not 12、5). Other punctuation takes a position and gives no
/// term, blanks take none. Returns the number of positions. The text must come from
/// [`squeeze`](super::squeeze()).
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
        } else if is_ideograph(c) {
            emit(&folded[start..start + c.len_utf8()], position);
        } else if is_blank(c) {
            continue;
        } else if is_within_number(folded, start) {
            emit(&folded[start..=start], position);
        }
        position += 1;
    }
    position
}

/// Whether a point or a comma stands at this byte between two digits.
fn is_within_number(folded: &str, at: usize) -> bool {
    let bytes = folded.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    matches!(bytes[at], b'.' | b',') && digit(at.checked_sub(1)) && digit(Some(at + 1))
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

/// A character that is a term by itself: ideographs, letters of scripts that are written without gaps, numbers in
/// circles and brackets (①, ⑴, ⒈), raised ones (², ¹), Roman numerals (Ⅳ) and units of measure (㎡, ℃).
pub fn is_ideograph(c: char) -> bool {
    // Nearly every character that is asked about is a common one.
    matches!(c, '\u{4E00}'..='\u{9FFF}')
        || is_han(c)
        || is_unit(c)
        || (c.is_alphanumeric() && (is_number_sign(c) || !is_alphabetic(c)))
}

/// Whether a character joins its neighbours to one word: letters and digits of alphabetic scripts.
fn is_word_letter(c: char) -> bool {
    c.is_alphanumeric() && is_alphabetic(c) && !is_number_sign(c)
}

/// Whether a character belongs to scripts that put gaps between words.
fn is_alphabetic(c: char) -> bool {
    c.is_ascii() || matches!(c as u32, 0xAA..=0x2E7F | 0xA640..=0xABFF)
}

/// A number that is one sign: what it stands beside is read without it.
fn is_number_sign(c: char) -> bool {
    matches!(c as u32, 0xB2 | 0xB3 | 0xB9 | 0xBC..=0xBE | 0x2070..=0x2079 | 0x2150..=0x218B | 0x2460..=0x24FF | 0x2776..=0x2793)
}

/// A unit of measure that is one sign, which Unicode does not count among letters.
fn is_unit(c: char) -> bool {
    matches!(c as u32, 0x2103 | 0x2109 | 0x3371..=0x33DF | 0x33FF)
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
        check_characters("12.5、3", &[("12", 0), (".", 1), ("5", 2), ("3", 4)]);
        check_characters("a.5.", &[("a", 0), ("5", 2)]);
        check_characters("①gdp②2020年", &[("①", 0), ("gdp", 1), ("②", 2), ("2020", 3), ("年", 4)]);
        check_characters("100㎡ⅳ级m²", &[("100", 0), ("㎡", 1), ("ⅳ", 2), ("级", 3), ("m", 4), ("²", 5)]);
    }

    #[test]
    fn pairs_cross_blanks_but_no_punctuation() {
        let check = |text: &str, expected: &[&str]| {
            let squeezed = crate::search::analysis::squeeze(text.to_owned());
            let mut found = Vec::new();
            pairs(&squeezed, |pair| found.push(pair));
            assert_eq!(found, expected, "{text}");
        };
        check("疫情防 控", &["疫情", "情防", "防控"]);
        check("甲、乙丙2丁 and 戊", &["乙丙"]);
    }
}
