//! A [`Lexicon`] is all that can be suggested in one state of the index: words with the number of bulletins they stand
//! in, phrases of titles, people, bodies, columns and titles. It is made from the engine and the titles in
//! the store, can be made again at any time, and is never changed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use super::completion::{Candidate, Completion, letters};
use super::names::{Names, is_body};
use super::spelling::Spelling;
use crate::model::Facet;
use crate::search::analysis::{Analyzer, fold, is_ideograph};
use crate::search::engine::query::{Condition, EngineQuery, lookup};
use crate::search::engine::{Engine, EngineError};
use crate::search::query::{Match, ParsedQuery};
use crate::search::ranking;
use crate::search::types::suggestion::Kind;

/// Titles that can be suggested, the newest; about 600 bytes each.
pub const MAX_TITLES: usize = 100_000;

/// Words of the dictionary, the most frequent.
const MAX_WORDS: usize = 150_000;

/// Names of people, bodies and columns, the most frequent.
const MAX_NAMES: usize = 20_000;

/// Phrases of titles, the most frequent.
const MAX_PHRASES: usize = 4_000;

/// Phrases that are counted at a time.
const MAX_COUNTED: usize = 300_000;

/// Bulletins from which on what stands once is not suggested.
const MANY: u64 = 2_000;

/// Titles with a phrase, at least.
const MIN_TITLES: u32 = 3;

/// Words of a phrase.
const MAX_JOINED: usize = 4;

/// Characters of a phrase, from and to.
const PHRASE: std::ops::RangeInclusive<usize> = 4..=10;

/// Characters of a name.
const NAME: std::ops::RangeInclusive<usize> = 2..=40;

/// Characters of a title that is suggested.
const TITLE: std::ops::RangeInclusive<usize> = 4..=120;

/// Beginnings of words in a title at which it can be found.
const MAX_BEGINS: usize = 14;

/// The facets whose values are suggested, and what they are.
const NAMES: &[(&str, Kind)] = &[
    ("source", Kind::Body),
    ("issuer", Kind::Body),
    ("column", Kind::Column),
    ("author", Kind::Person),
    ("editor", Kind::Person),
];

/// All that can be suggested.
#[derive(Default)]
pub struct Lexicon {
    /// Words, phrases and names.
    pub words: Completion,
    /// Titles.
    pub titles: Completion,
    /// What words are mistaken for.
    pub spelling: Spelling,
    /// People and bodies to be found in texts.
    pub names: Arc<Names>,
    /// The revision it was made at.
    pub revision: i64,
}

impl Lexicon {
    /// Of what the engine has, and of these titles, the newest first.
    ///
    /// # Errors
    /// Of the engine.
    pub fn from_engine(engine: &dyn Engine, titles: &[String]) -> Result<Self, EngineError> {
        let started = Instant::now();
        let lap = |what: &str| tracing::debug!(at = ?started.elapsed(), "{what}");
        let revision = engine.revision();
        let analyzer = engine.analyzer();
        let least = if engine.documents() > MANY { 2 } else { 1 };
        let mut known = Known { engine, analyzer: &analyzer, frequencies: HashMap::new() };
        // A word that is cut in two when it stands alone would be searched for as two.
        let is_one = |word: &str| analyzer.segment(word, true).next() == Some(word);
        let wanted = |word: &str| word.chars().nth(1).is_some() && analyzer.knows(word) && is_one(word);
        known.frequencies.extend(engine.words(&wanted)?);
        lap("words read");
        let mut chosen: HashMap<String, Candidate> = HashMap::new();
        for (text, kind, count) in known.names()? {
            let folded: String = letters(&text).into_iter().collect();
            let candidate = Candidate { score: score(&text, kind, count), text, kind, count, begins: Vec::new() };
            chosen.entry(folded).or_insert(candidate);
        }
        lap("names counted");
        let mut words: Vec<(&String, u64)> =
            known.frequencies.iter().map(|(word, count)| (word, *count)).filter(|(_, count)| *count >= least).collect();
        words.retain(|(word, _)| !ranking::is_function_word(word));
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        words.truncate(MAX_WORDS);
        let words = words.into_iter().map(|(word, count)| (word.clone(), count));
        let mut phrases: Vec<(String, u64)> = Vec::new();
        for (phrase, _) in known.phrases(titles) {
            phrases.push((phrase.clone(), known.count(&phrase)?));
        }
        lap("phrases counted");
        for (text, count) in words.chain(phrases).filter(|(_, count)| *count > 0) {
            let score = score(&text, Kind::Phrase, count);
            let candidate = Candidate { score, text: text.clone(), kind: Kind::Phrase, count, begins: Vec::new() };
            chosen.entry(text).or_insert(candidate);
        }
        let titles = known.titles(titles, &chosen);
        lap("titles cut");
        let mut words: Vec<Candidate> = chosen.into_values().collect();
        // The same index gives the same answers, whatever the order of a table.
        words.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        let mut lexicon = Self::new(words, titles, revision);
        lap("sorted");
        lexicon.names = Arc::new(Names::from_engine(engine)?);
        lap("names found");
        Ok(lexicon)
    }

