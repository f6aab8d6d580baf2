//! An [`Article`] is one bulletin as gongbao understands it: what the publisher said of it, its
//! paragraphs, and where each of these was read. Only what is truly known is filled.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::article_key::ArticleKey;
use super::date::PartialDate;
use super::document_number::DocumentNumber;
use super::validity::Standing;

/// The name of a bulletin, for ever: the record's own, or one derived from its address or identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(String);

impl ArticleId {
    /// The longest id accepted, in bytes.
    pub const MAX_BYTES: usize = 200;

    /// Takes an id as given; `None` where it is empty, too long, or holds a control character.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.len() <= Self::MAX_BYTES && !text.chars().any(char::is_control);
        fits.then(|| Self(text.to_owned()))
    }

    /// Derives an id from what identifies the bulletin; `kind` is a letter that says what that was.
    pub fn derive(kind: char, identity: &str) -> Self {
        let digest = blake3::hash(identity.as_bytes()).to_hex();
        Self(format!("{kind}{}", &digest[..20]))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file that a bulletin offers beside its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The text of the link.
    pub title: String,
    /// Its address, absolute; empty where only the file itself is known.
    pub url: String,
    /// Its media type (RFC 6838), where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// The file itself, where it was taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<AttachedFile>,
}

/// What became of the text of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Its text was read.
    #[default]
    Read,
    /// Pages of it are pictures, whose text was not read.
    NeedsOcr,
    /// Its text was not read.
    NotRead,
}

/// A file as it was taken in, and its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedFile {
    /// Its name, without folder.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its BLAKE3, 64 hexadecimal digits, by which the store keeps it.
    pub hash: String,
    /// What became of its text.
    pub state: Reading,
    /// Why some or all of its text was not read, in words for a reader.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its pages, sheets, chapters or entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<AttachedPage>,
}

/// A page, sheet, chapter or entry of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedPage {
    /// Its number, from 1, where the file has printed pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Its name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its text; none where the file is the bulletin itself and its text is the body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<String>,
    /// Where the file is the bulletin itself: the first paragraph of the body that stands on this page, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<usize>,
}

/// Declares the named fields of an article once, for provenance, labels and the reading page.
macro_rules! fields {
    ($($variant:ident $name:literal $label:literal $english:literal;)*) => {
        /// A field of an [`Article`], by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field { $(#[doc = $label] $variant,)* }

        impl Field {
            /// Every field, in the order in which a reader wants them.
            pub const ALL: &'static [Field] = &[$(Field::$variant,)*];

            /// The name in JSON, URLs and provenance.
            pub fn name(self) -> &'static str {
                match self { $(Field::$variant => $name,)* }
            }

            /// The Chinese label.
            pub fn label(self) -> &'static str {
                match self { $(Field::$variant => $label,)* }
            }

            /// The English label.
            pub fn label_en(self) -> &'static str {
                match self { $(Field::$variant => $english,)* }
            }
        }
    };
}

fields! {
    Id "id" "编号" "id";
    Url "url" "原文地址" "original";
    Title "title" "标题" "title";
    Subtitle "subtitle" "副标题" "subtitle";
    PublishedOn "published_on" "发布日期" "published";
    PublishedAt "published_at" "发布时间" "published at";
    IssuedOn "issued_on" "成文日期" "issued";
    Source "source" "来源" "source";
    Authors "authors" "记者" "authors";
    Editor "editor" "编辑" "editor";
    Column "column" "栏目" "column";
    Issuers "issuers" "发文机关" "issuers";
    DocumentNumber "document_number" "发文字号" "document number";
    IndexNumber "index_number" "索引号" "index number";
    Subjects "subjects" "主题分类" "subjects";
    Keywords "keywords" "关键词" "keywords";
    DocumentKind "document_kind" "公文种类" "kind";
    Validity "validity" "有效性" "validity";
    Region "region" "行政区划" "region";
    Site "site" "网站" "site";
    Body "body" "正文" "body";
    Attachments "attachments" "附件" "attachments";
    Language "language" "语言" "language";
}

/// Where each known field was read, such as `jsonl:date`, `meta:PubDate`, `label:发文字号`, `byline`.
pub type Origins = BTreeMap<Field, String>;

/// Issuers of a bulletin that its number may be of.
const MAX_NUMBER_ISSUERS: usize = 5;

