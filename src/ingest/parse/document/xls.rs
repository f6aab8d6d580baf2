//! XLS: the workbook of Excel 97 to 2003 and of WPS (\[MS-XLS\], BIFF8), a stream of records in an OLE container. Cells are
//! read as they are shown, as those of XLSX are.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use super::bytes::{f64_at, u16_at, u32_at};
use super::content::{Document, DocumentPage, limits, locked};
use super::grid::Grid;
use super::ooxml::number_format::{built_in, day, general, shown};
use super::ooxml::xlsx::left_out;
use crate::ingest::draft::Rejection;

/// The version of the format that is read.
const BIFF8: u16 = 0x0600;

/// Records, by their numbers.
mod record {
    pub const FORMULA: u16 = 0x0006;
    pub const EOF: u16 = 0x000A;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FILE_PASS: u16 = 0x002F;
    pub const CONTINUE: u16 = 0x003C;
    pub const COL_INFO: u16 = 0x007D;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MUL_RK: u16 = 0x00BD;
    pub const R_STRING: u16 = 0x00D6;
    pub const XF: u16 = 0x00E0;
    pub const MERGED_CELLS: u16 = 0x00E5;
    pub const SST: u16 = 0x00FC;
    pub const LABEL_SST: u16 = 0x00FD;
    pub const H_LINK: u16 = 0x01B8;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOL_ERR: u16 = 0x0205;
    pub const STRING: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const RK: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const BOF: u16 = 0x0809;
}

/// Reads a workbook; `None` where the file holds none of this version.
pub fn parse(bytes: &[u8]) -> Option<Result<Document, Rejection>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut stream = Vec::new();
    // A stream is no longer than its file, whatever is said of it.
    file.open_stream("/Workbook").ok()?.take(bytes.len() as u64).read_to_end(&mut stream).ok()?;
    let mut workbook = Workbook::default();
    match workbook.read(&stream)? {
        Err(rejection) => return Some(Err(rejection)),
        Ok(()) if workbook.sheets.len() > limits::PAGES => return None,
        Ok(()) => {}
    }
    let mut document = Document::default();
    let (mut hidden_sheets, mut hidden_rows, mut written) = (0, 0, 0);
    for sheet in std::mem::take(&mut workbook.sheets) {
        if sheet.is_hidden {
            hidden_sheets += 1;
            continue;
        }
        let mut cells = Sheet { written, ..Sheet::new(&workbook) };
        cells.read(stream.get(sheet.offset..)?);
        hidden_rows += cells.drop_hidden();
        written = cells.written;
        document.pages.push(DocumentPage::sheet(Some(sheet.name), cells.grid));
    }
    document.lacking = left_out(hidden_sheets, hidden_rows);
    document.has_text().then_some(Ok(document))
}

/// The records of a stream: number and data.
fn records(stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, u16_at(rest, 2)? as usize);
        let data = rest.get(4..4 + length)?;
        rest = &rest[4 + length..];
        Some((kind, data))
    })
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    offset: usize,
    is_hidden: bool,
}

#[derive(Default)]
struct Workbook {
    sheets: Vec<Listed>,
    texts: Vec<String>,
    codes: HashMap<u16, String>,
    /// The number of the format of each style.
    styles: Vec<u16>,
    epoch_1904: bool,
}

impl Workbook {
    /// Reads what sheets share; `None` where the version is another.
    fn read(&mut self, stream: &[u8]) -> Option<Result<(), Rejection>> {
        let mut all = records(stream).peekable();
        let (kind, data) = all.next()?;
        if kind != record::BOF || u16_at(data, 0)? != BIFF8 {
            return None;
        }
        while let Some((kind, data)) = all.next() {
            match kind {
                record::EOF => break,
                record::FILE_PASS => return Some(Err(locked())),
                record::DATE_MODE => self.epoch_1904 = u16_at(data, 0) == Some(1),
                record::BOUND_SHEET => self.list(data),
                record::XF => self.styles.extend(u16_at(data, 2)),
                record::FORMAT => {
                    if let (Some(id), Some(code)) = (u16_at(data, 0), data.get(2..).and_then(text)) {
                        self.codes.insert(id, code);
                    }
                }
                record::SST => {
                    let mut parts = vec![data];
                    while let Some((_, more)) = all.next_if(|(kind, _)| *kind == record::CONTINUE) {
                        parts.push(more);
                    }
                    self.texts = shared_texts(parts);
                }
                _ => {}
            }
        }
        Some(Ok(()))
    }

