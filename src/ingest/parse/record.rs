//! A record is a bulletin as another collection keeps it: values under names, as a line of JSON or a row of a table has
//! them. The fields are those of the [`Article`](crate::model::Article); what names mean is for [`FieldNames`] to say.

use serde_json::{Map, Value};
use url::Url;

use super::field_names::{FieldNames, Named};
use super::html;
use super::record_values::{BodyText, body_text, dated, said, said_by_each};
use crate::ingest::draft::{Draft, Linked, Rejection};
use crate::model::{Attachment, Field, PartialDate};

/// Names that are not read of which a draft tells.
const MAX_UNREAD: usize = 50;

/// Objects within objects that a record is looked for in, and how many at a level.
const MAX_DEPTH: usize = 3;
const MAX_OBJECTS: usize = 100;

/// Files that a cell may list.
const MAX_FILES: usize = 100;

/// How the origins of the fields of a table begin.
pub const TABLE: &str = "table";

/// Characters of such a name.
const MAX_NAME: usize = 60;

/// Reads a record; `kind` begins the origins of its fields: `jsonl:date`.
///
/// # Errors
/// A field whose value has the wrong type, by name.
pub fn parse(values: &Map<String, Value>, kind: &str, names: &FieldNames) -> Result<Draft, Rejection> {
    let values = within(values, names).unwrap_or(values);
    let mut draft = Draft::default();
    let mut named: Vec<(Named, &String, &Value)> = Vec::new();
    let mut longest = 0;
    for (name, value) in values.iter().filter(|(_, value)| !is_empty(value)) {
        match names.get(name) {
            Some(known) => named.push((known, name, value)),
            None if FieldNames::is_about_the_copy(name) || draft.unread.len() == MAX_UNREAD => {}
            None => {
                let name: String = name.chars().take(MAX_NAME).collect();
                let length = value.as_str().filter(|text| !text.starts_with("http")).map_or(0, str::len);
                if length > longest {
                    longest = length;
                    draft.longest_unread = Some(name.clone());
                }
                draft.unread.push(name);
            }
        }
    }
    named.sort_by_key(|(known, ..)| known.order);
    for (known, name, value) in named {
        // A row's number is no id: other tables have the same.
        if known.field == Field::Id && kind == TABLE && is_number(value) {
            continue;
        }
        parse_field(&mut draft, known.field, name, value, kind)?;
    }
    // Articles printed by `extract --json` and the API carry their markup.
    if let Some(Value::String(html)) = values.get("body_html") {
        draft.body_html = Some(html.clone());
    }
    Ok(draft)
}

/// Whether values have what makes a bulletin.
pub fn is_record(values: &Map<String, Value>, names: &FieldNames) -> bool {
    has_one_of(values, names, &[Field::Title, Field::Body])
}

/// Whether values say more than what a bulletin is called.
pub fn has_body(values: &Map<String, Value>, names: &FieldNames) -> bool {
    has_one_of(values, names, &[Field::Body])
}

fn has_one_of(values: &Map<String, Value>, names: &FieldNames, fields: &[Field]) -> bool {
    let makes_one = |(name, value): (&String, &Value)| {
        let means = names.get(name).is_some_and(|named| fields.contains(&named.field));
        // An object with a title of its own is no title.
        means && !is_empty(value) && !value.as_object().is_some_and(|inner| is_wrapper(name, inner, names))
    };
    values.iter().any(makes_one)
}

/// Whether an object under a name that may mean a body is a bulletin itself: `{"article": {"title": …}}`.
fn is_wrapper(name: &str, inner: &Map<String, Value>, names: &FieldNames) -> bool {
    names.get(name).is_some_and(|named| named.field == Field::Body)
        && inner
            .iter()
            .any(|(name, value)| !is_empty(value) && names.get(name).is_some_and(|named| named.field == Field::Title))
}

/// The record that a value is or wraps.
pub fn record_in<'v>(value: &'v Value, names: &FieldNames) -> Option<&'v Map<String, Value>> {
    let object = value.as_object()?;
    within(object, names).or_else(|| is_record(object, names).then_some(object))
}

