//! One pass over the matches that counts them by their days. A segment's days lie between two that are known, so
//! counting is one addition a match; nothing is scored.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::each_match::each_match;
use crate::search::engine::Deadline;
use crate::search::engine::day_counts::DayCounts;

/// Counts matches by day.
pub struct DayCollector<'a> {
    /// When no more are counted.
    pub deadline: &'a Deadline,
}

/// Counts in one segment.
pub struct DaySegmentCollector {
    days: Column<i64>,
    /// The first day of the segment; its days are counted from there.
    first: i64,
    counts: Vec<u32>,
    undated: usize,
}

impl SegmentCollector for DaySegmentCollector {
    type Fruit = Self;

    fn collect(&mut self, doc: DocId, _: Score) {
        match self.days.first(doc) {
            Some(day) => self.counts[(day - self.first) as usize] += 1,
            None => self.undated += 1,
        }
    }

    fn harvest(self) -> Self {
        self
    }
}

impl Collector for DayCollector<'_> {
    type Fruit = DayCounts;
    type Child = DaySegmentCollector;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Self::Child> {
        let days = reader.fast_fields().i64("day")?;
        // Dates are of the years 1000 to 2999, so there are 730,000 days at most; a segment without dates says that
        // its least day is beyond its greatest.
        let (first, last) = (days.min_value(), days.max_value());
        let span = if first <= last { (last - first) as usize + 1 } else { 0 };
        Ok(DaySegmentCollector { days, first, counts: vec![0; span], undated: 0 })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<DaySegmentCollector> {
        let mut child = self.for_segment(segment, reader)?;
        each_match(weight, reader, false, self.deadline, |doc, score| child.collect(doc, score))?;
        Ok(child)
    }

    fn merge_fruits(&self, segments: Vec<DaySegmentCollector>) -> tantivy::Result<DayCounts> {
        let mut days: BTreeMap<i64, usize> = BTreeMap::new();
        let mut undated = 0;
        for segment in segments {
            undated += segment.undated;
            for (day, count) in (segment.first..).zip(segment.counts).filter(|(_, count)| *count > 0) {
                *days.entry(day).or_default() += count as usize;
            }
        }
        Ok(DayCounts { days: days.into_iter().collect(), undated })
    }
}
