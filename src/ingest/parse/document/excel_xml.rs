//! Excel's XML of 2003: a workbook as one XML file, which many systems write and call `.xls`.

use super::content::{Document, DocumentPage, limits};
use super::grid::Grid;
use super::ooxml::number_format::{general, shown};
use super::ooxml::xlsx::left_out;
use super::xml;
use super::xml::{Attributes, Step};
use crate::ingest::draft::Rejection;

const WHAT: &str = "Excel XML";

/// Formats that have a name instead of a pattern.
const NAMED: &[(&str, &str)] = &[
    ("General Number", ""),
    ("Short Date", "yyyy/m/d"),
    ("Medium Date", "yyyy-mm-dd"),
    ("Long Date", "yyyy\"年\"m\"月\"d\"日\""),
    ("General Date", "yyyy/m/d h:mm"),
    ("Short Time", "h:mm"),
    ("Medium Time", "h:mm"),
    ("Long Time", "h:mm:ss"),
    ("Fixed", "0.00"),
    ("Standard", "#,##0.00"),
    ("Percent", "0.00%"),
    ("Currency", "\"¥\"#,##0.00"),
    ("Scientific", "0.00E+00"),
    ("Yes/No", "\"是\";\"是\";\"否\""),
];

/// Reads a workbook.
pub fn parse(bytes: &[u8]) -> Result<Document, Rejection> {
    let mut reader = Reader::default();
    xml::walk(WHAT, bytes, &mut |step| reader.take(&step))?;
    let lacking = left_out(reader.hidden_sheets, reader.hidden_rows);
    Ok(Document { pages: reader.pages, lacking, ..Document::default() })
}

#[derive(Default)]
struct Reader {
    pages: Vec<DocumentPage>,
    styles: Vec<(String, String)>,
    style: Option<String>,
    sheet: Option<(Option<String>, Grid)>,
    is_hidden: bool,
    hidden_sheets: usize,
    hidden_rows: usize,
    row_is_hidden: bool,
    row: usize,
    /// How many cells of the row say something.
    cells: usize,
    column: usize,
    cell: Option<CellRead>,
    in_data: bool,
    in_hidden_mark: bool,
    skipped: usize,
    written: usize,
}

#[derive(Default)]
struct CellRead {
    column: usize,
    across: usize,
    down: usize,
    style: String,
    kind: String,
    text: String,
    link: Option<String>,
}

fn count(of: &Attributes, name: &str) -> usize {
    of.number(name).and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
}

