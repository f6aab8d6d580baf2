//! [`Holdings`] are what the page says of the archive: how much it holds, of what, and from when to when.

use crate::model::PartialDate;
use crate::search::types::response::{FacetCounts, SearchResponse};

/// What the archive holds.
pub struct Holdings {
    /// The newest bulletin, with kinds and sites counted.
    pub newest: SearchResponse,
    /// The oldest.
    pub oldest: SearchResponse,
}

impl Holdings {
    /// How many bulletins there are.
    pub fn total(&self) -> usize {
        self.newest.total
    }

    /// The first and the last day of publication that are known.
    pub fn span(&self) -> Option<(PartialDate, PartialDate)> {
        let date = |page: &SearchResponse| page.results.first().and_then(|item| item.stored.article.published_on);
        date(&self.oldest).zip(date(&self.newest))
    }

    /// The values of a facet.
    pub fn counts(&self, name: &str) -> Option<&FacetCounts> {
        self.newest.facets.iter().find(|counts| counts.facet.name == name)
    }
}
