//! Search: a [`SearchRequest`] becomes a [`SearchResponse`]. [`Search`] is the facade of the room: what other rooms ask
//! of it, each in one line; [`pipeline`] tells how.

pub mod analysis;
pub mod duplicates;
pub mod engine;
pub mod evaluation;
pub(crate) mod features;
pub mod indexer;
pub(crate) mod message;
pub mod pipeline;
pub mod plan;
pub mod query;
mod ranking;
pub mod schema;
pub(crate) mod suggest;
pub mod types;
pub mod validity;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use self::features::adjacent::Neighbours;

use self::analysis::synonyms::Synonyms;
use self::duplicates::NearDuplicates;
use self::engine::{Deadline, Engine};
use self::features::citations::Citations;
use self::features::diff::Comparison;
use self::features::related::Related;
use self::features::trends::{Trends, TrendsRequest};
use self::features::{adjacent, citations, diff, facet_values, related, trends};
use self::pipeline::context::{Context, Resources};
use self::suggest::names::Names;
use self::types::error::SearchError;
use self::types::request::SearchRequest;
use self::types::response::{FacetCounts, Marked, SearchResponse};
use self::types::suggestion::Suggestion;
use crate::model::{Article, ArticleId, ArticleKey, Facet, StoredArticle};
use crate::store::Store;

/// Searches one store through one engine.
pub struct Search {
    resources: Arc<Resources>,
    /// How long one search may work.
    time: Duration,
}

impl Search {
    /// Searches that take at most `time` each, with a text cache of at most `cache_bytes`, and at most `waiting` of them in the
    /// queue. The suggestions are kept in this file, where it takes long to make them.
    pub fn new(
        store: Arc<dyn Store>,
        engine: Arc<dyn Engine>,
        time: Duration,
        cache_bytes: u64,
        waiting: usize,
        suggestions: PathBuf,
    ) -> Self {
        let mut resources = Resources::new(store, engine, cache_bytes, waiting);
        resources.suggester.file = Some(suggestions);
        Self { resources: Arc::new(resources), time }
    }

    /// What a search that begins now works with.
    pub(crate) fn context(&self) -> Context {
        Context::new(self.resources.clone(), Deadline::after(self.time))
    }

    /// What work in the background works with.
    fn unhurried(&self) -> Context {
        Context::new(self.resources.clone(), Deadline::NONE)
    }

    /// Puts other synonyms in the place of those in use, which are the program's at first.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        self.resources.set_synonyms(synonyms);
    }

    /// Which articles say the same; an indexer keeps them up to date.
    pub fn near_duplicates(&self) -> Arc<NearDuplicates> {
        self.resources.near_duplicates.clone()
    }

    /// The store's revision that searches reflect.
    pub fn indexed_revision(&self) -> i64 {
        self.resources.engine.revision()
    }

    /// What tells whether a search may have another answer than before.
    pub fn snapshot_id(&self) -> u64 {
        self.resources.snapshot_id()
    }

    /// About the bytes of texts that are ready to be shown.
    pub fn cached_bytes(&self) -> u64 {
        self.resources.cache.bytes()
    }

    /// Answers a request.
    ///
    /// # Errors
    /// [`SearchError`]; never for anything about the query itself.
    pub async fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        pipeline::search(&self.context(), request).await
    }

    /// How many of a request's hits have each value of a facet that is `wanted`, the most frequent first, at most
    /// `limit`; and how many such values there are.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn facet_values(
        &self,
        request: &SearchRequest,
        facet: &'static Facet,
        wanted: impl Fn(&str) -> bool,
        limit: usize,
    ) -> Result<FacetCounts, SearchError> {
        facet_values::facet_values(&self.context(), request, facet, wanted, limit).await
    }

    /// A whole text with what the query of a request matches in it.
    pub fn highlight(&self, request: &SearchRequest, text: &str) -> Marked {
        pipeline::present::highlight(&self.context(), request, text)
    }

    /// The words of a short text, as published, nothing left out.
    pub fn words<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.resources.engine.analyzer().words_as_published(text)
    }

    /// An article by its id, withdrawn or not.
    ///
    /// # Errors
    /// Of the store.
    pub async fn article(&self, id: &ArticleId) -> Result<Option<Arc<StoredArticle>>, SearchError> {
        Ok(self.resources.store.article(id).await?.map(Arc::new))
    }

    /// The articles that say what this one says, itself among them, the first first, at most `limit`; none where it
    /// stands alone.
    ///
    /// # Errors
    /// Of the store.
    pub async fn near_duplicates_of(
        &self,
        key: ArticleKey,
        limit: usize,
    ) -> Result<Vec<Arc<StoredArticle>>, SearchError> {
        pipeline::duplicates::of_article(&self.context(), key, limit).await
    }

    /// The articles before and after one in its column on its site.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn neighbours(&self, stored: &StoredArticle) -> Result<Neighbours, SearchError> {
        adjacent::neighbours(&self.context(), stored).await
    }

    /// What an article cites, and at most `limit` of those that cite it, without the first `offset`.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn citations(
        &self,
        stored: &StoredArticle,
        offset: usize,
        limit: usize,
    ) -> Result<Citations, SearchError> {
        citations::citations(&self.context(), stored, offset, limit).await
    }

    /// Articles with the most telling words in common, best first.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn related(&self, stored: &StoredArticle, limit: usize) -> Result<Vec<Related>, SearchError> {
        related::related(&self.context(), stored, limit).await
    }

    /// What is different between an old and a new text.
    pub fn diff(&self, old: &Article, new: &Article) -> Comparison {
        diff::diff(&self.context(), old, new)
    }

    /// How often each query finds something over time, under the filters and dates of a request.
    ///
    /// # Errors
    /// [`SearchError`]; never for anything about the queries themselves.
    pub async fn trends(&self, asked: &TrendsRequest<'_>) -> Result<Trends, SearchError> {
        trends::trends(&self.context(), asked).await
    }

    /// What may be meant by what was typed so far, the best first, at most `limit`. Each has results.
    ///
    /// # Errors
    /// [`SearchError`]; never for anything about what was typed.
    pub async fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        features::suggest::suggest(&self.context(), typed, limit).await
    }

    /// The people and bodies that are looked for in texts, as of when the suggestions were made.
    pub fn names(&self) -> Arc<Names> {
        self.resources.suggester.current().names.clone()
    }

    /// The revision of the index that suggestions and proposals reflect.
    pub fn suggested_revision(&self) -> i64 {
        self.resources.suggester.current().revision
    }

    /// Makes the suggestions anew, if the index has moved on since they were made; tells whether it had.
    ///
    /// # Errors
    /// Of the store or the engine; the suggestions stay as they were.
    pub async fn refresh_suggestions(&self) -> Result<bool, SearchError> {
        features::suggest::refresh(&self.unhurried()).await
    }

    /// Keeps the suggestions up to date until the task is dropped; failures are logged and tried again.
    pub async fn keep_suggesting(self: Arc<Self>) {
        features::suggest::keep(&self.unhurried()).await;
    }
}
