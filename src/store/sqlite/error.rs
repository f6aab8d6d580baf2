//! What sqlx says becomes a [`StoreError`], which does not name it.

use crate::store::error::StoreError;

/// Codes of SQLite that mean a full disk: for the database itself, and for the memory that its processes share.
const FULL: [i32; 2] = [13, 4874];

/// Codes that mean a damaged file; further ones have one of them in the lowest byte.
const MALFORMED: [i32; 2] = [11, 26];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code());
        let number = code.and_then(|code| code.parse::<i32>().ok());
        if number.is_some_and(|number| FULL.contains(&number)) {
            return StoreError::Full(Box::new(error));
        }
        if number.is_some_and(|number| MALFORMED.contains(&(number & 0xff))) {
            return StoreError::Malformed(Box::new(error));
        }
        StoreError::Unavailable(Box::new(error))
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        StoreError::Outdated(Box::new(error))
    }
}
