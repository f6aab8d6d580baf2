//! What the index knows: the values that facets have, and which terms stand in it.

use crate::model::Facet;
use crate::search::engine::query::Values;
use crate::search::engine::{Engine, EngineError};

/// The values that facets have.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Where they are known.
    pub engine: &'a dyn Engine,
    /// Whether those that bulletins once had count as well.
    pub past: bool,
}

impl Known<'_> {
    /// At most `limit` values of a facet.
    pub(super) fn values(self, facet: &Facet, wanted: Values<'_>, limit: usize) -> Result<Vec<String>, EngineError> {
        self.engine.facet_values(facet, wanted, self.past, limit)
    }
}
