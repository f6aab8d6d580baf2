//! [`SentenceFeatures`] score the texts of the best matches of a sentence, which reranking puts them in order by: what
//! no posting holds, single characters, how densely they stand together, and whether words that follow each
//! other in the query do so in the text (after Metzler and Croft, SIGIR 2005).

use std::collections::HashMap;
use std::sync::Arc;

use super::article_cache::CachedArticle;
use super::folded_text::FoldedText;
use crate::model::ArticleKey;
use crate::search::analysis::{Analyzer, fold, is_ideograph};
use crate::search::engine::answer::Hit;
use crate::search::engine::query::Condition;
use crate::search::engine::{Deadline, Engine, EngineError, query};
use crate::search::ranking;
use crate::search::types::explanation::FeatureScores;

/// What of a query is looked for in texts.
pub struct SentenceFeatures {
    /// Each distinct ideograph or run of letters or digits, with its idf.
    units: Vec<(String, f32)>,
    /// For each character of the Basic Multilingual Plane: the number of its unit and one, 0 where it is none,
    /// [`LONGER`] where a run of letters begins with it.
    table: Vec<u8>,
    /// The words, as numbers of units, with the idf of each.
    words: Vec<(Vec<usize>, f32)>,
    /// Words that follow each other, by their numbers.
    neighbours: Vec<(usize, usize)>,
    /// The average number of characters of a document.
    average_length: f32,
}

/// Different units of a query that are looked for; the table has a byte for each.
const MAX_UNITS: usize = 250;

/// The entry of a character with which longer units begin.
const LONGER: u8 = u8::MAX;

/// Bytes of a document, from its beginning, that are looked at.
const MAX_BYTES: usize = 90_000;

/// A unit of the query in a text: where, counted in units, and which.
type Place = (usize, usize);

impl SentenceFeatures {
    /// Of a query, folded for words.
    pub fn new(for_words: &str, analyzer: &Analyzer, engine: &dyn Engine) -> Self {
        let documents = engine.documents() as f32;
        let idf = |condition: &Condition| {
            let frequency = engine.document_frequency(condition) as f32;
            ((documents - frequency + 0.5).max(0.5) / (frequency + 0.5)).ln_1p()
        };
        let mut features = Self {
            units: Vec::new(),
            table: vec![0; 1 << 16],
            words: Vec::new(),
            neighbours: Vec::new(),
            average_length: engine.average_length().max(1.0),
        };
        let mut segmented: Vec<(Vec<String>, bool)> = Vec::new();
        analyzer.each_word(for_words, |word| {
            segmented.push((units(&fold(word)).map(str::to_owned).collect(), ranking::is_function_word(word)));
        });
        for (units, functional) in &segmented {
            for unit in units {
                let idf = idf(&Condition::Character(unit.clone()))
                    * ranking::pair_weight(false, if *functional { 2 } else { 0 });
                match features.units.iter_mut().find(|(known, _)| known == unit) {
                    Some((_, known)) => *known = known.max(idf),
                    None => features.units.push((unit.clone(), idf)),
                }
            }
        }
        features.units.truncate(MAX_UNITS);
        for (number, (unit, _)) in features.units.iter().enumerate() {
            let mut characters = unit.chars();
            if let Some(entry) = characters.next().and_then(|first| features.table.get_mut(first as usize)) {
                *entry = if characters.next().is_none() { number as u8 + 1 } else { LONGER };
            }
        }
        let mut before: Option<usize> = None;
        for (units, functional) in segmented {
            if functional || (units.len() == 1 && units[0].chars().all(is_ideograph)) {
                continue;
            }
            let word: Vec<usize> = units.iter().filter_map(|unit| features.number(unit)).collect();
            let number = features.words.iter().position(|(known, _)| *known == word).unwrap_or_else(|| {
                features.words.push((word, idf(&query::lookup(&units.concat(), analyzer))));
                features.words.len() - 1
            });
            if let Some(before) = before.replace(number).filter(|before| *before != number) {
                features.neighbours.push((before, number));
            }
        }
        features
    }

