//! JSON Lines: one bulletin a line, the fields of the [`Article`](crate::model::Article), with the
//! names that other collections use for them accepted. The schema is written down in `docs/formats.md`.

use serde_json::{Map, Value};

use crate::ingest::draft::{Draft, Linked, Rejection};
use crate::model::{Attachment, Field};

/// Other names for a field, and for the body.
const ALIASES: &[(Field, &[&str])] = &[
    (Field::Id, &["id"]),
    (Field::Url, &["url", "link", "origin_url"]),
    (Field::Title, &["title", "标题"]),
    (Field::Subtitle, &["subtitle", "副标题"]),
    (Field::PublishedOn, &["published_on", "date", "pub_date", "pubdate", "publish_date", "发布日期"]),
    (Field::PublishedAt, &["published_at", "publish_time", "pub_time"]),
    (Field::IssuedOn, &["issued_on", "成文日期"]),
    (Field::Source, &["source", "来源"]),
    (Field::Authors, &["authors", "author", "reporters", "记者"]),
    (Field::Editor, &["editor", "editors", "编辑"]),
    (Field::Column, &["column", "栏目"]),
    (Field::Issuers, &["issuers", "issuer", "发文机关"]),
    (Field::DocumentNumber, &["document_number", "doc_no", "发文字号", "文号"]),
    (Field::IndexNumber, &["index_number", "索引号"]),
    (Field::Subjects, &["subjects", "subject", "category", "主题分类"]),
    (Field::Keywords, &["keywords", "tags", "关键词", "主题词"]),
    (Field::DocumentKind, &["document_kind", "公文种类"]),
    (Field::Validity, &["validity", "有效性"]),
    (Field::Region, &["region", "行政区划"]),
    (Field::Site, &["site", "网站"]),
    (Field::Language, &["language", "lang"]),
    (Field::Body, &["paragraphs", "body", "content", "text", "正文"]),
    (Field::Attachments, &["attachments", "附件"]),
];

/// Reads one line.
///
/// # Errors
/// A line that is not a JSON object, and a field whose value has the wrong type, by name.
pub fn parse_line(line: &[u8]) -> Result<Draft, Rejection> {
    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
    if let Err(error) = std::str::from_utf8(line) {
        return Err(Rejection::new(
            format!("第 {} 个字节起不是 UTF-8", error.valid_up_to() + 1),
            "JSON 必须是 UTF-8（RFC 8259）；请转码后再导入",
        ));
    }
    let object: Map<String, Value> = serde_json::from_slice(line).map_err(|error| {
        Rejection::new(
            format!("不是完整的 JSON 对象：第 {} 列，{}", error.column(), plain(&error)),
            "每行须是一个 JSON 对象；请检查引号、逗号和括号",
        )
    })?;
    let mut draft = Draft::default();
    for (field, names) in ALIASES {
        for name in *names {
            let Some((name, value)) = object.get_key_value(*name).filter(|(_, value)| !value.is_null()) else {
                continue;
            };
            parse_field(&mut draft, *field, name, value)?;
        }
    }
    // Articles printed by `extract --json` and the API carry where each field was first read.
    if let Some(Value::String(html)) = object.get("body_html") {
        draft.body_html = Some(html.clone());
    }
    Ok(draft)
}

fn parse_field(draft: &mut Draft, field: Field, name: &str, value: &Value) -> Result<(), Rejection> {
    let origin = format!("jsonl:{name}");
    match field {
        Field::Body if draft.paragraphs.is_empty() => {
            draft.paragraphs = match value {
                Value::String(body) => body.lines().map(str::to_owned).collect(),
                other => strings(field, name, other)?,
            };
            draft.body_origin = origin.into();
        }
        Field::Body => {}
        Field::Attachments => {
            let given = serde_json::from_value::<Vec<Attachment>>(value.clone()).map_err(|error| {
                Rejection::in_field("attachments", plain(&error), "须是对象的数组：[{\"title\": …, \"url\": …}]")
            })?;
            let linked = |attachment: Attachment| Linked { href: attachment.url.clone(), attachment };
            draft.attachments = given.into_iter().map(linked).collect();
        }
        Field::Authors | Field::Issuers | Field::Subjects | Field::Keywords => {
            let separators: &[char] = match field {
                Field::Subjects => &[';', '；'],
                _ => &[';', '；', ',', '，', '、', ' ', '\u{3000}'],
            };
            let values = match value {
                Value::String(joined) => joined.split(separators).map(str::to_owned).collect(),
                other => strings(field, name, other)?,
            };
            for value in values {
                draft.claim(field, value, origin.clone());
            }
        }
        Field::Editor => {
            let joined = match value {
                Value::Array(_) => strings(field, name, value)?.join(" "),
                other => scalar(field, name, other)?,
            };
            draft.claim(field, joined, origin);
        }
        Field::PublishedOn => {
            let written = scalar(field, name, value)?;
            if written.parse::<crate::model::PartialDate>().is_err() && !written.trim().is_empty() {
                return Err(Rejection::in_field(
                    field.name(),
                    format!("「{}」不是日期", written.chars().take(40).collect::<String>()),
                    "请写成 2020、2020-02 或 2020-02-04，或去掉这个字段",
                ));
            }
            draft.claim(Field::PublishedAt, written.clone(), origin.clone());
            draft.claim(field, written, origin);
        }
        _ => draft.claim(field, scalar(field, name, value)?, origin),
    }
    Ok(())
}

fn scalar(field: Field, name: &str, value: &Value) -> Result<String, Rejection> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(wrong_type(field, name, "字符串", other)),
    }
}

fn strings(field: Field, name: &str, value: &Value) -> Result<Vec<String>, Rejection> {
    let wrong = || wrong_type(field, name, "字符串或字符串的数组", value);
    let items = value.as_array().ok_or_else(wrong)?;
    items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
}

fn wrong_type(field: Field, name: &str, expected: &str, value: &Value) -> Rejection {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "布尔值",
        Value::Number(_) => "数",
        Value::String(_) => "字符串",
        Value::Array(_) => "数组",
        Value::Object(_) => "对象",
    };
    Rejection::in_field(field.name(), format!("{name} 的值是{found}"), format!("须是{expected}"))
}

/// serde's message without its "at line 1 column n": the line is the importer's to tell.
fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
