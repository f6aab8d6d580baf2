//! The word lane: jieba's segmentation.

use std::collections::HashMap;
use std::sync::Arc;

use jieba_rs::Jieba;

use super::characters::{is_ideograph, pairs};
use super::dictionary::{Dictionary, Origin};
use super::fold::{fold, fold_for_words};

/// jieba with its dictionary; cheap to clone, the dictionary is shared.
#[derive(Clone)]
pub struct Analyzer {
    jieba: Arc<Jieba>,
    origins: Arc<HashMap<String, Origin>>,
}

/// A word of a text, as an operator asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedWord {
    /// The word as the segmenter sees it.
    pub word: String,
    /// The word as it is indexed.
    pub term: String,
    /// Why it is a word.
    pub because: &'static str,
}

impl Analyzer {
    /// Knows jieba's words and the product's.
    pub fn new() -> Self {
        Self::with_dictionary(&mut Dictionary::product())
    }

    /// Knows jieba's words and these; fills in the frequencies that are not given. About a tenth of a
    /// second and 33 MB.
    pub fn with_dictionary(dictionary: &mut Dictionary) -> Self {
        let mut jieba = Jieba::new();
        for entry in dictionary.entries_mut() {
            // A frequency below this one would never make it a word.
            let least = jieba.suggest_freq(&entry.word);
            let frequency = match (entry.frequency, entry.origin) {
                (Some(given), Origin::User) => given.max(least),
                (Some(given), _) => given,
                // An operator who names a word wants it cut out of its surroundings, too.
                (None, Origin::User) => (least * USER_WEIGHT).max(MIN_USER_WEIGHT),
                (None, _) => least,
            };
            entry.frequency = Some(jieba.add_word(&entry.word, Some(frequency), Some(&entry.tag)));
        }
        Self { jieba: Arc::new(jieba), origins: Arc::new(dictionary.origins()) }
    }

    /// Whether the dictionary has the word, folded for words.
    pub fn knows(&self, word: &str) -> bool {
        self.jieba.has_word(word)
    }

    /// Whether the general dictionary has the word, not only what this program or the archive adds to it.
    pub fn is_common(&self, word: &str) -> bool {
        self.knows(word) && !self.origins.contains_key(word)
    }

    /// Whether the dictionary has the word as a name of a person, a place or something else.
    pub fn is_name(&self, word: &str) -> bool {
        self.knows(word)
            && self
                .jieba
                .tag(word, false)
                .iter()
                .any(|tag| tag.word == word && tag.tag.starts_with("n") && tag.tag.len() > 1)
    }

    /// Whether the dictionary has the word as a verb and nothing else.
    pub fn is_verb(&self, word: &str) -> bool {
        self.knows(word) && self.jieba.tag(word, false).iter().any(|tag| tag.word == word && tag.tag == "v")
    }

    /// Whether the dictionary has the word as the name of a person.
    pub fn is_person(&self, word: &str) -> bool {
        self.knows(word) && self.jieba.tag(word, false).iter().any(|tag| tag.word == word && tag.tag.starts_with("nr"))
    }

    /// The words of a text folded for words, in order, nothing left out; `recognise`: with those that
    /// only the model of unknown words finds.
    pub fn segment<'t>(&self, for_words: &'t str, recognise: bool) -> impl Iterator<Item = &'t str> + use<'t> {
        self.jieba.cut(for_words, recognise).into_iter().map(|token| token.word)
    }

    /// The words of a text as published, nothing left out.
    pub fn words_as_published<'t>(&self, text: &'t str) -> Vec<&'t str> {
        // Folding keeps the number of characters, so a word has as many in the text as published.
        let folded = fold_for_words(text);
        let mut words = Vec::new();
        let mut rest = text;
        for word in self.segment(&folded, true) {
            let length = rest.char_indices().nth(word.chars().count()).map_or(rest.len(), |(byte, _)| byte);
            let (own, tail) = rest.split_at(length);
            words.push(own);
            rest = tail;
        }
        words.extend(Some(rest).filter(|rest| !rest.is_empty()));
        words
    }

    /// Each word of a text, and which part of the dictionary makes it one.
    pub fn explain(&self, text: &str) -> Vec<ExplainedWord> {
        let for_words = fold_for_words(text);
        self.segment(&for_words, true)
            .filter(|word| word.chars().any(char::is_alphanumeric))
            .map(|word| ExplainedWord {
                word: word.to_owned(),
                term: fold(word),
                because: match self.origins.get(word) {
                    Some(origin) => origin.label(),
                    None if self.knows(word) => "通用词典",
                    None if word.is_ascii() => "字母与数字",
                    None if word.chars().nth(1).is_some() => "推测",
                    None => "单字",
                },
            })
            .collect()
    }

    /// The word lane of a document: every pair of neighbouring ideographs, and every longer word of the
    /// dictionary wherever it stands, so that a word is found in whatever way its surroundings are segmented
    /// (农业 in 中国农业发展银行). The text must come from [`fold`](crate::search::analysis::fold::fold()) and [`squeeze`](crate::search::analysis::squeeze()).
    pub fn words<'t>(&self, squeezed: &'t str, mut emit: impl FnMut(&'t str)) {
        pairs(squeezed, &mut emit);
        for token in self.jieba.cut_all(squeezed) {
            let is_long = (3..=Self::MAX_WORD_CHARS).contains(&(token.end - token.start));
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
            length => length <= Self::MAX_WORD_CHARS && folded.chars().all(is_ideograph) && self.jieba.has_word(folded),
        }
    }

    /// Characters of the longest word that is a term; a longer one of the dictionary is answered as a run.
    pub const MAX_WORD_CHARS: usize = 8;

    /// The words of a text as jieba segments it, with HMM for names that the dictionary lacks; without
    /// punctuation. The text must come from [`fold_for_words`]: 著名 falls apart where it is folded first.
    pub fn each_word<'t>(&self, for_words: &'t str, mut emit: impl FnMut(&'t str)) {
        for token in self.segment(for_words, true) {
            let word = token.trim_matches(|c: char| !c.is_alphanumeric());
            if !word.is_empty() {
                emit(word);
            }
        }
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

/// How much more frequent than just enough a user's word without a frequency is taken to be.
const USER_WEIGHT: usize = 10;

/// The least of it, as frequent as jieba's names of towns.
const MIN_USER_WEIGHT: usize = 100;

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
    }
    #[test]
    fn a_users_word_wins() {
        let user =
            crate::search::analysis::dictionary::UserWords::parse("大湾区建设\n孔海燕\n四对一\n回磐 1".as_bytes());
        let analyzer = Analyzer::with_dictionary(&mut Dictionary::new(user.entries));
        for (text, word) in [
            ("编辑孔海燕报道", "孔海燕"),
            ("推进粤港澳大湾区建设规划", "大湾区建设"),
            ("落实“四对一”措施", "四对一"),
            ("从外地回磐人员", "回磐"),
        ] {
            let words: Vec<&str> = analyzer.segment(text, true).collect();
            assert!(words.contains(&word), "{word} in {words:?}");
        }
        let explained = analyzer.explain("孔海燕在大灣區考察");
        let reasons: Vec<(&str, &str)> = explained.iter().map(|word| (&*word.word, word.because)).collect();
        assert_eq!(reasons, [("孔海燕", "用户词典"), ("在", "通用词典"), ("大湾区", "自带"), ("考察", "通用词典")]);
    }
}
