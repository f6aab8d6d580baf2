//! A [`Draft`] is what a parser believes a bulletin to say: claims for fields, each with the place it
//! was read from, in the order of trust. [`normalize`](super::normalize::normalize) decides between them.

use std::borrow::Cow;

use super::mojibake;
use crate::model::{Attachment, Field};

/// One reading of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The field it is about.
    pub field: Field,
    /// What was read, as written; lists have one claim for each value.
    pub value: String,
    /// Where it was read: `jsonl:date`, `meta:PubDate`, `label:发文字号`, `byline`, `og:title` …
    pub origin: Cow<'static, str>,
}

/// A file offered beside the text, and how the text refers to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// What is known of the file.
    pub attachment: Attachment,
    /// The address as written, which may be that of a file beside the page.
    pub href: String,
}

/// The parser's findings for one bulletin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Claims, the most trusted first. A field's later claims are used where earlier ones are empty
    /// or malformed; a list takes every claim that shares the origin of its first good one.
    pub claims: Vec<Claim>,
    /// The body, a string a paragraph.
    pub paragraphs: Vec<String>,
    /// The body's markup as published, unsanitised; relative addresses made absolute where possible.
    pub body_html: Option<String>,
    /// Files offered beside the text.
    pub attachments: Vec<Linked>,
    /// Where the body was read.
    pub body_origin: Cow<'static, str>,
    /// What stands around or within the body and was not taken for a part of it, and why, for those who explain.
    pub left_out: Vec<LeftOut>,
    /// What could not be read as it should be, for those who supplied it.
    pub notes: Vec<String>,
    /// Whether signs that mean nothing were passed over to read the record.
    pub has_slips: bool,
    /// Names of the record that it was read from which mean no field.
    pub unread: Vec<String>,
    /// The one of them with the longest text: the likeliest to be the body.
    pub longest_unread: Option<String>,
}

/// A line that is no part of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The line.
    pub text: String,
    /// Why, in a few words.
    pub reason: &'static str,
}

impl Draft {
    /// Adds a claim; blank values say nothing and are not kept.
    pub fn claim(&mut self, field: Field, value: impl Into<String>, origin: impl Into<Cow<'static, str>>) {
        let value = value.into();
        if !value.chars().all(crate::model::text::is_blank) {
            self.claims.push(Claim { field, value, origin: origin.into() });
        }
    }

    /// Notes what of the text no encoding explains; `mixed` are the two encodings of a text that is in both.
    pub fn note_damage(&mut self, mixed: Option<(&str, &str)>) {
        let in_claims = self.claims.iter().map(|claim| claim.value.as_str());
        let texts = in_claims.chain(self.paragraphs.iter().map(String::as_str));
        let lost: usize = texts.map(|text| text.matches('\u{FFFD}').count()).sum();
        if lost > 0 {
            self.notes.push(format!("有 {lost} 处字节无法识别，成了 \u{FFFD}；请核对原文，或换一份完整的文件再导入"));
        }
        let garbled = mojibake::garbled(&self.paragraphs);
        if garbled > 0 {
            self.notes.push(format!("正文有 {garbled} 段像是乱码；请核对原文"));
        }
        if let Some((main, other)) = mixed {
            self.notes.push(format!("混有两种编码（{main} 与 {other}），各按其编码读；请核对"));
        }
    }

    /// The first claim for a field, as written.
    pub fn first(&self, field: Field) -> Option<&str> {
        self.claims.iter().find(|claim| claim.field == field).map(|claim| claim.value.as_str())
    }
}

/// Why some input gives no bulletin, in words for the person who supplied it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{reason}；{remedy}", .field.map(|f| format!("字段 {f}：")).unwrap_or_default())]
pub struct Rejection {
    /// The field at fault, where it is one.
    pub field: Option<&'static str>,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
    /// Whether the input is what stands in the place of a bulletin that is no more there.
    pub is_soft_404: bool,
    /// Whether its text was read in a wrong encoding.
    pub is_mojibake: bool,
}

impl Rejection {
    /// A rejection of the whole input.
    pub fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { field: None, reason: reason.into(), remedy: remedy.into(), is_soft_404: false, is_mojibake: false }
    }

    /// A rejection of what stands in the place of a bulletin.
    pub fn soft_404(reason: impl Into<String>) -> Self {
        Self {
            is_soft_404: true, ..Self::new(reason, "请核对网址；公报若已移到别处，请导入那里的网页")
        }
    }

    /// A rejection of text that was read in a wrong encoding.
    pub fn mojibake(reason: &str) -> Self {
        Self {
            is_mojibake: true,
            ..Self::new(format!("文字是乱码：{reason}"), "请找到转码之前的文件，存为 UTF-8 或 GB18030 再导入")
        }
    }

    /// The same, laid at the door of a field.
    pub fn in_field(field: &'static str, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { field: Some(field), ..Self::new(reason, remedy) }
    }
}
