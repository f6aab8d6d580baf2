//! CSV (RFC 4180) that spreadsheets open as it is: UTF-8 with a byte order mark, and no cell that is a formula.

use serde_json::{Map, Value};

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// What a formula begins with, in either width: a spreadsheet would compute it, and may send away what it reads.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The first line: the names of the columns.
pub fn head(out: &mut Vec<u8>, columns: impl Iterator<Item = &'static str>) {
    out.extend(BYTE_ORDER_MARK);
    line(out, columns.map(str::to_owned));
}

/// The line of a result.
pub fn row(out: &mut Vec<u8>, fields: &Map<String, Value>) {
    line(out, fields.values().map(cell));
}

/// A line of cells.
pub fn line(out: &mut Vec<u8>, cells: impl Iterator<Item = String>) {
    for (number, text) in cells.enumerate() {
        if number > 0 {
            out.push(b',');
        }
        let text = harmless(&text);
        if text.contains(['"', ',', '\n', '\r']) {
            out.push(b'"');
            out.extend(text.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend(text.as_bytes());
        }
    }
    out.extend(b"\r\n");
}

/// A value as a text: a list is parted by semicolons, a paragraph is a line, of addresses and highlights there is
/// the one that tells most.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().map(cell).collect();
            let separator = if texts.iter().any(|text| text.chars().count() > 60) { "\n" } else { "; " };
            texts.join(separator)
        }
        Value::Object(object) => {
            let telling = ["self", "body", "text", "title"].into_iter().find_map(|key| object.get(key));
            telling.map_or_else(|| value.to_string(), cell)
        }
    }
}

/// The text so that no spreadsheet takes it for a formula: an apostrophe before what would begin one, also after
/// blanks, which some of them skip. Numbers are numbers.
fn harmless(text: &str) -> String {
    let begins = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let blank = text.starts_with(['\t', '\r', '\n']);
    let formula = begins.starts_with(FORMULA) && begins.parse::<f64>().is_err();
    if formula || blank { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: Value, expected: &str) {
        let mut out = Vec::new();
        row(&mut out, &[("a".to_owned(), value), ("b".to_owned(), 1.into())].into_iter().collect());
        assert_eq!(String::from_utf8(out).unwrap(), format!("{expected},1\r\n"));
    }

    #[test]
    fn cells_are_quoted_where_they_must_be_and_never_formulas() {
        check("防汛".into(), "防汛");
        check("甲,乙".into(), "\"甲,乙\"");
        check("甲\"乙\"".into(), "\"甲\"\"乙\"\"\"");
        check(vec!["甲", "乙"].into(), "甲; 乙");
        check(Value::Null, "");
        check("=1+1".into(), "'=1+1");
        check(" @SUM(A1)".into(), "' @SUM(A1)");
        check("-2+3".into(), "'-2+3");
        check("＝HYPERLINK(1)".into(), "'＝HYPERLINK(1)");
        check("\t=1".into(), "'\t=1");
        check((-1.5).into(), "-1.5");
        check("2020-02-04".into(), "2020-02-04");
    }
}
