//! A [`Document`] is an office file or book as a reader meets it: pages or sections of lines, and what the
//! file says of itself. One file here a format; each reads bytes that may be hostile, so all of this runs
//! in a process of its own ([`crate::ingest::isolated`]).

mod archive;
mod bytes;
mod content;
mod doc;
mod eml;
mod epub;
mod excel_xml;
mod flow;
mod garbled;
mod grid;
mod hyperlink;
mod line;
mod list_numbers;
mod members;
mod mhtml;
mod mime;
mod numbering;
mod ocr;
mod odf;
mod ofd;
mod office;
pub(in crate::ingest::parse) mod official;
mod ooxml;
mod overprint;
mod page;
mod page_columns;
mod page_numbers;
mod page_sheets;
mod paragraph_starts;
mod pdf;
mod pdf_password;
mod piece;
mod rar;
mod record_sheet;
mod rtf;
mod running_heads;
mod sevenz;
pub(in crate::ingest::parse) mod signature;
mod sinks;
mod tables;
mod title_parts;
mod vertical;
mod xls;
pub(crate) mod xml;
mod zip;

use self::archive::Budget;
pub use self::content::{Annex, Content, Document, DocumentPage, Line, PlainText, Tools, WebPage, limits};
pub use self::members::entry_of;
pub use self::official::draft_of;
pub use self::record_sheet::RecordSheet;
use crate::ingest::draft::Rejection;
use crate::ingest::parse::format::{Format, without_blank_start};
use crate::ingest::parse::table::is_of_bulletins;
use crate::ingest::parse::{charset, unread};

/// Reads a document; an archive of documents gives several.
///
/// # Errors
/// A [`Rejection`] that says what is wrong and how to mend it.
pub fn parse(name: &str, bytes: &[u8], tools: Tools<'_>) -> Result<Vec<Document>, Rejection> {
    parse_within(name, bytes, tools, &mut Budget::new(bytes))
}

fn parse_within(name: &str, bytes: &[u8], tools: Tools<'_>, budget: &mut Budget) -> Result<Vec<Document>, Rejection> {
    let one = |document: Document| Ok(vec![document.with_record_sheets(tools.names).bounded()?]);
    let mut read_entry = |name: &str, bytes: &[u8], budget: &mut Budget| parse_within(name, bytes, tools, budget);
    let bytes = without_blank_start(bytes);
    match Format::detect(name, bytes) {
        Some(Format::Pdf) => one(pdf::parse(bytes, tools)?),
        Some(Format::Docx) => one(ooxml::docx::parse(bytes, budget)?),
        Some(Format::Xlsx) => one(ooxml::xlsx::parse(bytes, budget)?),
        Some(Format::Pptx) => one(ooxml::pptx::parse(bytes, budget)?),
        Some(Format::WordXml) => one(ooxml::docx::parse_flat(bytes)?),
        Some(Format::ExcelXml) => one(excel_xml::parse(bytes)?),
        Some(Format::Ole) => one(office::parse(name, bytes, tools)?),
        Some(Format::Odf) => one(odf::parse(bytes, budget)?),
        Some(Format::Ofd) => one(ofd::parse(bytes, budget)?),
        Some(Format::Epub) => one(epub::parse(bytes, budget)?),
        Some(Format::Rtf) => one(rtf::parse(bytes)?),
        Some(Format::Zip) => zip::parse(bytes, budget, &mut read_entry),
        Some(Format::SevenZip) => sevenz::parse(bytes, budget, &mut read_entry),
        Some(Format::Rar) => rar::parse(bytes, budget, &mut read_entry),
        Some(Format::Mhtml) => one(mhtml::parse(name, bytes, tools.names)?),
        Some(Format::Eml) => one(eml::parse(bytes, budget, &mut read_entry)?),
        Some(Format::Text) if is_of_bulletins(bytes, tools.names) => {
            Err(Rejection::new("是一行一篇的表，不与别的文件一起读", "请解开后单独导入"))
        }
        Some(Format::Text) => one(text(bytes)?),
        // Many an office hands out web pages under the names of office files.
        Some(Format::Html | Format::HtmlSheet) => {
            one(page::read(name, charset::decode(bytes, None).text, None, tools.names)?)
        }
        Some(Format::Json | Format::Jsonl | Format::Csv) | None => Err(match unread::known(name, bytes) {
            Some(known) => known.rejection(),
            None => Rejection::new(
                "不是能读的文档",
                "目前读网页、TXT、PDF、OFD、Word、Excel、PPT、WPS、ODF、RTF、EPUB、MHTML、EML、ZIP、7Z 和 RAR",
            ),
        }),
    }
}

/// A plain text as one page of lines.
fn text(bytes: &[u8]) -> Result<Document, Rejection> {
    let decoded = charset::decode_plain(bytes);
    if decoded.replaced * 20 > decoded.text.chars().count() {
        return Err(Rejection::new("不是文本：太多字符无法识别", "请另存为 UTF-8 或 GB18030 编码的纯文本"));
    }
    let lines = decoded.text.lines().map(Line::plain).collect();
    let mixed = decoded.mixed_with.map(|other| (decoded.encoding, other));
    Ok(Document { plain_text: Some(PlainText { text: decoded.text, mixed }), ..Document::of_lines(lines) })
}
