//! A [`StoreError`] says why a store could not do what it was asked, whichever database it keeps its bulletins in.

/// What the database itself says.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or failed.
    #[error("数据库出错：{0}")]
    Unavailable(#[source] Cause),
    /// There is no room left for what was to be written. Nothing of it was; it can be tried again.
    #[error("磁盘已满，数据库写不下（{0}）；请腾出空间，已收录的不受影响")]
    Full(Cause),
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
