//! [`Traditional`] writes simplified Chinese in 繁體. One character may be several there (发 is 發 or 髮), and phrases tell
//! which; but only those that begin and end where words of the text do: 带头发扬 has no 头发 in it.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::{Arc, PoisonError, RwLock};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use ferrous_opencc::error::OpenCCError;

use crate::search::analysis::{Analyzer, is_ideograph};

/// Phrases that OpenCC lacks.
const OWN_PHRASES: &str = include_str!("../../../data/traditional.txt");

/// The longest phrase that is looked for across the borders of words, in characters.
const MAX_PHRASE: usize = 8;

/// A phrase of so many characters is no accident, whatever words it begins and ends in.
const LONG_PHRASE: usize = 4;

/// Words and other stretches of a few characters whose 繁體 is kept: texts use the same ones over and over.
const MAX_KNOWN: usize = 100_000;

/// The ideographs that OpenCC knows of, but for rare ones.
const IDEOGRAPHS: RangeInclusive<char> = '\u{3400}'..='\u{9FFF}';

/// From simplified Chinese to 繁體 with the forms of characters that are usual in Taiwan.
pub struct Traditional {
    opencc: OpenCC,
    analyzer: Analyzer,
    /// What characters become by themselves, where they change.
    usual: HashMap<char, char>,
    /// Simplified characters that are several traditional ones.
    ambiguous: HashSet<char>,
    own: HashMap<Vec<char>, Vec<char>>,
    longest_own: usize,
    known: RwLock<HashMap<Box<str>, Arc<[char]>>>,
}

impl Traditional {
    /// Reads its dictionaries, which takes a fifth of a second.
    ///
    /// # Errors
    /// Where OpenCC's cannot be read.
    pub fn new() -> Result<Self, OpenCCError> {
        let own: HashMap<Vec<char>, Vec<char>> = OWN_PHRASES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(' '))
            .map(|(simplified, traditional)| (simplified.chars().collect(), traditional.chars().collect()))
            .collect();
        let opencc = OpenCC::from_config(BuiltinConfig::S2tw)?;
        Ok(Self {
            usual: IDEOGRAPHS
                .filter_map(|c| opencc.convert(&c.to_string()).chars().next().map(|form| (c, form)))
                .filter(|(c, form)| c != form)
                .collect(),
            ambiguous: ambiguous()?,
            opencc,
            analyzer: Analyzer::new(),
            longest_own: own.keys().map(Vec::len).max().unwrap_or(0),
            own,
            known: RwLock::default(),
        })
    }

    /// A text in 繁體.
    pub fn convert(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_han = is_ideograph(first);
            let end = rest.find(|c| is_ideograph(c) != is_han).unwrap_or(rest.len());
            let (run, further) = rest.split_at(end);
            if is_han {
                self.convert_run(run, &mut out);
            } else {
                out.push_str(run);
            }
            rest = further;
        }
        out
    }

    /// A run of ideographs in 繁體.
    fn convert_run(&self, run: &str, out: &mut String) {
        let whole = self.opencc.convert(run);
        let characters: Vec<char> = run.chars().collect();
        let mut converted: Vec<char> = whole.chars().collect();
        // A few phrases have another length in 繁體; then no character can be compared.
        if converted.len() != characters.len() || !self.needs_words(&characters, &converted) {
            out.push_str(&whole);
            return;
        }
        let mut borders = vec![false; characters.len() + 1];
        borders[0] = true;
        let mut words = Vec::new();
        let mut start = 0;
        for word in self.analyzer.segment(run, false) {
            let end = start + word.chars().count();
            borders[end] = true;
            words.push((start, end, word));
            start = end;
        }
        for (start, end, word) in words {
            for (at, &alone) in (start..end).zip(&*self.alone(word)) {
                if converted[at] != alone && !self.is_of_phrase(&characters, &borders, at, converted[at]) {
                    converted[at] = alone;
                }
            }
        }
        self.put_own(&characters, &borders, &mut converted);
        out.extend(converted);
    }

    /// What a few characters become that stand alone.
    fn alone(&self, stretch: &str) -> Arc<[char]> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(stretch).cloned();
        known.unwrap_or_else(|| {
            let converted: Arc<[char]> = self.opencc.convert(stretch).chars().collect();
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            // A name that nobody writes again must not hold its place for ever.
            if known.len() == MAX_KNOWN {
                known.clear();
            }
            known.insert(stretch.into(), converted.clone());
            converted
        })
    }

    /// Whether words have a say: where a phrase has changed a character, or a neighbour would change one in a phrase that
    /// another phrase hid, or where we have a phrase of our own. Most runs are done without, and so in a fraction of the time.
    fn needs_words(&self, characters: &[char], converted: &[char]) -> bool {
        let pair = |first: usize| self.alone(&characters[first..first + 2].iter().collect::<String>());
        let has_changed = |(at, character): (usize, &char)| {
            let usual = *self.usual.get(character).unwrap_or(character);
            converted[at] != usual
                || (self.ambiguous.contains(character)
                    && ((at > 0 && pair(at - 1).get(1) != Some(&usual))
                        || (at + 1 < characters.len() && pair(at).first() != Some(&usual))))
        };
        let is_own = |length: usize| characters.windows(length).any(|phrase| self.own.contains_key(phrase));
        (1..=self.longest_own).any(is_own) || characters.iter().enumerate().any(has_changed)
    }

    /// Whether the character at this place becomes that one by a phrase of whole words, or by one too long to be there by
    /// accident.
    fn is_of_phrase(&self, characters: &[char], borders: &[bool], at: usize, expected: char) -> bool {
        for length in 2..=MAX_PHRASE.min(characters.len()) {
            let first = (at + 1).saturating_sub(length);
            for start in first..=at.min(characters.len() - length) {
                let end = start + length;
                let crosses = borders[start + 1..end].contains(&true);
                let phrase = || self.alone(&characters[start..end].iter().collect::<String>());
                // The shortest stretch that has this effect is the phrase.
                if crosses && phrase().get(at - start) == Some(&expected) {
                    return length >= LONG_PHRASE || (borders[start] && borders[end]);
                }
            }
        }
        false
    }

    /// Puts our own phrases in their places.
    fn put_own(&self, characters: &[char], borders: &[bool], converted: &mut [char]) {
        for start in 0..characters.len() {
            for length in 1..=self.longest_own.min(characters.len() - start) {
                let end = start + length;
                let is_there = length != 2 || (borders[start] && borders[end]);
                if let Some(own) = self.own.get(&characters[start..end]).filter(|_| is_there) {
                    converted[start..end].copy_from_slice(own);
                }
            }
        }
    }
}

