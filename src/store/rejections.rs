//! A [`RejectionRecord`] is something an import would not take, with its place, its reason and its bytes; a
//! [`StoredRejection`] is one as the store keeps it, under a number, until it is read again or dropped.

use async_trait::async_trait;
use jiff::Timestamp;

use super::error::StoreError;

/// Bytes that are kept of one rejection.
pub const MAX_REJECTION_BYTES: usize = 4 << 20;

/// Rejections that are kept; the oldest give way.
pub const MAX_REJECTIONS: u64 = 10_000;

/// Bytes that are kept of all of them; the oldest give way.
pub const MAX_ALL_REJECTION_BYTES: u64 = 256 << 20;

/// Something that was rejected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RejectionRecord {
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
    /// What the operator had said that names mean: `body=content`.
    pub mappings: Vec<String>,
    /// Bytes of the whole.
    pub bytes: u64,
    /// The whole, or its beginning where the whole is longer than [`MAX_REJECTION_BYTES`] or was never held.
    pub content: Vec<u8>,
}

impl RejectionRecord {
    /// Whether every byte is there, so that it can be read again.
    pub fn is_whole(&self) -> bool {
        self.bytes > 0 && self.content.len() as u64 == self.bytes
    }
}

/// A rejection as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRejection {
    /// Its number, from 1, never given again.
    pub number: i64,
    /// When it was rejected last.
    pub at: Timestamp,
    /// What was rejected. In lists `content` is left empty.
    pub record: RejectionRecord,
    /// Bytes of `content` that are kept.
    pub kept: u64,
}

/// Keeps what imports rejected.
#[async_trait]
pub trait Rejections: Send + Sync {
    /// Keeps rejections, and returns when they are durable. The same content rejected at the same place again takes
    /// the place of the earlier. Returns how many of the oldest gave way to the bounds.
    async fn keep_rejections(&self, records: &[RejectionRecord], at: Timestamp) -> Result<u64, StoreError>;

    /// Forgets what was rejected of these files before that moment: they have been read anew since.
    async fn supersede(&self, paths: &[String], before: Timestamp) -> Result<u64, StoreError>;

    /// Refusals numbered above `after`, by ascending number, at most `limit`, without their content.
    async fn rejections(&self, after: i64, limit: usize) -> Result<Vec<StoredRejection>, StoreError>;

    /// The rejection of that number, with its content.
    async fn rejection(&self, number: i64) -> Result<Option<StoredRejection>, StoreError>;

    /// Says anew why a rejection is one.
    async fn update_rejection(&self, number: i64, kind: &str, reason: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Forgets rejections; returns how many of the numbers there were.
    async fn drop_rejections(&self, numbers: &[i64]) -> Result<u64, StoreError>;

    /// How many rejections there are, by publisher (`None` where it could not be read) and kind.
    async fn rejection_counts(&self) -> Result<Vec<(Option<String>, String, u64)>, StoreError>;
}
