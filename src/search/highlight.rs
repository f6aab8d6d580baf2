//! Highlights: where the query stands in a text as published, and the passage that shows most of it.
//!
//! Needles and texts are folded one character to one character, so a range counted in characters of the
//! folded text is the range in the original.

use aho_corasick::{AhoCorasick, MatchKind};

use super::result::Marked;

/// Length of an excerpt in characters.
pub const EXCERPT_CHARS: usize = 140;

/// Characters of context before the first mark of an excerpt.
const LEAD_CHARS: usize = 24;

/// Matches of one text that are looked at; what comes later cannot change the choice much.
const MAX_MATCHES: usize = 400;

/// Finds the needles of one query in any number of texts.
pub struct Highlighter {
    automaton: Option<AhoCorasick>,
    /// The length of each needle in characters, which weighs its matches: a phrase tells more than a word.
    weights: Vec<usize>,
}

/// A match in bytes of the folded text.
struct Match {
    start: usize,
    end: usize,
    needle: usize,
}

impl Highlighter {
    /// Makes a highlighter of folded needles.
    pub fn new(needles: &[String]) -> Self {
        let automaton = (!needles.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(needles).ok())
            .flatten();
        Self { automaton, weights: needles.iter().map(|needle| needle.chars().count()).collect() }
    }

    /// The whole text with its marks.
    pub fn mark(&self, original: &str, folded: &str) -> Marked {
        let matches = self.matches(folded);
        Marked { text: original.to_owned(), ranges: ranges(folded, &matches, 0), ..Marked::default() }
    }

    /// The best passage of these paragraphs, given with their folded forms; their opening where nothing
    /// matches.
    /// With it the number of the paragraph, from 0, where something in it matches.
    pub fn excerpt<'t>(&self, paragraphs: impl Iterator<Item = (&'t str, &'t str)>) -> (Marked, Option<usize>) {
        let mut best: Option<(usize, &str, &str, Vec<Match>, usize)> = None;
        let mut opening = None;
        let mut place = None;
        for (number, (original, folded)) in paragraphs.enumerate() {
            opening.get_or_insert((original, folded));
            let matches = self.matches(folded);
            let Some((score, first)) = self.best_window(&matches) else { continue };
            if best.as_ref().is_none_or(|(known, ..)| score > *known) {
                best = Some((score, original, folded, matches, first));
                place = Some(number);
            }
        }
        let marked = match best {
            Some((_, original, folded, matches, first)) => cut(original, folded, &matches, matches[first].start),
            None => opening.map_or_else(Marked::default, |(original, folded)| cut(original, folded, &[], 0)),
        };
        (marked, place)
    }

    fn matches(&self, folded: &str) -> Vec<Match> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        automaton
            .find_iter(folded)
            .filter(|found| stands_alone(folded, found.start(), found.end()))
            .map(|found| Match { start: found.start(), end: found.end(), needle: found.pattern().as_usize() })
            .take(MAX_MATCHES)
            .collect()
    }

    /// The window that shows the most: different needles count by their length, repetitions a little.
    fn best_window(&self, matches: &[Match]) -> Option<(usize, usize)> {
        // Three bytes a Han character: near enough to choose by.
        let reach = (EXCERPT_CHARS - LEAD_CHARS) * 3;
        let mut best = None;
        for (first, start) in matches.iter().enumerate() {
            let mut seen: Vec<usize> = Vec::new();
            let mut score = 0;
            for found in matches[first..].iter().take_while(|found| found.end <= start.start + reach) {
                if seen.contains(&found.needle) {
                    score += 1;
                } else {
                    seen.push(found.needle);
                    score += self.weights[found.needle] * 10;
                }
            }
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, first));
            }
        }
        best
    }
}

