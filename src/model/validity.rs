//! [`Validity`] (有效性) is whether a document is in force. A [`Standing`] says so of one document: since when, and how that is known.

use serde::{Deserialize, Serialize};

use super::article_key::ArticleKey;
use super::date::PartialDate;

/// Whether a document is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validity {
    /// 现行有效.
    InForce,
    /// 尚未施行.
    NotYetInForce,
    /// 已修改: a newer text is in force.
    Amended,
    /// 失效: its time is over.
    Expired,
    /// 废止: another document ended it.
    Repealed,
}

impl Validity {
    /// Every value, in the order in which a reader wants them.
    pub const ALL: [Self; 5] = [Self::InForce, Self::NotYetInForce, Self::Amended, Self::Expired, Self::Repealed];

    /// The value of the facet, the same in every interface.
    pub fn label(self) -> &'static str {
        match self {
            Self::InForce => "现行有效",
            Self::NotYetInForce => "尚未施行",
            Self::Amended => "已修改",
            Self::Expired => "失效",
            Self::Repealed => "废止",
        }
    }

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotYetInForce => "not_yet_in_force",
            Self::Amended => "amended",
            Self::Expired => "expired",
            Self::Repealed => "repealed",
        }
    }

    /// Whether the document does not say any more what is in force.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Amended | Self::Expired | Self::Repealed)
    }

    /// Reads what a page says in its field 有效性, 时效性 or 效力状态; `None` where it says something else.
    pub fn from_published(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if text.chars().count() > 12 {
            return None;
        }
        if says(&["尚未", "未生效", "未施行", "待生效", "暂未"]) {
            Some(Self::NotYetInForce)
        } else if says(&["部分失效", "部分废止", "部分有效", "已修改", "已被修改", "已修订", "已修正", "被修订"])
        {
            Some(Self::Amended)
        } else if says(&["废止", "撤销"]) && !says(&["未废止"]) {
            Some(Self::Repealed)
        } else if says(&["失效", "无效", "作废", "过期", "届满", "停止执行"]) || text == "否" {
            Some(Self::Expired)
        } else if says(&["有效", "现行", "未废止", "施行中", "生效"]) || text == "是" {
            Some(Self::InForce)
        } else {
            None
        }
    }
}

/// How the standing of a document is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Its page says so: a field 有效性, or a mark in the title such as 【废止】.
    Published,
    /// Another bulletin ends it: 《…》同时废止.
    Repeal,
    /// Another bulletin amends it: 关于修改《…》的决定.
    Amendment,
    /// A newer text of the same document.
    NewerText,
    /// Its own text says how long it is valid: 有效期5年.
    Term,
    /// Its own text says from when it is in force: 自…起施行.
    Commencement,
}

impl Evidence {
    /// Every value.
    pub const ALL: [Self; 6] =
        [Self::Published, Self::Repeal, Self::Amendment, Self::NewerText, Self::Term, Self::Commencement];

    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Repeal => "repeal",
            Self::Amendment => "amendment",
            Self::NewerText => "newer_text",
            Self::Term => "term",
            Self::Commencement => "commencement",
        }
    }
}

/// Whether one document is in force, as far as the bulletins taken in tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whether it is.
    pub validity: Validity,
    /// How that is known.
    pub evidence: Evidence,
    /// Since when it is so: of what is not yet in force, from when it will be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<PartialDate>,
    /// The last day on which it is so, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// The bulletin that ended or amended it, or is its newer text.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "key")]
    pub by: Option<ArticleKey>,
}

/// An [`ArticleKey`] as its number.
mod key {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::ArticleKey;

    pub fn serialize<S: Serializer>(key: &Option<ArticleKey>, serializer: S) -> Result<S::Ok, S::Error> {
        key.map(|key| key.0).serialize(serializer)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Option<ArticleKey>, D::Error> {
        Ok(Option::<i64>::deserialize(deserializer)?.map(ArticleKey))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_pages_are_read() {
        for (text, expected) in [
            ("有效", Some(Validity::InForce)),
            ("现行有效", Some(Validity::InForce)),
            ("是", Some(Validity::InForce)),
            ("失效", Some(Validity::Expired)),
            ("已 失效", Some(Validity::Expired)),
            ("无效", Some(Validity::Expired)),
            ("否", Some(Validity::Expired)),
            ("已废止", Some(Validity::Repealed)),
            ("部分失效", Some(Validity::Amended)),
            ("已被修改", Some(Validity::Amended)),
            ("尚未生效", Some(Validity::NotYetInForce)),
            ("未废止", Some(Validity::InForce)),
            ("2021-03-04", None),
            ("", None),
            ("请以县人民政府网站公布的文件为准", None),
        ] {
            assert_eq!(Validity::from_published(text), expected, "{text}");
        }
    }

    #[test]
    fn a_standing_is_read_as_it_was_written() {
        let standing = Standing {
            validity: Validity::Repealed,
            evidence: Evidence::Repeal,
            since: PartialDate::new(2021, Some(3), Some(4)),
            until: None,
            by: Some(ArticleKey(7)),
        };
        let json = serde_json::to_string(&standing).unwrap();
        assert_eq!(json, r#"{"validity":"repealed","evidence":"repeal","since":"2021-03-04","by":7}"#);
        assert_eq!(serde_json::from_str::<Standing>(&json).unwrap(), standing);
    }
}
