//! What was [`Typed`] into a search box: its letters as they are compared with texts, and where a syllable of pinyin must
//! begin.

use unicode_normalization::UnicodeNormalization;

use crate::model::text::is_han;
use crate::search::analysis::{fold, fold_char, fold_for_words};

/// What is typed between two syllables that could be read as one: xi'an.
pub const APOSTROPHES: &[char] = &['\'', '’', '‘', 'ʼ', '＇', '′', '`', '´'];

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Its letters, digits and ideographs, as [`letters`] has them.
    pub letters: Vec<char>,
    /// The same, folded.
    pub folded: Vec<char>,
    /// The letters at which a syllable must begin, one bit each.
    borders: u64,
}

/// The letters, digits and ideographs of a text: what of it is typed. Ideographs are folded for words only, so that they are
/// read as they were published: 沈 is shen, though it is found as 沉.
pub fn letters(text: &str) -> Vec<char> {
    let folded = fold_for_words(text);
    folded.chars().filter(|c| c.is_alphanumeric()).map(|c| if is_han(c) { c } else { fold_char(c) }).collect()
}

/// The [`letters`] of a text, folded: texts of which they are the same are found by the same searches.
pub fn key(text: &str) -> String {
    // Folding for words first would come to the same, and costs more than all the rest.
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Typed {
    /// Letters that are looked at; there must be a bit for each and one after them.
    pub const MAX_LETTERS: usize = 63;

    /// Reads what was typed. ü after l and n is v, as on any keyboard; where a name has it (Müller) it is not.
    pub fn new(text: &str) -> Self {
        let mut plain = String::with_capacity(text.len());
        let (mut before, mut borders) = (' ', Vec::new());
        for c in text.chars() {
            if APOSTROPHES.contains(&c) {
                if before.is_ascii_alphabetic() {
                    borders.push(plain.len());
                }
                continue;
            }
            let letter = if is_umlaut(c) { umlaut_after(before).unwrap_or(c) } else { c };
            plain.push(letter);
            before = letter;
        }
        let letters = letters(&plain);
        let bits = borders.into_iter().map(|bytes| self::letters(&plain[..bytes]).len());
        let borders = bits.filter(|at| *at <= Self::MAX_LETTERS).fold(0, |all, at| all | 1 << at);
        Self { folded: letters.iter().map(|c| fold_char(*c)).collect(), letters, borders }
    }

    /// Whether a syllable must begin somewhere between these letters.
    pub fn is_divided(&self, from: usize, to: usize) -> bool {
        // Most of what is typed has no apostrophe.
        self.borders != 0 && (from + 1..to).any(|at| at <= Self::MAX_LETTERS && self.borders & (1 << at) != 0)
    }

    /// Whether an apostrophe was typed between letters.
    pub fn has_borders(&self) -> bool {
        self.borders != 0
    }

    /// A piece of it.
    pub fn piece(&self, from: usize, to: usize) -> Self {
        let borders = if from > Self::MAX_LETTERS { 0 } else { self.borders >> from };
        Self { letters: self.letters[from..to].to_vec(), folded: self.folded[from..to].to_vec(), borders }
    }

    /// Whether it is nothing but small letters of the alphabet.
    pub fn is_latin(&self) -> bool {
        self.letters.iter().all(char::is_ascii_lowercase)
    }
}

/// Whether a letter is ü, with whatever tone.
fn is_umlaut(c: char) -> bool {
    let mut decomposed = std::iter::once(c).nfd();
    matches!(decomposed.next(), Some('u' | 'U')) && decomposed.next() == Some('\u{308}')
}

/// How ü is typed after a letter: as v where u would be another syllable, as u where it would not.
fn umlaut_after(before: char) -> Option<char> {
    match before.to_ascii_lowercase() {
        'l' | 'n' => Some('v'),
        'j' | 'q' | 'x' | 'y' => Some('u'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, borders: &[usize]) {
        let typed = Typed::new(text);
        assert_eq!(typed.letters.iter().collect::<String>(), expected, "{text}");
        let divided: Vec<usize> = (1..=typed.letters.len()).filter(|at| typed.is_divided(at - 1, at + 1)).collect();
        assert_eq!(divided, borders, "{text}");
    }

    #[test]
    fn letters_and_borders_are_read() {
        check("YQ 疫情", "yq疫情", &[]);
        check("xi'an", "xian", &[2]);
        check("xi’an'", "xian", &[2, 4]);
        check("ＸＩ＇ＡＮ", "xian", &[]);
        check("'疫情'", "疫情", &[]);
        check("lüyou", "lvyou", &[]);
        check("LǗYOU", "lvyou", &[]);
        check("nǚ'er", "nver", &[2]);
        check("jüzi", "juzi", &[]);
        check("沈阳", "沈阳", &[]);
        check("瀋陽", "沈阳", &[]);
        check("", "", &[]);
    }

    #[test]
    fn what_is_the_same_folded_has_one_key() {
        assert_eq!(key("沈 阳"), key("沉阳"));
        assert_ne!(letters("沈阳"), letters("沉阳"));
    }
}
