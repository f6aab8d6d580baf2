//! Taking articles in: what is new is inserted, what changed replaces its last version, which is kept, and what is as it
//! was is only met again.

use std::collections::{HashMap, HashSet};

use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::rows::{current_revision, json, set_revision};
use super::visibility_intervals::end_showing;
use crate::model::Article;
use crate::store::error::StoreError;
use crate::store::version::Outcome;

/// Rows of one INSERT; ten values a row stay well below SQLite's 32,766 parameters.
const ROWS_PER_INSERT: usize = 500;

/// What the store already knows of an id.
struct Known {
    key: i64,
    content_hash: String,
    version: u32,
    withdrawn: bool,
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
    let rows = sqlx::query(
        "SELECT id, key, content_hash, version, withdrawn_at IS NOT NULL FROM articles \
         WHERE id IN (SELECT value FROM json_each($1))",
    )
    .bind(json(&ids))
    .fetch_all(connection)
    .await?;
    let mut known = HashMap::with_capacity(rows.len());
    for row in rows {
        known.insert(
            row.try_get(0)?,
            Known {
                key: row.try_get(1)?,
                content_hash: row.try_get(2)?,
                version: row.try_get(3)?,
                withdrawn: row.try_get(4)?,
            },
        );
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
        "INSERT INTO earlier_versions (key, number, seen_at, document) \
         SELECT key, version, version_seen, document FROM articles WHERE key = $1",
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

/// How many of the leading articles have ids that all differ.
pub fn length_without_repeats(articles: &[Article]) -> usize {
    let mut seen = HashSet::with_capacity(articles.len());
    articles.iter().position(|article| !seen.insert(&article.id)).unwrap_or(articles.len())
}
