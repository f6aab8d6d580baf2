//! A [`Transaction`] of the one connection that writes. One that does not end with a commit that succeeded takes its
//! connection with it: what state a failure left it in (SQLite may have rolled back by itself, or not) is nobody's
//! business any more, and the next transaction begins on a new one.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqliteConnection};

use super::connection::SqliteStore;
use crate::store::error::StoreError;

/// Changes that are made together, or not at all.
pub struct Transaction {
    connection: PoolConnection<Sqlite>,
    is_committed: bool,
}

impl SqliteStore {
    /// Waits for the writer, of this process and of others, and begins.
    pub(super) async fn begin(&self) -> Result<Transaction, StoreError> {
        let mut transaction = Transaction { connection: self.writer.acquire().await?, is_committed: false };
        sqlx::query("BEGIN IMMEDIATE").execute(&mut *transaction).await?;
        Ok(transaction)
    }
}

impl Transaction {
    /// Makes the changes durable.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        sqlx::query("COMMIT").execute(&mut *self).await?;
        self.is_committed = true;
        Ok(())
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if !self.is_committed {
            // SQLite rolls back what a connection that closes has not committed.
            self.connection.close_on_drop();
        }
    }
}

impl Deref for Transaction {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.connection
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::store::{Original, Store};

    /// Regression: SQLite rolls back by itself where the disk is full, after which every later transaction on the same
    /// connection was refused until a restart.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_disk_is_said_and_leaves_the_writer_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("s.sqlite")).await.unwrap();
        let original = Original::new(vec![7; 1 << 20]);
        // The bound holds for this connection alone: with another there is room again.
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&store.writer).await.unwrap();
        let bound = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {}", pages + 20));
        sqlx::query(bound).execute(&store.writer).await.unwrap();
        let error = store.keep(std::slice::from_ref(&original)).await.unwrap_err();
        assert!(matches!(error, StoreError::Full(_)), "{error}");
        assert!(error.to_string().contains("磁盘已满"), "{error}");
        assert_eq!(store.original(&original.hash).await.unwrap(), None, "all of it or nothing");
        store.keep(std::slice::from_ref(&original)).await.unwrap();
        assert_eq!(store.original(&original.hash).await.unwrap(), Some(1 << 20));
    }

    /// What is not committed is undone, also where a task is dropped in the middle.
    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_not_committed_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("s.sqlite")).await.unwrap();
        let mut transaction = store.begin().await.unwrap();
        sqlx::query("UPDATE state SET revision = 7").execute(&mut *transaction).await.unwrap();
        drop(transaction);
        assert_eq!(store.revision().await.unwrap(), 0);
        assert_eq!(store.withdraw(&[], Timestamp::UNIX_EPOCH).await.unwrap(), 0, "the next transaction begins");
    }
}
