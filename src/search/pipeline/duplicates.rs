//! Reprints in the answers of a [`Search`]: pages on which they are put under one of them, and the list of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::collapse::collapse;
use super::context::Search;
use crate::model::{ArticleKey, StoredArticle};
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{EngineQuery, Sort};
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::ReprintSet;

impl Search {
    /// Makes of the first matches the page asked for, reprints put under one of them; returns whether there is no
    /// further page.
    pub fn collapse_page(
        &self,
        request: &SearchRequest,
        mut query: EngineQuery,
        hits: &mut Vec<Hit>,
    ) -> Result<bool, SearchError> {
        let first = query.sort == Sort::Relevance;
        let wanted = request.offset() + request.per_page;
        query.facets.clear();
        loop {
            let met = hits.len();
            let kept = collapse(std::mem::take(hits), &self.reprints, first);
            if kept.len() >= wanted || met < query.limit || query.limit > 2 * SearchRequest::MAX_DEPTH {
                let exhausted = met < query.limit && kept.len() <= wanted;
                *hits = kept.into_iter().skip(request.offset()).take(request.per_page).collect();
                return Ok(exhausted);
            }
            // Many of them say the same: the next look is twice as deep.
            query.limit *= 2;
            *hits = self.ask(&query)?.hits;
        }
    }

    /// The reprints of results, by their keys.
    pub async fn reprints_of(&self, hits: &[Hit]) -> Result<HashMap<ArticleKey, ReprintSet>, SearchError> {
        let mut sets = HashMap::new();
        for hit in hits {
            let members = self.reprints.members(hit.key);
            let count = members.len().saturating_sub(1);
            let listed = self.listed(&members[..members.len().min(ReprintSet::MOST + 1)]).await?;
            let Some(first) = listed.first().cloned().filter(|_| count > 0) else { continue };
            let others = listed.into_iter().filter(|other| other.key != hit.key).take(ReprintSet::MOST).collect();
            sets.insert(hit.key, ReprintSet { count, first, others });
        }
        Ok(sets)
    }

    /// The articles that say what this one says, itself among them, the first first, at most `limit`; none where it
    /// stands alone.
    ///
    /// # Errors
    /// Of the store.
    pub async fn reprints_with(&self, key: ArticleKey, limit: usize) -> Result<Vec<Arc<StoredArticle>>, SearchError> {
        let members = self.reprints.members(key);
        self.listed(&members[..members.len().min(limit)]).await
    }

    async fn listed(&self, keys: &[ArticleKey]) -> Result<Vec<Arc<StoredArticle>>, SearchError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let hits: Vec<Hit> = keys.iter().map(|key| Hit::from_key(*key)).collect();
        let cached = self.cache.of_hits(&hits).await?;
        Ok(cached.into_iter().map(|(_, cached)| cached.stored.clone()).collect())
    }
}
