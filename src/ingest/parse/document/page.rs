//! A web page in the place of a document: under the name of one, in an archive, or saved with all its parts in one file.

use super::content::{Document, Line, WebPage};
use crate::ingest::draft::Rejection;
use crate::ingest::parse::html;
use crate::model::Field;

/// A web page, decoded, as lines and as itself.
pub fn read(markup: String, url: Option<String>) -> Result<Document, Rejection> {
    let draft = html::parse(markup.as_bytes(), url.as_deref())?;
    let title = draft.first(Field::Title).map(str::to_owned);
    let lines = title.iter().chain(&draft.paragraphs).map(|text| Line::plain(text)).collect();
    // What it was written in may be declared in it and no longer be true.
    let markup = format!("\u{FEFF}{}", markup.trim_start_matches('\u{FEFF}'));
    Ok(Document { title: title.clone(), web_page: Some(WebPage { markup, url }), ..Document::of_lines(lines) })
}
