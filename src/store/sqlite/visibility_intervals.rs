//! [`VisibilityIntervals`] in SQLite.

use std::collections::HashMap;

use async_trait::async_trait;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::connection::SqliteStore;
use super::rows::{json, parse_stored, timestamp};
use crate::model::{ArticleKey, StoredArticle};
use crate::store::error::StoreError;
use crate::store::visibility_intervals::{VisibilityInterval, VisibilityIntervals};

/// What [`parse_version`] reads: an article with the text of an earlier version, where there is one of that number, and
/// number and time of that version.
const VERSION_COLUMNS: &str = "articles.key, articles.id, articles.content_hash, articles.version, \
                               articles.created_revision, articles.revision, articles.first_seen, \
                               articles.version_seen, articles.shown_from, articles.last_seen, articles.withdrawn_at, \
                               NULL AS standing, \
                               COALESCE(earlier.document, articles.document) AS document, \
                               earlier.number, earlier.seen_at";

#[async_trait]
impl VisibilityIntervals for SqliteStore {
    async fn showings(&self, keys: &[ArticleKey]) -> Result<Vec<VisibilityInterval>, StoreError> {
        let keys: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {VERSION_COLUMNS}, showings.shown_from AS since, showings.shown_until, showings.revision AS ended \
             FROM showings JOIN articles ON articles.key = showings.key \
             LEFT JOIN earlier_versions AS earlier ON earlier.key = showings.key AND earlier.number = showings.version \
             WHERE showings.key IN (SELECT value FROM json_each($1)) ORDER BY showings.key, showings.shown_from"
        )))
        .bind(json(&keys))
        .fetch_all(&self.readers)
        .await?;
        let read = |row: &SqliteRow| {
            let mut stored = parse_version(row)?;
            stored.shown_from = timestamp(row.try_get("since")?)?;
            Ok(VisibilityInterval {
                stored,
                until: timestamp(row.try_get("shown_until")?)?,
                ended: row.try_get("ended")?,
            })
        };
        rows.iter().map(read).collect()
    }

    async fn count_showings(&self) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM showings").fetch_one(&self.readers).await?;
        Ok(count as u64)
    }

    async fn versions_of(&self, versions: &[(ArticleKey, u32)]) -> Result<Vec<StoredArticle>, StoreError> {
        let wanted: Vec<(i64, u32)> = versions.iter().map(|(key, number)| (key.0, *number)).collect();
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {VERSION_COLUMNS} FROM json_each($1) AS wanted \
             JOIN articles ON articles.key = json_extract(wanted.value, '$[0]') \
             LEFT JOIN earlier_versions AS earlier \
             ON earlier.key = articles.key AND earlier.number = json_extract(wanted.value, '$[1]')"
        )))
        .bind(json(&wanted))
        .fetch_all(&self.readers)
        .await?;
        let read = rows.iter().map(|row| parse_version(row).map(|stored| ((stored.key, stored.version), stored)));
        let mut found: HashMap<(ArticleKey, u32), StoredArticle> = read.collect::<Result<_, _>>()?;
        Ok(versions.iter().filter_map(|version| found.remove(version)).collect())
    }
}

/// An article in the version that the row has.
fn parse_version(row: &SqliteRow) -> Result<StoredArticle, StoreError> {
    let stored = parse_stored(row)?;
    let Some(version) = row.try_get("number")? else { return Ok(stored) };
    let version_seen = timestamp(row.try_get("seen_at")?)?;
    Ok(StoredArticle { version, version_seen, content_hash: stored.article.content_hash(), ..stored })
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
