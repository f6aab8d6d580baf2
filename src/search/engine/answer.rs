//! An [`EngineAnswer`] is what an engine finds: hits in order, how many there are in all, and counts.

use super::query::Position;
use crate::model::{ArticleKey, PartialDate};

/// One document found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The store's key.
    pub key: ArticleKey,
    /// The revision that was indexed.
    pub revision: i64,
    /// The score; 0 where the order is another.
    pub score: f32,
    /// What of the score boosts have added.
    pub boost: f32,
    /// What the order goes by beside the score: see [`Position`].
    pub sort_value: i64,
    /// How many documents cite it, where the query asks for that.
    pub citing: u32,
    /// The version that was shown then, where the query asks for a time.
    pub version: Option<u32>,
}

impl Hit {
    /// A document by its key alone, whatever revision of it is indexed.
    pub fn from_key(key: ArticleKey) -> Self {
        Self { key, revision: 0, score: 0.0, boost: 0.0, sort_value: 0, citing: 0, version: None }
    }

    /// Where it stands in the order it was found in.
    pub fn position(&self) -> Position {
        Position { score: self.score, sort_value: self.sort_value, key: self.key }
    }
}

/// What an engine answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EngineAnswer {
    /// How many documents match, exactly.
    pub total: usize,
    /// The hits asked for, in order; equal scores newest first, then by key.
    pub hits: Vec<Hit>,
    /// For each facet asked for, its values among the matches.
    pub facets: Vec<FacetAnswer>,
    /// The matches by month, where the query asks for that.
    pub months: MonthCounts,
    /// The revision the answer reflects.
    pub revision: i64,
    /// The [`snapshot_id`](super::Engine::snapshot_id) it was given from.
    pub snapshot_id: u64,
}

/// The values of one facet among the matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacetAnswer {
    /// The most frequent with their counts, equal counts in the order of the text.
    pub values: Vec<(String, usize)>,
    /// How many there are in all.
    pub distinct: usize,
    /// How many documents have none.
    pub missing: usize,
}

/// How many documents were published in which month: that of the first day that their dates may mean, as
/// [`EngineQuery::days`](super::query::EngineQuery::days) takes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthCounts {
    /// Months with at least one, ascending.
    pub months: Vec<(PartialDate, usize)>,
    /// How many have no date.
    pub undated: usize,
}
