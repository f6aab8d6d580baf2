//! Where lines go while a text is read: to the body, or to the text box, cell or note that is open innermost.

use super::content::Line;

/// The lines of the body, and those of what is open within it.
#[derive(Debug, Default)]
pub struct Sinks {
    body: Vec<Line>,
    open: Vec<Vec<Line>>,
}

impl Sinks {
    /// Begins something that has lines of its own.
    pub fn open(&mut self) {
        self.open.push(Vec::new());
    }

    /// Ends what was begun last, and gives its lines; none where nothing is open.
    pub fn close(&mut self) -> Vec<Line> {
        self.open.pop().unwrap_or_default()
    }

    /// Adds a line to what is open innermost.
    pub fn put(&mut self, line: Line) {
        self.open.last_mut().unwrap_or(&mut self.body).push(line);
    }

    /// Adds lines.
    pub fn put_all(&mut self, lines: Vec<Line>) {
        self.open.last_mut().unwrap_or(&mut self.body).extend(lines);
    }

    /// The lines of the body so far; it goes on without them.
    pub fn take_body(&mut self) -> Vec<Line> {
        std::mem::take(&mut self.body)
    }

    /// All lines, those of what was never closed included.
    pub fn into_lines(self) -> Vec<Line> {
        std::iter::once(self.body).chain(self.open).flatten().collect()
    }
}
