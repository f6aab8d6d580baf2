//! A JSON document: an object is one bulletin, an array is several, and either may be wrapped in what an interface answers
//! with: `{"code": 0, "data": {"list": […]}}`. A file that is really JSON Lines is read as that.

use std::borrow::Cow;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::field_names::FieldNames;
use super::jsonl::{is_bulk_action, not_utf8, parse_line_with};
use super::record;
use super::slips::{is_bracket, without_slips};
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
    let error = match whole(bytes, names) {
        Ok(records) => return Ok(records),
        Err(error) => error,
    };
    let mended = without_slips(bytes);
    let listed = listed(mended.as_deref().unwrap_or(bytes));
    for mended in mended.into_iter().chain(listed) {
        if let Ok(records) = whole(&mended, names) {
            return Ok(records.mended());
        }
    }
    let is_line = |line: &[u8]| !line.trim_ascii().is_empty() && !is_bracket(line) && !is_bulk_action(line);
    let lines: Vec<(u64, &[u8])> = (1..).zip(bytes.split(|b| *b == b'\n')).filter(|(_, line)| is_line(line)).collect();
    let mut read = lines.iter().map(|(number, line)| (*number, Cow::from(*line), parse_line_with(line, names)));
    let first = read.next();
    let is_of_lines = |(_, _, draft): &Numbered<'_>| draft.is_ok();
    // One of many lines may be broken, the first as any other; a document over many lines has no line that is whole.
    if first.as_ref().is_none_or(is_of_lines) || lines.len() > 1 && lines.iter().any(|(_, line)| is_object(line)) {
        return Ok(Records::plain(first.into_iter().chain(read).collect()));
    }
    if let Some((at, rejection)) = not_utf8(bytes) {
        let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
        return Err((Some(line), rejection));
    }
    let line = error.line() as u64;
    let what = if bytes.trim_ascii_start().starts_with(b"[") { "JSON 数组" } else { "JSON 文档" };
    let reason = format!("不是完整的 {what}：第 {line} 行第 {} 列有误，{}", error.column(), record::plain(&error));
    Err((Some(line), Rejection::new(reason, "请检查那里的引号、逗号和括号；名称和文字都须在双引号里")))
}

/// Reads a document that is an array or an object.
fn whole<'a>(bytes: &'a [u8], names: &FieldNames) -> Result<Records<'a>, serde_json::Error> {
    let read = |(number, item): (u64, &'a [u8])| (number, Cow::from(item), parse_line_with(item, names));
    if bytes.trim_ascii_start().starts_with(b"[") {
        let items = serde_json::from_slice::<Vec<&RawValue>>(bytes)?;
        let is_of_rows = items.first().is_some_and(|item| item.get().starts_with('['));
        if let Some(records) = is_of_rows.then(|| rows(bytes, names)).flatten() {
            return Ok(Records::plain(read_all(&records, names)));
        }
        return Ok(Records::plain((1..).zip(items.iter().map(|item| item.get().as_bytes())).map(read).collect()));
    }
    let object = serde_json::from_slice::<Map<String, Value>>(bytes)?;
    let Some(Found { items, within, left }) = wrapped::records(&object, names) else {
        return Ok(Records::plain(vec![read((1, bytes))]));
    };
    Ok(Records { records: read_all(&items, names), within: Some(within), left })
}

fn read_all<'a>(items: &[Value], names: &FieldNames) -> Vec<Numbered<'a>> {
    let items = items.iter().filter_map(|item| serde_json::to_vec(item).ok());
    let read = |(number, item): (u64, Vec<u8>)| {
        let draft = parse_line_with(&item, names);
        (number, Cow::from(item), draft)
    };
    (1..).zip(items).map(read).collect()
}

