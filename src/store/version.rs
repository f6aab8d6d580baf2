//! A [`Version`] is what a bulletin said for a time; taking an article in makes one, or not ([`Outcome`]).

use jiff::Timestamp;

use crate::model::Article;

/// What became of an article that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was not known before.
    New,
    /// It says something else than its last version; this is the number of the new one.
    Changed(u32),
    /// It says what its last version says.
    Unchanged,
}

/// One version of a bulletin.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// 1 for the first.
    pub number: u32,
    /// When it was accepted.
    pub seen_at: Timestamp,
    /// What it said.
    pub article: Article,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoreCounts {
    /// Bulletins that are not withdrawn.
    pub articles: u64,
    /// Bulletins that are.
    pub withdrawn: u64,
    /// Versions of them all.
    pub versions: u64,
}
