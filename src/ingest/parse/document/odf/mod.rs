//! OpenDocument (ISO/IEC 26300): ODT, ODS and ODP, packed in a ZIP or flat in one XML file, as LibreOffice, WPS and the
//! office suites of government desktops write them.

mod styles;

use std::collections::HashMap;

use self::styles::{Style, Styles, number};
use super::archive::{Archive, Budget};
use super::content::{Document, DocumentPage, Line, broken, limits, locked};
use super::grid::Grid;
use super::list_numbers::written;
use super::sinks::Sinks;
use super::tables::{Cell, Down, Spans};
use super::xml;
use super::xml::{Attributes, Step};
use crate::ingest::draft::Rejection;

const WHAT: &str = "ODF";

/// Rows and cells that stand for many are repeated so often at most, where they say something.
const MAX_REPEATED: usize = 200;

/// Elements of which nothing is shown: what was struck out, remarks, what is computed from elsewhere.
const HIDDEN: &[&str] = &[
    "tracked-changes",
    "annotation",
    "note-citation",
    "title",
    "desc",
    "forms",
    "hidden-text",
    "hidden-paragraph",
    "index-title-template",
    "sender-firstname",
    "ruby-text",
    "scripts",
    "settings",
    "master-styles",
    "notes",
    "dde-links",
    "binary-data",
];

/// Reads an OpenDocument.
pub fn parse(bytes: &[u8], budget: &mut Budget) -> Result<Document, Rejection> {
    if !bytes.starts_with(b"PK") {
        return read(&[bytes], bytes);
    }
    let mut archive = Archive::open(WHAT, bytes)?;
    if let Some(manifest) = archive.read("META-INF/manifest.xml", budget)?
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(locked());
    }
    let Some(content) = archive.read("content.xml", budget)? else { return Err(broken(WHAT, "没有 content.xml")) };
    let styles = archive.read("styles.xml", budget)?.unwrap_or_default();
    let mut document = read(&[&styles, &content], &content)?;
    if let Some(meta) = archive.read("meta.xml", budget)? {
        document.title = stated_title(&meta);
    }
    Ok(document)
}

fn read(styles: &[&[u8]], content: &[u8]) -> Result<Document, Rejection> {
    let mut known = Styles::default();
    for part in styles {
        xml::walk(WHAT, part, &mut |step| known.take(&step))?;
    }
    let mut body = Body::new(&known);
    xml::walk(WHAT, content, &mut |step| body.take(&step))?;
    Ok(body.finish())
}

/// The title that a file states of itself; what is no XML says nothing.
fn stated_title(meta: &[u8]) -> Option<String> {
    let (mut title, mut within) = (String::new(), false);
    let read = xml::walk(WHAT, meta, &mut |step| match step {
        Step::Open("title", _) => within = true,
        Step::Close("title") => within = false,
        Step::Text(text) if within && title.len() < 2_000 => title.push_str(text),
        _ => {}
    });
    read.ok().map(|()| title.trim().to_owned()).filter(|title| !title.is_empty())
}

#[derive(Default)]
struct Paragraph {
    style: Style,
    text: String,
    size: f32,
    /// Spans open within it: how large their letters are, and whether they are shown.
    spans: Vec<Style>,
}

/// A cell that is being read.
struct OpenCell {
    column: usize,
    repeated: usize,
    down: Down,
    is_covered: bool,
    /// The day that it holds.
    day: Option<String>,
    /// Where it leads.
    link: Option<String>,
}

#[derive(Default)]
struct Table {
    spans: Spans,
    cells: Vec<Cell>,
    column: usize,
    /// The row, from 1, and how many it stands for.
    row: usize,
    repeated: usize,
    cell: Option<OpenCell>,
    /// What cells of the row hold beside their texts.
    noted: Vec<OpenCell>,
    grid: Grid,
    row_is_hidden: bool,
    nested: Vec<Line>,
    lines: Vec<Line>,
    is_hidden: bool,
}

/// The walk over the content.
struct Body<'a> {
    styles: &'a Styles,
    within: bool,
    skipped: usize,
    paragraphs: Vec<Paragraph>,
    sinks: Sinks,
    tables: Vec<Table>,
    /// Lists open within each other: the style, and how far each level has counted.
    lists: Vec<(Option<String>, i64)>,
    is_new_item: bool,
    last_counts: HashMap<String, i64>,
    in_note: usize,
    notes: Vec<Line>,
    pages: Vec<DocumentPage>,
    hidden_rows: usize,
    hidden_sheets: usize,
    is_spreadsheet: bool,
    written: usize,
}

