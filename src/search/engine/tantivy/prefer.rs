//! Preferences lift some of the matches: those with the whole query as it was typed, or whose own number or
//! title it is. Whether they hold is looked up only for as many matches as it takes to fill the page.

use tantivy::{DocId, Score, Searcher, SegmentOrdinal};

use super::collector::{Order, Ranked, first};
use super::run::{RunMatcher, RunQuery};
use crate::search::request::Sort;

/// What lifts a document, and by how much.
pub type Preference = (RunQuery, f32);

/// A match: its score, segment and document.
type Match = (Score, SegmentOrdinal, DocId);

/// Of all matches, ascending within each segment, the first `depth` by score with what lifts them.
pub fn first_preferred(
    searcher: &Searcher,
    matches: &[Vec<(DocId, Score)>],
    preferences: &[Preference],
    depth: usize,
    after: Option<Ranked>,
) -> tantivy::Result<Vec<Ranked>> {
    let mut all: Vec<Match> = Vec::with_capacity(matches.iter().map(Vec::len).sum());
    for (segment, matches) in matches.iter().enumerate() {
        all.extend(matches.iter().map(|(doc, score)| (*score, segment as SegmentOrdinal, *doc)));
    }
    if let Some(after) = after {
        // Where a match stands is known only with what lifts it.
        let (lifted, _) = lift(searcher, all, preferences, f32::INFINITY)?;
        let possible: Vec<Match> = lifted.into_iter().filter(|(score, ..)| *score <= after.score).collect();
        let enough = at_least_nth(&possible, depth + ties(&possible, after.score));
        return Ok(first(ranked(searcher, &enough)?.into_iter().filter(|hit| *hit < after).collect(), depth));
    }
    // The best by score come first: if enough of them have everything that lifts, nothing can pass them.
    let most: f32 = preferences.iter().map(|(_, lift)| lift).sum();
    let best = at_least_nth(&all, depth * 2 + 50);
    if best.len() < all.len() {
        let (lifted, full) = lift(searcher, best, preferences, most)?;
        if full >= depth {
            return page(searcher, &lifted, depth);
        }
    }
    let (lifted, _) = lift(searcher, all, preferences, most)?;
    page(searcher, &lifted, depth)
}

/// The matches that score no less than the n-th best, in the order they came; all where there are no more.
fn at_least_nth(matches: &[Match], n: usize) -> Vec<Match> {
    if matches.len() <= n {
        return matches.to_vec();
    }
    let mut scores: Vec<Score> = matches.iter().map(|(score, ..)| *score).collect();
    let least = *scores.select_nth_unstable_by(n, |a, b| b.total_cmp(a)).1;
    matches.iter().filter(|(score, ..)| *score >= least).copied().collect()
}

/// The matches with what lifts them, and how many have all of it. They must ascend within each segment.
fn lift(
    searcher: &Searcher,
    mut matches: Vec<Match>,
    preferences: &[Preference],
    most: f32,
) -> tantivy::Result<(Vec<Match>, usize)> {
    let mut full = 0;
    for group in matches.chunk_by_mut(|a, b| a.1 == b.1) {
        let reader = searcher.segment_reader(group[0].1);
        let mut matchers: Vec<(RunMatcher, f32)> = Vec::with_capacity(preferences.len());
        for (run, lift) in preferences {
            matchers.extend(run.matcher(reader)?.map(|matcher| (matcher, *lift)));
        }
        for (score, _, doc) in group {
            let holding = matchers.iter_mut().filter_map(|(run, lift)| (run.count_in(*doc) > 0).then_some(*lift));
            let lift: f32 = holding.sum();
            *score += lift;
            full += usize::from(lift >= most);
        }
    }
    Ok((matches, full))
}

/// How many matches have exactly this score.
fn ties(matches: &[Match], score: Score) -> usize {
    matches.iter().filter(|(own, ..)| *own == score).count()
}

fn page(searcher: &Searcher, matches: &[Match], depth: usize) -> tantivy::Result<Vec<Ranked>> {
    Ok(first(ranked(searcher, &at_least_nth(matches, depth))?, depth))
}

/// Matches with what orders them, ascending within each segment.
fn ranked(searcher: &Searcher, matches: &[Match]) -> tantivy::Result<Vec<Ranked>> {
    let mut ranked: Vec<Ranked> = Vec::new();
    for group in matches.chunk_by(|a, b| a.1 == b.1) {
        let order = Order::of(group[0].1, searcher.segment_reader(group[0].1), Sort::Relevance)?;
        ranked.extend(group.iter().map(|(score, _, doc)| order.ranked(*doc, *score)));
    }
    Ok(ranked)
}
