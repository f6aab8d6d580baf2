//! Bytes to [`Draft`]s: one file a format, and [`Format::detect`] holds the one match that tells them
//! apart. A new format is a file here, a variant, and a fixture with its expected article. Formats of office
//! files and books are in [`document`].

mod boilerplate;
mod byline;
pub mod charset;
pub mod columns;
#[cfg(test)]
mod corpus;
mod credits;
pub mod document;
mod field_names;
#[cfg(test)]
mod fixtures;
mod format;
pub mod html;
pub mod json;
pub mod jsonl;
mod keys;
mod labels;
mod numbers;
mod people;
pub(crate) mod places;
mod record;
mod record_values;
mod site;
mod slips;
mod source;
pub mod table;
pub mod text;
mod text_prelude;
pub mod unread;
mod wrapped;

pub use self::field_names::{FieldNames, MappingError};
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
        Format::Csv => Err(Rejection::new("这是表格，一行一篇", "请单独导入")),
        _ => Err(Rejection::new("这是文档，不是网页或文本", "请单独导入")),
    }
}
