//! The word lane: jieba's segmentation of folded text.

use std::sync::Arc;

use jieba_rs::Jieba;

use super::characters::{is_ideograph, pairs};

/// jieba with its dictionary; cheap to clone, the dictionary is shared.
#[derive(Clone)]
pub struct Analyzer {
    jieba: Arc<Jieba>,
}

impl Analyzer {
    /// Loads the dictionary: about a tenth of a second and 33 MB.
    pub fn new() -> Self {
        let mut jieba = Jieba::new();
        for word in WORDS {
            jieba.add_word(word, None, None);
        }
        Self { jieba: Arc::new(jieba) }
    }

    /// The word lane of a document: every pair of neighbouring ideographs, and every longer word of the
    /// dictionary wherever it stands, so that a word is found in whatever way its surroundings are segmented
    /// (农业 in 中国农业发展银行). The text must come from [`fold`](super::fold()) and [`squeeze`](super::squeeze).
    pub fn words<'t>(&self, squeezed: &'t str, mut emit: impl FnMut(&'t str)) {
        pairs(squeezed, &mut emit);
        for token in self.jieba.cut_all(squeezed) {
            let is_long = (3..=Self::LONGEST_WORD).contains(&(token.end - token.start));
            if is_long && token.word.chars().all(is_ideograph) {
                emit(token.word);
            }
        }
    }

    /// Whether [`words`](Self::words) gives this run of ideographs as one term wherever it stands.
    pub fn is_word(&self, folded: &str) -> bool {
        match folded.chars().count() {
            0 | 1 => false,
            2 => folded.chars().all(is_ideograph),
            length => length <= Self::LONGEST_WORD && folded.chars().all(is_ideograph) && self.jieba.has_word(folded),
        }
    }

    /// Characters of the longest word that is a term; a longer one of the dictionary is answered as a run.
    pub const LONGEST_WORD: usize = 8;

    /// The words of a text as jieba segments it, with HMM for names that the dictionary lacks; without
    /// punctuation. `folded` must come from [`fold`](super::fold()).
    pub fn segment<'t>(&self, folded: &'t str, mut emit: impl FnMut(&'t str)) {
        self.cut(folded, |token| {
            let word = token.trim_matches(|c: char| !c.is_alphanumeric());
            if !word.is_empty() {
                emit(word);
            }
        });
    }

    /// The text cut into words and whatever stands between them; together they are the text.
    pub fn cut<'t>(&self, folded: &'t str, mut emit: impl FnMut(&'t str)) {
        self.jieba.cut(folded, true).into_iter().for_each(|token| emit(token.word));
    }

    /// The words of a query, each once.
    pub fn query_words(&self, folded: &str) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        self.segment(folded, |word| {
            if !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        });
        words
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

/// Words that bulletins use and jieba's dictionary of 2012 lacks.
const WORDS: &[&str] = &["大湾区", "疫情防控", "营商环境", "乡村振兴", "两个维护", "四个意识", "四个自信", "融媒体"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_and_pair_is_a_term() {
        let analyzer = Analyzer::new();
        let mut words = Vec::new();
        analyzer.words("中国农业发展银行,疫情防控2020。", |word| words.push(word));
        for expected in ["农业", "业发", "银行", "农业发展银行", "疫情防控", "情防"] {
            let term = words.contains(&expected);
            assert_eq!(term, analyzer.is_word(expected), "{expected} in {words:?}");
        }
        assert!(words.iter().all(|word| word.chars().all(is_ideograph)), "{words:?}");
        assert_eq!(analyzer.query_words("疫情防控 工作"), ["疫情防控", "工作"]);
    }
}
