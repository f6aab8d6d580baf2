//! A [`Phrase`] says which terms of the word and the character lane a run of characters has in a document.

use super::characters::{characters, is_ideograph};
use super::fold::fold_char;
use super::squeeze::squeeze;
use super::words::Analyzer;

/// A run of characters to look up, or several within a slop of each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrase {
    /// Terms of the word lane that every document with the run has: they leave few candidates.
    pub required_terms: Vec<String>,
    /// For each part its terms of the character lane with their positions from its beginning. Empty where the
    /// required terms say it all: a single pair or dictionary word.
    pub segments: Vec<Vec<(usize, String)>>,
    /// The most positions between the parts.
    pub slop: usize,
}

impl Phrase {
    /// The run of these characters, which must be folded, with any mark where one stands, but for the point and the comma of
    /// numbers: 2020/2/4 is 2020-2-4. `None` where there is nothing to look for.
    pub fn new(folded: &str, analyzer: &Analyzer) -> Option<Self> {
        Self::with_terms(folded, analyzer, |term| !matches!(term, ":" | "/" | "-" | "·"))
    }

    /// The same with marks of the kind that was typed within numbers.
    pub fn quotation(folded: &str, analyzer: &Analyzer) -> Option<Self> {
        Self::with_terms(folded, analyzer, |_| true)
    }

    fn with_terms(folded: &str, analyzer: &Analyzer, is_wanted: impl Fn(&str) -> bool) -> Option<Self> {
        let mut part: Vec<(usize, String)> = Vec::new();
        let squeezed = squeeze(folded.to_owned());
        characters(&squeezed, |term, position| part.push((position, term.to_owned())));
        part.retain(|(_, term)| is_wanted(term));
        let first = part.first()?.0;
        part.iter_mut().for_each(|(position, _)| *position -= first);
        let required_terms = required_terms(&part, analyzer);
        let one_term_says_it_all = required_terms.len() == 1 && part.len() == required_terms[0].chars().count();
        let segments = if one_term_says_it_all { Vec::new() } else { vec![part] };
        Some(Self { required_terms, segments, slop: 0 })
    }

    /// The run as text, what stands for punctuation as `…`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (number, part) in self.segments.iter().enumerate() {
            text.push_str(if number > 0 { " … " } else { "" });
            let mut next = 0;
            for (position, term) in part {
                let letters = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_ideograph(c));
                if *position > next {
                    text.push('…');
                } else if letters(text.chars().next_back()) && letters(term.chars().next()) {
                    text.push(' ');
                }
                text.push_str(term);
                next = position + 1;
            }
        }
        if text.is_empty() { self.required_terms.concat() } else { text }
    }

    /// Several runs with at most `slop` positions between them, in any order. Of equal ones each stands where the first does.
    pub fn near(texts: &[&str], slop: usize, analyzer: &Analyzer) -> Option<Self> {
        let mut near = Self { slop, ..Self::default() };
        for text in texts {
            let Some(phrase) = Self::new(text, analyzer) else { continue };
            let mut part = Vec::new();
            let squeezed = squeeze((*text).to_owned());
            characters(&squeezed, |term, position| part.push((position, term.to_owned())));
            if !near.segments.contains(&part) {
                near.required_terms.extend(phrase.required_terms);
                near.segments.push(part);
            }
        }
        (!near.segments.is_empty()).then_some(near)
    }
}

/// Letters of a text that may stand letter-spaced, from and to.
const SPACED: std::ops::RangeInclusive<usize> = 6..=40;

/// A folded text of Latin words with a blank between any two letters, as it may have been set: t h e w o r l d. `None` for
/// any other text.
pub fn letter_spaced(folded: &str) -> Option<String> {
    let letters: Vec<String> = folded.chars().filter(|c| *c != ' ').map(String::from).collect();
    let is_latin = letters.iter().all(|letter| letter.bytes().all(|byte| byte.is_ascii_lowercase()));
    (is_latin && SPACED.contains(&letters.len())).then(|| letters.join(" "))
}

/// Terms of the word lane that together cover every two neighbours of a part: dictionary words where they
/// reach furthest, else pairs.
fn required_terms(part: &[(usize, String)], analyzer: &Analyzer) -> Vec<String> {
    let mut required_terms: Vec<String> = Vec::new();
    let mut at = 0;
    while at < part.len() {
        // The stretch of neighbouring ideographs that begins here.
        let mut end = at;
        while end < part.len() && part[end].0 == part[at].0 + (end - at) && part[end].1.chars().all(is_ideograph) {
            end += 1;
        }
        if end < at + 2 {
            at += 1;
            continue;
        }
        let stretch: Vec<&str> = part[at..end].iter().map(|(_, term)| term.as_str()).collect();
        let mut covered = 0;
        while covered + 1 < stretch.len() {
            let longest = (covered + 2..=stretch.len().min(covered + Analyzer::MAX_WORD_CHARS)).rev();
            let word = longest
                .map(|to| (to, stretch[covered..to].concat()))
                .find(|(to, word)| *to == covered + 2 || analyzer.is_word(word));
            let Some((to, word)) = word else { break };
            // The next term begins with the last character of this one: no two neighbours go unguarded.
            covered = to - 1;
            if !required_terms.contains(&word) {
                required_terms.push(word);
            }
        }
        at = end;
    }
    required_terms
}

