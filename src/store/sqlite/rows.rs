//! Rows and values of the database read and written: what every query here needs. A row that does not read is a
//! [`DamagedRow`], told once.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::Serialize;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::connection::SqliteStore;
use crate::model::{Article, ArticleKey, Standing, StoredArticle};
use crate::store::damage::{DamagedRow, RowKind};
use crate::store::error::StoreError;

/// Why a row, or a column of it, does not read.
#[derive(Debug)]
pub struct Reason(pub String);

impl<E: std::error::Error> From<E> for Reason {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl Reason {
    /// The damage to a row that is known by `name`.
    pub fn into_row(self, kind: RowKind, name: impl ToString) -> DamagedRow {
        DamagedRow { kind, key: None, name: name.to_string(), reason: self.0 }
    }
}

impl SqliteStore {
    /// What reads of these; what does not is told.
    pub(super) fn sound<T>(&self, rows: impl IntoIterator<Item = Result<T, DamagedRow>>) -> Vec<T> {
        rows.into_iter().filter_map(|row| row.map_err(|damaged| self.tell(damaged)).ok()).collect()
    }
}

pub async fn current_revision(connection: &mut SqliteConnection) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("SELECT revision FROM state").fetch_one(connection).await?)
}

/// Moves the revision, which makes it one that nobody can mistake for that of another history.
pub async fn set_revision(connection: &mut SqliteConnection, revision: i64) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO commits (revision, token) VALUES ($1, randomblob(16)) ON CONFLICT DO NOTHING")
        .bind(revision)
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE state SET revision = $1").bind(revision).execute(connection).await?;
    Ok(())
}

/// The rows of a query whose only parameter is a list, as JSON; and where the file itself is damaged in what some of the
/// list lead to, those.
pub async fn rows_of<'l, T: Serialize>(
    connection: &mut SqliteConnection,
    sql: &str,
    list: &'l [T],
) -> Result<(Vec<SqliteRow>, Vec<&'l T>), StoreError> {
    let whole = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).bind(json(&list)).fetch_all(&mut *connection).await;
    match whole.map_err(StoreError::from) {
        Ok(rows) => return Ok((rows, Vec::new())),
        Err(StoreError::Malformed(_)) => {}
        Err(error) => return Err(error),
    }
    let (mut rows, mut lost) = (Vec::new(), Vec::new());
    for one in list {
        let query = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).bind(json(&[one]));
        match query.fetch_all(&mut *connection).await.map_err(StoreError::from) {
            Ok(found) => rows.extend(found),
            Err(StoreError::Malformed(_)) => lost.push(one),
            Err(error) => return Err(error),
        }
    }
    Ok((rows, lost))
}

/// Holds the places of a walk's next rows to their order. In a damaged table they stand where others belong, and a walk that went by
/// them would begin again and again.
///
/// # Errors
/// [`StoreError::Malformed`] where one is not beyond `after`, or is before the one before.
pub fn in_order<P: PartialOrd + Copy>(after: P, places: impl IntoIterator<Item = P>) -> Result<(), StoreError> {
    let mut before = after;
    for place in places {
        if place <= after || place < before {
            return Err(StoreError::Malformed("有的行不在该在的位置".into()));
        }
        before = place;
    }
    Ok(())
}

/// What is known of a row in a damaged part of the file.
pub fn lost(kind: RowKind, key: i64) -> DamagedRow {
    let name = format!("第 {key} 号");
    DamagedRow { kind, key: Some(ArticleKey(key)), name, reason: "数据库文件在这里受损".to_owned() }
}

pub fn parse_stored(row: &SqliteRow) -> Result<StoredArticle, DamagedRow> {
    read_stored(row).map_err(|reason| {
        let key = row.try_get("key").ok();
        let id: Result<String, _> = row.try_get("id");
        let name = id.unwrap_or_else(|_| format!("第 {} 号", key.unwrap_or_default()));
        DamagedRow { key: key.map(ArticleKey), ..reason.into_row(RowKind::Article, name) }
    })
}

