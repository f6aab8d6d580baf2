//! FIXME

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::article_cache::ArticleCache;
use super::permits;
use super::permits::Permits;
use crate::model::{ArticleId, StoredArticle};
use crate::search::analysis::synonyms::Synonyms;
use crate::search::duplicates::NearDuplicates;
use crate::search::engine::answer::EngineAnswer;
use crate::search::engine::query::{Condition, EngineQuery};
use crate::search::engine::{Engine, EngineError};
use crate::search::suggest::suggester::Suggester;
use crate::search::types::as_of::AsOf;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::store::Store;

/// Values of a facet that a result page carries, unasked.
pub const FACET_VALUES: usize = 30;

/// Searches one store through one engine.
pub struct Search {
    pub store: Arc<dyn Store>,
    pub engine: Arc<dyn Engine>,
    pub suggester: Suggester,
    pub cache: ArticleCache,
    pub permits: Permits,
    synonyms: RwLock<Arc<Synonyms>>,
    pub reprints: Arc<NearDuplicates>,
    /// Another number for every list of synonyms that this or another process has used.
    synonyms_state: AtomicU64,
}

impl Search {
    /// A search with a text cache of at most `cache_bytes`, and at most `waiting` searches in the queue.
    pub fn new(store: Arc<dyn Store>, engine: Arc<dyn Engine>, cache_bytes: u64, waiting: usize) -> Self {
        Self {
            suggester: Suggester::default(),
            cache: ArticleCache::new(store.clone(), cache_bytes),
            permits: Permits::new(waiting, Duration::from_secs(2)),
            synonyms: RwLock::new(Arc::new(Synonyms::built_in())),
            reprints: Arc::new(NearDuplicates::new(store.clone())),
            synonyms_state: AtomicU64::new(RandomState::new().hash_one(0)),
            store,
            engine,
        }
    }

    /// The reprints among the articles; an indexer keeps them up to date.
    pub fn reprints(&self) -> Arc<NearDuplicates> {
        self.reprints.clone()
    }

    /// Puts other synonyms in the place of those in use, which are the program's at first.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        *self.synonyms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(synonyms);
        self.synonyms_state.store(RandomState::new().hash_one(0), Ordering::Relaxed);
    }

    /// The synonyms that a request is answered with.
    pub fn synonyms(&self, request: &SearchRequest) -> Arc<Synonyms> {
        match request.synonyms {
            // A poisoned lock still holds a whole list: it is replaced in one assignment.
            true => self.synonyms.read().unwrap_or_else(PoisonError::into_inner).clone(),
            false => Arc::default(),
        }
    }

    /// An article by its id, withdrawn or not.
    ///
    /// # Errors
    /// Of the store.
    pub async fn article(&self, id: &ArticleId) -> Result<Option<Arc<StoredArticle>>, SearchError> {
        Ok(self.store.article(id).await?.map(Arc::new))
    }

    /// The store's revision that searches reflect.
    pub fn indexed_revision(&self) -> i64 {
        self.engine.revision()
    }

    /// What tells whether a search may have another answer than before: the state of the index, the synonyms and
    /// the suggestions in use.
    pub fn snapshot_id(&self) -> u64 {
        let synonyms = self.synonyms_state.load(Ordering::Relaxed);
        self.engine.snapshot_id() ^ synonyms.rotate_left(17) ^ (self.suggested_revision() as u64).rotate_left(43)
    }

    pub fn ask(&self, query: &EngineQuery) -> Result<EngineAnswer, EngineError> {
        permits::run(self.engine.cost(&query.condition), || self.engine.search(query))
    }
}

pub fn engine_query(request: &SearchRequest, condition: Condition, boosts: &[(Condition, f32)]) -> EngineQuery {
    EngineQuery {
        condition,
        boosts: boosts.to_vec(),
        filters: request.filters.iter().map(|(facet, values)| (*facet, values.clone())).collect(),
        missing: request.missing.iter().copied().collect(),
        rejected: request.rejected.iter().map(|(facet, values)| (*facet, values.clone())).collect(),
        after: None,
        snapshot_id: None,
        days: (request.from.map(|date| i64::from(date.first_day())), request.to.map(|date| i64::from(date.last_day()))),
        as_of: request.as_of.map(AsOf::millisecond),
        sort: request.effective_sort(),
        offset: request.offset(),
        limit: request.per_page,
        citing: false,
        facets: request.facets.clone(),
        facet_values: request.facet_values.values().copied().max().unwrap_or(0).max(FACET_VALUES),
        months: request.timeline && !request.is_dated(),
    }
}
