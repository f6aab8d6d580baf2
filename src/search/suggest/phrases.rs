//! [`Phrases`] are words that stand together in several titles, and words of titles that no dictionary has. Each begins and
//! ends where a word does, and none is a piece of a longer one that is nearly as frequent: 阿拉伯国 is nothing without 家.

use std::collections::HashMap;

use crate::search::analysis::{Analyzer, fold_for_words, is_ideograph};
use crate::search::ranking;

/// Phrases that are suggested, the most frequent.
const MAX_PHRASES: usize = 4_000;

/// Rows of words that are counted at a time.
const MAX_COUNTED: usize = 300_000;

/// Words of a phrase.
const MAX_JOINED: usize = 4;

/// Characters of a row of words that is counted.
const MAX_CHARS: usize = 16;

/// Characters of a phrase of several words, from and to.
const PHRASE: std::ops::RangeInclusive<usize> = 4..=10;

/// Ends of the names of places that are one character.
const DIVISIONS: &str = "省市县区镇乡村";

/// A row of words.
struct Row {
    /// Titles that have it.
    titles: u32,
    /// Bytes of its first and of its last word; the whole where it is one word.
    ends: (u8, u8),
    /// As the title has it, where that is another writing and no title has this one.
    published: Option<String>,
}

/// Rows of words in titles.
pub struct Phrases<'a> {
    analyzer: &'a Analyzer,
    rows: HashMap<String, Row>,
}

impl<'a> Phrases<'a> {
    /// None yet.
    pub fn new(analyzer: &'a Analyzer) -> Self {
        Self { analyzer, rows: HashMap::new() }
    }

    /// Takes in a title.
    pub fn read(&mut self, title: &str) {
        let for_words = fold_for_words(title);
        let words: Vec<&str> = self.analyzer.segment(&for_words, true).collect();
        let originals: Vec<char> = title.chars().collect();
        let mut of_title: HashMap<String, ((u8, u8), Option<String>)> = HashMap::new();
        let mut at = 0;
        for first in 0..words.len() {
            let mut row = String::new();
            let mut characters = 0;
            // One word more than a phrase has: it tells which phrases are pieces.
            for (number, word) in words[first..].iter().take(MAX_JOINED + 1).enumerate() {
                characters += word.chars().count();
                if characters > MAX_CHARS || !word.chars().all(is_ideograph) || ranking::is_function_word(word) {
                    break;
                }
                row.push_str(word);
                // A lone character is no phrase, and begins or ends none but a name.
                if number > 0 || characters > 1 {
                    let published: String = originals[at..at + characters].iter().collect();
                    let published = (published != row).then_some(published);
                    of_title.entry(row.clone()).or_insert(((words[first].len() as u8, word.len() as u8), published));
                }
            }
            at += words[first].chars().count();
        }
        for (row, (ends, published)) in of_title {
            match self.rows.get_mut(&row) {
                None => {
                    self.rows.insert(row, Row { titles: 1, ends, published });
                }
                Some(known) => {
                    known.titles += 1;
                    known.published = known.published.take().filter(|_| published.is_some());
                }
            }
        }
        let mut rare = 1;
        while self.rows.len() > MAX_COUNTED {
            self.rows.retain(|_, row| row.titles > rare);
            rare += 1;
        }
    }

    /// The phrases of at least so many titles that are `wanted`, as titles have them, the most frequent first.
    pub fn most_frequent(self, least: u32, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
        // For each row how often the most frequent longer one with it in it stands: 现代化全面 is a piece of another.
        let mut longer: HashMap<&str, u32> = HashMap::new();
        for (text, row) in self.rows.iter().filter(|(_, row)| row.titles >= least) {
            let (head, tail) = (usize::from(row.ends.0), usize::from(row.ends.1));
            // A word is cut from a longer one as often as not (青岑 and 青岑县); only words beside it tell.
            let is_lone = |word: &str| word.chars().nth(1).is_none();
            let has_words = head < text.len() && !is_lone(&text[..head]) && !is_lone(&text[text.len() - tail..]);
            let neighbours = if has_words { [&text[head..], &text[..text.len() - tail]] } else { [""; 2] };
            let is_one_word = |row: &Row, piece: &str| usize::from(row.ends.0) == piece.len();
            for piece in pieces(text) {
                let Some((piece, known)) = self.rows.get_key_value(piece) else { continue };
                if !is_one_word(known, piece) || neighbours.contains(&piece.as_str()) {
                    let most = longer.entry(piece).or_default();
                    *most = row.titles.max(*most);
                }
            }
        }
        let is_whole = |text: &str, titles: u32| longer.get(text).is_none_or(|longer| longer * 3 < titles * 2);
        let mut phrases: Vec<(&String, &Row)> = self
            .rows
            .iter()
            .filter(|(text, row)| row.titles >= least && is_whole(text, row.titles))
            .filter(|(text, row)| self.is_phrase(text, row) && wanted(text))
            .collect();
        phrases.sort_unstable_by(|a, b| b.1.titles.cmp(&a.1.titles).then_with(|| a.0.cmp(b.0)));
        phrases.truncate(MAX_PHRASES);
        phrases.into_iter().map(|(text, row)| row.published.as_ref().unwrap_or(text).clone()).collect()
    }

