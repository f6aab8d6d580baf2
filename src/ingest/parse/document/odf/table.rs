//! A table of an OpenDocument while it is read: of a text, or a sheet.

use super::super::content::{Line, limits};
use super::super::grid::Grid;
use super::super::tables::{Cell, Down, Spans};

/// Rows and cells that stand for many are repeated so often at most, where they say something.
pub const MAX_REPEATED: usize = 200;

/// A cell that is being read.
pub struct OpenCell {
    pub column: usize,
    pub repeated: usize,
    pub down: Down,
    pub is_covered: bool,
    /// The day that it holds.
    pub day: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
}

/// A table that is being read.
#[derive(Default)]
pub struct Table {
    pub spans: Spans,
    /// The cells of the row at hand.
    pub cells: Vec<Cell>,
    pub column: usize,
    /// The row, from 1, and how many it stands for.
    pub row: usize,
    pub repeated: usize,
    pub cell: Option<OpenCell>,
    /// What cells of the row hold beside their texts.
    pub noted: Vec<OpenCell>,
    /// The cells of all rows, where it is a sheet.
    pub grid: Grid,
    pub row_is_hidden: bool,
    pub nested: Vec<Line>,
    pub lines: Vec<Line>,
    pub is_hidden: bool,
}

impl Table {
    /// Puts the row at hand into the grid; `written` are the bytes of text so far.
    pub fn take_sheet_row(&mut self, written: &mut usize) {
        let (cells, noted) = (std::mem::take(&mut self.cells), std::mem::take(&mut self.noted));
        if cells.is_empty() {
            return;
        }
        for row in (self.row..).take(self.repeated.clamp(1, MAX_REPEATED)) {
            for cell in &cells {
                if *written > limits::TEXT_BYTES {
                    return;
                }
                *written += cell.text.len();
                if let Down::Rows(rows) = cell.down {
                    self.grid.merge([row, cell.column, row.saturating_add(rows), cell.column]);
                }
                self.grid.put(row, cell.column, cell.text.clone());
            }
            for cell in &noted {
                let (day, link) = (cell.day.clone(), cell.link.clone());
                day.into_iter().for_each(|day| self.grid.day(row, cell.column, day));
                link.into_iter().for_each(|link| self.grid.link(row, cell.column, link));
            }
        }
    }
}
