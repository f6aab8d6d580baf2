//! [`Records`] in SQLite: the texts are taken out before a row leaves the database.

use async_trait::async_trait;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::connection::SqliteStore;
use super::rows::{Reason, in_order, lost, parse_document, rows_of};
use crate::model::ArticleKey;
use crate::store::damage::{DamagedRow, RowKind};
use crate::store::error::StoreError;
use crate::store::records::{Record, Records};

#[async_trait]
impl Records for SqliteStore {
    async fn records(&self, after: ArticleKey, limit: usize) -> Result<Vec<Record>, StoreError> {
        let keys: Vec<i64> = sqlx::query_scalar(
            "SELECT key FROM articles WHERE key > $1 AND withdrawn_at IS NULL ORDER BY key LIMIT $2",
        )
        .bind(after.0)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        in_order(after.0, keys.iter().copied())?;
        let select = "SELECT key, id, paragraphs, attachments, json_set(json_remove(document, '$.body_html', \
             '$.attachments'), '$.paragraphs', json_array()) AS document FROM (SELECT key, id, document, \
             ifnull(json_array_length(document, '$.paragraphs'), 0) AS paragraphs, \
             ifnull(json_array_length(document, '$.attachments'), 0) AS attachments FROM (SELECT key, id, \
             CASE WHEN json_valid(document) THEN document ELSE '{}' END AS document \
             FROM articles WHERE key IN (SELECT value FROM json_each($1)))) ORDER BY key";
        let (rows, unread) = rows_of(&mut *self.readers.acquire().await?, select, &keys).await?;
        unread.into_iter().for_each(|key| self.tell(lost(RowKind::Article, *key)));
        Ok(self.sound(rows.iter().map(parse_record)))
    }
}

fn parse_record(row: &SqliteRow) -> Result<Record, DamagedRow> {
    let key: i64 = row.try_get("key").unwrap_or_default();
    let read = || {
        Ok(Record {
            key: ArticleKey(key),
            article: parse_document(row.try_get("id")?, row.try_get("document")?, None)?,
            paragraphs: row.try_get::<i64, _>("paragraphs")? as usize,
            attachments: row.try_get::<i64, _>("attachments")? as usize,
        })
    };
    read().map_err(|reason: Reason| reason.into_row(RowKind::Article, format!("第 {key} 号")))
}
