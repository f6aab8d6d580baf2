//! The embedded [`Store`]: one SQLite file in WAL mode, `synchronous=FULL`, so that a transaction that
//! was acknowledged survives both the process and the power. One connection writes, several read.

mod alerts;
mod articles;
mod connection;
mod damage;
mod error;
mod fingerprints;
mod frontier;
pub mod increment;
mod mend;
mod records;
mod rejections;
mod rows;
pub mod salvage;
mod statements;
mod transaction;
mod upsert;
mod visibility_intervals;

use std::path::Path;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use self::articles::stored;
pub use self::connection::{SqliteStore, turn};

use self::connection::private;
use self::damage::is_sound;
use self::rows::{Reason, current_revision, in_order, rows_of, set_revision, timestamp};
use self::upsert::{length_without_repeats, upsert_wave};
use self::visibility_intervals::end_showing;
use crate::model::{Article, ArticleId, ArticleKey, StoredArticle};
use crate::store::backup::Extent;
use crate::store::changes::Changes;
use crate::store::damage::{DamagedRow, Mending, RowKind};
use crate::store::error::StoreError;
use crate::store::original::{Original, PIECE};
use crate::store::version::{Outcome, StoreCounts, Version};
use crate::store::{Store, VisibilityIntervals};

#[async_trait]
impl Store for SqliteStore {
    async fn upsert(&self, articles: &[Article], seen_at: Timestamp) -> Result<Vec<Outcome>, StoreError> {
        let mut transaction = self.begin().await?;
        let mut outcomes = Vec::with_capacity(articles.len());
        let mut rest = articles;
        while !rest.is_empty() {
            let (wave, later) = rest.split_at(length_without_repeats(rest));
            upsert_wave(&mut transaction, wave, seen_at.as_millisecond(), &mut outcomes).await?;
            rest = later;
        }
        transaction.commit().await?;
        Ok(outcomes)
    }

    async fn withdraw(&self, ids: &[ArticleId], at: Timestamp) -> Result<usize, StoreError> {
        let mut transaction = self.begin().await?;
        let mut revision = current_revision(&mut transaction).await?;
        let mut withdrawn = 0;
        for id in ids {
            let shown = sqlx::query_scalar("SELECT key FROM articles WHERE id = $1 AND withdrawn_at IS NULL");
            let Some(key) = shown.bind(id.as_str()).fetch_optional(&mut *transaction).await? else { continue };
            revision += 1;
            withdrawn += 1;
            end_showing(&mut transaction, key, at.as_millisecond(), revision).await?;
            sqlx::query("UPDATE articles SET withdrawn_at = $1, revision = $2 WHERE key = $3")
                .bind(at.as_millisecond())
                .bind(revision)
                .bind(key)
                .execute(&mut *transaction)
                .await?;
        }
        set_revision(&mut transaction, revision).await?;
        transaction.commit().await?;
        Ok(withdrawn)
    }

    async fn revision(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT revision FROM state").fetch_one(&self.readers).await?)
    }

    async fn commit_token(&self, revision: i64) -> Result<Option<String>, StoreError> {
        // The revisions of a commit become known together.
        let select = "SELECT lower(hex(token)) FROM commits WHERE revision >= $1 ORDER BY revision LIMIT 1";
        Ok(sqlx::query_scalar(select).bind(revision).fetch_optional(&self.readers).await?)
    }

    async fn changes_since(&self, revision: i64, limit: usize) -> Result<Changes, StoreError> {
        self.read_changes(revision, limit).await
    }

    async fn articles(&self, keys: &[ArticleKey]) -> Result<Vec<StoredArticle>, StoreError> {
        let keys: Vec<i64> = keys.iter().map(|key| key.0).collect();
        Ok(self.sound(stored(&mut *self.readers.acquire().await?, &keys).await?))
    }

