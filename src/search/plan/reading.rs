//! A [`Reading`] is a text of a query as it is read once: its writing for the segmenter, its units and its words.

use std::ops::Range;

use super::unit::{Unit, UnitKind, units};
use crate::search::analysis::Analyzer;
use crate::search::analysis::synonyms::Synonyms;
use crate::search::query::{How, Text};
use crate::search::ranking;

/// Words of one text that are looked up.
const MAX_WORDS: usize = 64;

/// A text and what is in it.
pub struct Reading<'q> {
    /// The text.
    pub text: &'q Text,
    /// The same as the segmenter sees it, byte for byte.
    pub written: String,
    /// Its units; none where it must stand as typed.
    pub units: Vec<Unit>,
    /// Its words that tell something, in bytes, each once; all of them where none does.
    pub words: Vec<Range<usize>>,
    /// Whether a word of it asks, and another tells something.
    pub asks: bool,
    /// Whether it has nothing but function words.
    pub is_functional: bool,
}

impl<'q> Reading<'q> {
    /// Reads a text.
    pub fn new(text: &'q Text, analyzer: &Analyzer, synonyms: &Synonyms) -> Self {
        let written = text.for_words();
        let begin = written.as_ptr() as usize;
        let mut words: Vec<&str> = Vec::new();
        analyzer.each_word(&written, |word| {
            if words.len() < MAX_WORDS && !words.contains(&word) {
                words.push(word);
            }
        });
        let is_words = text.how == How::Words;
        let telling: Vec<&str> = words.iter().copied().filter(|word| !ranking::is_function_word(word)).collect();
        let asks = is_words && !telling.is_empty() && words.iter().any(|word| ranking::INTERROGATIVES.contains(word));
        let is_functional = is_words && telling.is_empty();
        let words = if telling.is_empty() { words } else { telling };
        // Words are slices of the text, so their place in it is the distance of the pointers.
        let place = |word: &str| word.as_ptr() as usize - begin;
        let words = words.into_iter().map(|word| place(word)..place(word) + word.len()).collect();
        let units = if is_words { units(text, &written, analyzer, synonyms) } else { Vec::new() };
        Self { text, written, units, words, asks, is_functional }
    }

    /// The units that ask for something.
    pub fn content(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.is_content())
    }

    /// Whether a word only carries others here, though not everywhere: 全文 in 劳动法全文.
    pub fn only_carries(&self, word: &Range<usize>) -> bool {
        let is_in = |unit: &Unit| unit.range.start <= word.start && word.end <= unit.range.end;
        self.units.iter().any(|unit| !unit.is_content() && is_in(unit))
    }

    /// A unit, folded.
    pub fn folded(&self, unit: &Unit) -> &str {
        &self.text.text[unit.range.clone()]
    }

    /// A unit as the segmenter sees it.
    pub fn written(&self, unit: &Unit) -> &str {
        &self.written[unit.range.clone()]
    }

    /// The short names of laws and regulations that it asks for, alone or with a place in them: 民诉法, 民诉法第36条, 民诉法全文.
    pub fn short_names(&self) -> impl Iterator<Item = &str> {
        let beside = |unit: &Unit| unit.kind == UnitKind::Form || ranking::BESIDE_WORKS.contains(&self.folded(unit));
        let alone = self.content().all(beside);
        let forms = self.content().filter(move |unit| alone && unit.kind == UnitKind::Form && !unit.also.is_empty());
        forms.map(|unit| self.folded(unit))
    }

    /// Whether it calls for a document as titles call them: by a year or a number, or by its kind at the end.
    pub fn calls_for_document(&self) -> bool {
        let has_digit = |unit: &Unit| self.folded(unit).contains(|c: char| c.is_ascii_digit());
        let numbered = self.units.iter().any(|unit| unit.kind == UnitKind::Form && has_digit(unit));
        numbered || ranking::DOCUMENT_KINDS.iter().any(|kind| self.text.text.ends_with(kind))
    }

    /// Whether somebody asks, with a word or with the mark alone: 韩国1997年的领导人？
    pub fn is_asked(&self) -> bool {
        self.asks || self.text.text.ends_with('?')
    }

    /// Whether a text of many units may be a long name, which stands in bulletins with all of them: 粤港澳大湾区发展规划纲要.
    pub fn may_be_name(&self) -> bool {
        let joins = |unit: &Unit| unit.is_content() || ranking::JOINING_WORDS.contains(&self.folded(unit));
        !self.is_asked() && self.content().count() <= ranking::MAX_NAME_UNITS && self.units.iter().all(joins)
    }

    /// Whether it is a question or a sentence: it asks, or has so many units that no other text has them all.
    pub fn is_question(&self) -> bool {
        self.asks || self.content().count() > ranking::MAX_KEYWORDS
    }
}
