//! Running heads: what stands at the head or the foot of every page, and page numbers, is furniture of the pages and no
//! part of the text; left in, it cuts the sentences that run over a page's end.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::piece::{Piece, Sheet, on_one_line};
use crate::model::text::tidy_line;

/// How much of a page, at either end, may hold them.
const ZONE: f32 = 0.14;

/// Rows at either end of a page that may be such.
const ROWS: usize = 3;

/// Stretches of a row that make it one of a table.
const CELLS: usize = 3;

/// Pages that a head stands on before it is one.
const PAGES: usize = 3;

/// A row at the end of a page: the numbers of its pieces, and what it says.
struct Row {
    pieces: Vec<usize>,
    text: String,
    /// The height of its largest letters.
    size: f32,
    /// How many stretches it has between wide gaps.
    cells: usize,
    /// Whether it stands where only furniture does.
    in_zone: bool,
}

/// Takes page numbers and running heads off the pages.
pub fn leave_out(sheets: &mut [Sheet]) {
    let ends: Vec<[Vec<Row>; 2]> = sheets.iter().map(|sheet| [rows(sheet, true), rows(sheet, false)]).collect();
    let mut counts: HashMap<(bool, String), usize> = HashMap::new();
    for [head, foot] in &ends {
        for (is_head, rows) in [(true, head), (false, foot)] {
            let mut keys: Vec<String> = rows.iter().filter(|row| row.in_zone).map(key).collect();
            keys.sort();
            keys.dedup();
            keys.into_iter().for_each(|key| *counts.entry((is_head, key)).or_default() += 1);
        }
    }
    let pages = sheets.iter().filter(|sheet| !sheet.pieces.is_empty()).count();
    let mut kept: HashSet<String> = HashSet::new();
    for (sheet, [head, foot]) in sheets.iter_mut().zip(ends) {
        let mut dropped: Vec<usize> = Vec::new();
        let whole = sheet.pieces.len();
        let body = usual_size(&sheet.pieces);
        for (is_head, rows) in [(true, head), (false, foot)] {
            for (at, row) in rows.iter().enumerate() {
                // Heads of left and right pages differ, and first pages often have none.
                let repeated = counts.get(&(is_head, key(row))).copied().unwrap_or(0);
                let often = repeated >= PAGES && repeated * 5 >= pages * 2;
                let is_running = row.in_zone && (often || repeated == 2 && pages == 2 && row.size < body * 0.8);
                // Titles and heads of tables that are printed on every page are text once.
                let is_text = row.cells >= CELLS || row.size > body * 1.1;
                let is_running = is_running && !(is_text && kept.insert(key(row)));
                let is_number = is_page_number(&row.text) && (at == 0 || row.in_zone);
                if is_running || is_number && row.pieces.len() < whole {
                    dropped.extend(&row.pieces);
                }
            }
        }
        dropped.sort_unstable();
        let mut at = 0;
        sheet.pieces.retain(|_| {
            at += 1;
            dropped.binary_search(&(at - 1)).is_err()
        });
    }
}

/// The outermost rows at one end of a page, from the edge inwards.
fn rows(sheet: &Sheet, is_head: bool) -> Vec<Row> {
    let mut order: Vec<usize> = (0..sheet.pieces.len()).collect();
    let y = |at: usize| sheet.pieces[at].y;
    order.sort_by(|one, other| if is_head { y(*one).total_cmp(&y(*other)) } else { y(*other).total_cmp(&y(*one)) });
    let mut found: Vec<Row> = Vec::new();
    for at in order {
        let piece: &Piece = &sheet.pieces[at];
        let is_enough = found.len() == ROWS;
        match found.last_mut() {
            // A raised mark belongs to the row of the letters beside it.
            Some(row) if on_one_row(row, piece, sheet) => row.pieces.push(at),
            _ if is_enough => break,
            _ => {
                let edge = if is_head { piece.y } else { sheet.height - piece.y };
                found.push(Row {
                    pieces: vec![at],
                    text: String::new(),
                    size: 0.0,
                    cells: 1,
                    in_zone: edge < sheet.height * ZONE,
                });
            }
        }
    }
    for row in &mut found {
        row.pieces.sort_by(|one, other| sheet.pieces[*one].x.total_cmp(&sheet.pieces[*other].x));
        let text: Vec<&str> = row.pieces.iter().map(|at| sheet.pieces[*at].text.as_str()).collect();
        row.text = tidy_line(&text.join(""));
        row.size = row.pieces.iter().map(|at| sheet.pieces[*at].size).fold(0.0, f32::max);
        let gaps = row.pieces.windows(2).filter(|two| {
            let [before, after] = [&sheet.pieces[two[0]], &sheet.pieces[two[1]]];
            after.x - before.end > before.size
        });
        row.cells = gaps.count() + 1;
        row.pieces.truncate(2_000);
    }
    found
}

