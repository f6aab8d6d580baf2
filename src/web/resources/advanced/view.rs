//! An [`AdvancedView`] is the form for the parts of a query: what was filled in, and the query that it makes.

use crate::search::query::Composition;
use crate::search::types::response::FacetCounts;

/// What the form shows.
pub struct AdvancedView {
    /// What was filled in.
    pub filled: Composition,
    /// The query that it makes; empty where nothing was filled in.
    pub query: String,
    /// How many bulletins the query finds.
    pub total: usize,
    /// Sources and kinds of documents to choose from, the most frequent.
    pub proposed: Vec<FacetCounts>,
}
