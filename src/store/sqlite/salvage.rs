//! Salvage of a damaged file: what reads of each table is copied into a new database. Where a table does not read from end
//! to end, it is halved until what does not read is single rows.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteLockingMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::connection::{SqliteStore, private};
use crate::store::error::StoreError;
use crate::store::salvage::Salvage;

/// A table, and the whole number by which its rows are asked for, where they have one.
struct Table(&'static str, Option<&'static str>);

/// Every table that holds what cannot be told again; those that others speak of first.
const TABLES: &[Table] = &[
    Table("articles", Some("key")),
    Table("earlier_versions", Some("key")),
    Table("showings", Some("key")),
    Table("original_pieces", Some("rowid")),
    Table("originals", None),
    Table("rejects", Some("number")),
    Table("crawl_rounds", None),
    Table("crawl_addresses", Some("number")),
    Table("alerts", Some("id")),
    Table("mails", Some("id")),
    Table("alert_secret", None),
    Table("commits", Some("revision")),
    Table("state", None),
];

/// A greater number than a row has in any file of SQLite that anybody keeps: damage wrote it, and nobody would wait for every
/// number up to it to be tried.
const MAX_NUMBER: i64 = 1_000_000_000;

/// How long others are waited for.
const WAIT: Duration = Duration::from_secs(1);

/// Copies what reads of the database `from` into a new one at `to`. Whoever means to put that in the place of the other
/// reads it `alone`.
///
/// # Errors
/// [`StoreError::InUse`]; [`StoreError::Malformed`] where not even the names of its tables read; or of the files.
pub async fn salvage(from: &Path, to: &Path, alone: bool) -> Result<Salvage, StoreError> {
    private(to)?;
    let empty = SqliteStore::open(to).await?;
    empty.readers.close().await;
    empty.writer.close().await;
    let locking = if alone { SqliteLockingMode::Exclusive } else { SqliteLockingMode::Normal };
    let options = SqliteConnectOptions::new().filename(to).locking_mode(locking).foreign_keys(false);
    // Without it SQLite does not open what is shorter than its first page says.
    let options = options.synchronous(SqliteSynchronous::Off).busy_timeout(WAIT).pragma("writable_schema", "ON");
    let mut connection = options.connect().await?;
    let attach = sqlx::query("ATTACH $1 AS old").bind(from.to_string_lossy().into_owned());
    let mut opened = attach.execute(&mut connection).await.map(drop);
    if opened.is_ok() {
        opened = sqlx::query("SELECT COUNT(*) FROM old.sqlite_master").fetch_one(&mut connection).await.map(drop);
    }
    if let Err(error) = opened {
        let is_busy = error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "5");
        return Err(if is_busy { StoreError::InUse(from.display().to_string()) } else { error.into() });
    }
    let mut done = Salvage::default();
    for table in TABLES {
        copy(&mut connection, table, &mut done).await?;
    }
    complete(&mut connection, &mut done).await?;
    // Everything into the one file, durably.
    sqlx::query("PRAGMA synchronous = FULL").execute(&mut connection).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
    connection.close().await?;
    Ok(done)
}

async fn copy(
    connection: &mut SqliteConnection,
    Table(name, number): &Table,
    done: &mut Salvage,
) -> Result<(), StoreError> {
    let columns: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM pragma_table_info($1, 'main') WHERE name IN (SELECT name FROM pragma_table_info($1, 'old'))",
    )
    .bind(name)
    .fetch_all(&mut *connection)
    .await?;
    let columns = columns.join(", ");
    // What a new database has one row of gives way.
    let verb = if number.is_none() { "INSERT OR REPLACE" } else { "INSERT" };
    let insert = format!("{verb} INTO main.{name} ({columns}) SELECT {columns} FROM old.{name}");
    if columns.is_empty() {
        return Ok(());
    }
    // Row after row as they stand: rows out of their order are found so, and not by their numbers.
    let sound = number.map(|_| insert.replacen("INSERT", "INSERT OR IGNORE", 1));
    for whole in std::iter::once(&insert).chain(&sound) {
        if let Some(saved) = execute(connection, whole, (0, 0)).await? {
            done.saved.push((name, saved));
            return tell_lost(connection, name, Vec::new(), done).await;
        }
    }
    let last = match number {
        Some(number) => last_number(connection, name, number).await?,
        None => None,
    };
    let (Some(number), Some(last)) = (number, last) else {
        done.lost.push((name, Vec::new()));
        return Ok(());
    };
    let part = format!("{insert} WHERE {number} BETWEEN $1 AND $2");
    let (mut saved, mut lost) = (0, Vec::new());
    let mut ranges = vec![(0, last)];
    while let Some((first, last)) = ranges.pop() {
        match execute(connection, &part, (first, last)).await? {
            Some(rows) => saved += rows,
            None if first == last => {
                lost.push(first);
                // Of several rows with this number some may be sound.
                let sound = part.replacen("INSERT", "INSERT OR IGNORE", 1);
                saved += execute(connection, &sound, (first, last)).await?.unwrap_or_default();
            }
            None => {
                let middle = first + (last - first) / 2;
                ranges.extend([(middle + 1, last), (first, middle)]);
            }
        }
    }
    done.saved.push((name, saved));
    tell_lost(connection, name, lost, done).await
}

