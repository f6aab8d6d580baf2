//! The kind of a relation: what one document does to another.

use serde::{Deserialize, Serialize};

/// What is done to the other document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// 废止.
    Repeals,
    /// 修改, or the end of a part.
    Amends,
    /// 转发.
    Forwards,
    /// 解读.
    Explains,
}

impl RelationKind {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Repeals => "repeals",
            Self::Amends => "amends",
            Self::Forwards => "forwards",
            Self::Explains => "explains",
        }
    }
}
