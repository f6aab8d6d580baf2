//! Flow: pieces of text at their places on a page become lines, and lines become the paragraphs that were
//! broken at the margins, so that a phrase is found although a line ends in the middle of it.

use super::content::{DocumentPage, Line};
use super::page_columns::{self, Extent};
use super::paragraph_starts::{begins_item, begins_paragraph};
use super::piece::{Piece, Sheet, on_one_line, spaced_word};
use super::{overprint, running_heads, vertical};

/// The paragraphs of a page, and where its rows stand: a paragraph may go on over its end.
#[derive(Default)]
struct Laid {
    lines: Vec<Line>,
    /// The margins between which its rows stand.
    margins: (f32, f32),
    /// Where its first row begins, and its last one ends.
    first: f32,
    last: f32,
    /// The height of letters of either.
    sizes: (f32, f32),
    /// Whether paragraphs begin further in.
    is_indented: bool,
}

/// Lines on a page that begin items at the margin, from which on they are paragraphs.
const ITEMS: usize = 2;

/// How the rows of a page are read.
#[derive(Clone, Copy)]
struct Setting {
    /// What a unit is in points.
    points: f32,
    /// How wide a page in columns of letters is: there a paragraph fills its column to the margin that the page has on the
    /// other side.
    width: Option<f32>,
    /// Whether paragraphs have begun further in on a page before.
    is_indented: bool,
}

/// Pages as paragraphs: what is drawn twice is read once, what stands at the head and foot of every page is left out, and
/// a sentence that a page's end breaks is mended.
pub fn pages(mut sheets: Vec<Sheet>) -> Vec<DocumentPage> {
    for sheet in &mut sheets {
        sheet.pieces.retain(is_placed);
        overprint::once(&mut sheet.pieces);
    }
    running_heads::leave_out(&mut sheets);
    let mut pages: Vec<DocumentPage> = Vec::with_capacity(sheets.len());
    // Whether paragraphs have begun further in on a page before.
    let mut is_indented = false;
    // The page that the last line stands on, its margins, and whether its last row reached the right one.
    let mut before: Option<(usize, (f32, f32), bool)> = None;
    for mut sheet in sheets {
        let is_turned = vertical::turn(&mut sheet);
        let setting = Setting { points: sheet.points, width: is_turned.then_some(sheet.width), is_indented };
        let mut laid = laid_out(sheet.pieces, sheet.width, setting);
        is_indented |= laid.is_indented;
        // A page of one row has no margins of its own.
        let (left, right) =
            before.map_or(laid.margins, |(_, (left, right), _)| (laid.margins.0.min(left), laid.margins.1.max(right)));
        if let Some((at, _, full)) = before.filter(|_| laid.first < left + laid.sizes.0 * 0.8)
            && let (Some(above), Some(below)) = (pages[at].lines.last_mut(), laid.lines.first())
            && goes_on(above, below, full)
        {
            above.text = joined(&above.text, &below.text);
            laid.lines.remove(0);
        }
        if !laid.lines.is_empty() {
            before = Some((pages.len(), laid.margins, laid.last > right - laid.sizes.1 * 1.6));
        }
        pages.push(DocumentPage { number: Some(sheet.number), lines: laid.lines, ..DocumentPage::default() });
    }
    pages
}

/// Whether a page's first line goes on with the sentence that the page before it ends in.
fn goes_on(above: &Line, below: &Line, full: bool) -> bool {
    let alike = (above.size - below.size).abs() < above.size.max(below.size) * 0.15;
    let plain = !above.centred && !below.centred && !above.text.contains('\t') && !below.text.contains('\t');
    let ends = above.text.ends_with(['。', '！', '？', '；', '：', '.', ':', ';', '”', '》', '）']);
    let breaks_off = above.text.ends_with(['，', '、', ',']);
    alike && plain && !ends && !begins_paragraph(&below.text) && (full || breaks_off)
}

fn is_placed(piece: &Piece) -> bool {
    !piece.text.trim().is_empty() && piece.x.is_finite() && piece.y.is_finite() && piece.end.is_finite()
}

