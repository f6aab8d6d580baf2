//! One pass over the matches: the best hits in the order asked for, the exact count, and the counts of
//! every facet asked for. Where some matches are boosted, all are kept for [`boosts`](super::boosts).

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::citing::CitingTable;
use super::each_match::each_match;
use super::facets::FacetTable;
use crate::model::ArticleKey;
use crate::search::engine::Deadline;
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{Position, Sort};

/// Collects the first `depth` hits, the total and the counts of `facets`.
pub struct PageCollector<'b> {
    pub sort: Sort,
    pub depth: usize,
    pub facets: Vec<Arc<FacetTable>>,
    /// For each segment the documents that are boosted, and by how much, ascending; empty where none is.
    pub listed: &'b [Vec<(DocId, Score)>],
    /// Whether all matches are kept instead of the first hits.
    pub keep_all: bool,
    /// Hits are only those that come after this one.
    pub after: Option<Ranked>,
    /// When no more is collected.
    pub deadline: &'b Deadline,
}

/// What was collected.
pub struct Collected {
    pub total: usize,
    /// The first hits; empty where all matches are kept.
    pub hits: Vec<Ranked>,
    /// All matches of each segment with their scores and what boosts have added to these, ascending, where they are kept.
    pub matches: Vec<Vec<(DocId, Score, Score)>>,
    /// The counts of each facet by the numbers of its values, and how many matches have none.
    pub facets: Vec<(Vec<u32>, usize)>,
}

/// A hit with what orders it; the greatest comes first on the page.
#[derive(Debug, Clone, Copy)]
pub struct Ranked {
    pub score: f32,
    /// What of the score boosts have added.
    pub boost: f32,
    sort_value: i64,
    key: i64,
    revision: i64,
    segment: SegmentOrdinal,
    doc: DocId,
}

impl Ranked {
    /// As a hit that so many documents cite.
    pub fn hit(&self, citing: Option<&CitingTable>) -> Hit {
        Hit {
            key: ArticleKey(self.key),
            revision: self.revision,
            score: self.score,
            boost: self.boost,
            sort_value: self.sort_value,
            citing: citing.map_or(0, |table| table.citing(self.segment, self.doc)),
            version: None,
        }
    }

    /// The segment and the document in it.
    pub fn place(&self) -> (SegmentOrdinal, DocId) {
        (self.segment, self.doc)
    }

    /// As what stands at this position does.
    pub fn from_position(position: Position) -> Self {
        let Position { score, sort_value, key } = position;
        Self { score, boost: 0.0, sort_value, key: key.0, revision: 0, segment: 0, doc: 0 }
    }

    /// By score, then by the value of the order, then key: a total order, so that pages neither repeat nor skip a hit.
    fn order(&self, other: &Self) -> Ordering {
        let of_order = self.sort_value.cmp(&other.sort_value);
        self.score.total_cmp(&other.score).then(of_order).then(self.key.cmp(&other.key))
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

/// What orders the documents of a segment beside their scores.
pub struct Order {
    segment: SegmentOrdinal,
    sort: Sort,
    days: Column<i64>,
    keys: Column<u64>,
    revisions: Column<u64>,
}

impl Order {
    /// Of a segment.
    pub fn new(segment: SegmentOrdinal, reader: &SegmentReader, sort: Sort) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self { segment, sort, days: fast.i64("day")?, keys: fast.u64("key")?, revisions: fast.u64("revision")? })
    }

    /// A document with what orders it.
    pub fn ranked(&self, doc: DocId, score: Score, boost: Score) -> Ranked {
        let key = self.keys.first(doc).unwrap_or_default() as i64;
        // Undated bulletins come last in either order.
        let sort_value = match self.sort {
            Sort::NewestSeen => key,
            Sort::OldestSeen => -key,
            Sort::Oldest => self.days.first(doc).map_or(i64::MIN, |day| -day),
            Sort::Relevance | Sort::Newest => self.days.first(doc).unwrap_or(i64::MIN),
        };
        let revision = self.revisions.first(doc).unwrap_or_default() as i64;
        Ranked { score, boost, sort_value, key, revision, segment: self.segment, doc }
    }
}

