//! A [`Format`] is how the bytes of a bulletin are written: a web page, JSON Lines, a PDF. [`Format::detect`] holds the
//! one match that tells them apart.

use std::io::{Cursor, Read};

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
    /// A table as a web page under the name of a workbook, as many systems hand it out.
    HtmlSheet,
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
    /// A 7Z of documents.
    SevenZip,
    /// A RAR of documents.
    Rar,
    /// PowerPoint since 2007.
    Pptx,
    /// OpenDocument: ODT, ODS, ODP, packed or flat.
    Odf,
    /// Word as one XML file: of 2003, or the parts of a DOCX in a row.
    WordXml,
    /// Excel as one XML file, of 2003.
    ExcelXml,
    /// A page that a browser or Word saved with all its parts as one message.
    Mhtml,
    /// A mail.
    Eml,
}

/// Endings of the names of office files in an OLE container.
const OLE_ENDINGS: &[&str] = &[
    "doc", "dot", "docx", "docm", "xls", "xlsx", "xlsm", "xlt", "wps", "wpt", "et", "ett", "ppt", "pps", "pptx", "dps",
];

/// Endings of the names of workbooks.
const WORKBOOK_ENDINGS: &[&str] = &["xls", "xlsx", "xlsm", "xlt", "xltx", "et", "ett"];

/// How a RAR begins, of whichever version.
const RAR: &[u8] = b"Rar!\x1A\x07";

/// What content types call the main part of an office file, and what it is.
const MAIN_PARTS: &[(&[u8], Format)] = &[
    (b"wordprocessingml", Format::Docx),
    (b"ms-word", Format::Docx),
    (b"spreadsheetml", Format::Xlsx),
    (b"ms-excel", Format::Xlsx),
    (b"presentationml", Format::Pptx),
    (b"ms-powerpoint", Format::Pptx),
];

impl Format {
    /// Tells the format by what the file begins with and, where that says nothing, by its name; `head` may
    /// be the whole file, and for the kinds of ZIP it tells more then. `None`: not a format gongbao reads.
    pub fn detect(name: &str, head: &[u8]) -> Option<Self> {
        let head = without_blank_start(head);
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
            Some(_) => match Self::sniff(head)? {
                Self::Html if Self::is_named_as_workbook(name) => Some(Self::HtmlSheet),
                Self::Text => None,
                format => Some(format),
            },
            None => Self::sniff(head),
        }
    }

    /// Every format with the name under which its rejections are kept.
    const NAMES: &[(Self, &str)] = &[
        (Self::Jsonl, "jsonl"),
        (Self::Json, "json"),
        (Self::Csv, "csv"),
        (Self::Html, "html"),
        (Self::HtmlSheet, "html-sheet"),
        (Self::Text, "text"),
        (Self::Pdf, "pdf"),
        (Self::Docx, "docx"),
        (Self::Xlsx, "xlsx"),
        (Self::Ole, "ole"),
        (Self::Ofd, "ofd"),
        (Self::Rtf, "rtf"),
        (Self::Epub, "epub"),
        (Self::Zip, "zip"),
        (Self::SevenZip, "7z"),
        (Self::Rar, "rar"),
        (Self::Pptx, "pptx"),
        (Self::Odf, "odf"),
        (Self::WordXml, "word-xml"),
        (Self::ExcelXml, "excel-xml"),
        (Self::Mhtml, "mhtml"),
        (Self::Eml, "eml"),
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

    /// Whether a file is called as a workbook is.
    pub fn is_named_as_workbook(name: &str) -> bool {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| WORKBOOK_ENDINGS.contains(&ending.as_str()))
    }

    /// What the first bytes say for certain; `Some(None)` where they are those of something not read.
    fn by_signature(extension: Option<&str>, head: &[u8]) -> Option<Option<Self>> {
        let named = |known: &[&str]| extension.is_none_or(|extension| known.contains(&extension));
        let before_pdf = &head[..head.len().min(1_024)];
        // Scripts print a byte order mark or empty lines before the file that they hand out; readers pass over them.
        if let Some(at) = memchr::memmem::find(before_pdf, b"%PDF-")
            && (extension == Some("pdf") || is_blank(&before_pdf[..at]))
        {
            return Some(Some(Self::Pdf));
        }
        if head.starts_with(b"{\\rtf") {
            return Some(Some(Self::Rtf));
        }
        if head.starts_with(b"7z\xBC\xAF\x27\x1C") {
            return Some(Some(Self::SevenZip));
        }
        if head.starts_with(RAR) {
            return Some(Some(Self::Rar));
        }
        if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return Some(named(OLE_ENDINGS).then_some(Self::Ole));
        }
        // Workbooks before Excel 97 may be their records alone.
        if matches!(head, [9, 0 | 2 | 4 | 8, 4 | 6 | 8 | 16, 0, ..]) && extension.is_some_and(|of| of == "xls") {
            return Some(Some(Self::Ole));
        }
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Some(kind_of_zip(head).or_else(|| stored_mimetype(head)).or(match extension {
                Some("docx" | "docm" | "dotx" | "wps") => Some(Self::Docx),
                Some("xlsx" | "xlsm" | "xltx" | "et") => Some(Self::Xlsx),
                Some("pptx" | "pptm" | "ppsx" | "dps") => Some(Self::Pptx),
                Some("odt" | "ods" | "odp" | "ott" | "ots") => Some(Self::Odf),
                Some("ofd") => Some(Self::Ofd),
                Some("epub") => Some(Self::Epub),
                Some("zip") | None => Some(Self::Zip),
                Some(_) => None,
            }));
        }
        if let Some(format) = kind_of_xml(head) {
            return Some(Some(format));
        }
        kind_of_message(extension, head).map(Some)
    }

    fn sniff(head: &[u8]) -> Option<Self> {
        if let Some(wide) = of_wide_letters(head) {
            return Self::sniff(wide.as_bytes()).filter(|format| *format == Self::Html);
        }
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let start = head.iter().position(|b| !b.is_ascii_whitespace())?;
        let head = &head[start..];
        let lower = head[..head.len().min(2_048)].to_ascii_lowercase();
        let has = |needle: &[u8]| memchr::memmem::find(&lower, needle).is_some();
        match head[0] {
            b'{' => Some(Self::Jsonl),
            b'[' if has(b"{") => Some(Self::Json),
            // Tables that are handed out as workbooks may begin with themselves.
            b'<' if !lower.starts_with(b"<?xml") && (has(b"<table") || has(b"<meta")) => Some(Self::Html),
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

/// A file without the byte order mark or the empty lines that a script printed before it: containers count their places
/// from where they begin.
pub fn without_blank_start(bytes: &[u8]) -> &[u8] {
    const SIGNATURES: &[&[u8]] =
        &[b"PK\x03\x04", b"{\\rtf", b"7z\xBC\xAF\x27\x1C", RAR, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]];
    let start = &bytes[..bytes.len().min(1_024)];
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let is_container = SIGNATURES.iter().any(|signature| start.starts_with(signature));
    let skipped = bytes.len().min(1_024) - start.len();
    if is_container { &bytes[skipped..] } else { bytes }
}

/// The beginning of a text in UTF-16 that may be markup.
fn of_wide_letters(head: &[u8]) -> Option<String> {
    let bare = [(encoding_rs::UTF_16LE, *b"<\0"), (encoding_rs::UTF_16BE, *b"\0<")];
    let bare = || bare.iter().find(|(_, first)| head.starts_with(first)).map(|(encoding, _)| (*encoding, 0));
    let (encoding, length) = encoding_rs::Encoding::for_bom(head).or_else(bare)?;
    let text = encoding.decode_without_bom_handling(&head[length..head.len().min(8_192)]).0;
    (encoding != encoding_rs::UTF_8).then(|| text.into_owned())
}

/// Whether bytes are a byte order mark and white space, or nothing.
fn is_blank(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).iter().all(u8::is_ascii_whitespace)
}

