//! A JSON document: an object is one bulletin, an array is several, and either may be wrapped in what an interface answers
//! with: `{"code": 0, "data": {"list": […]}}`. A file that is really JSON Lines is read as that.

use std::borrow::Cow;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::field_names::FieldNames;
use super::jsonl::parse_line_with;
use super::wrapped::{self, Found};
use crate::ingest::draft::{Draft, Rejection};

/// Bytes within which a script names what it sets.
const SCRIPT_BYTES: usize = 120;

/// A bulletin of a JSON document, with its place among the others, from 1, and its bytes.
pub type Numbered<'a> = (u64, Cow<'a, [u8]>, Result<Draft, Rejection>);

/// The records of a document.
pub struct Records<'a> {
    /// Each, read.
    pub records: Vec<Numbered<'a>>,
    /// Where they were found within the document, where they are wrapped: `data.list`.
    pub within: Option<String>,
    /// Records elsewhere in it that are not read, in words.
    pub left: Option<String>,
}

/// Reads a JSON document.
///
/// # Errors
/// What is wrong with the document as a whole, and the line where that is known.
pub fn parse_json<'a>(bytes: &'a [u8], names: &FieldNames) -> Result<Records<'a>, (Option<u64>, Rejection)> {
    let bytes = of_script(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    let read = |(number, item): (u64, &'a [u8])| (number, Cow::from(item), parse_line_with(item, names));
    let plain = |records| Ok(Records { records, within: None, left: None });
    let read_all = |items: Vec<Value>| -> Vec<Numbered<'a>> {
        let items = items.iter().filter_map(|item| serde_json::to_vec(item).ok());
        let read = |(number, item): (u64, Vec<u8>)| {
            let draft = parse_line_with(&item, names);
            (number, Cow::from(item), draft)
        };
        (1..).zip(items).map(read).collect()
    };
    match serde_json::from_slice::<Vec<&RawValue>>(bytes) {
        Ok(items)
            if items.first().is_some_and(|item| item.get().starts_with('['))
                && let Some(records) = rows(bytes, names) =>
        {
            return plain(read_all(records));
        }
        Ok(items) => return plain((1..).zip(items.iter().map(|item| item.get().as_bytes())).map(read).collect()),
        Err(error) if bytes.trim_ascii_start().starts_with(b"[") => {
            let line = error.line() as u64;
            let reason = format!("不是完整的 JSON 数组：第 {line} 行第 {} 列有误", error.column());
            return Err((Some(line), Rejection::new(reason, "请检查引号、逗号和括号")));
        }
        Err(_) => {}
    }
    if let Ok(object) = serde_json::from_slice::<Map<String, Value>>(bytes) {
        let Some(Found { items, within, left }) = wrapped::records(&object, names) else {
            return plain(vec![read((1, bytes))]);
        };
        return Ok(Records { records: read_all(items), within: Some(within), left });
    }
    let lines = (1..).zip(bytes.split(|b| *b == b'\n'));
    plain(lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(read).collect())
}

/// The records of an array of arrays, the first of which has the names.
fn rows(bytes: &[u8], names: &FieldNames) -> Option<Vec<Value>> {
    wrapped::of_rows(None, &serde_json::from_slice::<Vec<Value>>(bytes).ok()?, names)
}

/// What a script hands over: `callback([…]);`, `var data = […];`.
fn of_script(bytes: &[u8]) -> &[u8] {
    let trimmed = bytes.trim_ascii();
    let Some(at) = trimmed.iter().take(SCRIPT_BYTES).position(|byte| matches!(byte, b'[' | b'{')) else { return bytes };
    let before = trimmed[..at].trim_ascii_end();
    let named = before.strip_suffix(b"=").or_else(|| before.strip_suffix(b"("));
    let is_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.') || byte.is_ascii_whitespace();
    if !named.is_some_and(|name| name.iter().all(is_name)) {
        return bytes;
    }
    let end = trimmed.iter().rposition(|byte| matches!(byte, b']' | b'}')).map_or(trimmed.len(), |end| end + 1);
    trimmed.get(at..end).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;

    fn titles(document: &str) -> (Vec<String>, Option<String>) {
        let Records { records, within, .. } = parse_json(document.as_bytes(), &FieldNames::default()).unwrap();
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
        check(r#"{"data":{"title":"甲"}}"#, &["甲"], Some("data"));
        let body = r#""content":"停水。""#;
        let one = |title: &str| format!(r#"{{"title":"{title}",{body}}}"#);
        let (a, b) = (one("甲"), one("乙"));
        check(&format!(r#"{{"a":{{"list":[{a}]}},"b":{{"list":[{b}]}}}}"#), &["甲", "乙"], Some("a.list、b.list"));
        check(&format!(r#"{{"1001":{a},"1002":{b}}}"#), &["甲", "乙"], Some("1001……1002"));
        let near = r#""next":{"title":"下一篇"}"#;
        check(&format!(r#"{{"data":{{"article":{a},{near}}}}}"#), &["甲"], Some("data.article"));
        check(&format!(r#"{{"title":"停水公告汇集","items":[{a},{b}]}}"#), &["甲", "乙"], Some("items"));
        check(
            &format!(r#"{{"list":[{{"name":"通知","docs":[{a}]}},{{"name":"公告","docs":[{b}]}}]}}"#),
            &["甲", "乙"],
            Some("list.docs"),
        );
        check(&serde_json::json!({"code": 0, "data": format!("[{a}]")}).to_string(), &["甲"], Some("data"));
        check(r#"[["标题","正文"],["甲","停水。"]]"#, &["甲"], None);
        check(r#"{"columns":["标题","正文"],"data":[["甲","停水。"]]}"#, &["甲"], Some("data"));
        check(&format!("callback([{a}]);"), &["甲"], None);
        check(&format!("var list = [{a}, {b}];\n"), &["甲", "乙"], None);
    }

    #[test]
    fn lists_that_are_not_read_are_told() {
        let document = r#"{"list":[{"title":"甲","content":"停水。"}],"menu":[{"title":"首页"},{"title":"公告"}]}"#;
        let read = parse_json(document.as_bytes(), &FieldNames::default()).unwrap();
        assert_eq!((read.records.len(), read.left.as_deref()), (1, Some("menu（2 条）")));
    }
}
