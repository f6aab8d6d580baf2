//! The character lane: single characters in their places, which tell exactly where a run of them stands,
//! whether or not a dictionary knows it.

use crate::model::text::{is_blank, is_han};

/// The character lane of a document: every ideograph, and every run of letters or digits, as a term at its
/// position, and the kind of mark within numbers (12.5 is not 12、5, 3:2 not 3.2). Marks that follow each other take one
/// position and give no other term: ”“ stands where 、 does. Blanks take no position. Returns the number of positions. The
/// text must come from [`squeeze`](super::squeeze()).
pub fn characters<'t>(folded: &'t str, mut emit: impl FnMut(&'t str, usize)) -> usize {
    let mut position = 0;
    let mut rest = folded.char_indices().peekable();
    let mut after_digit = false;
    while let Some((start, c)) = rest.next() {
        if is_word_letter(c) {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) = rest.next_if(|(_, next)| is_word_letter(*next)) {
                end = at + next.len_utf8();
            }
            emit(&folded[start..end], position);
            after_digit = folded.as_bytes()[end - 1].is_ascii_digit();
        } else if is_ideograph(c) {
            emit(&folded[start..start + c.len_utf8()], position);
            after_digit = false;
        } else if is_blank(c) {
            continue;
        } else {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) = rest.next_if(|(_, next)| is_mark(c) && (is_mark(*next) || is_blank(*next))) {
                end = at + next.len_utf8();
            }
            let before_digit = after_digit && folded.as_bytes().get(end).is_some_and(u8::is_ascii_digit);
            if before_digit && let Some(kind) = kind_within_number(folded, start..end) {
                emit(kind, position);
            }
            after_digit = false;
        }
        position += 1;
    }
    position
}

/// The kinds of marks within numbers that are told apart, each behind the term that stands for it: the decimal point, marks
/// of lists, which the comma of 3,000 is as well, those of times and proportions, of fractions, of ranges, of days (3·15).
const KINDS: &[(&str, &str)] = &[(".", "."), (",", ",、;"), (":", ":∶"), ("/", "/⁄∕"), ("-", "-~"), ("·", "·")];

/// The kind of the marks in this range, which stand between two digits: all of them must be of one. A point with a blank
/// beside it ends the number of an item.
fn kind_within_number(folded: &str, marks: std::ops::Range<usize>) -> Option<&'static str> {
    let text = &folded[marks.clone()];
    let (kind, all) = KINDS.iter().find(|(_, all)| text.starts_with(|c| all.contains(c)))?;
    let is_point = *kind == ".";
    let is_apart = folded[..marks.start].ends_with(is_blank) || text.ends_with(is_blank);
    let is_one = if is_point { text == "." && !is_apart } else { text.chars().all(|c| is_blank(c) || all.contains(c)) };
    is_one.then_some(*kind)
}

/// Whether a folded character is a mark that only parts: several of them part no more than one does. Signs that say
/// something (%, +) and what stands for a blank that parts are none.
fn is_mark(c: char) -> bool {
    const MARKS: &str = "、,。.;:∶!?…·\"'()《》<>{}-~/⁄∕";
    MARKS.contains(c)
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
        check_characters("12.5、3", &[("12", 0), (".", 1), ("5", 2), (",", 3), ("3", 4)]);
        check_characters("a.5.", &[("a", 0), ("5", 2)]);
        check_characters("12. 5", &[("12", 0), ("5", 2)]);
        check_characters("3:2、3∶ 2", &[("3", 0), (":", 1), ("2", 2), (",", 3), ("3", 4), (":", 5), ("2", 6)]);
        check_characters("10--15~1/2", &[("10", 0), ("-", 1), ("15", 2), ("-", 3), ("1", 4), ("/", 5), ("2", 6)]);
        check_characters("3·15)9", &[("3", 0), ("·", 1), ("15", 2), ("9", 4)]);
        check_characters("1..2.,3", &[("1", 0), ("2", 2), ("3", 4)]);
        check_characters("①gdp②2020年", &[("①", 0), ("gdp", 1), ("②", 2), ("2020", 3), ("年", 4)]);
        check_characters("100㎡ⅳ级m²", &[("100", 0), ("㎡", 1), ("ⅳ", 2), ("级", 3), ("m", 4), ("²", 5)]);
    }

    #[test]
    fn marks_that_follow_each_other_are_one() {
        check_characters("甲\"\"乙》、《丙。 \"丁", &[("甲", 0), ("乙", 2), ("丙", 4), ("丁", 6)]);
        check_characters("5%、6", &[("5", 0), ("6", 3)]);
        check_characters("甲。␣乙", &[("甲", 0), ("乙", 3)]);
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
