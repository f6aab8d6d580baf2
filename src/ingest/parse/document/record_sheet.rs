//! A [`RecordSheet`] is a sheet with a bulletin a row, under the names of its columns, as those who gather bulletins in a
//! spreadsheet keep it. Any other sheet (a budget, a list of names) is a text like others.

use serde::{Deserialize, Serialize};

use super::grid::{Grid, GridRow};
use crate::ingest::parse::columns::{Columns, MAX_COLUMNS};
use crate::ingest::parse::field_names::FieldNames;
use crate::model::{Field, PartialDate};

/// Rows among which the names are looked for: a heading and a remark may stand above them.
const HEAD_ROWS: usize = 10;

/// Lines that the names of columns may take, where some are grouped.
const NAME_ROWS: usize = 3;

/// Characters that are told of what stands above the names.
const ABOVE_CHARS: usize = 80;

/// Names for the column of the links that titles have.
const LINK_NAMES: &[&str] = &["链接", "网址", "url", "原文链接"];

/// A row of such a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRow {
    /// Its number, from 1, as the program shows it.
    pub number: u64,
    /// What its cells show, by column.
    pub cells: Vec<String>,
}

/// A sheet with a bulletin a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSheet {
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// What stands above the names of its columns.
    #[serde(default)]
    pub above: String,
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Columns beyond those that are read.
    #[serde(default)]
    pub more_columns: usize,
    /// Its rows.
    pub rows: Vec<RecordRow>,
}

impl RecordSheet {
    /// A sheet as one with a bulletin a row, where names above its columns say that it is: they name a title and a body, or
    /// one of these in a table of which the operator has said what some name means.
    pub fn find(name: Option<&str>, grid: &Grid, names: &FieldNames) -> Option<Self> {
        let rows = grid.rows();
        let head = head(rows, names)?;
        let mut used = grid.columns();
        let more_columns = used.len().saturating_sub(MAX_COLUMNS);
        used.truncate(MAX_COLUMNS);
        let written = used.iter().map(|column| cell(&rows[head], *column));
        let columns = Columns::new(written);
        let mut sheet = Self {
            name: name.map(str::to_owned),
            above: above(&rows[..head], names),
            more_columns,
            columns: columns.names().to_vec(),
            rows: Vec::new(),
        };
        let fields: Vec<Option<Field>> =
            columns.names().iter().map(|name| names.get(name).map(|named| named.field)).collect();
        let reader = Reader { grid, used: &used, fields: &fields };
        // The names may be repeated where a page begins.
        let own = rows[head + 1..].iter().filter(|row| row.1 != rows[head].1);
        let own: Vec<&GridRow> = own.collect();
        sheet.rows = own.iter().map(|row| reader.row(row)).collect();
        if let (None, Some(title)) = (reader.place(Field::Url), reader.place(Field::Title)) {
            sheet.add_links(own.iter().map(|row| grid.link_at(row.0, used[title])), names);
        }
        (!sheet.rows.is_empty()).then_some(sheet)
    }

    /// Its columns.
    pub fn columns(&self) -> Columns {
        Columns::new(self.columns.iter().map(String::as_str))
    }

    /// Takes the links that titles have for the addresses of the bulletins.
    fn add_links<'l>(&mut self, links: impl Iterator<Item = Option<&'l str>>, names: &FieldNames) {
        let links: Vec<Option<&str>> = links.map(|link| link.filter(|link| is_address(link))).collect();
        let means_url = |name: &&&str| names.get(name).is_some_and(|named| named.field == Field::Url);
        let Some(name) = LINK_NAMES.iter().find(means_url).filter(|_| links.iter().any(Option::is_some)) else {
            return;
        };
        let at = self.columns.len();
        if at >= MAX_COLUMNS || self.columns.iter().any(|known| known == name) {
            return;
        }
        self.columns.push((*name).to_owned());
        for (row, link) in self.rows.iter_mut().zip(links) {
            if let Some(link) = link {
                row.cells.resize(at, String::new());
                row.cells.push(link.to_owned());
            }
        }
    }
}

/// Where the names of columns stand.
fn head(rows: &[GridRow], names: &FieldNames) -> Option<usize> {
    let is_head = |row: &GridRow| {
        let means =
            |wanted: Field| row.1.iter().any(|(_, text)| names.get(text).is_some_and(|named| named.field == wanted));
        let (title, body) = (means(Field::Title), means(Field::Body));
        row.1.len() > 1 && (title && body || (title || body) && row.1.iter().any(|(_, text)| names.is_own(text)))
    };
    let first = rows.iter().take(HEAD_ROWS).position(is_head)?;
    // Names that are grouped stand in two lines, of which the lower tells more.
    let more = rows[first + 1..].iter().take(NAME_ROWS - 1).take_while(|row| is_head(row)).count();
    Some(first + more)
}

/// What stands above the names, as far as it is no name itself.
fn above(rows: &[GridRow], names: &FieldNames) -> String {
    let texts = rows.iter().flat_map(|(_, cells)| cells).map(|(_, text)| text.trim());
    let mut texts: Vec<&str> = texts.filter(|text| !names.means_field(text)).collect();
    texts.dedup();
    texts.join(" ").chars().map(|c| if c.is_control() { ' ' } else { c }).take(ABOVE_CHARS).collect()
}

