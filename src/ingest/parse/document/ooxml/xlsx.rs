//! XLSX: the cells of a workbook as their sheets show them, a row a line. What is hidden is not read, and that it is there
//! is said.

use std::collections::HashMap;

use super::super::archive::Budget;
use super::super::content::{Document, DocumentPage, limits, too_many_pages};
use super::super::grid::Grid;
use super::super::xml;
use super::super::xml::{Attributes, Step};
use super::number_format::{built_in, day, general, shown};
use super::{Package, Relation, target};
use crate::ingest::draft::Rejection;

const WHAT: &str = "XLSX";

/// A sheet as the workbook lists it.
struct Sheet {
    name: String,
    relation: String,
    is_hidden: bool,
}

/// What the sheets of a workbook share.
#[derive(Default)]
struct Workbook {
    sheets: Vec<Sheet>,
    epoch_1904: bool,
    texts: Vec<String>,
    /// The format of each style of a cell; `None` shows the number as it is.
    formats: Vec<Option<String>>,
}

/// Reads an XLSX.
pub fn parse(bytes: &[u8], budget: &mut Budget) -> Result<Document, Rejection> {
    let mut package = Package::open(WHAT, bytes)?;
    let main = package.main_part(&["spreadsheetml", "ms-excel"], "xl/workbook.xml", budget)?;
    let relations = package.relations(&main, budget)?;
    let mut workbook = Workbook::default();
    workbook.read(&package.read(&main, budget)?.unwrap_or_default())?;
    if workbook.sheets.len() > limits::PAGES {
        return Err(too_many_pages(workbook.sheets.len()));
    }
    if let Some(bytes) = package.related(&relations, "sharedStrings", budget)? {
        workbook.texts = shared_texts(&bytes)?;
    }
    if let Some(bytes) = package.related(&relations, "styles", budget)? {
        workbook.formats = formats(&bytes)?;
    }
    let mut document = Document { title: package.title(budget)?, ..Document::default() };
    let (mut hidden_sheets, mut hidden_rows, mut written) = (0, 0, 0);
    for sheet in std::mem::take(&mut workbook.sheets) {
        if sheet.is_hidden {
            hidden_sheets += 1;
            continue;
        }
        let place = target(&relations, &sheet.relation).map(str::to_owned);
        let Some(place) = place else { continue };
        let Some(bytes) = package.read(&place, budget)? else { continue };
        let mut rows = Rows { links: package.links(&place, budget)?, ..Rows::new(&workbook, written) };
        xml::walk(WHAT, &bytes, &mut |step| rows.take(&step))?;
        written = rows.written;
        let (grid, hidden) = rows.finish();
        hidden_rows += hidden;
        document.pages.push(DocumentPage::sheet(Some(sheet.name), grid));
    }
    document.lacking = left_out(hidden_sheets, hidden_rows);
    Ok(document)
}

/// What to say of what is hidden.
pub fn left_out(sheets: usize, rows: usize) -> Option<String> {
    let parts: Vec<String> = [(sheets, "张工作表"), (rows, "行或列")]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    (!parts.is_empty()).then(|| format!("有 {}是隐藏的，没有读；需要的话请取消隐藏后重新导入", parts.join("、")))
}

impl Workbook {
    fn read(&mut self, bytes: &[u8]) -> Result<(), Rejection> {
        xml::walk(WHAT, bytes, &mut |step| match step {
            Step::Open("workbookPr", of) => self.epoch_1904 = matches!(of.get("date1904"), Some("1" | "true")),
            Step::Open("sheet", of) => self.sheets.push(Sheet {
                name: of.get("name").unwrap_or_default().to_owned(),
                relation: of.relation().unwrap_or_default().to_owned(),
                is_hidden: matches!(of.get("state"), Some("hidden" | "veryHidden")),
            }),
            _ => {}
        })
    }

    /// The day that a cell holds.
    fn day(&self, cell: &CellRead) -> Option<String> {
        let format = self.formats.get(cell.style)?.as_deref().filter(|_| cell.kind == "n")?;
        day(cell.value.trim().parse().ok()?, format, self.epoch_1904)
    }

    /// What a cell shows.
    fn shown(&self, cell: &CellRead) -> String {
        let value = cell.value.trim();
        match cell.kind.as_str() {
            "s" => value.parse().ok().and_then(|at: usize| self.texts.get(at)).cloned().unwrap_or_default(),
            "inlineStr" | "str" => without_escapes(&cell.value),
            "e" => value.to_owned(),
            "b" => if value == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            "d" => value.trim_end_matches("T00:00:00").replace('T', " "),
            _ => match (value.parse::<f64>(), self.formats.get(cell.style).and_then(Option::as_deref)) {
                (Ok(number), Some(format)) => shown(number, format, self.epoch_1904),
                (Ok(number), None) => general(number),
                (Err(_), _) => value.to_owned(),
            },
        }
    }
}

