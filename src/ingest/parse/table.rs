//! A table is a file with a bulletin a row, under the names in its first row: CSV as crawlers and spreadsheets write it.
//! RFC 4180, with any of `,` `;` tab and `|` between cells, in UTF-8, UTF-16 or an encoding of the country.

use serde_json::{Map, Value};

use super::charset;
use super::columns::{Columns, MAX_COLUMNS};
use super::field_names::FieldNames;
use super::record;
use crate::ingest::draft::{Draft, Rejection};

/// What may stand between cells, the likeliest first.
const DELIMITERS: &[u8] = b",\t;|";

/// A row, with the line at which it begins, from 1, and its values as a line of JSON.
pub struct Row {
    /// The line.
    pub line: u64,
    /// Its values.
    pub json: Vec<u8>,
    /// What it says.
    pub draft: Result<Draft, Rejection>,
}

/// A table of which the first row has been read.
pub struct Table {
    text: String,
    delimiter: u8,
    columns: Columns,
    /// The encoding, where it is not UTF-8.
    pub encoding: Option<String>,
}

impl Table {
    /// Reads the first row.
    ///
    /// # Errors
    /// Where its names mean no bulletins, with what to do.
    pub fn new(bytes: &[u8], names: &FieldNames) -> Result<Self, Rejection> {
        let decoded = charset::decode_plain(bytes);
        let is_known = decoded.encoding == "utf-8" || charset::is_chinese(&decoded.encoding);
        if !is_known || decoded.replaced * 10 > decoded.text.chars().count() {
            return Err(Rejection::new("大部分字节无法识别为文字", "请另存为 UTF-8 编码的 CSV 再导入"));
        }
        let encoding = (decoded.encoding != "utf-8").then_some(decoded.encoding);
        let text = decoded.text;
        let delimiter = delimiter(&text);
        let columns = match reader(&text, delimiter).records().next() {
            Some(header) => Columns::new(header.map_err(|error| broken(&error))?.iter()),
            None => Columns::default(),
        };
        if columns.are_of_bulletins(names) {
            return Ok(Self { text, delimiter, columns, encoding });
        }
        Err(Rejection::new(
            format!("表头里没有认出标题或正文（表头：{}）", columns.listed()),
            "第一行须是各列的名字；可以指定，如 --map 标题=列名 --map 正文=列名",
        ))
    }

    /// For each column the field that it means, if any, in words.
    pub fn mapping(&self, names: &FieldNames) -> String {
        self.columns.mapping(names)
    }

    /// Its rows, until `each` says that it is enough. Empty rows are passed over.
    pub fn rows(&self, names: &FieldNames, mut each: impl FnMut(Row) -> bool) {
        let mut reader = reader(&self.text, self.delimiter);
        for row in reader.records().skip(1) {
            let row = match row {
                Ok(row) => row,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    each(Row { line, json: Vec::new(), draft: Err(broken(&error)) });
                    return;
                }
            };
            let Some(values) = self.columns.values(row.iter()) else { continue };
            let line = row.position().map_or(0, csv::Position::line);
            let expected = self.columns.count();
            let beyond = row.iter().skip(expected).filter(|cell| !cell.trim().is_empty()).count();
            let draft = if beyond > 0 && expected < MAX_COLUMNS {
                Err(Rejection::new(
                    format!("这一行有 {} 格，表头只有 {expected} 列", row.len()),
                    "请检查引号与分隔符是否成对、是否用对",
                ))
            } else {
                record::parse(&values, record::TABLE, names)
            };
            let json = serde_json::to_vec(&values).unwrap_or_default();
            if !each(Row { line, json, draft }) {
                return;
            }
        }
    }
}

/// Reads the cells of a row: its values as JSON, by which it is read again, and what it says; `None` where it says nothing.
pub fn read_row<'c>(
    columns: &Columns,
    cells: impl Iterator<Item = &'c str>,
    names: &FieldNames,
) -> Option<(Vec<u8>, Result<Draft, Rejection>)> {
    let values = columns.values(cells)?;
    let draft = record::parse(&values, record::TABLE, names);
    Some((serde_json::to_vec(&values).unwrap_or_default(), draft))
}

/// Reads a row that was kept as JSON.
///
/// # Errors
/// A field whose value cannot be one, by name.
pub fn parse_row(json: &[u8], names: &FieldNames) -> Result<Draft, Rejection> {
    let values: Map<String, Value> = serde_json::from_slice(json)
        .map_err(|error| Rejection::new(format!("不是一行的内容：{}", record::plain(&error)), "请重新导入这个文件"))?;
    record::parse(&values, record::TABLE, names)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn broken(error: &csv::Error) -> Rejection {
    Rejection::new(format!("表格读不下去：{error}"), "请另存为 UTF-8 编码、逗号分隔的 CSV 再导入")
}

/// What stands between the cells of the first line.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: &u8| line.bytes().filter(|byte| byte == delimiter).count();
    // Of equal counts the likeliest.
    DELIMITERS.iter().rev().copied().max_by_key(count).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;

    fn rows(bytes: &[u8], names: &FieldNames) -> Vec<(u64, Result<Draft, Rejection>)> {
        let mut rows = Vec::new();
        Table::new(bytes, names).unwrap().rows(names, |row| {
            rows.push((row.line, row.draft));
            true
        });
        rows
    }

    #[test]
    fn each_row_is_a_bulletin() {
        let names = FieldNames::default();
        let text = "\u{FEFF}标题,发布日期,文号,正文,点击\n停水公告,2021/3/4,青水发〔2021〕3号,\"城北停水。\n请转告。\",7\n,,,,\n停电公告,2021-03-05,,城南停电。,9\n";
        let (gbk, _, _) = encoding_rs::GB18030.encode(text.trim_start_matches('\u{FEFF}'));
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let tabs = text.replace(',', "\t");
        for bytes in [text.as_bytes(), &gbk, &utf16, tabs.as_bytes()] {
            let rows = rows(bytes, &names);
            let [(2, Ok(first)), (5, Ok(second))] = &rows[..] else { panic!("{rows:?}") };
            assert_eq!(first.paragraphs, ["城北停水。", "请转告。"]);
            assert_eq!(first.first(Field::PublishedOn), Some("2021/3/4"));
            assert_eq!(first.first(Field::DocumentNumber), Some("青水发〔2021〕3号"));
            assert_eq!(first.unread, ["点击"]);
            assert_eq!(second.first(Field::Title), Some("停电公告"));
        }
    }

    #[test]
    fn rows_that_do_not_fit_are_told() {
        let names = FieldNames::default();
        let rows = rows("title,body\n甲,一,二\n乙,三\n".as_bytes(), &names);
        assert!(rows[0].1.as_ref().unwrap_err().to_string().contains("有 3 格"));
        assert!(rows[1].1.is_ok());
    }

    #[test]
    fn other_tables_are_none_of_bulletins() {
        let names = FieldNames::default();
        let error = Table::new("年份,产量\n2020,3\n".as_bytes(), &names).err().unwrap().to_string();
        assert!(error.contains("表头：年份、产量") && error.contains("--map"), "{error}");
        let own = FieldNames::new(["标题=年份"]).unwrap();
        let table = Table::new("年份,产量\n2020,3\n".as_bytes(), &own).unwrap();
        assert_eq!(table.mapping(&own), "年份 → 标题，产量（不读）");
    }
}
