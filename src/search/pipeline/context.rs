//! The [`Context`] is what every stage of a search works with: the [`Resources`] that all searches share (store, engine,
//! caches, permits, what is known beside the index), and the time that this one may take.

use std::hash::{BuildHasher, RandomState};
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::article_cache::ArticleCache;
use super::known_names::KnownNames;
use super::permits;
use super::permits::Permits;
use crate::search::analysis::synonyms::Synonyms;
use crate::search::analysis::works::Works;
use crate::search::duplicates::NearDuplicates;
use crate::search::engine::answer::EngineAnswer;
use crate::search::engine::query::{Boost, Condition, EngineQuery};
use crate::search::engine::{Deadline, Engine, EngineError};
use crate::search::suggest::suggester::Suggester;
use crate::search::types::as_of::AsOf;
use crate::search::types::request::SearchRequest;
use crate::store::Store;
use crate::telemetry::stages::stage;

/// Values of a facet that an answer carries by default.
pub const FACET_VALUES: usize = 30;

/// The longest that a search waits for a processor. Whoever asked for it may have waited for as long before.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// The time after which a search lets its worker see whether its client is still there.
const LONG: Duration = Duration::from_millis(50);

/// What one search works with.
pub struct Context {
    resources: Arc<Resources>,
    /// How long it may work.
    pub deadline: Deadline,
}

/// What searches of one store through one engine share.
pub struct Resources {
    /// The texts.
    pub store: Arc<dyn Store>,
    /// The index.
    pub engine: Arc<dyn Engine>,
    /// What is suggested while someone types.
    pub suggester: Suggester,
    /// Texts that were read lately.
    pub cache: ArticleCache,
    /// What the suggestions know of articles that were among first results lately.
    pub known_names: KnownNames,
    /// The right to work, which is bounded.
    pub permits: Permits,
    /// Which articles say the same; an indexer keeps them up to date.
    pub near_duplicates: Arc<NearDuplicates>,
    synonyms: RwLock<Arc<Synonyms>>,
    /// Another number for every list of synonyms that this or another process has used.
    synonyms_id: AtomicU64,
}

impl Deref for Context {
    type Target = Resources;

    fn deref(&self) -> &Resources {
        &self.resources
    }
}

impl Context {
    /// Of one search, which may take so long.
    pub fn new(resources: Arc<Resources>, deadline: Deadline) -> Self {
        Self { resources, deadline }
    }

    /// Asks the engine, which is work for a processor.
    ///
    /// # Errors
    /// Of the engine.
    pub fn ask(&self, query: &EngineQuery) -> Result<EngineAnswer, EngineError> {
        let cost = self.engine.cost(&query.condition);
        stage!("engine", postings = cost).in_scope(|| permits::run(cost, || self.engine.search(query, &self.deadline)))
    }

    /// Between two stages: a search that is none of the short ones lets go of its worker for a moment. Where the client has left,
    /// that is where it ends, since the server drops what nobody waits for.
    pub async fn pause(&self) {
        if self.deadline.elapsed() >= LONG {
            tokio::task::yield_now().await;
        }
    }
}

impl Resources {
    /// With a text cache of at most `cache_bytes`, and at most `waiting` searches in the queue.
    pub fn new(store: Arc<dyn Store>, engine: Arc<dyn Engine>, cache_bytes: u64, waiting: usize) -> Self {
        Self {
            suggester: Suggester::default(),
            cache: ArticleCache::new(store.clone(), cache_bytes),
            known_names: KnownNames::default(),
            permits: Permits::new(waiting, MAX_WAIT),
            near_duplicates: Arc::new(NearDuplicates::new(store.clone())),
            synonyms: RwLock::new(Arc::new(Synonyms::built_in())),
            synonyms_id: AtomicU64::new(RandomState::new().hash_one(0)),
            store,
            engine,
        }
    }

    /// Puts other works in the place of those that short names stand for.
    pub fn set_works(&self, works: Works) {
        let mut synonyms = self.synonyms.write().unwrap_or_else(PoisonError::into_inner);
        *synonyms = Arc::new(synonyms.with_works(Arc::new(works)));
    }

    /// Puts other synonyms in the place of those in use, which are the program's at first.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        let mut known = self.synonyms.write().unwrap_or_else(PoisonError::into_inner);
        *known = Arc::new(synonyms.with_works(known.known_works()));
        drop(known);
        self.synonyms_id.store(RandomState::new().hash_one(0), Ordering::Relaxed);
    }

    /// The synonyms that a request is answered with.
    pub fn synonyms(&self, request: &SearchRequest) -> Arc<Synonyms> {
        if !request.synonyms {
            return Arc::default();
        }
        // A poisoned lock still holds a whole list: it is replaced in one assignment.
        self.synonyms.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What tells whether a search may have another answer than before: the snapshot of the index, the synonyms and
    /// the suggestions in use.
    pub fn snapshot_id(&self) -> u64 {
        let synonyms = self.synonyms_id.load(Ordering::Relaxed);
        let suggestions = self.suggester.current().revision as u64;
        self.engine.snapshot_id() ^ synonyms.rotate_left(17) ^ suggestions.rotate_left(43)
    }
}

/// What is asked of the engine for a request: its filters, dates, order and page, with this condition and these
/// preferences.
pub fn engine_query(request: &SearchRequest, condition: Condition, boosts: &[Boost]) -> EngineQuery {
    EngineQuery {
        condition,
        boosts: boosts.to_vec(),
        filters: request.filters.iter().map(|(facet, values)| (*facet, values.clone())).collect(),
        missing: request.missing.iter().copied().collect(),
        excluded: request.excluded.iter().map(|(facet, values)| (*facet, values.clone())).collect(),
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
        months: request.histogram && !request.is_dated(),
    }
}
