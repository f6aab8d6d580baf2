//! Running heads: what stands at the head or the foot of every page, and page numbers, is furniture of the pages and no
//! part of the text; left in, it cuts the sentences that run over a page's end. A number alone is one of a page only where
//! it counts on from page to page: else it is the last row of a table.

use std::collections::{HashMap, HashSet};

use super::page_numbers::{self, Counts};
use super::piece::{Piece, Sheet, on_one_line, usual_size};
use crate::model::text::tidy_line;

/// How much of a page, at either end, may hold them.
const ZONE: f32 = 0.14;

/// How much of a page is above all text, where only heads of pages stand.
const MARGIN: f32 = 0.08;

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
    /// The line it stands on.
    y: f32,
    /// How far its line is from the edge of the page.
    edge: f32,
    /// The same in parts of the page.
    depth: f32,
    /// Whether none stands between it and the edge.
    is_outermost: bool,
    /// What it shares with those like it on other pages.
    keys: Vec<String>,
}

impl Row {
    /// Whether it stands where only furniture does.
    fn in_zone(&self) -> bool {
        self.depth < ZONE
    }
}

/// What the rows at the ends of all pages have in common.
struct Common {
    /// Pages that say something.
    pages: usize,
    /// Pages with a row of that key at their head or foot.
    all: HashMap<(bool, String), usize>,
    /// The same among pages of even and of odd numbers: heads of left and right pages differ.
    sides: HashMap<(bool, bool, String), usize>,
    /// Pages of either kind.
    on_side: [usize; 2],
    /// Whether every page begins with small letters at the same height, above all text.
    small_heads: bool,
    /// Numbers alone.
    counts: Counts,
}

