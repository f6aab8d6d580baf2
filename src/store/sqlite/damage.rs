//! Damage in SQLite: told once where it is met, and looked for in every table.

use std::collections::HashSet;
use std::sync::{MutexGuard, PoisonError};

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::alerts::{COLUMNS as ALERTS, parse_alert};
use super::articles::stored;
use super::connection::SqliteStore;
use super::frontier::{COLUMNS as ADDRESSES, parse_address, parse_crawl_run};
use super::rejections::{COLUMNS as REJECTIONS, parse_row};
use super::rows::{Reason, in_order, lost, parse_document, parse_standing, rows_of, timestamp};
use crate::store::damage::{DamagedRow, RowKind};
use crate::store::error::StoreError;

/// Rows that are read at a time.
const PAGE: i64 = 1_000;

impl SqliteStore {
    /// Tells of damage, once.
    pub(super) fn tell(&self, damaged: DamagedRow) {
        let mut told = self.met();
        if !told.contains(&damaged) {
            tracing::error!("{damaged}");
            told.insert(damaged);
        }
    }

    pub(super) fn told(&self) -> Vec<DamagedRow> {
        let mut told: Vec<DamagedRow> = self.met().iter().cloned().collect();
        told.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
        told
    }

    /// Has what is met from now on told again.
    pub(super) fn forget_damage(&self) {
        self.met().clear();
    }

    fn met(&self) -> MutexGuard<'_, HashSet<DamagedRow>> {
        self.damage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// See [`Store::damaged_rows`](crate::store::Store::damaged_rows).
    pub(super) async fn find_damage(&self) -> Result<Vec<DamagedRow>, StoreError> {
        let mut connection = self.readers.acquire().await?;
        let mut damaged = damaged_articles(&mut connection).await?;
        damaged.extend(damaged_versions(&mut connection).await?.into_iter().map(|(_, damaged)| damaged));
        damaged.extend(damaged_originals(&mut connection).await?);
        for table in TABLES {
            damaged.extend(damaged_in(&mut connection, table).await?);
        }
        // The key of a source is its name, so that these have no number.
        let runs = sqlx::query("SELECT source, number, begun_at, ended_at, requests FROM crawl_rounds");
        let runs = runs.fetch_all(&mut *connection).await?;
        damaged.extend(runs.iter().filter_map(|row| parse_crawl_run(row).err()));
        // Whoever asked tells of it.
        self.met().extend(damaged.iter().cloned());
        Ok(damaged)
    }
}

/// A table whose rows are looked at one by one.
struct Table {
    kind: RowKind,
    name: &'static str,
    columns: &'static str,
    check: fn(&SqliteRow) -> Option<DamagedRow>,
}

const TABLES: &[Table] = &[
    Table {
        kind: RowKind::Rejection,
        name: "rejects",
        columns: REJECTIONS,
        check: |row| parse_row(row, Vec::new()).err(),
    },
    Table { kind: RowKind::Crawl, name: "crawl_addresses", columns: ADDRESSES, check: |row| parse_address(row).err() },
    Table { kind: RowKind::Alert, name: "alerts", columns: ALERTS, check: |row| parse_alert(row).err() },
    Table {
        kind: RowKind::Derived,
        name: "articles",
        columns: "key, standing AS document",
        check: |row| derived(row, "效力", |text| parse_standing(text).map(drop)),
    },
    Table {
        kind: RowKind::Derived,
        name: "statements",
        columns: "key, document",
        check: |row| derived(row, "陈述", is_json),
    },
    Table {
        kind: RowKind::Derived,
        name: "prints",
        columns: "key, bands AS document",
        check: |row| derived(row, "指纹", is_json),
    },
];

/// The numbers of the next rows of a table, which the keys of articles are too.
async fn numbers_after(connection: &mut SqliteConnection, table: &str, after: i64) -> Result<Vec<i64>, StoreError> {
    let select = format!("SELECT rowid FROM {table} WHERE rowid > $1 ORDER BY rowid LIMIT $2");
    let select = sqlx::query_scalar(sqlx::AssertSqlSafe(select));
    let numbers = select.bind(after).bind(PAGE).fetch_all(connection).await?;
    in_order(after, numbers.iter().copied())?;
    Ok(numbers)
}

async fn damaged_in(connection: &mut SqliteConnection, table: &Table) -> Result<Vec<DamagedRow>, StoreError> {
    let Table { kind, name, columns, check } = table;
    let select = format!("SELECT {columns} FROM {name} WHERE rowid IN (SELECT value FROM json_each($1))");
    let mut damaged = Vec::new();
    let mut after = i64::MIN;
    loop {
        let numbers = numbers_after(connection, name, after).await?;
        let Some(last) = numbers.last() else { return Ok(damaged) };
        after = *last;
        let (rows, unread) = rows_of(connection, &select, &numbers).await?;
        damaged.extend(rows.iter().filter_map(check));
        // What is lost of an article is told of with it.
        let unread = unread.into_iter().filter(|_| *name != "articles");
        damaged.extend(unread.map(|number| lost(*kind, *number)));
    }
}