    /// Puts matches in order by their scores and the evidence of their texts, where `top` is the best score of all by
    /// the index alone. Returns what each of them tells, the citations that boosted it already included.
    pub fn reorder(
        &self,
        top: f32,
        found: &mut [(Hit, Arc<CachedArticle>)],
        deadline: &Deadline,
    ) -> Result<HashMap<ArticleKey, FeatureScores>, EngineError> {
        let mut told = HashMap::with_capacity(found.len());
        for (hit, article) in found.iter_mut() {
            deadline.check()?;
            let cited = FeatureScores::of_citations(hit.citing, top);
            let evidence = FeatureScores { citations: cited.citations, ..self.evidence(article, top) };
            hit.score += evidence.sum() - cited.sum();
            told.insert(hit.key, evidence);
        }
        found.sort_by(|a, b| b.0.score.total_cmp(&a.0.score));
        Ok(told)
    }

    /// What the text of an article adds to its score, where `top` is the best score of all.
    fn evidence(&self, article: &CachedArticle, top: f32) -> FeatureScores {
        let mut counts = vec![0u32; self.units.len()];
        let mut gaps: Vec<Option<usize>> = vec![None; self.neighbours.len()];
        let (mut length, mut titled, mut window, mut passage) = (0, 0.0, 0.0f32, 0.0f32);
        let mut places: Vec<Place> = Vec::new();
        let mut bytes = 0;
        let texts = std::iter::once(&article.title).chain(&article.paragraphs).map(FoldedText::folded);
        for (number, text) in texts.enumerate() {
            bytes += text.len();
            if bytes > MAX_BYTES {
                break;
            }
            places.clear();
            let characters = self.find(text, &mut places);
            self.nearest(&places, &mut gaps);
            if number == 0 && !article.paragraphs.is_empty() {
                titled = self.densest(&places, usize::MAX);
                continue;
            }
            length += characters;
            places.iter().for_each(|(_, unit)| counts[*unit] += 1);
            window = window.max(self.densest(&places, ranking::WINDOW));
            passage = passage.max(self.densest(&places, ranking::PASSAGE));
        }
        let norm = ranking::K1 * (1.0 - ranking::B + ranking::B * length as f32 / self.average_length);
        let saturated = |count: u32| count as f32 * (ranking::K1 + 1.0) / (count as f32 + norm);
        let characters: f32 = self.units.iter().zip(counts).map(|((_, idf), count)| idf * saturated(count)).sum();
        let all: f32 = self.units.iter().map(|(_, idf)| idf).sum();
        let share = top / all.max(f32::EPSILON);
        FeatureScores {
            citations: 0.0,
            characters: ranking::CHARACTERS_WEIGHT * characters,
            window: share * ranking::WINDOW_WEIGHT * window,
            passage: share * ranking::PASSAGE_WEIGHT * passage,
            neighbours: top * ranking::NEIGHBOURS_WEIGHT * self.closeness(&gaps),
            title: -share * ranking::TITLED_WEIGHT * titled,
        }
    }

    fn number(&self, unit: &str) -> Option<usize> {
        match unit.chars().next().map(|first| self.table.get(first as usize)) {
            Some(Some(0)) | None => None,
            Some(Some(entry)) if *entry != LONGER && unit.chars().nth(1).is_none() => Some(usize::from(*entry) - 1),
            _ => self.units.iter().position(|(known, _)| known == unit),
        }
    }

