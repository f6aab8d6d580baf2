//! Damage of an index is met as an error or, where tantivy trusts what it wrote, as a panic. Here both are errors.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::search::engine::EngineError;

/// Does what reads an index.
///
/// # Errors
/// Those of the work; [`EngineError::Index`] where it panicked.
pub fn read<T>(work: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
    let read = catch_unwind(AssertUnwindSafe(work));
    read.unwrap_or_else(|_| Err(EngineError::Index("读索引时意外中断".into())))
}
