//! [`Records`] in SQLite: the texts are taken out before a row leaves the database.

use async_trait::async_trait;

use super::connection::SqliteStore;
use super::rows::parse_document;
use crate::model::ArticleKey;
use crate::store::error::StoreError;
use crate::store::records::{Record, Records};

#[async_trait]
impl Records for SqliteStore {
    async fn records(&self, after: ArticleKey, limit: usize) -> Result<Vec<Record>, StoreError> {
        let rows: Vec<(i64, String, String, i64, i64)> = sqlx::query_as(
            "SELECT key, id, json_set(json_remove(document, '$.body_html', '$.attachments'), '$.paragraphs', \
             json_array()), ifnull(json_array_length(document, '$.paragraphs'), 0), \
             ifnull(json_array_length(document, '$.attachments'), 0) \
             FROM articles WHERE key > $1 AND withdrawn_at IS NULL ORDER BY key LIMIT $2",
        )
        .bind(after.0)
        .bind(limit as i64)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(key, id, document, paragraphs, attachments)| {
                Ok(Record {
                    key: ArticleKey(key),
                    article: parse_document(&id, &document)?,
                    paragraphs: paragraphs as usize,
                    attachments: attachments as usize,
                })
            })
            .collect()
    }
}
