//! Articles read from their table: which are wanted is asked of its indexes first, so that damage to one row, or to the
//! part of the file that it is in, costs that one alone.

use std::collections::HashMap;

use sqlx::SqliteConnection;

use super::connection::SqliteStore;
use super::rows::{in_order, lost, parse_stored, rows_of};
use crate::model::StoredArticle;
use crate::store::changes::Changes;
use crate::store::damage::{DamagedRow, RowKind};
use crate::store::error::StoreError;

pub const STORED_COLUMNS: &str = "key, id, content_hash, version, created_revision, revision, first_seen, version_seen, \
                                  shown_from, last_seen, withdrawn_at, standing, document";

/// The articles with these keys, in this order; unknown keys are left out.
pub async fn stored(
    connection: &mut SqliteConnection,
    keys: &[i64],
) -> Result<Vec<Result<StoredArticle, DamagedRow>>, StoreError> {
    let sql = format!("SELECT {STORED_COLUMNS} FROM articles WHERE key IN (SELECT value FROM json_each($1))");
    let (rows, unread) = rows_of(connection, &sql, keys).await?;
    let unread = unread.into_iter().map(|key| (*key, Err(lost(RowKind::Article, *key))));
    let read = rows.iter().map(parse_stored).filter_map(|row| {
        let key = row.as_ref().map_or_else(|damaged| damaged.key, |stored| Some(stored.key))?;
        Some((key.0, row))
    });
    let mut found: HashMap<i64, _> = read.chain(unread).collect();
    Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
}

/// Keys and revisions of what changed.
async fn changed(
    connection: &mut SqliteConnection,
    table: &str,
    revision: i64,
    limit: usize,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let select = sqlx::query_as(sqlx::AssertSqlSafe(format!(
        "SELECT key, revision FROM {table} WHERE revision > $1 AND typeof(revision) = 'integer' ORDER BY revision LIMIT $2"
    )));
    let changed: Vec<(i64, i64)> = select.bind(revision).bind(limit as i64).fetch_all(connection).await?;
    in_order(revision, changed.iter().map(|(_, revision)| *revision))?;
    Ok(changed)
}

impl SqliteStore {
    /// See [`Store::changes_since`](crate::store::Store::changes_since).
    pub(super) async fn read_changes(&self, revision: i64, limit: usize) -> Result<Changes, StoreError> {
        // One state of the database for both questions.
        let mut snapshot = self.readers.begin().await?;
        let changed = match changed(&mut snapshot, "articles", revision, limit).await {
            // The rows tell what a damaged index does not.
            Err(StoreError::Malformed(_)) => changed(&mut snapshot, "articles NOT INDEXED", revision, limit).await?,
            other => other?,
        };
        let keys: Vec<i64> = changed.iter().map(|(key, _)| *key).collect();
        let mut changes = Changes { reached: changed.last().map(|last| last.1), ..Changes::default() };
        let revisions: HashMap<i64, i64> = changed.into_iter().collect();
        for row in stored(&mut snapshot, &keys).await? {
            match row {
                Ok(stored) => changes.articles.push(stored),
                Err(damaged) => {
                    let key = damaged.key.filter(|key| revisions.contains_key(&key.0));
                    changes.damaged.extend(key.map(|key| (key, revisions[&key.0])));
                    self.tell(damaged);
                }
            }
        }
        Ok(changes)
    }
}