fn cell(row: &GridRow, column: usize) -> &str {
    let at = row.1.binary_search_by_key(&column, |(known, _)| *known);
    at.map_or("", |at| row.1[at].1.as_str())
}

fn is_address(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("http://") || text.starts_with("https://")
}

struct Reader<'g> {
    grid: &'g Grid,
    used: &'g [usize],
    fields: &'g [Option<Field>],
}

impl Reader<'_> {
    /// The first column that means a field.
    fn place(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|known| *known == Some(field))
    }

    fn row(&self, row: &GridRow) -> RecordRow {
        let mut cells: Vec<String> = Vec::with_capacity(self.used.len());
        for (column, field) in self.used.iter().zip(self.fields) {
            cells.push(self.value(row, *column, *field));
        }
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        cells.truncate(filled);
        RecordRow { number: row.0 as u64, cells }
    }

    /// What a cell says: as it is shown, but for addresses that stand behind other words, days that are not wholly
    /// shown, and texts with tables and the like.
    fn value(&self, row: &GridRow, column: usize, field: Option<Field>) -> String {
        let text = cell(row, column).trim();
        let instead = match field {
            Some(Field::Url | Field::Attachments) if !text.contains("://") => {
                self.grid.link_at(row.0, column).filter(|link| is_address(link))
            }
            Some(Field::Body) => self.grid.markup_at(row.0, column),
            Some(Field::PublishedOn | Field::PublishedAt | Field::IssuedOn) => {
                let shown = text.parse::<PartialDate>().map(|date| date.to_string());
                self.grid.day_at(row.0, column).filter(|day| !shown.is_ok_and(|shown| day.starts_with(&shown)))
            }
            _ => None,
        };
        instead.unwrap_or(text).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        let mut grid = Grid::default();
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                grid.put(row + 1, column, (*text).to_owned());
            }
        }
        grid.settle();
        grid
    }

    fn found(rows: &[&[&str]]) -> Option<RecordSheet> {
        RecordSheet::find(Some("公告"), &grid(rows), &FieldNames::default())
    }

    #[test]
    fn a_sheet_under_names_of_bulletins_is_read_by_rows() {
        let rows: &[&[&str]] = &[
            &["枕溪县公告一览"],
            &["单位：篇", "", "2022年"],
            &["序号", "标 题", "", "正文"],
            &["1", "渡口停航公告", "备", "停航三天。\n请转告。"],
            &[],
            &["序号", "标 题", "", "正文"],
            &["2", "渡口复航公告", "", "恢复通航。"],
        ];
        let sheet = found(rows).unwrap();
        assert_eq!(sheet.columns, ["序号", "标题", "第3列", "正文"]);
        assert_eq!(sheet.above, "枕溪县公告一览 单位：篇 2022年");
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [4, 7]);
        assert_eq!(sheet.rows[0].cells, ["1", "渡口停航公告", "备", "停航三天。\n请转告。"]);
    }

    #[test]
    fn other_sheets_are_texts() {
        assert_eq!(found(&[&["姓名", "单位"], &["陆青禾", "枕溪县航务局"]]), None);
        assert_eq!(found(&[&["标题", "日期"], &["渡口停航公告", "2022-06-03"]]), None);
        assert_eq!(found(&[&["标题", "正文"]]), None, "names without rows");
        let own = FieldNames::new(["标题=事项"]).unwrap();
        let sheet = grid(&[&["事项", "日期"], &["渡口停航公告", "2022-06-03"]]);
        assert!(RecordSheet::find(None, &sheet, &own).is_some());
        assert_eq!(RecordSheet::find(None, &sheet, &FieldNames::default()), None);
    }

    #[test]
    fn grouped_names_links_and_days_are_read() {
        let mut sheet = grid(&[
            &["标题", "发布", "", "正文", "附件"],
            &["标题", "日期", "来源", "正文", "附件"],
            &["渡口停航公告", "6月3日", "枕溪县航务局", "停航三天。", "名单"],
            &["渡口复航公告", "2022年6月", "枕溪县航务局", "恢复通航。"],
        ]);
        sheet.link(3, 0, "http://zhenxi.example/3.html".to_owned());
        sheet.link(3, 4, "http://zhenxi.example/f/mingdan.pdf".to_owned());
        sheet.link(4, 0, "javascript:void(0)".to_owned());
        sheet.day(3, 1, "2022-06-03".to_owned());
        sheet.day(4, 1, "2022-06-01".to_owned());
        let sheet = RecordSheet::find(None, &sheet, &FieldNames::default()).unwrap();
        assert_eq!(sheet.columns, ["标题", "日期", "来源", "正文", "附件", "链接"]);
        let first = &sheet.rows[0].cells;
        assert_eq!((first[1].as_str(), first[4].as_str()), ("2022-06-03", "http://zhenxi.example/f/mingdan.pdf"));
        assert_eq!(first[5], "http://zhenxi.example/3.html");
        assert_eq!(sheet.rows[1].cells, ["渡口复航公告", "2022年6月", "枕溪县航务局", "恢复通航。"]);
    }
}
