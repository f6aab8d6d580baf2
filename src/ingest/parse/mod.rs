//! Bytes to [`Draft`]s: one file a format, and [`Format::detect`] holds the one match that tells them
//! apart. A new format is a file here, a variant, and a fixture with its expected article.

mod boilerplate;
mod byline;
pub mod charset;
pub mod html;
pub mod jsonl;
mod keys;
pub mod text;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod fixtures;

use super::draft::{Draft, Rejection};
use crate::model::Field;

/// A format gongbao reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines: a bulletin a line; the fields are in `docs/formats.md`.
    Jsonl,
    /// A web page that holds one bulletin.
    Html,
    /// Plain text as copied from a news page: title, date and byline, paragraphs, 编辑, footer.
    Text,
}

impl Format {
    /// Tells the format by the file's name and, where the name says nothing, by its first bytes.
    /// `None`: not a format gongbao reads.
    pub fn detect(name: &str, head: &[u8]) -> Option<Self> {
        let extension = name.rsplit('/').next().unwrap_or(name).rsplit_once('.').map(|(_, extension)| extension);
        match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("jsonl" | "ndjson" | "json") => Some(Self::Jsonl),
            Some("html" | "htm" | "shtml" | "xhtml" | "jhtml") => Some(Self::Html),
            Some("txt" | "text") => Some(Self::Text),
            _ => Self::sniff(head),
        }
    }

    fn sniff(head: &[u8]) -> Option<Self> {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let start = head.iter().position(|b| !b.is_ascii_whitespace())?;
        let head = &head[start..];
        let lower = head[..head.len().min(2_048)].to_ascii_lowercase();
        let has = |needle: &[u8]| memchr::memmem::find(&lower, needle).is_some();
        match head[0] {
            b'{' => Some(Self::Jsonl),
            b'<' if has(b"<!doctype html") || has(b"<html") || has(b"<head") || has(b"<body") || has(b"<div") => {
                Some(Self::Html)
            }
            // Control bytes other than white space and escapes are not in any text encoding we read.
            _ if head.iter().take(2_048).any(|b| matches!(b, 0..=8 | 14..=26)) => None,
            b'<' | b'%' => None,
            _ => Some(Self::Text),
        }
    }
}

/// Reads one document of a format that holds one bulletin a file.
///
/// # Errors
/// A [`Rejection`] that says what is wrong and how to mend it.
pub fn parse_document(format: Format, bytes: &[u8]) -> Result<Draft, Rejection> {
    match format {
        Format::Jsonl => jsonl::parse_line(bytes),
        Format::Html => html::parse(bytes, None),
        Format::Text => text::parse(bytes),
    }
}

/// Claims a field read from a label: lists are taken apart as labels write them.
fn claim_label(draft: &mut Draft, field: Field, label: &str, value: &str) {
    let separators: &[char] = match field {
        // 发文机关 are several, by space; a subject's own levels hold no blank but may hold a comma.
        Field::Issuers | Field::Keywords => &[' ', '\u{3000}', '、', '；', ';', ',', '，', '\t', '|'],
        Field::Subjects => &['；', ';', '|'],
        _ => &[],
    };
    for part in value.split(separators) {
        draft.claim(field, part.trim(), format!("label:{label}"));
    }
}
