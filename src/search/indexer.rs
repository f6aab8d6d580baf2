//! The indexer brings an engine up to the store's revision. It is idempotent and resumes from the last
//! commit, so it may be killed at any moment; several processes may run one, and the engine's writer
//! lock decides which of them works.

use std::sync::Arc;
use std::time::{Duration, Instant};

use metrics::counter;

use super::duplicates::NearDuplicates;
use super::engine::{Engine, EngineError, EngineWriter};
use super::schema::IndexDocument;
use super::validity::Standings;
use crate::model::ArticleKey;
use crate::model::clock::{Clock, SystemClock};
use crate::store::{Changes, Store, StoreError, VisibilityInterval};
use crate::telemetry::metrics::INDEX_ERRORS;
use crate::telemetry::stages::stage;

/// Why the index could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum IndexerError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The thread that indexes ended with a panic.
    #[error("索引线程意外结束：{0}")]
    Thread(#[from] tokio::task::JoinError),
}

impl IndexerError {
    /// Whether nothing but room on the disk is missing.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Store(StoreError::Full(_)) | Self::Engine(EngineError::Full))
    }
}

/// Brings an engine up to a store.
pub struct Indexer {
    store: Arc<dyn Store>,
    engine: Arc<dyn Engine>,
    /// The longest that changes may wait for their commit while more keep coming.
    commit_every: Duration,
    work: Option<Work>,
    /// The state of the index that is known to be of the store's history.
    of_history: Option<u64>,
    /// What decides whether the documents among them are in force.
    standings: Standings,
    /// What tells reprints among the changes that go by, where that is wanted.
    reprints: Option<Arc<NearDuplicates>>,
}

/// A writer at work: what it has taken in and what of that is committed.
struct Work {
    writer: Box<dyn EngineWriter>,
    applied: i64,
    pending_since: Option<Instant>,
}

/// Articles taken from the store at a time.
const BATCH: usize = 500;

/// Changes, and all the showings of articles that have changed, by key.
type Batch = (Changes, Vec<VisibilityInterval>);

impl Indexer {
    /// How long a change may wait for its commit under `serve`, where it is to be seen within a second.
    pub const PROMPT: Duration = Duration::from_millis(500);
    /// The same for bulk work, where fewer and larger segments count more.
    pub const BULK: Duration = Duration::from_secs(15);
    /// How long nothing must have changed before a running indexer has the index brought together.
    const QUIET: Duration = Duration::from_secs(3);
    /// How long it waits after a failure before it tries again.
    pub const RETRY_AFTER: Duration = Duration::from_secs(2);
    /// How often a running indexer looks at the store.
    pub const TICK: Duration = Duration::from_millis(100);

    /// An indexer that has not begun.
    pub fn new(store: Arc<dyn Store>, engine: Arc<dyn Engine>, commit_every: Duration) -> Self {
        let standings = Standings::new(store.clone(), Arc::new(SystemClock));
        Self { store, engine, commit_every, work: None, of_history: None, standings, reprints: None }
    }

    /// The same by another clock, which says what is in force.
    pub fn by(mut self, clock: Arc<dyn Clock>) -> Self {
        self.standings = Standings::new(self.store.clone(), clock);
        self
    }

    /// The same, telling reprints as the changes go by.
    pub fn telling(mut self, reprints: Arc<NearDuplicates>) -> Self {
        self.reprints = Some(reprints);
        self
    }

    /// Does what there is to do now and returns the revision that searches reflect. It returns early,
    /// without an error, where another process holds the engine's writer.
    ///
    /// # Errors
    /// Of the store or the engine; what was committed stays, and the next call goes on from there.
    pub async fn advance(&mut self) -> Result<i64, IndexerError> {
        let result = self.try_advance().await;
        if let Err(error) = &result {
            // A writer that failed may hold half a batch; the next one starts from the last commit.
            self.work = None;
            let engine = self.engine.clone();
            if error.is_disk_full() && tokio::task::spawn_blocking(move || engine.make_room()).await? {
                tracing::warn!("磁盘已满，删除了留着的上一个索引");
            }
        }
        result
    }

