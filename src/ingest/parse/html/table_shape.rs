//! The [`TableShape`] of a table tells whether it holds data or only lays out the page.

use super::open_table::Cell;

/// Rows beyond which a table is long.
const LONG_TABLE: usize = 60;

/// What the lines of a table tell of its shape. The lines of a cell, and those of a row, follow each other.
#[derive(Default)]
pub struct TableShape {
    rows: usize,
    /// Rows with several cells that say something.
    wide_rows: usize,
    /// Characters of the longest cell.
    longest: usize,
    last: Option<Cell>,
    /// Cells of the last row.
    cells: usize,
    /// Characters of the last cell.
    chars: usize,
}

impl TableShape {
    /// Whether it only places things: data is in rows of several short cells.
    pub fn is_layout(&self) -> bool {
        self.wide_rows == 0 || self.longest > 1_500 || self.wide_rows == 1 && self.longest > 120
    }

    /// Whether it has more rows than anything but data has.
    pub fn is_long(&self) -> bool {
        self.rows > LONG_TABLE
    }

    /// Counts a line of so many characters.
    pub fn add(&mut self, place: Cell, chars: usize) {
        let in_row = self.last.is_some_and(|last| last.row == place.row);
        if !in_row {
            self.rows += 1;
            self.cells = 0;
        }
        if self.last != Some(place) {
            self.cells += 1;
            self.chars = 0;
            self.wide_rows += usize::from(self.cells == 2);
        }
        self.chars += chars;
        self.longest = self.longest.max(self.chars);
        self.last = Some(place);
    }
}
