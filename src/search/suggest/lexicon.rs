//! A [`Lexicon`] is all that can be suggested in one state of the index: words with the number of bulletins they stand
//! in, phrases of titles, people, bodies, columns, document numbers and titles. It is made from the engine and the titles
//! in the store, can be made again at any time, and is never changed. All of it is shown as it was published, and told
//! apart by [`key`]: what is found by the same search is there once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use super::completion::{Candidate, Completion};
use super::latin::LatinWords;
use super::names::{Names, is_body};
use super::phrases::Phrases;
use super::spelling::Spelling;
use super::stumps::stumps;
use super::typed::key;
use crate::model::Facet;
use crate::search::analysis::{Analyzer, fold, fold_for_words};
use crate::search::engine::query::{Condition, EngineQuery, lookup};
use crate::search::engine::{Deadline, Engine, EngineError};
use crate::search::query::{Match, ParsedQuery};
use crate::search::ranking;
use crate::search::types::suggestion::Kind;

/// Titles with a phrase, at least, where there are many.
const MIN_TITLES: u32 = 3;

/// The year before which no document number was given.
const FIRST_YEAR: u32 = 1_949;

/// Titles that can be suggested, the newest; about 600 bytes each.
pub const MAX_TITLES: usize = 100_000;

/// Words of the dictionary, the most frequent.
const MAX_WORDS: usize = 150_000;

/// Names of people, bodies and columns, the most frequent.
const MAX_NAMES: usize = 20_000;

/// Document numbers, any.
const MAX_NUMBERS: usize = 50_000;

/// Bulletins from which on what stands once is not suggested.
const MANY: u64 = 2_000;

/// Bulletins that have a word in Latin letters at least, where there are many.
const MIN_LATIN: u64 = 3;

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
    /// Document numbers.
    pub numbers: Completion,
    /// Titles.
    pub titles: Completion,
    /// What words are mistaken for.
    pub spelling: Spelling,
    /// People and bodies to be found in texts.
    pub names: Arc<Names>,
    /// What bulletins call works for short, with their titles.
    pub short_names: Vec<(String, String)>,
    /// The revision it was made at.
    pub revision: i64,
}

impl Lexicon {
    /// Of what the engine has, of these titles, the newest first, and of words in Latin letters as they are written.
    ///
    /// # Errors
    /// Of the engine.
    pub fn from_engine(engine: &dyn Engine, titles: &[String], latin: LatinWords) -> Result<Self, EngineError> {
        let started = Instant::now();
        let lap = |what: &str| tracing::debug!(at = ?started.elapsed(), "{what}");
        let revision = engine.revision();
        let analyzer = engine.analyzer();
        let mut known = Known { engine, analyzer: &analyzer, words: HashMap::new() };
        known.read_words()?;
        lap("words read");
        let mut chosen: HashMap<String, Candidate> = HashMap::new();
        for (text, kind, count) in known.names()? {
            chosen.entry(key(&text)).or_insert_with(|| candidate(text, kind, count));
        }
        lap("names counted");
        let phrases = known.phrases(titles)?;
        lap("phrases counted");
        let latin = latin.counted(engine, min_latin(engine), &mut |text| known.count(text))?;
        let latin: Vec<(String, u64)> = latin.into_iter().filter(|(text, _)| is_plain(text)).collect();
        lap("words in Latin letters counted");
        for (text, count) in known.frequent_words().into_iter().chain(phrases).chain(latin) {
            chosen.entry(key(&text)).or_insert_with(|| candidate(text, Kind::Phrase, count));
        }
        let titles = known.titles(titles, &chosen);
        lap("titles cut");
        let numbers = known.numbers()?;
        let mut words: Vec<Candidate> = chosen.into_values().collect();
        // The same index gives the same answers, whatever the order of a table.
        words.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        let mut lexicon = Self::new(words, numbers, titles, revision);
        lap("sorted");
        lexicon.names = Arc::new(Names::from_engine(engine)?);
        lap("names found");
        Ok(lexicon)
    }

    /// Of these words, document numbers and titles, without names and short names.
    pub fn new(words: Vec<Candidate>, numbers: Vec<Candidate>, titles: Vec<Candidate>, revision: i64) -> Self {
        let words = Completion::new(words);
        Self {
            spelling: Spelling::new(&words),
            numbers: Completion::new(numbers),
            titles: Completion::new(titles),
            names: Arc::default(),
            short_names: Vec::new(),
            words,
            revision,
        }
    }
}

/// In how many bulletins a word in Latin letters must stand.
pub fn min_latin(engine: &dyn Engine) -> u64 {
    if engine.documents() > MANY { MIN_LATIN } else { 1 }
}

fn candidate(text: String, kind: Kind, count: u64) -> Candidate {
    Candidate { score: score(&text, kind, count), text, kind, count, begins: Vec::new() }
}

/// What is known while a lexicon is made.
struct Known<'e> {
    engine: &'e dyn Engine,
    analyzer: &'e Analyzer,
    /// The words of the dictionary that bulletins have, by their keys: as published, and in how many bulletins.
    words: HashMap<String, (String, u64)>,
}

