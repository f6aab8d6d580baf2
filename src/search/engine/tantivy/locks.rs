//! The locks of the folder of an index, which are files in it and fall with their process.

use std::fs;
use std::fs::{File, TryLockError};
use std::path::Path;

use crate::search::engine::EngineError;

const LOCK: &str = "LOCK";

const REBUILDING: &str = "REBUILDING";

/// The right to build an index beside the one in use, which one process has at a time: until it is dropped, nobody takes what
/// is built for a leftover.
pub struct RebuildLock {
    /// The lock goes with it.
    _file: File,
}

impl RebuildLock {
    /// Takes it, where nobody else has it.
    ///
    /// # Errors
    /// [`EngineError::Rebuilding`], or where the folder cannot be written.
    pub fn take(root: &Path) -> Result<Self, EngineError> {
        fs::create_dir_all(root).map_err(unusable(root))?;
        let file = File::create(root.join(REBUILDING)).map_err(unusable(root))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(EngineError::Rebuilding),
            Err(TryLockError::Error(error)) => Err(unusable(root)(error)),
        }
    }
}

/// The right to put another generation in use, or to remove some.
pub fn locked(root: &Path) -> Result<File, EngineError> {
    let lock = File::create(root.join(LOCK)).map_err(unusable(root))?;
    lock.lock().map_err(unusable(root))?;
    Ok(lock)
}

/// What could not be done to a folder or a file.
pub fn unusable(path: &Path) -> impl FnOnce(std::io::Error) -> EngineError {
    let path = path.display().to_string();
    move |error| EngineError::Unusable(path, error)
}
