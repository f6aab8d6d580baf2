//! The cells of a sheet by row and column, with what spans several rows repeated in each: as lines, and as they are for
//! those who read a bulletin from each row.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::line::{Line, limits, row_line};
use crate::ingest::draft::Rejection;

/// Merged areas of one sheet that are obeyed.
const MERGED: usize = 50_000;

/// Rows into which the texts of merged cells are repeated.
const REPEATS: usize = 200_000;

/// Rows of one sheet that are read: those of the largest are a million.
const ROWS: usize = 1 << 20;

/// Links and days of one sheet that are kept.
const NOTED: usize = 200_000;

/// Empty cells of one sheet that hold their columns in its lines; those of a sheet with more are far apart and hold none.
const EMPTY: usize = 1 << 20;

/// A row: its number, from 1, and its cells by column.
pub type GridRow = (usize, Vec<(usize, String)>);

/// The cells of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    rows: Vec<GridRow>,
    merged: Vec<[usize; 4]>,
    /// Where cells lead, by row and column.
    links: HashMap<(usize, usize), String>,
    /// Whether it has more rows than are read.
    is_cut: bool,
    /// What cells hold that is more than words, as markup.
    markup: HashMap<(usize, usize), String>,
    /// The days that cells hold and do not wholly show, in digits: 2021-03-04.
    days: HashMap<(usize, usize), String>,
}

impl Grid {
    /// Adds a cell. Cells usually come in order.
    pub fn put(&mut self, row: usize, column: usize, text: String) {
        let last = self.rows.last().map(|(last, _)| *last);
        if last != Some(row) {
            if self.rows.len() >= ROWS {
                self.is_cut = true;
                return;
            }
            self.rows.push((row, Vec::new()));
        }
        if let Some((_, cells)) = self.rows.last_mut().filter(|(_, cells)| cells.len() < limits::COLUMNS) {
            cells.push((column, text));
        }
    }

    /// Says where a cell leads.
    pub fn link(&mut self, row: usize, column: usize, href: String) {
        if self.links.len() < NOTED {
            self.links.entry((row, column)).or_insert(href);
        }
    }

    /// Says which day a cell holds.
    pub fn day(&mut self, row: usize, column: usize, day: String) {
        if self.days.len() < NOTED {
            self.days.insert((row, column), day);
        }
    }

    /// Says that a cell holds more than words.
    pub fn markup(&mut self, row: usize, column: usize, markup: String) {
        if self.markup.len() < NOTED {
            self.markup.insert((row, column), markup);
        }
    }

    /// What a cell holds that is more than words, as markup.
    pub fn markup_at(&self, row: usize, column: usize) -> Option<&str> {
        self.markup.get(&(row, column)).map(String::as_str)
    }

    /// Where a cell leads.
    pub fn link_at(&self, row: usize, column: usize) -> Option<&str> {
        self.links.get(&(row, column)).map(String::as_str)
    }

    /// The day that a cell holds and does not wholly show.
    pub fn day_at(&self, row: usize, column: usize) -> Option<&str> {
        self.days.get(&(row, column)).map(String::as_str)
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

    /// Brings rows and cells into order, and repeats what spans rows.
    pub fn settle(&mut self) {
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
            cells.dedup_by_key(|(column, _)| *column);
        }
        let mut repeats = 0;
        for [top, left, bottom, _] in std::mem::take(&mut self.merged) {
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
    }

    /// The rejection of a sheet with more rows than are read.
    pub fn bounded(&self) -> Result<(), Rejection> {
        if self.is_cut {
            return Err(Rejection::new(format!("有一张工作表超过 {ROWS} 行"), "请拆分成几个文件再导入"));
        }
        Ok(())
    }

    /// The rows that say something, in order once they are settled.
    pub fn rows(&self) -> &[GridRow] {
        &self.rows
    }

    /// The columns in which some row says something.
    pub fn columns(&self) -> Vec<usize> {
        let used: BTreeSet<usize> = self.rows.iter().flat_map(|(_, cells)| cells).map(|(column, _)| *column).collect();
        used.into_iter().collect()
    }

    /// The rows as lines. A column in which no row says anything is none.
    pub fn into_lines(mut self) -> Vec<Line> {
        self.settle();
        let columns = self.columns();
        let mut empty = 0;
        let mut line = |(_, cells): GridRow| {
            let mut texts: Vec<String> = Vec::with_capacity(cells.len());
            for (column, text) in cells {
                let place = columns.binary_search(&column).unwrap_or_default();
                if empty < EMPTY && place > texts.len() {
                    empty += place - texts.len();
                    texts.resize(place, String::new());
                }
                texts.push(text);
            }
            row_line(&texts)
        };
        self.rows.into_iter().map(&mut line).collect()
    }
}
