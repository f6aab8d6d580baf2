//! The [`Store`] is the truth: what was accepted is on disk before it is acknowledged, every version
//! of a bulletin is kept, and everything else can be made again from here.

mod sqlite;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::model::{Article, ArticleId, ArticleKey, StoredArticle};

pub use sqlite::SqliteStore;

/// What became of an article that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was not known before.
    New,
    /// It says something else than its last version; this is the number of the new one.
    Changed(u32),
    /// It says what its last version says.
    Unchanged,
}

/// One version of a bulletin.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// 1 for the first.
    pub number: u32,
    /// When it was accepted.
    pub seen_at: Timestamp,
    /// What it said.
    pub article: Article,
}

/// How much there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoreCounts {
    /// Bulletins that are not withdrawn.
    pub articles: u64,
    /// Bulletins that are.
    pub withdrawn: u64,
    /// Versions of them all.
    pub versions: u64,
}

/// Why a store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or failed.
    #[error("数据库出错：{0}")]
    Database(#[from] sqlx::Error),
    /// The database's tables could not be brought up to date.
    #[error("数据库升级失败：{0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored row does not read as what it must be.
    #[error("数据库中的记录 {0} 已损坏：{1}")]
    Corrupt(String, String),
    /// The folder or file of the database cannot be used.
    #[error("无法使用 {0}：{1}")]
    Unusable(String, std::io::Error),
}

/// Keeps bulletins. Every method may be called from several processes at once.
#[async_trait]
pub trait Store: Send + Sync {
    /// Takes articles in, all or none, and returns once they are durable. The same content again is
    /// [`Outcome::Unchanged`] and moves no revision. An article that was withdrawn comes back.
    /// Where one id stands twice in `articles`, the later is a version after the earlier.
    async fn upsert(&self, articles: &[Article], seen_at: Timestamp) -> Result<Vec<Outcome>, StoreError>;

    /// Marks articles as withdrawn; returns how many were not so before. Their text is kept.
    async fn withdraw(&self, ids: &[ArticleId], at: Timestamp) -> Result<usize, StoreError>;

    /// The revision: it grows with every article that is new, changed, withdrawn or restored.
    async fn revision(&self) -> Result<i64, StoreError>;

    /// Articles whose newest revision is above `revision`, by ascending revision, at most `limit`;
    /// withdrawn ones included.
    async fn changes_since(&self, revision: i64, limit: usize) -> Result<Vec<StoredArticle>, StoreError>;

    /// The articles with these keys, in this order; unknown keys are left out.
    async fn articles(&self, keys: &[ArticleKey]) -> Result<Vec<StoredArticle>, StoreError>;

    /// The article of that name.
    async fn article(&self, id: &ArticleId) -> Result<Option<StoredArticle>, StoreError>;

    /// Every version of an article, oldest first.
    async fn versions(&self, id: &ArticleId) -> Result<Vec<Version>, StoreError>;

    /// Keys and revisions of the articles that are not withdrawn, by ascending key above `after`.
    async fn live(&self, after: ArticleKey, limit: usize) -> Result<Vec<(ArticleKey, i64)>, StoreError>;

    /// The titles of articles that are not withdrawn, those that changed last first, at most `limit`.
    async fn titles(&self, limit: usize) -> Result<Vec<String>, StoreError>;

    /// How much there is.
    async fn counts(&self) -> Result<StoreCounts, StoreError>;

    /// Examines the database itself; the text says what is wrong, if anything is.
    async fn integrity(&self) -> Result<Option<String>, StoreError>;
}