fn laid_out(mut pieces: Vec<Piece>, width: f32, setting: Setting) -> Laid {
    pieces.retain(is_placed);
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if on_one_line(&row[0], &piece) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    let middle = width / 2.0;
    // What stands in two columns does not go on over a page's end.
    let mut laid = Laid { first: f32::MAX, last: f32::MIN, ..Laid::default() };
    let setting_across = Setting { width: None, ..setting };
    match gutter(&rows) {
        None => laid = paragraphs(rows, middle, setting),
        Some(x) => {
            // Rows across the page stand above and below the columns; within, the left column is read first.
            for band in rows.chunk_by(|one, other| crosses(one, x) == crosses(other, x)) {
                if crosses(&band[0], x) {
                    laid.lines.extend(paragraphs(band.to_vec(), middle, setting_across).lines);
                    continue;
                }
                for is_left in [true, false] {
                    let side = |row: &Vec<Piece>| -> Vec<Piece> {
                        row.iter().filter(|piece| (piece.x < x) == is_left).cloned().collect()
                    };
                    let column: Vec<Vec<Piece>> = band.iter().map(side).filter(|row| !row.is_empty()).collect();
                    let middle = if is_left { x / 2.0 } else { (x + width) / 2.0 };
                    laid.lines.extend(paragraphs(column, middle, setting_across).lines);
                }
            }
        }
    }
    laid
}

/// The paragraphs of rows that stand between the same margins, around `middle`.
fn paragraphs(rows: Vec<Vec<Piece>>, middle: f32, setting: Setting) -> Laid {
    let Setting { points, width, .. } = setting;
    let mut rows: Vec<Row> = rows.into_iter().map(Row::new).collect();
    let left = margin(rows.iter().map(|row| row.start), f32::min);
    let right = margin(rows.iter().map(|row| row.end), f32::max);
    for row in &mut rows {
        let own = (row.start + row.end) / 2.0;
        row.centred = (own - middle).abs() < row.size * 1.5 && row.start > left + row.size * 2.0;
    }
    close_up(&mut rows);
    fill_columns(&mut rows);
    // Where no paragraph begins further in, one begins with the number of an article or an item.
    let is_indented = rows.iter().any(|row| row.is_indented(left));
    let items = rows.windows(2).filter(|two| begins_item(&two[0].text, &two[1].text)).count();
    let is_flush = !is_indented && !setting.is_indented && items >= ITEMS;
    let mut lines: Vec<Line> = Vec::new();
    let mut before: Option<&Row> = None;
    for row in &rows {
        match (before, lines.last_mut()) {
            (Some(above), Some(line))
                if row.continues(above, left, right)
                    && !(is_flush && begins_item(&above.text, &row.text))
                    && width.is_none_or(|width| above.end > width - left - above.size * 3.0) =>
            {
                line.text = joined(&line.text, &row.text);
            }
            _ => lines.push(Line { centred: row.centred, size: row.size * points, text: row.text.clone() }),
        }
        before = Some(row);
    }
    let (first, last) = (rows.first(), rows.last());
    Laid {
        lines,
        is_indented,
        margins: (left, right),
        first: first.map_or(f32::MAX, |row| row.start),
        last: last.map_or(f32::MIN, |row| row.end),
        sizes: (first.map_or(0.0, |row| row.size), last.map_or(0.0, |row| row.size)),
    }
}

/// Where the gap between two columns of text is. Columns have long lines on both sides of one place, all down
/// the page; tables have short cells, or several gaps.
fn gutter(rows: &[Vec<Piece>]) -> Option<f32> {
    const ROWS: usize = 8;
    const LETTERS: usize = 8;
    let mut gaps: Vec<(f32, f32)> = Vec::new();
    for row in rows {
        let stretches = stretches(row);
        if let [left, right] = stretches.as_slice()
            && left.2 >= LETTERS
            && right.2 >= LETTERS
        {
            gaps.push((left.1, right.0));
        }
    }
    let mut middles: Vec<f32> = gaps.iter().map(|(from, to)| (from + to) / 2.0).collect();
    middles.sort_by(f32::total_cmp);
    let x = *middles.get(middles.len() / 2)?;
    let agree = gaps.iter().filter(|(from, to)| *from < x && x < *to).count();
    (agree >= ROWS && agree * 2 >= rows.len()).then_some(x)
}

/// Whether text of the row stands on the place.
fn crosses(row: &[Piece], x: f32) -> bool {
    stretches(row).iter().any(|(from, to, _)| *from < x && x < *to)
}

/// The stretches of text of a row between wide gaps: from, to, letters.
fn stretches(row: &[Piece]) -> Vec<(f32, f32, usize)> {
    let mut pieces: Vec<&Piece> = row.iter().collect();
    pieces.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut stretches: Vec<(f32, f32, usize)> = Vec::new();
    for piece in pieces {
        let letters = piece.text.chars().count();
        match stretches.last_mut() {
            Some(last) if piece.x - last.1 < piece.size * 1.2 => {
                *last = (last.0, last.1.max(piece.end), last.2 + letters);
            }
            _ => stretches.push((piece.x, piece.end, letters)),
        }
    }
    stretches
}

