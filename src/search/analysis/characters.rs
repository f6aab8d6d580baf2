//! The character lane: what every run of characters, known to a dictionary or not, is found by.

use crate::model::text::is_blank;

/// The character lane of a document: for every Han character itself and, with its successor, the
/// overlapping bigram, both at the character's position; a run of letters or digits as one term at one
/// position. Punctuation takes a position and gives no term, blanks take none. `folded` must come from [`fold`].
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
            let end = start + c.len_utf8();
            emit(&folded[start..end], position);
            if let Some((_, next)) = rest.peek().filter(|(_, next)| next.is_alphanumeric() && !is_word_letter(*next)) {
                emit(&folded[start..end + next.len_utf8()], position);
            }
        } else if is_blank(c) {
            continue;
        }
        position += 1;
    }
    position
}

/// Whether a character joins its neighbours to one word: letters and digits of alphabetic scripts.
fn is_word_letter(c: char) -> bool {
    c.is_alphanumeric() && (c.is_ascii() || matches!(c as u32, 0xAA..=0x2E7F | 0xA640..=0xABFF))
}

/// The terms, with their positions, that a run of characters must have in the character lane to stand
/// in a text: bigrams that cover it, every other one where that suffices. Empty: nothing to look for.
pub fn phrase_terms(folded: &str) -> Vec<(usize, String)> {
    let mut all: Vec<(usize, &str)> = Vec::new();
    characters(folded, |term, position| all.push((position, term)));
    // A bigram says all that the unigrams of its two places say.
    let bigram_at: Vec<usize> = all.iter().filter(|(_, term)| is_bigram(term)).map(|(position, _)| *position).collect();
    let covered = |position: usize| {
        bigram_at.binary_search(&position).is_ok() || (position > 0 && bigram_at.binary_search(&(position - 1)).is_ok())
    };
    let mut terms: Vec<(usize, String)> = Vec::new();
    let mut covered_to = 0;
    for (index, &(position, term)) in all.iter().enumerate() {
        let needed = if is_bigram(term) {
            let last_of_run = !all[index + 1..].iter().any(|(at, next)| *at == position + 1 && is_bigram(next));
            position >= covered_to || (last_of_run && position + 2 > covered_to)
        } else {
            !covered(position)
        };
        if needed {
            terms.push((position, term.to_owned()));
            covered_to = if is_bigram(term) { position + 2 } else { position + 1 };
        }
    }
    terms
}

fn is_bigram(term: &str) -> bool {
    let mut characters = term.chars();
    characters.next().is_some_and(|first| !is_word_letter(first)) && characters.next().is_some()
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
    fn characters_give_unigrams_and_bigrams() {
        check_characters("回磐", &[("回", 0), ("回磐", 0), ("磐", 1)]);
        check_characters("85度c", &[("85", 0), ("度", 1), ("c", 2)]);
        check_characters("甲、乙 丙", &[("甲", 0), ("乙", 2), ("丙", 3)]);
    }

    #[test]
    fn a_phrase_is_covered_by_few_terms() {
        let check = |text: &str, expected: &[(usize, &str)]| {
            let terms = phrase_terms(text);
            let terms: Vec<(usize, &str)> = terms.iter().map(|(at, term)| (*at, term.as_str())).collect();
            assert_eq!(terms, expected, "{text}");
        };
        check("磐", &[(0, "磐")]);
        check("疫情防控", &[(0, "疫情"), (2, "防控")]);
        check("疫情防", &[(0, "疫情"), (1, "情防")]);
        check("85度c", &[(0, "85"), (1, "度"), (2, "c")]);
        check("四对一、两维护", &[(0, "四对"), (1, "对一"), (4, "两维"), (5, "维护")]);
        check("，。", &[]);
    }
}