fn read_stored(row: &SqliteRow) -> Result<StoredArticle, Reason> {
    let id: String = row.try_get("id")?;
    let withdrawn_at: Option<i64> = row.try_get("withdrawn_at")?;
    let standing: Option<String> = row.try_get("standing")?;
    let content_hash: Option<String> = row.try_get("content_hash")?;
    let article = parse_document(&id, row.try_get("document")?, content_hash.as_deref())?;
    Ok(StoredArticle {
        key: ArticleKey(row.try_get("key")?),
        content_hash: content_hash.unwrap_or_else(|| article.content_hash()),
        article,
        version: row.try_get("version")?,
        versions: row.try_get("version")?,
        created_revision: row.try_get("created_revision")?,
        revision: row.try_get("revision")?,
        first_seen: timestamp(row.try_get("first_seen")?)?,
        version_seen: timestamp(row.try_get("version_seen")?)?,
        shown_from: timestamp(row.try_get("shown_from")?)?,
        last_seen: timestamp(row.try_get("last_seen")?)?,
        withdrawn_at: withdrawn_at.map(timestamp).transpose()?,
        // It can be told again, so it is no reason to hold the bulletin back.
        standing: standing.and_then(|standing| parse_standing(&standing).ok()),
    })
}

/// Reads a bulletin as it was written, but for comments, which earlier versions of this program kept as text: whoever reads
/// from here has none, so that pages, data and the index say the same.
pub fn parse_document(id: &str, document: &str, content_hash: Option<&str>) -> Result<Article, Reason> {
    let article: Article = serde_json::from_str(document)?;
    if article.id.as_str() != id {
        return Err(Reason(format!("编号是 {id}，内容是 {} 的", article.id)));
    }
    // What an earlier version of this program wrote may be written otherwise now; its bytes are still those it hashed.
    let is_sound = |hash: &str| hash_of(document) == hash || article.content_hash() == hash;
    if content_hash.is_some_and(|hash| !is_sound(hash)) {
        return Err(Reason("内容与摘要不符".to_owned()));
    }
    Ok(article.without_comments())
}

/// [`Article::content_hash`] told from the document as it is written.
pub fn hash_of(document: &str) -> String {
    blake3::hash(&hashed_part(document.as_bytes())).to_hex().to_string()
}

/// What of a document its hash is of: the provenance, which does not count, stands last.
pub fn hashed_part(document: &[u8]) -> Cow<'_, [u8]> {
    const PROVENANCE: &[u8] = b",\"origins\":{";
    match document.windows(PROVENANCE.len()).rposition(|part| part == PROVENANCE) {
        Some(end) => [&document[..end], b"}"].concat().into(),
        None => document.into(),
    }
}

/// Reads a standing as it was written.
pub fn parse_standing(standing: &str) -> Result<Standing, Reason> {
    Ok(serde_json::from_str(standing)?)
}

pub fn timestamp(milliseconds: i64) -> Result<Timestamp, Reason> {
    Ok(Timestamp::from_millisecond(milliseconds)?)
}

pub fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("articles, ids and keys are plain data and always serialise")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ArticleId, Field, Origins};

    #[test]
    fn the_hash_is_told_from_the_document_as_it_is_written() {
        let mut article: Article = serde_json::from_str(
            "{\"id\":\"a\",\"title\":\"通知\",\"paragraphs\":[\"写作 ,\\\"origins\\\":{ 的正文\"]}",
        )
        .unwrap();
        for origins in [Origins::new(), Origins::from([(Field::Title, "meta:\",\"origins\":{".to_owned())])] {
            article.origins = origins;
            assert_eq!(hash_of(&json(&article)), article.content_hash());
        }
        let (document, hash) = (json(&article), article.content_hash());
        assert_eq!(parse_document("a", &document, Some(&hash)).unwrap().id, ArticleId::new("a").unwrap());
        assert!(parse_document("a", &document.replace("通知", "通和"), Some(&hash)).is_err());
        assert!(parse_document("b", &document, Some(&hash)).is_err());
    }
}
