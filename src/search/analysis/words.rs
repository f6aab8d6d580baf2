//! The word lane: jieba's segmentation of folded text.

use std::sync::Arc;

use jieba_rs::Jieba;

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

    /// The word lane of a document: jieba's search mode with HMM, long words also in their shorter
    /// words, codes also in their parts. `folded` must come from [`fold`].
    pub fn words<'t>(&self, folded: &'t str, mut emit: impl FnMut(&'t str)) {
        for token in self.jieba.cut_for_search(folded, true) {
            each_term(token.word, &mut emit);
        }
    }

    /// The words of a query, each once: the same segmentation without the overlapping parts.
    pub fn query_words(&self, folded: &str) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for token in self.jieba.cut(folded, true) {
            let word = token.word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
            if !word.is_empty() && !words.iter().any(|known| known == word) {
                words.push(word.to_owned());
            }
        }
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

/// Emits a token of jieba as a term, and its parts where it is a code: `0579-84668311`, `covid-19`.
fn each_term<'t>(token: &'t str, emit: &mut impl FnMut(&'t str)) {
    let term = token.trim_matches(|c: char| !c.is_alphanumeric());
    if term.is_empty() {
        return;
    }
    emit(term);
    if term.contains(|c: char| !c.is_alphanumeric()) {
        term.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).for_each(emit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_in_search_mode_without_punctuation() {
        let analyzer = Analyzer::new();
        let mut words = Vec::new();
        analyzer.words("中国农业发展银行,电话0579-84668311。", |word| words.push(word));
        for expected in ["农业", "银行", "0579-84668311", "84668311", "电话"] {
            assert!(words.contains(&expected), "{expected} in {words:?}");
        }
        assert!(!words.contains(&",") && !words.contains(&"。"));
        assert_eq!(analyzer.query_words("疫情防控 工作"), ["疫情防控", "工作"]);
    }
}
