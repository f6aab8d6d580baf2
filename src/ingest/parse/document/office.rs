//! Office files in OLE containers: Word, Excel, PowerPoint before 2007, and WPS, read by undoc. One that it cannot read is
//! handed to LibreOffice, where that is installed.

use std::process::Command;
use std::time::Duration;

use undoc::{Block, Paragraph, Table, TextAlignment};

use super::archive::Budget;
use super::content::{Document, DocumentPage, Line, Tools, broken, limits, locked};
use super::doc::{Labels, is_before_97};
use super::grid::Grid;
use super::tables::{Cell, Down, Spans};
use super::{ooxml, xls};
use crate::ingest::draft::Rejection;
use crate::ingest::subprocess;

/// Tables within tables that are read.
const MAX_TABLE_DEPTH: usize = 8;

/// What is said of files whose automatic numbers are not read.
const OLD_NUMBERS: &str =
    "是 Word 95 或更早的文件，自动编号（第一条、一、1.）读不出；有缺的请用 Word 或 WPS 另存为 DOCX 再导入";

/// Reads an OLE file.
pub fn parse(name: &str, bytes: &[u8], tools: Tools<'_>) -> Result<Document, Rejection> {
    // Undoc reads what cells hold, and not what they show.
    if let Some(read) = xls::parse(bytes) {
        return read;
    }
    match undoc::parse_bytes(bytes) {
        Ok(read) => {
            let mut document = taken(read, &mut Labels::new(bytes));
            document.lacking = is_before_97(bytes).then(|| OLD_NUMBERS.to_owned());
            // An OLE file without any text is more likely misread than empty.
            if document.has_text() {
                return Ok(document);
            }
            let lacking = if subprocess::is_installed("soffice") {
                "文件里没有读出文字"
            } else {
                "没有读出文字；安装 LibreOffice 后会再用它试读"
            };
            Ok(converted(name, bytes, tools)
                .unwrap_or_else(|| Document { lacking: Some(lacking.to_owned()), ..document }))
        }
        Err(undoc::Error::Encrypted) => Err(locked()),
        Err(error) => converted(name, bytes, tools).ok_or_else(|| {
            let mut rejection = broken("DOC/XLS/PPT/WPS", error);
            rejection.remedy = "请检查下载是否完整，或用 WPS 或 Word 另存为 DOCX、XLSX、PPTX 再导入".to_owned();
            if !subprocess::is_installed("soffice") {
                rejection.remedy.push_str("；安装 LibreOffice 后会再用它试读");
            }
            rejection
        }),
    }
}

