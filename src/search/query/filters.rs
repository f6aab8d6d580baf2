//! The names by which a query may address a [`Field`], Chinese and English. A name that is not here is
//! plain text: `国务院:关于`.

use crate::model::Facet;

/// Characters of the longest name.
pub const MAX_NAME: usize = 16;

/// What stands before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The title or the subtitle.
    Title,
    /// The day of publication.
    Date,
    /// A facet.
    Facet(&'static Facet),
    /// A field that bulletins have and no index: it is looked for anywhere.
    Unindexed(&'static str),
}

/// The names of each facet beside its own name and its Chinese label in [`FACETS`](crate::model::FACETS).
const FACET_NAMES: &[(&str, &[&str])] = &[
    ("year", &["年度"]),
    ("source", &["信息来源", "稿源"]),
    ("column", &["频道"]),
    ("document_kind", &["kind", "文种", "公文种类"]),
    ("issuer", &["issuers", "发布机构", "发文单位"]),
    ("subject", &["subjects"]),
    ("validity", &["效力"]),
    ("region", &["地区"]),
    ("site", &["站点"]),
    ("author", &["authors", "作者", "通讯员"]),
    ("language", &["lang", "语种"]),
    ("editor", &["责编", "责任编辑"]),
    ("keyword", &["keywords", "主题词"]),
    ("index_number", &[]),
    ("document_number", &["number", "文号"]),
];

const TITLE_NAMES: &[&str] = &["title", "标题", "题名", "subtitle", "副标题"];

const DATE_NAMES: &[&str] = &["date", "日期", "发布日期", "发布时间", "published", "published_on"];

/// What else the day of publication is called, where there is no colon.
const DATE_WORDS: &[&str] = &["时间", "发文日期", "发文时间", "发表时间", "年份", "年度", "date"];

const UNINDEXED_NAMES: &[(&str, &str)] =
    &[("body", "正文"), ("正文", "正文"), ("issued_on", "成文日期"), ("成文日期", "成文日期")];

impl Field {
    /// The field of that name, which must be folded.
    pub fn from_name(name: &str) -> Option<Self> {
        if TITLE_NAMES.contains(&name) {
            return Some(Self::Title);
        }
        if DATE_NAMES.contains(&name) {
            return Some(Self::Date);
        }
        if let Some((_, label)) = UNINDEXED_NAMES.iter().find(|(known, _)| *known == name) {
            return Some(Self::Unindexed(label));
        }
        let facet = crate::model::FACETS.iter().find(|facet| facet.name == name || facet.label == name);
        let other =
            || FACET_NAMES.iter().find(|(_, names)| names.contains(&name)).and_then(|(own, _)| Facet::from_name(own));
        facet.or_else(other).map(Self::Facet)
    }

    /// Whether a folded word is a name of the field and nothing else, as it is typed without a colon: 日期, 发布日期为.
    pub fn is_named(self, word: &str) -> bool {
        let name = word.trim_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(['为', '是', '在', '于']);
        Self::from_name(name) == Some(self) || (self == Self::Date && DATE_WORDS.contains(&name))
    }
}

/// A facet's value as it was typed, in the words of the facet.
pub fn value(facet: &Facet, folded: &str) -> String {
    let value = folded.trim().trim_end_matches('*').trim_end();
    let known = match (facet.name, value) {
        ("language", "简体" | "简体中文") => "zh-hans",
        ("language", "繁体" | "繁体中文") => "zh-hant",
        ("language", "中文" | "汉语") => "zh",
        ("language", "英文" | "英语" | "english") => "en",
        _ => value,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FACETS;
    use crate::search::analysis::fold;

    #[test]
    fn every_facet_has_a_chinese_and_an_english_name() {
        for facet in FACETS {
            for name in [facet.name, facet.label] {
                assert_eq!(Field::from_name(&fold(name)), Some(Field::Facet(facet)), "{name}");
            }
        }
        for (own, names) in FACET_NAMES {
            let facet = Facet::from_name(own).unwrap_or_else(|| panic!("{own} is no facet"));
            for name in *names {
                assert_eq!(Field::from_name(name), Some(Field::Facet(facet)), "{name}");
                assert!(name.chars().count() <= MAX_NAME, "{name}");
            }
        }
        assert_eq!(Field::from_name("标题"), Some(Field::Title));
        assert_eq!(Field::from_name("国务院"), None);
    }
}
