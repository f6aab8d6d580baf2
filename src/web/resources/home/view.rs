//! [`Home`] is what the first page shows: the newest bulletins, how much is new, and how much there is.

use crate::search::types::response::SearchResponse;
use crate::store::StoreCounts;
use crate::web::view::news::NewIn;

/// What the first page shows.
pub struct Home {
    /// The newest bulletins, and counts by year and by source.
    pub newest: SearchResponse,
    /// How much is new.
    pub new: Vec<NewIn>,
    /// How much there is.
    pub counts: StoreCounts,
}
