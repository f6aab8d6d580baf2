//! PDF: letters at places. The reader of fonts and their Chinese character maps is unpdf's; what makes lines
//! and paragraphs of them is [`flow`], which knows that Chinese paragraphs begin two characters in.

use unpdf::parser::backend::{PdfBackend, RawBackend};
use unpdf::parser::{LayoutAnalyzer, TextSpan};

use super::content::{Document, Tools, broken, limits, too_many_pages};
use super::piece::{Piece, Sheet};
use super::{flow, garbled, ocr, pdf_password, vertical};
use crate::ingest::draft::Rejection;
use crate::model::radicals;

/// Letters on a page that has a picture, up to which it counts as scanned: a stamp's or a scanner's own mark.
const MAX_STRAY_LETTERS: usize = 8;

/// The narrowest picture that can be a scanned page, in dots.
const SCAN_WIDTH: u32 = 400;

/// How far into a file it may begin.
const LEADING_BYTES: usize = 1_024;

/// How far before its end a file says where its parts are; others write their own after it.
const TAIL: usize = 4_096;

/// Reads a PDF.
pub fn parse(bytes: &[u8], tools: Tools<'_>) -> Result<Document, Rejection> {
    // Scripts print a byte order mark or empty lines before the file; its places count from where it begins.
    let start = memchr::memmem::find(&bytes[..bytes.len().min(LEADING_BYTES)], b"%PDF-").unwrap_or(0);
    let bytes = &bytes[start..];
    let backend = opened(bytes)?;
    let pages = backend.pages();
    if pages.is_empty() {
        return Err(broken("PDF", "没有页"));
    }
    if pages.len() > limits::PAGES {
        return Err(too_many_pages(pages.len()));
    }
    let metadata = backend.metadata();
    let mut document = Document { title: metadata.title.map(|title| radicals::plain(&title)), ..Document::default() };
    let mut failed = Vec::new();
    let mut sheets = Vec::with_capacity(pages.len());
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
        let mut sheet = placed(*number, &spans, [area.llx, area.lly, area.urx, area.ury]);
        let letters: usize = sheet.pieces.iter().map(|piece| piece.text.chars().count()).sum();
        let unread = analyzer.suppressed_text_runs() + analyzer.page_facts().undecoded_text_codes as usize;
        let is_scan = |picture: &unpdf::parser::backend::RawXObject| {
            picture.subtype == "Image" && picture.width.is_some_and(|width| width >= SCAN_WIDTH)
        };
        if garbled::is_garbled(spans.iter().map(|span| span.text.as_str()))
            || letters <= MAX_STRAY_LETTERS && unread > 0
        {
            sheet.pieces.clear();
            document.garbled.push(*number);
        } else if letters <= MAX_STRAY_LETTERS
            && backend.page_xobjects(*id).is_ok_and(|pictures| pictures.iter().any(is_scan))
        {
            document.scanned.push(*number);
        }
        sheets.push(sheet);
    }
    if failed.len() == pages.len() {
        return Err(broken("PDF", failed.remove(0)));
    }
    document.pages = flow::pages(sheets);
    if !failed.is_empty() {
        document.lacking = Some(format!("有 {} 页没有读出，如{}", failed.len(), failed[0]));
    } else if is_cut_off(bytes) {
        document.lacking = Some("文件不完整，末尾缺失，可能有没读到的内容".to_owned());
    }
    recognise(bytes, tools, &mut document);
    Ok(document)
}

/// Whether a file ends before its end, which says where its parts are (ISO 32000-2, 7.5.5).
fn is_cut_off(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(TAIL)..];
    memchr::memmem::find(tail, b"startxref").is_none()
}

/// Opens a file, with the password that it holds itself where it does.
fn opened(bytes: &[u8]) -> Result<RawBackend, Rejection> {
    use unpdf::Error::{Encrypted, InvalidPassword};
    match RawBackend::load_bytes(bytes) {
        Ok(backend) => Ok(backend),
        Err(Encrypted | InvalidPassword) => pdf_password::opened_by_owner(bytes).ok_or_else(super::content::locked),
        Err(other) => Err(broken("PDF", other)),
    }
}

fn recognise(bytes: &[u8], tools: Tools<'_>, document: &mut Document) {
    let mut wanted: Vec<u32> = document.scanned.iter().chain(&document.garbled).copied().collect();
    if wanted.is_empty() {
        return;
    }
    wanted.sort_unstable();
    let found = ocr::pages(bytes, &wanted, tools);
    for (number, lines) in found.pages {
        document.scanned.retain(|scanned| *scanned != number);
        document.garbled.retain(|garbled| *garbled != number);
        if let Some(page) = document.pages.iter_mut().find(|page| page.number == Some(number)) {
            page.lines.extend(lines);
        }
    }
    document.lacking = document.lacking.take().or(found.lacking);
}

/// The spans of a page as pieces, whichever way they run. `area` is left, bottom, right, top.
fn placed(number: u32, spans: &[TextSpan], area: [f32; 4]) -> Sheet {
    let [left, bottom, right, top] = area;
    let runs = |span: &TextSpan, direction: [f32; 2]| {
        (span.direction[0] - direction[0]).abs() < 0.2 && (span.direction[1] - direction[1]).abs() < 0.2
    };
    let letters = |direction| -> usize {
        spans.iter().filter(|span| runs(span, direction)).map(|span| span.text.chars().count()).sum()
    };
    // A page turned on its side has most of its text running up or down.
    let [across, up, down] = [[1.0, 0.0], [0.0, 1.0], [0.0, -1.0]];
    let main = [across, up, down].into_iter().rev().max_by_key(|direction| letters(*direction)).unwrap_or(across);
    let (width, height) = if main == across { (right - left, top - bottom) } else { (top - bottom, right - left) };
    let mut pieces: Vec<Piece> = Vec::with_capacity(spans.len());
    for span in spans {
        let text: String = span
            .text
            .chars()
            .filter(|c| !c.is_control())
            .map(|c| vertical::upright(radicals::of(c).unwrap_or(c)))
            .collect();
        let size = span.font_size.abs().max(1.0);
        let length = text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f32>() * span.font_size;
        if main == across && is_written_down(span, &text) {
            pieces.extend(vertical::letters(span.x - left, top - span.y, size, &text));
            continue;
        }
        let (x, y, end) = if main == across {
            let width = if span.width_measured { span.ink_width.unwrap_or(span.width) } else { span.width };
            (span.x - left, top - span.y, span.x - left + width)
        } else if main == up {
            (span.y - bottom, span.x - left, span.y - bottom + length)
        } else {
            (top - span.y, right - span.x, top - span.y + length)
        };
        pieces.push(Piece { x, end, y, size, text });
    }
    Sheet { number, pieces, width, height, points: 1.0 }
}

/// Whether a run's font writes downwards: it is no wider than a letter, however many it has.
fn is_written_down(span: &TextSpan, text: &str) -> bool {
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    span.width_measured && wide >= 2 && span.width > 0.0 && span.width < span.font_size.abs() * 1.3
}
