//! The body of a word-processing file: a walk over its paragraphs, runs and tables that keeps what is shown.

use super::super::content::{Line, limits};
use super::super::numbering::Numbering;
use super::super::sinks::Sinks;
use super::super::tables::{Cell, Down, Spans};
use super::super::xml::{Attributes, Step};
use super::styles::{Style, Styles};

/// Elements of which nothing is shown where they stand: what was struck out or moved away, instructions of fields, what is
/// written twice for older readers, properties as they were before, heads and feet of pages.
const HIDDEN: &[&str] = &[
    "moveFrom",
    "delText",
    "instrText",
    "delInstrText",
    "Fallback",
    "rt",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
    "numberingChange",
    "sectPr",
    "binData",
    "docOleData",
    "comment",
];

/// Signs of the fonts of symbols that stand in forms.
const SYMBOLS: &[(&str, char)] = &[
    ("F0FE", '☑'),
    ("F052", '☑'),
    ("F054", '☒'),
    ("F0FD", '☒'),
    ("F0A8", '□'),
    ("F06F", '□'),
    ("F0A3", '□'),
    ("F0FC", '✓'),
    ("F050", '✓'),
    ("F0FB", '✗'),
    ("F0B7", '·'),
    ("F06C", '●'),
    ("F06E", '■'),
    ("F0E0", '→'),
];

/// A reference to a note: the kind of its part, and its id there.
pub type Reference = (&'static str, String);

/// A note by its id.
pub type Note = (String, Vec<Line>);

#[derive(Default)]
struct Run {
    text: String,
    look: Style,
    style: Option<String>,
}

#[derive(Default)]
struct Paragraph {
    look: Style,
    style: Option<String>,
    /// The label that the file itself has written out.
    label: Option<String>,
    text: String,
    size: Option<f32>,
    /// Whether its end was struck out, so that the next paragraph goes on with it.
    is_joined: bool,
    run: Option<Run>,
}

#[derive(Default)]
struct Table {
    spans: Spans,
    /// The cells of the row: their text, and their lines for a row that is nothing but one cell.
    cells: Vec<(Cell, Vec<Line>)>,
    column: usize,
    width: usize,
    down: Option<Down>,
    is_hidden: bool,
    /// Tables within cells of the row.
    nested: Vec<Line>,
    lines: Vec<Line>,
}

/// The walk over a body.
pub struct Body<'a> {
    styles: &'a Styles,
    numbering: &'a mut Numbering,
    /// Elements open within one of which nothing is shown.
    skipped: usize,
    /// Whether text counts: some files hold more than their body.
    within: bool,
    needs_body: bool,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    /// Where lines go: the body, or the text box, cell or note that is open.
    sinks: Sinks,
    in_paragraph_properties: bool,
    in_run_properties: bool,
    in_row_properties: bool,
    in_list_properties: bool,
    in_text: bool,
    carried: String,
    references: Vec<Reference>,
    notes: Vec<Note>,
    open_notes: Vec<String>,
    bytes: usize,
}

impl<'a> Body<'a> {
    /// The walk over a part that is nothing but text.
    pub fn new(styles: &'a Styles, numbering: &'a mut Numbering) -> Self {
        Self {
            styles,
            numbering,
            skipped: 0,
            within: true,
            needs_body: false,
            paragraphs: Vec::new(),
            tables: Vec::new(),
            sinks: Sinks::default(),
            in_paragraph_properties: false,
            in_run_properties: false,
            in_row_properties: false,
            in_list_properties: false,
            in_text: false,
            carried: String::new(),
            references: Vec::new(),
            notes: Vec::new(),
            open_notes: Vec::new(),
            bytes: 0,
        }
    }

    /// The walk over a file of which the body is a part.
    pub fn within_body(styles: &'a Styles, numbering: &'a mut Numbering) -> Self {
        Self { within: false, needs_body: true, ..Self::new(styles, numbering) }
    }

    /// The lines, the references to notes in their order, and the notes that stood here.
    pub fn finish(mut self) -> (Vec<Line>, Vec<Reference>, Vec<Note>) {
        if !self.carried.is_empty() {
            let text = std::mem::take(&mut self.carried);
            self.sinks.put(Line::plain(&text));
        }
        (self.sinks.into_lines(), self.references, self.notes)
    }

