//! Boosts raise the scores of some matches: those with the whole query as it was typed, or whose own number or
//! title it is. Whether they hold is looked up only for as many matches as it takes to fill the page.

use tantivy::{DocId, Score, Searcher, SegmentOrdinal};

use super::collector::{Order, Ranked, first};
use super::phrase::FilteredPhraseQuery;
use crate::search::engine::query::Sort;

/// What boosts a document, and by how much.
pub type Boost = (FilteredPhraseQuery, f32);

/// A match: its score, segment and document.
type Match = (Score, SegmentOrdinal, DocId);

/// Of all matches, ascending within each segment, the first `depth` by score with what boosts them.
pub fn first_boosted(
    searcher: &Searcher,
    matches: &[Vec<(DocId, Score)>],
    boosts: &[Boost],
    depth: usize,
    after: Option<Ranked>,
) -> tantivy::Result<Vec<Ranked>> {
    let mut all: Vec<Match> = Vec::with_capacity(matches.iter().map(Vec::len).sum());
    for (segment, matches) in matches.iter().enumerate() {
        all.extend(matches.iter().map(|(doc, score)| (*score, segment as SegmentOrdinal, *doc)));
    }
    // Whose number or title it is costs little to look up, whether characters stand side by side much more.
    let is_phrase = |(phrase, _): &&Boost| !phrase.segments.is_empty();
    boost(searcher, &mut all, boosts.iter().filter(|boost| !is_phrase(boost)))?;
    if let Some(after) = after {
        // Where a match stands is known only with all that boosts it.
        boost(searcher, &mut all, boosts.iter().filter(is_phrase))?;
        let possible: Vec<Match> = all.into_iter().filter(|(score, ..)| *score <= after.score).collect();
        let enough = at_least_nth(&possible, depth + ties(&possible, after.score));
        return Ok(first(ranked(searcher, &enough)?.into_iter().filter(|hit| *hit < after).collect(), depth));
    }
    let mut best = at_least_nth(&all, depth * 2 + 50);
    if best.len() < all.len() {
        // If all runs boosted any other match, it would still be less than this.
        let most = least(&best) + boosts.iter().filter(is_phrase).map(|(_, boost)| boost).sum::<Score>();
        boost(searcher, &mut best, boosts.iter().filter(is_phrase))?;
        let page = at_least_nth(&best, depth);
        if page.len() >= depth && least(&page) >= most {
            return Ok(first(ranked(searcher, &page)?, depth));
        }
    }
    boost(searcher, &mut all, boosts.iter().filter(is_phrase))?;
    Ok(first(ranked(searcher, &at_least_nth(&all, depth))?, depth))
}

/// The least score.
fn least(matches: &[Match]) -> Score {
    matches.iter().map(|(score, ..)| *score).fold(Score::INFINITY, Score::min)
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

/// Adds what boosts them to the scores of matches, which must ascend within each segment.
fn boost<'p>(
    searcher: &Searcher,
    matches: &mut [Match],
    boosts: impl Iterator<Item = &'p Boost> + Clone,
) -> tantivy::Result<()> {
    for group in matches.chunk_by_mut(|a, b| a.1 == b.1) {
        let reader = searcher.segment_reader(group[0].1);
        for (phrase, boost) in boosts.clone() {
            let Some(mut probe) = phrase.probe(reader)? else { continue };
            for (score, _, doc) in &mut *group {
                if probe.count_in(*doc)? > 0 {
                    *score += boost;
                }
            }
        }
    }
    Ok(())
}

/// How many matches have exactly this score.
fn ties(matches: &[Match], score: Score) -> usize {
    matches.iter().filter(|(own, ..)| *own == score).count()
}

/// Matches with what orders them, ascending within each segment.
fn ranked(searcher: &Searcher, matches: &[Match]) -> tantivy::Result<Vec<Ranked>> {
    let mut ranked: Vec<Ranked> = Vec::new();
    for group in matches.chunk_by(|a, b| a.1 == b.1) {
        let order = Order::new(group[0].1, searcher.segment_reader(group[0].1), Sort::Relevance)?;
        ranked.extend(group.iter().map(|(score, _, doc)| order.ranked(*doc, *score)));
    }
    Ok(ranked)
}
