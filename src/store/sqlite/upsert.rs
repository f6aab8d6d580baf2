//! Taking articles in: what is new is inserted, what changed replaces its last version, which is kept, and what is as it
//! was is only met again.

use std::collections::{HashMap, HashSet};

use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::articles::STORED_COLUMNS;
use super::rows::{current_revision, json, parse_stored, rows_of, set_revision};
use super::visibility_intervals::end_showing;
use crate::model::Article;
use crate::store::error::StoreError;
use crate::store::version::Outcome;

/// Rows of one INSERT; ten values a row stay well below SQLite's 32,766 parameters.
const ROWS_PER_INSERT: usize = 500;

/// The latest time that is one, in milliseconds: the end of the year 9998.
pub const LATEST: i64 = 253_370_764_800_000;

/// The highest version after which there may be another.
pub const MAX_VERSION: i64 = 1_000_000_000;

/// What the store already knows of an id.
struct Known {
    key: i64,
    content_hash: String,
    version: u32,
    withdrawn: bool,
    /// Whether it does not read: then nothing else here is known but the key.
    damaged: bool,
}

impl Known {
    fn damaged(key: i64) -> Self {
        Self { key, content_hash: String::new(), version: 0, withdrawn: false, damaged: true }
    }
}

/// Upserts articles whose ids all differ.
pub async fn upsert_wave(
    connection: &mut SqliteConnection,
    wave: &[Article],
    now: i64,
    outcomes: &mut Vec<Outcome>,
) -> Result<(), StoreError> {
    let known = known_articles(connection, wave).await?;
    let mut revision = current_revision(connection).await?;
    let mut new = Vec::new();
    let mut met_again = Vec::new();
    for article in wave {
        let hash = article.content_hash();
        match known.get(article.id.as_str()) {
            None => {
                revision += 1;
                new.push((article, hash, revision));
                outcomes.push(Outcome::New);
            }
            Some(known) if known.damaged => {
                revision += 1;
                outcomes.push(heal(connection, known, article, &hash, revision, now).await?);
            }
            Some(known) if known.content_hash == hash && !known.withdrawn => {
                met_again.push(known.key);
                outcomes.push(Outcome::Unchanged);
            }
            Some(known) => {
                revision += 1;
                outcomes.push(replace(connection, known, article, &hash, revision, now).await?);
            }
        }
    }
    for rows in new.chunks(ROWS_PER_INSERT) {
        insert(connection, rows, now).await?;
    }
    if !met_again.is_empty() {
        sqlx::query("UPDATE articles SET last_seen = $1 WHERE key IN (SELECT value FROM json_each($2))")
            .bind(now)
            .bind(json(&met_again))
            .execute(&mut *connection)
            .await?;
    }
    set_revision(connection, revision).await
}

async fn known_articles(
    connection: &mut SqliteConnection,
    wave: &[Article],
) -> Result<HashMap<String, Known>, StoreError> {
    let ids: Vec<&str> = wave.iter().map(|article| article.id.as_str()).collect();
    let sql = format!("SELECT {STORED_COLUMNS} FROM articles WHERE id IN (SELECT value FROM json_each($1))");
    let (rows, lost) = rows_of(connection, &sql, &ids).await?;
    let mut known = HashMap::with_capacity(rows.len());
    for row in rows {
        let of_row = match parse_stored(&row) {
            Ok(stored) => Known {
                key: stored.key.0,
                withdrawn: stored.withdrawn_at.is_some(),
                content_hash: stored.content_hash,
                version: stored.version,
                damaged: false,
            },
            Err(_) => Known::damaged(row.try_get("key")?),
        };
        known.insert(row.try_get("id")?, of_row);
    }
    for id in lost {
        let key = sqlx::query_scalar("SELECT key FROM articles WHERE id = $1").bind(id);
        known.insert((*id).to_owned(), Known::damaged(key.fetch_one(&mut *connection).await?));
    }
    Ok(known)
}