    fn list(&mut self, data: &[u8]) {
        let (Some(offset), Some(state), Some(kind)) = (u32_at(data, 0), data.get(4), data.get(5)) else { return };
        let Some(length) = data.get(6) else { return };
        let name =
            Parts::new(vec![data.get(7..).unwrap_or_default()]).characters(usize::from(*length)).unwrap_or_default();
        // Charts and macros are sheets too.
        if *kind == 0 {
            self.sheets.push(Listed { name, offset: offset as usize, is_hidden: state & 3 != 0 });
        }
    }

    /// The format of a style; `None` shows the number as it is.
    fn format(&self, style: u16) -> Option<&str> {
        let id = self.styles.get(usize::from(style)).copied().unwrap_or(0);
        let code = self.codes.get(&id).map(String::as_str).or_else(|| built_in(u32::from(id)))?;
        (!code.is_empty() && code != "@" && !code.eq_ignore_ascii_case("general")).then_some(code)
    }
}

/// Data that goes on over several records. Characters that do so say again how they are written.
struct Parts<'a> {
    parts: std::vec::IntoIter<&'a [u8]>,
    rest: &'a [u8],
}

impl<'a> Parts<'a> {
    fn new(parts: Vec<&'a [u8]>) -> Self {
        let mut parts = parts.into_iter();
        let rest = parts.next().unwrap_or_default();
        Self { parts, rest }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest.is_empty() {
            self.rest = self.parts.next()?;
        }
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self, bytes: u32) -> Option<usize> {
        (0..bytes).try_fold(0, |sum, at| Some(sum | usize::from(self.byte()?) << (8 * at)))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.rest.is_empty() {
                self.rest = self.parts.next()?;
            }
            let step = count.min(self.rest.len());
            self.rest = &self.rest[step..];
            count -= step;
        }
        Some(())
    }

    /// So many characters, after the byte that says how they are written.
    fn characters(&mut self, count: usize) -> Option<String> {
        let flags = self.byte()?;
        self.written(count, flags & 1 == 1)
    }

    fn written(&mut self, mut count: usize, mut wide: bool) -> Option<String> {
        let mut units: Vec<u16> = Vec::new();
        while count > 0 {
            if self.rest.is_empty() {
                self.rest = self.parts.next()?;
                wide = self.byte()? & 1 == 1;
            }
            let size = if wide { 2 } else { 1 };
            let take = count.min(self.rest.len() / size);
            if take == 0 {
                self.rest = &[];
                continue;
            }
            let (here, rest) = self.rest.split_at(take * size);
            match wide {
                true => units.extend(here.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))),
                false => units.extend(here.iter().map(|byte| u16::from(*byte))),
            }
            self.rest = rest;
            count -= take;
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// A text with its length before it, and what may follow it of looks and readings.
    fn text(&mut self) -> Option<String> {
        let count = self.number(2)?;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let readings = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let text = self.written(count, flags & 1 == 1)?;
        self.skip(runs * 4 + readings)?;
        Some(text)
    }
}

fn text(data: &[u8]) -> Option<String> {
    Parts::new(vec![data]).text()
}

fn shared_texts(parts: Vec<&[u8]>) -> Vec<String> {
    let mut parts = Parts::new(parts);
    let Some(count) = parts.skip(4).and_then(|()| parts.number(4)) else { return Vec::new() };
    (0..count).map_while(|_| parts.text()).collect()
}

/// The cells of a sheet, as they are read.
struct Sheet<'a> {
    workbook: &'a Workbook,
    grid: Grid,
    hidden_rows: HashSet<usize>,
    hidden_columns: Vec<(usize, usize)>,
    told_columns: HashSet<usize>,
    /// Where the text of a formula goes, which stands in the next record.
    formula: Option<(usize, usize)>,
    written: usize,
}

impl<'a> Sheet<'a> {
    fn new(workbook: &'a Workbook) -> Self {
        Self {
            workbook,
            grid: Grid::default(),
            hidden_rows: HashSet::new(),
            hidden_columns: Vec::new(),
            told_columns: HashSet::new(),
            formula: None,
            written: 0,
        }
    }

    fn read(&mut self, stream: &[u8]) {
        // Charts within the sheet are streams of their own.
        let mut depth = 0;
        for (kind, data) in records(stream) {
            match kind {
                record::BOF => depth += 1,
                record::EOF if depth <= 1 => return,
                record::EOF => depth -= 1,
                _ if depth == 1 => drop(self.take(kind, data)),
                _ => {}
            }
        }
    }