/// What LibreOffice makes of it.
fn converted(name: &str, bytes: &[u8], tools: Tools<'_>) -> Option<Document> {
    if !tools.helpers || !subprocess::is_installed("soffice") {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let is = |endings: &[&str]| endings.iter().any(|end| lower.ends_with(end));
    let (given, wanted) = if is(&[".xls", ".et", ".xlsx"]) {
        ("given.xls", "xlsx")
    } else if is(&[".ppt", ".pps", ".dps"]) {
        ("given.ppt", "pptx")
    } else {
        ("given.doc", "docx")
    };
    std::fs::write(given, bytes).ok()?;
    let mut command = Command::new("soffice");
    command.args([
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        wanted,
        "--outdir",
        "converted",
        given,
    ]);
    subprocess::help(command, tools.deadline - Duration::from_secs(2)).ok()?;
    let made = std::fs::read(format!("converted/given.{wanted}")).ok()?;
    let mut budget = Budget::new(&made);
    let read = match wanted {
        "xlsx" => ooxml::xlsx::parse(&made, &mut budget),
        "pptx" => ooxml::pptx::parse(&made, &mut budget),
        _ => ooxml::docx::parse(&made, &mut budget),
    };
    read.ok()
}

fn taken(read: undoc::Document, labels: &mut Labels) -> Document {
    let mut document = Document { title: read.metadata.title, ..Document::default() };
    let sheets = read.sections.iter().filter(|section| section.name.is_some()).count();
    for section in read.sections.into_iter().take(limits::PAGES) {
        // A sheet is called by its name; the sections of a text have none.
        let name = section.name.clone().filter(|_| sheets > 0);
        let mut page = DocumentPage { name, ..DocumentPage::default() };
        for block in &section.content {
            match block {
                Block::Paragraph(paragraph) => take_paragraph(paragraph, labels, &mut page.lines),
                Block::Table(table) => {
                    if page.name.is_some() {
                        put_cells(table, &mut page.grid);
                    }
                    take_table(table, labels, &mut page.lines, 0);
                }
                Block::Note { content, .. } => {
                    let none = &mut Labels::default();
                    content.iter().for_each(|paragraph| take_paragraph(paragraph, none, &mut page.lines));
                }
                _ => {}
            }
        }
        document.pages.push(page);
    }
    document
}

fn take_paragraph(paragraph: &Paragraph, labels: &mut Labels, lines: &mut Vec<Line>) {
    let centred = paragraph.alignment == TextAlignment::Center;
    // Sizes are in half points.
    let size = paragraph.runs.iter().filter_map(|run| run.style.size).max().unwrap_or(0) as f32 / 2.0;
    let said: String = paragraph.runs.iter().map(|run| run.text.as_str()).collect();
    let mut text = labels.take(&said).unwrap_or_default();
    let mut end = |text: &mut String| {
        let line = Line { centred, size, ..Line::plain(text) };
        text.clear();
        if !line.text.is_empty() {
            lines.push(line);
        }
    };
    for run in &paragraph.runs {
        if run.revision != undoc::model::RevisionType::Deleted {
            for (part, piece) in run.text.split('\n').enumerate() {
                if part > 0 {
                    end(&mut text);
                }
                text.push_str(piece);
            }
        }
        if run.line_break || run.page_break {
            end(&mut text);
        }
    }
    end(&mut text);
}

/// The cells of a sheet, for those who read a bulletin from each row.
fn put_cells(table: &Table, grid: &mut Grid) {
    let columns = table.cell_columns();
    for (number, row) in table.rows.iter().enumerate() {
        for (at, cell) in row.cells.iter().enumerate() {
            let mut within = Vec::new();
            let none = &mut Labels::default();
            cell.content.iter().for_each(|paragraph| take_paragraph(paragraph, none, &mut within));
            let text = within.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
            let column = columns.get(number).and_then(|row| row.get(at)).copied().unwrap_or(at);
            let rows = (cell.row_span as usize).max(1);
            if !text.is_empty() {
                grid.merge([number + 1, column, number + rows, column]);
                grid.put(number + 1, column, text);
            }
        }
    }
}

/// A row a line, its cells apart by tabs; tables within follow their row.
fn take_table(table: &Table, labels: &mut Labels, lines: &mut Vec<Line>, depth: usize) {
    let columns = table.cell_columns();
    let mut spans = Spans::default();
    for (number, row) in table.rows.iter().enumerate() {
        let mut alone = if depth == 0 { labels.alone_in_row(row.cells.len()) } else { Vec::new() };
        let cells = row.cells.iter().enumerate().map(|(at, cell)| {
            let mut within = Vec::new();
            cell.content.iter().for_each(|paragraph| take_paragraph(paragraph, labels, &mut within));
            let down = match cell.row_span.saturating_sub(1) {
                0 => Down::No,
                rows => Down::Rows(rows as usize),
            };
            let number_alone = alone.get_mut(at).and_then(Option::take).filter(|_| within.is_empty());
            within.extend(number_alone.map(|label| Line::plain(&label)));
            Cell {
                column: columns.get(number).and_then(|row| row.get(at)).copied().unwrap_or(at),
                text: within.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "),
                down,
            }
        });
        let cells = cells.collect();
        lines.push(spans.row(cells));
        if depth == 0 {
            labels.end_row();
        }
        for nested in row.cells.iter().flat_map(|cell| &cell.nested_tables).filter(|_| depth < MAX_TABLE_DEPTH) {
            take_table(nested, labels, lines, depth + 1);
        }
    }
}