    /// The units of the query in a text, and how many units the text has.
    fn find(&self, text: &str, places: &mut Vec<Place>) -> usize {
        let mut length = 0;
        let mut rest = text.char_indices().peekable();
        while let Some((start, c)) = rest.next() {
            if is_ideograph(c) {
                match self.table.get(c as usize) {
                    Some(0) => {}
                    Some(entry) => places.push((length, usize::from(*entry) - 1)),
                    None => {
                        places.extend(self.number(&text[start..start + c.len_utf8()]).map(|number| (length, number)))
                    }
                }
            } else if c.is_alphanumeric() {
                let mut end = start + c.len_utf8();
                while let Some((at, next)) = rest.next_if(|(_, next)| next.is_alphanumeric() && !is_ideograph(*next)) {
                    end = at + next.len_utf8();
                }
                places.extend(self.number(&text[start..end]).map(|number| (length, number)));
            } else {
                continue;
            }
            length += 1;
        }
        length
    }

    /// The greatest sum of idf of different units within so many characters.
    fn densest(&self, places: &[Place], width: usize) -> f32 {
        let mut within = vec![0u32; self.units.len()];
        let (mut first, mut sum, mut best) = (0, 0.0, 0.0f32);
        for (at, unit) in places {
            within[*unit] += 1;
            if within[*unit] == 1 {
                sum += self.units[*unit].1;
            }
            while at - places[first].0 >= width {
                let gone = places[first].1;
                within[gone] -= 1;
                if within[gone] == 0 {
                    sum -= self.units[gone].1;
                }
                first += 1;
            }
            best = best.max(sum);
        }
        best
    }

    /// Brings the smallest distance of each two neighbours up to date with one more text.
    fn nearest(&self, places: &[Place], gaps: &mut [Option<usize>]) {
        let stands = |word: &[usize], from: usize| {
            let at = places[from].0;
            word.iter().enumerate().all(|(next, unit)| places.get(from + next) == Some(&(at + next, *unit)))
        };
        let begins = |word: &[usize]| -> Vec<usize> {
            (0..places.len()).filter(|from| stands(word, *from)).map(|from| places[from].0).collect()
        };
        let starts: Vec<Vec<usize>> = self.words.iter().map(|(word, _)| begins(word)).collect();
        for ((one, other), gap) in self.neighbours.iter().zip(gaps) {
            for start in &starts[*one] {
                // The nearest beginnings of the other lie on both sides of where this one would be put.
                let beside = starts[*other].partition_point(|begin| begin < start).saturating_sub(1);
                for begin in starts[*other][beside..].iter().take(2) {
                    let earlier = if begin < start { *other } else { *one };
                    let end = begin.min(start) + self.words[earlier].0.len();
                    let distance = begin.max(start).saturating_sub(end);
                    *gap = Some(gap.map_or(distance, |known| known.min(distance)));
                }
            }
        }
    }

    fn closeness(&self, gaps: &[Option<usize>]) -> f32 {
        let (mut near, mut all) = (0.0, 0.0);
        for ((one, other), gap) in self.neighbours.iter().zip(gaps) {
            let weight = self.words[*one].1.min(self.words[*other].1);
            all += weight;
            if let Some(gap) = gap.filter(|gap| *gap < ranking::NEIGHBOURS_REACH) {
                near += weight / (1.0 + gap as f32 / 8.0);
            }
        }
        if all > 0.0 { near / all } else { 0.0 }
    }
}

/// Puts matches in order by their scores and how many documents cite them. Returns the best score before, without
/// what boosts a document over all others.
pub fn boost_cited(hits: &mut [Hit]) -> f32 {
    let top = hits.iter().map(|hit| hit.score - hit.boost).fold(0.0, f32::max);
    for hit in hits.iter_mut() {
        hit.score += FeatureScores::of_citations(hit.citing, top).citations;
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    top
}

/// The ideographs and runs of letters or digits of a text.
fn units(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = rest.chars().next()?;
        let end = if is_ideograph(first) {
            first.len_utf8()
        } else {
            rest.find(|c: char| !c.is_alphanumeric() || is_ideograph(c)).unwrap_or(rest.len())
        };
        let (unit, after) = rest.split_at(end);
        rest = after;
        Some(unit)
    })
}
