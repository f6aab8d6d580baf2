//! A web page under the name of a workbook: many systems hand out a table as a page and call it `.xls`, and Excel saves
//! workbooks as pages. Its tables are read as sheets are, where they have a bulletin a row.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::grid::Grid;
use super::line::limits;
use super::ooxml::number_format::day;
use super::record_sheet::RecordSheet;
use crate::ingest::parse::FieldNames;
use crate::ingest::parse::html::{bounded, is_hidden};
use crate::model::text::tidy_line;

/// Tables of one page that are looked at.
const TABLES: usize = 200;

/// Nodes that are walked through for the tables of one page: those within others are walked through again.
const NODES: usize = 8 << 20;

/// What is told of the text beside the tables.
const OUTSIDE: usize = 80;

/// The tallest cell that is believed, in rows.
const ROWS: usize = 1 << 20;

/// Elements that begin and end a line within a cell.
const BLOCKS: &[&str] = &["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"];

/// Elements for which the markup of a cell is kept, as that of its text.
const KEPT: &[&str] = &["p", "table", "img", "ul", "ol", "a", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements that say nothing to a reader.
const UNSEEN: &[&str] = &["script", "style", "template", "noscript"];

/// The sheets of a page that have a bulletin a row.
#[derive(Debug, Default)]
pub struct PageSheets {
    /// Each of them.
    pub sheets: Vec<RecordSheet>,
    /// Rows that are hidden.
    pub hidden_rows: usize,
}

/// The names that Excel writes down of the sheets that a page, or the pages that it frames, are made of.
pub fn sheet_names(markup: &str) -> Vec<String> {
    let pieces = markup.split("<x:ExcelWorksheet>").skip(1).take(limits::PAGES);
    let named = pieces.filter_map(|piece| piece.split_once("<x:Name>")?.1.split_once("</x:Name>"));
    named.map(|(name, _)| tidy_line(name)).collect()
}

impl PageSheets {
    /// Those of a page, whose sheets Excel calls `called`, in order; `names` are what names of columns mean.
    pub fn find(markup: &str, called: &[String], names: &FieldNames) -> Self {
        let html = Html::parse_document(&bounded(markup));
        let (mut found, mut left, mut count) = (Self::default(), NODES, 0);
        // The table that is taken, and with it what stands in its cells.
        let mut taken = None;
        let mut outside = String::new();
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) if taken.is_none() && is(node, &["table"]) && count < TABLES => {
                    count += 1;
                    let name = called.get(count - 1).cloned().unwrap_or_else(|| format!("第{count}张表"));
                    let mut table = Table::default();
                    left = table.read(node, left);
                    table.grid.settle();
                    if let Some(sheet) = RecordSheet::find(Some(&name), &table.grid, names) {
                        found.sheets.push(sheet);
                        found.hidden_rows += table.hidden_rows;
                        taken = Some(node.id());
                    }
                }
                Edge::Close(node) if taken == Some(node.id()) => taken = None,
                Edge::Open(node) if taken.is_none() && outside.len() < OUTSIDE => {
                    outside
                        .extend(node.value().as_text().filter(|_| is_shown(node)).map(|text| format!("{} ", &**text)));
                }
                _ => {}
            }
        }
        // What stands beside the tables is told with what stands above the names.
        if let Some(first) = found.sheets.first_mut() {
            let above = tidy_line(&format!("{} {outside}", first.above)).replace('\t', " ");
            first.above = above.chars().take(OUTSIDE).collect();
        }
        found
    }
}

fn is(node: NodeRef<'_, Node>, names: &[&str]) -> bool {
    node.value().as_element().is_some_and(|element| names.contains(&element.name()))
}

