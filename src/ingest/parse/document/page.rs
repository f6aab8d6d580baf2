//! A web page in the place of a document: under the name of one, in an archive, or saved with all its parts in one file.

use super::content::{Document, Line, WebPage};
use super::epub;
use super::ooxml::xlsx::left_out;
use super::page_sheets::{PageSheets, sheet_names};
use crate::ingest::draft::Rejection;
use crate::ingest::parse::{FieldNames, Format, html};
use crate::model::Field;

/// Endings of the names of web pages. Under the name of an office file, a page is what an office handed out as that.
const PAGES: &[&str] =
    &["html", "htm", "shtml", "shtm", "xhtml", "xht", "mhtml", "mht", "asp", "aspx", "jsp", "php", "do", "action"];

/// Marks of pages that Excel wrote.
const OF_EXCEL: &[&str] = &["<x:ExcelWorksheet>", "content=Excel.Sheet", "content=\"Excel.Sheet\""];

/// A web page of this name, decoded, as lines and as itself; where it stands for a workbook with a bulletin a row, its sheets.
pub fn read(name: &str, markup: String, url: Option<String>, names: &FieldNames) -> Result<Document, Rejection> {
    let is_workbook = Format::is_named_as_workbook(name) || OF_EXCEL.iter().any(|mark| markup.contains(mark));
    if is_workbook && markup.len() <= html::MAX_BYTES {
        let PageSheets { sheets, hidden_rows } = PageSheets::find(&markup, &sheet_names(&markup), names);
        if !sheets.is_empty() {
            let lines = epub::chapter(&markup).lines;
            let lacking = left_out(0, hidden_rows);
            return Ok(Document { record_sheets: sheets, lacking, ..Document::of_lines(lines) });
        }
    }
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
