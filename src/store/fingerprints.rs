//! A [`Fingerprint`] is what the text of an article leaves for telling its reprints (转载); the store keeps prints, finds
//! those that may be alike, and holds the clusters of those that are.

use async_trait::async_trait;

use super::error::StoreError;
use crate::model::ArticleKey;

/// Prints under one band, at most: further copies are found by these.
pub const BAND_MEMBERS: usize = 32;

/// What the text of an article leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The article.
    pub key: ArticleKey,
    /// The hash of its folded text.
    pub exact: i64,
    /// First day of 发布日期 in days since 1970-01-01.
    pub day: Option<i32>,
    /// Its length in characters.
    pub length: u32,
    /// Its MinHash signature.
    pub signature: Vec<u8>,
    /// Texts that share one of these may be alike.
    pub bands: Vec<i64>,
}

/// An article and the cluster it is in now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The article.
    pub key: ArticleKey,
    /// The cluster, by the key of one of its members; `None` where no other article says the same.
    pub cluster: Option<ArticleKey>,
    /// [`Fingerprint::day`].
    pub day: Option<i32>,
}

/// How far prints are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FingerprintsState {
    /// The revision up to which every article has its print.
    pub revision: i64,
    /// The number of the last change to clusters.
    pub serial: i64,
}

/// What is to become of a run of changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FingerprintsChange {
    /// The revision at which it begins: what [`FingerprintsState::revision`] must still be.
    pub from: i64,
    /// The revision up to which it goes.
    pub to: i64,
    /// New prints, in the place of any older ones.
    pub prints: Vec<Fingerprint>,
    /// Articles that have no print any more.
    pub gone: Vec<ArticleKey>,
    /// Articles that say the same.
    pub pairs: Vec<(ArticleKey, ArticleKey)>,
}

/// Keeps prints and clusters.
#[async_trait]
pub trait Fingerprints: Send + Sync {
    /// How far prints made by this method are; those made by another are forgotten first.
    async fn prints_state(&self, method: i64) -> Result<FingerprintsState, StoreError>;

    /// The prints that stand under one of these bands, each once.
    async fn prints_under(&self, bands: &[i64]) -> Result<Vec<Fingerprint>, StoreError>;

    /// Takes a run of changes over, all or nothing; `false` where another process has done so meanwhile.
    async fn change_prints(&self, change: &FingerprintsChange) -> Result<bool, StoreError>;

    /// The articles whose cluster changed after the change of that number.
    async fn clusters_since(&self, serial: i64) -> Result<Vec<Member>, StoreError>;
}
