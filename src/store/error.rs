//! A [`StoreError`] says why a store could not do what it was asked, whichever database it keeps its bulletins in.

use super::damage::DamagedRow;

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
    /// The file of the database is damaged where it holds its rows together.
    #[error("数据库文件受损（{0}）。请停止服务，从备份恢复；没有备份时，用 gongbao check --repair 取出还读得出的")]
    Malformed(Cause),
    /// Others have the database open, and what was to be done needs it alone.
    #[error("服务或别的 gongbao 命令正在使用数据库 {0}；请先停止它们，再试一次")]
    InUse(String),
    /// A newer program has changed the tables.
    #[error("数据库由较新的 gongbao 升级过（第 {0} 步，本程序到第 {1} 步）；请用那个版本或更新的，或恢复升级前的备份")]
    Newer(i64, i64),
    /// A stored row, and nothing but that was asked for, does not read as what was written.
    #[error("{0}")]
    Damaged(DamagedRow),
    /// The folder or file of the database cannot be used.
    #[error("无法使用 {0}：{1}")]
    Unusable(String, std::io::Error),
}
