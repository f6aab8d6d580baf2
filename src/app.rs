//! The [`App`] holds the parts that every command and page works with. Backends are named only here.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::config::Config;
use crate::ingest::import::{self, Counts, Limits, Watcher};
use crate::ingest::inputs::Input;
use crate::search::Search;
use crate::search::analysis::Analyzer;
use crate::search::engine::tantivy::TantivyEngine;
use crate::search::engine::{Engine, EngineError};
use crate::search::indexer::{Indexer, IndexerError};
use crate::store::{SqliteStore, Store, StoreError};

/// Store, engine and search over one data folder.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The truth.
    pub store: Arc<dyn Store>,
    /// Search over it.
    pub search: Arc<Search>,
    engine: Arc<TantivyEngine>,
    analyzer: Analyzer,
}

/// Why the data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl App {
    /// Opens the data folder, making what is not there.
    ///
    /// # Errors
    /// Where the database or the index cannot be opened or made.
    pub async fn open(config: Config) -> Result<Self, OpenError> {
        let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&config.database()).await?);
        let analyzer = Analyzer::new();
        let engine = Arc::new(TantivyEngine::open(&config.index(), analyzer.clone(), config.index_memory_mb << 20)?);
        let search = Arc::new(Search::new(
            store.clone(),
            engine.clone(),
            analyzer.clone(),
            config.cache_mb << 20,
            config.max_waiting,
        ));
        Ok(Self { config, store, search, engine, analyzer })
    }

    /// The engine, for those who look after it.
    pub fn engine(&self) -> Arc<dyn Engine> {
        self.engine.clone()
    }

    /// The bytes of the index on disk.
    pub fn index_bytes(&self) -> u64 {
        self.engine.bytes()
    }

    /// An indexer of this store and engine.
    pub fn indexer(&self, commit_every: Duration) -> Indexer {
        Indexer::new(self.store.clone(), self.engine.clone(), commit_every)
    }

    /// Imports, while another task segments and indexes what is stored already. When this returns all of it
    /// is durable; the indexer that comes back [`reach`](Indexer::reach)es what is left to be searchable.
    ///
    /// # Errors
    /// Of the store or the engine; what was stored before stays.
    pub async fn import(
        &self,
        inputs: Vec<Input>,
        limits: Limits,
        progress: Arc<AtomicU64>,
        watcher: &mut dyn Watcher,
    ) -> Result<(Counts, Indexer), IndexerError> {
        let done = Arc::new(AtomicBool::new(false));
        let indexing = tokio::spawn(index_along(self.indexer(Indexer::BULK), done.clone()));
        let imported = import::import(&*self.store, inputs, limits, progress, watcher).await;
        done.store(true, Ordering::Relaxed);
        Ok((imported?, indexing.await??))
    }

    /// A new, empty index beside the one in use, with an indexer for it.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn rebuild(&self) -> Result<(Arc<TantivyEngine>, Indexer), EngineError> {
        let memory = self.config.index_memory_mb << 20;
        let engine = Arc::new(TantivyEngine::rebuild(&self.config.index(), self.analyzer.clone(), memory)?);
        let indexer = Indexer::new(self.store.clone(), engine.clone(), Indexer::BULK);
        Ok((engine, indexer))
    }
}

/// Indexes what is there until the import is done, and hands the indexer back.
async fn index_along(mut indexer: Indexer, done: Arc<AtomicBool>) -> Result<Indexer, IndexerError> {
    while !done.load(Ordering::Relaxed) {
        indexer.advance().await?;
        tokio::time::sleep(Indexer::TICK).await;
    }
    Ok(indexer)
}
