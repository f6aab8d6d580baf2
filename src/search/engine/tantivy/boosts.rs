//! Boosts raise the scores of some matches: those with the whole query as it was typed, with all of its words in the title,
//! or whose own number or title it is. Whether runs of characters hold is looked up only for as many matches as it takes
//! to fill the page.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal};

use super::collector::{Order, Ranked, first};
use super::conditions::Fields;
use super::probe::ProbeQuery;
use crate::search::engine::query::{Boost, BoostWeight, Sort};

/// A boost that holds of some document.
pub struct ProbeBoost {
    query: ProbeQuery,
    weight: BoostWeight,
    /// The most that it adds.
    most: Score,
    /// Whether it is looked up only where it must be.
    is_costly: bool,
}

impl ProbeBoost {
    /// `None` where it holds of no document.
    pub fn new(fields: &Fields, searcher: &Searcher, boost: &Boost) -> Option<Self> {
        let query = ProbeQuery::new(fields, searcher, &boost.condition)?;
        // Few documents have all of it in their titles, and there it is short.
        let of_title = matches!(boost.weight, BoostWeight::TitleShare(_));
        Some(Self { is_costly: query.has_runs() && !of_title, query, weight: boost.weight, most: boost.most() })
    }
}

/// A match: its score, what of it boosts have added, its segment and document.
#[derive(Clone, Copy)]
struct Match {
    score: Score,
    boost: Score,
    segment: SegmentOrdinal,
    doc: DocId,
}

/// What boosts the matches of a search.
pub struct Boosting<'a> {
    pub searcher: &'a Searcher,
    /// The field by whose length a title is long or short.
    pub title: Field,
    pub boosts: &'a [ProbeBoost],
}

impl Boosting<'_> {
    /// Of all matches, ascending within each segment, the first `depth` by score with what boosts them.
    pub fn first(
        &self,
        matches: &[Vec<(DocId, Score)>],
        depth: usize,
        after: Option<Ranked>,
    ) -> tantivy::Result<Vec<Ranked>> {
        let mut all: Vec<Match> = Vec::with_capacity(matches.iter().map(Vec::len).sum());
        for (segment, matches) in matches.iter().enumerate() {
            let segment = segment as SegmentOrdinal;
            all.extend(matches.iter().map(|(doc, score)| Match { score: *score, boost: 0.0, segment, doc: *doc }));
        }
        self.add(&mut all, false)?;
        if let Some(after) = after {
            // Where a match stands is known only with all that boosts it.
            self.add(&mut all, true)?;
            let possible: Vec<Match> = all.into_iter().filter(|found| found.score <= after.score).collect();
            let enough = at_least_nth(&possible, depth + ties(&possible, after.score));
            let ranked = self.ranked(&enough)?.into_iter().filter(|hit| *hit < after).collect();
            return Ok(first(ranked, depth));
        }
        let mut best = at_least_nth(&all, depth * 2 + 50);
        if best.len() < all.len() {
            // If all costly ones boosted any other match, it would still be less than this.
            let costly = self.boosts.iter().filter(|boost| boost.is_costly).map(|boost| boost.most);
            let most = least(&best) + costly.sum::<Score>();
            self.add(&mut best, true)?;
            let page = at_least_nth(&best, depth);
            if page.len() >= depth && least(&page) >= most {
                return Ok(first(self.ranked(&page)?, depth));
            }
        }
        self.add(&mut all, true)?;
        Ok(first(self.ranked(&at_least_nth(&all, depth))?, depth))
    }

    /// Adds what boosts them to the scores of matches, which must ascend within each segment: the costly boosts, or the
    /// others.
    fn add(&self, matches: &mut [Match], costly: bool) -> tantivy::Result<()> {
        for group in matches.chunk_by_mut(|a, b| a.segment == b.segment) {
            let reader = self.searcher.segment_reader(group[0].segment);
            for boost in self.boosts.iter().filter(|boost| boost.is_costly == costly) {
                let Some(mut probe) = boost.query.open(reader)? else { continue };
                let lengths = match boost.weight {
                    BoostWeight::Fixed(_) => None,
                    BoostWeight::TitleShare(_) => reader.fieldnorms_readers().get_field(self.title)?,
                };
                let length = |doc: DocId| lengths.as_ref().map_or(0, |norms: &FieldNormReader| norms.fieldnorm(doc));
                for found in &mut *group {
                    if probe.holds(found.doc)? {
                        let added = boost.weight.of_title(length(found.doc));
                        found.score += added;
                        found.boost += added;
                    }
                }
            }
        }
        Ok(())
    }

    /// Matches with what orders them, ascending within each segment.
    fn ranked(&self, matches: &[Match]) -> tantivy::Result<Vec<Ranked>> {
        let mut ranked: Vec<Ranked> = Vec::new();
        for group in matches.chunk_by(|a, b| a.segment == b.segment) {
            let segment = group[0].segment;
            let order = Order::new(segment, self.searcher.segment_reader(segment), Sort::Relevance)?;
            ranked.extend(group.iter().map(|found| order.ranked(found.doc, found.score, found.boost)));
        }
        Ok(ranked)
    }
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