/// Takes page numbers and running heads off the pages.
pub fn leave_out(sheets: &mut [Sheet]) {
    let ends: Vec<[Vec<Row>; 2]> = sheets.iter().map(|sheet| [rows(sheet, true), rows(sheet, false)]).collect();
    let common = Common::of(sheets, &ends);
    let mut kept: HashSet<String> = HashSet::new();
    for (sheet, [head, foot]) in sheets.iter_mut().zip(ends) {
        let mut dropped: Vec<usize> = Vec::new();
        let whole = sheet.pieces.len();
        let body = usual_size(&sheet.pieces);
        for (is_head, rows) in [(true, head), (false, foot)] {
            for (at, row) in rows.iter().enumerate() {
                let repeated = common.repeated(sheet.number, is_head, row, body).filter(|_| row.in_zone());
                // Titles and heads of tables that are printed on every page are text once.
                let is_text = row.cells >= CELLS || row.size > body * 1.1;
                let is_running = repeated.is_some_and(|key| !(is_text && kept.insert(key.clone())))
                    || is_head && at == 0 && common.small_heads;
                let is_number =
                    (at == 0 || row.in_zone()) && common.is_page_number(sheet.number, is_head, row, rows.get(at + 1));
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

impl Common {
    fn of(sheets: &[Sheet], ends: &[[Vec<Row>; 2]]) -> Self {
        let mut common = Self {
            pages: sheets.iter().filter(|sheet| !sheet.pieces.is_empty()).count(),
            all: HashMap::new(),
            sides: HashMap::new(),
            on_side: [0, 0],
            small_heads: small_heads(sheets, ends),
            counts: Counts::default(),
        };
        for (sheet, [head, foot]) in sheets.iter().zip(ends) {
            let is_even = sheet.number.is_multiple_of(2);
            common.on_side[usize::from(is_even)] += usize::from(!sheet.pieces.is_empty());
            for (is_head, rows) in [(true, head), (false, foot)] {
                let mut keys: Vec<&String> =
                    rows.iter().filter(|row| row.in_zone()).flat_map(|row| &row.keys).collect();
                keys.sort();
                keys.dedup();
                for key in keys {
                    *common.all.entry((is_head, key.clone())).or_default() += 1;
                    *common.sides.entry((is_head, is_even, key.clone())).or_default() += 1;
                }
                for row in rows.iter().filter(|row| row.cells == 1) {
                    common.counts.add(sheet.number, is_head, &row.text, row.edge);
                }
            }
        }
        common
    }

    /// What a row says, where it stands on so many pages that it is their furniture.
    fn repeated<'r>(&self, page: u32, is_head: bool, row: &'r Row, body: f32) -> Option<&'r String> {
        let is_even = page.is_multiple_of(2);
        row.keys.iter().find(|key| {
            let repeated = self.all.get(&(is_head, (*key).clone())).copied().unwrap_or(0);
            let own_side = self.sides.get(&(is_head, is_even, (*key).clone())).copied().unwrap_or(0);
            // First pages often have none.
            let often = repeated >= PAGES && repeated * 5 >= self.pages * 2;
            let by_side = own_side >= 2 && own_side == repeated && own_side + 1 >= self.on_side[usize::from(is_even)];
            let is_small = row.size < body * 0.8;
            often || (by_side || repeated == 2 && self.pages == 2) && is_small
        })
    }

    /// Whether a row is the number of its page.
    fn is_page_number(&self, page: u32, is_head: bool, row: &Row, next: Option<&Row>) -> bool {
        if page_numbers::is_marked(&row.text) {
            return true;
        }
        // Cells of a table are no number of a page.
        if row.cells > 1 {
            return false;
        }
        let stands_apart = next.is_none_or(|next| (next.y - row.y).abs() > next.size * 2.6);
        // Below the edge a number may be a heading.
        if row.depth >= MARGIN && !row.is_outermost {
            return false;
        }
        let alone = self.pages == 1 && row.in_zone() && stands_apart;
        self.counts.counts_on(page, is_head, &row.text, row.edge) || alone && page_numbers::is_first(&row.text)
    }
}

/// Whether every page, of two and more, begins with a line of small letters at the same height that stands apart above
/// its text: a head, although it names something else on each.
fn small_heads(sheets: &[Sheet], ends: &[[Vec<Row>; 2]]) -> bool {
    let mut height: Option<f32> = None;
    let mut pages = 0;
    for (sheet, [head, _]) in sheets.iter().zip(ends).filter(|(sheet, _)| !sheet.pieces.is_empty()) {
        let [row, next, ..] = head.as_slice() else { return false };
        let body = usual_size(&sheet.pieces);
        let stands_apart = next.y - row.y > body * 2.0 && row.depth < MARGIN && row.size < body * 0.8;
        if !stands_apart || row.cells >= CELLS || height.is_some_and(|known| (known - row.y).abs() > row.size * 0.3) {
            return false;
        }
        height = Some(row.y);
        pages += 1;
    }
    pages >= 2
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
                let is_outermost = found.is_empty();
                found.push(Row {
                    pieces: vec![at],
                    text: String::new(),
                    size: 0.0,
                    cells: 1,
                    y: piece.y,
                    edge,
                    depth: edge / sheet.height.max(1.0),
                    is_outermost,
                    keys: Vec::new(),
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
        row.keys = keys(row, sheet.number);
        row.pieces.truncate(2_000);
    }
    found
}

/// Whether a piece stands beside the first or the last that was found of a row.
fn on_one_row(row: &Row, piece: &Piece, sheet: &Sheet) -> bool {
    let ends = [row.pieces.first(), row.pieces.last()];
    ends.into_iter().flatten().any(|known| on_one_line(&sheet.pieces[*known], piece))
}

/// What is the same on every page. In a line numbers may differ; in cells, of which tables are made, and where nothing
/// but numbers stands, only one that counts on with the pages.
fn keys(row: &Row, page: u32) -> Vec<String> {
    let text: String = row.text.chars().filter(|c| !c.is_whitespace()).take(80).collect();
    let masked = page_numbers::masked(&text);
    if row.cells == 1 && masked.chars().any(char::is_alphabetic) {
        return vec![masked];
    }
    let mut keys = page_numbers::counted(&text, page);
    keys.push(text);
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

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

    fn piece_at(x: f32, y: f32, size: f32, text: &str) -> Piece {
        Piece { x, end: x + size * text.chars().count() as f32, y, size, text: text.to_owned() }
    }

    fn left(pages: Vec<Vec<Piece>>) -> Vec<Vec<String>> {
        let sheet = |(number, pieces)| Sheet { number, pieces, width: 595.0, height: 842.0, points: 1.0 };
        let mut sheets: Vec<Sheet> = (1..).zip(pages).map(sheet).collect();
        leave_out(&mut sheets);
        sheets.into_iter().map(|sheet| sheet.pieces.into_iter().map(|piece| piece.text).collect()).collect()
    }

    #[test]
    fn rows_of_digits_are_no_numbers_of_pages() {
        // The last rows of a table, on one page and at the foot of three.
        let table = || {
            vec![
                piece_at(72.0, 400.0, 12.0, "一月"),
                piece_at(200.0, 400.0, 12.0, "二月"),
                piece_at(72.0, 424.0, 12.0, "3"),
                piece_at(200.0, 424.0, 12.0, "4"),
            ]
        };
        assert_eq!(left(vec![table()]), [["一月", "二月", "3", "4"]]);
        let page = |number: usize| {
            let row = |x: f32, text: usize| piece_at(x, 760.0, 12.0, &text.to_string());
            let mut pieces = table();
            pieces.extend([
                row(72.0, number * 7),
                row(200.0, number * 30),
                piece_at(290.0, 800.0, 9.0, &number.to_string()),
            ]);
            pieces
        };
        let read = left(vec![page(1), page(2), page(3)]);
        assert_eq!(read[2], ["一月", "二月", "3", "4", "21", "90"]);
        // A column of numbers ends in one that does not count on.
        let column = |number: &str| vec![piece_at(72.0, 700.0, 12.0, "户数"), piece_at(72.0, 724.0, 12.0, number)];
        assert_eq!(left(vec![column("60"), column("75")])[1], ["户数", "75"]);
        assert_eq!(left(vec![column("7"), column("8")])[1], ["户数"]);
    }

    #[test]
    fn heads_of_left_and_right_pages_differ() {
        let page = |head: &str, text: &str| {
            vec![
                piece_at(200.0, 40.0, 9.0, head),
                piece_at(72.0, 100.0, 16.0, text),
                piece_at(72.0, 126.0, 16.0, "渠道清淤维修按期完成"),
            ]
        };
        let [odd, even] = ["青岑县水利文件汇编", "春灌"];
        let all = left(vec![page(odd, "一"), page(even, "二"), page(odd, "三"), page(even, "四")]);
        assert!(all.iter().all(|page| page.len() == 2), "{all:?}");
        let two = left(vec![page(odd, "一"), page(even, "二")]);
        assert!(two.iter().all(|page| page.len() == 2), "{two:?}");
        // Not small, or not above the text: no head.
        let titles = left(vec![vec![piece_at(72.0, 100.0, 9.0, odd), piece_at(72.0, 130.0, 16.0, "一")]; 2]);
        assert_eq!(titles[0].len(), 2);
    }
}