/// The values that are wrapped in others: `{"_id": …, "_source": {"title": …}}`, `{"data": {"article": {…}}}`.
fn within<'v>(values: &'v Map<String, Value>, names: &FieldNames) -> Option<&'v Map<String, Value>> {
    if is_record(values, names) {
        return None;
    }
    let mut level: Vec<&Map<String, Value>> = values.values().filter_map(Value::as_object).collect();
    for _ in 0..MAX_DEPTH {
        level.truncate(MAX_OBJECTS);
        let records: Vec<_> = level.iter().copied().filter(|inner| is_record(inner, names)).collect();
        let mut whole = records.iter().copied().filter(|inner| has_body(inner, names));
        // Of two it is not known which is meant, unless one alone says something.
        match (records.as_slice(), whole.next(), whole.next()) {
            ([only], ..) => return Some(only),
            ([_, ..], Some(only), None) => return Some(only),
            ([], ..) => {}
            _ => return None,
        }
        level = level.into_iter().flat_map(Map::values).filter_map(Value::as_object).collect();
    }
    None
}

/// Whether a value is nothing but digits.
fn is_number(value: &Value) -> bool {
    value.is_number() || value.as_str().is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a value says nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn parse_field(draft: &mut Draft, field: Field, name: &str, value: &Value, kind: &str) -> Result<(), Rejection> {
    let origin = format!("{kind}:{name}");
    match field {
        Field::Body if draft.paragraphs.is_empty() => {
            match said(value, true) {
                Value::String(body) => match body_text(body) {
                    BodyText::Markup(markup) => take_markup(draft, &markup),
                    BodyText::Plain(text) => draft.paragraphs = text.lines().map(str::to_owned).collect(),
                },
                other => draft.paragraphs = strings(field, name, other)?,
            }
            draft.body_origin = origin.into();
        }
        Field::Body => {}
        Field::Attachments if value.is_string() => {
            let files = addresses(value.as_str().unwrap_or_default());
            if files.is_empty() {
                draft.unread.push(name.chars().take(MAX_NAME).collect());
            }
            draft.attachments.extend(files);
        }
        Field::Attachments if value.as_array().is_some_and(|items| items.iter().all(Value::is_string)) => {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            draft.attachments.extend(items.iter().filter_map(Value::as_str).flat_map(addresses));
        }
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
        Field::PublishedOn | Field::PublishedAt | Field::IssuedOn => {
            let written = dated(&scalar(field, name, value)?).into_owned();
            claim_date(draft, field, name, written, origin)?;
        }
        _ => draft.claim(field, scalar(field, name, value)?, origin),
    }
    Ok(())
}

/// Claims a date or a moment. The date of publication must be one; what else is none is told.
fn claim_date(draft: &mut Draft, field: Field, name: &str, written: String, origin: String) -> Result<(), Rejection> {
    let is_date = written.parse::<PartialDate>().is_ok();
    let is_none = written.trim().is_empty();
    match field {
        Field::PublishedOn if !is_date && !is_none => {
            return Err(Rejection::in_field(
                field.name(),
                format!("「{}」不是日期", written.chars().take(40).collect::<String>()),
                "请写成 2020、2020-02 或 2020-02-04，或去掉这个字段",
            ));
        }
        Field::PublishedOn => draft.claim(Field::PublishedAt, written.clone(), origin.clone()),
        // Many a column of times has days alone.
        Field::PublishedAt if is_date => draft.claim(Field::PublishedOn, written.clone(), origin.clone()),
        Field::PublishedAt if !is_none => draft.unread.push(name.chars().take(MAX_NAME).collect()),
        _ => {}
    }
    draft.claim(field, written, origin);
    Ok(())
}

/// The files at the addresses in a text, as a cell of a table lists them.
fn addresses(text: &str) -> Vec<Linked> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、' | '|' | '"' | '[' | ']');
    let pieces = text.split(is_between).filter(|piece| piece.starts_with("http://") || piece.starts_with("https://"));
    let linked = |url: &str| {
        let title = url.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let attachment = Attachment { title: title.to_owned(), url: url.to_owned(), media_type: None, file: None };
        Linked { href: url.to_owned(), attachment }
    };
    pieces.take(MAX_FILES).map(linked).collect()
}

/// Takes a body that is markup for its text, its files and how it is shown.
fn take_markup(draft: &mut Draft, body: &str) {
    let base = draft.first(Field::Url).and_then(|url| Url::parse(url).ok());
    let fragment = html::parse_fragment(body, base.as_ref());
    draft.paragraphs = fragment.paragraphs;
    draft.body_html = fragment.markup;
    draft.attachments.extend(fragment.attachments);
}

fn scalar(field: Field, name: &str, value: &Value) -> Result<String, Rejection> {
    match said(value, false) {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(wrong_type(field, name, "字符串", other)),
    }
}

fn strings(field: Field, name: &str, value: &Value) -> Result<Vec<String>, Rejection> {
    let wrong = || wrong_type(field, name, "字符串或字符串的数组", value);
    let value = said_by_each(value);
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
pub(super) fn plain(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or(&message).to_owned()
}
