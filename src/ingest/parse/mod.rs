//! Bytes to [`Draft`]s: one file a format, and [`Format::detect`] holds the one match that tells them
//! apart. A new format is a file here, a variant, and a fixture with its expected article. Formats of office
//! files and books are in [`document`].

mod boilerplate;
mod byline;
pub mod charset;
#[cfg(test)]
mod corpus;
pub mod document;
#[cfg(test)]
mod fixtures;
pub mod html;
pub mod jsonl;
mod keys;
pub(crate) mod places;
pub mod text;

use crate::ingest::draft::{Draft, Rejection};
use crate::ingest::rules::Rules;
use crate::model::Field;

/// A format gongbao reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines: a bulletin a line; the fields are in `docs/formats.md`.
    Jsonl,
    /// One JSON document: a bulletin, or an array of them.
    Json,
    /// A web page that holds one bulletin.
    Html,
    /// Plain text as copied from a news page: title, date and byline, paragraphs, 编辑, footer.
    Text,
    /// PDF.
    Pdf,
    /// Word since 2007, and WPS in its form.
    Docx,
    /// Excel since 2007.
    Xlsx,
    /// An OLE container: Word and Excel before 2007, WPS.
    Ole,
    /// OFD, GB/T 33190-2016.
    Ofd,
    /// Rich Text Format.
    Rtf,
    /// EPUB.
    Epub,
    /// A ZIP of documents.
    Zip,
}

impl Format {
    /// Tells the format by what the file begins with and, where that says nothing, by its name; `head` may
    /// be the whole file, and for the kinds of ZIP it tells more then. `None`: not a format gongbao reads.
    pub fn detect(name: &str, head: &[u8]) -> Option<Self> {
        let extension = name.rsplit('/').next().unwrap_or(name).rsplit_once('.').map(|(_, extension)| extension);
        let extension = extension.map(str::to_ascii_lowercase);
        if let Some(format) = Self::by_signature(extension.as_deref(), head) {
            return format;
        }
        match extension.as_deref() {
            Some("jsonl" | "ndjson") => Some(Self::Jsonl),
            Some("json") => Some(Self::Json),
            Some("html" | "htm" | "shtml" | "xhtml" | "jhtml") => Some(Self::Html),
            Some("txt" | "text") => Some(Self::Text),
            // A name that says something else is not text just because it can be read as text.
            Some(_) => Self::sniff(head).filter(|format| *format != Self::Text),
            None => Self::sniff(head),
        }
    }