    /// Whether a row of words is one word that no dictionary has, or several that say something: none begins or ends with a
    /// lone character, as 国务院致 does.
    fn is_phrase(&self, text: &str, row: &Row) -> bool {
        let (head, tail) = (usize::from(row.ends.0), usize::from(row.ends.1));
        if head == text.len() {
            return !self.analyzer.knows(text);
        }
        let is_lone = |word: &str| word.chars().nth(1).is_none();
        let characters = text.chars().count();
        let (name, division) = text.split_at(text.len() - tail);
        if head == name.len() && DIVISIONS.contains(division) {
            // 青岑县, cut 青岑|县.
            return !is_lone(name) && !self.analyzer.knows(name) && !self.analyzer.knows(text);
        }
        let is_long = PHRASE.contains(&characters) && !is_lone(&text[..head]) && !is_lone(&text[text.len() - tail..]);
        // What is searched for by itself must be cut where the title was.
        is_long && {
            let alone: Vec<&str> = self.analyzer.segment(text, true).collect();
            let (first, last) = (alone.first().map_or(0, |word| word.len()), alone.last().map_or(0, |word| word.len()));
            alone.len() <= MAX_JOINED && (first, last) == (head, tail) && !self.says_who_does(&alone)
        }
    }

    /// Whether words say what a person does, which is the beginning of a sentence: 李明主持召开.
    fn says_who_does(&self, words: &[&str]) -> bool {
        let is_verb = |word: &&str| self.analyzer.is_verb(word);
        matches!(words, [name, next, ..] if self.analyzer.is_person(name) && is_verb(next))
    }
}

/// The stretches of at least two characters within a text.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let ends = |from: usize| text[from..].char_indices().map(move |(at, c)| from + at + c.len_utf8());
    let stretches = text.char_indices().flat_map(move |(from, _)| ends(from).skip(1).map(move |to| (from, to)));
    stretches.filter(|(from, to)| to - from < text.len()).map(|(from, to)| &text[from..to])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(titles: &[&str]) -> Vec<String> {
        let analyzer = Analyzer::new();
        let mut phrases = Phrases::new(&analyzer);
        titles.iter().for_each(|title| phrases.read(title));
        phrases.most_frequent(2, &|_| true)
    }

    #[test]
    fn phrases_are_shown_as_titles_have_them() {
        let found = phrases(&["沈阳召开著作权保护座谈会", "著作权保护在青岑", "关于著作权保护"]);
        assert!(found.iter().any(|phrase| phrase == "著作权保护"), "{found:?}");
        assert!(found.iter().all(|phrase| !phrase.contains('着')), "{found:?}");
        let found = phrases(&["著作權保護會議", "論著作權保護"]);
        assert!(found.iter().any(|phrase| phrase == "著作權保護"), "{found:?}");
        let found = phrases(&["著作權保護會議", "论著作权保护"]);
        assert!(found.iter().any(|phrase| phrase == "著作权保护"), "{found:?}");
    }

    #[test]
    fn pieces_are_all_stretches() {
        assert_eq!(pieces("一二三四").collect::<Vec<_>>(), ["一二", "一二三", "二三", "二三四", "三四"]);
        assert_eq!(pieces("一二").count() + pieces("").count(), 0);
    }

    #[test]
    fn a_piece_of_what_is_as_frequent_is_none() {
        let found = phrases(&["推进乡村振兴示范建设", "青岑乡村振兴示范建设", "看乡村振兴示范建设"]);
        assert!(found.iter().any(|phrase| phrase == "乡村振兴示范建设"), "{found:?}");
        for piece in ["乡村振兴示范", "示范建设", "振兴示范"] {
            assert!(found.iter().all(|phrase| phrase != piece), "{piece}: {found:?}");
        }
        let found = phrases(&["示范建设启动", "乡村振兴示范建设", "谈示范建设", "论示范建设", "青岑乡村振兴示范建设"]);
        assert!(found.iter().any(|phrase| phrase == "示范建设"), "{found:?}");
    }
}
