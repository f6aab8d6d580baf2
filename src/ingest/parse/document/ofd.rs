//! OFD (GB/T 33190-2016): a ZIP of XML that holds pages of text at fixed places, the format in which
//! Chinese offices exchange finished documents.

use std::collections::HashSet;

use super::archive::{Archive, Budget, resolve};
use super::content::{Document, broken, limits, locked, too_many_pages};
use super::piece::{Piece, Sheet, usual_size};
use super::xml::{Attributes, Step};
use super::{flow, garbled, vertical, xml};
use crate::ingest::draft::Rejection;
use crate::model::radicals;

/// A millimetre in points.
const POINTS: f32 = 72.0 / 25.4;

/// The page of a file that states none, in millimetres: A4.
const PAPER: [f32; 2] = [210.0, 297.0];

/// How much of a page, at either end, is furniture where it comes from a template.
const EDGE: f32 = 0.14;

/// Reads an OFD file.
pub fn parse(bytes: &[u8], budget: &mut Budget) -> Result<Document, Rejection> {
    let mut archive = Archive::open("OFD", bytes)?;
    let Some(root) = archive.read("OFD.xml", budget)? else { return Err(broken("OFD", "没有 OFD.xml")) };
    if archive.names.iter().any(|name| name.rsplit('/').next() == Some("Encryptions.xml")) {
        return Err(locked());
    }
    let root = leaves(&root)?;
    let stated = |name: &str| {
        let value = root.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim().to_owned());
        value.filter(|value| !value.is_empty())
    };
    let mut document = Document { title: stated("Title").map(|title| radicals::plain(&title)), ..Document::default() };
    let mut sheets = Vec::new();
    for (_, place) in root.iter().filter(|(name, _)| name == "DocRoot") {
        parse_body(&mut archive, &resolve("", place), budget, &mut document, &mut sheets)?;
    }
    let pictures = archive.names.iter().any(|name| {
        let name = name.to_ascii_lowercase();
        [".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".jb2", ".gbig2"].iter().any(|end| name.ends_with(end))
    });
    for sheet in &mut sheets {
        if garbled::is_garbled(sheet.pieces.iter().map(|piece| piece.text.as_str())) {
            sheet.pieces.clear();
            document.garbled.push(sheet.number);
        } else if pictures && sheet.pieces.is_empty() {
            document.scanned.push(sheet.number);
        }
    }
    document.pages = flow::pages(sheets);
    Ok(document)
}

/// Every element that holds text, with that text.
fn leaves(bytes: &[u8]) -> Result<Vec<(String, String)>, Rejection> {
    let mut found = Vec::new();
    let mut text = String::new();
    xml::walk("OFD", bytes, &mut |step| match step {
        Step::Open(..) => text.clear(),
        Step::Text(more) => text.push_str(more),
        Step::Close(name) => {
            if !text.trim().is_empty() {
                found.push((name.to_owned(), std::mem::take(&mut text)));
            }
        }
    })?;
    Ok(found)
}