/// Notes what is lost of a table: the rows of these numbers, and those that an index still has and the new table has not.
async fn tell_lost(
    connection: &mut SqliteConnection,
    name: &'static str,
    numbers: Vec<i64>,
    done: &mut Salvage,
) -> Result<(), StoreError> {
    let mut lost = match name {
        "articles" => names(connection, &numbers).await?,
        _ => numbers.iter().map(i64::to_string).collect(),
    };
    let counts = format!("SELECT (SELECT COUNT(*) FROM old.{name}), (SELECT COUNT(*) FROM main.{name})");
    let counts = sqlx::query_as::<_, (i64, i64)>(sqlx::AssertSqlSafe(counts)).fetch_one(connection).await;
    // The smallest tree that has every row is counted, which is an index where there is one.
    if let Ok((before, after)) = counts
        && lost.is_empty()
        && after < before
    {
        lost.push(format!("另有 {} 行", before - after));
    }
    if !lost.is_empty() {
        done.lost.push((name, lost));
    }
    Ok(())
}

/// How many rows a statement wrote; `None` where what it reads is damaged or cannot stand in a sound table, and then it wrote
/// none.
async fn execute(connection: &mut SqliteConnection, sql: &str, range: (i64, i64)) -> Result<Option<u64>, StoreError> {
    let query = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).bind(range.0).bind(range.1);
    let done = query.execute(connection).await;
    let is_unfit = |error: &sqlx::Error| {
        error.as_database_error().is_some_and(|error| !matches!(error.kind(), sqlx::error::ErrorKind::Other))
    };
    if done.as_ref().is_err_and(is_unfit) {
        return Ok(None);
    }
    match done.map_err(StoreError::from) {
        Ok(done) => Ok(Some(done.rows_affected())),
        Err(StoreError::Malformed(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The greatest number that a row of the table may have, by whatever of it reads.
async fn last_number(connection: &mut SqliteConnection, name: &str, number: &str) -> Result<Option<i64>, StoreError> {
    let indexes: Result<Vec<String>, _> =
        sqlx::query_scalar("SELECT name FROM old.sqlite_master WHERE type = 'index' AND tbl_name = $1")
            .bind(name)
            .fetch_all(&mut *connection)
            .await;
    let mut asked = vec![
        format!("SELECT seq FROM old.sqlite_sequence WHERE name = '{name}'"),
        format!("SELECT MAX({number}) FROM old.{name} WHERE {number} <= {MAX_NUMBER}"),
    ];
    let by_index =
        |index| format!("SELECT MAX({number}) FROM old.{name} INDEXED BY \"{index}\" WHERE {number} <= {MAX_NUMBER}");
    asked.extend(indexes.unwrap_or_default().into_iter().map(by_index));
    // The keys of bulletins, which were copied first.
    asked.push(format!("SELECT MAX(key) FROM main.articles WHERE '{number}' = 'key'"));
    let mut last = None;
    for sql in asked {
        let found =
            sqlx::query_scalar::<_, Option<i64>>(sqlx::AssertSqlSafe(sql)).fetch_optional(&mut *connection).await;
        last = last.max(found.ok().flatten().flatten().filter(|number| *number <= MAX_NUMBER));
    }
    Ok(last)
}

/// Bulletins that are lost, by their ids as far as the index of these reads: those that it has and the new table has not.
async fn names(connection: &mut SqliteConnection, lost: &[i64]) -> Result<Vec<String>, StoreError> {
    let ids: Result<Vec<String>, _> = sqlx::query_scalar(
        "SELECT id FROM old.articles INDEXED BY sqlite_autoindex_articles_1 \
         WHERE typeof(id) = 'text' AND id NOT IN (SELECT id FROM main.articles) ORDER BY key",
    )
    .fetch_all(connection)
    .await;
    Ok(ids.unwrap_or_else(|_| lost.iter().map(|key| format!("第 {key} 号")).collect()))
}

/// Has the new database hold together.
async fn complete(connection: &mut SqliteConnection, done: &mut Salvage) -> Result<(), StoreError> {
    // Files are told by their pieces, and what is not whole is found by its hash.
    let originals = "INSERT OR IGNORE INTO main.originals (hash, bytes) \
                     SELECT hash, SUM(length(content)) FROM main.original_pieces GROUP BY hash";
    sqlx::query(originals).execute(&mut *connection).await?;
    let revision = "UPDATE main.state SET revision = MAX(revision, \
                    (SELECT ifnull(MAX(revision), 0) FROM main.articles WHERE typeof(revision) = 'integer'), \
                    (SELECT ifnull(MAX(revision), 0) FROM main.commits))";
    sqlx::query(revision).execute(&mut *connection).await?;
    done.revived = revive(connection).await?;
    // Numbers that were given are not given again.
    let numbers = "UPDATE main.sqlite_sequence SET seq = MAX(seq, ifnull((SELECT before.seq FROM old.sqlite_sequence AS before \
                   WHERE before.name = main.sqlite_sequence.name), 0))";
    execute(connection, numbers, (0, 0)).await?;
    if done.lost.is_empty() && done.revived.is_empty() {
        return Ok(());
    }
    // Without them it is another history, which no index and no backup of the other goes on.
    for renew in [
        "UPDATE main.state SET revision = CASE WHEN EXISTS (SELECT 1 FROM main.articles) THEN revision + 1 ELSE 0 END",
        // There is no revision without its bulletin: whoever follows waits for it.
        "UPDATE main.articles SET revision = (SELECT revision FROM main.state) \
         WHERE key = (SELECT MAX(key) FROM main.articles)",
        "DELETE FROM main.commits",
        "INSERT INTO main.commits (revision, token) SELECT revision, randomblob(16) FROM main.state WHERE revision > 0",
    ] {
        sqlx::query(renew).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Puts the last earlier version of bulletins that are lost in their place, and returns their ids.
async fn revive(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let last = "FROM main.earlier_versions AS earlier WHERE key NOT IN (SELECT key FROM main.articles) \
                AND number = (SELECT MAX(number) FROM main.earlier_versions AS other WHERE other.key = earlier.key) \
                AND json_valid(document)";
    let insert = format!(
        "INSERT OR IGNORE INTO main.articles (key, id, content_hash, version, created_revision, revision, first_seen, \
         version_seen, shown_from, last_seen, document) \
         SELECT key, json_extract(document, '$.id'), ifnull(content_hash, ''), number, 0, \
         (SELECT revision FROM main.state) + ROW_NUMBER() OVER (ORDER BY key), seen_at, seen_at, \
         ifnull((SELECT MAX(shown_until) FROM main.showings AS shown WHERE shown.key = earlier.key), seen_at), seen_at, document \
         {last} AND json_extract(document, '$.id') IS NOT NULL RETURNING id"
    );
    let revived: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(insert)).fetch_all(&mut *connection).await?;
    for settle in [
        "UPDATE main.state SET revision = MAX(revision, (SELECT ifnull(MAX(revision), 0) FROM main.articles \
         WHERE typeof(revision) = 'integer'))",
        "DELETE FROM main.earlier_versions WHERE (key, number) IN (SELECT key, version FROM main.articles)",
        // What belongs to nothing any more.
        "DELETE FROM main.earlier_versions WHERE key NOT IN (SELECT key FROM main.articles)",
        "DELETE FROM main.showings WHERE key NOT IN (SELECT key FROM main.articles)",
        "DELETE FROM main.mails WHERE alert NOT IN (SELECT id FROM main.alerts)",
    ] {
        sqlx::query(settle).execute(&mut *connection).await?;
    }
    Ok(revived)
}
