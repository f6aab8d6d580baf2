//! The segmented lane: the words of a text as the segmenter cuts them, and the words that these are made of. So 民政
//! stands in 民政部门 and not in 人民政府, which is made of 人民 and 政府.

use std::collections::HashMap;
use std::ops::Range;

use super::words::Analyzer;

/// Characters of a word that is looked into for the words it is made of.
const MAX_WORD_CHARS: usize = 16;

/// Words that a [`Segmented`] remembers the parts of; beyond, it begins anew.
const MAX_KNOWN: usize = 100_000;

/// Makes the segmented lane, and remembers the parts of words it has met.
#[derive(Clone)]
pub struct Segmented {
    analyzer: Analyzer,
    /// For each word the words it is made of, in bytes.
    parts: HashMap<String, Vec<Range<usize>>>,
}

impl Segmented {
    /// With the words that this analyzer knows.
    pub fn new(analyzer: Analyzer) -> Self {
        Self { analyzer, parts: HashMap::new() }
    }

    /// Calls for every word of the dictionary that stands in a text as a word: those that the text is cut into, and
    /// those that these are made of. The text must come from [`fold_for_words`](super::fold_for_words) and
    /// [`squeeze_but_dots`](super::squeeze_but_dots()): no word runs across the dot of a name.
    pub fn each<'t>(&mut self, squeezed: &'t str, mut emit: impl FnMut(&'t str)) {
        for word in self.analyzer.segment(squeezed, false) {
            let mut characters = word.chars();
            if characters.nth(1).is_none() || !self.analyzer.knows(word) {
                continue;
            }
            emit(word);
            if characters.next().is_none() {
                continue;
            }
            if !self.parts.contains_key(word) {
                if self.parts.len() >= MAX_KNOWN {
                    self.parts.clear();
                }
                self.parts.insert(word.to_owned(), parts(word, &self.analyzer));
            }
            self.parts.get(word).into_iter().flatten().for_each(|part| emit(&word[part.clone()]));
        }
    }
}

/// What words are made of beside words of the dictionary: 发展中|国家, in which no 中国 stands.
const PARTS: &[&str] = &["发展中"];

/// What a word of a cut costs, and how much more a single character does: 阿拉伯|国家, not 阿拉伯国|家.
const COSTS: (usize, usize) = (100, 1);

/// The words of several characters within a word that begin and end where it may be cut into as few words as possible, and
/// of these into as few single characters. Where there are several such ways, 大学|生 and 大|学生, each counts.
fn parts(word: &str, analyzer: &Analyzer) -> Vec<Range<usize>> {
    let places: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
    let length = places.len() - 1;
    if length > MAX_WORD_CHARS {
        return Vec::new();
    }
    let is_known = |part: &str| analyzer.knows(part) || PARTS.contains(&part);
    let is_part =
        |from: usize, to: usize| to - from < length && (to - from == 1 || is_known(&word[places[from]..places[to]]));
    let cost = |from: usize, to: usize| COSTS.0 + if to - from == 1 { COSTS.1 } else { 0 };
    // The least that a cut costs up to each place, and from each place on; a single character is always a part.
    let mut before = vec![0; length + 1];
    for to in 1..=length {
        let ways = (0..to).filter(|from| is_part(*from, to)).map(|from| before[from] + cost(from, to));
        before[to] = ways.min().unwrap_or_default();
    }
    let mut after = vec![0; length + 1];
    for from in (0..length).rev() {
        let ways = (from + 1..=length).filter(|to| is_part(from, *to)).map(|to| after[to] + cost(from, to));
        after[from] = ways.min().unwrap_or_default();
    }
    let is_border = |at: usize| before[at] + after[at] == before[length];
    let mut parts = Vec::new();
    for from in (0..length).filter(|from| is_border(*from)) {
        let ends = (from + 2..=length).filter(|to| is_border(*to) && is_part(from, *to));
        parts.extend(ends.map(|to| places[from]..places[to]));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analysis::{fold_for_words, squeeze_but_dots};

    #[test]
    fn words_stand_where_they_are_cut() {
        let mut segmented = Segmented::new(Analyzer::new());
        let mut check = |text: &str, word: &str, stands: bool| {
            let text = squeeze_but_dots(fold_for_words(text));
            let mut words = Vec::new();
            segmented.each(&text, |word| words.push(word));
            assert_eq!(words.contains(&word), stands, "{word} in {words:?}");
        };
        for (text, word) in [
            ("民政部门慰问老人", "民政"),
            ("国道施工", "国道"),
            ("中华人民共和国", "人民"),
            ("中国农业发展银行", "农业"),
            ("大学生", "大学"),
            ("大学生", "学生"),
            ("著名作家", "著名"),
            ("會議室舉行座談會", "座谈会"),
            ("与 时 俱 进", "与时俱进"),
            ("以阿拉伯数字编号", "数字"),
            ("发展中国家", "国家"),
        ] {
            check(text, word, true);
        }
        for (text, word) in [
            ("县人民政府负责", "民政"),
            ("中华人民共和国", "华人"),
            ("全国道德模范", "国道"),
            ("家具进场", "俱进"),
            ("李明　王强", "明王"),
            ("以阿拉伯数字编号", "阿拉伯数"),
            ("布茹玛汗·毛勒朵", "汗毛"),
            ("发展中国家", "中国"),
        ] {
            check(text, word, false);
        }
    }
}
