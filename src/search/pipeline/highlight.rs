//! Highlights: where the query stands in a text as published, and the passage that shows most of it.
//!
//! Terms and texts are folded one character to one character, so a range counted in characters of the
//! folded text is the range in the original. A range is what one term covers, or several that overlap or
//! touch: ranges ascend and never touch each other.

use aho_corasick::AhoCorasick;

use super::folded_text::FoldedText;
use crate::search::analysis::{is_ideograph, squeeze};
use crate::search::plan::highlight_term::HighlightTerm;
use crate::search::types::response::Marked;

/// Length of an excerpt in characters.
pub const EXCERPT_CHARS: usize = 140;

/// Characters of context before the first mark of an excerpt.
const LEAD_CHARS: usize = 24;

/// Matches of one text that are looked at; what comes later cannot change the choice much.
const MAX_MATCHES: usize = 400;

/// Finds the terms of one query in any number of texts.
pub struct Highlighter {
    automaton: Option<AhoCorasick>,
    /// For each term its length in characters, which weighs its matches: a phrase tells more than a word;
    /// and whether it is a beginning.
    terms: Vec<(usize, bool)>,
}

/// A match in bytes of the folded text.
struct Match {
    start: usize,
    end: usize,
    term: usize,
}

/// A paragraph with its best window.
struct Passage<'t> {
    score: usize,
    /// Which paragraph it is, from 0.
    number: usize,
    original: &'t str,
    text: &'t FoldedText,
    /// Its matches in the squeezed text.
    matches: Vec<Match>,
    /// The match with which the window begins.
    first: usize,
}

impl Highlighter {
    /// Makes a highlighter.
    pub fn new(terms: &[HighlightTerm]) -> Self {
        let texts = terms.iter().map(|term| squeeze(term.text.clone()));
        let automaton = (!terms.is_empty()).then(|| AhoCorasick::new(texts).ok()).flatten();
        Self { automaton, terms: terms.iter().map(|term| (term.text.chars().count(), term.begins)).collect() }
    }

    /// The whole text with its marks.
    pub fn mark(&self, original: &str, text: &FoldedText) -> Marked {
        let matches = placed(self.find(text.squeezed()), text);
        Marked { text: original.to_owned(), ranges: ranges(text.folded(), &matches, 0), ..Marked::default() }
    }

    /// The best passage of these paragraphs; their opening where nothing matches. With it the number of the paragraph,
    /// from 0, where something in it matches.
    pub fn excerpt<'t>(&self, paragraphs: impl Iterator<Item = (&'t str, &'t FoldedText)>) -> (Marked, Option<usize>) {
        let mut best: Option<Passage<'t>> = None;
        let mut opening = None;
        for (number, (original, text)) in paragraphs.enumerate() {
            opening.get_or_insert((original, text));
            let matches = self.find(text.squeezed());
            let Some((score, first)) = self.best_window(&matches) else { continue };
            if best.as_ref().is_none_or(|best| score > best.score) {
                best = Some(Passage { score, number, original, text, matches, first });
            }
        }
        match best {
            Some(Passage { number, original, text, matches, first, .. }) => {
                let matches = placed(matches, text);
                (cut(original, text.folded(), &matches, matches[first].start), Some(number))
            }
            None => {
                (opening.map_or_else(Marked::default, |(original, text)| cut(original, text.folded(), &[], 0)), None)
            }
        }
    }

    /// The matches in a squeezed text.
    fn find(&self, folded: &str) -> Vec<Match> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let whole = |found: aho_corasick::Match| {
            let (start, mut end, term) = (found.start(), found.end(), found.pattern().as_usize());
            if self.terms[term].1 && folded[..end].chars().next_back().is_some_and(is_letter) {
                end = folded[end..].find(|c| !is_letter(c)).map_or(folded.len(), |more| end + more);
            }
            stands_alone(folded, start, end).then_some(Match { start, end, term })
        };
        // Those that overlap, too: the longest may cut through a number where a shorter one does not, and
        // of 甲乙 and 乙丙 both stand in 甲乙丙.
        let mut matches: Vec<Match> =
            automaton.find_overlapping_iter(folded).filter_map(whole).take(MAX_MATCHES).collect();
        matches.sort_by_key(|found| (found.start, found.end));
        matches
    }

    /// The window that shows the most: different terms count by their length, repetitions a little.
    fn best_window(&self, matches: &[Match]) -> Option<(usize, usize)> {
        // Three bytes a Han character: near enough to choose by.
        let reach = (EXCERPT_CHARS - LEAD_CHARS) * 3;
        let mut best = None;
        for (first, start) in matches.iter().enumerate() {
            let mut seen: Vec<usize> = Vec::new();
            let mut score = 0;
            let within = matches[first..].iter().take_while(|found| found.start <= start.start + reach);
            for found in within.filter(|found| found.end <= start.start + reach) {
                if seen.contains(&found.term) {
                    score += 1;
                } else {
                    seen.push(found.term);
                    score += self.terms[found.term].0 * 10;
                }
            }
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, first));
            }
        }
        best
    }
}

