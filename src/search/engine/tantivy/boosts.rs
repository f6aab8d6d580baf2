//! Boosts raise the scores of some matches: those with the whole query as it was typed, with all of it in the title, with its
//! words as words, or whose own number or title it is.
//!
//! Few documents have a number, a title or all of it in their titles: these are listed first, and counted while matches are
//! collected. Whether a run of characters stands in a document is dear, and words stand in nearly all matches: both
//! are looked up only for as many matches as it takes to fill the page.

use tantivy::query::EnableScoring;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal};

use super::collector::{Order, Ranked, first};
use super::conditions::Translation;
use super::probe::ProbeQuery;
use crate::search::engine::Deadline;
use crate::search::engine::query::{Boost, BoostWeight, Condition, Sort};

/// After how many matches the deadline is looked at.
const LOOK_EVERY: usize = 64;

/// The boosts of a search.
pub struct Boosts<'a> {
    /// For each segment the documents that are boosted in any case, and by how much, ascending; none where no document is.
    pub listed: Vec<Vec<(DocId, Score)>>,
    /// Runs of characters.
    runs: Vec<ProbeBoost>,
    /// Words that stand as words.
    words: Vec<ProbeBoost>,
    deadline: &'a Deadline,
}

/// A boost that is looked up in single documents.
struct ProbeBoost {
    query: ProbeQuery,
    weight: Score,
}

/// A match: its score, what of it boosts have added, its segment and document.
#[derive(Clone, Copy)]
struct Match {
    score: Score,
    boost: Score,
    segment: SegmentOrdinal,
    doc: DocId,
}

impl<'a> Boosts<'a> {
    /// None at all.
    pub fn none(deadline: &'a Deadline) -> Self {
        Self { listed: Vec::new(), runs: Vec::new(), words: Vec::new(), deadline }
    }