/// The first hits of all, in order.
pub fn first(mut ranked: Vec<Ranked>, depth: usize) -> Vec<Ranked> {
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    ranked.truncate(depth);
    ranked
}

/// Collects in one segment.
pub struct PageSegmentCollector {
    depth: usize,
    total: usize,
    /// The `depth` best so far, the least of them on top.
    best: BinaryHeap<Reverse<Ranked>>,
    order: Order,
    /// All matches, where they are kept.
    matches: Option<Vec<(DocId, Score, Score)>>,
    /// The documents that are boosted from here on, the last of them next.
    listed: Vec<(DocId, Score)>,
    after: Option<Ranked>,
    segment: SegmentOrdinal,
    facets: Vec<(Arc<FacetTable>, Vec<u32>, usize)>,
}

impl PageSegmentCollector {
    /// What boosts a document, which must come after those asked for before.
    fn boost(&mut self, doc: DocId) -> Score {
        while let Some((listed, boost)) = self.listed.last().copied() {
            if listed > doc {
                break;
            }
            self.listed.pop();
            if listed == doc {
                return boost;
            }
        }
        0.0
    }

    fn offer(&mut self, doc: DocId, score: Score, boost: Score) {
        let full = self.best.len() == self.depth;
        let by_score = self.order.sort == Sort::Relevance;
        if full && by_score && self.best.peek().is_some_and(|Reverse(least)| score < least.score) {
            return;
        }
        let ranked = self.order.ranked(doc, score, boost);
        if self.after.is_some_and(|after| ranked >= after) {
            return;
        }
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
    type Fruit = Self;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        for (table, counts, missing) in &mut self.facets {
            *missing += usize::from(!table.segment(self.segment).count(doc, counts));
        }
        let boost = if self.listed.is_empty() { 0.0 } else { self.boost(doc) };
        let score = score + boost;
        if let Some(matches) = &mut self.matches {
            matches.push((doc, score, boost));
        } else if self.depth > 0 {
            self.offer(doc, score, boost);
        }
    }

    fn harvest(self) -> Self {
        self
    }
}

impl Collector for PageCollector<'_> {
    type Fruit = Collected;
    type Child = PageSegmentCollector;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Self::Child> {
        Ok(PageSegmentCollector {
            depth: self.depth,
            total: 0,
            best: BinaryHeap::with_capacity(self.depth.min(1_024)),
            order: Order::new(segment, reader, self.sort)?,
            matches: self.keep_all.then(Vec::new),
            listed: self
                .listed
                .get(segment as usize)
                .map_or_else(Vec::new, |listed| listed.iter().rev().copied().collect()),
            after: self.after,
            segment,
            facets: self.facets.iter().map(|table| (table.clone(), vec![0; table.len()], 0)).collect(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.depth > 0
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<PageSegmentCollector> {
        let mut child = self.for_segment(segment, reader)?;
        let scored = self.requires_scoring();
        each_match(weight, reader, scored, self.deadline, |doc, score| child.collect(doc, score))?;
        Ok(child)
    }

    fn merge_fruits(&self, segments: Vec<PageSegmentCollector>) -> tantivy::Result<Collected> {
        let mut ranked: Vec<Ranked> = Vec::new();
        let mut collected = Collected {
            total: 0,
            hits: Vec::new(),
            matches: Vec::new(),
            facets: self.facets.iter().map(|table| (vec![0; table.len()], 0)).collect(),
        };
        // They come in the order of the segments: tantivy's single-threaded executor maps over them.
        for segment in segments {
            collected.total += segment.total;
            ranked.extend(segment.best.into_iter().map(|Reverse(hit)| hit));
            collected.matches.extend(segment.matches);
            for ((_, counts, missing), (sums, none)) in segment.facets.into_iter().zip(&mut collected.facets) {
                *none += missing;
                sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            }
        }
        collected.hits = first(ranked, self.depth);
        Ok(collected)
    }
}