    async fn article(&self, id: &ArticleId) -> Result<Option<StoredArticle>, StoreError> {
        let mut snapshot = self.readers.begin().await?;
        let key: Option<i64> = sqlx::query_scalar("SELECT key FROM articles WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(&mut *snapshot)
            .await?;
        let found = stored(&mut snapshot, &Vec::from_iter(key)).await?.pop();
        found.transpose().map_err(|damaged| {
            self.tell(damaged.clone());
            StoreError::Damaged(damaged)
        })
    }

    async fn versions(&self, id: &ArticleId) -> Result<Vec<Version>, StoreError> {
        let versions: Vec<(i64, u32)> = sqlx::query_as(
            "SELECT key, number FROM earlier_versions WHERE key = (SELECT key FROM articles WHERE id = $1) \
             UNION ALL SELECT key, version FROM articles WHERE id = $1 ORDER BY 2",
        )
        .bind(id.as_str())
        .fetch_all(&self.readers)
        .await?;
        let versions: Vec<_> = versions.into_iter().map(|(key, number)| (ArticleKey(key), number)).collect();
        let version = |stored: StoredArticle| Version {
            number: stored.version,
            seen_at: stored.version_seen,
            article: stored.article,
        };
        Ok(self.versions_of(&versions).await?.into_iter().map(version).collect())
    }

    async fn live(&self, after: ArticleKey, limit: usize) -> Result<Vec<(ArticleKey, i64)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT key, revision FROM articles WHERE key > $1 AND withdrawn_at IS NULL \
             AND typeof(revision) = 'integer' ORDER BY key LIMIT $2",
        )
        .bind(after.0)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        in_order(after.0, rows.iter().map(|(key, _)| *key))?;
        Ok(rows.into_iter().map(|(key, revision)| (ArticleKey(key), revision)).collect())
    }

    async fn addresses(
        &self,
        after: ArticleKey,
        limit: usize,
    ) -> Result<Vec<(ArticleKey, ArticleId, Timestamp)>, StoreError> {
        let rows = sqlx::query(
            "SELECT key, id, version_seen FROM articles WHERE key > $1 AND withdrawn_at IS NULL ORDER BY key LIMIT $2",
        )
        .bind(after.0)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        in_order(after.0, rows.iter().filter_map(|row| row.try_get("key").ok()))?;
        Ok(self.sound(rows.iter().map(parse_address)))
    }

    // Keys are given in the order of acceptance.
    async fn newest(&self, limit: usize) -> Result<Vec<StoredArticle>, StoreError> {
        let mut snapshot = self.readers.begin().await?;
        let keys: Vec<i64> =
            sqlx::query_scalar("SELECT key FROM articles WHERE withdrawn_at IS NULL ORDER BY key DESC LIMIT $1")
                .bind(limit as i64)
                .fetch_all(&mut *snapshot)
                .await?;
        Ok(self.sound(stored(&mut snapshot, &keys).await?))
    }

    async fn accepted_since(&self, moment: Timestamp) -> Result<u64, StoreError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM articles WHERE withdrawn_at IS NULL AND key > \
             ifnull((SELECT key FROM articles WHERE first_seen < $1 ORDER BY key DESC LIMIT 1), 0)",
        )
        .bind(moment.as_millisecond())
        .fetch_one(&self.readers)
        .await?;
        Ok(count as u64)
    }

    async fn titles(&self, limit: usize) -> Result<Vec<String>, StoreError> {
        let keys: Vec<i64> =
            sqlx::query_scalar("SELECT key FROM articles WHERE withdrawn_at IS NULL ORDER BY revision DESC LIMIT $1")
                .bind(limit as i64)
                .fetch_all(&self.readers)
                .await?;
        let select = "SELECT CASE WHEN json_valid(document) THEN json_extract(document, '$.title') END FROM articles \
                      WHERE key IN (SELECT value FROM json_each($1)) ORDER BY revision DESC";
        let (rows, _) = rows_of(&mut *self.readers.acquire().await?, select, &keys).await?;
        // A title that does not read is told of by whoever reads its article.
        Ok(rows.iter().filter_map(|row| row.try_get::<Option<String>, _>(0).ok()?).collect())
    }

    async fn counts(&self) -> Result<StoreCounts, StoreError> {
        let (live, withdrawn, earlier): (i64, i64, i64) = sqlx::query_as(
            "SELECT COUNT(*) FILTER (WHERE withdrawn_at IS NULL), COUNT(*) FILTER (WHERE withdrawn_at IS NOT NULL), \
             (SELECT COUNT(*) FROM earlier_versions) FROM articles",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(StoreCounts {
            articles: live as u64,
            withdrawn: withdrawn as u64,
            versions: (live + withdrawn + earlier) as u64,
        })
    }

    async fn keep(&self, originals: &[Original]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for original in originals {
            let new = sqlx::query(
                "INSERT INTO originals (hash, bytes, revision) SELECT $1, $2, revision FROM state WHERE true \
                 ON CONFLICT DO NOTHING",
            )
            .bind(&original.hash)
            .bind(original.content.len() as i64)
            .execute(&mut *transaction)
            .await?;
            if new.rows_affected() == 0 {
                if is_sound(&mut transaction, &original.hash, original.content.len() as u64).await? {
                    continue;
                }
                for forget in [
                    "DELETE FROM original_pieces WHERE hash = $1",
                    "UPDATE originals SET bytes = $2, revision = (SELECT revision FROM state) WHERE hash = $1",
                ] {
                    let bytes = original.content.len() as i64;
                    sqlx::query(forget).bind(&original.hash).bind(bytes).execute(&mut *transaction).await?;
                }
            }
            for (number, piece) in original.content.chunks(PIECE).enumerate() {
                sqlx::query("INSERT INTO original_pieces (hash, number, content) VALUES ($1, $2, $3)")
                    .bind(&original.hash)
                    .bind(number as i64)
                    .bind(piece)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        Ok(transaction.commit().await?)
    }

    async fn original(&self, hash: &str) -> Result<Option<u64>, StoreError> {
        let bytes: Option<i64> = sqlx::query_scalar("SELECT bytes FROM originals WHERE hash = $1")
            .bind(hash)
            .fetch_optional(&self.readers)
            .await?;
        Ok(bytes.map(|bytes| bytes as u64))
    }

    async fn piece(&self, hash: &str, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(sqlx::query_scalar("SELECT content FROM original_pieces WHERE hash = $1 AND number = $2")
            .bind(hash)
            .bind(number as i64)
            .fetch_optional(&self.readers)
            .await?)
    }

    async fn damaged_rows(&self) -> Result<Vec<DamagedRow>, StoreError> {
        self.find_damage().await
    }

    async fn mend(&self, read: &[Article], now: Timestamp, dry_run: bool) -> Result<Vec<Mending>, StoreError> {
        self.mend_rows(read, now.as_millisecond(), dry_run).await
    }

    fn damage_met(&self) -> Vec<DamagedRow> {
        self.told()
    }

    async fn forget_derived(&self) -> Result<(), StoreError> {
        // What was told by no known method is told anew by the next who looks.
        let mut transaction = self.begin().await?;
        for forget in ["UPDATE statements_state SET method = -1", "UPDATE prints_state SET method = -1"] {
            sqlx::query(forget).execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }

    async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        private(file)?;
        // One statement reads one state, while others write.
        let copy = sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy().into_owned());
        copy.execute(&self.readers).await?;
        let synced = std::fs::File::open(file).and_then(|file| file.sync_all());
        synced.map_err(|error| StoreError::Unusable(file.display().to_string(), error))
    }

    async fn increment_to(&self, file: &Path, since: i64) -> Result<Extent, StoreError> {
        self.write_increment(file, since).await
    }

    async fn extent(&self) -> Result<Extent, StoreError> {
        increment::extent(&mut *self.readers.acquire().await?).await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    async fn integrity(&self) -> Result<Option<String>, StoreError> {
        let checked: Result<Vec<String>, _> =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&self.readers).await;
        match checked.map_err(StoreError::from) {
            Ok(findings) => Ok(Some(findings.join("; ")).filter(|findings| findings != "ok")),
            Err(StoreError::Malformed(cause)) => Ok(Some(cause.to_string())),
            Err(error) => Err(error),
        }
    }
}

fn parse_address(row: &SqliteRow) -> Result<(ArticleKey, ArticleId, Timestamp), DamagedRow> {
    let read = || {
        let id: String = row.try_get("id")?;
        let id = ArticleId::new(&id).ok_or_else(|| Reason(format!("编号不能是 {id}")))?;
        Ok((ArticleKey(row.try_get("key")?), id, timestamp(row.try_get("version_seen")?)?))
    };
    let key: i64 = row.try_get("key").unwrap_or_default();
    read().map_err(|reason: Reason| reason.into_row(RowKind::Article, format!("第 {key} 号")))
}