    /// Every format with the name under which refusals of it are kept.
    const NAMES: &[(Self, &str)] = &[
        (Self::Jsonl, "jsonl"),
        (Self::Json, "json"),
        (Self::Html, "html"),
        (Self::Text, "text"),
        (Self::Pdf, "pdf"),
        (Self::Docx, "docx"),
        (Self::Xlsx, "xlsx"),
        (Self::Ole, "ole"),
        (Self::Ofd, "ofd"),
        (Self::Rtf, "rtf"),
        (Self::Epub, "epub"),
        (Self::Zip, "zip"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(format, _)| *format == self).map_or("", |(_, name)| name)
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(format, _)| *format)
    }

    /// Whether it is read by [`document`], in a process of its own.
    pub fn is_document(self) -> bool {
        !matches!(self, Self::Jsonl | Self::Json | Self::Html | Self::Text)
    }

    /// What the first bytes say for certain; `Some(None)` where they are those of something not read.
    fn by_signature(extension: Option<&str>, head: &[u8]) -> Option<Option<Self>> {
        let named = |known: &[&str]| extension.is_none_or(|extension| known.contains(&extension));
        if head.starts_with(b"%PDF-")
            || (extension == Some("pdf") && memchr::memmem::find(&head[..head.len().min(1_024)], b"%PDF-").is_some())
        {
            return Some(Some(Self::Pdf));
        }
        if head.starts_with(b"{\\rtf") {
            return Some(Some(Self::Rtf));
        }
        if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            let office = named(&["doc", "dot", "docx", "xls", "xlsx", "xlt", "wps", "wpt", "et", "ett"]);
            return Some(office.then_some(Self::Ole));
        }
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Some(document::kind_of_zip(head).or(match extension {
                Some("docx" | "docm" | "wps") => Some(Self::Docx),
                Some("xlsx" | "xlsm" | "et") => Some(Self::Xlsx),
                Some("ofd") => Some(Self::Ofd),
                Some("epub") => Some(Self::Epub),
                Some("zip") | None => Some(Self::Zip),
                Some(_) => None,
            }));
        }
        None
    }

    fn sniff(head: &[u8]) -> Option<Self> {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let start = head.iter().position(|b| !b.is_ascii_whitespace())?;
        let head = &head[start..];
        let lower = head[..head.len().min(2_048)].to_ascii_lowercase();
        let has = |needle: &[u8]| memchr::memmem::find(&lower, needle).is_some();
        match head[0] {
            b'{' => Some(Self::Jsonl),
            b'[' if has(b"{") => Some(Self::Json),
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
pub fn parse_document(format: Format, bytes: &[u8], rules: &Rules) -> Result<Draft, Rejection> {
    match format {
        Format::Json | Format::Jsonl => jsonl::parse_line(bytes),
        Format::Html => html::parse_with(bytes, None, rules),
        Format::Text => text::parse(bytes),
        _ => Err(Rejection::new("这是文档，不是网页或文本", "请单独导入")),
    }
}

/// A bulletin of a JSON document, with its place in the array, from 1, and its bytes.
pub type Numbered<'a> = (u64, &'a [u8], Result<Draft, Rejection>);

/// Reads a JSON document: an object is one bulletin, an array is several; a file that is really JSON
/// Lines is read as that.
///
/// # Errors
/// What is wrong with the document as a whole, and the line where that is known.
pub fn parse_json(bytes: &[u8]) -> Result<Vec<Numbered<'_>>, (Option<u64>, Rejection)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let read = |(number, item)| (number, item, jsonl::parse_line(item));
    match serde_json::from_slice::<Vec<&serde_json::value::RawValue>>(bytes) {
        Ok(items) => return Ok((1..).zip(items.iter().map(|item| item.get().as_bytes())).map(read).collect()),
        Err(error) if bytes.trim_ascii_start().starts_with(b"[") => {
            let line = error.line() as u64;
            let reason = format!("不是完整的 JSON 数组：第 {line} 行第 {} 列有误", error.column());
            return Err((Some(line), Rejection::new(reason, "请检查引号、逗号和括号")));
        }
        Err(_) => {}
    }
    if serde_json::from_slice::<&serde_json::value::RawValue>(bytes).is_ok() {
        return Ok(vec![read((1, bytes))]);
    }
    let lines = (1..).zip(bytes.split(|b| *b == b'\n'));
    Ok(lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(read).collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_content() {
        let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        let cases: &[(&str, &[u8], Option<Format>)] = &[
            ("a.pdf", b"%PDF-1.7", Some(Format::Pdf)),
            ("a.txt", b"%PDF-1.7", Some(Format::Pdf)),
            ("a.pdf", b"\r\n%PDF-1.7", Some(Format::Pdf)),
            ("a.pdf", b"<!doctype html><html>", Some(Format::Html)),
            ("a.pdf", &[0; 100], None),
            ("a.doc", b"{\\rtf1", Some(Format::Rtf)),
            ("-", b"{\"title\"", Some(Format::Jsonl)),
            ("a.wps", &ole, Some(Format::Ole)),
            ("-", &ole, Some(Format::Ole)),
            ("a.msi", &ole, None),
            // Only the beginning is at hand: the name says what kind of ZIP it is.
            ("a.docx", b"PK\x03\x04...", Some(Format::Docx)),
            ("a.OFD", b"PK\x03\x04...", Some(Format::Ofd)),
            ("a.zip", b"PK\x03\x04...", Some(Format::Zip)),
            ("a.jar", b"PK\x03\x04...", None),
        ];
        for (name, head, expected) in cases {
            assert_eq!(Format::detect(name, head), *expected, "{name} {head:?}");
        }
    }
}
