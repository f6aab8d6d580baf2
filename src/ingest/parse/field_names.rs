//! [`FieldNames`] tell which field of a bulletin a name means that another collection uses: `pubdate`, `文号`, `original_text`.
//! An operator may add names of their own; of those the product knows, case, blanks, `_` and `-` do not matter.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::Field;

/// Names for each field, the most trusted first; the first is the field's own.
const KNOWN: &[(Field, &[&str])] = &[
    (Field::Id, &["id"]),
    (
        Field::Url,
        &[
            "url",
            "link",
            "origin_url",
            "source_url",
            "page_url",
            "article_url",
            "original_url",
            "web_url",
            "href",
            "链接",
            "网址",
            "原文链接",
            "来源链接",
            "原文地址",
            "详情链接",
            "文章链接",
            "页面地址",
        ],
    ),
    (
        Field::Title,
        &[
            "title",
            "标题",
            "headline",
            "article_title",
            "doc_title",
            "news_title",
            "题名",
            "文章标题",
            "文件名称",
            "文件标题",
            "公文标题",
            "新闻标题",
        ],
    ),
    (Field::Subtitle, &["subtitle", "副标题"]),
    (
        Field::PublishedOn,
        &[
            "published_on",
            "date",
            "pub_date",
            "publish_date",
            "published_date",
            "release_date",
            "post_date",
            "news_date",
            "发布日期",
            "公布日期",
            "日期",
            "公开日期",
        ],
    ),
    (
        Field::PublishedAt,
        &[
            "published_at",
            "publish_time",
            "pub_time",
            "published_time",
            "release_time",
            "post_time",
            "published",
            "datetime",
            "发布时间",
            "公布时间",
            "时间",
        ],
    ),
    (Field::IssuedOn, &["issued_on", "成文日期", "issue_date", "issued_date", "成文时间", "印发日期", "发文日期"]),
    (Field::Source, &["source", "来源", "source_name", "media", "publisher", "信息来源", "文章来源", "稿源"]),
    (Field::Authors, &["authors", "author", "reporters", "记者", "reporter", "writer", "作者"]),
    (Field::Editor, &["editor", "editors", "编辑", "责任编辑", "责编"]),
    (Field::Column, &["column", "栏目", "channel", "section", "所属栏目", "频道"]),
    (
        Field::Issuers,
        &[
            "issuers",
            "issuer",
            "发文机关",
            "agency",
            "department",
            "发文机构",
            "发文单位",
            "制发机关",
            "发布机构",
            "发布单位",
            "印发单位",
        ],
    ),
    (
        Field::DocumentNumber,
        &[
            "document_number",
            "doc_no",
            "发文字号",
            "文号",
            "doc_number",
            "document_no",
            "wenhao",
            "文件编号",
            "发文文号",
            "文件字号",
        ],
    ),
    (Field::IndexNumber, &["index_number", "索引号", "index_no", "索取号", "信息索引号", "信息索取号"]),
    (Field::Subjects, &["subjects", "subject", "category", "主题分类", "topic", "theme", "categories", "分类"]),
    (Field::Keywords, &["keywords", "tags", "关键词", "主题词", "keyword", "关键字"]),
    (Field::DocumentKind, &["document_kind", "公文种类", "文种", "doc_type"]),
    (Field::Validity, &["validity", "有效性", "时效性", "效力状态"]),
    (Field::Region, &["region", "行政区划", "地区", "所属地区"]),
    (Field::Site, &["site", "网站", "site_name", "website", "网站名称", "站点"]),
    (Field::Language, &["language", "lang", "语言"]),
    (
        Field::Body,
        &[
            "paragraphs",
            "body",
            "content",
            "text",
            "正文",
            "original_text",
            "full_text",
            "article_text",
            "main_text",
            "body_text",
            "article_content",
            "news_content",
            "article_body",
            "html",
            "content_html",
            "raw_text",
            "内容",
            "全文",
            "正文内容",
            "文件内容",
            "新闻内容",
        ],
    ),
    (Field::Attachments, &["attachments", "附件"]),
];

/// What articles printed by `extract --json` and the interface say beside their fields, and what collections say of the
/// copy rather than of the bulletin; none of it is missed.
const ABOUT_THE_COPY: &[&str] = &[
    "file",
    "origins",
    "document_number_parts",
    "body_html",
    "content_hash",
    "version",
    "revision",
    "first_seen",
    "last_changed",
    "withdrawn_at",
    "crawl_time",
    "crawled_at",
    "fetched_at",
    "scraped_at",
    "spider_time",
    "抓取时间",
    "采集时间",
    "序号",
    "index",
];

/// A name as it is compared.
fn squashed(name: &str) -> String {
    let letters = name.trim().trim_start_matches('\u{FEFF}').chars();
    letters
        .filter(|c| !matches!(c, '_' | '-' | '.' | '*' | '＊' | ':' | '：') && !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

static BY_NAME: LazyLock<HashMap<String, (usize, usize)>> = LazyLock::new(|| {
    let rows = KNOWN.iter().enumerate();
    let names =
        rows.flat_map(|(field, (_, names))| names.iter().enumerate().map(move |(rank, name)| (name, (field, rank))));
    names.map(|(name, place)| (squashed(name), place)).collect()
});

/// How names are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldNames {
    /// The operator's: names, squashed, and what they mean.
    own: HashMap<String, Field>,
}

/// A mapping that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// It is not two names.
    #[error("「{0}」不是 字段=名字；请写成 --map 正文=content")]
    NotAPair(String),
    /// The first is no field.
    #[error("「{0}」不是字段；可用的字段：{fields}", fields = field_list())]
    UnknownField(String),
    /// A name is given twice.
    #[error("「{0}」指给了两个字段；请只留一个")]
    Twice(String),
}

