//! The [`App`] holds the parts that every command and page works with. Backends are named only here.

mod databases;
mod file_id;
pub mod readiness;

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

pub use self::databases::{apply_increment, database_turn, open_store, salvage};

use self::file_id::FileId;
use self::readiness::{Readiness, Status};
use super::config::Config;
use super::ingest::crawler::fetch::InternetError;
use super::ingest::finding::Limits;
use super::ingest::import;
use super::ingest::import::{Counts, ImportObserver};
use super::ingest::inputs::Input;
use super::ingest::pictures::{Picture, Pictures};
use super::model::Article;
use super::model::clock::{Clock, SystemClock};
use super::model::date::today;
use super::search::Search;
use super::search::analysis::dictionary::{DictionaryError, UserWords};
use super::search::analysis::learn::Learner;
use super::search::analysis::synonyms::{Listed, Synonyms, SynonymsError};
use super::search::analysis::{Analyzer, Dictionary};
use super::search::engine::tantivy::{RebuildLock, TantivyEngine, previous};
use super::search::engine::{Engine, EngineError, PreviousIndex, RebuildDue};
use super::search::indexer::{Indexer, IndexerError};
use super::search::validity::Standings;
use super::store::audit::{Audit, audit};
use super::store::{Store, StoreError};
use super::telemetry::queries::QueryLog;

/// Store, engine and search over one data folder.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The truth.
    pub store: Arc<dyn Store>,
    /// Search over it.
    pub search: Arc<Search>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Keeps what readers search for, where it is wanted.
    pub query_log: Option<QueryLog>,
    engine: Arc<dyn Engine>,
    /// The pictures of bulletins, where they are shown.
    pictures: Option<Pictures>,
    /// Which file the database was when it was opened.
    opened: Option<FileId>,
    /// Whether the index in use has damaged files.
    is_damaged: AtomicBool,
    /// When the file of synonyms in use was changed, and its length.
    synonyms_read: Mutex<Option<(SystemTime, u64)>>,
    /// The last stock that was taken, and when.
    audited: tokio::sync::Mutex<Option<(Instant, Arc<Audit>)>>,
}