fn parse_body(
    archive: &mut Archive<'_>,
    place: &str,
    budget: &mut Budget,
    document: &mut Document,
    sheets: &mut Vec<Sheet>,
) -> Result<(), Rejection> {
    let Some(body) = archive.read(place, budget)? else { return Err(broken("OFD", format!("没有 {place}"))) };
    let mut pages = Vec::new();
    let mut templates = Vec::new();
    let mut area = PAPER;
    let mut in_box = false;
    xml::walk("OFD", &body, &mut |step| match step {
        Step::Open("Page", of) => pages.extend(of.get("BaseLoc").map(|at| resolve(place, at))),
        Step::Open("TemplatePage", of) => {
            if let (Some(id), Some(at)) = (of.get("ID"), of.get("BaseLoc")) {
                templates.push((id.to_owned(), resolve(place, at)));
            }
        }
        Step::Open("PhysicalBox", _) => in_box = true,
        Step::Close("PhysicalBox") => in_box = false,
        Step::Text(text) if in_box => area = box_size(text).unwrap_or(area),
        _ => {}
    })?;
    if pages.len() + sheets.len() > limits::PAGES {
        return Err(too_many_pages(pages.len() + sheets.len()));
    }
    let mut laid: HashSet<String> = HashSet::new();
    for page in pages {
        let mut content = Content { area, ..Content::default() };
        match archive.read(&page, budget)? {
            Some(bytes) => content.parse(&bytes)?,
            None => document.lacking = Some("有的页缺少内容".to_owned()),
        }
        // Red heads and seals' captions may stand in the template that the page lies on.
        for id in std::mem::take(&mut content.templates) {
            let place = templates.iter().find(|(known, _)| *known == id).map(|(_, place)| place.clone());
            if let Some(bytes) = place.map(|place| archive.read(&place, budget)).transpose()?.flatten() {
                let mut template = Content { area: content.area, ..Content::default() };
                template.parse(&bytes)?;
                let is_first = laid.insert(id);
                content.lay_on(template, is_first);
            }
        }
        let number = sheets.len() as u32 + 1;
        let [width, height] = content.area;
        sheets.push(Sheet { number, pieces: content.pieces, width, height, points: POINTS });
    }
    Ok(())
}

/// The content of one page, as it is read.
#[derive(Default)]
struct Content {
    pieces: Vec<Piece>,
    templates: Vec<String>,
    area: [f32; 2],
}

/// The text object at hand.
#[derive(Default)]
struct TextObject {
    x: f32,
    y: f32,
    size: f32,
    matrix: Option<[f32; 6]>,
}

/// The text code at hand: where its first letter stands, and how far each is from the one before it.
#[derive(Default)]
struct TextCode {
    x: f32,
    y: f32,
    dx: Vec<f32>,
    dy: Vec<f32>,
    text: String,
}

impl Content {
    fn parse(&mut self, bytes: &[u8]) -> Result<(), Rejection> {
        let mut object = TextObject::default();
        let mut code: Option<TextCode> = None;
        let mut in_box = false;
        let mut skipped = 0_usize;
        xml::walk("OFD", bytes, &mut |step| match step {
            Step::Open(..) if skipped > 0 => skipped += 1,
            Step::Close(_) if skipped > 0 => skipped -= 1,
            Step::Text(_) if skipped > 0 => {}
            // What is not shown: a draft's remarks, and what is wholly transparent.
            Step::Open(_, of) if is_invisible(of) => skipped = 1,
            Step::Open("Template", of) => self.templates.extend(of.get("TemplateID").map(str::to_owned)),
            Step::Open("PhysicalBox", _) => in_box = true,
            Step::Close("PhysicalBox") => in_box = false,
            Step::Text(text) if in_box => self.area = box_size(text).unwrap_or(self.area),
            Step::Open("TextObject", of) => object = TextObject::new(of),
            Step::Open("TextCode", of) => {
                // Left out, they are those of the code before it in the same object.
                let (x, y) = code.as_ref().map_or((0.0, 0.0), |code| (code.x, code.y));
                code = Some(TextCode {
                    x: of.get("X").and_then(|text| text.parse().ok()).unwrap_or(x),
                    y: of.get("Y").and_then(|text| text.parse().ok()).unwrap_or(y),
                    dx: deltas(of.get("DeltaX").unwrap_or_default()),
                    dy: deltas(of.get("DeltaY").unwrap_or_default()),
                    text: String::new(),
                });
            }
            Step::Text(text) => {
                if let Some(code) = &mut code {
                    code.text.push_str(text);
                }
            }
            Step::Close("TextCode") => {
                if let Some(code) = &mut code {
                    self.pieces.extend(object.pieces(code));
                    code.text.clear();
                }
            }
            Step::Close("TextObject") => code = None,
            _ => {}
        })
    }
}