    /// Takes a step of the walk.
    pub fn take(&mut self, step: &Step<'_>) {
        if self.needs_body {
            match step {
                Step::Open("body", _) => self.within = true,
                Step::Close("body") => self.within = false,
                _ => {}
            }
        }
        match step {
            Step::Open(..) if self.skipped > 0 => self.skipped += 1,
            Step::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Step::Open(name, of) if self.within => {
                if self.is_hidden(name, of) {
                    self.skipped = 1;
                } else {
                    self.open(name, of);
                }
            }
            Step::Close(name) if self.within => self.close(name),
            Step::Text(text) if self.in_text && self.skipped == 0 => self.write(text),
            _ => {}
        }
    }

    fn is_hidden(&self, name: &str, of: &Attributes) -> bool {
        let struck = matches!(of.get("type"), Some("Word.Deletion" | "Word.Comment"));
        match name {
            // Within properties they tell of a mark or a row and hold nothing.
            "del" | "moveFrom" if self.in_run_properties || self.in_row_properties => false,
            "del" => true,
            "annotation" => struck,
            name => HIDDEN.contains(&name),
        }
    }

    fn open(&mut self, name: &str, of: &Attributes) {
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "pPr" => self.in_paragraph_properties = true,
            "rPr" => self.in_run_properties = true,
            "trPr" => self.in_row_properties = true,
            "listPr" => self.in_list_properties = true,
            "r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.run = Some(Run::default());
                }
            }
            "t" if self.in_list_properties => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.label = of.get("val").map(str::to_owned);
                }
            }
            "t" => self.in_text = true,
            _ if self.in_run_properties || self.in_paragraph_properties || self.in_row_properties => {
                self.property(name, of);
            }
            "tab" | "ptab" => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "sym" => {
                let code = of.get("char").unwrap_or_default().to_ascii_uppercase();
                if let Some((_, sign)) = SYMBOLS.iter().find(|(known, _)| *known == code) {
                    self.write(sign.encode_utf8(&mut [0; 4]));
                }
            }
            "footnoteReference" => self.references.extend(of.get("id").map(|id| ("footnotes", id.to_owned()))),
            "endnoteReference" => self.references.extend(of.get("id").map(|id| ("endnotes", id.to_owned()))),
            "footnote" | "endnote" => {
                self.open_notes.push(of.get("id").unwrap_or_default().to_owned());
                self.sinks.open();
            }
            "txbxContent" => self.sinks.open(),
            _ => self.open_table(name, of),
        }
    }

    fn open_table(&mut self, name: &str, of: &Attributes) {
        if name == "tbl" {
            return self.tables.push(Table::default());
        }
        let Some(table) = self.tables.last_mut() else { return };
        let number = || of.number("val").and_then(|number| usize::try_from(number).ok()).unwrap_or(1);
        match name {
            "tr" => (table.column, table.is_hidden) = (0, false),
            "tc" => {
                (table.width, table.down) = (1, None);
                self.sinks.open();
            }
            "gridSpan" => table.width = number().clamp(1, limits::COLUMNS),
            "vMerge" | "vmerge" => {
                table.down = Some(if of.get("val") == Some("restart") { Down::Open } else { Down::Covered });
            }
            _ => {}
        }
    }

    /// A property of the paragraph, the run or the row at hand.
    fn property(&mut self, name: &str, of: &Attributes) {
        if self.in_row_properties {
            if let Some(table) = self.tables.last_mut() {
                match name {
                    "del" | "moveFrom" => table.is_hidden = true,
                    "hidden" => table.is_hidden = of.is_on(),
                    "gridBefore" => table.column += of.number("val").map_or(0, |n| n.clamp(0, 64) as usize),
                    _ => {}
                }
            }
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if self.in_paragraph_properties && self.in_run_properties {
            // Of the mark at the paragraph's end.
            paragraph.is_joined |= matches!(name, "del" | "moveFrom");
        } else if self.in_paragraph_properties {
            match name {
                "pStyle" => paragraph.style = of.get("val").map(str::to_owned),
                name => paragraph.look.take(name, of),
            }
        } else if let Some(run) = &mut paragraph.run {
            match name {
                "rStyle" => run.style = of.get("val").map(str::to_owned),
                name => run.look.take(name, of),
            }
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "pPr" => self.in_paragraph_properties = false,
            "rPr" => self.in_run_properties = false,
            "trPr" => self.in_row_properties = false,
            "listPr" => self.in_list_properties = false,
            "t" => self.in_text = false,
            "r" => self.end_run(),
            "p" => self.end_paragraph(),
            "txbxContent" => {
                let lines = self.sinks.close();
                self.sinks.put_all(lines);
            }
            "footnote" | "endnote" => {
                if let Some(id) = self.open_notes.pop() {
                    let lines = self.sinks.close();
                    self.notes.push((id, lines));
                }
            }
            "tc" => self.end_cell(),
            "tr" => self.end_row(),
            "tbl" => {
                let Some(table) = self.tables.pop() else { return };
                match self.tables.last_mut() {
                    Some(outer) => outer.nested.extend(table.lines),
                    None => self.sinks.put_all(table.lines),
                }
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        self.bytes += text.len();
        if self.bytes > limits::TEXT_BYTES * 2 {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            match &mut paragraph.run {
                Some(run) => run.text.push_str(text),
                None => paragraph.text.push_str(text),
            }
        }
    }

    fn end_run(&mut self) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let Some(run) = paragraph.run.take() else { return };
        let style = run.style.as_deref().map(|id| self.styles.of_run(id)).unwrap_or_default();
        if run.look.hidden.or(style.hidden).unwrap_or(false) {
            return;
        }
        if !run.text.trim().is_empty()
            && let Some(size) = run.look.size.or(style.size)
        {
            paragraph.size = Some(paragraph.size.map_or(size, |known| known.max(size)));
        }
        paragraph.text.push_str(&run.text);
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let style = self.styles.resolved(paragraph.style.as_deref());
        if style.hidden == Some(true) {
            return;
        }
        let is_blank = paragraph.text.trim().is_empty();
        if paragraph.is_joined {
            self.carried.push_str(&paragraph.text);
            return;
        }
        let list = paragraph.look.list.clone().or(style.list).filter(|list| list != "0");
        let level = paragraph.look.level.or(style.level).unwrap_or(0);
        let written = paragraph.label.map(|label| format!("{} ", label.trim())).filter(|label| label != " ");
        let label = written.or_else(|| list.and_then(|list| self.numbering.label(&list, level)));
        let mut text = std::mem::take(&mut self.carried);
        text.push_str(&paragraph.text);
        if let Some(label) = label.filter(|_| !is_blank) {
            text.insert_str(0, &label);
        }
        let centred = paragraph.look.centred.or(style.centred).unwrap_or(false);
        let size = paragraph.size.or(style.size).unwrap_or(0.0) / 2.0;
        for piece in text.split('\n') {
            let line = Line { centred, size, ..Line::plain(piece) };
            if !line.text.is_empty() {
                self.sinks.put(line);
            }
        }
    }

    fn end_cell(&mut self) {
        let lines = self.sinks.close();
        let Some(table) = self.tables.last_mut() else { return };
        let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
        let down = table.down.take().unwrap_or(Down::No);
        let column = table.column;
        table.column += table.width;
        if table.cells.len() < limits::COLUMNS {
            table.cells.push((Cell { column, text, down }, lines));
        }
    }

    fn end_row(&mut self) {
        let Some(table) = self.tables.last_mut() else { return };
        let cells = std::mem::take(&mut table.cells);
        let nested = std::mem::take(&mut table.nested);
        if table.is_hidden {
            return;
        }
        // A table of one cell is a frame around paragraphs, which stay what they are.
        let mut filled = cells.iter().filter(|(cell, _)| !cell.text.is_empty());
        let alone = match (filled.next(), filled.next()) {
            (Some((cell, lines)), None) if cell.down == Down::No && lines.len() > 1 => Some(lines.clone()),
            _ => None,
        };
        let row = table.spans.row(cells.into_iter().map(|(cell, _)| cell).collect());
        match alone {
            Some(lines) => table.lines.extend(lines),
            None if row.text.is_empty() => {}
            None => table.lines.push(row),
        }
        table.lines.extend(nested);
    }
}
