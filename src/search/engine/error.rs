//! An [`EngineError`] says why an engine could not do what it was asked, whatever it keeps its index in.

/// Why an engine could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The index failed.
    #[error("索引出错：{0}")]
    Index(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There is no room left for the index.
    #[error("磁盘已满，索引写不下；请腾出空间，数据库里的不受影响")]
    Full,
    /// The folder of the index cannot be used.
    #[error("无法使用索引目录 {0}：{1}")]
    Unusable(String, std::io::Error),
    /// Another index is being built beside the one in use.
    #[error("另一个 gongbao reindex 正在进行；请等它结束")]
    Rebuilding,
    /// There is no earlier index to go back to.
    #[error("没有可以换回的上一个索引：已经删除、格式不同或受损；请运行 gongbao reindex")]
    NoPrevious,
    /// The snapshot asked for is no longer kept.
    #[error("所指的索引状态已不再保留")]
    Gone,
    /// The work took too long and was broken off.
    #[error("这项查询费时太久，已中止")]
    TimedOut,
}
