//! Walks: steps that follow each other over every hit; and what else a list needs that no page shows, the texts of
//! hits without their folded forms, and all values of a facet.

use std::collections::HashMap;
use std::sync::Arc;

use super::article_cache;
use super::article_cache::CachedArticle;
use super::context::Search;
use crate::model::{ArticleKey, Facet, StoredArticle};
use crate::search::engine::EngineError;
use crate::search::engine::answer::{EngineAnswer, Hit};
use crate::search::engine::query::{EngineQuery, Sort};
use crate::search::types::error::SearchError;
use crate::search::types::request::{ScanCursor, SearchRequest};
use crate::search::types::response::FacetCounts;
use crate::store::StoreError;

/// The text of a hit.
pub enum Text {
    /// With its folded form, to mark in.
    Folded(Arc<CachedArticle>),
    /// As it is stored.
    Plain(Arc<StoredArticle>),
}

/// Where a walk goes on after these hits, of which the last may be one too many.
pub fn next_cursor(hits: &mut Vec<Hit>, most: usize, condition: usize, state: Option<u64>) -> Option<ScanCursor> {
    if hits.len() <= most {
        return None;
    }
    hits.truncate(most);
    hits.last().map(|last| ScanCursor { after: Some(last.position()), condition, snapshot_id: state })
}

impl Search {
    /// Asks for a page, or for the step of a walk.
    pub fn query_page(&self, query: &mut EngineQuery, walk: Option<ScanCursor>) -> Result<EngineAnswer, EngineError> {
        let Some(walk) = walk else { return self.ask(query) };
        // One more than is shown tells whether there is more.
        (query.after, query.offset, query.limit) = (walk.after, 0, query.limit + 1);
        if query.sort != Sort::Relevance {
            return self.ask(query);
        }
        query.snapshot_id = walk.snapshot_id.or_else(|| Some(self.engine.snapshot_id()));
        match self.ask(query) {
            // The index moved on between the two.
            Err(EngineError::Gone) if walk.snapshot_id.is_none() => {
                query.snapshot_id = Some(self.engine.snapshot_id());
                self.ask(query)
            }
            answer => answer,
        }
    }

    /// The texts of hits, folded where something is to be marked in them.
    pub async fn texts(&self, request: &SearchRequest, hits: &[Hit]) -> Result<Vec<(Hit, Text)>, StoreError> {
        if request.highlight {
            let found = match request.walk {
                Some(_) => self.cache.load_uncached(hits).await?,
                None => self.cache.of_hits(hits).await?,
            };
            return Ok(found.into_iter().map(|(hit, cached)| (hit, Text::Folded(cached))).collect());
        }
        // A walk asks the store itself, which knows what has been withdrawn since.
        let get_cached = |hit: &Hit| self.cache.get_cached(hit).filter(|_| request.walk.is_none());
        let mut stored: HashMap<ArticleKey, Arc<StoredArticle>> =
            hits.iter().filter_map(|hit| Some((hit.key, get_cached(hit)?.stored.clone()))).collect();
        let others: Vec<&Hit> = hits.iter().filter(|hit| !stored.contains_key(&hit.key)).collect();
        if !others.is_empty() {
            let read = article_cache::read(&*self.store, &others).await?;
            stored.extend(read.into_iter().map(|stored| (stored.key, Arc::new(stored))));
        }
        Ok(hits.iter().filter_map(|hit| Some((*hit, Text::Plain(stored.remove(&hit.key)?)))).collect())
    }

    /// How many of a request's hits have each value of a facet that is `wanted`, the most frequent first, at most
    /// `limit`; and how many such values there are.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn facet(
        &self,
        request: &SearchRequest,
        facet: &'static Facet,
        wanted: impl Fn(&str) -> bool,
        limit: usize,
    ) -> Result<FacetCounts, SearchError> {
        let everything = SearchRequest {
            facets: vec![facet],
            facet_values: [(facet, usize::MAX)].into(),
            per_page: 1,
            page: 1,
            highlight: false,
            ..request.clone()
        };
        let page = self.search(&everything).await?;
        let mut counts =
            page.facets.into_iter().next().unwrap_or(FacetCounts { facet, values: Vec::new(), more: 0, missing: 0 });
        counts.values.retain(|(value, _)| wanted(value));
        counts.values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts.more = counts.values.len().saturating_sub(limit);
        counts.values.truncate(limit);
        Ok(counts)
    }
}
