//! A [`Refusal`] is something an import would not take, with its place, its reason and its bytes; a [`Reject`]
//! is one as the store keeps it, under a number, until it is read again or dropped.

use async_trait::async_trait;
use jiff::Timestamp;

use super::error::StoreError;

/// Bytes that are kept of one refusal.
pub const REJECT_BYTES: usize = 4 << 20;

/// Refusals that are kept; the oldest give way.
pub const MOST_REJECTS: u64 = 10_000;

/// Bytes that are kept of all of them; the oldest give way.
pub const MOST_REJECT_BYTES: u64 = 256 << 20;

/// Something that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refusal {
    /// The file, or `-` for standard input.
    pub path: String,
    /// The line, or the place in an array, from 1.
    pub line: Option<u64>,
    /// The format it was read as, where that was known: `jsonl`, `html` …
    pub format: Option<String>,
    /// What kind of failure it is: `unreadable`, `too_large`, `format`, `content`, `field:published_on` …
    pub kind: String,
    /// The publisher, where as much could be read.
    pub source: Option<String>,
    /// Why, and what to do.
    pub reason: String,
    /// Bytes of the whole.
    pub bytes: u64,
    /// The whole, or its beginning where the whole is longer than [`REJECT_BYTES`] or was never held.
    pub content: Vec<u8>,
}

impl Refusal {
    /// Whether every byte is there, so that it can be read again.
    pub fn is_whole(&self) -> bool {
        self.bytes > 0 && self.content.len() as u64 == self.bytes
    }
}

/// A refusal as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// Its number, from 1, never given again.
    pub number: i64,
    /// When it was refused last.
    pub at: Timestamp,
    /// What was refused. In lists `content` is left empty.
    pub refusal: Refusal,
    /// Bytes of `content` that are kept.
    pub kept: u64,
}

/// Keeps what imports refused.
#[async_trait]
pub trait Rejects: Send + Sync {
    /// Keeps refusals, and returns when they are durable. The same content refused at the same place again takes
    /// the place of the earlier. Returns how many of the oldest gave way to the bounds.
    async fn refuse(&self, refusals: &[Refusal], at: Timestamp) -> Result<u64, StoreError>;

    /// Forgets what was refused of these files before that moment: they have been read anew since.
    async fn supersede(&self, paths: &[String], before: Timestamp) -> Result<u64, StoreError>;

    /// Refusals numbered above `after`, by ascending number, at most `limit`, without their content.
    async fn rejects(&self, after: i64, limit: usize) -> Result<Vec<Reject>, StoreError>;

    /// The refusal of that number, with its content.
    async fn reject(&self, number: i64) -> Result<Option<Reject>, StoreError>;

    /// Says anew why a refusal is one.
    async fn refuse_again(&self, number: i64, kind: &str, reason: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Forgets refusals; returns how many of the numbers there were.
    async fn drop_rejects(&self, numbers: &[i64]) -> Result<u64, StoreError>;

    /// How many refusals there are, by publisher (`None` where it could not be read) and kind.
    async fn reject_counts(&self) -> Result<Vec<(Option<String>, String, u64)>, StoreError>;
}