impl Content {
    /// Adds what the template of the page says. At the head or the foot that is furniture of the page, but for the red
    /// head of the first, which stands in large letters.
    fn lay_on(&mut self, template: Content, is_first: bool) {
        let height = self.area[1];
        let body = usual_size(&self.pieces);
        let is_furniture = |piece: &Piece| {
            let at_end = piece.y < height * EDGE || piece.y > height * (1.0 - EDGE);
            body > 0.0 && at_end && !(is_first && piece.size > body * 1.1)
        };
        self.pieces.extend(template.pieces.into_iter().filter(|piece| !is_furniture(piece)));
    }
}

impl TextObject {
    fn new(attributes: &Attributes) -> Self {
        let boundary = numbers(attributes.get("Boundary").unwrap_or_default());
        let matrix = numbers(attributes.get("CTM").unwrap_or_default());
        Self {
            x: boundary.first().copied().unwrap_or_default(),
            y: boundary.get(1).copied().unwrap_or_default(),
            size: attributes.get("Size").and_then(|text| text.parse().ok()).unwrap_or(3.5),
            matrix: matrix.try_into().ok(),
        }
    }

    /// The code as pieces: one where its letters stand on one line, else one for each letter.
    fn pieces(&self, code: &TextCode) -> Vec<Piece> {
        let scale = self.matrix.map_or(1.0, |m| (m[2] * m[2] + m[3] * m[3]).sqrt());
        let size = (self.size * scale).max(0.1);
        let place = |x: f32, y: f32| match self.matrix {
            Some(m) => (self.x + m[0] * x + m[2] * y + m[4], self.y + m[1] * x + m[3] * y + m[5]),
            None => (self.x + x, self.y + y),
        };
        let letters: Vec<char> = code.text.chars().map(|c| vertical::upright(radicals::of(c).unwrap_or(c))).collect();
        let (mut x, mut y) = (code.x, code.y);
        let mut pieces: Vec<Piece> = Vec::new();
        for (number, letter) in letters.iter().enumerate() {
            if number > 0 {
                x += code.dx.get(number - 1).copied().unwrap_or(if code.dy.is_empty() { self.size } else { 0.0 });
                y += code.dy.get(number - 1).copied().unwrap_or(0.0);
            }
            let (left, line) = place(x, y);
            let advance = if letter.is_ascii() { size * 0.5 } else { size };
            match pieces.last_mut() {
                Some(piece)
                    if (piece.y - line).abs() < size * 0.2 && left >= piece.x && left - piece.end < size * 0.7 =>
                {
                    piece.text.push(*letter);
                    piece.end = left + advance;
                }
                _ => pieces.push(Piece { x: left, end: left + advance, y: line, size, text: letter.to_string() }),
            }
        }
        pieces
    }
}

/// `5 5 g 3 4.5` is 5 5 4.5 4.5 4.5 (GB/T 33190-2016, 11.3).
fn deltas(text: &str) -> Vec<f32> {
    let mut all = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count: usize = words.next().and_then(|count| count.parse().ok()).unwrap_or(0);
            let value = words.next().and_then(|value| value.parse().ok()).unwrap_or(0.0);
            all.extend(std::iter::repeat_n(value, count.min(10_000)));
        } else {
            all.push(word.parse().unwrap_or(0.0));
        }
        if all.len() > 100_000 {
            break;
        }
    }
    all
}

fn numbers(text: &str) -> Vec<f32> {
    text.split_whitespace().take(8).filter_map(|word| word.parse().ok()).collect()
}

fn is_invisible(of: &Attributes) -> bool {
    of.get("Visible").is_some_and(|visible| visible.eq_ignore_ascii_case("false")) || of.get("Alpha") == Some("0")
}

/// Width and height of a page's box.
fn box_size(text: &str) -> Option<[f32; 2]> {
    match numbers(text).get(2..4) {
        Some([width, height]) if *width > 10.0 && *height > 10.0 => Some([*width, *height]),
        _ => None,
    }
}
