//! [`LatinWords`] are words and names in Latin letters as bulletins write them: WTO, PM2.5, COVID-19, 5G. The index knows
//! which stand where, folded; titles, and a bulletin or two of those that no title has, tell how they are written.

use std::collections::{HashMap, HashSet};

use crate::model::ArticleKey;
use crate::search::analysis::fold;
use crate::search::engine::query::{Condition, EngineQuery, Sort};
use crate::search::engine::{Deadline, Engine, EngineError};

/// Words that are suggested, the most frequent.
pub const MAX_WORDS: usize = 5_000;

/// Words that no title has and that are looked up in a bulletin, the most frequent.
const MAX_LOOKED_UP: usize = 400;

/// Bulletins in which one is looked up.
const BULLETINS: usize = 2;

/// Characters of a title or a paragraph that are read.
const MAX_TEXT: usize = 100_000;

/// Characters of a word.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=20;

/// What may stand within a word (PM2.5, COVID-19, GB/T, R&D), and what makes it an address.
const JOINTS: &[char] = &['.', '-', '/', '&', '@', '_', '='];

/// What makes a word an address or the like.
const ADDRESSES: &[char] = &['@', '_', '='];

/// Words that say nothing: the commonest of English, and what addresses and file names leave behind.
#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "the", "of", "and", "to", "in", "for", "on", "by", "with", "is", "are", "at", "as", "an", "or", "from", "be", "that", "this",
    "it", "its", "was", "were", "not", "no", "we", "our", "he", "his", "you", "your", "all", "has", "have", "will", "can", "may",
    "which", "their", "they", "but", "if", "than", "into", "http", "https", "www", "com", "cn", "gov", "org", "net", "edu", "html",
    "htm", "shtml", "php", "jsp", "asp", "aspx", "doc", "docx", "pdf", "xls", "xlsx", "ppt", "rar", "zip", "jpg", "jpeg", "png", "gif",
    "nbsp", "amp", "quot", "lt", "gt", "px", "pt", "em", "id", "ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii",
];

/// How words are written, by how they are folded.
#[derive(Default)]
pub struct LatinWords {
    /// For each folded word its writings, and how often each was seen.
    writings: HashMap<String, HashMap<String, u32>>,
}

impl LatinWords {
    /// As titles write them.
    pub fn from_titles(titles: &[String]) -> Self {
        let mut words = Self::default();
        titles.iter().for_each(|title| words.read(title, &|_| true));
        words
    }

    /// The frequent words of the index of which no writing is known, and bulletins that have them.
    ///
    /// # Errors
    /// Of the engine.
    pub fn unknown(&self, engine: &dyn Engine, least: u64) -> Result<(HashSet<String>, Vec<ArticleKey>), EngineError> {
        let mut frequent = engine.latin_words(least)?;
        frequent.retain(|(word, _)| is_worth_showing(word) && !self.writings.contains_key(word));
        frequent.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        frequent.truncate(MAX_LOOKED_UP);
        let mut keys = Vec::new();
        for (word, _) in &frequent {
            let condition = Condition::Character(word.clone());
            let query = EngineQuery { limit: BULLETINS, sort: Sort::Newest, ..EngineQuery::new(condition) };
            keys.extend(engine.search(&query, &Deadline::NONE)?.hits.into_iter().map(|hit| hit.key));
        }
        keys.sort_unstable();
        keys.dedup();
        Ok((frequent.into_iter().map(|(word, _)| word).collect(), keys))
    }

    /// Takes in how a text writes the words that are wanted, folded; also within longer ones.
    pub fn read(&mut self, text: &str, wanted: &dyn Fn(&str) -> bool) {
        for word in words(text) {
            let folded = fold(&word);
            if is_worth_showing(&folded) && folded.split(JOINTS).any(wanted) {
                *self.writings.entry(folded).or_default().entry(word).or_default() += 1;
            }
        }
    }

