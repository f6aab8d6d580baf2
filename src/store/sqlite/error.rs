//! What sqlx says becomes a [`StoreError`], which does not name it.

use crate::store::error::StoreError;

/// Codes of SQLite that mean a full disk: for the database itself, and for the memory that its processes share.
const FULL: [i32; 2] = [13, 4874];

/// Codes that mean a damaged file; further ones have one of them in the lowest byte.
const MALFORMED: [i32; 2] = [11, 26];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let number = number_of(&error);
        if number.is_some_and(|number| FULL.contains(&number)) {
            return StoreError::Full(Box::new(error));
        }
        if number.is_some_and(is_malformed) {
            return StoreError::Malformed(Box::new(error));
        }
        StoreError::Unavailable(Box::new(error))
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        let mut causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
        if causes.any(|cause| cause.downcast_ref().and_then(number_of).is_some_and(is_malformed)) {
            return StoreError::Malformed(Box::new(error));
        }
        StoreError::Outdated(Box::new(error))
    }
}

/// What SQLite calls it.
fn number_of(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse().ok()
}

fn is_malformed(number: i32) -> bool {
    MALFORMED.contains(&(number & 0xff))
}
