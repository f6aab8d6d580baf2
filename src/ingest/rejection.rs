//! A [`RejectedInput`] is something an import would not take: where it stood, why, and the bytes, by which it can be
//! read again when the parser has learnt more.

use std::path::{Path, PathBuf};

use super::draft::Rejection;
use super::inputs::Unreadable;
use super::parse::Format;
use super::parse::html::NO_BULLETIN;
use crate::store::RejectionRecord;
use crate::store::rejections::MAX_REJECTION_BYTES;

/// The kind of what only leads to bulletins.
pub const LEFT_OUT: &str = "not_bulletin";

/// Something that was rejected, or of which something could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RejectedInput {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1, where there are lines.
    pub line: Option<u64>,
    /// Why, and what to do.
    pub reason: String,
    /// What kind of failure it is: `unreadable`, `too_large`, `format`, `content`, `encoding`, `gone`, `not_bulletin`,
    /// `field:published_on` …
    pub kind: String,
    /// The format it was read as.
    pub format: Option<Format>,
    /// The publisher, where as much could be read.
    pub source: Option<String>,
    /// What the operator has said that names mean: `body=content`.
    pub mappings: Vec<String>,
    /// Bytes of the whole.
    pub bytes: u64,
    /// The whole, or its beginning.
    pub content: Vec<u8>,
}

impl RejectedInput {
    /// A rejection of which no byte was read.
    pub fn unreadable(path: impl Into<PathBuf>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into(), kind: "unreadable".to_owned(), ..Self::default() }
    }

    /// A page that only leads to others, or to a login: a file, or at this address within one.
    pub fn left_out(path: &Path, url: Option<&str>) -> Self {
        let reason = match url {
            Some(url) => format!("{url}：{NO_BULLETIN}；若是公报，请把这个网页另存为文件，再点名导入"),
            None => format!("{NO_BULLETIN}；若是公报，请点名导入这个网页"),
        };
        Self { path: path.to_owned(), reason, kind: LEFT_OUT.to_owned(), ..Self::default() }
    }

    /// Such a page within an archive of files.
    pub fn left_out_of_archive(path: &Path, entry: &str) -> Self {
        let reason = format!("压缩包里的 {entry}：{NO_BULLETIN}；若是公报，请解开后点名导入这个网页");
        Self { reason, ..Self::left_out(path, None) }
    }

    /// The kind of failure that a rejection is.
    pub fn kind_of(rejection: &Rejection) -> String {
        match rejection.field {
            _ if rejection.is_soft_404 => "gone".to_owned(),
            _ if rejection.is_mojibake => "encoding".to_owned(),
            Some(field) => format!("field:{field}"),
            None => "content".to_owned(),
        }
    }

    /// The same, with the bytes that were rejected and what they were taken for.
    pub fn holding(mut self, format: Option<Format>, content: &[u8]) -> Self {
        self.format = format;
        self.bytes = content.len() as u64;
        self.content = content[..content.len().min(MAX_REJECTION_BYTES)].to_vec();
        if matches!(format, Some(Format::Jsonl | Format::Csv)) && self.source.is_none() {
            self.source = source_of(content);
        }
        self
    }

    /// As the store keeps it. The path is made absolute: who reads it again may stand elsewhere.
    pub fn to_record(&self) -> RejectionRecord {
        RejectionRecord {
            path: absolute(&self.path),
            line: self.line,
            format: self.format.map(|format| format.name().to_owned()),
            kind: self.kind.clone(),
            source: self.source.clone(),
            reason: self.reason.clone(),
            mappings: self.mappings.clone(),
            bytes: self.bytes,
            content: self.content.clone(),
        }
    }
}

impl std::fmt::Display for RejectedInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, "：{}", self.reason)
    }
}

impl From<Unreadable> for RejectedInput {
    fn from(unreadable: Unreadable) -> Self {
        Self::unreadable(unreadable.path, unreadable.reason)
    }
}

/// The path under which what was rejected of a file is kept.
pub fn absolute(path: &Path) -> String {
    let path = match path.as_os_str().to_str() {
        Some("-") => path.to_owned(),
        _ => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    };
    path.to_string_lossy().into_owned()
}

/// The publisher of a record that is JSON, whatever else is wrong with it.
fn source_of(record: &[u8]) -> Option<String> {
    let record: serde_json::Value = serde_json::from_slice(record).ok()?;
    let named = ["source", "来源", "site", "网站"].iter().find_map(|name| record.get(name)?.as_str());
    named.map(|name| name.trim().chars().take(100).collect()).filter(|name: &String| !name.is_empty())
}