impl Known<'_> {
    fn read_words(&mut self) -> Result<(), EngineError> {
        // A word that is cut in two when it stands alone would be searched for as two.
        let is_one = |word: &str| self.analyzer.segment(word, true).next() == Some(word);
        let wanted = |word: &str| word.chars().nth(1).is_some() && self.analyzer.knows(word) && is_one(word);
        for (word, count) in self.engine.words(&wanted)? {
            // Of several writings that are found by one search, the most frequent.
            let known = self.words.entry(key(&word)).or_default();
            if (count, &known.0) > (known.1, &word) {
                *known = (word, count);
            }
        }
        Ok(())
    }

    /// The words that are suggested, the most frequent first.
    fn frequent_words(&self) -> Vec<(String, u64)> {
        let least = if self.engine.documents() > MANY { 2 } else { 1 };
        let mut words: Vec<&(String, u64)> = self.words.values().filter(|(_, count)| *count >= least).collect();
        let stumps = self.stumps();
        words.retain(|(word, _)| !ranking::is_function_word(word) && !stumps.contains(word.as_str()));
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        words.truncate(MAX_WORDS);
        words.into_iter().cloned().collect()
    }

    /// Words that are nothing but the beginning or the end of a longer one.
    fn stumps(&self) -> HashSet<&str> {
        let words: HashSet<&str> = self.words.values().map(|(word, _)| word.as_str()).collect();
        let standing = |word: &str| self.engine.document_frequency(&lookup(&fold(word), self.analyzer));
        stumps(&words, &|word| self.analyzer.knows(word), &|word| self.analyzer.is_common(word), &standing)
    }

    /// How many bulletins have this, character by character. A search for it finds them, and perhaps others that
    /// have its words.
    fn count(&self, text: &str) -> Result<u64, EngineError> {
        if let Some((_, count)) = self.words.get(&key(text)) {
            return Ok(*count);
        }
        let query = EngineQuery { limit: 0, ..EngineQuery::new(lookup(&fold(text), self.analyzer)) };
        Ok(self.engine.search(&query, &Deadline::NONE)?.total as u64)
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
        let answer = self.engine.search(&query, &Deadline::NONE)?;
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

    /// Phrases of titles, with the number of bulletins that have them.
    fn phrases(&self, titles: &[String]) -> Result<Vec<(String, u64)>, EngineError> {
        let mut phrases = Phrases::new(self.analyzer);
        let mut seen: HashSet<&str> = HashSet::new();
        titles.iter().filter(|title| seen.insert(title.as_str())).for_each(|title| phrases.read(title));
        let least = if titles.len() as u64 > MANY { MIN_TITLES } else { 2 };
        let is_new = |phrase: &str| !self.words.contains_key(&key(phrase)) && is_plain(phrase);
        let mut counted = Vec::new();
        for phrase in phrases.most_frequent(least, &is_new) {
            let count = self.count(&phrase)?;
            if count > 0 {
                counted.push((phrase, count));
            }
        }
        Ok(counted)
    }

    /// The document numbers that bulletins bear, the newest best.
    fn numbers(&self) -> Result<Vec<Candidate>, EngineError> {
        let Some(facet) = Facet::from_name("document_number") else { return Ok(Vec::new()) };
        let query = EngineQuery {
            limit: 0,
            facets: vec![facet],
            facet_values: MAX_NUMBERS,
            ..EngineQuery::new(Condition::All)
        };
        let values = self.engine.search(&query, &Deadline::NONE)?.facets.into_iter().flat_map(|answer| answer.values);
        let mut numbers: Vec<Candidate> = values
            .filter(|(text, _)| NAME.contains(&text.chars().count()))
            .map(|(text, count)| {
                let mut number = candidate(text, Kind::DocumentNumber, count as u64);
                number.score += year(&number.text).saturating_sub(FIRST_YEAR);
                number
            })
            .collect();
        numbers.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        Ok(numbers)
    }

    fn titles(&self, titles: &[String], words: &HashMap<String, Candidate>) -> Vec<Candidate> {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut candidates: Vec<Candidate> = Vec::new();
        for title in titles.iter().take(MAX_TITLES) {
            let Some(text) = plain(title) else { continue };
            let folded = key(&text);
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
        let for_words = fold_for_words(title);
        let mut begins = Vec::new();
        let mut at = 0_u16;
        for word in self.analyzer.segment(&for_words, true) {
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
        Kind::Phrase | Kind::Title | Kind::DocumentNumber => 1.0,
    };
    (100.0 * (count as f32 + 1.0).ln() * length * kind) as u32
}

/// The first year that stands in a document number; 0 where there is none.
fn year(number: &str) -> u32 {
    let years = number.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    years.filter_map(|digits| digits.parse().ok()).find(|year| (FIRST_YEAR..3_000).contains(year)).unwrap_or(0)
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
