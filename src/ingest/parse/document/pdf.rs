//! PDF: letters at places. The reader of fonts and their Chinese character maps is unpdf's; what makes lines
//! and paragraphs of them is [`flow`], which knows that Chinese paragraphs begin two characters in.

use unpdf::parser::backend::{PdfBackend, RawBackend};
use unpdf::parser::{LayoutAnalyzer, TextSpan};

use super::content::{Document, DocumentPage, Line, Tools, broken, limits, locked};
use super::flow::Piece;
use super::{flow, ocr};
use crate::ingest::draft::Rejection;
use crate::model::text::tidy_line;

/// Letters on a page that has a picture, up to which it counts as scanned: a stamp's or a scanner's own mark.
const MAX_STRAY_LETTERS: usize = 8;

/// The narrowest picture that can be a scanned page, in dots.
const SCAN_WIDTH: u32 = 400;

/// Reads a PDF.
pub fn parse(bytes: &[u8], tools: Tools) -> Result<Document, Rejection> {
    let backend = RawBackend::load_bytes(bytes).map_err(|error| match error {
        unpdf::Error::Encrypted | unpdf::Error::InvalidPassword => locked(),
        other => broken("PDF", other),
    })?;
    let pages = backend.pages();
    if pages.is_empty() {
        return Err(broken("PDF", "没有页"));
    }
    if pages.len() > limits::PAGES {
        return Err(Rejection::new(
            format!("有 {} 页，超过上限 {}", pages.len(), limits::PAGES),
            "请拆分成几个文件再导入",
        ));
    }
    let metadata = backend.metadata();
    let mut document = Document { title: metadata.title, ..Document::default() };
    let mut failed = Vec::new();
    for (number, id) in &pages {
        let analyzer = LayoutAnalyzer::new(&backend);
        let spans = match analyzer.extract_page_spans(*number) {
            Ok(spans) => spans,
            Err(error) => {
                failed.push(format!("第 {number} 页：{error}"));
                Vec::new()
            }
        };
        let area = backend.crop_box(*id);
        let width = area.urx - area.llx;
        let mut page = laid_out(*number, &spans, area.llx, width);
        drop_page_number(&mut page.lines);
        let letters: usize = page.lines.iter().map(|line| line.text.chars().count()).sum();
        let is_scan = |picture: &unpdf::parser::backend::RawXObject| {
            picture.subtype == "Image" && picture.width.is_some_and(|width| width >= SCAN_WIDTH)
        };
        if letters <= MAX_STRAY_LETTERS && backend.page_xobjects(*id).is_ok_and(|pictures| pictures.iter().any(is_scan))
        {
            document.scanned.push(*number);
        }
        document.pages.push(page);
    }
    if failed.len() == pages.len() {
        return Err(broken("PDF", failed.remove(0)));
    }
    if !failed.is_empty() {
        document.lacking = Some(format!("有 {} 页没有读出，如{}", failed.len(), failed[0]));
    }
    recognise(bytes, tools, &mut document);
    Ok(document)
}

fn recognise(bytes: &[u8], tools: Tools, document: &mut Document) {
    if document.scanned.is_empty() {
        return;
    }
    let found = ocr::pages(bytes, &document.scanned, tools);
    for (number, lines) in found.pages {
        document.scanned.retain(|scanned| *scanned != number);
        if let Some(page) = document.pages.iter_mut().find(|page| page.number == Some(number)) {
            page.lines.extend(lines);
        }
    }
    document.lacking = document.lacking.take().or(found.lacking);
}

/// The spans of a page as lines, whichever way they run.
fn laid_out(number: u32, spans: &[TextSpan], left: f32, width: f32) -> DocumentPage {
    let runs = |span: &TextSpan, direction: [f32; 2]| {
        (span.direction[0] - direction[0]).abs() < 0.2 && (span.direction[1] - direction[1]).abs() < 0.2
    };
    let letters = |direction| -> usize {
        spans.iter().filter(|span| runs(span, direction)).map(|span| span.text.chars().count()).sum()
    };
    // A page turned on its side has most of its text running up or down.
    let [across, up, down] = [[1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
    let main = [across, up, down].into_iter().rev().max_by_key(|direction| letters(*direction)).unwrap_or(across);
    let mut pieces: Vec<Piece> = Vec::with_capacity(spans.len());
    for span in spans {
        let text: String = span.text.chars().filter(|c| !c.is_control()).collect();
        let length = text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f32>() * span.font_size;
        let (x, y, end) = if main == across {
            let width = if span.width_measured { span.ink_width.unwrap_or(span.width) } else { span.width };
            (span.x - left, -span.y, span.x - left + width)
        } else if main == up {
            (span.y, span.x, span.y + length)
        } else {
            (-span.y, -span.x, length - span.y)
        };
        pieces.push(Piece { x, end, y, size: span.font_size.abs().max(1.0), text });
    }
    flow::page(number, pieces, width, 1.0)
}

/// Takes away a page's number below or above its text: — 3 —, 第 3 页, 3.
fn drop_page_number(lines: &mut Vec<Line>) {
    let is_number = |line: &Line| {
        let text = tidy_line(&line.text);
        let rest =
            text.trim_matches(|c: char| matches!(c, '-' | '—' | '–' | '―' | '─' | '－' | '·' | ' ' | '第' | '页'));
        !rest.is_empty() && rest.len() <= 4 && rest.bytes().all(|b| b.is_ascii_digit())
    };
    if lines.last().is_some_and(is_number) {
        lines.pop();
    }
    if lines.len() > 1 && lines.first().is_some_and(is_number) {
        lines.remove(0);
    }
}