    async fn try_advance(&mut self) -> Result<i64, IndexerError> {
        self.refresh().await?;
        let target = self.store.revision().await?;
        if self.work.as_ref().is_some_and(|work| work.writer.is_superseded()) {
            self.work = None;
        }
        if self.work.is_none() {
            self.leave_other_history().await?;
            if self.engine.revision() >= target {
                self.standings.advance().await?;
                if let Some(reprints) = &self.reprints {
                    // Known already, unless the index is older than the detection of near-duplicates.
                    reprints.advance().await?;
                }
                return Ok(self.engine.revision());
            }
            if !self.take_writer().await? {
                return Ok(self.engine.revision());
            }
        }
        let (mut batch, mut past) = self.next_batch().await?;
        while let Some(upto) = batch.reached {
            // The next batch is read while this one is segmented.
            let before = self.work.as_ref().map_or(0, |work| work.applied);
            let taken = Arc::new(self.standings.take(before, batch).await?);
            let work = self.work.take();
            let applying = taken.clone();
            let stage = stage!("index.apply", bulletins = applying.articles.len());
            let (applied, following, told) = tokio::join!(
                tokio::task::spawn_blocking(move || stage.in_scope(|| apply(work, &applying, &past))),
                self.batch_after(upto),
                async {
                    match &self.reprints {
                        Some(reprints) => reprints.take(before, taken).await,
                        None => Ok(()),
                    }
                }
            );
            self.work = applied??;
            (batch, past) = following?;
            told?;
            let overdue = |work: &Work| work.pending_since.is_some_and(|since| since.elapsed() >= self.commit_every);
            if self.work.as_ref().is_some_and(overdue) {
                self.commit().await?;
            }
        }
        Ok(self.engine.revision())
    }

    /// Begins anew where the index tells of what the store has not, or has otherwise: the store was restored from a backup,
    /// or is another.
    async fn leave_other_history(&mut self) -> Result<(), IndexerError> {
        let (state, revision) = (self.engine.snapshot_id(), self.engine.revision());
        if self.of_history == Some(state) {
            return Ok(());
        }
        if revision > 0 {
            let (own, told) = (self.engine.commit_token(), self.store.commit_token(revision).await?);
            // What was indexed before there were tokens is believed where the store goes as far.
            if told.is_none() || own.is_some() && own != told {
                tracing::error!(
                    "索引（修订 {revision}）与数据库不是同一段历史，多半是恢复过备份；从头重建索引，期间检索不全"
                );
                let engine = self.engine.clone();
                tokio::task::spawn_blocking(move || engine.start_anew()).await??;
            }
        }
        self.of_history = Some(self.engine.snapshot_id());
        Ok(())
    }

    /// Commits what has been applied, and makes it visible here.
    ///
    /// # Errors
    /// Of the engine.
    pub async fn commit(&mut self) -> Result<(), IndexerError> {
        if let Some(mut work) = self.work.take() {
            if work.pending_since.take().is_some() {
                let token = self.store.commit_token(work.applied).await?;
                let stage = stage!("index.commit");
                let commit =
                    move || stage.in_scope(|| work.writer.commit(work.applied, token.as_deref()).map(|()| work));
                work = tokio::task::spawn_blocking(commit).await??;
            }
            self.work = Some(work);
        }
        self.refresh().await
    }

    /// Has the index brought together, as far as it is worth it and nobody else writes it; see [`EngineWriter::merge_segments`].
    async fn merge_segments(&mut self) -> Result<(), IndexerError> {
        if (self.work.is_some() || self.take_writer().await?)
            && let Some(mut work) = self.work.take()
        {
            work = tokio::task::spawn_blocking(move || work.writer.merge_segments().map(|()| work)).await??;
            self.work = Some(work);
        }
        Ok(())
    }

    /// The same, at the end of the work: waits until it is done.
    ///
    /// # Errors
    /// Of the engine.
    pub async fn finish(mut self) -> Result<(), IndexerError> {
        self.merge_segments().await?;
        if let Some(work) = self.work.take() {
            tokio::task::spawn_blocking(move || work.writer.finish()).await??;
        }
        self.refresh().await
    }

    /// Takes the engine's writer; `false` where another process has it.
    async fn take_writer(&mut self) -> Result<bool, IndexerError> {
        let engine = self.engine.clone();
        let writer = tokio::task::spawn_blocking(move || engine.writer()).await??;
        self.work = writer.map(|writer| Work { applied: writer.committed(), writer, pending_since: None });
        Ok(self.work.is_some())
    }

