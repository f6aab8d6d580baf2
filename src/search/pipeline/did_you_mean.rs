//! [`DidYouMean`]: another query that may have been meant, where the one that was typed finds nothing or next to
//! nothing. One part of it is put otherwise and the rest stays as it was typed; what is proposed has been looked up, and
//! what stands in some bulletin as it was typed is not corrected.

use std::collections::HashMap;
use std::ops::Range;

use super::context::{Context, engine_query};
use super::no_correction::{CERTAIN, is_given_name, is_wrong, law, listed};
use super::understand::parse;
use crate::model::text::is_han;
use crate::search::analysis::synonyms::Synonyms;
use crate::search::analysis::{Analyzer, fold, fold_char, fold_for_words};
use crate::search::engine::query::{EngineQuery, lookup};
use crate::search::plan::{MatchStrategy, Plan};
use crate::search::query::{ParsedQuery, Part, PartKind};
use crate::search::suggest::completion::Candidate;
use crate::search::suggest::lexicon::Lexicon;
use crate::search::suggest::pinyin::answer;
use crate::search::suggest::spelling::{MAX_WORD_CHARS, Proposal};
use crate::search::suggest::typed::{APOSTROPHES, Typed};
use crate::search::types::as_of::AsOf;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::suggestion::{Because, DidYouMean};

/// A query that finds more than this is taken as it is.
pub const MAX_HITS: usize = 100;

/// How many times as much a proposal must find.
pub const MIN_RATIO: usize = 20;

/// Proposals for one stretch of characters.
const PROPOSALS: usize = 4;

/// Proposals that are looked up.
const MAX_CHECKED: usize = 6;

/// Texts of a query that are looked up as they were typed, because something else would be proposed for them.
const MAX_ASKED: usize = 16;

/// Proposals that are looked at, the likeliest first.
const MAX_CONSIDERED: usize = 40;

/// Longer stretches around a mistyped word that are looked up.
const MAX_AROUND: usize = 3;

/// Characters of a first-letter word at least: two letters may be anything.
const MIN_INITIALS: usize = 3;

/// Parts of a query that are looked at.
const MAX_PARTS: usize = 8;

/// Stretches of one part that are looked at.
const MAX_WINDOWS: usize = 40;

/// Words of a run of characters that may be one mistyped word.
const MAX_WINDOW_WORDS: usize = 6;

/// Words of a run of characters that are looked at.
const MAX_WORDS: usize = 24;

/// How well a law's title explains its short name.
const SHORT_NAME_FIT: f32 = 100.0;

/// A query with one part put otherwise.
struct Rewriting {
    /// The parts that are replaced, and what stands there instead.
    parts: Range<usize>,
    source: String,
    because: Because,
    /// How well it explains what was typed, in the scale of logarithms of counts.
    fit: f32,
    /// What the new word finds by itself.
    count: u64,
    /// What stood there, in all lengths that would make it right where they stand in a bulletin.
    typed: Vec<String>,
}

/// Tells what stands in some bulletin as it was typed; asks for each text once, and for few.
struct Verbatim<'c> {
    cx: &'c Context,
    as_of: Option<i64>,
    known: HashMap<String, bool>,
}

impl<'c> Verbatim<'c> {
    fn new(cx: &'c Context, request: &SearchRequest) -> Self {
        Self { cx, as_of: request.as_of.map(AsOf::millisecond), known: HashMap::new() }
    }

    /// Whether a text stands somewhere, whatever the filters; also where that is not asked any more.
    fn stands(&mut self, text: &str) -> Result<bool, SearchError> {
        let folded = fold(text);
        if let Some(known) = self.known.get(&folded) {
            return Ok(*known);
        }
        if self.known.len() >= MAX_ASKED {
            return Ok(true);
        }
        let condition = lookup(&folded, &self.cx.engine.analyzer());
        let query = EngineQuery { as_of: self.as_of, limit: 0, ..EngineQuery::new(condition) };
        let stands = self.cx.ask(&query)?.total > 0;
        self.known.insert(folded, stands);
        Ok(stands)
    }