impl Reader {
    fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Open(..) if self.skipped > 0 => self.skipped += 1,
            Step::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Step::Text(_) if self.skipped > 0 => {}
            // Remarks, and readings of characters, are no part of what a cell shows.
            Step::Open("Comment" | "PhoneticText", _) => self.skipped = 1,
            Step::Open("Style", of) => self.style = of.get("ID").map(str::to_owned),
            Step::Close("Style") => self.style = None,
            Step::Open("NumberFormat", of) => {
                if let (Some(style), Some(format)) = (&self.style, of.get("Format")) {
                    let named = NAMED.iter().find(|(name, _)| *name == format).map(|(_, pattern)| *pattern);
                    self.styles.push((style.clone(), named.unwrap_or(format).to_owned()));
                }
            }
            Step::Open("Worksheet", of) => {
                self.sheet = Some((of.get("Name").map(str::to_owned), Grid::default()));
                (self.is_hidden, self.row) = (false, 0);
            }
            Step::Close("Worksheet") => self.end_sheet(),
            Step::Open("Visible", _) => self.in_hidden_mark = true,
            Step::Close("Visible") => self.in_hidden_mark = false,
            Step::Text(text) if self.in_hidden_mark => self.is_hidden |= text.trim().ends_with("Hidden"),
            Step::Open("Row", of) => {
                (self.column, self.cells) = (0, 0);
                self.row = count(of, "Index").max(self.row.saturating_add(1));
                self.row_is_hidden = of.get("Hidden") == Some("1");
            }
            Step::Close("Row") => self.end_row(),
            Step::Open("Cell", of) => {
                let column = count(of, "Index").checked_sub(1).unwrap_or(self.column);
                self.cell = Some(CellRead {
                    column,
                    across: count(of, "MergeAcross").min(limits::COLUMNS),
                    down: count(of, "MergeDown"),
                    style: of.get("StyleID").unwrap_or_default().to_owned(),
                    link: of.get("HRef").map(str::to_owned),
                    ..CellRead::default()
                });
            }
            Step::Open("Data", of) => {
                self.in_data = true;
                if let Some(cell) = &mut self.cell {
                    cell.kind = of.get("Type").unwrap_or_default().to_owned();
                }
            }
            Step::Close("Data") => self.in_data = false,
            Step::Text(text) if self.in_data => {
                if let Some(cell) = self.cell.as_mut().filter(|_| self.written <= limits::TEXT_BYTES) {
                    self.written += text.len();
                    cell.text.push_str(text);
                }
            }
            Step::Close("Cell") => self.end_cell(),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        self.column = cell.column.saturating_add(1 + cell.across);
        let format = self.styles.iter().find(|(id, _)| *id == cell.style).map_or("", |(_, format)| format);
        let day = (cell.kind == "DateTime").then(|| cell.text.trim().split('T').next().unwrap_or_default().to_owned());
        let text = match (cell.kind.as_str(), cell.text.trim().parse::<f64>()) {
            ("Number", Ok(number)) if !format.is_empty() && format != "@" && format != "General" => {
                shown(number, format, false)
            }
            ("Number", Ok(number)) => general(number),
            ("DateTime", _) => moment(cell.text.trim(), format),
            ("Boolean", _) => if cell.text.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
            _ => cell.text,
        };
        if text.trim().is_empty() {
            return;
        }
        self.cells += 1;
        let Some((_, grid)) = self.sheet.as_mut().filter(|_| !self.row_is_hidden) else { return };
        if let Some(link) = cell.link {
            grid.link(self.row, cell.column, link);
        }
        if let Some(day) = day {
            grid.day(self.row, cell.column, day);
        }
        grid.merge([self.row, cell.column, self.row.saturating_add(cell.down), cell.column]);
        grid.put(self.row, cell.column, text);
    }

    fn end_row(&mut self) {
        self.hidden_rows += usize::from(self.row_is_hidden && self.cells > 0);
    }

    fn end_sheet(&mut self) {
        let Some((name, grid)) = self.sheet.take() else { return };
        if self.is_hidden {
            self.hidden_sheets += 1;
        } else if self.pages.len() <= limits::PAGES {
            self.pages.push(DocumentPage::sheet(name, grid));
        }
    }
}

/// `2021-03-04T00:00:00.000` as its format shows it.
fn moment(text: &str, format: &str) -> String {
    let parsed = text.trim_end_matches('Z').parse::<jiff::civil::DateTime>().ok();
    let Some(moment) = parsed else { return text.replace('T', " ") };
    let epoch = jiff::civil::date(1899, 12, 30).at(0, 0, 0, 0);
    let Ok(span) = moment.since((jiff::Unit::Second, epoch)) else { return text.to_owned() };
    let days = span.get_seconds() as f64 / 86_400.0;
    let format = match format {
        "" if days.fract() == 0.0 => "yyyy/m/d",
        "" => "yyyy/m/d h:mm",
        format => format,
    };
    shown(days, format, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_shown() {
        let xml = r##"<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>
            <Style ss:ID="s1"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="s2"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style></Styles>
            <Worksheet ss:Name="面积"><Table>
            <Row><Cell ss:MergeDown="1"><Data ss:Type="String">水利</Data></Cell><Cell ss:StyleID="s1"><Data ss:Type="Number">0.125</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="DateTime">2021-03-04T00:00:00.000</Data></Cell></Row>
            <Row><Cell ss:Index="2"><Data ss:Type="Number">1200.0000000001</Data></Cell><Cell><Data ss:Type="DateTime">2021-03-04T00:00:00.000</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell></Row>
            <Row ss:Hidden="1"><Cell><Data ss:Type="String">藏</Data></Cell></Row></Table></Worksheet>
            <Worksheet ss:Name="藏"><Table><Row><Cell><Data ss:Type="String">藏</Data></Cell></Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"##;
        let document = parse(xml.as_bytes()).and_then(Document::bounded).unwrap();
        let lines: Vec<&str> = document.pages[0].lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["水利\t12.50%\t2021年3月", "水利\t1200\t2021/3/4"]);
        assert_eq!(document.pages.len(), 1);
        assert!(document.lacking.unwrap().contains("1 张工作表、1 行"));
    }
}