/// Whether a text is one that a reader sees.
fn is_shown(text: NodeRef<'_, Node>) -> bool {
    let is_unseen = |name: &str| UNSEEN.contains(&name) || name.contains(':') || matches!(name, "title" | "xml");
    !text.ancestors().filter_map(|node| node.value().as_element()).any(|element| is_unseen(element.name()))
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    grid: Grid,
    /// Cells that reach down from rows above: column, width, and how many rows they still cover.
    reaching: Vec<[usize; 3]>,
    row: usize,
    hidden_rows: usize,
}

impl Table {
    /// Reads the rows of a table; tells how many nodes may still be walked through.
    fn read(&mut self, table: NodeRef<'_, Node>, mut left: usize) -> usize {
        let groups = table.children().filter(|node| is(*node, &["thead", "tbody", "tfoot"]));
        for row in groups.flat_map(|group| group.children()).filter(|node| is(*node, &["tr"])) {
            self.row += 1;
            let is_hidden = row.value().as_element().is_some_and(is_hidden);
            let mut says = false;
            let mut column = 0;
            self.reaching.retain_mut(|cell| {
                let reaches = cell[2] > 0;
                cell[2] = cell[2].saturating_sub(1);
                reaches
            });
            let above = std::mem::take(&mut self.reaching);
            self.reaching.clone_from(&above);
            for cell in row.children().filter(|node| is(*node, &["td", "th"])) {
                if column >= limits::COLUMNS || left == 0 {
                    break;
                }
                while let Some([_, width, _]) = above.iter().find(|[begin, ..]| *begin == column) {
                    column += width;
                }
                let span = |name: &str| {
                    let written = cell.value().as_element().and_then(|element| element.attr(name));
                    written.and_then(|number| number.trim().parse::<usize>().ok()).unwrap_or(1)
                };
                let (width, rows) = (span("colspan").clamp(1, limits::COLUMNS), span("rowspan").clamp(1, ROWS));
                if rows > 1 && self.reaching.len() < limits::COLUMNS {
                    self.reaching.push([column, width, rows - 1]);
                    self.grid.merge([self.row, column, self.row + rows - 1, column]);
                }
                let read = CellText::of(cell, &mut left);
                says |= !read.text.is_empty();
                if !is_hidden {
                    self.take(column, read, cell);
                }
                column += width;
            }
            self.hidden_rows += usize::from(is_hidden && says);
        }
        left
    }

    fn take(&mut self, column: usize, read: CellText, cell: NodeRef<'_, Node>) {
        if read.text.is_empty() && !read.has_markup {
            return;
        }
        if let Some(href) = read.href {
            self.grid.link(self.row, column, href);
        }
        let element = ElementRef::wrap(cell);
        let serial = element.and_then(|of| of.attr("x:num")).and_then(|number| number.trim().parse::<f64>().ok());
        if let Some(day) = serial.and_then(|serial| day(serial, "yyyy-mm-dd", false)) {
            self.grid.day(self.row, column, day);
        }
        if let Some(element) = element.filter(|_| read.has_markup) {
            self.grid.markup(self.row, column, element.inner_html());
        }
        self.grid.put(self.row, column, read.text);
    }
}

/// What a cell shows.
#[derive(Default)]
struct CellText {
    text: String,
    /// Where its first link leads.
    href: Option<String>,
    /// Whether it has more than words and the ends of lines.
    has_markup: bool,
}

impl CellText {
    /// That of a cell; `left` are the nodes that may still be walked through.
    fn of(cell: NodeRef<'_, Node>, left: &mut usize) -> Self {
        let (mut read, mut raw, mut unseen) = (Self::default(), String::new(), 0_usize);
        for edge in cell.traverse() {
            let Some(fewer) = left.checked_sub(1) else { break };
            *left = fewer;
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Text(text) if unseen == 0 => raw.push_str(&text.replace(['\n', '\r', '\t'], " ")),
                    Node::Element(element) => {
                        unseen += usize::from(is_unseen(element));
                        read.has_markup |= KEPT.contains(&element.name());
                        let href = || element.attr("href").map(str::to_owned);
                        read.href = read.href.take().or_else(href);
                        raw.extend(BLOCKS.contains(&element.name()).then_some('\n'));
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    if let Node::Element(element) = node.value() {
                        unseen = unseen.saturating_sub(usize::from(is_unseen(element)));
                        raw.extend((BLOCKS.contains(&element.name()) && element.name() != "br").then_some('\n'));
                        raw.extend(matches!(element.name(), "td" | "th").then_some('\t'));
                    }
                }
            }
        }
        let lines = raw.lines().map(tidy_line).filter(|line| !line.is_empty());
        read.text = lines.collect::<Vec<_>>().join("\n");
        read
    }
}