    /// Takes a record; `None` where it is cut short.
    fn take(&mut self, kind: u16, data: &[u8]) -> Option<()> {
        let (row, column) = (|| Some((usize::from(u16_at(data, 0)?), usize::from(u16_at(data, 2)?))))()?;
        let style = u16_at(data, 4).unwrap_or(0);
        match kind {
            record::COL_INFO if u16_at(data, 8)? & 1 == 1 => self.hidden_columns.push((row, column)),
            record::ROW if u16_at(data, 12)? & 0x20 != 0 => drop(self.hidden_rows.insert(row + 1)),
            record::LABEL_SST => {
                let text = self.workbook.texts.get(u32_at(data, 6)? as usize)?.clone();
                self.put(row, column, text);
            }
            record::LABEL | record::R_STRING => self.put(row, column, text(data.get(6..)?)?),
            record::NUMBER => self.number(row, column, style, f64_at(data, 6)?),
            record::RK => self.number(row, column, style, rk(u32_at(data, 6)?)),
            record::MUL_RK => {
                // The last two bytes are the last column.
                for (at, cell) in data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6).enumerate() {
                    self.number(row, column + at, u16_at(cell, 0)?, rk(u32_at(cell, 2)?));
                }
            }
            record::FORMULA => match (u16_at(data, 12)?, data.get(6)?) {
                (0xFFFF, 0) => self.formula = Some((row, column)),
                (0xFFFF, 1) => self.put(row, column, truth(*data.get(8)?)),
                (0xFFFF, 2) => self.put(row, column, error(*data.get(8)?)),
                (0xFFFF, _) => {}
                _ => self.number(row, column, style, f64_at(data, 6)?),
            },
            record::STRING => {
                let (row, column) = self.formula.take()?;
                self.put(row, column, text(data)?);
            }
            record::BOOL_ERR => {
                let value = *data.get(6)?;
                let text = if data.get(7) == Some(&0) { truth(value) } else { error(value) };
                self.put(row, column, text);
            }
            record::MERGED_CELLS => {
                for area in data.get(2..)?.chunks_exact(8) {
                    let at = |place| u16_at(area, place).map(usize::from);
                    self.grid.merge([at(0)? + 1, at(4)?, at(2)? + 1, at(6)?]);
                }
            }
            record::H_LINK => {
                let href = address(data.get(24..)?)?;
                self.grid.link(row + 1, usize::from(u16_at(data, 4)?), href);
            }
            _ => {}
        }
        Some(())
    }

    fn number(&mut self, row: usize, column: usize, style: u16, value: f64) {
        let format = self.workbook.format(style);
        if let Some(day) = format.and_then(|format| day(value, format, self.workbook.epoch_1904)) {
            self.grid.day(row + 1, column, day);
        }
        self.put(
            row,
            column,
            format.map_or_else(|| general(value), |format| shown(value, format, self.workbook.epoch_1904)),
        );
    }

    fn put(&mut self, row: usize, column: usize, text: String) {
        if text.trim().is_empty() || self.written > limits::TEXT_BYTES {
            return;
        }
        if self.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&column)) {
            self.told_columns.insert(column);
            return;
        }
        self.written += text.len();
        // Rows are counted from 1 where people see them.
        self.grid.put(row + 1, column, text);
    }

    /// Drops what is hidden; tells how many rows and columns of it said something.
    fn drop_hidden(&mut self) -> usize {
        let rows: Vec<usize> = self.hidden_rows.drain().collect();
        self.grid.drop_rows(&rows) + self.told_columns.len()
    }
}

/// The address of a hyperlink object (\[MS-OSHARED\] 2.3.7.1).
fn address(data: &[u8]) -> Option<String> {
    const URL_MONIKER: [u8; 4] = [0xE0, 0xC9, 0xEA, 0x79];
    let flags = u32_at(data, 4)?;
    let mut rest = data.get(8..)?;
    // Texts before it, each with its length in characters.
    let texts = u32::from(flags & 0x10 != 0) + u32::from(flags & 0x80 != 0);
    for _ in 0..texts {
        let length = u32_at(rest, 0)? as usize;
        rest = rest.get(length.checked_mul(2)?.checked_add(4)?..)?;
    }
    let wide = match flags & 0x101 {
        0x101 => rest.get(4..4 + (u32_at(rest, 0)? as usize).checked_mul(2)?)?,
        1 if rest.starts_with(&URL_MONIKER) => rest.get(20..20 + u32_at(rest, 16)? as usize)?,
        _ => return None,
    };
    let units = wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).take_while(|unit| *unit != 0);
    Some(String::from_utf16_lossy(&units.collect::<Vec<_>>()))
}

/// A number in four bytes: an integer or the upper half of a fraction, either perhaps in hundredths.
fn rk(packed: u32) -> f64 {
    let value = match packed & 2 {
        0 => f64::from_bits(u64::from(packed & 0xFFFF_FFFC) << 32),
        _ => f64::from((packed as i32) >> 2),
    };
    if packed & 1 == 1 { value / 100.0 } else { value }
}

fn truth(value: u8) -> String {
    if value == 0 { "FALSE" } else { "TRUE" }.to_owned()
}

