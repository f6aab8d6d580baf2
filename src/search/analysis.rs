//! The analysis turns text into what is indexed and looked up: first [`fold`], then two lanes over the
//! folded text, the words of jieba for ranking and the characters for finding every run of them.
//! Documents and queries go the same way, on every engine.

use std::sync::{Arc, LazyLock};

use jieba_rs::Jieba;

use crate::model::text::{is_blank, is_han};

/// Changes whenever the same text gives other tokens; an index of another version is built anew.
pub const VERSION: u32 = 1;

/// Folds writings that mean the same to a reader: width, letter case, traditional to simplified
/// (OpenCC `t2s`, character by character), brackets, quotation marks, dashes and middle dots.
///
/// One character becomes one character, so a range counted in characters is the same range in both.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// [`fold`] for one character.
pub fn fold_char(c: char) -> char {
    static TABLE: LazyLock<Box<[char]>> = LazyLock::new(fold_table);
    match c {
        'a'..='z' | '0'..='9' => c,
        _ => TABLE.get(c as usize).copied().unwrap_or(c),
    }
}

/// The folding of the Basic Multilingual Plane.
fn fold_table() -> Box<[char]> {
    let mut table: Vec<char> = (0..=0xFFFF_u32).map(|code| char::from_u32(code).map_or(' ', fold_shape)).collect();
    let Ok(converter) = ferrous_opencc::OpenCC::from_config(ferrous_opencc::config::BuiltinConfig::T2s) else {
        // The tables are compiled into the crate; without them search still works within one script.
        return table.into();
    };
    let han: Vec<char> = (0x3400..=0xFAFF_u32).filter_map(char::from_u32).filter(|c| is_han(*c)).collect();
    let lines: String = han.iter().flat_map(|c| [*c, '\n']).collect();
    for (c, line) in han.iter().zip(converter.convert(&lines).lines()) {
        let mut simplified = line.chars();
        if let (Some(simple), None) = (simplified.next(), simplified.next())
            && !is_simplified_too(*c)
        {
            table[*c as usize] = simple;
        }
    }
    table.into()
}

/// Characters of GB/T 2312, such as 乾 in 乾坤, are good simplified Chinese: jieba knows their words.
fn is_simplified_too(c: char) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = encoding_rs::GBK.encode(c.encode_utf8(&mut buffer));
    !unmappable && matches!(*bytes, [0xB0..=0xF7, 0xA1..=0xFE])
}

fn fold_shape(c: char) -> char {
    match c {
        '！'..='～' => fold_shape(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)),
        '〔' | '【' | '﹝' | '〖' | '[' => '(',
        '〕' | '】' | '﹞' | '〗' | ']' => ')',
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '〝' | '〞' => '"',
        '‘' | '’' | '‛' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' => '-',
        '・' | '‧' | '•' | '∙' | '⋅' | '･' => '·',
        _ if is_blank(c) => ' ',
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(single), None) => single,
                _ => c,
            }
        }
    }
}

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

/// The character lane of a document: for every Han character itself and, with its successor, the
/// overlapping bigram, both at the character's position; a run of letters or digits as one term at one
/// position. Punctuation takes a position and gives no term, blanks take none. `folded` must come from [`fold`].
pub fn characters<'t>(folded: &'t str, mut emit: impl FnMut(&'t str, usize)) -> usize {
    let mut position = 0;
    let mut rest = folded.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if is_word_letter(c) {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) = rest.next_if(|(_, next)| is_word_letter(*next)) {
                end = at + next.len_utf8();
            }
            emit(&folded[start..end], position);
        } else if c.is_alphanumeric() {
            let end = start + c.len_utf8();
            emit(&folded[start..end], position);
            if let Some((_, next)) = rest.peek().filter(|(_, next)| next.is_alphanumeric() && !is_word_letter(*next)) {
                emit(&folded[start..end + next.len_utf8()], position);
            }
        } else if is_blank(c) {
            continue;
        }
        position += 1;
    }
    position
}

/// Whether a character joins its neighbours to one word: letters and digits of alphabetic scripts.
fn is_word_letter(c: char) -> bool {
    c.is_alphanumeric() && (c.is_ascii() || matches!(c as u32, 0xAA..=0x2E7F | 0xA640..=0xABFF))
}

/// The terms, with their positions, that a run of characters must have in the character lane to stand
/// in a text: bigrams that cover it, every other one where that suffices. Empty: nothing to look for.
pub fn phrase_terms(folded: &str) -> Vec<(usize, String)> {
    let mut all: Vec<(usize, &str)> = Vec::new();
    characters(folded, |term, position| all.push((position, term)));
    // A bigram says all that the unigrams of its two places say.
    let bigram_at: Vec<usize> = all.iter().filter(|(_, term)| is_bigram(term)).map(|(position, _)| *position).collect();
    let covered = |position: usize| {
        bigram_at.binary_search(&position).is_ok() || (position > 0 && bigram_at.binary_search(&(position - 1)).is_ok())
    };
    let mut terms: Vec<(usize, String)> = Vec::new();
    let mut covered_to = 0;
    for (index, &(position, term)) in all.iter().enumerate() {
        let needed = if is_bigram(term) {
            let last_of_run = !all[index + 1..].iter().any(|(at, next)| *at == position + 1 && is_bigram(next));
            position >= covered_to || (last_of_run && position + 2 > covered_to)
        } else {
            !covered(position)
        };
        if needed {
            terms.push((position, term.to_owned()));
            covered_to = if is_bigram(term) { position + 2 } else { position + 1 };
        }
    }
    terms
}

fn is_bigram(term: &str) -> bool {
    let mut characters = term.chars();
    characters.next().is_some_and(|first| !is_word_letter(first)) && characters.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_every_character_in_its_place() {
        let text = "縣委書記１２３ＡＢＣ〔2020〕「四個意識」—乾坤　裏裡著名İ";
        let folded = fold(text);
        assert_eq!(folded, "县委书记123abc(2020)\"四个意识\"-乾坤 里里著名İ");
        assert_eq!(folded.chars().count(), text.chars().count());
    }

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

    fn check_characters(text: &str, expected: &[(&str, usize)]) {
        let mut terms = Vec::new();
        characters(text, |term, position| terms.push((term, position)));
        assert_eq!(terms, expected, "{text}");
    }

    #[test]
    fn characters_give_unigrams_and_bigrams() {
        check_characters("回磐", &[("回", 0), ("回磐", 0), ("磐", 1)]);
        check_characters("85度c", &[("85", 0), ("度", 1), ("c", 2)]);
        check_characters("甲、乙 丙", &[("甲", 0), ("乙", 2), ("丙", 3)]);
    }

    #[test]
    fn a_phrase_is_covered_by_few_terms() {
        let check = |text: &str, expected: &[(usize, &str)]| {
            let terms = phrase_terms(text);
            let terms: Vec<(usize, &str)> = terms.iter().map(|(at, term)| (*at, term.as_str())).collect();
            assert_eq!(terms, expected, "{text}");
        };
        check("磐", &[(0, "磐")]);
        check("疫情防控", &[(0, "疫情"), (2, "防控")]);
        check("疫情防", &[(0, "疫情"), (1, "情防")]);
        check("85度c", &[(0, "85"), (1, "度"), (2, "c")]);
        check("四对一、两维护", &[(0, "四对"), (1, "对一"), (4, "两维"), (5, "维护")]);
        check("，。", &[]);
    }
}