    /// Of these words and titles, without names.
    pub fn new(words: Vec<Candidate>, titles: Vec<Candidate>, revision: i64) -> Self {
        let words = Completion::new(words);
        Self {
            spelling: Spelling::new(&words),
            titles: Completion::new(titles),
            names: Arc::default(),
            words,
            revision,
        }
    }
}

/// What is known while a lexicon is made.
struct Known<'e> {
    engine: &'e dyn Engine,
    analyzer: &'e Analyzer,
    /// In how many bulletins each word of the dictionary stands.
    frequencies: HashMap<String, u64>,
}

impl Known<'_> {
    /// How many bulletins have this, character by character. A search for it finds them, and perhaps others that
    /// have its words.
    fn count(&self, text: &str) -> Result<u64, EngineError> {
        let folded = fold(text);
        if let Some(count) = self.frequencies.get(&folded) {
            return Ok(*count);
        }
        let query = EngineQuery { limit: 0, ..EngineQuery::new(lookup(&folded, self.analyzer)) };
        Ok(self.engine.search(&query)?.total as u64)
    }

    fn names(&self) -> Result<Vec<(String, Kind, u64)>, EngineError> {
        let facets: Vec<(&'static Facet, Kind)> =
            NAMES.iter().filter_map(|(name, kind)| Some((Facet::from_name(name)?, *kind))).collect();
        let query = EngineQuery {
            limit: 0,
            facets: facets.iter().map(|(facet, _)| *facet).collect(),
            facet_values: MAX_NAMES,
            ..EngineQuery::new(Condition::All)
        };
        let answer = self.engine.search(&query)?;
        let mut names: Vec<(String, Kind, usize)> = Vec::new();
        for (answer, (_, kind)) in answer.facets.into_iter().zip(&facets) {
            names.extend(answer.values.into_iter().map(|(value, count)| {
                let of_body = *kind == Kind::Person && is_body(&value);
                (value, if of_body { Kind::Body } else { *kind }, count)
            }));
        }
        names.retain(|(value, ..)| NAME.contains(&value.chars().count()) && is_plain(value));
        names.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
        names.truncate(MAX_NAMES);
        let mut counted = Vec::with_capacity(names.len());
        for (value, kind, _) in names {
            let count = self.count(&value)?;
            if count > 0 {
                counted.push((value, kind, count));
            }
        }
        Ok(counted)
    }

    /// Words that stand together in several titles, and words of titles that no dictionary has; with the number
    /// of titles.
    fn phrases(&self, titles: &[String]) -> Vec<(String, u32)> {
        let mut counts: HashMap<String, u32> = HashMap::new();
        // For each phrase how often the most frequent longer one with it stands: 现代化全面 is a piece of another.
        let mut longer: HashMap<String, u32> = HashMap::new();
        let mut within: HashMap<String, [String; 2]> = HashMap::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for title in titles.iter().filter(|title| seen.insert(title.as_str())) {
            let folded = fold(title);
            let words: Vec<&str> = self.analyzer.segment(&folded, true).collect();
            let mut of_title: HashSet<String> = HashSet::new();
            for first in 0..words.len() {
                for length in 1..=MAX_JOINED.min(words.len() - first) {
                    let (joined, last) = (&words[first..first + length], words[first + length - 1]);
                    if !last.chars().all(is_ideograph) || ranking::is_function_word(last) {
                        break;
                    }
                    let phrase = joined.concat();
                    let characters = phrase.chars().count();
                    let fits = if length == 1 {
                        characters > 1 && !self.frequencies.contains_key(last)
                    } else {
                        PHRASE.contains(&characters)
                    };
                    if fits && of_title.insert(phrase.clone()) && length > 2 {
                        within.insert(phrase, [joined[1..].concat(), joined[..length - 1].concat()]);
                    }
                }
            }
            for phrase in of_title {
                *counts.entry(phrase).or_default() += 1;
            }
            if counts.len() > MAX_COUNTED {
                counts.retain(|_, count| *count > 1);
                within.retain(|phrase, _| counts.contains_key(phrase));
            }
        }
        for (phrase, pieces) in within {
            let count = counts.get(&phrase).copied().unwrap_or(0);
            for piece in pieces {
                let most = longer.entry(piece).or_default();
                *most = count.max(*most);
            }
        }
        let least = if titles.len() as u64 > MANY { MIN_TITLES } else { 2 };
        let whole = |phrase: &str, count: u32| longer.get(phrase).is_none_or(|longer| longer * 3 < count * 2);
        let mut phrases: Vec<(String, u32)> = counts
            .into_iter()
            .filter(|(phrase, count)| *count >= least && whole(phrase, *count))
            .filter(|(phrase, _)| {
                !self.frequencies.contains_key(phrase) && self.has_long_ends(phrase) && is_plain(phrase)
            })
            .collect();
        phrases.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        phrases.truncate(MAX_PHRASES);
        phrases
    }

    /// Whether a phrase begins and ends with a word of at least two characters: 国务院致 is the beginning of a
    /// sentence.
    fn has_long_ends(&self, phrase: &str) -> bool {
        // A name that no dictionary has falls into pieces when it stands alone.
        if phrase.chars().nth(3).is_none() {
            return true;
        }
        let words: Vec<&str> = self.analyzer.segment(phrase, true).collect();
        [words.first(), words.last()].iter().flatten().all(|word| word.chars().nth(1).is_some())
    }

    fn titles(&self, titles: &[String], words: &HashMap<String, Candidate>) -> Vec<Candidate> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut candidates: Vec<Candidate> = Vec::new();
        for title in titles.iter().take(MAX_TITLES) {
            let Some(text) = plain(title) else { continue };
            let folded: String = letters(&text).into_iter().collect();
            if words.contains_key(&folded) || !TITLE.contains(&text.chars().count()) {
                continue;
            }
            if let Some(place) = places.get(&folded) {
                candidates[*place].count += 1;
                continue;
            }
            places.insert(folded, candidates.len());
            candidates.push(Candidate { begins: self.begins(&text), text, kind: Kind::Title, count: 1, score: 0 });
        }
        let all = candidates.len().max(1) as f32;
        for (number, candidate) in candidates.iter_mut().enumerate() {
            // What is said again and again first, then the newest.
            candidate.score = (100.0 * (candidate.count as f32 + 1.0).ln() + 60.0 * (1.0 - number as f32 / all)) as u32;
        }
        candidates
    }

    /// The letters of a title at which words begin, other than its first.
    fn begins(&self, title: &str) -> Vec<u16> {
        let folded = fold(title);
        let mut begins = Vec::new();
        let mut at = 0_u16;
        for word in self.analyzer.segment(&folded, true) {
            let letters = word.chars().filter(|c| c.is_alphanumeric()).count() as u16;
            if at > 0 && letters > 0 && !ranking::is_function_word(word) {
                begins.push(at);
            }
            at = at.saturating_add(letters);
        }
        begins.truncate(MAX_BEGINS);
        begins
    }
}

