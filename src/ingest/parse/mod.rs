//! Bytes to [`Draft`]s: one file a format, and [`Format::detect`] holds the one match that tells them
//! apart. A new format is a file here, a variant, and a fixture with its expected article. Formats of office
//! files and books are in [`document`].

mod boilerplate;
mod byline;
pub mod charset;
#[cfg(test)]
mod corpus;
mod credits;
pub mod document;
#[cfg(test)]
mod fixtures;
mod format;
pub mod html;
pub mod jsonl;
mod keys;
mod labels;
mod numbers;
mod people;
pub(crate) mod places;
mod site;
mod source;
pub mod text;

pub use self::format::Format;
use crate::ingest::draft::{Draft, Rejection};
use crate::ingest::rules::Rules;

/// Reads one document of a format that holds one bulletin a file.
///
/// # Errors
/// A [`Rejection`] that says what is wrong and how to mend it.
pub fn parse_document(format: Format, bytes: &[u8], rules: &Rules) -> Result<Draft, Rejection> {
    match format {
        Format::Json | Format::Jsonl => jsonl::parse_line(bytes),
        Format::Html => html::parse_with(bytes, None, rules),
        Format::Text => text::parse(bytes),
        _ => Err(Rejection::new("这是文档，不是网页或文本", "请单独导入")),
    }
}

/// A bulletin of a JSON document, with its place in the array, from 1, and its bytes.
pub type Numbered<'a> = (u64, &'a [u8], Result<Draft, Rejection>);

/// Reads a JSON document: an object is one bulletin, an array is several; a file that is really JSON
/// Lines is read as that.
///
/// # Errors
/// What is wrong with the document as a whole, and the line where that is known.
pub fn parse_json(bytes: &[u8]) -> Result<Vec<Numbered<'_>>, (Option<u64>, Rejection)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let read = |(number, item)| (number, item, jsonl::parse_line(item));
    match serde_json::from_slice::<Vec<&serde_json::value::RawValue>>(bytes) {
        Ok(items) => return Ok((1..).zip(items.iter().map(|item| item.get().as_bytes())).map(read).collect()),
        Err(error) if bytes.trim_ascii_start().starts_with(b"[") => {
            let line = error.line() as u64;
            let reason = format!("不是完整的 JSON 数组：第 {line} 行第 {} 列有误", error.column());
            return Err((Some(line), Rejection::new(reason, "请检查引号、逗号和括号")));
        }
        Err(_) => {}
    }
    if serde_json::from_slice::<&serde_json::value::RawValue>(bytes).is_ok() {
        return Ok(vec![read((1, bytes))]);
    }
    let lines = (1..).zip(bytes.split(|b| *b == b'\n'));
    Ok(lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(read).collect())
}