/// What a ZIP is the container of, by the names in it; `None` where it is no whole ZIP, or holds office
/// files of a kind that is not read.
fn kind_of_zip(bytes: &[u8]) -> Option<Format> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = zip.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("OFD.xml") {
        return Some(Format::Ofd);
    }
    if has("mimetype") && has("content.xml") {
        return Some(Format::Odf);
    }
    if has("META-INF/container.xml") && has("mimetype") {
        return Some(Format::Epub);
    }
    // Kinds that are known and not read: workbooks in binary, UOF, iWork.
    if has("xl/workbook.bin") || has("uof.xml") || names.iter().any(|name| name.ends_with(".iwa")) {
        return None;
    }
    if has("[Content_Types].xml") {
        // The parts may be called anything: what they are is said in the list of their types.
        let folders = [("word/", Format::Docx), ("xl/", Format::Xlsx), ("ppt/", Format::Pptx)];
        let found = main_part(&mut zip);
        return found.or_else(|| folders.into_iter().find(|(folder, _)| under(folder)).map(|(_, format)| format));
    }
    (!has("META-INF/MANIFEST.MF") && !has("AndroidManifest.xml")).then_some(Format::Zip)
}

/// What the list of content types says an office file is.
fn main_part(zip: &mut zip::ZipArchive<Cursor<&[u8]>>) -> Option<Format> {
    const MAIN: &[&[u8]] = &[b".main+xml", b"main+xml"];
    let mut types = Vec::new();
    zip.by_name("[Content_Types].xml").ok()?.take(1 << 20).read_to_end(&mut types).ok()?;
    let is_main = |piece: &[u8]| MAIN.iter().any(|main| memchr::memmem::find(piece, main).is_some());
    let kinds = types.split(|byte| *byte == b'<').filter(|piece| is_main(piece)).filter_map(|piece| {
        MAIN_PARTS.iter().find(|(kind, _)| memchr::memmem::find(piece, kind).is_some()).map(|(_, format)| *format)
    });
    kinds.into_iter().next()
}

