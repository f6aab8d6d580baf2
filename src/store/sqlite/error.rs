//! What sqlx says becomes a [`StoreError`], which does not name it.

use crate::store::error::StoreError;

/// Codes of SQLite that mean a full disk: for the database itself, and for the memory that its processes share.
const FULL: [&str; 2] = ["13", "4874"];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code());
        if code.is_some_and(|code| FULL.contains(&&*code)) {
            return StoreError::Full(Box::new(error));
        }
        StoreError::Unavailable(Box::new(error))
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        StoreError::Outdated(Box::new(error))
    }
}
