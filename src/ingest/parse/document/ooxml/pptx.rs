//! PPTX: the text of slides, in the order in which they are shown. Notes for the speaker are not shown and not read.

use super::super::archive::Budget;
use super::super::content::{Document, DocumentPage, Line, limits, row_line, too_many_pages};
use super::super::xml;
use super::super::xml::Step;
use super::{Package, target};
use crate::ingest::draft::Rejection;

const WHAT: &str = "PPTX";

/// The height of the letters of a slide's title where it says none, in points.
const TITLE_SIZE: f32 = 44.0;

/// Reads a PPTX.
pub fn parse(bytes: &[u8], budget: &mut Budget) -> Result<Document, Rejection> {
    let mut package = Package::open(WHAT, bytes)?;
    let main = package.main_part(&["presentationml", "ms-powerpoint"], "ppt/presentation.xml", budget)?;
    let relations = package.relations(&main, budget)?;
    let mut slides = Vec::new();
    let presentation = package.read(&main, budget)?.unwrap_or_default();
    xml::walk(WHAT, &presentation, &mut |step| {
        if let Step::Open("sldId", of) = step {
            slides.extend(of.relation().and_then(|id| target(&relations, id)).map(str::to_owned));
        }
    })?;
    if slides.len() > limits::PAGES {
        return Err(too_many_pages(slides.len()));
    }
    let mut document = Document { title: package.title(budget)?, ..Document::default() };
    let mut written = 0;
    for (number, place) in (1..).zip(slides) {
        let Some(bytes) = package.read(&place, budget)? else { continue };
        let mut slide = Slide { written, ..Slide::default() };
        xml::walk(WHAT, &bytes, &mut |step| slide.take(&step))?;
        written = slide.written;
        if !slide.is_hidden {
            document.pages.push(DocumentPage { number: Some(number), lines: slide.lines, ..DocumentPage::default() });
        }
    }
    Ok(document)
}

/// A slide, as it is read.
#[derive(Default)]
struct Slide {
    lines: Vec<Line>,
    is_hidden: bool,
    /// Whether the shape at hand holds the title, or what stands on every slide.
    is_title: bool,
    is_furniture: bool,
    text: String,
    size: f32,
    in_text: bool,
    /// Cells of the row of a table that is open.
    cells: Option<Vec<String>>,
    cell: Option<String>,
    skipped: usize,
    written: usize,
}

impl Slide {
    fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Open(..) if self.skipped > 0 => self.skipped += 1,
            Step::Close(_) if self.skipped > 0 => self.skipped -= 1,
            // What is written again for older readers.
            Step::Open("Fallback", _) => self.skipped = 1,
            Step::Open("sld", of) => self.is_hidden = matches!(of.get("show"), Some("0" | "false")),
            Step::Open("sp", _) => (self.is_title, self.is_furniture) = (false, false),
            Step::Open("cNvPr", of) if matches!(of.get("hidden"), Some("1" | "true")) => self.is_furniture = true,
            Step::Open("ph", of) => {
                self.is_title = matches!(of.get("type"), Some("title" | "ctrTitle"));
                self.is_furniture = matches!(of.get("type"), Some("sldNum" | "dt" | "ftr" | "hdr"));
            }
            Step::Close("sp") => (self.is_title, self.is_furniture) = (false, false),
            Step::Open("p", _) => (self.size, _) = (0.0, self.text.clear()),
            Step::Open("rPr", of) => {
                // In hundredths of a point.
                let size = of.number("sz").map_or(0.0, |size| size.clamp(0, 400_000) as f32 / 100.0);
                self.size = self.size.max(size);
            }
            Step::Open("t", _) => self.in_text = true,
            Step::Close("t") => self.in_text = false,
            Step::Open("br", _) => self.end_line(),
            Step::Text(text) if self.in_text => self.text.push_str(text),
            Step::Close("p") => self.end_line(),
            Step::Open("tr", _) => self.cells = Some(Vec::new()),
            Step::Open("tc", _) => self.cell = Some(String::new()),
            Step::Close("tc") => {
                if let (Some(cell), Some(cells)) = (self.cell.take(), &mut self.cells)
                    && cells.len() < limits::COLUMNS
                {
                    cells.push(cell);
                }
            }
            Step::Close("tr") => {
                if let Some(cells) = self.cells.take() {
                    self.put(row_line(&cells));
                }
            }
            _ => {}
        }
    }

    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        if self.is_furniture {
            return;
        }
        if let Some(cell) = &mut self.cell {
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&text);
            return;
        }
        let size = if self.is_title && self.size == 0.0 { TITLE_SIZE } else { self.size };
        self.put(Line { centred: self.is_title, size, ..Line::plain(&text) });
    }

    fn put(&mut self, line: Line) {
        self.written += line.text.len();
        if !line.text.is_empty() && self.written <= limits::TEXT_BYTES + line.text.len() {
            self.lines.push(line);
        }
    }
}
