//! A [`LandingView`] is what the archive has of one value of a facet, as page and data show it.

use std::sync::Arc;

use crate::model::{Facet, StoredArticle};
use crate::search::types::response::SearchResponse;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::view::histogram::Histogram;

/// What the archive has of one value.
pub struct LandingView {
    /// Which facet it is a value of.
    pub facet: &'static Facet,
    /// The value.
    pub value: String,
    /// The search for all that have it.
    pub links: SearchLinks,
    /// The feed of them by first intake.
    pub intake_feed: String,
    /// The newest of them, and the counts of other facets.
    pub found: SearchResponse,
    /// When they were published.
    pub histogram: Histogram,
    /// The earliest of those that are dated.
    pub first: Option<Arc<StoredArticle>>,
    /// Other facets with the same value, and how many bulletins have it there.
    pub also: Vec<(&'static Facet, usize)>,
}

impl LandingView {
    /// The latest of those that are dated.
    pub fn last(&self) -> Option<&StoredArticle> {
        self.found.results.first().map(|item| &*item.stored).filter(|stored| stored.article.published_on.is_some())
    }

    /// The address of the search, of the newest first.
    pub fn search_url(&self) -> String {
        self.links.url(Change::Nothing)
    }
}
