//! [`SearchError`]: why a search was not answered.

use crate::search::engine::EngineError;
use crate::store::StoreError;

/// Why a search was not answered.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is too much to do already; the same search may succeed in a moment.
    #[error("正在处理的查询太多，请稍后再试")]
    Overloaded,
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
