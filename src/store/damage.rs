//! A [`DamagedRow`] is a row of the store that no longer reads as what was written: a bit was flipped, a column has
//! another type, a text does not have its hash. Whoever reads many rows skips it, the store names it once, and what is
//! taken in anew heals it.

use std::fmt;

use crate::model::ArticleKey;

/// What a row holds, which decides what can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowKind {
    /// A bulletin in its newest version.
    Article,
    /// An earlier version of one.
    Version,
    /// A file of bulletins.
    Original,
    /// What an import rejected.
    Rejection,
    /// What a crawl knows of an address or a source.
    Crawl,
    /// An alert, or a mail of one.
    Alert,
    /// What was told from bulletins and can be told again: statements, standings, fingerprints.
    Derived,
}

impl RowKind {
    fn label(self) -> &'static str {
        match self {
            RowKind::Article => "公报",
            RowKind::Version => "公报的旧版本",
            RowKind::Original => "附件原件",
            RowKind::Rejection => "拒收的内容",
            RowKind::Crawl => "抓取的地址",
            RowKind::Alert => "邮件提醒",
            RowKind::Derived => "推得的数据",
        }
    }

    /// What to do.
    fn remedy(self) -> &'static str {
        match self {
            RowKind::Article | RowKind::Original => "请重新导入这一篇，或从备份恢复",
            RowKind::Version => "请从备份恢复",
            RowKind::Rejection => "请用 gongbao rejects drop 丢弃，或从备份恢复",
            RowKind::Crawl => "抓取会略过它；要紧的请从备份恢复",
            RowKind::Alert => "请让读者重新订阅，或从备份恢复",
            RowKind::Derived => "gongbao check 会重新推得",
        }
    }
}

/// A row that does not read as what was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DamagedRow {
    /// What it holds.
    pub kind: RowKind,
    /// The article that it is of, where it is of one.
    pub key: Option<ArticleKey>,
    /// What it is known by.
    pub name: String,
    /// What does not read.
    pub reason: String,
}

impl fmt::Display for DamagedRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, name, reason, .. } = self;
        write!(f, "{} {name} 的记录已损坏：{reason}；{}", kind.label(), kind.remedy())
    }
}
