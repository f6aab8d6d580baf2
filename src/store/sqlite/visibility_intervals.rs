//! [`VisibilityIntervals`] in SQLite.

use std::collections::HashMap;

use async_trait::async_trait;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::connection::SqliteStore;
use super::rows::{Reason, lost, parse_stored, rows_of, timestamp};
use crate::model::{ArticleKey, StoredArticle};
use crate::store::damage::{DamagedRow, RowKind};
use crate::store::error::StoreError;
use crate::store::visibility_intervals::{VisibilityInterval, VisibilityIntervals};

/// What [`parse_version`] reads: an article with the text of an earlier version, where there is one of that number, and
/// number and time of that version.
const VERSION_COLUMNS: &str = "articles.key, articles.id, articles.version, \
                               articles.created_revision, articles.revision, articles.first_seen, \
                               articles.version_seen, articles.shown_from, articles.last_seen, articles.withdrawn_at, \
                               NULL AS standing, \
                               COALESCE(earlier.document, articles.document) AS document, \
                               CASE WHEN earlier.number IS NULL THEN articles.content_hash \
                               ELSE earlier.content_hash END AS content_hash, \
                               earlier.number, earlier.seen_at";

#[async_trait]
impl VisibilityIntervals for SqliteStore {
    async fn showings(&self, keys: &[ArticleKey]) -> Result<Vec<VisibilityInterval>, StoreError> {
        let keys: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let sql = format!(
            "SELECT {VERSION_COLUMNS}, showings.shown_from AS since, showings.shown_until, showings.revision AS ended \
             FROM showings JOIN articles ON articles.key = showings.key \
             LEFT JOIN earlier_versions AS earlier ON earlier.key = showings.key AND earlier.number = showings.version \
             WHERE showings.key IN (SELECT value FROM json_each($1)) ORDER BY showings.key, showings.shown_from"
        );
        let (rows, unread) = rows_of(&mut *self.readers.acquire().await?, &sql, &keys).await?;
        unread.into_iter().for_each(|key| self.tell(lost(RowKind::Version, *key)));
        Ok(self.sound(rows.iter().map(parse_interval)))
    }

    async fn count_showings(&self) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM showings").fetch_one(&self.readers).await?;
        Ok(count as u64)
    }

    async fn versions_of(&self, versions: &[(ArticleKey, u32)]) -> Result<Vec<StoredArticle>, StoreError> {
        let wanted: Vec<(i64, u32)> = versions.iter().map(|(key, number)| (key.0, *number)).collect();
        let sql = format!(
            "SELECT {VERSION_COLUMNS} FROM json_each($1) AS wanted \
             JOIN articles ON articles.key = json_extract(wanted.value, '$[0]') \
             LEFT JOIN earlier_versions AS earlier \
             ON earlier.key = articles.key AND earlier.number = json_extract(wanted.value, '$[1]')"
        );
        let (rows, unread) = rows_of(&mut *self.readers.acquire().await?, &sql, &wanted).await?;
        unread.into_iter().for_each(|(key, _)| self.tell(lost(RowKind::Version, *key)));
        let read = self.sound(rows.iter().map(parse_version));
        let mut found: HashMap<(ArticleKey, u32), StoredArticle> =
            read.into_iter().map(|stored| ((stored.key, stored.version), stored)).collect();
        Ok(versions.iter().filter_map(|version| found.remove(version)).collect())
    }
}

fn parse_interval(row: &SqliteRow) -> Result<VisibilityInterval, DamagedRow> {
    let mut stored = parse_version(row)?;
    let name = stored.article.id.to_string();
    let read = || {
        stored.shown_from = timestamp(row.try_get("since")?)?;
        let until = timestamp(row.try_get("shown_until")?)?;
        Ok(VisibilityInterval { stored, until, ended: row.try_get("ended")? })
    };
    read().map_err(|reason: Reason| reason.into_row(RowKind::Version, name))
}

/// An article in the version that the row has.
fn parse_version(row: &SqliteRow) -> Result<StoredArticle, DamagedRow> {
    let number: Option<u32> = row.try_get("number").unwrap_or_default();
    let Some(version) = number else { return parse_stored(row) };
    let of_version = |damaged: DamagedRow| DamagedRow {
        kind: RowKind::Version,
        name: format!("{} 第 {version} 版", damaged.name),
        ..damaged
    };
    let stored = parse_stored(row).map_err(of_version)?;
    let seen = || timestamp(row.try_get("seen_at")?);
    let version_seen =
        seen().map_err(|reason: Reason| of_version(reason.into_row(RowKind::Version, &stored.article.id)))?;
    Ok(StoredArticle { version, version_seen, ..stored })
}

/// Writes down that what is shown of an article ceases to be, by the change of that revision. What was not shown for
/// a millisecond was never shown.
pub async fn end_showing(
    connection: &mut SqliteConnection,
    key: i64,
    until: i64,
    revision: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO showings (key, version, shown_from, shown_until, revision) \
         SELECT key, version, shown_from, $2, $3 FROM articles \
         WHERE key = $1 AND withdrawn_at IS NULL AND shown_from < $2",
    )
    .bind(key)
    .bind(until)
    .bind(revision)
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use sqlx::SqlitePool;

    /// The migration that made showings.
    const MIGRATION: &str = include_str!("../../../migrations/sqlite/0006_showings.sql");

    #[tokio::test]
    async fn what_versions_tell_of_the_time_before_is_taken_over() {
        let pool = SqlitePool::connect("sqlite::memory:").await.unwrap();
        sqlx::raw_sql(include_str!("../../../migrations/sqlite/0001_articles.sql")).execute(&pool).await.unwrap();
        sqlx::raw_sql(
            "INSERT INTO articles VALUES
                 (1, 'changed', 'h', 3, 1, 6, 10, 30, 40, NULL, '{}'),
                 (2, 'withdrawn', 'h', 1, 2, 7, 10, 10, 10, 50, '{}'),
                 (3, 'at once', 'h', 2, 3, 4, 10, 10, 10, NULL, '{}'),
                 (4, 'plain', 'h', 1, 5, 5, 10, 10, 99, NULL, '{}');
             INSERT INTO earlier_versions VALUES (1, 1, 10, '{}'), (1, 2, 20, '{}'), (3, 1, 10, '{}');",
        )
        .execute(&pool)
        .await
        .unwrap();
        sqlx::raw_sql(MIGRATION).execute(&pool).await.unwrap();
        let told: Vec<(i64, i64, i64, i64, i64)> =
            sqlx::query_as("SELECT * FROM showings ORDER BY key, shown_from").fetch_all(&pool).await.unwrap();
        assert_eq!(told, [(1, 1, 10, 20, 0), (1, 2, 20, 30, 0), (2, 1, 10, 50, 0)]);
        let from: Vec<i64> =
            sqlx::query_scalar("SELECT shown_from FROM articles ORDER BY key").fetch_all(&pool).await.unwrap();
        assert_eq!(from, [30, 10, 10, 10]);
    }
}
