//! [`Rejections`] in SQLite.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::connection::SqliteStore;
use super::rows::{Reason, in_order, json, timestamp};
use crate::store::damage::{DamagedRow, RowKind};
use crate::store::error::StoreError;
use crate::store::rejections::{
    MAX_ALL_REJECTION_BYTES, MAX_REJECTION_BYTES, MAX_REJECTIONS, RejectionRecord, Rejections, StoredRejection,
};

/// Paths of one statement.
const PATHS: usize = 5_000;

pub const COLUMNS: &str = "number, at, path, line, format, kind, source, reason, bytes, kept, mappings";

#[async_trait]
impl Rejections for SqliteStore {
    async fn keep_rejections(&self, records: &[RejectionRecord], at: Timestamp) -> Result<u64, StoreError> {
        let mut transaction = self.begin().await?;
        for record in records {
            let content = &record.content[..record.content.len().min(MAX_REJECTION_BYTES)];
            // The later rejection gets the later number, so the oldest are those with the lowest.
            sqlx::query(
                "INSERT OR REPLACE INTO rejects \
                 (place, at, path, line, format, kind, source, reason, bytes, kept, content, mappings) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            )
            .bind(place(record, content))
            .bind(at.as_millisecond())
            .bind(&record.path)
            .bind(record.line.map(|line| line as i64))
            .bind(&record.format)
            .bind(&record.kind)
            .bind(&record.source)
            .bind(&record.reason)
            .bind(record.bytes as i64)
            .bind(content.len() as i64)
            .bind(content)
            .bind(json(&record.mappings))
            .execute(&mut *transaction)
            .await?;
        }
        let dropped = sqlx::query(
            "DELETE FROM rejects WHERE number IN (SELECT number FROM \
             (SELECT number, ROW_NUMBER() OVER newest AS place, SUM(kept) OVER newest AS bytes \
              FROM rejects WINDOW newest AS (ORDER BY number DESC)) WHERE place > $1 OR bytes > $2)",
        )
        .bind(MAX_REJECTIONS as i64)
        .bind(MAX_ALL_REJECTION_BYTES as i64)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(dropped.rows_affected())
    }

    async fn supersede(&self, paths: &[String], before: Timestamp) -> Result<u64, StoreError> {
        let any: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM rejects WHERE at < $1)")
            .bind(before.as_millisecond())
            .fetch_one(&self.readers)
            .await?;
        if !any {
            return Ok(0);
        }
        let mut superseded = 0;
        for paths in paths.chunks(PATHS) {
            let done = sqlx::query("DELETE FROM rejects WHERE at < $1 AND path IN (SELECT value FROM json_each($2))")
                .bind(before.as_millisecond())
                .bind(json(&paths))
                .execute(&self.writer)
                .await?;
            superseded += done.rows_affected();
        }
        Ok(superseded)
    }

    async fn rejections(&self, after: i64, limit: usize) -> Result<Vec<StoredRejection>, StoreError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM rejects WHERE number > $1 ORDER BY number LIMIT $2"
        )))
        .bind(after)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        in_order(after, rows.iter().filter_map(|row| row.try_get("number").ok()))?;
        Ok(self.sound(rows.iter().map(|row| parse_row(row, Vec::new()))))
    }

    async fn rejection(&self, number: i64) -> Result<Option<StoredRejection>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS}, content FROM rejects WHERE number = $1")))
            .bind(number)
            .fetch_optional(&self.readers)
            .await?;
        let read = |row: SqliteRow| parse_row(&row, row.try_get("content")?).map_err(StoreError::Damaged);
        row.map(read).transpose()
    }

    async fn update_rejection(&self, number: i64, kind: &str, reason: &str, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE rejects SET kind = $1, reason = $2, at = $3 WHERE number = $4")
            .bind(kind)
            .bind(reason)
            .bind(at.as_millisecond())
            .bind(number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn drop_rejections(&self, numbers: &[i64]) -> Result<u64, StoreError> {
        let done = sqlx::query("DELETE FROM rejects WHERE number IN (SELECT value FROM json_each($1))")
            .bind(json(&numbers))
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected())
    }

    async fn rejection_counts(&self) -> Result<Vec<(Option<String>, String, u64)>, StoreError> {
        let rows: Vec<(Option<String>, String, i64)> =
            sqlx::query_as("SELECT source, kind, COUNT(*) FROM rejects GROUP BY source, kind ORDER BY source, kind")
                .fetch_all(&self.readers)
                .await?;
        Ok(rows.into_iter().map(|(source, kind, count)| (source, kind, count as u64)).collect())
    }
}

/// What makes a rejection the same: file, line and content.
fn place(record: &RejectionRecord, content: &[u8]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(record.path.as_bytes());
    hasher.update(&[0]);
    hasher.update(&record.line.unwrap_or_default().to_le_bytes());
    if content.is_empty() {
        // Nothing tells the entries of an archive and the reasons of a bare path apart but what is said of them.
        hasher.update(record.reason.as_bytes());
    }
    hasher.update(content);
    hasher.finalize().to_hex()[..32].to_owned()
}

pub fn parse_row(row: &SqliteRow, content: Vec<u8>) -> Result<StoredRejection, DamagedRow> {
    let number: i64 = row.try_get("number").unwrap_or_default();
    read_row(row, content).map_err(|reason| reason.into_row(RowKind::Rejection, format!("第 {number} 条")))
}

fn read_row(row: &SqliteRow, content: Vec<u8>) -> Result<StoredRejection, Reason> {
    let line: Option<i64> = row.try_get("line")?;
    let mappings: String = row.try_get("mappings")?;
    let (bytes, kept): (i64, i64) = (row.try_get("bytes")?, row.try_get("kept")?);
    Ok(StoredRejection {
        number: row.try_get("number")?,
        at: timestamp(row.try_get("at")?)?,
        record: RejectionRecord {
            path: row.try_get("path")?,
            line: line.map(|line| line as u64),
            format: row.try_get("format")?,
            kind: row.try_get("kind")?,
            source: row.try_get("source")?,
            reason: row.try_get("reason")?,
            mappings: serde_json::from_str(&mappings).unwrap_or_default(),
            bytes: bytes as u64,
            content,
        },
        kept: kept as u64,
    })
}