/// A text without the way in which returns are written in it.
fn without_escapes(text: &str) -> String {
    text.replace("_x000D_", "")
}

/// The texts that cells share; readings of characters are no part of them.
fn shared_texts(bytes: &[u8]) -> Result<Vec<String>, Rejection> {
    let mut texts = Vec::new();
    let (mut text, mut within, mut reading) = (String::new(), false, false);
    xml::walk(WHAT, bytes, &mut |step| match step {
        Step::Open("si", _) => text.clear(),
        Step::Open("rPh", _) => reading = true,
        Step::Close("rPh") => reading = false,
        Step::Open("t", _) => within = !reading,
        Step::Close("t") => within = false,
        Step::Text(more) if within => text.push_str(more),
        Step::Close("si") => texts.push(without_escapes(&std::mem::take(&mut text))),
        _ => {}
    })?;
    Ok(texts)
}

/// The number format of each style.
fn formats(bytes: &[u8]) -> Result<Vec<Option<String>>, Rejection> {
    let mut codes: HashMap<u32, String> = HashMap::new();
    let mut styles: Vec<u32> = Vec::new();
    let mut within = false;
    let number = |of: &Attributes, name: &str| of.number(name).and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
    xml::walk(WHAT, bytes, &mut |step| match step {
        Step::Open("numFmt", of) => {
            codes.insert(number(of, "numFmtId"), of.get("formatCode").unwrap_or_default().to_owned());
        }
        Step::Open("cellXfs", _) => within = true,
        Step::Close("cellXfs") => within = false,
        Step::Open("xf", of) if within => styles.push(number(of, "numFmtId")),
        _ => {}
    })?;
    let code = |id: u32| codes.get(&id).cloned().or_else(|| built_in(id).map(str::to_owned));
    let is_general = |code: &String| code.eq_ignore_ascii_case("general") || code == "@" || code.is_empty();
    Ok(styles.into_iter().map(|id| code(id).filter(|code| !is_general(code))).collect())
}

#[derive(Default)]
struct CellRead {
    column: usize,
    kind: String,
    style: usize,
    value: String,
    /// The beginning of the formula.
    formula: String,
}

/// Characters of a formula that are looked at.
const FORMULA_BYTES: usize = 2_000;

/// The rows of a sheet, as they are read.
struct Rows<'a> {
    workbook: &'a Workbook,
    grid: Grid,
    row: usize,
    column: usize,
    cell: Option<CellRead>,
    in_value: bool,
    in_formula: bool,
    in_reading: bool,
    /// Addresses outside the file that the sheet relates to.
    links: Vec<Relation>,
    hidden_columns: Vec<(usize, usize)>,
    hidden_rows: Vec<usize>,
    /// Rows and columns that are hidden and say something.
    hidden: usize,
    told_columns: Vec<usize>,
    /// Bytes written, those of the sheets before it included.
    written: usize,
}

impl<'a> Rows<'a> {
    fn new(workbook: &'a Workbook, written: usize) -> Self {
        Self {
            workbook,
            grid: Grid::default(),
            row: 0,
            column: 0,
            cell: None,
            in_value: false,
            in_formula: false,
            in_reading: false,
            links: Vec::new(),
            hidden_columns: Vec::new(),
            hidden_rows: Vec::new(),
            hidden: 0,
            told_columns: Vec::new(),
            written,
        }
    }

    fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Open("col", of) if is_true(of.get("hidden")) => {
                let at = |name| of.number(name).and_then(|at| usize::try_from(at).ok()).unwrap_or(1).saturating_sub(1);
                self.hidden_columns.push((at("min"), at("max")));
            }
            Step::Open("row", of) => {
                self.row = of.number("r").and_then(|row| usize::try_from(row).ok()).unwrap_or(self.row + 1);
                self.column = 0;
                if is_true(of.get("hidden")) {
                    self.hidden_rows.push(self.row);
                }
            }
            Step::Open("c", of) => {
                let column = of.get("r").and_then(reference).map_or(self.column, |(_, column)| column);
                self.column = column + 1;
                self.cell = Some(CellRead {
                    column,
                    kind: of.get("t").unwrap_or("n").to_owned(),
                    style: of.number("s").and_then(|style| usize::try_from(style).ok()).unwrap_or(0),
                    ..CellRead::default()
                });
            }
            Step::Open("rPh", _) => self.in_reading = true,
            Step::Close("rPh") => self.in_reading = false,
            Step::Open("v" | "t", _) => self.in_value = !self.in_reading,
            Step::Close("v" | "t") => self.in_value = false,
            Step::Open("f", _) => self.in_formula = true,
            Step::Close("f") => self.in_formula = false,
            Step::Text(text) if self.in_formula => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| cell.formula.len() < FORMULA_BYTES) {
                    cell.formula.extend(text.chars().take(FORMULA_BYTES));
                }
            }
            Step::Open("hyperlink", of) => {
                let place = of.get("ref").and_then(|place| reference(place.split(':').next().unwrap_or(place)));
                let href = of.relation().and_then(|id| target(&self.links, id));
                if let (Some((row, column)), Some(href)) = (place, href) {
                    self.grid.link(row, column, href.to_owned());
                }
            }
            Step::Text(text) if self.in_value => {
                if let Some(cell) = &mut self.cell {
                    cell.value.push_str(text);
                }
            }
            Step::Close("c") => self.end_cell(),
            Step::Open("mergeCell", of) => {
                if let Some(area) = of.get("ref").and_then(area) {
                    self.grid.merge(area);
                }
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        if cell.value.is_empty() || self.written > limits::TEXT_BYTES {
            return;
        }
        let text = self.workbook.shown(&cell);
        if text.trim().is_empty() {
            return;
        }
        if self.hidden_columns.iter().any(|(from, to)| (*from..=*to).contains(&cell.column)) {
            if !self.told_columns.contains(&cell.column) && self.told_columns.len() < limits::COLUMNS {
                self.told_columns.push(cell.column);
                self.hidden += 1;
            }
            return;
        }
        self.written += text.len();
        if let Some(href) = linked(&cell.formula) {
            self.grid.link(self.row, cell.column, href.to_owned());
        }
        if let Some(day) = self.workbook.day(&cell) {
            self.grid.day(self.row, cell.column, day);
        }
        self.grid.put(self.row, cell.column, text);
    }

    /// The cells that are shown, and how many rows and columns of them are hidden.
    fn finish(mut self) -> (Grid, usize) {
        let hidden = self.hidden + self.grid.drop_rows(&self.hidden_rows);
        (self.grid, hidden)
    }
}

/// Where a formula leads: `HYPERLINK("http://…","名单")`.
fn linked(formula: &str) -> Option<&str> {
    let begin = formula.trim_start_matches('=').trim_start();
    begin.strip_prefix("HYPERLINK(\"").and_then(|rest| rest.split('"').next())
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true"))
}

/// The row, from 1, and the column, from 0, of `B12`.
fn reference(text: &str) -> Option<(usize, usize)> {
    let text = text.trim().trim_start_matches('$');
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column = text[..letters].bytes().fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1);
    let row = text[letters..].trim_start_matches('$').parse().ok()?;
    Some((row, column - 1))
}

/// Top, left, bottom and right of `A1:C3`.
fn area(text: &str) -> Option<[usize; 4]> {
    let (from, to) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (reference(from)?, reference(to)?);
    Some([top, left, bottom, right])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(sheet: &str) -> Vec<String> {
        let workbook = Workbook {
            texts: vec!["共享".to_owned()],
            formats: vec![None, Some("0.00%".to_owned())],
            ..Workbook::default()
        };
        let mut rows = Rows::new(&workbook, 0);
        xml::walk(WHAT, sheet.as_bytes(), &mut |step| rows.take(&step)).unwrap();
        rows.finish().0.into_lines().into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn cells_are_read_as_shown() {
        let sheet = r#"<x:worksheet><x:cols><x:col min="3" max="3" hidden="1"/></x:cols><x:sheetData>
            <x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" s="1"><x:v>0.125</x:v></x:c><x:c r="C1"><x:v>9</x:v></x:c><x:c r="D1" t="b"><x:v>1</x:v></x:c></x:row>
            <x:row r="2" hidden="1"><x:c r="A2"><x:v>7</x:v></x:c></x:row>
            <x:row r="3"><x:c r="B3" t="inlineStr"><x:is><x:r><x:t>甲</x:t></x:r><x:r><x:t>乙</x:t></x:r><x:rPh><x:t>jia</x:t></x:rPh></x:is></x:c><x:c><x:f>1/0</x:f><x:v>3</x:v></x:c><x:c t="e"><x:v>#DIV/0!</x:v></x:c></x:row>
            <x:row/><x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>
            </x:sheetData><x:mergeCells><x:mergeCell ref="A1:A1048576"/><x:mergeCell ref="B1:Z1"/></x:mergeCells></x:worksheet>"#;
        assert_eq!(lines(sheet), ["共享\t12.50%\tTRUE", "共享\t甲乙\t#DIV/0!", "共享\t\t\t1"]);
    }

    #[test]
    fn references_are_bounded() {
        assert_eq!(reference("B12"), Some((12, 1)));
        assert_eq!(reference("$AA$3"), Some((3, 26)));
        assert_eq!(reference("ZZZZ1"), None);
        assert_eq!(reference("12"), None);
        assert_eq!(area("A1:C3"), Some([1, 0, 3, 2]));
    }
}
