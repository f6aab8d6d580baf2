//! [`DidYouMean`]: another query that may have been meant, where the one that was typed finds nothing or next to
//! nothing. One part of it is put otherwise and the rest stays as it was typed; what is proposed has been looked up.

use std::ops::Range;

use super::context::{Context, engine_query};
use super::understand::parse;
use crate::model::text::is_han;
use crate::search::analysis::{Analyzer, fold_char};
use crate::search::plan::{MatchStrategy, Plan};
use crate::search::query::{ParsedQuery, Part, PartKind};
use crate::search::suggest::completion::letters;
use crate::search::suggest::lexicon::Lexicon;
use crate::search::suggest::spelling::MAX_WORD_CHARS;
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

/// Parts of a query that are looked at.
const MAX_PARTS: usize = 8;

/// Stretches of one part that are looked at.
const MAX_WINDOWS: usize = 40;

/// Words of a run of characters that may be one mistyped word.
const MAX_WINDOW_WORDS: usize = 6;

/// Words of a run of characters that are looked at.
const MAX_WORDS: usize = 24;

/// Likeness from which on a word is proposed although the one typed stands somewhere.
const CERTAIN: f32 = 2.0;

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
    let parts = &parsed.parts[..parsed.parts.len().min(MAX_PARTS)];
    if total == 0 {
        from_pinyin(&lexicon, parts, &mut rewritings);
    }
    let analyzer = cx.engine.analyzer();
    for (index, part) in parts.iter().enumerate() {
        respelt(&lexicon, &analyzer, part, index, total, &mut rewritings);
    }
    // A filter, or a word that was typed well, can only leave less of what the new word finds.
    let enough = |found: u64| found > 0 && found >= (total * MIN_RATIO) as u64;
    rewritings.retain(|rewriting| enough(rewriting.count));
    let weight = |rewriting: &Rewriting, count: u64| rewriting.fit + (count as f32 + 1.0).ln();
    rewritings.sort_by(|a, b| weight(b, b.count).total_cmp(&weight(a, a.count)));
    let mut best: Option<(f32, DidYouMean)> = None;
    for rewriting in rewritings.iter().take(MAX_CHECKED) {
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

/// Neighbouring parts that are nothing but letters, as one row of pinyin.
fn from_pinyin(lexicon: &Lexicon, parts: &[Part], rewritings: &mut Vec<Rewriting>) {
    let is_pinyin = |part: &Part| {
        part.kind == PartKind::Words && part.source().chars().all(|c| c.is_ascii_alphabetic() || c == '\'')
    };
    let mut begin = 0;
    while begin < parts.len() {
        let end = begin + parts[begin..].iter().take_while(|part| is_pinyin(part)).count();
        if end == begin {
            begin += 1;
            continue;
        }
        let row: String = parts[begin..end].iter().map(Part::source).collect();
        let row = letters(&row);
        let words = lexicon.spelling.converted(&lexicon.words, &row.iter().collect::<String>());
        let words = words.map(|entries| entries.into_iter().map(|entry| lexicon.words.candidate(entry)).collect());
        let words: Vec<_> = words.unwrap_or_else(|| {
            // First letters, or a mixture, of one word.
            let found = lexicon.words.complete(&row, PROPOSALS);
            let whole = found.into_iter().find(|found| {
                row.len() > 2
                    && crate::search::suggest::pinyin::answer(lexicon.words.letters_of(found.entry), &row)
                        .is_some_and(|answer| answer.length == lexicon.words.letters_of(found.entry).len())
            });
            whole.map(|found| lexicon.words.candidate(found.entry)).into_iter().collect()
        });
        if let Some(count) = words.iter().map(|word| word.count).min() {
            let source = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            rewritings.push(Rewriting { parts: begin..end, source, because: Because::Pinyin, fit: 100.0, count });
        }
        begin = end;
    }
}

/// A part with a word in it put otherwise.
fn respelt(
    lexicon: &Lexicon,
    analyzer: &Analyzer,
    part: &Part,
    index: usize,
    total: usize,
    rewritings: &mut Vec<Rewriting>,
) {
    // What is excluded is not what is missing; days have no spelling.
    if matches!(part.kind, PartKind::Excluded | PartKind::Date) {
        return;
    }
    let source: Vec<char> = part.source().chars().collect();
    let folded: Vec<char> = source.iter().map(|c| fold_char(*c)).collect();
    // The name of a field stays.
    let colon = folded.iter().position(|c| *c == ':').filter(|_| part.kind == PartKind::Field);
    let mut at = colon.map_or(0, |colon| colon + 1);
    let mut left = MAX_WINDOWS;
    while at < folded.len() && left > 0 {
        let end = at + folded[at..].iter().take_while(|c| is_han(**c)).count();
        if end == at {
            at += 1;
            continue;
        }
        for window in windows(&folded[at..end], analyzer).into_iter().take(left) {
            left -= 1;
            let window = at + window.start..at + window.end;
            let typed = &folded[window.clone()];
            let known: String = typed.iter().collect();
            if lexicon.words.exact(&known).next().is_some() {
                continue;
            }
            for proposal in lexicon.spelling.proposals(&lexicon.words, typed, PROPOSALS) {
                let certain = proposal.likeness >= CERTAIN || (proposal.because == Because::Near && typed.len() > 3);
                // Of two characters inside a longer run, half of a name perhaps, at least one must stay.
                let torn = typed.len() < 3 && window.len() < end - at && !(proposal.keeps && certain);
                if torn || (total > 0 && !certain) || !proposal.text.chars().all(char::is_alphanumeric) {
                    continue;
                }
                let mut rewritten: Vec<char> = source[..window.start].to_vec();
                rewritten.extend(proposal.text.chars());
                rewritten.extend(&source[window.end..]);
                rewritings.push(Rewriting {
                    parts: index..index + 1,
                    source: rewritten.into_iter().collect(),
                    because: proposal.because,
                    // The more of what was typed a word explains, the better.
                    fit: proposal.likeness + typed.len() as f32,
                    count: proposal.count,
                });
            }
        }
        at = end;
    }
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
