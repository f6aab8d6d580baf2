//! One pass over the matches: the best hits in the order asked for, the exact count, and the counts of
//! every facet asked for.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::facets::FacetTable;
use crate::model::ArticleKey;
use crate::search::engine::Hit;
use crate::search::request::Sort;

/// Collects the first `depth` hits, the total and the counts of `facets`.
pub struct PageCollector {
    pub sort: Sort,
    pub depth: usize,
    pub facets: Vec<Arc<FacetTable>>,
}

/// What was collected: counts of a facet are by its global ordinals.
pub struct Collected {
    pub total: usize,
    pub hits: Vec<Hit>,
    pub facets: Vec<Vec<u32>>,
}

/// A hit with what orders it; the greatest comes first on the page.
#[derive(Debug, Clone, Copy)]
struct Ranked {
    score: f32,
    day: i64,
    key: i64,
    revision: i64,
}

impl Ranked {
    /// By score, then day, then key: a total order, so that pages neither repeat nor skip a hit.
    fn order(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(self.day.cmp(&other.day)).then(self.key.cmp(&other.key))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Equal
    }
}
impl Eq for Ranked {}
impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

/// Collects in one segment.
pub struct PageSegmentCollector {
    sort: Sort,
    depth: usize,
    total: usize,
    /// The `depth` best so far, the least of them on top.
    best: BinaryHeap<Reverse<Ranked>>,
    days: Column<i64>,
    keys: Column<u64>,
    revisions: Column<u64>,
    facets: Vec<SegmentCounts>,
}

/// Counts of one facet in one segment.
struct SegmentCounts {
    ordinals: Option<Column<u64>>,
    counts: Vec<u32>,
}

impl PageSegmentCollector {
    fn day(&self, doc: DocId) -> i64 {
        // Undated bulletins come last in either order.
        match (self.days.first(doc), self.sort) {
            (Some(day), Sort::Oldest) => -day,
            (Some(day), _) => day,
            (None, _) => i64::MIN,
        }
    }

    fn offer(&mut self, doc: DocId, score: Score) {
        if self.depth == 0 {
            return;
        }
        let full = self.best.len() == self.depth;
        if full && self.sort == Sort::Relevance && self.best.peek().is_some_and(|Reverse(least)| score < least.score) {
            return;
        }
        let ranked = Ranked {
            score,
            day: self.day(doc),
            key: self.keys.first(doc).unwrap_or_default() as i64,
            revision: self.revisions.first(doc).unwrap_or_default() as i64,
        };
        if !full {
            self.best.push(Reverse(ranked));
        } else if let Some(mut least) = self.best.peek_mut()
            && ranked > least.0
        {
            *least = Reverse(ranked);
        }
    }
}

impl SegmentCollector for PageSegmentCollector {
    type Fruit = (usize, Vec<RankedHit>, Vec<Vec<u32>>);

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        for facet in &mut self.facets {
            if let Some(ordinals) = &facet.ordinals {
                for ordinal in ordinals.values_for_doc(doc) {
                    facet.counts[ordinal as usize] += 1;
                }
            }
        }
        self.offer(doc, score);
    }

    fn harvest(self) -> Self::Fruit {
        let hits = self.best.into_iter().map(|Reverse(ranked)| RankedHit(ranked)).collect();
        (self.total, hits, self.facets.into_iter().map(|facet| facet.counts).collect())
    }
}

/// A segment's hit on its way to the merge.
pub struct RankedHit(Ranked);

impl Collector for PageCollector {
    type Fruit = Collected;
    type Child = PageSegmentCollector;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Self::Child> {
        let fast = segment.fast_fields();
        Ok(PageSegmentCollector {
            sort: self.sort,
            depth: self.depth,
            total: 0,
            best: BinaryHeap::with_capacity(self.depth.min(1_024)),
            days: fast.i64("day")?,
            keys: fast.u64("key")?,
            revisions: fast.u64("revision")?,
            facets: self
                .facets
                .iter()
                .map(|table| SegmentCounts {
                    ordinals: table.ordinals(ordinal).cloned(),
                    counts: vec![0; table.global(ordinal).len()],
                })
                .collect(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.depth > 0
    }

    fn merge_fruits(&self, fruits: Vec<<Self::Child as SegmentCollector>::Fruit>) -> tantivy::Result<Collected> {
        let mut ranked: Vec<Ranked> = Vec::new();
        let mut collected = Collected {
            total: 0,
            hits: Vec::new(),
            facets: self.facets.iter().map(|table| vec![0; table.values().len()]).collect(),
        };
        // Fruits come in the order of the segments: tantivy's single-threaded executor maps over them.
        for (segment, (total, hits, facets)) in fruits.into_iter().enumerate() {
            collected.total += total;
            ranked.extend(hits.into_iter().map(|RankedHit(hit)| hit));
            for ((table, counts), sums) in self.facets.iter().zip(facets).zip(&mut collected.facets) {
                for (global, count) in table.global(segment as SegmentOrdinal).iter().zip(counts) {
                    sums[*global as usize] += count;
                }
            }
        }
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        ranked.truncate(self.depth);
        collected.hits = ranked
            .into_iter()
            .map(|hit| Hit { key: ArticleKey(hit.key), revision: hit.revision, score: hit.score })
            .collect();
        Ok(collected)
    }
}
