//! [`Figures`] are what `/stats` counts: bulletins in the store and in the index, and the values of every facet. An
//! [`Operation`] is how the site fares.

use jiff::Timestamp;

use crate::app::readiness::Readiness;
use crate::model::PartialDate;
use crate::search::types::response::SearchResponse;
use crate::store::StoreCounts;

/// How much there is, and of what.
pub struct Figures {
    /// In the store.
    pub counts: StoreCounts,
    /// The store's revision.
    pub revision: i64,
    /// The revision that searches reflect.
    pub indexed_revision: i64,
    /// The newest, with every facet counted.
    pub all: SearchResponse,
    /// The first day of publication that is known, and the last.
    pub earliest: Option<PartialDate>,
    /// The last.
    pub latest: Option<PartialDate>,
}

/// How the site fares.
pub struct Operation {
    /// Whether searches see all that was taken in.
    pub readiness: Readiness,
    /// When a bulletin was last taken in for the first time.
    pub last_import: Option<Timestamp>,
    /// Of the database on disk.
    pub database_bytes: u64,
    /// Of the index on disk.
    pub index_bytes: u64,
}
