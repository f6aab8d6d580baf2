//! What undoc does not read of a Word 97 to 2003 file (\[MS-DOC\]): the automatic numbers of its paragraphs. They are found by
//! a walk of our own over the paragraphs, and given to those that undoc found by what these say.

mod lists;
mod paragraphs;
mod properties;

use std::io::{Cursor, Read};

use self::lists::Lists;
use self::paragraphs::{CELL_END, Fib, Paragraphs, add_to_key};
use self::properties::Styles;

/// Paragraphs that are looked through for the one that says the same.
const AHEAD: usize = 200;

/// Whether a file is of Word 95 or before, which numbered paragraphs in another way that is not read.
pub fn is_before_97(bytes: &[u8]) -> bool {
    const OLD: u16 = 0xA5DC;
    let head = || {
        let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
        let mut head = [0; 2];
        file.open_stream("/WordDocument").ok()?.read_exact(&mut head).ok()?;
        Some(u16::from_le_bytes(head))
    };
    head() == Some(OLD)
}

/// Paragraphs of one row of a table.
const MAX_ROW: usize = 2_000;

/// A paragraph as it was walked over.
#[derive(Debug)]
struct Walked {
    /// What it says, without blanks and marks.
    key: String,
    /// Its number.
    label: Option<String>,
    /// Whether it ends a cell, or a row.
    ends_cell: bool,
    ends_row: bool,
}

/// The numbers of a text's paragraphs, in the order of the paragraphs.
#[derive(Debug, Default)]
pub struct Labels {
    found: Vec<Walked>,
    at: usize,
}

impl Labels {
    /// Those of a file; none where it is no such file or something of it is broken: numbers are never worth the text.
    pub fn new(bytes: &[u8]) -> Self {
        Self { found: read(bytes).unwrap_or_default(), at: 0 }
    }

    /// The number of the next paragraph that says this.
    pub fn take(&mut self, text: &str) -> Option<String> {
        let mut wanted = String::new();
        text.chars().for_each(|c| add_to_key(&mut wanted, c));
        if wanted.is_empty() {
            return None;
        }
        let ahead = self.found.get_mut(self.at..)?.iter_mut().take(AHEAD);
        let (at, walked) = ahead.enumerate().find(|(_, walked)| walked.key == wanted)?;
        self.at += at + 1;
        walked.label.take()
    }

    /// For each of so many cells of the next row of a table the number that is all that it says, as a column of numbers has
    /// it. Nothing where the row has other cells: some may be merged.
    pub fn alone_in_row(&self, cells: usize) -> Vec<Option<String>> {
        let row = self.found.get(self.at..).unwrap_or_default().iter().take(MAX_ROW);
        let ends = row.take_while(|walked| !walked.ends_row).filter(|walked| walked.ends_cell);
        let found: Vec<Option<String>> =
            ends.map(|walked| walked.label.clone().filter(|_| walked.key.is_empty())).collect();
        if found.len() == cells { found } else { Vec::new() }
    }

    /// Goes on behind the row of a table.
    pub fn end_row(&mut self) {
        let ahead = self.found.get(self.at..).unwrap_or_default();
        if let Some(end) = ahead.iter().take(MAX_ROW).position(|walked| walked.ends_row) {
            self.at += end + 1;
        }
    }
}

fn read(bytes: &[u8]) -> Option<Vec<Walked>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut stream = |name: &str| {
        let mut data = Vec::new();
        // A stream is no longer than its file, whatever is said of it.
        file.open_stream(name).ok()?.take(bytes.len() as u64).read_to_end(&mut data).ok()?;
        Some(data)
    };
    let document = stream("/WordDocument")?;
    let fib = Fib::parse(&document)?;
    let table = stream(fib.table)?;
    let mut lists = Lists::read(&table, fib.lists.at, fib.overrides.of(&table)?)?;
    let styles = Styles::read(fib.styles.of(&table).unwrap_or_default());
    let mut found = Vec::new();
    Paragraphs::read(&document, &table, &fib)?.each(|key, properties, mark| {
        // Each paragraph of a list counts, also one that says nothing.
        let label = styles.place(properties, &lists).and_then(|(list, level)| lists.label(list, level));
        let (ends_cell, ends_row) = (mark == CELL_END && !properties.ends_row, properties.ends_row);
        found.push(Walked { key, label, ends_cell, ends_row });
    });
    Some(found)
}
