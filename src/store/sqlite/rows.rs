//! Rows and values of the database read and written: what every query here needs.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::model::{Article, ArticleKey, Standing, StoredArticle};
use crate::store::error::StoreError;

pub async fn current_revision(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT revision FROM state").fetch_one(connection).await?)
}

pub async fn set_revision(connection: &mut SqliteConnection, revision: i64) -> Result<(), StoreError> {
    sqlx::query("UPDATE state SET revision = $1").bind(revision).execute(connection).await?;
    Ok(())
}

pub fn parse_stored(row: &SqliteRow) -> Result<StoredArticle, StoreError> {
    let id: String = row.try_get("id")?;
    let withdrawn_at: Option<i64> = row.try_get("withdrawn_at")?;
    let key: i64 = row.try_get("key")?;
    let standing: Option<String> = row.try_get("standing")?;
    Ok(StoredArticle {
        key: ArticleKey(key),
        article: parse_document(&id, row.try_get("document")?)?,
        content_hash: row.try_get("content_hash")?,
        version: row.try_get("version")?,
        versions: row.try_get("version")?,
        created_revision: row.try_get("created_revision")?,
        revision: row.try_get("revision")?,
        first_seen: timestamp(row.try_get("first_seen")?)?,
        version_seen: timestamp(row.try_get("version_seen")?)?,
        shown_from: timestamp(row.try_get("shown_from")?)?,
        last_seen: timestamp(row.try_get("last_seen")?)?,
        withdrawn_at: withdrawn_at.map(timestamp).transpose()?,
        standing: standing.map(|standing| parse_standing(key, &standing)).transpose()?,
    })
}

/// Reads a bulletin as it was written, but for comments, which earlier versions of this program kept as text: whoever reads
/// from here has none, so that pages, data and the index say the same.
pub fn parse_document(id: &str, document: &str) -> Result<Article, StoreError> {
    let article = serde_json::from_str(document).map(Article::without_comments);
    article.map_err(|error| StoreError::Corrupt(id.to_owned(), error.to_string()))
}

/// Reads a standing as it was written.
pub fn parse_standing(key: i64, standing: &str) -> Result<Standing, StoreError> {
    serde_json::from_str(standing).map_err(|error| StoreError::Corrupt(format!("standing {key}"), error.to_string()))
}

pub fn timestamp(milliseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|error| StoreError::Corrupt(milliseconds.to_string(), error.to_string()))
}

pub fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("articles, ids and keys are plain data and always serialise")
}
