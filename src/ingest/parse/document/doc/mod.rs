//! What undoc does not read of a Word 97 to 2003 file (\[MS-DOC\]): the automatic numbers of its paragraphs. They are found by
//! a walk of our own over the paragraphs, and given to those that undoc found by what these say.

mod lists;
mod paragraphs;
mod properties;

use std::io::{Cursor, Read};

use self::lists::Lists;
use self::paragraphs::{Fib, Paragraphs, add_to_key};
use self::properties::Styles;

/// Paragraphs that are looked through for the one that says the same.
const AHEAD: usize = 200;

/// The numbers of a text's paragraphs, in the order of the paragraphs.
#[derive(Debug, Default)]
pub struct Labels {
    /// What each paragraph says, without blanks and marks, and its number.
    found: Vec<(String, Option<String>)>,
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
        let (at, (_, label)) = ahead.enumerate().find(|(_, (text, _))| *text == wanted)?;
        self.at += at + 1;
        label.take()
    }
}

fn read(bytes: &[u8]) -> Option<Vec<(String, Option<String>)>> {
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
    Paragraphs::read(&document, &table, &fib)?.each(|key, properties| {
        // Each paragraph of a list counts, also one that says nothing.
        let label = styles.place(properties, &lists).and_then(|(list, level)| lists.label(list, level));
        found.push((key, label));
    });
    Some(found)
}