fn is_unseen(element: &Element) -> bool {
    UNSEEN.contains(&element.name()) || is_hidden(element)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(markup: &str) -> PageSheets {
        PageSheets::find(markup, &sheet_names(markup), &FieldNames::default())
    }

    #[test]
    fn tables_of_bulletins_are_sheets() {
        let read = found(
            "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>停航</x:Name></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--><style>td{mso-number-format:\"\\@\"}</style></head><body><h3>导出</h3><table>\
            <tr><td colspan=5>枕溪县公告一览</td></tr>\
            <tr><th>序号<th>标题<th>发布<br>日期<th>发文机关<th>正文</tr>\
            <tr><td>1<td><a href='http://zhenxi.example/3.html'>渡口停航公告</a><td x:num=\"44715\">6月3日<td rowspan=2>枕溪县航务局<td>停航三天。<br style='mso-data-placement:same-cell'>请转告。</tr>\
            <tr><td>2<td>渡口复航公告<td>2022-06-06<td><p>恢复通航。</p><table><tr><td>渡口<td>时间</table></tr>\
            <tr style='display:none'><td>3<td>藏<td><td><td>藏。</tr></table></body></html>",
        );
        let [sheet] = &read.sheets[..] else { panic!("{read:?}") };
        assert_eq!((sheet.name.as_deref(), sheet.above.as_str()), (Some("停航"), "枕溪县公告一览 导出"));
        assert_eq!(sheet.columns, ["序号", "标题", "发布日期", "发文机关", "正文", "链接"]);
        let first =
            ["1", "渡口停航公告", "2022-06-03", "枕溪县航务局", "停航三天。\n请转告。", "http://zhenxi.example/3.html"];
        assert_eq!(sheet.rows[0].cells, first);
        let second = &sheet.rows[1].cells;
        assert_eq!((second[1].as_str(), second[3].as_str()), ("渡口复航公告", "枕溪县航务局"));
        assert!(second[4].starts_with("<p>恢复通航。</p><table>"), "{second:?}");
        assert_eq!((sheet.rows.len(), read.hidden_rows), (2, 1));
    }

    #[test]
    fn other_tables_are_none() {
        for markup in [
            "<table><tr><td>项目<td>金额</tr><tr><td>清淤<td>12</tr></table>",
            "<table><tr><td>标题<td>日期</tr><tr><td>渡口停航公告<td>2022-06-03</tr></table>",
            "<p>标题、正文</p>",
        ] {
            assert!(found(markup).sheets.is_empty(), "{markup}");
        }
        // A table within one that lays out the page.
        let inner = "<table><tr><td>标题<td>正文</tr><tr><td>渡口停航公告<td>停航三天。</tr></table>";
        let read = found(&format!("<table><tr><td>{inner}</td></tr></table>{inner}"));
        assert_eq!(read.sheets.iter().map(|sheet| sheet.rows.len()).collect::<Vec<_>>(), [1, 1]);
    }

    #[test]
    fn hostile_tables_end() {
        let deep = "<table><tr><td>标题<td>".repeat(3_000);
        let wide = format!("<table>{}", "<tr><td rowspan=999999999 colspan=999999999>标题<td>正文".repeat(5_000));
        for markup in [deep, wide] {
            assert!(found(&markup).sheets.len() < 2);
        }
    }
}
