//! JSON Lines: one bulletin a line, a record ([`record::parse`]) each. The schema is written down in `docs/formats.md`.

use serde_json::{Map, Value};

use super::field_names::FieldNames;
use super::record;
use super::slips::{is_bracket, without_slips};
use crate::ingest::draft::{Draft, Rejection};

/// Reads one line.
///
/// # Errors
/// A line that is not a JSON object, and a field whose value has the wrong type, by name.
pub fn parse_line(line: &[u8]) -> Result<Draft, Rejection> {
    parse_line_with(line, &FieldNames::default())
}

/// Where a text is not UTF-8, in bytes, and that it is not; `None` where it is.
pub fn not_utf8(bytes: &[u8]) -> Option<(usize, Rejection)> {
    let at = std::str::from_utf8(bytes).err()?.valid_up_to();
    let reason = format!("第 {} 个字节起不是 UTF-8", at + 1);
    Some((at, Rejection::new(reason, "JSON 必须是 UTF-8（RFC 8259）；请转码后再导入")))
}

/// The same, where names mean what an operator says.
///
/// # Errors
/// As [`parse_line`].
pub fn parse_line_with(line: &[u8], names: &FieldNames) -> Result<Draft, Rejection> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    if let Some((_, rejection)) = not_utf8(line) {
        return Err(rejection);
    }
    let (object, has_slips) = match serde_json::from_slice::<Map<String, Value>>(line) {
        Ok(object) => (object, false),
        Err(error) => {
            let mended = without_slips(line).and_then(|mended| serde_json::from_slice(&mended).ok());
            let Some(object) = mended else {
                return Err(Rejection::new(
                    format!("不是完整的 JSON 对象：第 {} 列，{}", error.column(), record::plain(&error)),
                    "每行须是一个 JSON 对象（分多行写的请改名为 .json）；请检查引号、逗号和括号",
                ));
            };
            (object, true)
        }
    };
    Ok(Draft { has_slips, ..record::parse(&object, "jsonl", names)? })
}

/// Whether a line stands among records and is none: the bracket of an array, or what is to be done with the next.
pub fn is_no_record(line: &[u8]) -> bool {
    is_bracket(line) || is_bulk_action(line)
}

/// Whether a line only says what is to be done with the one behind it, as files for Elasticsearch have them:
/// `{"index": {"_id": "1"}}`.
pub fn is_bulk_action(line: &[u8]) -> bool {
    const ACTIONS: &[&str] = &["index", "create", "update", "delete"];
    if line.len() > 1_000 || !ACTIONS.iter().any(|action| memchr::memmem::find(line, action.as_bytes()).is_some()) {
        return false;
    }
    let object = serde_json::from_slice::<Map<String, Value>>(line).unwrap_or_default();
    let is_of_index = |inner: &Map<String, Value>| inner.keys().all(|name| name.starts_with('_') || name == "routing");
    object.len() == 1
        && object
            .iter()
            .all(|(name, value)| ACTIONS.contains(&name.as_str()) && value.as_object().is_some_and(is_of_index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Field;

    #[test]
    fn reads_the_schema_and_its_aliases() {
        let draft = parse_line(
            r#"{"id":"a1","title":"甲","date":"2020-02-04","authors":["陆青禾"],"category":"农业\\水利","doc_no":"青政发〔2020〕1号","body":"一\n二","editor":"甲 乙","unknown":{"x":1},"source":null}"#.as_bytes(),
        )
        .unwrap();
        assert_eq!(draft.first(Field::PublishedOn), Some("2020-02-04"));
        assert_eq!(draft.first(Field::DocumentNumber), Some("青政发〔2020〕1号"));
        assert_eq!(draft.first(Field::Source), None);
        assert_eq!(draft.paragraphs, ["一", "二"]);
        assert_eq!(draft.claims.iter().find(|c| c.field == Field::PublishedOn).unwrap().origin, "jsonl:date");
    }

    #[test]
    fn names_the_field_and_the_remedy() {
        let check = |line: &[u8], expected: &str| {
            let message = parse_line(line).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        };
        check(br#"{"title": "#, "不是完整的 JSON 对象");
        check(b"[1]", "不是完整的 JSON 对象");
        check(b"{\"title\": \"\xFF\"}", "不是 UTF-8");
        check(br#"{"title": ["a"]}"#, "title 的值是数组");
        check(br#"{"title": "a", "authors": [1]}"#, "字段 authors");
        check("{\"title\": \"a\", \"date\": \"昨天\"}".as_bytes(), "字段 published_on");
    }
}
