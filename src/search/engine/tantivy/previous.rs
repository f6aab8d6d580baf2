//! The previous generation is the one that was in use before the last rebuild. It is kept, as the only one, until the next
//! rebuild or until there is no room for it, so that a rebuild can be taken back.

use std::path::Path;

use super::damage;
use super::generation::{Generation, bytes_in, forget_previous, is_usable, keep_previous, previous, remove_others};
use super::locks::{RebuildLock, locked};
use crate::search::engine::{EngineError, PreviousIndex};

/// The one that is kept in this folder.
pub fn kept(root: &Path) -> Option<PreviousIndex> {
    let name = previous(root)?;
    let folder = root.join(&name);
    let bytes = bytes_in(&folder) + bytes_in(&folder.join("past"));
    folder.is_dir().then(|| PreviousIndex { is_usable: is_usable(&folder), name, bytes })
}

/// Makes it the generation in use, and the one in use the previous.
///
/// # Errors
/// [`EngineError::NoPrevious`], or where it does not open.
pub fn roll_back(root: &Path, _: &RebuildLock) -> Result<PreviousIndex, EngineError> {
    let _lock = locked(root)?;
    let before = kept(root).filter(|before| before.is_usable).ok_or(EngineError::NoPrevious)?;
    let generation = Generation::open(root, &before.name)?.ok_or(EngineError::NoPrevious)?;
    if damage::read(|| generation.damaged_files()).map_or(true, |damaged| !damaged.is_empty()) {
        return Err(EngineError::NoPrevious);
    }
    if let Some(current) = Generation::current(root) {
        keep_previous(root, &current)?;
    }
    generation.put_in_use(root)?;
    Ok(before)
}

/// Removes it; `None` where there is none.
pub fn remove(root: &Path, _: &RebuildLock) -> Option<PreviousIndex> {
    let _lock = locked(root).ok()?;
    let before = kept(root);
    forget_previous(root);
    remove_others(root);
    before
}