/// Two ends of a broken line: a space only where both sides are Latin.
pub fn joined(before: &str, after: &str) -> String {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let blank = if latin(before.chars().last()) && latin(after.chars().next()) { " " } else { "" };
    format!("{before}{blank}{after}")
}

/// Writes letters that a title is spaced out to as one word.
fn close_up(rows: &mut [Row]) {
    let mut sizes: Vec<f32> = rows.iter().filter(|row| row.spaced.is_none()).map(|row| row.size).collect();
    sizes.sort_by(f32::total_cmp);
    let Some(usual) = sizes.get(sizes.len() / 2).copied() else { return };
    for row in rows.iter_mut().filter(|row| row.size > usual * 1.2) {
        if let Some(text) = row.spaced.take() {
            row.text = text;
            row.cells = false;
        }
    }
}

/// Puts empty cells where the rows around tell that a row of a table has them.
fn fill_columns(rows: &mut [Row]) {
    let extents: Vec<Vec<Extent>> = rows.iter().map(|row| row.extents.clone()).collect();
    for (row, columns) in rows.iter_mut().zip(page_columns::columns(&extents)) {
        let has_all = |columns: &Vec<usize>| row.cells && row.text.split('\t').count() == columns.len();
        let Some(columns) = columns.filter(has_all) else { continue };
        let mut text = String::new();
        let mut column = 0;
        for (at, cell) in columns.into_iter().zip(row.text.split('\t')) {
            text.extend(std::iter::repeat_n('\t', at - column));
            text.push_str(cell);
            column = at;
        }
        row.text = text;
    }
}

/// Pieces that stand on one line.
struct Row {
    start: f32,
    end: f32,
    y: f32,
    size: f32,
    text: String,
    cells: bool,
    /// From where to where each of its cells says something.
    extents: Vec<Extent>,
    centred: bool,
    /// The word that its letters make where they are spaced out.
    spaced: Option<String>,
}

impl Row {
    fn new(mut pieces: Vec<Piece>) -> Self {
        pieces.sort_by(|a, b| a.x.total_cmp(&b.x));
        let size = pieces.iter().map(|piece| piece.size).fold(0.0, f32::max);
        let mut text = String::new();
        let mut cells = false;
        let mut end = f32::MIN;
        let mut extents: Vec<Extent> = Vec::new();
        for piece in &pieces {
            if is_note_mark(piece, size) {
                match text.chars().last() {
                    // Small digits after letters mean something: km2. After a number they may be its power.
                    Some(before) if before.is_ascii_digit() => text.push(' '),
                    Some(before) if !before.is_ascii_alphabetic() => continue,
                    _ => {}
                }
            }
            if !text.is_empty() {
                let gap = piece.x - end;
                if gap > size * 2.5 {
                    text.push('\t');
                    cells = true;
                    extents.push((piece.x, piece.end));
                } else if gap > size * 0.7 {
                    text.push(' ');
                }
            }
            text.push_str(&piece.text);
            end = end.max(piece.end);
            match extents.last_mut() {
                Some(last) => last.1 = end,
                None => extents.push((piece.x, end)),
            }
        }
        let y = pieces.iter().find(|piece| piece.size == size).map_or(pieces[0].y, |piece| piece.y);
        let spaced = spaced_word(&pieces);
        Self { start: pieces[0].x, end, y, size, text, cells, extents, centred: false, spaced }
    }

    /// Whether it begins as far in as a paragraph does.
    fn is_indented(&self, left: f32) -> bool {
        let further_in = self.start - left;
        let by_place = further_in > self.size * 1.2 && further_in < self.size * 3.5;
        !self.centred && !self.cells && (by_place || begins_paragraph(&self.text))
    }

    /// Whether the row goes on with the paragraph of the row above it.
    fn continues(&self, above: &Row, left: f32, right: f32) -> bool {
        if self.centred || above.centred || begins_paragraph(&self.text) {
            return false;
        }
        let same = (self.size - above.size).abs() < self.size * 0.15 && !self.cells && !above.cells;
        let near = self.y - above.y < self.size * 2.6;
        let full = above.end > right - above.size * 1.6;
        let flush = self.start < left + self.size * 0.8;
        same && near && full && flush
    }
}

/// Whether a piece may be the mark of a footnote: left in, it would run into the number or the sentence beside it.
fn is_note_mark(piece: &Piece, size: f32) -> bool {
    let text = piece.text.trim();
    let digits = text.chars().count() <= 3 && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '①'..='⑳' | '*'));
    piece.size < size * 0.75 && digits
}