/// Whether a match does not cut through a Latin word or a number: `12` is not in `2012`.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let joins = |left: Option<char>, right: Option<char>| matches!((left, right), (Some(l), Some(r)) if l.is_ascii_alphanumeric() && r.is_ascii_alphanumeric());
    !joins(text[..start].chars().next_back(), text[start..].chars().next())
        && !joins(text[..end].chars().next_back(), text[end..].chars().next())
}

/// An excerpt that begins a little before byte `at` of the folded text, at a clause where one is near.
fn cut(original: &str, folded: &str, matches: &[Match], at: usize) -> Marked {
    let at_char = folded[..at].chars().count();
    let mut begin = at_char.saturating_sub(LEAD_CHARS);
    if begin > 0 {
        let lead: Vec<char> = original.chars().skip(begin).take(at_char - begin).collect();
        let clause = lead.iter().position(|c| matches!(c, '。' | '；' | '！' | '？' | '，' | ',' | ';' | '：' | '\t'));
        begin += clause.map_or(0, |position| position + 1);
    }
    let text: String = original.chars().skip(begin).take(EXCERPT_CHARS).collect();
    let length = text.chars().count();
    let ranges = ranges(folded, matches, begin)
        .into_iter()
        .filter(|(start, _)| *start < length)
        .map(|(start, end)| (start, end.min(length)))
        .collect();
    let cut_after = original.chars().nth(begin + length).is_some();
    Marked { text, ranges, cut_before: begin > 0, cut_after }
}

/// Matches as character ranges counted from character `begin`, joined where they touch.
fn ranges(folded: &str, matches: &[Match], begin: usize) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::with_capacity(matches.len());
    let (mut byte, mut character) = (0, 0);
    for found in matches {
        character += folded[byte..found.start].chars().count();
        let start = character;
        character += folded[found.start..found.end].chars().count();
        byte = found.end;
        if start < begin {
            continue;
        }
        let (start, end) = (start - begin, character - begin);
        match ranges.last_mut() {
            Some(last) if last.1 == start => last.1 = end,
            _ => ranges.push((start, end)),
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::analysis::fold;

    fn marked(marked: &Marked) -> String {
        marked.pieces().iter().map(|(text, hit)| if *hit { format!("[{text}]") } else { (*text).to_owned() }).collect()
    }

    fn check(needles: &[&str], text: &str, expected: &str) {
        let needles: Vec<String> = needles.iter().map(|needle| fold(needle)).collect();
        assert_eq!(marked(&Highlighter::new(&needles).mark(text, &fold(text))), expected);
    }

    #[test]
    fn marks_the_text_as_published() {
        check(&["疫情防控"], "落實疫情防控、疫情", "落實[疫情防控]、疫情");
        check(&["疫情", "防控"], "疫情防控", "[疫情防控]");
        check(&["gdp"], "ＧＤＰ增长，gdps", "[ＧＤＰ]增长，gdps");
        check(&["12"], "2012年12月", "2012年[12]月");
        check(&["四个意识"], "「四個意識」😀四个意识", "「[四個意識]」😀[四个意识]");
        check(&[], "甲", "甲");
    }

    #[test]
    fn the_excerpt_is_the_best_passage() {
        let filler = "会议听取了有关情况的汇报并作了全面具体的部署".repeat(12);
        let text = format!("防汛工作。{filler}，全县防汛演练在青岑水库举行，{filler}");
        let needles = ["防汛".to_owned(), "演练".to_owned()];
        let folded = fold(&text);
        let excerpt = Highlighter::new(&needles).excerpt([(&*text, &*folded)].into_iter()).0;
        assert!(marked(&excerpt).contains("全县[防汛演练]在青岑水库"), "{}", marked(&excerpt));
        assert!(excerpt.cut_before && excerpt.cut_after);
        assert_eq!(excerpt.text.chars().count(), EXCERPT_CHARS);
        let nothing = Highlighter::new(&[]).excerpt([("短", "短")].into_iter()).0;
        assert_eq!((nothing.text.as_str(), nothing.cut_after), ("短", false));
    }
}
