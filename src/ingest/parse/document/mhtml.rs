//! MHTML (RFC 2557): a web page with all it needs in one message, as browsers save it; Word and Excel save documents as
//! such pages too, and hand them out as `.doc` and `.xls`.

use super::content::{Document, DocumentPage, broken};
use super::mime::Entity;
use super::ooxml::xlsx::left_out;
use super::page_sheets::{PageSheets, sheet_names};
use super::{epub, mime, page};
use crate::ingest::draft::Rejection;
use crate::ingest::parse::FieldNames;

/// Reads a saved page.
pub fn parse(name: &str, bytes: &[u8], names: &FieldNames) -> Result<Document, Rejection> {
    let message = mime::parse("MHTML", bytes)?;
    let leaves = message.leaves();
    let is_page = |leaf: &&&Entity| matches!(leaf.media_type().as_str(), "text/html" | "application/xhtml+xml");
    let start = message.parameter("content-type", "start");
    let named = start.and_then(|id| leaves.iter().filter(is_page).find(|leaf| leaf.text_of("content-id") == id));
    let Some(root) = named.or_else(|| leaves.iter().find(is_page)) else {
        return Err(broken("MHTML", "其中没有网页"));
    };
    let markup = root.text();
    if markup.to_ascii_lowercase().contains("<frameset") {
        let frames: Vec<&&Entity> = leaves.iter().filter(is_page).filter(|leaf| !std::ptr::eq(**leaf, *root)).collect();
        if !frames.is_empty() {
            return Ok(framed(&frames, &sheet_names(&markup), names));
        }
    }
    let addresses = [
        message.text_of("snapshot-content-location"),
        root.text_of("content-location"),
        message.text_of("content-location"),
    ];
    let url = addresses.into_iter().find(|address| address.starts_with("http://") || address.starts_with("https://"));
    page::read(name, markup, url, names)
}

/// A workbook that was saved as a page for each of its sheets, which are called `called`.
fn framed(frames: &[&&Entity], called: &[String], names: &FieldNames) -> Document {
    let is_sheet = |frame: &&&&Entity| !frame.text_of("content-location").contains("tabstrip");
    let (mut document, mut hidden_rows) = (Document::default(), 0);
    for (number, frame) in frames.iter().filter(is_sheet).enumerate() {
        let markup = frame.text();
        let name = called.get(number).cloned();
        let found = PageSheets::find(&markup, name.as_slice(), names);
        document.record_sheets.extend(found.sheets);
        hidden_rows += found.hidden_rows;
        let page = epub::chapter(&markup);
        if !page.lines.is_empty() {
            document.pages.push(DocumentPage { name: name.or(page.name), ..page });
        }
    }
    document.lacking = left_out(0, hidden_rows);
    document
}
