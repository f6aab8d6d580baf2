//! An increment is an SQLite file with what changed after a revision: the bulletins of later revisions with all that
//! belongs to them, the files kept since, and whole what no revision numbers. What can be told again is not in it: of that
//! the database knows itself how far it goes.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::connection::SqliteStore;
use crate::store::backup::Extent;
use crate::store::error::StoreError;

/// What an increment has of bulletins and files, $1 being the revision: the table in it, and what it is made of. Files of that
/// very revision may have come after the backup.
const CHANGED: &[(&str, &str)] = &[
    ("articles", "SELECT * FROM main.articles WHERE revision > $1"),
    ("earlier_versions", "SELECT * FROM main.earlier_versions WHERE key IN (SELECT key FROM increment.articles)"),
    ("showings", "SELECT * FROM main.showings WHERE key IN (SELECT key FROM increment.articles)"),
    ("commits", "SELECT * FROM main.commits WHERE revision > $1"),
    ("originals", "SELECT * FROM main.originals WHERE revision >= $1"),
    (
        "original_pieces",
        "SELECT hash, number, content FROM main.original_pieces WHERE hash IN (SELECT hash FROM increment.originals)",
    ),
];

/// What changes of a bulletin without a revision.
const MARKS: &str = "last_seen, standing, standing_due";

/// Tables that no revision numbers.
const WHOLE: &[&str] =
    &["state", "rejects", "crawl_rounds", "crawl_addresses", "alerts", "mails", "alert_secret", "sqlite_sequence"];

/// How far a database goes.
pub async fn extent(connection: &mut SqliteConnection) -> Result<Extent, StoreError> {
    let (revision, articles, schema, token): (i64, i64, i64, Option<String>) = sqlx::query_as(
        "SELECT revision, (SELECT COUNT(*) FROM articles), (SELECT MAX(version) FROM _sqlx_migrations), \
         (SELECT lower(hex(token)) FROM commits WHERE commits.revision = state.revision) FROM state",
    )
    .fetch_one(connection)
    .await?;
    Ok(Extent { revision, articles: articles as u64, schema, token })
}

impl SqliteStore {
    /// See [`Store::increment_to`](crate::store::Store::increment_to).
    pub(super) async fn write_increment(&self, file: &Path, since: i64) -> Result<Extent, StoreError> {
        let unusable = |error| StoreError::Unusable(file.display().to_string(), error);
        // An empty file is an empty database; one that is not there would not be made.
        std::fs::File::create_new(file).map_err(unusable)?;
        let options = self.readers.connect_options();
        let mut connection = options.as_ref().clone().connect().await?;
        attach(&mut connection, file).await?;
        // One state of the database for all of it; it is read, and the other file written.
        sqlx::query("BEGIN").execute(&mut connection).await?;
        let extent = extent(&mut connection).await?;
        for (table, select) in CHANGED {
            // Tables cannot be made of statements with parameters.
            let make = format!("CREATE TABLE increment.{table} AS {}", select.replace("$1", &since.to_string()));
            sqlx::query(sqlx::AssertSqlSafe(make)).execute(&mut connection).await?;
        }
        for table in WHOLE {
            let name = copied_name(table);
            let make = format!("CREATE TABLE increment.{name} AS SELECT * FROM main.{table}");
            sqlx::query(sqlx::AssertSqlSafe(make)).execute(&mut connection).await?;
        }
        let marks = format!("CREATE TABLE increment.marks AS SELECT key, {MARKS} FROM main.articles");
        sqlx::query(sqlx::AssertSqlSafe(marks)).execute(&mut connection).await?;
        sqlx::query("COMMIT").execute(&mut connection).await?;
        connection.close().await?;
        std::fs::File::open(file).and_then(|file| file.sync_all()).map_err(unusable)?;
        Ok(extent)
    }
}

/// Puts an increment into the database that it was taken after, and says how far that goes then.
///
/// # Errors
/// Of the files; [`StoreError::Malformed`] where what comes of it does not hold together.
pub async fn apply_increment(database: &Path, increment: &Path) -> Result<Extent, StoreError> {
    // A copy that nobody else has: it is durable once it is whole. Each table is replaced by itself.
    let options = SqliteConnectOptions::new().filename(database).foreign_keys(false);
    let mut connection = options.synchronous(SqliteSynchronous::Off).connect().await?;
    attach(&mut connection, increment).await?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await?;
    for (table, by) in [
        ("earlier_versions", "key IN (SELECT key FROM increment.articles)"),
        ("showings", "key IN (SELECT key FROM increment.articles)"),
        ("articles", "key IN (SELECT key FROM increment.articles)"),
        ("original_pieces", "hash IN (SELECT hash FROM increment.originals)"),
        ("originals", "hash IN (SELECT hash FROM increment.originals)"),
        ("commits", "revision IN (SELECT revision FROM increment.commits)"),
    ] {
        replace(&mut connection, (table, table), by).await?;
    }
    for table in WHOLE {
        replace(&mut connection, (table, copied_name(table)), "true").await?;
    }
    sqlx::query("CREATE TEMP TABLE marks (key INTEGER PRIMARY KEY, last_seen, standing, standing_due)")
        .execute(&mut connection)
        .await?;
    for step in [
        format!("INSERT INTO temp.marks SELECT key, {MARKS} FROM increment.marks"),
        // Rows that stay as they are need not be written.
        format!(
            "UPDATE main.articles SET ({MARKS}) = (marks.last_seen, marks.standing, marks.standing_due) FROM temp.marks \
             WHERE marks.key = articles.key AND (articles.last_seen, articles.standing, articles.standing_due) \
             IS NOT (marks.last_seen, marks.standing, marks.standing_due)"
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(step)).execute(&mut connection).await?;
    }
    sqlx::query("COMMIT").execute(&mut connection).await?;
    let lost = sqlx::query("PRAGMA main.foreign_key_check").fetch_optional(&mut connection).await?;
    if lost.is_some() {
        return Err(StoreError::Malformed("增量里的数据不完整".into()));
    }
    let extent = extent(&mut connection).await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await?;
    connection.close().await?;
    let synced = std::fs::File::open(database).and_then(|file| file.sync_all());
    synced.map_err(|error| StoreError::Unusable(database.display().to_string(), error))?;
    Ok(extent)
}

async fn attach(connection: &mut SqliteConnection, increment: &Path) -> Result<(), StoreError> {
    let file = increment.to_string_lossy().into_owned();
    sqlx::query("ATTACH $1 AS increment").bind(file).execute(&mut *connection).await?;
    // It is a file of its own work, hashed once it is whole.
    sqlx::query("PRAGMA increment.synchronous = OFF").execute(connection).await?;
    Ok(())
}

/// The name of a table in an increment: those of SQLite itself cannot be made there.
fn copied_name(table: &'static str) -> &'static str {
    if table == "sqlite_sequence" { "sequence" } else { table }
}

/// Puts the rows of the increment in the place of those that `by` says.
async fn replace(connection: &mut SqliteConnection, (table, copied): (&str, &str), by: &str) -> Result<(), StoreError> {
    let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info($1, 'increment')")
        .bind(copied)
        .fetch_all(&mut *connection)
        .await?;
    let columns = columns.join(", ");
    for step in [
        format!("DELETE FROM main.{table} WHERE {by}"),
        format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM increment.{copied}"),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(step)).execute(&mut *connection).await?;
    }
    Ok(())
}
