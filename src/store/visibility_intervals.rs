//! A [`VisibilityInterval`] is a time that is over in which a version of a bulletin was shown: until another took its place, or
//! until it was withdrawn. With them, and what is shown now, the archive is known as it stood at any time.

use async_trait::async_trait;
use jiff::Timestamp;

use super::error::StoreError;
use crate::model::{ArticleKey, StoredArticle};

/// A version as it was shown for a time; since when is [`StoredArticle::shown_from`].
#[derive(Debug, Clone, PartialEq)]
pub struct VisibilityInterval {
    /// The version.
    pub stored: StoredArticle,
    /// When it ceased to be shown.
    pub until: Timestamp,
    /// The store's revision of the change that ended it; 0 where it is older than the store's knowledge of showings.
    pub ended: i64,
}

/// Knows what was shown when. Showings of one bulletin never overlap, nor does one reach into the time of what is
/// shown now.
#[async_trait]
pub trait VisibilityIntervals {
    /// The showings of these bulletins, by ascending key and time.
    async fn showings(&self, keys: &[ArticleKey]) -> Result<Vec<VisibilityInterval>, StoreError>;

    /// How many showings there are.
    async fn count_showings(&self) -> Result<u64, StoreError>;

    /// Bulletins as these versions of them say, in this order; each but its text and what belongs to the version is as
    /// it is now. Unknown ones are left out.
    async fn versions_of(&self, versions: &[(ArticleKey, u32)]) -> Result<Vec<StoredArticle>, StoreError>;
}