/// The bulletins that do not read in their newest version.
pub async fn damaged_articles(connection: &mut SqliteConnection) -> Result<Vec<DamagedRow>, StoreError> {
    let mut damaged = Vec::new();
    let mut after = i64::MIN;
    loop {
        let keys = numbers_after(connection, "articles", after).await?;
        let Some(last) = keys.last() else { return Ok(damaged) };
        after = *last;
        damaged.extend(stored(connection, &keys).await?.into_iter().filter_map(Result::err));
    }
}

/// The earlier versions that do not read, each with the key of its bulletin and its number.
pub async fn damaged_versions(connection: &mut SqliteConnection) -> Result<Vec<((i64, i64), DamagedRow)>, StoreError> {
    let mut damaged = Vec::new();
    let mut after = (i64::MIN, i64::MIN);
    loop {
        let versions: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT key, number FROM earlier_versions WHERE (key, number) > ($1, $2) ORDER BY key, number LIMIT $3",
        )
        .bind(after.0)
        .bind(after.1)
        .bind(PAGE)
        .fetch_all(&mut *connection)
        .await?;
        in_order(after, versions.iter().copied())?;
        let Some(last) = versions.last() else { return Ok(damaged) };
        after = *last;
        let select = "SELECT earlier.key, number, seen_at, earlier.content_hash, earlier.document, articles.id \
                      FROM json_each($1) AS wanted JOIN earlier_versions AS earlier \
                      ON earlier.key = json_extract(wanted.value, '$[0]') \
                      AND earlier.number = json_extract(wanted.value, '$[1]') \
                      JOIN articles ON articles.key = earlier.key";
        let (rows, unread) = rows_of(connection, select, &versions).await?;
        damaged.extend(rows.iter().filter_map(damaged_version));
        damaged.extend(unread.into_iter().map(|version| (*version, lost(RowKind::Version, version.0))));
    }
}

fn damaged_version(row: &SqliteRow) -> Option<((i64, i64), DamagedRow)> {
    let check = || {
        timestamp(row.try_get("seen_at")?)?;
        let hash: Option<String> = row.try_get("content_hash")?;
        parse_document(row.try_get("id")?, row.try_get("document")?, hash.as_deref()).map(drop)
    };
    let (key, number): (i64, i64) = (row.try_get("key").ok()?, row.try_get("number").ok()?);
    let name = row.try_get("id").unwrap_or_else(|_| format!("第 {key} 号"));
    let damaged = |reason: Reason| reason.into_row(RowKind::Version, format!("{name} 第 {number} 版"));
    check().err().map(|reason| ((key, number), damaged(reason)))
}

fn derived(row: &SqliteRow, what: &str, check: impl Fn(&str) -> Result<(), Reason>) -> Option<DamagedRow> {
    let check = || match row.try_get::<Option<String>, _>("document")? {
        Some(text) => check(&text),
        None => Ok(()),
    };
    let key: i64 = row.try_get("key").ok()?;
    check().err().map(|reason: Reason| reason.into_row(RowKind::Derived, format!("第 {key} 号的{what}")))
}

fn is_json(text: &str) -> Result<(), Reason> {
    serde_json::from_str::<serde::de::IgnoredAny>(text)?;
    Ok(())
}

async fn damaged_originals(connection: &mut SqliteConnection) -> Result<Vec<DamagedRow>, StoreError> {
    let hashes: Vec<(String, i64)> =
        sqlx::query_as("SELECT hash, bytes FROM originals ORDER BY hash").fetch_all(&mut *connection).await?;
    let mut damaged = Vec::new();
    for (hash, bytes) in hashes {
        if !is_sound(connection, &hash, bytes as u64).await? {
            damaged.push(Reason("内容与摘要不符".to_owned()).into_row(RowKind::Original, hash));
        }
    }
    Ok(damaged)
}

/// Whether a kept file is what its hash says.
pub async fn is_sound(connection: &mut SqliteConnection, hash: &str, bytes: u64) -> Result<bool, StoreError> {
    let mut hasher = blake3::Hasher::new();
    for number in 0_i64.. {
        let piece = sqlx::query("SELECT content FROM original_pieces WHERE hash = $1 AND number = $2")
            .bind(hash)
            .bind(number)
            .fetch_optional(&mut *connection)
            .await;
        match piece.map_err(StoreError::from) {
            Ok(None) => break,
            Ok(Some(row)) => match row.try_get::<Vec<u8>, _>(0) {
                Ok(content) => hasher.update(&content),
                Err(_) => return Ok(false),
            },
            Err(StoreError::Malformed(_)) => return Ok(false),
            Err(error) => return Err(error),
        };
    }
    Ok(hasher.count() == bytes && hasher.finalize().to_hex().as_str() == hash)
}
