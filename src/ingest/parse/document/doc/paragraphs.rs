//! The paragraphs of a file: where its parts lie (FIB, \[MS-DOC\] 2.5.1), the pieces of its text (Clx, 2.9.38), and the
//! properties at the mark that ends each paragraph (PlcBtePapx, 2.8.6).

use super::super::bytes::{u16_at, u32_at};
use super::properties::Properties;

/// The mark that ends a cell, or a row.
pub const CELL_END: char = '\u{7}';

/// Pages of properties.
const PAGE: usize = 512;

/// Runs of properties that are kept.
const MAX_RUNS: usize = 1 << 20;

/// Paragraphs that are read.
const MAX_PARAGRAPHS: usize = 1 << 20;

/// Characters that are read.
const MAX_CHARS: usize = 32 << 20;

/// The longest text that is compared, in bytes.
const KEY_BYTES: usize = 2_000;

/// Adds a character to what makes a text the same: its letters and digits.
pub fn add_to_key(key: &mut String, c: char) {
    if c.is_alphanumeric() && key.len() < KEY_BYTES {
        key.push(c);
    }
}

/// A stretch of the stream of tables.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stretch {
    /// Where it begins.
    pub at: usize,
    length: usize,
}

impl Stretch {
    /// Its bytes.
    pub fn of<'d>(&self, data: &'d [u8]) -> Option<&'d [u8]> {
        data.get(self.at..self.at.checked_add(self.length)?)
    }
}

/// Where the parts of a file lie.
#[derive(Debug)]
pub struct Fib {
    /// The stream of tables.
    pub table: &'static str,
    /// Characters of the main text.
    chars: usize,
    pieces: Stretch,
    properties: Stretch,
    /// The style sheet.
    pub styles: Stretch,
    /// The rules of lists; the levels follow what is said to be their length.
    pub lists: Stretch,
    /// The lists that paragraphs name.
    pub overrides: Stretch,
}

impl Fib {
    /// Reads it; `None` where the version is another, or the text is locked.
    pub fn parse(document: &[u8]) -> Option<Self> {
        const IDENT: u16 = 0xA5EC;
        const FIRST_VERSION: u16 = 0x00C1;
        let flags = u16_at(document, 10)?;
        if u16_at(document, 0)? != IDENT || u16_at(document, 2)? < FIRST_VERSION || flags & 0x0100 != 0 {
            return None;
        }
        let words = 34 + usize::from(u16_at(document, 32)?) * 2;
        let longs = words + 2;
        let pairs = longs + usize::from(u16_at(document, words)?) * 4 + 2;
        let stretch = |number: usize| {
            let at = pairs + number * 8;
            Some(Stretch { at: u32_at(document, at)? as usize, length: u32_at(document, at + 4)? as usize })
        };
        Some(Self {
            table: if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" },
            chars: u32_at(document, longs + 12)? as usize,
            pieces: stretch(33)?,
            properties: stretch(13)?,
            styles: stretch(1)?,
            lists: stretch(73)?,
            overrides: stretch(74)?,
        })
    }
}

/// A piece of the text, and how it is written.
struct Piece<'d> {
    bytes: &'d [u8],
    /// Where it begins in the stream.
    at: usize,
    is_wide: bool,
}

/// The paragraphs of the main text.
pub struct Paragraphs<'d> {
    pieces: Vec<Piece<'d>>,
    /// Properties by where they hold in the stream.
    runs: Vec<(u32, u32, Properties)>,
}

impl<'d> Paragraphs<'d> {
    /// Those of a file.
    pub fn read(document: &'d [u8], table: &[u8], fib: &Fib) -> Option<Self> {
        let pieces = pieces(document, fib.pieces.of(table)?, fib.chars)?;
        Some(Self { pieces, runs: runs(document, fib.properties.of(table)?) })
    }

    /// Calls for each with its letters and digits, its properties, and the mark that ends it. Instructions of fields are not shown.
    pub fn each(&self, mut take: impl FnMut(String, Properties, char)) {
        let mut key = String::new();
        // Fields that are open: whether what they show has begun.
        let (mut fields, mut hidden) = (Vec::new(), 0_usize);
        let mut count = 0;
        for piece in &self.pieces {
            let width = if piece.is_wide { 2 } else { 1 };
            for (place, c) in piece.chars() {
                match c {
                    '\u{13}' => {
                        fields.push(false);
                        hidden += 1;
                    }
                    '\u{14}' => {
                        if let Some(shows @ false) = fields.last_mut() {
                            *shows = true;
                            hidden -= 1;
                        }
                    }
                    '\u{15}' => hidden -= usize::from(fields.pop() == Some(false)),
                    _ if hidden > 0 => {}
                    '\r' | CELL_END => {
                        let at = piece.at.saturating_add(place * width);
                        take(std::mem::take(&mut key), self.properties_at(at), c);
                        count += 1;
                        if count >= MAX_PARAGRAPHS {
                            return;
                        }
                    }
                    c => add_to_key(&mut key, c),
                }
            }
        }
    }

