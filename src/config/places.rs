//! Where things are in the data folder, and how much room they take.

use std::path::PathBuf;
use std::time::SystemTime;

use super::Config;

impl Config {
    /// Where the database is.
    pub fn database(&self) -> PathBuf {
        self.data.join("gongbao.sqlite")
    }

    /// The bytes of the database on disk, with what is still in its log.
    pub fn database_bytes(&self) -> u64 {
        let log = self.data.join("gongbao.sqlite-wal");
        [self.database(), log].iter().filter_map(|file| file.metadata().ok()).map(|data| data.len()).sum()
    }

    /// The bytes that are free where the data is.
    pub fn free_bytes(&self) -> Option<u64> {
        #[cfg(unix)]
        return rustix::fs::statvfs(&self.data).ok().map(|state| state.f_bavail * state.f_frsize);
        #[cfg(not(unix))]
        None
    }

    /// The file that the last backup leaves behind, as old as that is.
    pub fn backup_mark(&self) -> PathBuf {
        self.data.join("last-backup")
    }

    /// When a backup was last made.
    pub fn last_backup(&self) -> Option<SystemTime> {
        self.backup_mark().metadata().ok()?.modified().ok()
    }

    /// Where answers to the crawler are kept as they came.
    pub fn warc(&self) -> PathBuf {
        self.data.join("warc")
    }

    /// Where it is kept what was searched for.
    pub fn queries(&self) -> PathBuf {
        self.data.join("queries")
    }

    /// Where the suggestions are kept.
    pub fn suggestions(&self) -> PathBuf {
        self.data.join("suggestions.tsv")
    }

    /// Where the index is.
    pub fn index(&self) -> PathBuf {
        self.data.join("index")
    }
}