/// Why the data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is an index of what is not there.
    #[error("数据库 {0} 不见了，而它的索引还在 {1}；请恢复数据库。确要从空的开始，请把索引目录也删除")]
    NoDatabase(PathBuf, PathBuf),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The operator's dictionary.
    #[error(transparent)]
    Dictionary(#[from] DictionaryError),
    /// The operator's synonyms.
    #[error(transparent)]
    Synonyms(#[from] SynonymsError),
    /// What fetches pictures.
    #[error(transparent)]
    Pictures(#[from] InternetError),
}

/// A new index that nobody uses yet, and what went into its dictionary.
pub struct Rebuild {
    /// The index.
    pub engine: Arc<dyn Engine>,
    /// Fills it.
    pub indexer: Indexer,
    /// The words it is built with.
    pub dictionary: Dictionary,
    /// What the operator's file says.
    pub user: UserWords,
}

impl App {
    /// Opens the data folder, making what is not there.
    ///
    /// # Errors
    /// Where the database or the index cannot be opened or made.
    pub async fn open(config: Config) -> Result<Self, OpenError> {
        let (database, index) = (config.database(), config.index());
        if !database.exists() && TantivyEngine::is_in(&index) {
            return Err(OpenError::NoDatabase(database, index));
        }
        let store = open_store(&database).await?;
        let opened = FileId::of(&database);
        let user = user_words(&config)?;
        if let Some(bad) = user.bad_lines.first() {
            let count = user.bad_lines.len();
            tracing::warn!("用户词典有 {count} 行未采用，如第 {} 行：{}", bad.number, bad.problem);
        }
        // An index that is there keeps the dictionary it was built with.
        let dictionary = Dictionary::new(user.entries);
        let engine: Arc<dyn Engine> =
            Arc::new(TantivyEngine::open(&config.index(), dictionary, config.index_memory_mb << 20)?);
        let search = Arc::new(Search::new(
            store.clone(),
            engine.clone(),
            Duration::from_secs(config.search_seconds),
            config.cache_mb << 20,
            config.max_waiting,
            config.suggestions(),
        ));
        let pictures = if config.pictures == "site" {
            Some(Pictures::new(config.crawl_private, config.crawl_ca.as_deref())?)
        } else {
            None
        };
        let app = Self {
            config,
            store,
            search,
            clock: Arc::new(SystemClock),
            query_log: None,
            pictures,
            engine,
            opened,
            is_damaged: AtomicBool::new(false),
            synonyms_read: Mutex::default(),
            audited: Default::default(),
        };
        app.read_synonyms()?;
        Ok(app)
    }

    /// Takes up the operator's synonyms if their file has changed since it was last read. They touch the query
    /// alone, so no index has to wait for them or be built for them.
    ///
    /// # Errors
    /// Where the file cannot be read; the synonyms in use stay.
    pub fn read_synonyms(&self) -> Result<(), SynonymsError> {
        let Some(file) = &self.config.synonyms else { return Ok(()) };
        let state = file.metadata().and_then(|data| Ok((data.modified()?, data.len()))).ok();
        let mut read = self.synonyms_read.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_some() && *read == state {
            return Ok(());
        }
        // Noted first: a file that cannot be read is told of once, not every few seconds.
        *read = state;
        let listed = Listed::load(file)?;
        for bad in listed.bad_lines.iter().take(MAX_LISTED) {
            tracing::warn!("{}:{}：{}", file.display(), bad.number, bad.problem);
        }
        tracing::info!("同义词文件 {}：{} 组，{} 行未采用", file.display(), listed.len(), listed.bad_lines.len());
        self.search.set_synonyms(Synonyms::new(&listed));
        Ok(())
    }

    /// Keeps the synonyms as the operator's file has them until the task is dropped.
    pub async fn watch_synonyms(self: Arc<Self>) {
        let mut told = false;
        while self.config.synonyms.is_some() {
            tokio::time::sleep(SYNONYMS_EVERY).await;
            let app = self.clone();
            match tokio::task::spawn_blocking(move || app.read_synonyms()).await {
                Ok(Ok(())) => told = false,
                Ok(Err(error)) if !told => {
                    tracing::warn!("{error}；沿用先前的同义词");
                    told = true;
                }
                _ => {}
            }
        }
    }

    /// The same, keeping what readers search for, where the settings say so.
    ///
    /// # Errors
    /// Where there is no place for it.
    pub fn keeping_queries(mut self) -> io::Result<Self> {
        self.query_log = QueryLog::new(self.config.queries(), self.config.query_log_days)?;
        Ok(self)
    }

    /// Whether searches say what the store holds.
    ///
    /// # Errors
    /// Of the store.
    pub async fn readiness(&self) -> Result<Readiness, StoreError> {
        let (is_in_place, indexed_revision) = (self.is_in_place(), self.search.indexed_revision());
        let store_revision = match self.store.revision().await {
            // What is no longer there cannot be opened once more.
            Err(_) if !is_in_place => indexed_revision,
            revision => revision?,
        };
        let status = if !is_in_place {
            Status::Replaced
        } else if self.is_damaged() {
            Status::Damaged
        } else if indexed_revision < store_revision {
            Status::Indexing
        } else {
            Status::Ready
        };
        Ok(Readiness { status, indexed_revision, store_revision })
    }

    /// Whether the database that is served is still the one in the data folder.
    fn is_in_place(&self) -> bool {
        self.opened.is_none() || FileId::of(&self.config.database()) == self.opened
    }

    /// Whether the index in use is known to be damaged; then a sound one is being built.
    fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    /// Looks at the index when it begins, and again after what may be damage, and builds a sound one in the place of one that is
    /// damaged; says so where the database in the data folder is no longer the one that is served. Until the task is dropped.
    pub async fn watch_data(self: Arc<Self>) {
        let (mut is_in_place, mut is_suspect) = (true, false);
        let mut looked: Option<Instant> = None;
        loop {
            is_suspect |= self.engine.take_suspicion();
            // Reading all of it is work.
            if is_suspect && looked.is_none_or(|looked| looked.elapsed() >= LOOK_AT_INDEX_EVERY) {
                looked = Some(Instant::now());
                let mended = self.mend_index().await;
                is_suspect = mended.is_err();
                if let Err(error) = mended {
                    tracing::error!("没能核对或重建索引：{error:#}；稍后再试");
                }
            }
            if is_in_place && !self.is_in_place() {
                tracing::error!(
                    "数据库 {} 已被换掉或删除，本进程还在用原来的；请重新启动",
                    self.config.database().display()
                );
            }
            is_in_place = self.is_in_place();
            tokio::time::sleep(LOOK_AT_DATA_EVERY).await;
        }
    }

    async fn mend_index(&self) -> anyhow::Result<()> {
        let engine = self.engine.clone();
        let damaged = tokio::task::spawn_blocking(move || engine.damaged_files()).await?;
        let told = match damaged {
            Ok(files) if files.is_empty() => return Ok(()),
            Ok(files) => files.join("、"),
            Err(error) => error.to_string(),
        };
        self.is_damaged.store(true, Ordering::Relaxed);
        tracing::error!("索引受损（{told}），在旁边重建；期间检索可能不全或有误");
        let Rebuild { engine, mut indexer, .. } = self.rebuild(|_| {}).await?;
        indexer.reach(self.store.revision().await?, |_| {}).await?;
        indexer.finish().await?;
        let own = self.engine.clone();
        let publish = move || {
            engine.publish()?;
            // With it goes the right to build, and nobody wants to go back to what is damaged.
            drop(engine);
            own.make_room();
            own.refresh()
        };
        tokio::task::spawn_blocking(publish).await??;
        self.is_damaged.store(false, Ordering::Relaxed);
        tracing::info!("索引已重建");
        Ok(())
    }

    /// The stock of what was taken in, at most `AUDIT_EVERY` old. Whoever asks while it is taken waits for it, so
    /// that it is taken once.
    ///
    /// # Errors
    /// Of the store.
    pub async fn audit(&self) -> Result<Arc<Audit>, StoreError> {
        let mut audited = self.audited.lock().await;
        if let Some((at, audit)) = &*audited
            && at.elapsed() < AUDIT_EVERY
        {
            return Ok(audit.clone());
        }
        let taken = Arc::new(audit(&*self.store, today(self.clock.now())).await?);
        *audited = Some((Instant::now(), taken.clone()));
        Ok(taken)
    }

    /// Whether pictures are fetched for readers.
    pub fn has_pictures(&self) -> bool {
        self.pictures.is_some()
    }

    /// A picture of a bulletin, from this address; `None` where it is not to be had, or pictures are not fetched.
    pub async fn picture(&self, article: &Article, address: &str) -> Option<Picture> {
        self.pictures.as_ref()?.get(address, article.url.as_deref()).await
    }

    /// The engine, for those who look after it.
    pub fn engine(&self) -> Arc<dyn Engine> {
        self.engine.clone()
    }

    /// Why `gongbao reindex` is due, if it is.
    pub fn rebuild_due(&self) -> Option<RebuildDue> {
        let user = user_words(&self.config).ok()?;
        self.engine.rebuild_due(&Dictionary::new(user.entries))
    }

    /// The bytes of the index on disk.
    pub fn index_bytes(&self) -> u64 {
        self.engine.bytes()
    }

    /// What decides which documents are in force.
    pub fn standings(&self) -> Standings {
        Standings::new(self.store.clone(), self.clock.clone())
    }

    /// An indexer of this store and engine.
    pub fn indexer(&self, commit_every: Duration) -> Indexer {
        let indexer = Indexer::new(self.store.clone(), self.engine.clone(), commit_every).by(self.clock.clone());
        indexer.telling(self.search.near_duplicates())
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
        observer: &mut dyn ImportObserver,
    ) -> Result<(Counts, Indexer), IndexerError> {
        let work = import::import(&*self.store, inputs, limits, progress, observer);
        let (imported, indexer) = self.indexing_along(work).await?;
        Ok((imported?, indexer))
    }

    /// Does some work that fills the store, while another task segments and indexes what is stored already. The
    /// indexer that comes back [`reach`](Indexer::reach)es what is left to be searchable.
    ///
    /// # Errors
    /// Of the engine, or the store as the indexer meets it.
    pub async fn indexing_along<T>(&self, work: impl Future<Output = T>) -> Result<(T, Indexer), IndexerError> {
        let done = Arc::new(AtomicBool::new(false));
        let indexing = tokio::spawn(index_along(self.indexer(Indexer::BULK), done.clone()));
        let worked = work.await;
        done.store(true, Ordering::Relaxed);
        Ok((worked, indexing.await??))
    }

    /// A new, empty index beside the one in use, with an indexer for it. Its dictionary is made anew: from
    /// the operator's file, and from the bulletins, which are read once for it, `progress` being told the
    /// revision reached.
    ///
    /// # Errors
    /// Where the operator's file or the store cannot be read or the folder cannot be written.
    pub async fn rebuild(&self, mut progress: impl FnMut(i64)) -> Result<Rebuild, RebuildError> {
        // Before the long work of learning, so that a second one is told at once.
        let lock = RebuildLock::take(&self.config.index())?;
        let user = user_words(&self.config)?;
        let mut learner = tokio::task::spawn_blocking(|| Learner::new(Analyzer::new())).await?;
        let mut batch = self.store.changes_since(0, LEARN_BATCH).await?;
        while let Some(last) = batch.reached {
            // The next batch is read while this one is learnt from.
            let learn = tokio::task::spawn_blocking(move || {
                for stored in batch.articles.iter().filter(|stored| stored.withdrawn_at.is_none()) {
                    learner.learn(&stored.article);
                }
                learner
            });
            let (learnt, following) = tokio::join!(learn, self.store.changes_since(last, LEARN_BATCH));
            learner = learnt?;
            batch = following?;
            progress(last);
        }
        let mut entries = tokio::task::spawn_blocking(move || learner.finish()).await?;
        entries.extend(user.entries.iter().cloned());
        let dictionary = Dictionary::new(entries);
        let memory = self.config.index_memory_mb << 20;
        let engine: Arc<dyn Engine> =
            Arc::new(TantivyEngine::rebuild(&self.config.index(), lock, dictionary.clone(), memory)?);
        let indexer = Indexer::new(self.store.clone(), engine.clone(), Indexer::BULK).by(self.clock.clone());
        Ok(Rebuild { engine, indexer, dictionary, user })
    }
}

/// The index that was in use before the last rebuild, if it is kept.
pub fn previous_index(config: &Config) -> Option<PreviousIndex> {
    previous::kept(&config.index())
}

/// Puts it in use again; whoever has the data folder open takes it up.
///
/// # Errors
/// Where there is none that can be used, or another is being built.
pub fn roll_back_index(config: &Config) -> Result<PreviousIndex, EngineError> {
    previous::roll_back(&config.index(), &RebuildLock::take(&config.index())?)
}

/// Removes it; `None` where there is none.
///
/// # Errors
/// Where another is being built.
pub fn drop_previous_index(config: &Config) -> Result<Option<PreviousIndex>, EngineError> {
    Ok(previous::remove(&config.index(), &RebuildLock::take(&config.index())?))
}

/// Why a new index could not be begun.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The operator's dictionary.
    #[error(transparent)]
    Dictionary(#[from] DictionaryError),
    /// The thread that learns ended with a panic.
    #[error("学词的线程意外结束：{0}")]
    Thread(#[from] tokio::task::JoinError),
}

/// How long a stock that was taken serves: taking it reads every record.
const AUDIT_EVERY: Duration = Duration::from_secs(30);

/// How often the whole index is read at most.
const LOOK_AT_INDEX_EVERY: Duration = Duration::from_secs(60);

/// How often it is looked whether the data is still what it was.
const LOOK_AT_DATA_EVERY: Duration = Duration::from_secs(3);

/// How often the file of synonyms is looked at.
const SYNONYMS_EVERY: Duration = Duration::from_secs(3);

/// Bad lines of it that are logged; the rest are counted.
const MAX_LISTED: usize = 20;

/// Bulletins that are read at a time for words.
const LEARN_BATCH: usize = 500;

fn user_words(config: &Config) -> Result<UserWords, DictionaryError> {
    config.dictionary.as_deref().map_or_else(|| Ok(UserWords::default()), UserWords::load)
}

/// Indexes what is there until the import is done, and hands the indexer back.
async fn index_along(mut indexer: Indexer, done: Arc<AtomicBool>) -> Result<Indexer, IndexerError> {
    while !done.load(Ordering::Relaxed) {
        match indexer.advance().await {
            // What there is no room for now is left for the end.
            Err(error) if error.is_disk_full() => tokio::time::sleep(Indexer::RETRY_AFTER).await,
            advanced => drop(advanced?),
        }
        tokio::time::sleep(Indexer::TICK).await;
    }
    Ok(indexer)
}