/// The margin that more than one row keeps; a single row may stand out.
fn margin(values: impl Iterator<Item = f32>, outermost: fn(f32, f32) -> f32) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    let far = values.iter().copied().reduce(outermost).unwrap_or_default();
    let shared = values.windows(2).filter(|two| two[1] - two[0] < 1.5).map(|two| outermost(two[0], two[1]));
    shared.reduce(outermost).unwrap_or(far)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32, pieces: Vec<Piece>, width: f32, points: f32) -> DocumentPage {
        let sheet = Sheet { number, pieces, width, height: width * 1.4, points };
        pages(vec![sheet]).remove(0)
    }

    fn piece(x: f32, y: f32, size: f32, text: &str) -> Piece {
        Piece { x, end: x + size * text.chars().count() as f32, y, size, text: text.to_owned() }
    }

    #[test]
    fn broken_lines_are_mended_and_cells_kept_apart() {
        let page = page(
            3,
            vec![
                piece(70.0, 20.0, 8.0, "关于春灌的通知"),
                piece(38.0, 40.0, 5.0, "为做好春季农田灌溉工作并保障粮食生产现"),
                piece(28.0, 48.0, 5.0, "就有关事项"),
                piece(53.2, 48.0, 5.0, "通知如下。"),
                piece(28.0, 60.0, 5.0, "乡镇"),
                piece(80.0, 60.0, 5.0, "面积"),
                piece(28.0, 70.0, 5.0, "泊云镇各村要在三月底前完成渠道清淤维修"),
                piece(28.0, 78.0, 5.0, "任务。"),
            ],
            196.0,
            2.8,
        );
        let lines: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines[0], "关于春灌的通知");
        assert!(page.lines[0].centred && page.lines[0].size > 20.0);
        assert_eq!(lines[1], "为做好春季农田灌溉工作并保障粮食生产现就有关事项通知如下。");
        assert_eq!(lines[2], "乡镇\t面积");
        assert_eq!(page.number, Some(3));
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let line = |text: &str, at: usize| text.chars().skip(at * 12).take(12).collect::<String>();
        let left = "县气象台发布暴雨黄色预警，预计未来六小时内北部乡镇降水量将达到五十毫米以上，请有关单位和群众做好防范，地质灾害隐患点人员要提前转移到安全地带，各水库严格执行汛期调度命令，确保安全，县防汛指挥部实行二十四小时值班并每日通报雨情。";
        let right = "县农业农村局提醒广大农户及时抢收成熟作物，疏通田间沟渠，加固大棚设施，雨后尽快排除积水，科学追肥，防止病虫害发生蔓延，并做好畜禽圈舍的清扫和消毒工作，如有灾情请立即上报县局，保险公司将会同有关部门现场查勘，尽快完成理赔。";
        let mut pieces = vec![piece(100.0, 10.0, 20.0, "青岑时讯第十二期防汛专版今日")];
        for row in 0..10 {
            let y = 60.0 + row as f32 * 16.0;
            pieces.push(piece(40.0, y, 10.0, &line(left, row)));
            pieces.push(piece(190.0, y, 10.0, &line(right, row)));
        }
        let lines: Vec<String> = page(1, pieces, 360.0, 1.0).lines.into_iter().map(|line| line.text).collect();
        assert_eq!(lines[0], "青岑时讯第十二期防汛专版今日");
        assert!(lines[1].contains("北部乡镇降水量将达到五十毫米以上"), "{lines:?}");
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[2].starts_with("县农业农村局提醒") && lines[2].contains("防止病虫害发生蔓延"), "{lines:?}");
    }

    #[test]
    fn marks_of_notes_do_not_run_into_numbers() {
        let pieces = vec![
            piece(28.0, 40.0, 16.0, "常住人口"),
            piece(92.0, 32.0, 8.0, "1"),
            piece(96.0, 40.0, 16.0, "1761万人"),
            piece(28.0, 80.0, 16.0, "km"),
            piece(60.0, 73.0, 8.0, "2"),
            piece(28.0, 120.0, 16.0, "比为122"),
            piece(108.0, 113.0, 8.0, "3"),
            piece(112.0, 120.0, 16.0, "。"),
            piece(28.0, 160.0, 16.0, "各县要按照要求认真组织实施并及时报告"),
        ];
        let lines: Vec<String> = page(1, pieces, 400.0, 1.0).lines.into_iter().map(|line| line.text).collect();
        assert_eq!(lines, ["常住人口1761万人", "km2", "比为122 3。", "各县要按照要求认真组织实施并及时报告"]);
    }

    #[test]
    fn a_sentence_over_two_pages_is_one() {
        let sheet = |number: u32, rows: &[(f32, f32, &str)]| Sheet {
            number,
            pieces: rows.iter().map(|(x, y, text)| piece(*x, *y, 5.0, text)).collect(),
            width: 210.0,
            height: 297.0,
            points: 2.8,
        };
        let first = [(38.0, 60.0, "一、各乡镇要对辖区内渠道逐一检查维修，及时"), (28.0, 70.0, "清淤，")];
        let second = [(28.0, 60.0, "三月底以前完成任务。"), (38.0, 70.0, "二、落实责任。")];
        let texts = |pages: Vec<DocumentPage>| -> Vec<Vec<String>> {
            pages.into_iter().map(|page| page.lines.into_iter().map(|line| line.text).collect()).collect()
        };
        let read = texts(pages(vec![sheet(1, &first), sheet(2, &second)]));
        assert_eq!(read[0], ["一、各乡镇要对辖区内渠道逐一检查维修，及时清淤，三月底以前完成任务。"]);
        assert_eq!(read[1], ["二、落实责任。"]);
        // A paragraph of its own begins two letters in.
        let indented = [(38.0, 60.0, "二、落实责任。")];
        assert_eq!(texts(pages(vec![sheet(1, &first), sheet(2, &indented)]))[1], ["二、落实责任。"]);
    }

    fn upright_sheet(pieces: Vec<Piece>) -> Sheet {
        Sheet { number: 1, pieces, width: 595.0, height: 842.0, points: 1.0 }
    }

    fn lines_of(pieces: Vec<Piece>) -> Vec<String> {
        pages(vec![upright_sheet(pieces)]).remove(0).lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn columns_are_read_from_right_to_left() {
        let columns = [
            (500.0, 22.0, "防汛应急响应令"),
            (440.0, 16.0, "县防汛指挥部决定启动四级响应"),
            (400.0, 16.0, "各乡镇要严格落实值班制度"),
        ];
        let pieces = columns.iter().flat_map(|(x, size, text)| vertical::letters(*x, 100.0, *size, text)).collect();
        assert_eq!(lines_of(pieces), columns.map(|(_, _, text)| text));
    }

    #[test]
    fn lines_of_single_letters_are_not_turned() {
        let letter = |x: usize, y: usize, text: char| {
            let (x, y) = (50.0 + x as f32 * 16.0, 100.0 + y as f32 * 24.0);
            Piece { x, end: x + 16.0, y, size: 16.0, text: text.to_string() }
        };
        let rows = ["为保障春季灌溉用水现就有关事项通知如下", "请认真贯彻执行并及时报告落实情况各单位"];
        let pieces =
            rows.iter().enumerate().flat_map(|(y, row)| row.chars().enumerate().map(move |(x, c)| letter(x, y, c)));
        assert!(lines_of(pieces.collect())[0].starts_with("为保障春季灌溉用水现就有关事项通知如下"));
    }

    #[test]
    fn paragraphs_begin_with_wide_blanks_and_numbers_of_articles() {
        let full = "　　为做好春灌工作，县水利局要求各乡镇三月底前完成清淤。";
        let blanks = vec![
            piece(72.0, 100.0, 12.0, full),
            piece(72.0, 120.0, 12.0, &full.replace("为做好", "二、做好")),
            piece(72.0, 140.0, 12.0, "按期完成。"),
        ];
        let lines = lines_of(blanks);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[1].ends_with("清淤。按期完成。"), "{lines:?}");
        let articles = [
            "第一章 总则",
            "第一条 为保护渠道，制定本办法。",
            "第二条 禁止下列行为：",
            "（一）擅自开挖；",
            "（二）倾倒垃圾。",
        ];
        let flush = articles.iter().enumerate().map(|(at, text)| piece(72.0, 100.0 + 20.0 * at as f32, 12.0, text));
        assert_eq!(lines_of(flush.collect()), articles);
    }

    #[test]
    fn spaced_out_titles_are_one_word() {
        let letter = |at: usize, size: f32, y: f32, c: char| piece(120.0 + 80.0 * at as f32, y, size, &c.to_string());
        let row = |size: f32, y: f32| "停水公告".chars().enumerate().map(move |(at, c)| letter(at, size, y, c));
        let body = || (0..3).map(|at| piece(72.0, 160.0 + 24.0 * at as f32, 14.0, "因管道检修定于明日停水请提前储水"));
        assert_eq!(lines_of(row(22.0, 100.0).chain(body()).collect())[0], "停水公告");
        // The heads of a table are cells.
        assert_eq!(lines_of(row(14.0, 100.0).chain(body()).collect())[0], "停\t水\t公\t告");
    }
}
