//! A JSON document: an object is one bulletin, an array is several, and either may be wrapped in what an interface answers
//! with: `{"code": 0, "data": {"list": […]}}`. A file that is really JSON Lines is read as that.

use std::borrow::Cow;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::field_names::FieldNames;
use super::jsonl::parse_line_with;
use super::record::is_record;
use crate::ingest::draft::{Draft, Rejection};

/// Objects within objects that are looked into for records.
const MAX_DEPTH: usize = 6;

/// A bulletin of a JSON document, with its place among the others, from 1, and its bytes.
pub type Numbered<'a> = (u64, Cow<'a, [u8]>, Result<Draft, Rejection>);

/// The records of a document.
pub struct Records<'a> {
    /// Each, read.
    pub records: Vec<Numbered<'a>>,
    /// Where they were found within the document, where they are wrapped: `data.list`.
    pub within: Option<String>,
}

/// Reads a JSON document.
///
/// # Errors
/// What is wrong with the document as a whole, and the line where that is known.
pub fn parse_json<'a>(bytes: &'a [u8], names: &FieldNames) -> Result<Records<'a>, (Option<u64>, Rejection)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let read = |(number, item): (u64, &'a [u8])| (number, Cow::from(item), parse_line_with(item, names));
    let plain = |records| Ok(Records { records, within: None });
    match serde_json::from_slice::<Vec<&RawValue>>(bytes) {
        Ok(items) => return plain((1..).zip(items.iter().map(|item| item.get().as_bytes())).map(read).collect()),
        Err(error) if bytes.trim_ascii_start().starts_with(b"[") => {
            let line = error.line() as u64;
            let reason = format!("不是完整的 JSON 数组：第 {line} 行第 {} 列有误", error.column());
            return Err((Some(line), Rejection::new(reason, "请检查引号、逗号和括号")));
        }
        Err(_) => {}
    }
    if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(bytes) {
        let wrapped = (!is_record(&object, names)).then(|| wrapped(&object, names)).flatten();
        let Some((within, items)) = wrapped else { return plain(vec![read((1, bytes))]) };
        let items = items.iter().filter_map(|item| serde_json::to_vec(item).ok());
        let read = |(number, item): (u64, Vec<u8>)| {
            let draft = parse_line_with(&item, names);
            (number, Cow::from(item), draft)
        };
        return Ok(Records { records: (1..).zip(items).map(read).collect(), within: Some(within) });
    }
    let lines = (1..).zip(bytes.split(|b| *b == b'\n'));
    plain(lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(read).collect())
}

/// The longest array within an object of which the first is a record, and the way there.
fn wrapped<'v>(object: &'v Map<String, Value>, names: &FieldNames) -> Option<(String, &'v Vec<Value>)> {
    let mut best: Option<(String, &Vec<Value>)> = None;
    let mut open: Vec<(String, usize, &Map<String, Value>)> = vec![(String::new(), 0, object)];
    while let Some((way, depth, object)) = open.pop() {
        for (name, value) in object {
            let way = if way.is_empty() { name.clone() } else { format!("{way}.{name}") };
            match value {
                Value::Object(inner) if depth < MAX_DEPTH => open.push((way, depth + 1, inner)),
                Value::Array(items)
                    if best.as_ref().is_none_or(|(_, known)| items.len() > known.len())
                        && items.iter().any(|item| holds_record(item, names)) =>
                {
                    best = Some((way, items));
                }
                _ => {}
            }
        }
    }
    best
}

/// Whether a value is a record or wraps one.
fn holds_record(value: &Value, names: &FieldNames) -> bool {
    let Value::Object(object) = value else { return false };
    is_record(object, names) || object.values().filter_map(Value::as_object).any(|inner| is_record(inner, names))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;

    fn titles(document: &str) -> (Vec<String>, Option<String>) {
        let Records { records, within } = parse_json(document.as_bytes(), &FieldNames::default()).unwrap();
        let title = |draft: &Draft| draft.first(Field::Title).unwrap_or_default().to_owned();
        (records.iter().map(|(_, _, draft)| title(draft.as_ref().unwrap())).collect(), within)
    }

    #[test]
    fn records_are_found_in_what_wraps_them() {
        let check = |document: &str, expected: &[&str], within: Option<&str>| {
            let (titles, found) = titles(document);
            assert_eq!(
                (titles.iter().map(String::as_str).collect::<Vec<_>>(), found.as_deref()),
                (expected.to_vec(), within),
                "{document}"
            );
        };
        check(
            r#"{"code":0,"data":{"list":[{"title":"甲"},{"title":"乙"}],"menu":[{"title":"首页"}]}}"#,
            &["甲", "乙"],
            Some("data.list"),
        );
        check(r#"{"hits":{"hits":[{"_id":1,"_source":{"title":"甲"}}]}}"#, &["甲"], Some("hits.hits"));
        check(r#"[{"_id":1,"_source":{"标题":"甲"}}]"#, &["甲"], None);
        check(r#"{"title":"甲","files":[{"title":"附件"}]}"#, &["甲"], None);
        check("{\"title\":\"甲\"}\n{\"title\":\"乙\"}", &["甲", "乙"], None);
        check(r#"{"data":{"title":"甲"}}"#, &["甲"], None);
    }
}
