//! A [`DamagedRow`] is a row of the store that no longer reads as what was written: a bit was flipped, a column has
//! another type, a text does not have its hash. Whoever reads many rows skips it, the store names it once, and what is
//! taken in anew heals it. A [`Mending`] is what the store itself can do about one.

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

/// What is left of a text whose row is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MendedFrom {
    /// Its own text, which is sound: what else the row says is set anew.
    OwnText,
    /// Its own text with one bit flipped back, after which it has its hash.
    FlippedBit,
    /// The version of that number, which has the same text.
    SameText(u32),
    /// A page or a file that is kept, and reads as the same text.
    Kept,
    /// The version of that number, which stands in its place as another version. What the bulletin said last is lost.
    EarlierVersion(u32),
}

impl MendedFrom {
    /// Whether something is lost all the same.
    pub fn is_loss(self) -> bool {
        matches!(self, Self::EarlierVersion(_))
    }
}

/// A damaged bulletin, or version of one, and from what it is mended; `None` where only taking it in anew heals it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mending {
    /// The row as it was met.
    pub damaged: DamagedRow,
    /// The hash of its text, where that is known.
    pub hash: Option<String>,
    /// The files that it names, as far as its text reads: their names and hashes.
    pub files: Vec<(String, String)>,
    /// What it is mended from.
    pub from: Option<MendedFrom>,
}

impl fmt::Display for Mending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DamagedRow { kind, name, reason, .. } = &self.damaged;
        write!(f, "{} {name}（{reason}）：", kind.label())?;
        match self.from {
            Some(MendedFrom::OwnText) => write!(f, "内容完好，由它恢复其余各项"),
            Some(MendedFrom::FlippedBit) => write!(f, "有一个比特翻转，改回之后与摘要相符"),
            Some(MendedFrom::SameText(number)) => write!(f, "由内容相同的第 {number} 版恢复"),
            Some(MendedFrom::Kept) => write!(f, "由保存的网页或原件重新读出，与摘要相符"),
            Some(MendedFrom::EarlierVersion(number)) => {
                write!(f, "最新的内容读不出，以第 {number} 版代替；要得到最新的，{}", kind.remedy())
            }
            None => write!(f, "这里没有完好的内容；{}", kind.remedy()),
        }
    }
}