    /// Those of a query; what holds of no document is left out.
    pub fn new(translation: Translation<'a>, boosts: &[Boost]) -> tantivy::Result<Self> {
        let (fields, searcher) = (translation.fields(), translation.searcher());
        let mut all = Self::none(translation.deadline());
        for boost in boosts {
            if matches!(boost.condition, Condition::Facet(..)) {
                all.list(translation, boost)?;
                continue;
            }
            let Some(query) = ProbeQuery::new(fields, searcher, &boost.condition) else { continue };
            let is_word = match &boost.condition {
                Condition::TitleField(inner) => matches!(**inner, Condition::Segmented(_)),
                condition => matches!(condition, Condition::Segmented(_)),
            };
            match boost.weight {
                BoostWeight::Fixed(weight) if is_word => all.words.push(ProbeBoost { query, weight }),
                BoostWeight::Fixed(weight) if query.has_runs() => all.runs.push(ProbeBoost { query, weight }),
                _ => all.list(translation, boost)?,
            }
        }
        for documents in &mut all.listed {
            documents.sort_unstable_by_key(|(doc, _)| *doc);
            documents.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 += if same { next.1 } else { 0.0 };
                same
            });
        }
        Ok(all)
    }

    /// Lists the documents of which a boost holds.
    fn list(&mut self, translation: Translation<'_>, boost: &Boost) -> tantivy::Result<()> {
        let (fields, searcher) = (translation.fields(), translation.searcher());
        let query = translation.condition(&boost.condition)?;
        let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        self.listed.resize_with(searcher.segment_readers().len(), Vec::new);
        for (reader, listed) in searcher.segment_readers().iter().zip(&mut self.listed) {
            let lengths = match boost.weight {
                BoostWeight::Fixed(_) => None,
                BoostWeight::TitleShare(_) => reader.fieldnorms_readers().get_field(fields.title.characters)?,
            };
            weight.for_each_no_score(reader, &mut |documents| {
                listed.extend(documents.iter().map(|doc| {
                    let length = lengths.as_ref().map_or(0, |norms| norms.fieldnorm(*doc));
                    (*doc, boost.weight.of_title(length))
                }));
            })?;
        }
        Ok(())
    }

    /// Whether all matches must be kept, so that the first can be found among them.
    pub fn need_all(&self, after: bool) -> bool {
        !self.runs.is_empty() || (after && !self.words.is_empty())
    }

    /// How many of the best matches are collected for a page of `depth`, where not all are kept.
    pub fn depth(&self, depth: usize) -> usize {
        if self.words.is_empty() { depth } else { depth * 2 + 50 }
    }

    /// The first `depth` of the best matches, which were collected without the words, with what boosts them; `None` where a
    /// match that was not collected might be among them.
    pub fn of_best(
        &self,
        searcher: &Searcher,
        mut best: Vec<Ranked>,
        total: usize,
        depth: usize,
    ) -> tantivy::Result<Option<Vec<Ranked>>> {
        if self.words.is_empty() {
            return Ok(Some(best));
        }
        let is_all = best.len() == total;
        let most = best.iter().map(|hit| hit.score).fold(Score::INFINITY, Score::min) + most(&self.words);
        best.sort_unstable_by_key(Ranked::place);
        let mut matches: Vec<Match> = best
            .iter()
            .map(|hit| {
                let (segment, doc) = hit.place();
                Match { score: hit.score, boost: hit.boost, segment, doc }
            })
            .collect();
        self.add(searcher, &mut matches, &self.words)?;
        let page = at_least_nth(&matches, depth);
        let is_first = is_all || (page.len() >= depth && least(&page) >= most);
        if is_first { Ok(Some(first(ranked(searcher, &page)?, depth))) } else { Ok(None) }
    }

    /// Of all matches, ascending within each segment and with what is listed, the first `depth` with what boosts them.
    pub fn of_all(
        &self,
        searcher: &Searcher,
        matches: &[Vec<(DocId, Score, Score)>],
        depth: usize,
        after: Option<Ranked>,
    ) -> tantivy::Result<Vec<Ranked>> {
        let mut all: Vec<Match> = Vec::with_capacity(matches.iter().map(Vec::len).sum());
        for (segment, matches) in matches.iter().enumerate() {
            let segment = segment as SegmentOrdinal;
            let found = matches.iter().map(|(doc, score, boost)| (*doc, *score, *boost));
            all.extend(found.map(|(doc, score, boost)| Match { score, boost, segment, doc }));
        }
        if let Some(after) = after {
            // Where a match stands is known only with all that boosts it.
            self.add(searcher, &mut all, &self.runs)?;
            self.add(searcher, &mut all, &self.words)?;
            let possible: Vec<Match> = all.into_iter().filter(|found| found.score <= after.score).collect();
            let enough = at_least_nth(&possible, depth + ties(&possible, after.score));
            let ranked = ranked(searcher, &enough)?.into_iter().filter(|hit| *hit < after).collect();
            return Ok(first(ranked, depth));
        }
        // First as if neither had to be looked up in other matches, then only the words.
        let both = [&self.runs, &self.words];
        for lazy in [&both[..], &both[1..]] {
            let mut best = at_least_nth(&all, depth * 2 + 50);
            if best.len() < all.len() {
                // If all of these boosted any other match, it would still be less than this.
                let most = least(&best) + lazy.iter().map(|boosts| most(boosts)).sum::<Score>();
                for boosts in lazy {
                    self.add(searcher, &mut best, boosts)?;
                }
                let page = at_least_nth(&best, depth);
                if page.len() >= depth && least(&page) >= most {
                    return Ok(first(ranked(searcher, &page)?, depth));
                }
            }
            if let [eager, ..] = lazy {
                self.add(searcher, &mut all, eager)?;
            }
        }
        Ok(first(ranked(searcher, &at_least_nth(&all, depth))?, depth))
    }

    /// Adds what boosts them to the scores of matches, which must ascend within each segment; of some alone, where the deadline
    /// passes.
    fn add(&self, searcher: &Searcher, matches: &mut [Match], boosts: &[ProbeBoost]) -> tantivy::Result<()> {
        for group in matches.chunk_by_mut(|a, b| a.segment == b.segment) {
            let reader = searcher.segment_reader(group[0].segment);
            for boost in boosts {
                let Some(mut probe) = boost.query.open(reader)? else { continue };
                for several in group.chunks_mut(LOOK_EVERY) {
                    if self.deadline.has_passed() {
                        return Ok(());
                    }
                    for found in several {
                        if probe.holds(found.doc)? {
                            found.score += boost.weight;
                            found.boost += boost.weight;
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

/// The most that boosts add together.
fn most(boosts: &[ProbeBoost]) -> Score {
    boosts.iter().map(|boost| boost.weight).sum()
}

/// The least score.
fn least(matches: &[Match]) -> Score {
    matches.iter().map(|found| found.score).fold(Score::INFINITY, Score::min)
}

/// The matches that score no less than the n-th best, in the order they came; all where there are no more.
fn at_least_nth(matches: &[Match], n: usize) -> Vec<Match> {
    if matches.len() <= n {
        return matches.to_vec();
    }
    let mut scores: Vec<Score> = matches.iter().map(|found| found.score).collect();
    let least = *scores.select_nth_unstable_by(n, |a, b| b.total_cmp(a)).1;
    matches.iter().filter(|found| found.score >= least).copied().collect()
}

/// How many matches have exactly this score.
fn ties(matches: &[Match], score: Score) -> usize {
    matches.iter().filter(|found| found.score == score).count()
}

/// Matches with what orders them, ascending within each segment.
fn ranked(searcher: &Searcher, matches: &[Match]) -> tantivy::Result<Vec<Ranked>> {
    let mut ranked: Vec<Ranked> = Vec::new();
    for group in matches.chunk_by(|a, b| a.segment == b.segment) {
        let segment = group[0].segment;
        let order = Order::new(segment, searcher.segment_reader(segment), Sort::Relevance)?;
        ranked.extend(group.iter().map(|found| order.ranked(found.doc, found.score, found.boost)));
    }
    Ok(ranked)
}