/// One bulletin. Empty lists and `None` mean unknown or absent, never "guessed".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The bulletin's name.
    pub id: ArticleId,
    /// The address of the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The title; never empty.
    pub title: String,
    /// 副标题.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// 发布日期, as precisely as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<PartialDate>,
    /// The moment of publication (RFC 3339), where the page tells a time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<String>,
    /// 成文日期.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<PartialDate>,
    /// 来源, the publisher as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// 记者, 通讯员, 作者: names as stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// 编辑, as stated; several names are separated by a space.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub editor: Option<String>,
    /// 栏目.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// 发文机关.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issuers: Vec<String>,
    /// 发文字号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_number: Option<DocumentNumber>,
    /// 索引号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index_number: Option<String>,
    /// 主题分类, each with its levels separated by `/`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// 关键词, 主题词.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// 公文种类: 通知, 意见, 公告 …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_kind: Option<String>,
    /// 有效性: 有效, 废止, 失效 …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validity: Option<String>,
    /// 行政区划.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The website that published the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The body, a string a paragraph, without markup; cells of a table row are separated by tabs.
    pub paragraphs: Vec<String>,
    /// The body as sanitised HTML, where the source had markup worth keeping (tables, images, lists).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_html: Option<String>,
    /// Files offered beside the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// BCP 47: `zh-Hans`, `zh-Hant`, `en` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where each known field was read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub origins: Origins,
}

impl Article {
    /// Every number that the bulletin bears: its own, where that stands for several (43、44号) each of them, and where it leaves
    /// the organ to be told (公告2021年第5号) also with the issuer's name.
    pub fn document_numbers(&self) -> Vec<DocumentNumber> {
        let Some(number) = &self.document_number else { return Vec::new() };
        let issuers = self.issuers.iter().take(MAX_NUMBER_ISSUERS);
        number.each().into_iter().chain(issuers.filter_map(|issuer| number.issued_by(issuer))).collect()
    }

    /// The hash of what the bulletin says (BLAKE3, 64 hexadecimal digits). Where the fields were
    /// read does not count: the same bulletin by another way in is the same bulletin.
    pub fn content_hash(&self) -> String {
        let mut said = self.clone();
        said.origins.clear();
        let json = serde_json::to_vec(&said).expect("an article is plain data and always serialises");
        blake3::hash(&json).to_hex().to_string()
    }

    /// The article as the API and `extract` show it: every field under its name, `null` or an empty
    /// list where it is unknown, and the document number also in its parts.
    pub fn to_json(&self) -> serde_json::Map<String, serde_json::Value> {
        let value = serde_json::to_value(self).expect("an article is plain data and always serialises");
        let serde_json::Value::Object(mut known) = value else { return serde_json::Map::new() };
        let mut object = serde_json::Map::new();
        for field in Field::ALL {
            let (name, absent) = match field {
                Field::Body => ("paragraphs", serde_json::Value::Array(Vec::new())),
                Field::Authors | Field::Issuers | Field::Subjects | Field::Keywords | Field::Attachments => {
                    (field.name(), serde_json::Value::Array(Vec::new()))
                }
                _ => (field.name(), serde_json::Value::Null),
            };
            object.insert(name.to_owned(), known.remove(name).unwrap_or(absent));
            if *field == Field::DocumentNumber {
                let parts = self.document_number.as_ref().map(|number| {
                    serde_json::json!({
                        "organ": number.organ(), "kind": number.kind(), "year": number.year(), "number": number.number(),
                        "key": number.key(),
                    })
                });
                object.insert("document_number_parts".to_owned(), parts.into());
            }
        }
        for (name, absent) in [("body_html", serde_json::Value::Null), ("origins", serde_json::json!({}))] {
            object.insert(name.to_owned(), known.remove(name).unwrap_or(absent));
        }
        object
    }
}

/// An article as a store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredArticle {
    /// The store's number for it.
    pub key: ArticleKey,
    /// What it says: as a rule in its newest version.
    pub article: Article,
    /// [`Article::content_hash`] of that version.
    pub content_hash: String,
    /// The number of that version, 1 for the first.
    pub version: u32,
    /// How many versions the store holds, 1 or more.
    pub versions: u32,
    /// The store's revision at which the article was first accepted.
    pub created_revision: i64,
    /// The store's revision at which the article was last new, changed, withdrawn or restored.
    pub revision: i64,
    /// When the bulletin was first accepted.
    pub first_seen: jiff::Timestamp,
    /// When this version was accepted.
    pub version_seen: jiff::Timestamp,
    /// Since when this version is shown: that, or when a withdrawn article came back.
    pub shown_from: jiff::Timestamp,
    /// When the bulletin was last met, changed or not.
    pub last_seen: jiff::Timestamp,
    /// When the bulletin was withdrawn, where it was.
    pub withdrawn_at: Option<jiff::Timestamp>,
    /// Whether the document is in force now, as far as all bulletins tell; `None` where nothing says so.
    pub standing: Option<Standing>,
}

impl StoredArticle {
    /// Whether this is what is shown now: the newest version, and not withdrawn.
    pub fn is_current(&self) -> bool {
        self.version == self.versions && self.withdrawn_at.is_none()
    }
}