/// How good a word or a name is: frequent, and long enough to say something.
fn score(text: &str, kind: Kind, count: u64) -> u32 {
    let length = match text.chars().count() {
        0..=2 => 1.0,
        3 => 1.1,
        4..=8 => 1.3,
        _ => 1.1,
    };
    let kind = match kind {
        Kind::Person | Kind::Body | Kind::Column => 1.1,
        Kind::Phrase | Kind::Title => 1.0,
    };
    (100.0 * (count as f32 + 1.0).ln() * length * kind) as u32
}

/// Whether a search for this text is a search for its words: nothing in it is an operator, a field or a date.
fn is_plain(text: &str) -> bool {
    let parsed = ParsedQuery::parse(text, Match::Words);
    parsed.whole.is_some() && !parsed.parts.is_empty()
}

/// A title as it can be searched for: as it is, or else without its marks.
fn plain(title: &str) -> Option<String> {
    if is_plain(title) {
        return Some(title.to_owned());
    }
    let blanked: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let text = blanked.split_whitespace().collect::<Vec<_>>().join(" ");
    is_plain(&text).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_searched_without_their_marks_where_these_would_be_operators() {
        let check = |title: &str, expected: Option<&str>| assert_eq!(plain(title).as_deref(), expected, "{title}");
        check("青岑县召开会议", Some("青岑县召开会议"));
        check("《云澜省条例》解读", Some("《云澜省条例》解读"));
        check("防汛 -演练", Some("防汛 演练"));
        check("来源:青岑", Some("来源 青岑"));
        check("！！！", None);
    }
}
