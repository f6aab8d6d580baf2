//! A [`FileId`] tells a file from another that has taken its place.

use std::path::Path;

/// Which file a path leads to: another after it was replaced, whatever it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId(u64, u64);

impl FileId {
    /// The file there, where there is one.
    #[cfg(unix)]
    pub fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;

        path.metadata().ok().map(|data| Self(data.dev(), data.ino()))
    }

    /// Elsewhere a file in use cannot be replaced.
    #[cfg(not(unix))]
    pub fn of(_: &Path) -> Option<Self> {
        None
    }
}