async fn insert(
    connection: &mut SqliteConnection,
    rows: &[(&Article, String, i64)],
    now: i64,
) -> Result<(), StoreError> {
    let mut insert: QueryBuilder<Sqlite> = QueryBuilder::new(
        "INSERT INTO articles (id, content_hash, version, created_revision, revision, first_seen, version_seen, \
         shown_from, last_seen, document) ",
    );
    insert.push_values(rows, |mut row, (article, hash, revision)| {
        row.push_bind(article.id.as_str())
            .push_bind(hash)
            .push_bind(1_i64)
            .push_bind(*revision)
            .push_bind(*revision)
            .push_bind(now)
            .push_bind(now)
            .push_bind(now)
            .push_bind(now)
            .push_bind(json(article));
    });
    insert.build().execute(connection).await?;
    Ok(())
}

/// Since when an article that returns is shown: no time is in two showings, also where the clock was set back.
const SHOWN_AGAIN: &str = "MAX($1, shown_from, COALESCE(withdrawn_at, 0))";

/// Puts a new version in the place of the last, which is kept. A withdrawn article that returns
/// unchanged keeps its version and only becomes visible again.
async fn replace(
    connection: &mut SqliteConnection,
    known: &Known,
    article: &Article,
    hash: &str,
    revision: i64,
    now: i64,
) -> Result<Outcome, StoreError> {
    if known.content_hash == hash {
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "UPDATE articles SET shown_from = {SHOWN_AGAIN}, last_seen = $1, revision = $2, withdrawn_at = NULL \
             WHERE key = $3"
        )))
        .bind(now)
        .bind(revision)
        .bind(known.key)
        .execute(connection)
        .await?;
        return Ok(Outcome::Changed(known.version));
    }
    end_showing(connection, known.key, now, revision).await?;
    sqlx::query(
        "INSERT INTO earlier_versions (key, number, seen_at, document, content_hash) \
         SELECT key, version, version_seen, document, content_hash FROM articles WHERE key = $1",
    )
    .bind(known.key)
    .execute(&mut *connection)
    .await?;
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "UPDATE articles SET version_seen = $1, shown_from = {SHOWN_AGAIN}, last_seen = $1, revision = $2, \
         content_hash = $3, version = version + 1, withdrawn_at = NULL, document = $4 WHERE key = $5"
    )))
    .bind(now)
    .bind(revision)
    .bind(hash)
    .bind(json(article))
    .bind(known.key)
    .execute(connection)
    .await?;
    Ok(Outcome::Changed(known.version + 1))
}

/// Writes an article in the place of what does not read. The same text is the same version again; another is the next,
/// and nothing is kept of the one before, of which nothing is known. Columns that cannot be are set anew.
async fn heal(
    connection: &mut SqliteConnection,
    known: &Known,
    article: &Article,
    hash: &str,
    revision: i64,
    now: i64,
) -> Result<Outcome, StoreError> {
    let time = |column: &str| {
        format!("CASE WHEN typeof({column}) = 'integer' AND {column} BETWEEN 0 AND {LATEST} THEN {column} ELSE $1 END")
    };
    let (first_seen, version_seen, shown_from) = (time("first_seen"), time("version_seen"), time("shown_from"));
    let version: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
        "UPDATE articles SET first_seen = {first_seen}, last_seen = $1, revision = $2, \
         version_seen = CASE WHEN content_hash = $3 THEN {version_seen} ELSE $1 END, \
         shown_from = CASE WHEN content_hash = $3 AND withdrawn_at IS NULL THEN {shown_from} ELSE $1 END, \
         version = CASE WHEN typeof(version) = 'integer' AND version BETWEEN 1 AND {MAX_VERSION} \
         THEN version + (content_hash <> $3) \
         ELSE 1 + ifnull((SELECT MAX(number) FROM earlier_versions WHERE key = articles.key), 0) END, \
         created_revision = CASE WHEN typeof(created_revision) = 'integer' THEN created_revision ELSE 0 END, \
         content_hash = $3, document = $4, withdrawn_at = NULL, standing = NULL, standing_due = 0 \
         WHERE key = $5 RETURNING version"
    )))
    .bind(now)
    .bind(revision)
    .bind(hash)
    .bind(json(article))
    .bind(known.key)
    .fetch_one(connection)
    .await?;
    Ok(Outcome::Changed(version as u32))
}

/// How many of the leading articles have ids that all differ.
pub fn length_without_repeats(articles: &[Article]) -> usize {
    let mut seen = HashSet::with_capacity(articles.len());
    articles.iter().position(|article| !seen.insert(&article.id)).unwrap_or(articles.len())
}
