//! [`DayCounts`]: how many matches were published on each day. Months and years are made of days by whoever needs
//! them, so that an engine need not know a calendar.

use std::collections::BTreeMap;

/// How many documents match on each day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayCounts {
    /// Days with matches, in days since 1970-01-01, ascending, and how many each has. A date known to the year or
    /// the month counts on its first day, as [`EngineQuery::days`](crate::search::engine::query::EngineQuery) has it.
    pub days: Vec<(i64, usize)>,
    /// Matches without a date.
    pub undated: usize,
}

impl DayCounts {
    /// How many match, exactly.
    pub fn total(&self) -> usize {
        self.undated + self.days.iter().map(|(_, count)| count).sum::<usize>()
    }

    /// Adds the counts of other documents.
    pub fn add(&mut self, other: Self) {
        if self.total() == 0 {
            *self = other;
            return;
        }
        let mut days: BTreeMap<i64, usize> = std::mem::take(&mut self.days).into_iter().collect();
        other.days.into_iter().for_each(|(day, count)| *days.entry(day).or_default() += count);
        self.days = days.into_iter().collect();
        self.undated += other.undated;
    }
}