/// The height of letters in the middle of all.
fn usual_size(pieces: &[Piece]) -> f32 {
    let mut sizes: Vec<f32> =
        pieces.iter().flat_map(|piece| std::iter::repeat_n(piece.size, piece.text.chars().count().min(50))).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or_default()
}

/// Whether a piece stands beside the first or the last that was found of a row.
fn on_one_row(row: &Row, piece: &Piece, sheet: &Sheet) -> bool {
    let ends = [row.pieces.first(), row.pieces.last()];
    ends.into_iter().flatten().any(|known| on_one_line(&sheet.pieces[*known], piece))
}

/// What is the same on every page: numbers count on.
fn key(row: &Row) -> String {
    let mut key = String::new();
    for c in row.text.chars().filter(|c| !c.is_whitespace()).take(80) {
        if !c.is_numeric() {
            key.push(c);
        } else if !key.ends_with('#') {
            key.push('#');
        }
    }
    key
}

/// — 3 —, 第 3 页, 第 3 页 共 8 页, 3/8, 3.
fn is_page_number(text: &str) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^[-—–―─－─·•\s]*(第?\s*[0-9０-９]{1,4}\s*页?|第\s*[一二三四五六七八九十百]{1,5}\s*页|page\s*\d{1,4}|[ivxⅰ-ⅻ]{1,4})([\s,，/]*(共|of)?\s*[0-9０-９]{1,4}\s*页?)?[-—–―─－·•\s]*$|^共\s*\d{1,4}\s*页[\s,，/]*第\s*\d{1,4}\s*页$",
        )
        .expect("the pattern is a literal and a test runs it")
    });
    text.chars().count() <= 24 && NUMBER.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in [
            "— 1 —",
            "- 12 -",
            "3",
            "第 3 页",
            "第3页 共8页",
            "第 3 页/共 8 页",
            "3 / 8",
            "3/8",
            "Page 3 of 8",
            "共8页 第3页",
            "ⅳ",
            "－２－",
        ] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2021年", "第三条", "一、总则", "12.50", "1、春灌", "第3页起草", "2021-03-04", "合计 12 人"]
        {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn what_stands_on_every_page_is_left_out() {
        let piece = |y: f32, text: &str| Piece {
            x: 100.0,
            end: 100.0 + 12.0 * text.chars().count() as f32,
            y,
            size: 12.0,
            text: text.to_owned(),
        };
        let sheet = |number: u32, texts: &[&str]| Sheet {
            number,
            pieces: texts
                .iter()
                .enumerate()
                .map(|(at, text)| piece(if at == 0 { 40.0 } else { 120.0 + at as f32 * 20.0 }, text))
                .chain([piece(800.0, &format!("第 {number} 页"))])
                .collect(),
            width: 595.0,
            height: 842.0,
            points: 1.0,
        };
        let mut sheets = vec![
            sheet(1, &["青岑县水利规划", "总则"]),
            sheet(2, &["青岑县水利规划", "渠道"]),
            sheet(3, &["青岑县水利规划", "闸门"]),
            sheet(4, &["附录", "名单"]),
        ];
        leave_out(&mut sheets);
        let texts: Vec<Vec<&str>> =
            sheets.iter().map(|sheet| sheet.pieces.iter().map(|p| p.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["总则"], vec!["渠道"], vec!["闸门"], vec!["附录", "名单"]]);
        // The head of a table that is printed anew on every page is read once, and so is a title in large letters.
        let table = |number: u32, name: &str| {
            let mut table = sheet(number, &["x", name]);
            let cell = |x: f32, size: f32, text: &str| Piece { x, end: x + 24.0, size, ..piece(60.0, text) };
            table.pieces[0] = Piece { size: 20.0, ..piece(36.0, "渡口名录") };
            table.pieces.extend([cell(100.0, 12.0, "名称"), cell(200.0, 12.0, "乡镇"), cell(300.0, 12.0, "渡船")]);
            table
        };
        let mut sheets = vec![table(1, "桥头渡"), table(2, "石篱渡"), table(3, "柳湾渡")];
        leave_out(&mut sheets);
        assert_eq!(sheets.iter().map(|sheet| sheet.pieces.len()).collect::<Vec<_>>(), [5, 1, 1]);
        // Two pages with the same first line are not enough, and a page that is only a number keeps it.
        let mut sheets = vec![sheet(1, &["停水公告", "甲"]), sheet(2, &["停水公告", "乙"])];
        sheets.push(Sheet { number: 3, pieces: vec![piece(400.0, "2021")], width: 595.0, height: 842.0, points: 1.0 });
        leave_out(&mut sheets);
        assert_eq!(sheets.iter().map(|sheet| sheet.pieces.len()).collect::<Vec<_>>(), [2, 2, 1]);
    }
}