impl<'a> Body<'a> {
    fn new(styles: &'a Styles) -> Self {
        Self {
            styles,
            within: false,
            skipped: 0,
            paragraphs: Vec::new(),
            sinks: Sinks::default(),
            tables: Vec::new(),
            lists: Vec::new(),
            is_new_item: false,
            last_counts: HashMap::new(),
            in_note: 0,
            notes: Vec::new(),
            pages: Vec::new(),
            hidden_rows: 0,
            hidden_sheets: 0,
            is_spreadsheet: false,
            written: 0,
        }
    }

    fn take(&mut self, step: &Step<'_>) {
        match step {
            Step::Open("body", _) => self.within = true,
            Step::Close("body") => self.within = false,
            Step::Open(..) if self.skipped > 0 => self.skipped += 1,
            Step::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Step::Open(name, _) if HIDDEN.contains(name) => self.skipped = 1,
            Step::Open(name, of) if self.within => self.open(name, of),
            Step::Close(name) if self.within => self.close(name),
            Step::Text(text) if self.within && self.skipped == 0 => {
                // Line breaks of the file are no more than blanks.
                self.write(&text.replace(['\n', '\r', '\t'], " "));
            }
            _ => {}
        }
    }

    fn open(&mut self, name: &str, of: &Attributes) {
        match name {
            "spreadsheet" => self.is_spreadsheet = true,
            "p" | "h" => {
                let style = self.styles.resolved(of.get("style-name"));
                let size = style.size.unwrap_or(0.0);
                self.paragraphs.push(Paragraph { style, size, ..Paragraph::default() });
            }
            "span" => {
                let style = self.styles.resolved(of.get("style-name"));
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.spans.push(style);
                }
            }
            "s" => {
                let blanks = number(of, "c").unwrap_or(1).min(100);
                self.write(&" ".repeat(blanks));
            }
            "tab" => self.write("\t"),
            "line-break" => self.write("\n"),
            "text-box" => self.sinks.open(),
            "note" => {
                self.in_note += 1;
                self.sinks.open();
            }
            "list" => {
                let style = of.get("style-name").map(str::to_owned);
                let style = style.or_else(|| self.lists.last().and_then(|(style, _)| style.clone()));
                let goes_on = of.get("continue-numbering") == Some("true") || of.get("continue-list").is_some();
                let key = format!("{}{}", style.as_deref().unwrap_or_default(), self.lists.len());
                let count = if goes_on { self.last_counts.get(&key).copied().unwrap_or(0) } else { 0 };
                self.lists.push((style, count));
            }
            "list-item" => {
                if let Some((_, count)) = self.lists.last_mut() {
                    *count = of.number("start-value").unwrap_or(count.saturating_add(1));
                }
                self.is_new_item = true;
            }
            "list-header" => self.is_new_item = false,
            _ => self.open_table(name, of),
        }
    }

    fn open_table(&mut self, name: &str, of: &Attributes) {
        if name == "table" {
            let is_hidden = self.styles.resolved(of.get("style-name")).hidden == Some(true);
            self.tables.push(Table { is_hidden, row: 1, ..Table::default() });
            if self.is_spreadsheet && self.tables.len() == 1 {
                let name = of.get("name").map(str::to_owned);
                self.pages.push(DocumentPage { name, ..DocumentPage::default() });
            }
            return;
        }
        let Some(table) = self.tables.last_mut() else { return };
        match name {
            "a" => {
                if let Some(cell) = &mut table.cell {
                    cell.link = of.get("href").map(str::to_owned);
                }
            }
            "table-row" => {
                table.column = 0;
                table.row = table.row.saturating_add(table.repeated);
                table.row_is_hidden = matches!(of.get("visibility"), Some("collapse" | "filter"));
                table.repeated = number(of, "number-rows-repeated").unwrap_or(1);
            }
            "table-cell" | "covered-table-cell" => {
                let repeated = number(of, "number-columns-repeated").unwrap_or(1);
                let down = number(of, "number-rows-spanned").unwrap_or(1).saturating_sub(1);
                let down = if down > 0 { Down::Rows(down) } else { Down::No };
                let day = of.get("date-value").map(|day| day.replace('T', " "));
                let is_covered = name == "covered-table-cell";
                table.cell = Some(OpenCell { column: table.column, repeated, down, is_covered, day, link: None });
                table.column = table.column.saturating_add(repeated);
                self.sinks.open();
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(),
            "span" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.spans.pop();
                }
            }
            "text-box" => {
                let lines = self.sinks.close();
                self.sinks.put_all(lines);
            }
            "note" => {
                self.in_note = self.in_note.saturating_sub(1);
                let lines = self.sinks.close();
                self.notes.extend(lines);
            }
            "list" => {
                if let Some((style, count)) = self.lists.pop() {
                    let key = format!("{}{}", style.unwrap_or_default(), self.lists.len());
                    self.last_counts.insert(key, count);
                }
            }
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "table-row" => self.end_row(),
            "table" => self.end_table(),
            // A slide.
            "page" => {
                let lines = self.sinks.take_body();
                let number = Some(self.pages.len() as u32 + 1);
                self.pages.push(DocumentPage { number, lines, ..DocumentPage::default() });
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if self.written > limits::TEXT_BYTES || paragraph.spans.iter().any(|span| span.hidden == Some(true)) {
            return;
        }
        self.written += text.len();
        if let Some(size) = paragraph.spans.iter().rev().find_map(|span| span.size).filter(|_| !text.trim().is_empty())
        {
            paragraph.size = paragraph.size.max(size);
        }
        paragraph.text.push_str(text);
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        if paragraph.style.hidden == Some(true) {
            return;
        }
        let label = if self.is_new_item && self.in_note == 0 { self.label() } else { None };
        let mut text = paragraph.text;
        if !text.trim().is_empty() {
            self.is_new_item = false;
            if let Some(label) = label {
                text.insert_str(0, &label);
            }
        }
        let centred = paragraph.style.centred.unwrap_or(false);
        for piece in text.split('\n') {
            let line = Line { centred, size: paragraph.size, ..Line::plain(piece) };
            if !line.text.is_empty() {
                self.sinks.put(line);
            }
        }
    }

    /// What stands before the first paragraph of a list's item.
    fn label(&self) -> Option<String> {
        let depth = self.lists.len();
        let (style, _) = self.lists.last()?;
        let levels = self.styles.lists.get(style.as_deref()?)?;
        let level = levels.get(&depth)?;
        level.manner?;
        let from = depth.saturating_sub(level.shown);
        let counts = self.lists[from..].iter().enumerate().map(|(at, (_, count))| {
            let of = levels.get(&(from + at + 1));
            let start = of.map_or(1, |level| level.start);
            written(
                count.saturating_add(start).saturating_sub(1),
                of.and_then(|level| level.manner).unwrap_or("decimal"),
            )
        });
        let label = format!("{}{}{}", level.before, counts.collect::<Vec<_>>().join("."), level.after);
        let label = label.trim();
        let parted = !label.ends_with(['、', '）', '】', '〕', '．', '。', '：', '，']);
        Some(if parted { format!("{label} ") } else { label.to_owned() })
    }

    fn end_cell(&mut self) {
        let lines = self.sinks.close();
        let Some(table) = self.tables.last_mut() else { return };
        let Some(cell) = table.cell.take() else { return };
        let between = if self.is_spreadsheet { "\n" } else { " " };
        let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(between);
        // In a sheet cells have their places; in a text an empty one holds its column, unless another covers it.
        if text.trim().is_empty() && (self.is_spreadsheet || cell.is_covered) {
            return;
        }
        for at in 0..cell.repeated.min(MAX_REPEATED) {
            if table.cells.len() < limits::COLUMNS {
                let column = cell.column.saturating_add(at);
                table.cells.push(Cell { column, text: text.clone(), down: cell.down });
            }
        }
        if self.is_spreadsheet && (cell.day.is_some() || cell.link.is_some()) {
            table.noted.push(cell);
        }
    }

    fn end_row(&mut self) {
        if self.is_spreadsheet && self.tables.len() == 1 {
            return self.end_sheet_row();
        }
        let Some(table) = self.tables.last_mut() else { return };
        let cells = std::mem::take(&mut table.cells);
        let nested = std::mem::take(&mut table.nested);
        let says_something = cells.iter().any(|cell| !cell.text.trim().is_empty());
        if table.row_is_hidden {
            self.hidden_rows += usize::from(says_something);
            return;
        }
        let times = if says_something { table.repeated.clamp(1, MAX_REPEATED) } else { 1 };
        for _ in 0..times {
            let line = table.spans.row(cells.clone());
            self.written += line.text.len();
            if says_something && self.written <= limits::TEXT_BYTES * 2 {
                table.lines.push(line);
            }
        }
        table.lines.extend(nested);
    }

    fn end_sheet_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let (cells, noted) = (std::mem::take(&mut table.cells), std::mem::take(&mut table.noted));
        if cells.is_empty() || table.row_is_hidden {
            self.hidden_rows += usize::from(!cells.is_empty());
            return;
        }
        for row in (table.row..).take(table.repeated.clamp(1, MAX_REPEATED)) {
            for cell in &cells {
                if self.written > limits::TEXT_BYTES {
                    return;
                }
                self.written += cell.text.len();
                if let Down::Rows(rows) = cell.down {
                    table.grid.merge([row, cell.column, row.saturating_add(rows), cell.column]);
                }
                table.grid.put(row, cell.column, cell.text.clone());
            }
            for cell in &noted {
                let (day, link) = (cell.day.clone(), cell.link.clone());
                day.into_iter().for_each(|day| table.grid.day(row, cell.column, day));
                link.into_iter().for_each(|link| table.grid.link(row, cell.column, link));
            }
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        if let Some(outer) = self.tables.last_mut() {
            outer.nested.extend(table.lines);
        } else if self.is_spreadsheet {
            if table.is_hidden {
                self.hidden_sheets += 1;
                self.pages.pop();
            } else if let Some(page) = self.pages.last_mut() {
                page.grid = table.grid;
            }
        } else {
            self.sinks.put_all(table.lines);
        }
    }

    fn finish(mut self) -> Document {
        let mut lines: Vec<Line> = self.sinks.into_lines();
        lines.append(&mut self.notes);
        let lacking = super::ooxml::xlsx::left_out(self.hidden_sheets, self.hidden_rows);
        if self.pages.is_empty() {
            return Document { lacking, ..Document::of_lines(lines) };
        }
        if !lines.is_empty() {
            self.pages.push(DocumentPage { lines, ..DocumentPage::default() });
        }
        Document { pages: self.pages, lacking, ..Document::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(body: &str) -> Document {
        let xml = format!(
            r##"<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:automatic-styles>
            <style:style style:name="T"><style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="22pt"/></style:style>
            <style:style style:name="H"><style:text-properties text:display="none"/></style:style>
            <style:style style:name="loop" style:parent-style-name="loop"/>
            <text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-prefix="第" style:num-suffix="条"/></text:list-style>
            </office:automatic-styles><office:body>{body}</office:body></office:document>"##
        );
        read(&[xml.as_bytes()], xml.as_bytes()).and_then(Document::bounded).unwrap()
    }

    fn lines(document: &Document) -> Vec<&str> {
        document.pages.iter().flat_map(|page| &page.lines).map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn a_text_is_read_as_shown() {
        let text = document(
            r#"<office:text><text:tracked-changes><text:p>删去的</text:p></text:tracked-changes><text:h text:style-name="T">关于春灌的通知</text:h>
            <text:p text:style-name="loop">各乡镇：<text:span text:style-name="H">藏</text:span><office:annotation><text:p>批注</text:p></office:annotation>现通知<text:s text:c="2"/>如下<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注文</text:p></text:note-body></text:note>。<text:line-break/>附后</text:p>
            <text:list text:style-name="L"><text:list-item><text:p>清淤。</text:p><text:p>续段。</text:p></text:list-item><text:list-item><text:p>检修。</text:p></text:list-item></text:list>
            <table:table><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>水利</text:p></table:table-cell><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row>
            <table:table-row><table:covered-table-cell/><table:table-cell><text:p>乙</text:p></table:table-cell></table:table-row></table:table></office:text>"#,
        );
        let expected = [
            "关于春灌的通知",
            "各乡镇：现通知 如下。",
            "附后",
            "第一条 清淤。",
            "续段。",
            "第二条 检修。",
            "水利\t甲",
            "水利\t乙",
            "注文",
        ];
        assert_eq!(lines(&text), expected);
        assert!(text.pages[0].lines[0].centred && text.pages[0].lines[0].size == 22.0);
    }

    #[test]
    fn a_spreadsheet_has_a_page_a_sheet_and_no_end_of_cells() {
        let sheet = document(
            r#"<office:spreadsheet><table:table table:name="面积"><table:table-row><table:table-cell office:value="0.5"><text:p>50%</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
            <table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
            <table:table-row table:number-rows-repeated="1000000000"><table:table-cell table:number-columns-repeated="1000000000"><text:p>炸</text:p></table:table-cell></table:table-row>
            <table:table-row table:visibility="collapse"><table:table-cell><text:p>藏</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"#,
        );
        assert_eq!(sheet.pages[0].name.as_deref(), Some("面积"));
        assert_eq!(lines(&sheet)[0], "50%");
        assert_eq!(lines(&sheet).len(), 1 + MAX_REPEATED);
        assert!(!lines(&sheet).contains(&"藏") && sheet.lacking.unwrap().contains("隐藏"));
    }
}
