//! A [`Format`] is how the bytes of a bulletin are written: a web page, JSON Lines, a PDF. [`Format::detect`] holds the
//! one match that tells them apart.

use std::io::Cursor;

/// A format gongbao reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON Lines: a bulletin a line; the fields are in `docs/formats.md`.
    Jsonl,
    /// One JSON document: a bulletin, or an array of them.
    Json,
    /// A table with a bulletin a row: CSV, TSV.
    Csv,
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
            Some("csv" | "tsv") => Some(Self::Csv),
            Some("html" | "htm" | "shtml" | "xhtml" | "jhtml") => Some(Self::Html),
            Some("txt" | "text") => Some(Self::Text),
            // A name that says something else is not text just because it can be read as text.
            Some(_) => Self::sniff(head).filter(|format| *format != Self::Text),
            None => Self::sniff(head),
        }
    }

    /// Every format with the name under which its rejections are kept.
    const NAMES: &[(Self, &str)] = &[
        (Self::Jsonl, "jsonl"),
        (Self::Json, "json"),
        (Self::Csv, "csv"),
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
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known)| *known == name).map(|(format, _)| *format)
    }

    /// Whether it is read by [`super::document`], in a process of its own.
    pub fn is_document(self) -> bool {
        !matches!(self, Self::Jsonl | Self::Json | Self::Csv | Self::Html | Self::Text)
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
            return Some(kind_of_zip(head).or(match extension {
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

/// What a ZIP is the container of, by the names in it; `None` where it is no whole ZIP, or holds office
/// files of a kind that is not read.
fn kind_of_zip(bytes: &[u8]) -> Option<Format> {
    let zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = zip.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("OFD.xml") {
        return Some(Format::Ofd);
    }
    if has("META-INF/container.xml") && has("mimetype") {
        return Some(Format::Epub);
    }
    if has("[Content_Types].xml") && under("word/") {
        return Some(Format::Docx);
    }
    if has("[Content_Types].xml") && under("xl/") {
        return Some(Format::Xlsx);
    }
    let is_other = has("[Content_Types].xml") || has("META-INF/MANIFEST.MF");
    (!is_other).then_some(Format::Zip)
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
