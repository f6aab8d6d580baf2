//! Databases by their files, for those who have no `App` over them: opened, salvaged, or waited for.

use std::path::Path;
use std::sync::Arc;

use crate::store::backup::Extent;
use crate::store::salvage::Salvage;
use crate::store::sqlite::SqliteStore;
use crate::store::{Store, StoreError, sqlite};

/// Opens the store that has its file here, making what is not there.
///
/// # Errors
/// Where the database cannot be opened or made.
pub async fn open_store(file: &Path) -> Result<Arc<dyn Store>, StoreError> {
    Ok(Arc::new(SqliteStore::open(file).await?))
}

/// Copies what reads of a damaged database into a new one; see [`Salvage`].
///
/// # Errors
/// Where nothing of it reads, others have it open, or the new one cannot be written.
pub async fn salvage(database: &Path, to: &Path, alone: bool) -> Result<Salvage, StoreError> {
    sqlite::salvage::salvage(database, to, alone).await
}

/// The turn to open a database: until what comes back is dropped, whoever wants to open it waits.
///
/// # Errors
/// Where there can be no lock.
pub async fn database_turn(database: &Path) -> Result<std::fs::File, StoreError> {
    sqlite::turn(database).await
}

/// Puts an increment into the database that it goes on from, and says how far that goes then.
///
/// # Errors
/// Of the files, or where it does not belong to the database.
pub async fn apply_increment(database: &Path, increment: &Path) -> Result<Extent, StoreError> {
    sqlite::increment::apply_increment(database, increment).await
}
