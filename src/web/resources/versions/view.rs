//! A [`VersionView`] is one version of a bulletin among all its versions, compared with another where that is asked for.

use crate::model::StoredArticle;
use crate::search::features::diff::Comparison;
use crate::store::Version;

/// A version, and what is different from another one where that was asked.
pub struct VersionView<'a> {
    /// The bulletin as it is now.
    pub stored: &'a StoredArticle,
    /// Every version, oldest first.
    pub versions: &'a [Version],
    /// The one that is shown.
    pub version: &'a Version,
    /// The one it is compared with, and how it is different from that.
    pub against: Option<(&'a Version, Comparison)>,
}