fn error(code: u8) -> String {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn cell(row: u16, column: u16, style: u16, value: &[u8]) -> Vec<u8> {
        [&row.to_le_bytes()[..], &column.to_le_bytes(), &style.to_le_bytes(), value].concat()
    }

    /// A workbook of one sheet with these records, and these before the sheets are listed.
    fn workbook(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
        let begin = record(record::BOF, &[0, 6, 5, 0]);
        let end = record(record::EOF, &[]);
        let name = wide("渠道");
        let listed =
            |offset: u32| record(record::BOUND_SHEET, &[&offset.to_le_bytes()[..], &[0, 0, 2, 1], &name].concat());
        let before = begin.len() + globals.concat().len() + listed(0).len() + end.len();
        let stream =
            [begin.clone(), globals.concat(), listed(before as u32), end.clone(), begin, sheet.concat(), end].concat();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
        file.into_inner().into_inner()
    }

    fn lines(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<String> {
        let document = parse(&workbook(globals, sheet)).unwrap().unwrap().bounded().unwrap();
        assert_eq!(document.pages[0].name.as_deref(), Some("渠道"));
        document.pages[0].lines.iter().map(|line| line.text.clone()).collect()
    }

    #[test]
    fn cells_are_read_as_shown() {
        let format = [&164_u16.to_le_bytes()[..], &[4, 0, 0], b"0000"].concat();
        let style = |format: u16| record(record::XF, &[&[0, 0][..], &format.to_le_bytes(), &[0; 16]].concat());
        // A text that goes on in another record, written there with a byte a letter.
        let shared =
            [&1_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &5_u16.to_le_bytes(), &[1], &wide("东支渠")].concat();
        let globals = [
            record(record::FORMAT, &format),
            style(0),
            style(10),
            style(164),
            style(31),
            record(record::SST, &shared),
            record(record::CONTINUE, &[0, b'A', b'B']),
        ];
        let formula = |value: [u8; 8]| [&value[..], &[0; 6]].concat();
        let sheet = [
            record(record::LABEL_SST, &cell(0, 0, 0, &0_u32.to_le_bytes())),
            record(record::NUMBER, &cell(0, 1, 1, &0.125_f64.to_le_bytes())),
            record(
                record::MUL_RK,
                &[
                    &cell(0, 2, 2, &(7_u32 << 2 | 2).to_le_bytes())[..],
                    &3_u16.to_le_bytes(),
                    &(44_259_u32 << 2 | 2).to_le_bytes(),
                    &3_u16.to_le_bytes(),
                ]
                .concat(),
            ),
            record(record::FORMULA, &cell(1, 1, 0, &formula([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]))),
            record(record::STRING, &[&2_u16.to_le_bytes()[..], &[1], &wide("合计")].concat()),
            record(record::FORMULA, &cell(1, 2, 0, &formula([2, 0, 7, 0, 0, 0, 0xFF, 0xFF]))),
            record(record::BOOL_ERR, &cell(1, 3, 0, &[1, 0])),
            record(record::MERGED_CELLS, &[1, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
        ];
        assert_eq!(lines(&globals, &sheet), ["东支渠AB\t12.50%\t0007\t2021年3月4日", "东支渠AB\t合计\t#DIV/0!\tTRUE"]);
        assert_eq!(rk(0x3FF0_0000), 1.0);
        assert_eq!(rk((12_345_u32 << 2) | 3), 123.45);
    }

    #[test]
    fn what_is_hidden_cut_or_locked_is_told() {
        let label = |row: u16, text: &str| {
            record(
                record::LABEL,
                &cell(row, 0, 0, &[&(text.chars().count() as u16).to_le_bytes()[..], &[1], &wide(text)].concat()),
            )
        };
        let row = record(record::ROW, &[1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0]);
        let file = workbook(&[], &[label(0, "甲"), row, label(1, "藏")]);
        let document = parse(&file).unwrap().unwrap().bounded().unwrap();
        assert_eq!(document.pages[0].lines.len(), 1);
        assert!(document.lacking.unwrap().contains("1 行"));
        assert!(
            parse(&workbook(&[record(record::FILE_PASS, &[1, 0])], &[])).unwrap().unwrap_err().reason.contains("密码")
        );
        // Lengths that are not true.
        let huge = [&u32::MAX.to_le_bytes()[..], &u32::MAX.to_le_bytes(), &[0xFF, 0xFF, 0x0D, 0xFF, 0xFF]].concat();
        assert_eq!(lines(&[record(record::SST, &huge)], &[label(0, "甲"), vec![0xFD, 0, 0xFF, 0xFF]]), ["甲"]);
        assert!(parse(b"no").is_none());
    }
}
