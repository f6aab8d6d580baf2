//! Tables whose cells span rows: each row is a line of its own, so what a cell says stands in every row that it spans,
//! as long as it is short. A row by itself then says what it is about, and its other cells stay in their columns.

use std::collections::BTreeMap;

use super::content::{Line, limits, row_line};

/// How far down a cell reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Down {
    /// It stands in its row alone.
    No,
    /// It spans so many rows below its own.
    Rows(usize),
    /// It spans the rows below that have a covered cell in its column.
    Open,
    /// It is covered by the cell above it.
    Covered,
}

/// A cell of a row.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Its column, from 0.
    pub column: usize,
    /// What it says.
    pub text: String,
    /// How far down it reaches.
    pub down: Down,
}

/// What reaches into the next row from above, by column: the text, and how many rows it still spans where that is known.
#[derive(Debug, Default)]
pub struct Spans(BTreeMap<usize, (String, Option<usize>)>);

impl Spans {
    /// The row as a line.
    pub fn row(&mut self, cells: Vec<Cell>) -> Line {
        let mut texts: BTreeMap<usize, String> = BTreeMap::new();
        let mut next: BTreeMap<usize, (String, Option<usize>)> = BTreeMap::new();
        for (column, (text, left)) in std::mem::take(&mut self.0) {
            let covered = cells.iter().any(|cell| cell.column == column && cell.down == Down::Covered);
            let goes_on = match left {
                Some(left) => left > 0,
                None => covered,
            };
            if goes_on {
                texts.insert(column, text.clone());
                next.insert(column, (text, left.map(|left| left - 1)));
            }
        }
        let says_something = cells.iter().any(|cell| !cell.text.trim().is_empty());
        for cell in cells.into_iter().filter(|cell| cell.column < limits::COLUMNS) {
            let reach = match cell.down {
                Down::Rows(rows) if rows > 0 => Some(Some(rows)),
                Down::Open => Some(None),
                _ => None,
            };
            if let Some(reach) = reach {
                // A long text is not repeated; its column is still taken.
                let is_short = cell.text.len() <= limits::REPEATED_BYTES;
                let text = if is_short { cell.text.clone() } else { String::new() };
                next.insert(cell.column, (text, reach));
            }
            if !cell.text.trim().is_empty() || !texts.contains_key(&cell.column) {
                texts.insert(cell.column, cell.text);
            }
        }
        self.0 = next;
        // A row that says nothing of its own is no row.
        if !says_something {
            return Line::default();
        }
        row_line(&texts.into_values().collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: usize, text: &str, down: Down) -> Cell {
        Cell { column, text: text.to_owned(), down }
    }

    #[test]
    fn what_spans_rows_stands_in_each() {
        let mut spans = Spans::default();
        let first = spans.row(vec![cell(0, "水利", Down::Rows(1)), cell(1, "甲", Down::No), cell(2, "9", Down::No)]);
        let second = spans.row(vec![cell(1, "乙", Down::No), cell(2, "8", Down::No)]);
        let third = spans.row(vec![cell(1, "丙", Down::No), cell(2, "7", Down::No)]);
        assert_eq!([first.text, second.text, third.text], ["水利\t甲\t9", "水利\t乙\t8", "丙\t7"]);

        let mut spans = Spans::default();
        spans.row(vec![cell(0, "农田", Down::Open), cell(1, "甲", Down::No)]);
        let covered = spans.row(vec![cell(0, "", Down::Covered), cell(1, "乙", Down::No)]);
        let own = spans.row(vec![cell(0, "林业", Down::No), cell(1, "丙", Down::No)]);
        assert_eq!([covered.text, own.text], ["农田\t乙", "林业\t丙"]);

        assert_eq!(Spans::default().row(vec![cell(0, " ", Down::No)]).text, "");
        let row = vec![cell(0, "甲", Down::No), cell(1, "", Down::No), cell(2, "9", Down::No), cell(3, " ", Down::No)];
        assert_eq!(Spans::default().row(row).text, "甲\t\t9", "an empty cell holds its column");

        let long = "长".repeat(100);
        let mut spans = Spans::default();
        spans.row(vec![cell(0, &long, Down::Rows(usize::MAX))]);
        assert_eq!(spans.row(vec![cell(1, "乙", Down::No), cell(2, "丙", Down::No)]).text, "\t乙\t丙");
    }
}
