//! An [`OpenTable`] tells, while a table is read, which column a cell stands in: after the cells before it, and after those that
//! reach down from rows above.

use scraper::node::Element;

/// Cells of one table that reach down into other rows, at a time.
const MAX_REACHING: usize = 32;

/// The widest cell that is believed.
const MAX_WIDTH: u32 = 1_000;

/// A place in a table. A long page has half a million of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The table, as it is counted on the page.
    pub table: u32,
    /// The row, as it is counted on the page.
    pub row: u32,
    /// How many cells stand before it in the row, those included that reach down from rows above.
    pub column: u16,
}

/// A cell that reaches down.
struct Reaching {
    /// Where it begins and how wide it is, in columns of the narrowest cells.
    begin: u32,
    width: u32,
    /// The rows that it still covers, the one at hand included.
    rows: u32,
}

/// A table that is being read.
pub struct OpenTable {
    /// Its number on the page.
    pub number: u32,
    row: Option<u32>,
    reaching: Vec<Reaching>,
    /// Those that begin in the row at hand.
    begun: Vec<Reaching>,
    /// The column of the next cell, in columns of the narrowest cells.
    at: u32,
    /// How many cells stand before it.
    column: u16,
}

impl OpenTable {
    /// The table of this number.
    pub fn new(number: u32) -> Self {
        Self { number, row: None, reaching: Vec::new(), begun: Vec::new(), at: 0, column: 0 }
    }

    /// Begins the row of this number.
    pub fn open_row(&mut self, row: u32) {
        if self.row.replace(row).is_some() {
            self.reaching.retain_mut(|cell| {
                cell.rows -= 1;
                cell.rows > 0
            });
        }
        let room = MAX_REACHING.saturating_sub(self.reaching.len());
        self.reaching.extend(self.begun.drain(..).take(room));
        (self.at, self.column) = (0, 0);
    }

    /// The place of the next cell of the row; `None` outside of rows.
    pub fn open_cell(&mut self, element: &Element) -> Option<Cell> {
        let row = self.row?;
        while let Some(above) = self.reaching.iter().find(|cell| cell.begin == self.at) {
            self.at = self.at.saturating_add(above.width);
            self.column = self.column.saturating_add(1);
        }
        let number = |name: &str| element.attr(name).and_then(|value| value.trim().parse::<u32>().ok());
        let width = number("colspan").unwrap_or(1).clamp(1, MAX_WIDTH);
        let rows = number("rowspan").unwrap_or(1).saturating_sub(1);
        if rows > 0 && self.begun.len() < MAX_REACHING {
            self.begun.push(Reaching { begin: self.at, width, rows });
        }
        let cell = Cell { table: self.number, row, column: self.column };
        self.at = self.at.saturating_add(width);
        self.column = self.column.saturating_add(1);
        Some(cell)
    }
}
