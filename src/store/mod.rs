//! The [`Store`] is the truth: what was accepted is on disk before it is acknowledged, every version
//! of a bulletin is kept, and everything else can be made again from here.

pub mod alerts;
pub(crate) mod audit;
pub mod backup;
mod changes;
pub mod damage;
mod error;
mod fingerprints;
pub mod frontier;
mod original;
mod records;
pub mod rejections;
pub mod salvage;
pub mod sqlite;
mod statements;
mod version;
mod visibility_intervals;

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;

pub use self::alerts::Alerts;
use self::backup::Extent;
pub use self::changes::Changes;
pub use self::damage::{DamagedRow, MendedFrom, Mending, RowKind};
pub use self::error::StoreError;
pub use self::fingerprints::{Fingerprint, Fingerprints, FingerprintsChange, FingerprintsState, Member};
pub use self::frontier::Frontier;
pub use self::original::{Original, PIECE};
pub use self::records::{Record, Records};
pub use self::rejections::{RejectionRecord, Rejections, StoredRejection};
pub use self::statements::{Decision, StatementChange, StatementRow, Statements};
pub use self::version::{Outcome, StoreCounts, Version};
pub use self::visibility_intervals::{VisibilityInterval, VisibilityIntervals};
use crate::model::{Article, ArticleId, ArticleKey, StoredArticle};

/// Keeps bulletins. Every method may be called from several processes at once. Methods that read many rows leave out
/// those that are damaged, and tell of each once.
#[async_trait]
pub trait Store:
    Alerts + Frontier + Fingerprints + Records + Rejections + Statements + VisibilityIntervals + Send + Sync
{
    /// Takes articles in, all or none, and returns once they are durable. The same content again is
    /// [`Outcome::Unchanged`] and moves no revision, unless what was kept of it is damaged, which this heals. An article that was withdrawn comes back.
    /// Where one id stands twice in `articles`, the later is a version after the earlier.
    async fn upsert(&self, articles: &[Article], seen_at: Timestamp) -> Result<Vec<Outcome>, StoreError>;

    /// Marks articles as withdrawn; returns how many were not so before. Their text is kept.
    async fn withdraw(&self, ids: &[ArticleId], at: Timestamp) -> Result<usize, StoreError>;

    /// The revision: it grows with every article that is new, changed, withdrawn or restored.
    async fn revision(&self) -> Result<i64, StoreError>;

    /// What tells the history of this store up to the commit that brought `revision` from every other; `None` of a revision that
    /// this store has not.
    async fn commit_token(&self, revision: i64) -> Result<Option<String>, StoreError>;

    /// What changed after `revision`, at most `limit` articles.
    async fn changes_since(&self, revision: i64, limit: usize) -> Result<Changes, StoreError>;

    /// The articles with these keys, in this order; unknown keys are left out.
    async fn articles(&self, keys: &[ArticleKey]) -> Result<Vec<StoredArticle>, StoreError>;

    /// The article of that name; [`StoreError::Damaged`] where it does not read.
    async fn article(&self, id: &ArticleId) -> Result<Option<StoredArticle>, StoreError>;

    /// Every version of an article, oldest first.
    async fn versions(&self, id: &ArticleId) -> Result<Vec<Version>, StoreError>;

    /// Keys and revisions of the articles that are not withdrawn, by ascending key above `after`.
    async fn live(&self, after: ArticleKey, limit: usize) -> Result<Vec<(ArticleKey, i64)>, StoreError>;

    /// Keys and ids of the articles that are not withdrawn, and when their newest version was accepted; by ascending
    /// key above `after`.
    async fn addresses(
        &self,
        after: ArticleKey,
        limit: usize,
    ) -> Result<Vec<(ArticleKey, ArticleId, Timestamp)>, StoreError>;

    /// Articles that are not withdrawn, those that were first accepted last first, at most `limit`.
    async fn newest(&self, limit: usize) -> Result<Vec<StoredArticle>, StoreError>;

    /// How many articles that are not withdrawn were first accepted at this moment or later. Reads those alone.
    async fn accepted_since(&self, moment: Timestamp) -> Result<u64, StoreError>;

    /// The titles of articles that are not withdrawn, those that changed last first, at most `limit`.
    async fn titles(&self, limit: usize) -> Result<Vec<String>, StoreError>;

    /// How much there is.
    async fn counts(&self) -> Result<StoreCounts, StoreError>;

    /// Keeps files, each once, and returns when they are durable. One that is kept already and damaged is healed.
    async fn keep(&self, originals: &[Original]) -> Result<(), StoreError>;

    /// The size in bytes of a kept file.
    async fn original(&self, hash: &str) -> Result<Option<u64>, StoreError>;

    /// A piece of a kept file, from 0; all but the last have [`PIECE`] bytes. `None` beyond the last.
    async fn piece(&self, hash: &str, number: u64) -> Result<Option<Vec<u8>>, StoreError>;

    /// Reads every row and every file, and gives back those that are damaged.
    async fn damaged_rows(&self) -> Result<Vec<DamagedRow>, StoreError>;

    /// Mends damaged bulletins and earlier versions from what there is of them, and from those of `read` that have the hash of
    /// one; gives back all that are damaged. A dry run changes nothing, and says the same.
    async fn mend(&self, read: &[Article], now: Timestamp, dry_run: bool) -> Result<Vec<Mending>, StoreError>;

    /// The damaged rows that were met here so far, each once.
    fn damage_met(&self) -> Vec<DamagedRow>;

    /// Has everything that was told from articles told again.
    async fn forget_derived(&self) -> Result<(), StoreError>;

    /// Writes everything, as it is at this moment, to a file that is not there yet and opens as a store of the same kind.
    async fn copy_to(&self, file: &Path) -> Result<(), StoreError>;

    /// Writes what changed after a revision to a file that is not there yet, and says how far it goes.
    async fn increment_to(&self, file: &Path, since: i64) -> Result<Extent, StoreError>;

    /// How far this store goes.
    async fn extent(&self) -> Result<Extent, StoreError>;

    /// Ends all connections, and leaves the file without anything beside it.
    async fn close(&self);

    /// Examines the database itself; the text says what is wrong, if anything is.
    async fn integrity(&self) -> Result<Option<String>, StoreError>;
}
