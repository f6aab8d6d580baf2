//! A [`SqliteStore`] is the connections to one SQLite file: one that writes, and several that read.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::store::damage::DamagedRow;
use crate::store::error::StoreError;

/// Bulletins in an SQLite file.
pub struct SqliteStore {
    pub(super) writer: SqlitePool,
    pub(super) readers: SqlitePool,
    /// Damage that was met and told.
    pub(super) damage: Mutex<HashSet<DamagedRow>>,
}

impl SqliteStore {
    /// Opens the file, creating it and bringing its tables up to date.
    ///
    /// # Errors
    /// Where the folder cannot be made, the file is not a database, or a migration fails.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::Unusable(folder.display().to_string(), error))?;
        }
        // Held until everything is open: neither the change to WAL mode, which never waits for another
        // process, nor the steps of a migration are covered by SQLite's own locks.
        let _turn = turn(path).await?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            // An import by another process may hold the write lock for a whole batch.
            .busy_timeout(Duration::from_secs(60))
            .pragma("cache_size", "-16000");
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        migrate(&writer, path).await?;
        let readers =
            SqlitePoolOptions::new().max_connections(4).connect_with(options.create_if_missing(false)).await?;
        Ok(Self { writer, readers, damage: Mutex::default() })
    }
}

/// Brings the tables up to date. A database that holds something is copied first, to be gone back to.
async fn migrate(writer: &SqlitePool, path: &Path) -> Result<(), StoreError> {
    let migrator = sqlx::migrate!("migrations/sqlite");
    let newest = migrator.iter().map(|step| step.version).max().unwrap_or_default();
    let is_there = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'");
    if is_there.fetch_one(writer).await? > 0 {
        let reached: Option<i64> =
            sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(writer).await?;
        let reached = reached.unwrap_or_default();
        if reached > newest {
            return Err(StoreError::Newer(reached, newest));
        }
        let holds_something = "SELECT EXISTS (SELECT 1 FROM articles)";
        if (1..newest).contains(&reached) && sqlx::query_scalar::<_, bool>(holds_something).fetch_one(writer).await? {
            let copy = path.with_file_name(format!("before-migration-{newest:04}.sqlite"));
            tracing::info!("数据库要升级（第 {reached} 步到第 {newest} 步），先备份到 {}", copy.display());
            // One that was begun before and broken off.
            drop(std::fs::remove_file(&copy));
            let into = sqlx::query("VACUUM INTO $1").bind(copy.to_string_lossy().into_owned());
            into.execute(writer).await?;
        }
    }
    Ok(migrator.run(writer).await?)
}

/// Makes an empty file that its owner alone reads: what is kept holds addresses of readers.
///
/// # Errors
/// Where it cannot be made.
pub fn private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.write(true).create(true).truncate(true).open(path);
    made.map(drop).map_err(|error| StoreError::Unusable(path.display().to_string(), error))
}

/// Waits for the lock file beside the database, so that processes that start at once take turns.
///
/// # Errors
/// Where the file cannot be made.
pub async fn turn(path: &Path) -> Result<std::fs::File, StoreError> {
    let path = path.with_extension("lock");
    let lock = tokio::task::spawn_blocking(move || {
        let open = || std::fs::File::create(&path).and_then(|file| file.lock().map(|()| file));
        open().map_err(|error| StoreError::Unusable(path.display().to_string(), error))
    });
    lock.await.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}