fn field_list() -> String {
    KNOWN.iter().map(|(field, _)| format!("{}（{}）", field.label(), field.name())).collect::<Vec<_>>().join("、")
}

/// A name that means a field.
pub(super) struct Named {
    /// The field.
    pub field: Field,
    /// Where it stands: names with a lower number are read first.
    pub order: (usize, usize),
}

impl FieldNames {
    /// Those of mappings such as `正文=content`: the field, by any of its names, and the name that means it.
    ///
    /// # Errors
    /// A mapping that is none.
    pub fn new<'m>(mappings: impl IntoIterator<Item = &'m str>) -> Result<Self, MappingError> {
        let mut own = HashMap::new();
        for mapping in mappings {
            let pair = mapping.split_once('=').map(|(field, name)| (field.trim(), squashed(name)));
            let (field, name) = pair
                .filter(|(field, name)| !field.is_empty() && !name.is_empty())
                .ok_or_else(|| MappingError::NotAPair(mapping.to_owned()))?;
            let known = KNOWN.iter().find(|(known, _)| known.label() == field || known.name() == field);
            let known = known.map(|(known, _)| *known);
            let known = known.or_else(|| BY_NAME.get(&squashed(field)).map(|(row, _)| KNOWN[*row].0));
            let known = known.ok_or_else(|| MappingError::UnknownField(field.to_owned()))?;
            if own.insert(name, known).is_some_and(|before| before != known) {
                return Err(MappingError::Twice(mapping.to_owned()));
            }
        }
        Ok(Self { own })
    }

    /// The mappings by which they are read again: `body=content`.
    pub fn mappings(&self) -> Vec<String> {
        let mut mappings: Vec<String> =
            self.own.iter().map(|(name, field)| format!("{}={name}", field.name())).collect();
        mappings.sort_unstable();
        mappings
    }

    /// Whether the operator has said what a name means.
    pub(super) fn is_own(&self, name: &str) -> bool {
        self.own.contains_key(&squashed(name))
    }

    /// What a name means.
    pub(super) fn get(&self, name: &str) -> Option<Named> {
        let name = squashed(name);
        if let Some(field) = self.own.get(&name) {
            let row = KNOWN.iter().position(|(known, _)| known == field)?;
            return Some(Named { field: *field, order: (row, 0) });
        }
        BY_NAME.get(&name).map(|(row, rank)| Named { field: KNOWN[*row].0, order: (*row, rank + 1) })
    }

    /// Whether a name means a field.
    pub fn means_field(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether a name tells of the copy rather than of the bulletin.
    pub(super) fn is_about_the_copy(name: &str) -> bool {
        static SQUASHED: LazyLock<Vec<String>> =
            LazyLock::new(|| ABOUT_THE_COPY.iter().map(|name| squashed(name)).collect());
        SQUASHED.contains(&squashed(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_collections_are_known() {
        let names = FieldNames::default();
        for (name, field) in [
            ("pubDate", Some(Field::PublishedOn)),
            ("Publish-Time", Some(Field::PublishedAt)),
            ("original_text", Some(Field::Body)),
            ("\u{FEFF}标题", Some(Field::Title)),
            ("Source URL", Some(Field::Url)),
            ("文号", Some(Field::DocumentNumber)),
            ("*标题：", Some(Field::Title)),
            ("weather", None),
        ] {
            assert_eq!(names.get(name).map(|named| named.field), field, "{name}");
        }
        assert!(FieldNames::is_about_the_copy("crawlTime"));
        assert_eq!(
            BY_NAME.len(),
            KNOWN.iter().map(|(_, names)| names.len()).sum::<usize>(),
            "no name means two fields"
        );
    }

    #[test]
    fn an_operators_names_come_first() {
        let names = FieldNames::new(["正文=neirong", "title=subject", "文号 = No."]).unwrap();
        assert_eq!(names.get("NeiRong").map(|named| named.field), Some(Field::Body));
        assert_eq!(names.get("subject").map(|named| named.field), Some(Field::Title));
        assert_eq!(names.get("no").map(|named| named.field), Some(Field::DocumentNumber));
        let wrong = |mapping: &str| FieldNames::new([mapping]).unwrap_err().to_string();
        assert!(wrong("正文").contains("--map 正文=content"));
        assert!(wrong("天气=weather").contains("发文字号（document_number）"), "{}", wrong("天气=weather"));
        assert!(FieldNames::new(["正文=a", "标题=a"]).is_err());
        assert_eq!(names.mappings(), ["body=neirong", "document_number=no", "title=subject"]);
        assert_eq!(FieldNames::new(names.mappings().iter().map(String::as_str)).unwrap(), names);
    }
}