/// OpenDocument and EPUB put what they are first and unpacked, so that the beginning tells it.
fn stored_mimetype(head: &[u8]) -> Option<Format> {
    let start = &head[..head.len().min(256)];
    let has = |wanted: &[u8]| memchr::memmem::find(start, wanted).is_some();
    if !has(b"mimetype") {
        return None;
    }
    if has(b"vnd.oasis.opendocument") {
        return Some(Format::Odf);
    }
    has(b"epub+zip").then_some(Format::Epub)
}

/// Office files that are one XML document.
fn kind_of_xml(head: &[u8]) -> Option<Format> {
    let decoded = match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&head[length..head.len().min(8_192)]).0,
        None => String::from_utf8_lossy(&head[..head.len().min(4_096)]),
    };
    let start = decoded.trim_start();
    if !start.starts_with("<?xml") && !start.starts_with("<w:wordDocument") && !start.starts_with("<Workbook") {
        return None;
    }
    let has = |wanted: &str| start.contains(wanted);
    if has("<html") || has("<HTML") {
        return None;
    }
    if has("office/word/2003/wordml") || has("progid=\"Word.Document\"") || has("office/2006/xmlPackage") {
        return Some(Format::WordXml);
    }
    if has("progid=\"Excel.Sheet\"") || has("Workbook") && has("urn:schemas-microsoft-com:office:spreadsheet") {
        return Some(Format::ExcelXml);
    }
    (has("urn:oasis:names:tc:opendocument:xmlns:office") && has(":document")).then_some(Format::Odf)
}

/// Messages: what they begin with are lines of `Name: value`.
fn kind_of_message(extension: Option<&str>, head: &[u8]) -> Option<Format> {
    let start = head[..head.len().min(16_384)].trim_ascii_start();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let colon = memchr::memchr(b':', &start[..start.len().min(80)])?;
    let is_name = |name: &[u8]| !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
    if !is_name(&start[..colon]) || matches!(extension, Some("txt" | "text" | "json" | "jsonl" | "csv")) {
        return None;
    }
    let header = start.to_ascii_lowercase();
    let end = memchr::memmem::find(&header, b"\n\n").or_else(|| memchr::memmem::find(&header, b"\n\r\n"));
    let header = &header[..end.unwrap_or(header.len())];
    let has = |name: &[u8]| header.starts_with(name) || memchr::memmem::find(header, &[b"\n", name].concat()).is_some();
    let mime = has(b"mime-version:") || has(b"content-type:");
    let saved = memchr::memmem::find(header, b"multipart/related").is_some() && !has(b"received:") && !has(b"to:");
    if mime && (saved && extension != Some("eml") || matches!(extension, Some("mht" | "mhtml"))) {
        return Some(Format::Mhtml);
    }
    // Nobody calls anything else so; mails that programs write lack one or another of their lines.
    const LINES: &[&[u8]] =
        &[b"from:", b"to:", b"subject:", b"date:", b"received:", b"content-type:", b"mime-version:"];
    if extension == Some("eml") && LINES.iter().filter(|name| has(name)).count() >= 2 {
        return Some(Format::Eml);
    }
    let mail = has(b"from:") && (has(b"subject:") || has(b"date:") || has(b"received:") || has(b"to:"));
    (mail && mime).then_some(Format::Eml)
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
            ("a.odt", b"PK\x03\x04...", Some(Format::Odf)),
            ("a.xyz", b"PK\x03\x04\0\0mimetypeapplication/vnd.oasis.opendocument.text", Some(Format::Odf)),
            ("下载", b"\xEF\xBB\xBF%PDF-1.7", Some(Format::Pdf)),
            ("a.doc", b"\n\n%PDF-1.7", Some(Format::Pdf)),
            ("a.rar", b"Rar!\x1A\x07\x01\0", Some(Format::Rar)),
            ("a.7z", b"7z\xBC\xAF\x27\x1C\0\x04", Some(Format::SevenZip)),
            ("a.doc", b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument", Some(Format::WordXml)),
            ("a.xls", b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", Some(Format::ExcelXml)),
            ("a.fodt", b"<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">", Some(Format::Odf)),
            ("a.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n", Some(Format::Mhtml)),
            ("a.eml", b"From: a@b\nSubject: x\n\n", Some(Format::Eml)),
            ("a.eml", b"Subject: \xCD\xA8\xD6\xAA\nDate: x\nContent-Type: text/plain\n\n", Some(Format::Eml)),
            ("a.docx", b"\xEF\xBB\xBFPK\x03\x04...", Some(Format::Docx)),
            ("a.doc", b"\r\n{\\rtf1", Some(Format::Rtf)),
            ("a.txt", b"From: a@b\nSubject: x\nContent-Type: text/plain\n\n", Some(Format::Text)),
            ("a.html", b"<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", Some(Format::Html)),
            ("a.jar", b"PK\x03\x04...", None),
        ];
        for (name, head, expected) in cases {
            assert_eq!(Format::detect(name, head), *expected, "{name} {head:?}");
        }
    }
}
