//! An import reads inputs to articles and hands them to the store in batches. One broken file, line or
//! field never stops it: what is rejected is reported with its place and its remedy.

mod batch;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc;

use self::batch::Batch;
use crate::ingest::finding::{Finding, Limits};
use crate::ingest::identity::keep_known_ids;
use crate::ingest::inputs::Input;
use crate::ingest::read::read_all;
use crate::ingest::rejection::{RejectedInput, absolute};
use crate::model::Article;
use crate::store::{Outcome, Store, StoreError};

/// How long an import waits for room on a full disk before it tries again.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// What an import has come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Bulletins not known before.
    pub new: u64,
    /// Bulletins that say something else than before.
    pub changed: u64,
    /// Bulletins met again as they were.
    pub unchanged: u64,
    /// Files, lines or records rejected.
    pub rejected: u64,
    /// Files in folders whose format gongbao does not read.
    pub skipped: u64,
    /// Web pages that only lead to bulletins.
    pub left_out: u64,
}

impl Counts {
    /// Bulletins read well.
    pub fn accepted(&self) -> u64 {
        self.new + self.changed + self.unchanged
    }

    /// Counts what became of an article.
    pub fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::New => self.new += 1,
            Outcome::Changed(_) => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }
}

/// Who is told how an import goes.
pub trait ImportObserver: Send {
    /// Something was rejected.
    fn rejected(&mut self, rejected: &RejectedInput);
    /// A file was skipped.
    fn skipped(&mut self, path: &std::path::Path);
    /// Something was taken in, but not all of it could be read.
    fn noted(&mut self, note: &RejectedInput);
    /// The disk is full; the import goes on by itself when there is room.
    fn waiting(&mut self, error: &StoreError);
    /// A batch is durable; the counts so far.
    fn stored(&mut self, counts: &Counts);
}

/// Imports every input: a thread reads and normalises, this task stores. Memory is bounded by a few
/// batches, whatever the size of the inputs. What is counted as stored is durable.
///
/// # Errors
/// Of the store; what was counted before stays.
pub async fn import(
    store: &dyn Store,
    inputs: Vec<Input>,
    limits: Limits,
    progress: Arc<AtomicU64>,
    observer: &mut dyn ImportObserver,
) -> Result<Counts, StoreError> {
    // Two imports from standard input are two inputs; any other path is the same file again.
    let paths: Vec<String> =
        inputs.iter().filter(|input| input.path.as_os_str() != "-").map(|input| absolute(&input.path)).collect();
    let started = Timestamp::now();
    let read = move |sink: &mut dyn FnMut(Finding) -> bool| read_all(&inputs, limits, &progress, sink);
    let counts = import_from(store, read, Withdrawn::Return, observer).await?;
    store.supersede(&paths, started).await?;
    Ok(counts)
}

/// What becomes of a withdrawn bulletin that is met again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawn {
    /// It is a bulletin again.
    Return,
    /// It stays withdrawn: what is read is older than its withdrawal.
    Stay,
}

/// Imports whatever `read` gives, as [`import`] does.
///
/// # Errors
/// As of [`import`].
pub async fn import_from(
    store: &dyn Store,
    read: impl FnOnce(&mut dyn FnMut(Finding) -> bool) + Send + 'static,
    withdrawn: Withdrawn,
    observer: &mut dyn ImportObserver,
) -> Result<Counts, StoreError> {
    let (sender, mut receiver) = mpsc::channel::<Batch>(2);
    let reading = tokio::task::spawn_blocking(move || {
        let mut batch = Batch::default();
        read(&mut |finding| {
            batch.add(finding);
            // The receiver goes away only when the store has failed.
            !batch.is_full() || sender.blocking_send(std::mem::take(&mut batch)).is_ok()
        });
        sender.blocking_send(batch).ok();
    });
    let mut counts = Counts::default();
    while let Some(mut batch) = receiver.recv().await {
        keep_known_ids(store, &mut batch.articles).await?;
        if withdrawn == Withdrawn::Stay {
            batch.articles = without_withdrawn(store, std::mem::take(&mut batch.articles)).await?;
        }
        for rejected in &batch.rejected {
            counts.rejected += 1;
            observer.rejected(rejected);
        }
        counts.left_out += batch.left_out.len() as u64;
        for path in &batch.skipped {
            counts.skipped += 1;
            observer.skipped(path);
        }
        for note in &batch.notes {
            observer.noted(note);
        }
        for outcome in store_with_room(store, &batch, observer).await? {
            counts.count(outcome);
        }
        observer.stored(&counts);
    }
    if let Err(panic) = reading.await {
        std::panic::resume_unwind(panic.into_panic());
    }
    Ok(counts)
}

/// Stores a batch; where the disk is full, as soon as there is room.
async fn store_with_room(
    store: &dyn Store,
    batch: &Batch,
    observer: &mut dyn ImportObserver,
) -> Result<Vec<Outcome>, StoreError> {
    let mut told = false;
    loop {
        match store_batch(store, batch, observer).await {
            Err(error @ StoreError::Full(_)) => {
                if !std::mem::replace(&mut told, true) {
                    observer.waiting(&error);
                }
                tokio::time::sleep(RETRY_AFTER).await;
            }
            other => return other,
        }
    }
}

/// Stores a batch. What of it was stored by an attempt that failed is stored again, which changes nothing.
async fn store_batch(
    store: &dyn Store,
    batch: &Batch,
    observer: &mut dyn ImportObserver,
) -> Result<Vec<Outcome>, StoreError> {
    keep_rejections(store, &batch.rejected, observer).await?;
    keep_rejections(store, &batch.left_out, observer).await?;
    // Originals first: a bulletin is acknowledged when everything it has is on disk.
    if !batch.originals.is_empty() {
        store.keep(&batch.originals).await?;
    }
    if batch.articles.is_empty() {
        return Ok(Vec::new());
    }
    store.upsert(&batch.articles, Timestamp::now()).await
}

/// The articles but for those that are withdrawn.
async fn without_withdrawn(store: &dyn Store, articles: Vec<Article>) -> Result<Vec<Article>, StoreError> {
    let mut kept = Vec::with_capacity(articles.len());
    for article in articles {
        match store.article(&article.id).await {
            Ok(Some(known)) if known.withdrawn_at.is_some() => {}
            // What is read heals what is damaged.
            Ok(_) | Err(StoreError::Damaged(_)) => kept.push(article),
            Err(error) => return Err(error),
        }
    }
    Ok(kept)
}

/// Keeps what was rejected, to be looked at and read again; tells where older rejections gave way to it.
///
/// # Errors
/// Of the store.
pub async fn keep_rejections(
    store: &dyn Store,
    rejected: &[RejectedInput],
    observer: &mut dyn ImportObserver,
) -> Result<(), StoreError> {
    if rejected.is_empty() {
        return Ok(());
    }
    let records: Vec<_> = rejected.iter().map(RejectedInput::to_record).collect();
    let dropped = store.keep_rejections(&records, Timestamp::now()).await?;
    if dropped > 0 {
        let reason = format!("保留的拒收内容超过上限，最早的 {dropped} 条已丢弃；可用 gongbao rejects 查看和清理");
        observer.noted(&RejectedInput { path: "拒收".into(), reason, ..RejectedInput::default() });
    }
    Ok(())
}
