//! A [`Document`] is an office file or book as a reader meets it: pages or sections of lines, and what the
//! file says of itself. One file here a format; each reads bytes that may be hostile, so all of this runs
//! in a process of its own ([`crate::ingest::isolated`]).

mod archive;
mod content;
mod epub;
mod flow;
mod ocr;
mod ofd;
mod office;
pub(in crate::ingest::parse) mod official;
mod pdf;
mod rtf;
pub(in crate::ingest::parse) mod signature;
pub(crate) mod xml;
mod zip;

use self::archive::Budget;
pub use self::content::{Document, DocumentPage, Line, Tools};
pub use self::official::draft_of;
use crate::ingest::draft::Rejection;
use crate::ingest::parse::format::Format;
use crate::ingest::parse::{charset, html};
use crate::model::Field;

/// Reads a document; an archive of documents gives several.
///
/// # Errors
/// A [`Rejection`] that says what is wrong and how to mend it.
pub fn parse(name: &str, bytes: &[u8], tools: Tools) -> Result<Vec<Document>, Rejection> {
    parse_within(name, bytes, tools, &mut Budget::new(bytes))
}

fn parse_within(name: &str, bytes: &[u8], tools: Tools, budget: &mut Budget) -> Result<Vec<Document>, Rejection> {
    let one = |document: Document| Ok(vec![document.bounded()?]);
    match Format::detect(name, bytes) {
        Some(Format::Pdf) => one(pdf::parse(bytes, tools)?),
        Some(Format::Docx | Format::Xlsx) => {
            archive::vet(bytes, budget)?;
            one(office::parse(name, bytes, tools)?)
        }
        Some(Format::Ole) => one(office::parse(name, bytes, tools)?),
        Some(Format::Ofd) => one(ofd::parse(bytes, budget)?),
        Some(Format::Epub) => one(epub::parse(bytes, budget)?),
        Some(Format::Rtf) => one(rtf::parse(bytes)?),
        Some(Format::Zip) => {
            zip::parse(bytes, budget, &mut |name, bytes, budget| parse_within(name, bytes, tools, budget))
        }
        Some(Format::Text) => one(text(bytes)?),
        // Many an office hands out web pages under the names of office files.
        Some(Format::Html) => {
            let draft = html::parse(bytes, None)?;
            let title = draft.first(Field::Title).map(str::to_owned);
            let lines = title.iter().chain(&draft.paragraphs).map(|text| Line::plain(text)).collect();
            one(Document {
                title: title.clone(),
                pages: vec![DocumentPage { lines, ..DocumentPage::default() }],
                ..Document::default()
            })
        }
        Some(Format::Json | Format::Jsonl | Format::Csv) | None => {
            Err(Rejection::new("不是能读的文档", "目前读 PDF、DOCX、XLSX、DOC、XLS、WPS、OFD、RTF、TXT、EPUB 和 ZIP"))
        }
    }
}

/// A plain text as one page of lines.
fn text(bytes: &[u8]) -> Result<Document, Rejection> {
    let decoded = charset::decode_plain(bytes);
    if decoded.replaced * 20 > decoded.text.chars().count() {
        return Err(Rejection::new("不是文本：太多字符无法识别", "请另存为 UTF-8 或 GB18030 编码的纯文本"));
    }
    let lines = decoded.text.lines().map(Line::plain).collect();
    Ok(Document { pages: vec![DocumentPage { lines, ..DocumentPage::default() }], ..Document::default() })
}
