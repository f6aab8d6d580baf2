//! A web page in the place of a document: under the name of one, in an archive, or saved with all its parts in one file.

use super::content::{Document, Line, WebPage};
use crate::ingest::draft::Rejection;
use crate::ingest::parse::html;
use crate::model::Field;

/// Endings of the names of web pages. Under the name of an office file, a page is what an office handed out as that.
const PAGES: &[&str] =
    &["html", "htm", "shtml", "shtm", "xhtml", "xht", "mhtml", "mht", "asp", "aspx", "jsp", "php", "do", "action"];

/// A web page of this name, decoded, as lines and as itself.
pub fn read(name: &str, markup: String, url: Option<String>) -> Result<Document, Rejection> {
    let draft = html::parse(markup.as_bytes(), url.as_deref())?;
    let title = draft.first(Field::Title).map(str::to_owned);
    let lines = title.iter().chain(&draft.paragraphs).map(|text| Line::plain(text)).collect();
    // What it was written in may be declared in it and no longer be true.
    let markup = format!("\u{FEFF}{}", markup.trim_start_matches('\u{FEFF}'));
    let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let is_named_so = name.rsplit_once('.').is_some_and(|(_, ending)| PAGES.contains(&ending));
    let is_list = is_named_so && !html::is_bulletin(&draft, &name, html::LeastProse::KEPT);
    let web_page = Some(WebPage { markup, url, is_list });
    Ok(Document { title: title.clone(), web_page, ..Document::of_lines(lines) })
}