/// Objects over several lines one behind the other, with or without commas between them, as the array that they would be.
fn listed(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = bytes.trim_ascii();
    // Objects of a line each keep the numbers of their lines.
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    if !bytes.starts_with(b"{") || is_object(first) || is_bulk_action(first) {
        return None;
    }
    let items: Option<Vec<&RawValue>> =
        serde_json::Deserializer::from_slice(bytes).into_iter::<&RawValue>().map(Result::ok).collect();
    let between = match items {
        Some(items) => items.iter().map(|item| item.get()).collect::<Vec<_>>().join(",").into_bytes(),
        None => bytes.to_vec(),
    };
    Some([b"[", between.as_slice(), b"]"].concat())
}

fn is_object(line: &[u8]) -> bool {
    let line = line.trim_ascii().strip_suffix(b",").unwrap_or(line.trim_ascii());
    serde_json::from_slice::<Map<String, Value>>(line).is_ok()
}

impl<'a> Records<'a> {
    fn plain(records: Vec<Numbered<'a>>) -> Self {
        Self { records, within: None, left: None }
    }

    /// The same, read without signs that mean nothing.
    fn mended<'b>(self) -> Records<'b> {
        let owned = |(number, bytes, draft): Numbered<'a>| {
            let draft = draft.map(|draft| Draft { has_slips: true, ..draft });
            (number, Cow::Owned(bytes.into_owned()), draft)
        };
        Records { records: self.records.into_iter().map(owned).collect(), within: self.within, left: self.left }
    }
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
    fn slips_are_passed_over_and_other_faults_told() {
        let a = r#"{"title":"甲","content":"停水。"}"#;
        let b = r#"{"title":"乙","content":"停电。"}"#;
        let check = |document: &str, expected: &[&str], has_slips: bool| {
            let Records { records, .. } = parse_json(document.as_bytes(), &FieldNames::default()).unwrap();
            let drafts: Vec<&Draft> = records.iter().map(|(_, _, draft)| draft.as_ref().unwrap()).collect();
            assert_eq!(
                drafts.iter().filter_map(|draft| draft.first(Field::Title)).collect::<Vec<_>>(),
                expected,
                "{document}"
            );
            assert!(drafts.iter().all(|draft| draft.has_slips == has_slips), "{document}");
        };
        check(&format!("[{a},{b},]"), &["甲", "乙"], true);
        check(&format!("[{a},{b}],"), &["甲", "乙"], true);
        check(&format!("\u{FEFF}[{a}, // 第二条\n /* 乙 */ {b}]"), &["甲", "乙"], true);
        check(&format!("{a},\n{b},\n"), &["甲", "乙"], true);
        check(&format!("[\n{a}\n{b}\n]"), &["甲", "乙"], false);
        check("{\n \"title\": \"甲\", // 标题\n \"content\": \"停水。\",\n}", &["甲"], true);
        check("{\n \"title\": \"甲\"\n},\n{\n \"title\": \"乙\",\n}", &["甲", "乙"], true);
        check("{\n \"title\": \"甲\"\n}\n{\n \"title\": \"乙\"\n}", &["甲", "乙"], true);
        let fault = |document: &str, place: &str| {
            let (line, rejection) = parse_json(document.as_bytes(), &FieldNames::default()).err().unwrap();
            assert!(rejection.to_string().contains(place), "{rejection}");
            assert!(line.is_some());
        };
        fault("{\n \"title\": \"甲\",\n 'content': \"停水。\"\n}", "第 3 行第 2 列");
        fault(&format!("[{a},\n,{b}]"), "第 2 行第 1 列");
        fault("[{\"title\":\"甲\"", "第 1 行");
    }

    #[test]
    fn lists_that_are_not_read_are_told() {
        let document = r#"{"list":[{"title":"甲","content":"停水。"}],"menu":[{"title":"首页"},{"title":"公告"}]}"#;
        let read = parse_json(document.as_bytes(), &FieldNames::default()).unwrap();
        assert_eq!((read.records.len(), read.left.as_deref()), (1, Some("menu（2 条）")));
    }
}