/// A term of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Two neighbouring ideographs, one that stands alone, or a run of letters or digits.
    pub text: String,
    /// Whether a border of words runs through it.
    pub crosses: bool,
    /// How many of its characters belong to function words.
    pub functional: usize,
}

/// The terms of a sentence, which must come from [`fold_for_words`](super::fold_for_words), in order, each as often as it
/// stands there. They are folded.
pub fn pieces(for_words: &str, analyzer: &Analyzer, is_function_word: impl Fn(&str) -> bool) -> Vec<Piece> {
    let written = squeeze(for_words.to_owned());
    // For each character the number of its word, and whether that only carries others.
    let mut words: Vec<(usize, bool)> = Vec::new();
    for (number, word) in analyzer.segment(&written, true).enumerate() {
        let functional = is_function_word(word);
        words.extend(word.chars().map(|_| (number, functional)));
    }
    let letters: Vec<char> = written.chars().map(fold_char).collect();
    let ideograph = |at: usize| letters.get(at).copied().is_some_and(is_ideograph);
    let letter = |at: usize| letters.get(at).is_some_and(|c| c.is_alphanumeric()) && !ideograph(at);
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize| {
        let functional = words[from..to].iter().filter(|(_, functional)| *functional).count();
        let crosses = words[from].0 != words[to - 1].0 && ideograph(from);
        pieces.push(Piece { text: letters[from..to].iter().collect(), crosses, functional: functional.min(2) });
    };
    let mut at = 0;
    while at < letters.len() {
        if ideograph(at) {
            match (ideograph(at + 1), at > 0 && ideograph(at - 1)) {
                (true, _) => push(at, at + 2),
                (false, false) => push(at, at + 1),
                (false, true) => {}
            }
            at += 1;
        } else if letter(at) {
            let end = (at..letters.len()).find(|end| !letter(*end)).unwrap_or(letters.len());
            push(at, end);
            at = end;
        } else {
            at += 1;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, required_terms: &[&str], characters: usize) {
        let phrase = Phrase::new(text, &Analyzer::new()).unwrap_or_default();
        assert_eq!(phrase.required_terms, required_terms, "{text}");
        assert_eq!(phrase.segments.iter().map(Vec::len).sum::<usize>(), characters, "{text}");
    }

    #[test]
    fn a_run_is_guarded_by_few_terms() {
        check("磐", &[], 1);
        check("疫情", &["疫情"], 0);
        check("疫情防控", &["疫情防控"], 0);
        check("疫情防", &["疫情", "情防"], 3);
        check("85度c", &[], 3);
        check("四对一、两维护", &["四对", "对一", "两维", "维护"], 6);
        assert_eq!(Phrase::new("，。", &Analyzer::new()), None);
    }

    #[test]
    fn marks_within_numbers_count_in_quotations() {
        let terms = |phrase: Option<Phrase>| phrase.unwrap_or_default().segments.iter().map(Vec::len).sum::<usize>();
        for (text, plain, quoted) in [("12.5", 3, 3), ("12、5", 3, 3), ("12:30", 2, 3), ("1/2", 2, 3), ("10-15", 2, 3)]
        {
            assert_eq!(terms(Phrase::new(text, &Analyzer::new())), plain, "{text}");
            assert_eq!(terms(Phrase::quotation(text, &Analyzer::new())), quoted, "{text}");
        }
    }

    #[test]
    fn latin_words_may_stand_letter_spaced() {
        assert_eq!(letter_spaced("the world").as_deref(), Some("t h e w o r l d"));
        for other in ["wto", "gb 9704", "世界 the world", ""] {
            assert_eq!(letter_spaced(other), None, "{other}");
        }
    }

    #[test]
    fn a_sentence_falls_into_pieces() {
        let pieces = pieces("低保怎么申请 12345", &Analyzer::new(), |word| word == "怎么");
        let said: Vec<_> = pieces.iter().map(|piece| (piece.text.as_str(), piece.crosses, piece.functional)).collect();
        let expected = [
            ("低保", false, 0),
            ("保怎", true, 1),
            ("怎么", false, 2),
            ("么申", true, 1),
            ("申请", false, 0),
            ("12345", false, 0),
        ];
        assert_eq!(said, expected);
    }
}