    /// The words that stand in at least so many bulletins, by what counts them, each as it is mostly written: `pm2` is
    /// none where it is nearly always PM2.5.
    ///
    /// # Errors
    /// Of the engine.
    pub fn counted(
        self,
        engine: &dyn Engine,
        least: u64,
        count: &mut dyn FnMut(&str) -> Result<u64, EngineError>,
    ) -> Result<Vec<(String, u64)>, EngineError> {
        let frequencies: HashMap<String, u64> = engine.latin_words(least)?.into_iter().collect();
        let mut known: Vec<(String, String, u32)> = Vec::new();
        for (folded, writings) in self.writings {
            // What is joined stands nowhere more often than its pieces.
            let pieces = folded.split(JOINTS).filter(|piece| piece.bytes().any(|b| b.is_ascii_lowercase()));
            if !pieces.into_iter().all(|piece| piece.len() < 2 || frequencies.contains_key(piece)) {
                continue;
            }
            let seen = writings.values().sum();
            let mostly = writings.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
            known.extend(mostly.map(|(writing, _)| (folded, writing, seen)));
        }
        known.sort_unstable_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        known.truncate(MAX_WORDS);
        let mut counts: HashMap<String, (String, u64)> = HashMap::new();
        let mut within: HashMap<String, u64> = HashMap::new();
        for (folded, writing, _) in known {
            let bulletins = match frequencies.get(&folded) {
                Some(bulletins) => *bulletins,
                None => count(&writing)?,
            };
            if bulletins < least.max(1) {
                continue;
            }
            for piece in folded.split(JOINTS).filter(|piece| piece.len() < folded.len()) {
                *within.entry(piece.to_owned()).or_default() += bulletins;
            }
            counts.insert(folded, (writing, bulletins));
        }
        let is_piece = |word: &str, count: u64| within.get(word).is_some_and(|within| within * 3 > count * 2);
        counts.retain(|word, (_, count)| !is_piece(word, *count));
        Ok(counts.into_values().collect())
    }
}

/// Whether a folded word is one that someone may search for.
fn is_worth_showing(folded: &str) -> bool {
    let is_address = folded.contains(ADDRESSES) || folded.matches('.').count() > 1 || folded.matches('/').count() > 1;
    let is_said =
        folded.split(JOINTS).any(|piece| piece.bytes().any(|b| b.is_ascii_lowercase()) && !STOP_WORDS.contains(&piece));
    let has_stop_word = folded.split(JOINTS).any(|piece| STOP_WORDS.contains(&piece));
    LENGTH.contains(&folded.chars().count()) && is_said && !is_address && !has_stop_word
}

/// The words of a text: runs of letters and digits with what joins them, in half width.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let is_part = |c: char| c.is_ascii_alphanumeric() || JOINTS.contains(&c);
    let mut rest = text.chars().take(MAX_TEXT).map(half_width).peekable();
    std::iter::from_fn(move || {
        while rest.next_if(|c| !is_part(*c)).is_some() {}
        rest.peek()?;
        let mut word = String::new();
        while let Some(c) = rest.next_if(|c| is_part(*c)) {
            word.push(c);
        }
        Some(word.trim_matches(JOINTS).to_owned())
    })
    .filter(|word| word.bytes().any(|b| b.is_ascii_alphabetic()))
}

fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '‐' | '‑' | '–' | '−' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_with_what_joins_them() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text).collect::<Vec<_>>(), expected, "{text}");
        check("加入WTO以来，PM2.5与COVID-19。", &["WTO", "PM2.5", "COVID-19"]);
        check("５Ｇ网络、GB/T 9704、2020-02-04", &["5G", "GB/T"]);
        check("见www.example.cn/a.", &["www.example.cn/a"]);
        check("", &[]);
    }

    #[test]
    fn what_says_nothing_is_not_shown() {
        for (word, expected) in [
            ("wto", true),
            ("pm2.5", true),
            ("5g", true),
            ("the", false),
            ("www.example.cn", false),
            ("x.html", false),
            ("a", false),
            ("a/b/c/d", false),
            ("news@example.cn", false),
        ] {
            assert_eq!(is_worth_showing(word), expected, "{word}");
        }
    }

    #[test]
    fn a_writing_is_that_of_most() {
        let titles = ["WTO规则", "关于WTO", "Wto", "iPhone"].map(str::to_owned);
        let words = LatinWords::from_titles(&titles);
        assert_eq!(words.writings["wto"]["WTO"], 2);
        assert_eq!(words.writings["iphone"].len(), 1);
    }
}
