//! The cells of a sheet, gathered by row, with what spans several rows repeated in each.

use std::collections::HashSet;

use super::content::{Line, limits, row_line};

/// Merged areas of one sheet that are obeyed.
const MERGED: usize = 50_000;

/// Rows into which the texts of merged cells are repeated.
const REPEATS: usize = 200_000;

/// Cells of one sheet that are looked at: rows of the largest sheets are a million.
const ROWS: usize = 1 << 20;

/// The cells of a sheet.
#[derive(Debug, Default)]
pub struct Grid {
    /// Rows by their number, each with its cells by column.
    rows: Vec<(usize, Vec<(usize, String)>)>,
    merged: Vec<[usize; 4]>,
}

impl Grid {
    /// Adds a cell. Cells usually come in order.
    pub fn put(&mut self, row: usize, column: usize, text: String) {
        let last = self.rows.last().map(|(last, _)| *last);
        if last != Some(row) {
            if self.rows.len() >= ROWS {
                return;
            }
            self.rows.push((row, Vec::new()));
        }
        if let Some((_, cells)) = self.rows.last_mut().filter(|(_, cells)| cells.len() < limits::COLUMNS) {
            cells.push((column, text));
        }
    }

    /// Drops rows; tells how many of them said something.
    pub fn drop_rows(&mut self, rows: &[usize]) -> usize {
        let dropped: HashSet<usize> = rows.iter().copied().collect();
        let told: HashSet<usize> = self.rows.iter().map(|(row, _)| *row).filter(|row| dropped.contains(row)).collect();
        self.rows.retain(|(row, _)| !dropped.contains(row));
        told.len()
    }

    /// Adds a merged area: top, left, bottom, right.
    pub fn merge(&mut self, area: [usize; 4]) {
        if self.merged.len() < MERGED && area[2] > area[0] {
            self.merged.push(area);
        }
    }

    /// The rows as lines.
    pub fn lines(mut self) -> Vec<Line> {
        self.rows.sort_by_key(|(row, _)| *row);
        // A row that was come back to.
        self.rows.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1.append(&mut later.1);
            }
            same
        });
        for (_, cells) in &mut self.rows {
            cells.sort_by_key(|(column, _)| *column);
        }
        let mut repeats = 0;
        for [top, left, bottom, _] in self.merged {
            let Ok(at) = self.rows.binary_search_by_key(&top, |(row, _)| *row) else { continue };
            let text = self.rows[at].1.iter().find(|(column, _)| *column == left).map(|(_, text)| text.clone());
            let Some(text) = text.filter(|text| text.len() <= limits::REPEATED_BYTES) else { continue };
            for (row, cells) in &mut self.rows[at + 1..] {
                if *row > bottom || repeats >= REPEATS {
                    break;
                }
                repeats += 1;
                if let Err(place) = cells.binary_search_by_key(&left, |(column, _)| *column) {
                    cells.insert(place, (left, text.clone()));
                }
            }
        }
        let line = |(_, cells): (usize, Vec<(usize, String)>)| {
            row_line(&cells.into_iter().map(|(_, text)| text).collect::<Vec<_>>())
        };
        self.rows.into_iter().map(line).collect()
    }
}