/// Matches in a squeezed text as they stand in the folded one: a run is found across the blanks and line breaks between its
/// ideographs, and so it is marked.
fn placed(matches: Vec<Match>, text: &FoldedText) -> Vec<Match> {
    if matches.is_empty() {
        return matches;
    }
    let Some(places) = text.places() else { return matches };
    let back = |found: Match| {
        let last = text.squeezed()[..found.end].char_indices().next_back();
        let end = last.map_or(places[found.start], |(at, c)| places[at] + c.len_utf8());
        Match { start: places[found.start], end, ..found }
    };
    matches.into_iter().map(back).collect()
}

/// Whether a match does not cut through a Latin word or a number: `12` is not in `2012`.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let joins = |left: Option<char>, right: Option<char>| left.is_some_and(is_letter) && right.is_some_and(is_letter);
    !joins(text[..start].chars().next_back(), text[start..].chars().next())
        && !joins(text[..end].chars().next_back(), text[end..].chars().next())
}

/// Whether a character joins its neighbours to one Latin word or number.
fn is_letter(c: char) -> bool {
    !is_ideograph(c) && c.is_alphanumeric()
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

/// Matches as character ranges counted from character `begin`, joined where they overlap or touch. One that
/// lies partly before `begin` is left out.
fn ranges(folded: &str, matches: &[Match], begin: usize) -> Vec<(usize, usize)> {
    let mut ranges: Vec<(usize, usize)> = Vec::with_capacity(matches.len());
    // What of the text is counted: its matches ascend by their beginnings.
    let (mut byte, mut character) = (0, 0);
    for found in matches {
        character += folded[byte..found.start].chars().count();
        byte = found.start;
        if character < begin {
            continue;
        }
        let start = character - begin;
        let end = start + folded[found.start..found.end].chars().count();
        match ranges.last_mut() {
            Some(last) if last.1 >= start => last.1 = last.1.max(end),
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

    fn check(terms: &[&str], text: &str, expected: &str) {
        let terms: Vec<HighlightTerm> = terms
            .iter()
            .map(|term| match term.strip_suffix('*') {
                Some(beginning) => HighlightTerm::prefix(&fold(beginning)),
                None => HighlightTerm::new(&fold(term)),
            })
            .collect();
        assert_eq!(marked(&Highlighter::new(&terms).mark(text, &FoldedText::new(text))), expected);
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
    fn overlapping_marks_are_one() {
        check(&["甲乙", "乙丙"], "甲乙丙丁", "[甲乙丙]丁");
        check(&["甲乙丙", "乙"], "甲乙丙乙", "[甲乙丙乙]");
        check(&["哈哈"], "哈哈哈", "[哈哈哈]");
    }

    #[test]
    fn blanks_of_broken_words_part_nothing() {
        check(&["疫情防控"], "疫\u{3000}情\u{3000}防 控。", "[疫\u{3000}情\u{3000}防 控]。");
        check(&["疫情防控"], "疫情防 控，疫情　防控", "[疫情防 控]，疫情　防控");
        check(&["疫情"], "疫情　防控，疫\u{200B}情", "[疫情]　防控，[疫\u{200B}情]");
        check(&["乙", "甲 1"], " 甲 乙\n甲  1 ", " 甲 [乙]\n[甲  1] ");
        check(&["ab", "bc"], "a b c ab c", "a b c [ab] c");
    }

    #[test]
    fn words_and_numbers_stand_alone_and_beginnings_take_the_rest() {
        check(&["covid", "covid-1"], "COVID-19 covids", "[COVID]-19 covids");
        check(&["2.5"], "2.5%，12.5，2.55", "[2.5]%，12.5，2.55");
        check(&["nom"], "nom nomé énom", "[nom] nomé énom");
        check(&["0579*"], "0579-84668311，05798466，10579", "[0579]-84668311，[05798466]，10579");
        check(&["疫情*"], "疫情防控", "[疫情]防控");
        check(&["covid 1*"], "COVID 19号", "[COVID 19]号");
        check(&["85度c*"], "85度cafe", "[85度cafe]");
    }

    #[test]
    fn the_excerpt_is_the_best_passage() {
        let filler = "会议听取了有关情况的汇报并作了全面具体的部署".repeat(12);
        let text = format!("防汛工作。{filler}，全县防汛演练在青岑水库举行，{filler}");
        let terms = [HighlightTerm::new("防汛"), HighlightTerm::new("演练")];
        let folded = FoldedText::new(&text);
        let excerpt = Highlighter::new(&terms).excerpt([(&*text, &folded)].into_iter()).0;
        assert!(marked(&excerpt).contains("全县[防汛演练]在青岑水库"), "{}", marked(&excerpt));
        assert!(excerpt.cut_before && excerpt.cut_after);
        assert_eq!(excerpt.text.chars().count(), EXCERPT_CHARS);
        let nothing = Highlighter::new(&[]).excerpt([("短", &FoldedText::new("短"))].into_iter()).0;
        assert_eq!((nothing.text.as_str(), nothing.cut_after), ("短", false));
    }
}
