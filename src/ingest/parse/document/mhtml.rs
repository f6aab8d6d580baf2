//! MHTML (RFC 2557): a web page with all it needs in one message, as browsers save it; Word and Excel save documents as
//! such pages too, and hand them out as `.doc` and `.xls`.

use super::content::{Document, broken};
use super::mime::Entity;
use super::{epub, mime, page};
use crate::ingest::draft::Rejection;

/// Reads a saved page.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Document, Rejection> {
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
            return Ok(framed(&frames));
        }
    }
    let addresses = [
        message.text_of("snapshot-content-location"),
        root.text_of("content-location"),
        message.text_of("content-location"),
    ];
    let url = addresses.into_iter().find(|address| address.starts_with("http://") || address.starts_with("https://"));
    page::read(name, markup, url)
}

/// A workbook that was saved as a page for each of its sheets.
fn framed(frames: &[&&Entity]) -> Document {
    let is_sheet = |frame: &&&&Entity| !frame.text_of("content-location").contains("tabstrip");
    let pages = frames.iter().filter(is_sheet).map(|frame| epub::chapter(&frame.text()));
    Document { pages: pages.filter(|page| !page.lines.is_empty()).collect(), ..Document::default() }
}