    /// Advances until searches reflect at least this revision, whoever does the work, telling the
    /// revision reached each time.
    ///
    /// # Errors
    /// Of the store or the engine.
    pub async fn reach(&mut self, target: i64, mut tell: impl FnMut(i64)) -> Result<(), IndexerError> {
        loop {
            let visible = self.advance().await?;
            tell(self.work.as_ref().map_or(visible, |work| work.applied));
            if visible >= target {
                return Ok(());
            }
            if self.work.as_ref().is_some_and(|work| work.applied >= target) {
                self.commit().await?;
            } else {
                tokio::time::sleep(Self::TICK).await;
            }
        }
    }

    /// The same, waiting where the disk is full until there is room.
    ///
    /// # Errors
    /// As of [`reach`](Indexer::reach), but for that.
    pub async fn reach_with_room(&mut self, target: i64, mut tell: impl FnMut(i64)) -> Result<(), IndexerError> {
        let mut told = false;
        loop {
            match self.reach(target, &mut tell).await {
                Err(error) if error.is_disk_full() => {
                    if !std::mem::replace(&mut told, true) {
                        tracing::error!("{error}；有了空间就自动继续");
                    }
                    tokio::time::sleep(Self::RETRY_AFTER).await;
                }
                other => return other,
            }
        }
    }

    /// Keeps the index up to date until the task is dropped; failures are logged and tried again.
    pub async fn run(mut self) {
        let (mut state, mut since, mut is_settled) = (self.engine.snapshot_id(), Instant::now(), false);
        loop {
            let mut outcome = match self.advance().await {
                // Quiet since the last look: whatever waits for company is committed now.
                Ok(_) => self.commit().await,
                Err(error) => Err(error),
            };
            if self.engine.snapshot_id() != state {
                (state, since, is_settled) = (self.engine.snapshot_id(), Instant::now(), false);
            } else if outcome.is_ok() && !is_settled && since.elapsed() >= Self::QUIET {
                is_settled = true;
                outcome = self.merge_segments().await;
            }
            match outcome {
                Ok(()) => tokio::time::sleep(Self::TICK).await,
                Err(error) => {
                    counter!(INDEX_ERRORS).increment(1);
                    tracing::error!("索引未能跟上数据库：{error}；稍后再试");
                    self.work = None;
                    tokio::time::sleep(Self::RETRY_AFTER).await;
                }
            }
        }
    }

    async fn refresh(&self) -> Result<(), IndexerError> {
        let engine = self.engine.clone();
        Ok(tokio::task::spawn_blocking(move || engine.refresh()).await??)
    }

    async fn next_batch(&self) -> Result<Batch, StoreError> {
        self.batch_after(self.work.as_ref().map_or(0, |work| work.applied)).await
    }

    async fn batch_after(&self, revision: i64) -> Result<Batch, StoreError> {
        let changes = self.store.changes_since(revision, BATCH).await?;
        // What is as it was first accepted has no past.
        let changed = changes.articles.iter().filter(|stored| stored.revision > stored.created_revision);
        let changed: Vec<ArticleKey> = changed.map(|stored| stored.key).collect();
        let past = if changed.is_empty() { Vec::new() } else { self.store.showings(&changed).await? };
        Ok((changes, past))
    }
}

/// Puts a batch into the engine.
fn apply(work: Option<Work>, changes: &Changes, past: &[VisibilityInterval]) -> Result<Option<Work>, EngineError> {
    let Some(mut work) = work else { return Ok(None) };
    // Nothing is found by what a damaged row may have said.
    for (key, _) in &changes.damaged {
        work.writer.remove(*key)?;
    }
    for stored in &changes.articles {
        // An article accepted after the changes applied before cannot be in the index yet.
        if stored.created_revision <= work.applied {
            work.writer.remove(stored.key)?;
        }
        if stored.withdrawn_at.is_none() {
            work.writer.add(&IndexDocument::new(stored))?;
        }
    }
    work.applied = changes.reached.unwrap_or(work.applied);
    for showings in past.chunk_by(|one, other| one.stored.key == other.stored.key) {
        let documents: Vec<IndexDocument<'_>> = showings.iter().map(IndexDocument::past).collect();
        work.writer.replace_history(showings[0].stored.key, &documents)?;
    }
    work.pending_since.get_or_insert_with(Instant::now);
    Ok(Some(work))
}