    fn any_stands(&mut self, texts: &[String]) -> Result<bool, SearchError> {
        for text in texts {
            if self.stands(text)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What may have been meant by a query that found `total` bulletins with all of its words.
pub fn did_you_mean(
    cx: &Context,
    request: &SearchRequest,
    parsed: &ParsedQuery,
    total: usize,
) -> Result<Option<DidYouMean>, SearchError> {
    let lexicon = cx.suggester.current();
    if total > MAX_HITS || lexicon.words.len() == 0 || request.page > 1 {
        return Ok(None);
    }
    let mut rewritings = Vec::new();
    let mut verbatim = Verbatim::new(cx, request);
    let parts = &parsed.parts[..parsed.parts.len().min(MAX_PARTS)];
    if total == 0 {
        from_pinyin(&lexicon, &mut verbatim, parts, &mut rewritings)?;
    }
    let (analyzer, synonyms) = (cx.engine.analyzer(), cx.synonyms(request));
    let spelling = Respelling { lexicon: &lexicon, analyzer: &analyzer, synonyms: &synonyms, total };
    for (index, part) in parts.iter().enumerate() {
        spelling.respell(part, index, &mut rewritings);
    }
    // A filter, or a word that was typed well, can only leave less of what the new word finds.
    let enough = |found: u64| found > 0 && found >= (total * MIN_RATIO) as u64;
    rewritings.retain(|rewriting| enough(rewriting.count));
    let weight = |rewriting: &Rewriting, count: u64| rewriting.fit + (count as f32 + 1.0).ln();
    rewritings.sort_by(|a, b| weight(b, b.count).total_cmp(&weight(a, a.count)));
    let mut best: Option<(f32, DidYouMean)> = None;
    let mut checked = 0;
    for rewriting in rewritings.iter().take(MAX_CONSIDERED) {
        if checked == MAX_CHECKED {
            break;
        }
        if verbatim.any_stands(&rewriting.typed)? {
            continue;
        }
        checked += 1;
        let query = parsed.rewritten(rewriting.parts.clone(), &rewriting.source);
        let found = total_of(cx, request, &query)?;
        let weight = weight(rewriting, found as u64);
        if enough(found as u64) && best.as_ref().is_none_or(|(known, _)| weight > *known) {
            best = Some((weight, DidYouMean { query, total: found, because: rewriting.because }));
        }
    }
    Ok(best.map(|(_, meant)| meant))
}

/// How many bulletins a query finds with all of its words, under the filters of a request.
pub fn total_of(cx: &Context, request: &SearchRequest, query: &str) -> Result<usize, SearchError> {
    let parsed = parse(cx, request, query)?;
    let plan = Plan::new(&parsed, &cx.engine.analyzer());
    let Some((condition, MatchStrategy::AllTerms)) = plan.conditions.into_iter().next() else { return Ok(0) };
    let mut query = engine_query(request, condition, &[]);
    query.limit = 0;
    query.offset = 0;
    query.facets.clear();
    Ok(cx.ask(&query)?.total)
}

/// Neighbouring parts that are nothing but small letters, as one row of pinyin. What bulletins have as a word is a word, and
/// capital letters and digits make names and abbreviations.
fn from_pinyin(
    lexicon: &Lexicon,
    verbatim: &mut Verbatim<'_>,
    parts: &[Part],
    rewritings: &mut Vec<Rewriting>,
) -> Result<(), SearchError> {
    let is_letters = |part: &Part| {
        part.kind == PartKind::Words && part.source().chars().all(|c| c.is_lowercase() || APOSTROPHES.contains(&c))
    };
    let mut begin = 0;
    while begin < parts.len() {
        let end = begin + parts[begin..].iter().take_while(|part| is_letters(part)).count();
        if end == begin {
            begin += 1;
            continue;
        }
        if pinyin_rewriting(lexicon, parts, begin..end).is_some() {
            // Parts that stand somewhere divide the others.
            let mut from = begin;
            for at in begin..=end {
                if at == end || verbatim.stands(parts[at].source())? {
                    rewritings.extend(pinyin_rewriting(lexicon, parts, from..at));
                    from = at + 1;
                }
            }
        }
        begin = end;
    }
    Ok(())
}

/// These parts as words that are read so.
fn pinyin_rewriting(lexicon: &Lexicon, parts: &[Part], range: Range<usize>) -> Option<Rewriting> {
    let sources: Vec<&str> = parts[range.clone()].iter().map(Part::source).collect();
    // A syllable ends where a word does.
    let row = Typed::new(&sources.join("'"));
    if row.letters.is_empty() {
        return None;
    }
    let converted = lexicon.spelling.converted(&lexicon.words, &row);
    let words: Vec<&Candidate> = match converted {
        Some(entries) => entries.into_iter().map(|entry| lexicon.words.candidate(entry)).collect(),
        // First letters, or a mixture, of one word.
        None => {
            let found = lexicon.words.complete(&row, PROPOSALS);
            let whole = found.into_iter().find(|found| {
                let (letters, surname) = (lexicon.words.letters_of(found.entry), lexicon.words.surname_of(found.entry));
                letters.len() >= MIN_INITIALS
                    && letters.iter().all(|c| is_han(*c))
                    && answer(letters, surname, &row).is_some_and(|answer| answer.length == letters.len())
            });
            whole.map(|found| lexicon.words.candidate(found.entry)).into_iter().collect()
        }
    };
    let count = words.iter().map(|word| word.count).min()?;
    let source = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    Some(Rewriting { parts: range, source, because: Because::Pinyin, fit: 100.0, count, typed: Vec::new() })
}

/// What parts are spelt otherwise by.
struct Respelling<'s> {
    lexicon: &'s Lexicon,
    analyzer: &'s Analyzer,
    synonyms: &'s Synonyms,
    /// How many bulletins the query finds as it was typed.
    total: usize,
}

impl Respelling<'_> {
    /// Adds the part of this number with a word in it put otherwise.
    fn respell(&self, part: &Part, index: usize, rewritings: &mut Vec<Rewriting>) {
        let Self { lexicon, analyzer, synonyms, total } = *self;
        // What is excluded is not what is missing; days have no spelling.
        if matches!(part.kind, PartKind::Excluded | PartKind::Date) {
            return;
        }
        let source: Vec<char> = part.source().chars().collect();
        let for_words: Vec<char> = fold_for_words(part.source()).chars().collect();
        // The name of a field stays.
        let colon = for_words.iter().position(|c| *c == ':').filter(|_| part.kind == PartKind::Field);
        let mut at = colon.map_or(0, |colon| colon + 1);
        let mut left = MAX_WINDOWS;
        while at < for_words.len() && left > 0 {
            let end = at + for_words[at..].iter().take_while(|c| is_han(**c)).count();
            if end == at {
                at += 1;
                continue;
            }
            let run = &for_words[at..end];
            let windows = windows(run, analyzer);
            let listed = listed(run, &windows, synonyms, analyzer);
            rewritings.extend(self.laws(run, &windows).into_iter().map(|(window, title, count)| Rewriting {
                parts: index..index + 1,
                source: replaced(&source, at + window.start..at + window.end, &title),
                because: Because::ShortName,
                fit: SHORT_NAME_FIT,
                count,
                typed: Vec::new(),
            }));
            for window in windows.iter().take(left) {
                left -= 1;
                let is_listed = listed.iter().any(|form| form.start < window.end && window.start < form.end);
                if is_listed || is_given_name(run, window, analyzer) {
                    continue;
                }
                let typed = &run[window.clone()];
                let known: String = typed.iter().collect();
                if lexicon.words.exact(&known).next().is_some() {
                    continue;
                }
                for proposal in lexicon.spelling.proposals(&lexicon.words, typed, PROPOSALS) {
                    if !is_likely(&proposal, window, run.len(), total) || is_wrong(typed, &proposal, analyzer) {
                        continue;
                    }
                    let place = at + window.start..at + window.end;
                    if changes_numeral(&for_words, place.clone(), &proposal.text) {
                        continue;
                    }
                    rewritings.push(Rewriting {
                        parts: index..index + 1,
                        source: replaced(&source, place, &proposal.text),
                        because: proposal.because,
                        // The more of what was typed a word explains, the better.
                        fit: proposal.likeness + typed.len() as f32,
                        count: proposal.count,
                        typed: makes_right(run, window, &windows),
                    });
                }
            }
            at = end;
        }
    }

    /// The laws that stretches of a run are short for, with their titles and counts, where nothing is found: the longest.
    fn laws(&self, run: &[char], windows: &[Range<usize>]) -> Option<(Range<usize>, String, u64)> {
        if self.total > 0 {
            return None;
        }
        let mut windows: Vec<&Range<usize>> = windows.iter().collect();
        windows.sort_by_key(|window| std::cmp::Reverse(window.len()));
        windows.into_iter().find_map(|window| {
            let (title, count) = law(&run[window.clone()], self.lexicon, self.synonyms)?;
            Some((window.clone(), title, count))
        })
    }
}

/// A text with something else in this place of it.
fn replaced(text: &[char], place: Range<usize>, other: &str) -> String {
    let mut replaced: String = text[..place.start].iter().collect();
    replaced.push_str(other);
    replaced.extend(&text[place.end..]);
    replaced
}

/// Whether a proposal for a stretch of a run of so many ideographs is worth looking up.
fn is_likely(proposal: &Proposal, window: &Range<usize>, run: usize, total: usize) -> bool {
    let certain = proposal.likeness >= CERTAIN || (proposal.because == Because::Near && window.len() > 3);
    // Of two characters inside a longer run, half of a name perhaps, at least one must stay.
    let torn = window.len() < 3 && window.len() < run && !(proposal.keeps && certain);
    !torn && (total == 0 || certain) && proposal.text.chars().all(char::is_alphanumeric)
}

/// What makes a stretch of a run right where it stands in a bulletin: the whole run, the stretch itself, unless it is two
/// characters that may stand together by chance, and longer stretches around it.
fn makes_right(run: &[char], window: &Range<usize>, windows: &[Range<usize>]) -> Vec<String> {
    let is_around = |other: &&Range<usize>| {
        other.len() > 2 && other.len() < run.len() && other.start <= window.start && window.end <= other.end
    };
    let mut around: Vec<&Range<usize>> = windows.iter().filter(is_around).collect();
    around.sort_by_key(|other| other.len());
    let around = around.into_iter().take(MAX_AROUND).map(|other| run[other.clone()].iter().collect());
    std::iter::once(run.iter().collect()).chain(around).collect()
}

/// Ideographs that numbers are written with.
const NUMERALS: &str = "〇零一二两三四五六七八九十百千万亿廿卅";

/// What a number is before.
const UNITS: &str = "年月日号时分届次条章款项节期周岁季点元个名人位户亩吨";

/// Whether a proposal for a place in a text changes a number: 一九九八 is no misspelling.
fn changes_numeral(text: &[char], place: Range<usize>, proposal: &str) -> bool {
    let typed = &text[place.clone()];
    let proposal: Vec<char> = proposal.chars().collect();
    let same = |(a, b): &(&char, &char)| fold_char(**a) == fold_char(**b);
    let before = typed.iter().zip(&proposal).take_while(same).count();
    let after = typed[before..].iter().rev().zip(proposal[before..].iter().rev()).take_while(same).count();
    let is_numeral = |at: usize| text.get(at).is_some_and(|c| NUMERALS.contains(*c) || c.is_ascii_digit());
    let is_number = |at: usize| {
        is_numeral(at)
            && (is_numeral(at + 1)
                || (at > 0 && (is_numeral(at - 1) || text[at - 1] == '第'))
                || text.get(at + 1).is_some_and(|c| UNITS.contains(*c)))
    };
    let (from, to) = (place.start + before, place.end - after);
    // What is put in between belongs to what stands around it.
    let (from, to) = if from == to { (from.saturating_sub(1), to + 1) } else { (from, to) };
    (from..to).any(is_number)
}

/// Stretches of a run of ideographs that may be one mistyped word: whole words of it, one or several. What
/// the dictionary does not know may be anything: 青芩县 is cut 青|芩县, and only 青芩 is wrong.
fn windows(run: &[char], analyzer: &Analyzer) -> Vec<Range<usize>> {
    let text: String = run.iter().collect();
    let mut borders = vec![0];
    for word in analyzer.segment(&text, true).take(MAX_WORDS) {
        let (begin, length) = (borders[borders.len() - 1], word.chars().count());
        if analyzer.knows(word) {
            borders.push(begin + length)
        } else {
            borders.extend((1..=length).map(|letter| begin + letter))
        }
    }
    let mut windows = Vec::new();
    for (number, begin) in borders.iter().enumerate() {
        for end in borders[number + 1..].iter().take(MAX_WINDOW_WORDS) {
            if (2..=MAX_WORD_CHARS).contains(&(end - begin)) {
                windows.push(*begin..*end);
            }
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_not_misspelt() {
        let check = |text: &str, place: Range<usize>, proposal: &str, expected: bool| {
            let text: Vec<char> = text.chars().collect();
            assert_eq!(changes_numeral(&text, place.clone(), proposal), expected, "{text:?} {place:?} {proposal}");
        };
        check("一九九八年", 0..5, "一九九七年", true);
        check("一九九八年", 2..4, "儿子", true);
        check("第九条", 0..3, "第酒条", true);
        check("一带一璐", 0..4, "一带一路", false);
        check("异情防控", 0..4, "疫情防控", false);
        check("百性", 0..2, "百姓", false);
        check("十三万", 0..3, "十万", true);
    }

    #[test]
    fn a_stretch_is_right_where_it_stands_with_what_is_around_it() {
        let run: Vec<char> = "韩远芷任职".chars().collect();
        let windows = [0..2, 0..3, 1..3, 3..5, 0..5];
        assert_eq!(makes_right(&run, &(1..3), &windows), ["韩远芷任职", "韩远芷"]);
        assert_eq!(makes_right(&run, &(3..5), &windows), ["韩远芷任职"]);
        assert_eq!(makes_right(&run, &(0..3), &windows), ["韩远芷任职", "韩远芷"]);
    }
}