/// The simplified characters of which there are several traditional ones, in the forms that are usual in Taiwan.
fn ambiguous() -> Result<HashSet<char>, OpenCCError> {
    let (simplified, form) = (OpenCC::from_config(BuiltinConfig::T2s)?, OpenCC::from_config(BuiltinConfig::T2tw)?);
    let mut known: HashMap<String, String> = HashMap::new();
    let mut ambiguous = HashSet::new();
    for character in IDEOGRAPHS {
        let text = character.to_string();
        let (key, form) = (simplified.convert(&text), form.convert(&text));
        match known.get(&key) {
            Some(other) if *other != form => ambiguous.extend(key.chars()),
            Some(_) => {}
            None => drop(known.insert(key, form)),
        }
    }
    Ok(ambiguous)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_begin_and_end_where_words_do() {
        let traditional = Traditional::new().unwrap();
        for (simplified, expected) in [
            ("带头发扬民主", "帶頭發揚民主"),
            ("梳理头发", "梳理頭髮"),
            ("海关系统干部职工", "海關系統幹部職工"),
            ("缺乏干的精神，敢干、真抓实干", "缺乏幹的精神，敢幹、真抓實幹"),
            ("踏上新征程，长征路上", "踏上新征程，長征路上"),
            ("大型客机制造", "大型客機製造"),
            ("对俄制裁、美国制裁", "對俄制裁、美國制裁"),
            ("为全党指明了前进方向", "為全黨指明了前進方向"),
            ("参照本规定制定", "參照本規定制定"),
            ("制定并发布规章", "制定並發佈規章"),
            ("只觉得心头发热", "只覺得心頭發熱"),
            ("一出现就上访", "一出現就上訪"),
            ("应对台风，一台机器", "應對颱風，一臺機器"),
            ("不准停车，准予登记", "不准停車，准予登記"),
            ("玩忽职守；保护湿地", "玩忽職守；保護濕地"),
            ("ABC 123，。", "ABC 123，。"),
        ] {
            assert_eq!(traditional.convert(simplified), expected);
        }
    }

    #[test]
    fn what_is_traditional_already_stays() {
        let traditional = Traditional::new().unwrap();
        assert_eq!(traditional.convert("帶頭發揚民主，皇后與以後，裡面"), "帶頭發揚民主，皇后與以後，裡面");
    }

    #[test]
    fn own_phrases_keep_their_length_and_are_not_what_opencc_says_already() {
        let traditional = Traditional::new().unwrap();
        for (simplified, own) in &traditional.own {
            assert_eq!(simplified.len(), own.len(), "{simplified:?}");
        }
    }
}
