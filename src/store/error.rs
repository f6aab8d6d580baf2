//! A [`StoreError`] says why a store could not do what it was asked, whichever database it keeps its bulletins in.

/// What the database itself says.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or failed.
    #[error("数据库出错：{0}")]
    Unavailable(#[source] Cause),
    /// The database's tables could not be brought up to date.
    #[error("数据库升级失败：{0}")]
    Outdated(#[source] Cause),
    /// A stored row does not read as what it must be.
    #[error("数据库中的记录 {0} 已损坏：{1}")]
    Corrupt(String, String),
    /// The folder or file of the database cannot be used.
    #[error("无法使用 {0}：{1}")]
    Unusable(String, std::io::Error),
}
