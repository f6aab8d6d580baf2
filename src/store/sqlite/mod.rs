//! The embedded [`Store`]: one SQLite file in WAL mode, `synchronous=FULL`, so that a transaction that
//! was acknowledged survives both the process and the power. One connection writes, several read.

mod alerts;
mod connection;
mod error;
mod fingerprints;
mod frontier;
mod records;
mod rejections;
mod rows;
mod statements;
mod transaction;
mod upsert;
mod visibility_intervals;

use std::collections::HashMap;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;

pub use self::connection::SqliteStore;
use self::rows::{current_revision, json, parse_document, parse_stored, set_revision, timestamp};
use self::upsert::{length_without_repeats, upsert_wave};
use self::visibility_intervals::end_showing;
use crate::model::{Article, ArticleId, ArticleKey, StoredArticle};
use crate::store::Store;
use crate::store::error::StoreError;
use crate::store::original::{Original, PIECE};
use crate::store::version::{Outcome, StoreCounts, Version};

const STORED_COLUMNS: &str = "key, id, content_hash, version, created_revision, revision, first_seen, version_seen, \
                              shown_from, last_seen, withdrawn_at, standing, document";

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

    async fn changes_since(&self, revision: i64, limit: usize) -> Result<Vec<StoredArticle>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {STORED_COLUMNS} FROM articles WHERE revision > $1 ORDER BY revision LIMIT $2"
        )))
        .bind(revision)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(parse_stored).collect()
    }

    async fn articles(&self, keys: &[ArticleKey]) -> Result<Vec<StoredArticle>, StoreError> {
        let wanted: Vec<i64> = keys.iter().map(|key| key.0).collect();
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {STORED_COLUMNS} FROM articles WHERE key IN (SELECT value FROM json_each($1))"
        )))
        .bind(json(&wanted))
        .fetch_all(&self.readers)
        .await?;
        let mut found = HashMap::with_capacity(rows.len());
        for row in &rows {
            let stored = parse_stored(row)?;
            found.insert(stored.key, stored);
        }
        Ok(keys.iter().filter_map(|key| found.remove(key)).collect())
    }

    async fn article(&self, id: &ArticleId) -> Result<Option<StoredArticle>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {STORED_COLUMNS} FROM articles WHERE id = $1")))
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(parse_stored).transpose()
    }

    async fn versions(&self, id: &ArticleId) -> Result<Vec<Version>, StoreError> {
        let rows = sqlx::query(
            "SELECT number, seen_at, document FROM earlier_versions \
             WHERE key = (SELECT key FROM articles WHERE id = $1) \
             UNION ALL SELECT version, version_seen, document FROM articles WHERE id = $1 ORDER BY 1",
        )
        .bind(id.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Version {
                    number: row.try_get(0)?,
                    seen_at: timestamp(row.try_get(1)?)?,
                    article: parse_document(id.as_str(), row.try_get(2)?)?,
                })
            })
            .collect()
    }

    async fn live(&self, after: ArticleKey, limit: usize) -> Result<Vec<(ArticleKey, i64)>, StoreError> {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT key, revision FROM articles WHERE key > $1 AND withdrawn_at IS NULL ORDER BY key LIMIT $2",
        )
        .bind(after.0)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(key, revision)| (ArticleKey(key), revision)).collect())
    }

    async fn addresses(
        &self,
        after: ArticleKey,
        limit: usize,
    ) -> Result<Vec<(ArticleKey, ArticleId, Timestamp)>, StoreError> {
        let rows: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT key, id, version_seen FROM articles WHERE key > $1 AND withdrawn_at IS NULL ORDER BY key LIMIT $2",
        )
        .bind(after.0)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(key, id, seen)| {
                let id = ArticleId::new(&id)
                    .ok_or_else(|| StoreError::Corrupt(id.clone(), "the id cannot be one".to_owned()))?;
                Ok((ArticleKey(key), id, timestamp(seen)?))
            })
            .collect()
    }

    // Keys are given in the order of acceptance.
    async fn newest(&self, limit: usize) -> Result<Vec<StoredArticle>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {STORED_COLUMNS} FROM articles WHERE withdrawn_at IS NULL ORDER BY key DESC LIMIT $1"
        )))
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(parse_stored).collect()
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
        Ok(sqlx::query_scalar(
            "SELECT json_extract(document, '$.title') FROM articles WHERE withdrawn_at IS NULL \
             ORDER BY revision DESC LIMIT $1",
        )
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?)
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
            let new = sqlx::query("INSERT INTO originals (hash, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(&original.hash)
                .bind(original.content.len() as i64)
                .execute(&mut *transaction)
                .await?;
            if new.rows_affected() == 0 {
                continue;
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

    async fn damaged_originals(&self) -> Result<Vec<String>, StoreError> {
        let hashes: Vec<(String, i64)> =
            sqlx::query_as("SELECT hash, bytes FROM originals ORDER BY hash").fetch_all(&self.readers).await?;
        let mut damaged = Vec::new();
        for (hash, bytes) in hashes {
            let (mut hasher, mut number) = (blake3::Hasher::new(), 0);
            while let Some(piece) = self.piece(&hash, number).await? {
                hasher.update(&piece);
                number += 1;
            }
            if hasher.count() != bytes as u64 || hasher.finalize().to_hex().as_str() != hash {
                damaged.push(hash);
            }
        }
        Ok(damaged)
    }

    async fn integrity(&self) -> Result<Option<String>, StoreError> {
        let findings: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&self.readers).await?;
        let findings = findings.join("; ");
        Ok((findings != "ok").then_some(findings))
    }
}