    fn properties_at(&self, at: usize) -> Properties {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let before = self.runs.partition_point(|(start, ..)| *start <= at);
        let run = before.checked_sub(1).and_then(|before| self.runs.get(before));
        run.filter(|(_, end, _)| at < *end).map(|(.., properties)| *properties).unwrap_or_default()
    }
}

impl Piece<'_> {
    /// Its characters, each with the number of its first unit.
    fn chars(&self) -> impl Iterator<Item = (usize, char)> + '_ {
        let width = if self.is_wide { 2 } else { 1 };
        let units = self.bytes.chunks_exact(width).map(|unit| match unit {
            [low, high] => u16::from_le_bytes([*low, *high]),
            _ => u16::from(unit[0]),
        });
        let mut place = 0;
        char::decode_utf16(units).map(move |c| {
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            let here = place;
            place += c.len_utf16();
            (here, c)
        })
    }
}

/// The pieces of a text of so many characters.
fn pieces<'d>(document: &'d [u8], mut clx: &[u8], chars: usize) -> Option<Vec<Piece<'d>>> {
    // What was changed in haste stands before them.
    while let Some((1, rest)) = clx.split_first() {
        clx = rest.get(2 + usize::from(u16_at(rest, 0)?)..)?;
    }
    let (2, rest) = clx.split_first()? else { return None };
    let table = rest.get(4..4 + (u32_at(rest, 0)? as usize).min(rest.len() - 4))?;
    let count = table.len().checked_sub(4)? / 12;
    let (mut pieces, mut left) = (Vec::new(), chars.min(MAX_CHARS));
    for number in 0..count {
        let (begin, end) = (u32_at(table, number * 4)?, u32_at(table, number * 4 + 4)?);
        let place = u32_at(table, (count + 1) * 4 + number * 8 + 2)?;
        let length = (end.checked_sub(begin)? as usize).min(left);
        left -= length;
        let is_wide = place & 0x4000_0000 == 0;
        let place = (place & 0x3FFF_FFFF) as usize;
        let (at, bytes) = if is_wide { (place, length * 2) } else { (place / 2, length) };
        pieces.push(Piece { bytes: document.get(at..at.checked_add(bytes)?)?, at, is_wide });
        if left == 0 {
            break;
        }
    }
    Some(pieces)
}

/// The runs of properties in their order.
fn runs(document: &[u8], listed: &[u8]) -> Vec<(u32, u32, Properties)> {
    let count = listed.len().saturating_sub(4) / 8;
    let mut runs = Vec::new();
    for number in 0..count {
        let page = u32_at(listed, (count + 1) * 4 + number * 4).map(|page| (page & 0x003F_FFFF) as usize * PAGE);
        let Some(page) = page.and_then(|at| document.get(at..at + PAGE)) else { continue };
        if runs.len() >= MAX_RUNS {
            break;
        }
        take_page(page, &mut runs);
    }
    runs.sort_by_key(|(start, ..)| *start);
    runs
}

fn take_page(page: &[u8], runs: &mut Vec<(u32, u32, Properties)>) {
    let count = usize::from(page[PAGE - 1]);
    if 4 * (count + 1) + 13 * count > PAGE - 1 {
        return;
    }
    for number in 0..count {
        let (Some(start), Some(end)) = (u32_at(page, number * 4), u32_at(page, number * 4 + 4)) else { continue };
        let at = usize::from(page[4 * (count + 1) + number * 13]) * 2;
        runs.push((start, end, properties(page, at).unwrap_or_default()));
    }
}

/// The properties at a place of their page: how long they are, the style, and what is the paragraph's own.
fn properties(page: &[u8], at: usize) -> Option<Properties> {
    if at == 0 {
        return None;
    }
    let (begin, length) = match usize::from(*page.get(at)?) {
        0 => (at + 2, 2 * usize::from(*page.get(at + 1)?)),
        half => (at + 1, 2 * half - 1),
    };
    let body = page.get(begin..begin + length)?;
    Some(Properties::read(u16_at(body, 0)?, &body[2..]))
}
