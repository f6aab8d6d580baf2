//! The [`FileName`] under which a browser keeps an answer: it tells what was asked for, in characters that every file
//! system takes; and how such a name stands in `Content-Disposition` (RFC 6266).

use axum::http::{HeaderValue, header};
use axum::response::Response;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that stand for themselves in `filename*` (RFC 8187, attr-char).
const ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// What every name begins with, and what it does for clients that read ASCII alone.
const BEGINNING: (&str, &str) = ("公报", "gongbao");

/// Characters of one part at most.
const MAX_PART_CHARS: usize = 30;

/// Bytes of a name without its ending at most: file systems take 255 in all.
const MAX_BYTES: usize = 200;

/// The name of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    name: String,
    /// The same as ASCII: the parts that are, and those alone.
    plain: String,
}

impl FileName {
    /// Of parts, the most telling first; what has no room is left out, but for the last, which is the day.
    pub fn new(parts: impl IntoIterator<Item = String>, day: jiff::civil::Date, ending: &str) -> Self {
        let (mut name, mut plain) = (BEGINNING.0.to_owned(), BEGINNING.1.to_owned());
        let parts = parts.into_iter().map(|part| safe(&part)).filter(|part| !part.is_empty());
        for part in parts {
            if name.len() + part.len() > MAX_BYTES {
                break;
            }
            name.extend(["_", &part]);
            if part.is_ascii() {
                plain.extend(["_", &part]);
            }
        }
        Self { name: format!("{name}_{day}.{ending}"), plain: format!("{plain}_{day}.{ending}") }
    }

    /// Has browsers keep the answer under this name.
    pub fn attach(&self, response: &mut Response) {
        let Self { name, plain } = self;
        if let Ok(value) = HeaderValue::from_str(&disposition(plain, name)) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        }
    }
}

/// A download: a name of plain letters for old clients, the name itself for others.
pub fn disposition(plain: &str, name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let plain: String = plain.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ATTR_CHAR))
}

/// A text in letters and digits, a hyphen wherever anything else stands between them.
fn safe(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.chars().count() == MAX_PART_CHARS {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parts: &[&str], expected: &str, plain: &str) {
        let parts = parts.iter().map(|part| (*part).to_owned());
        let name = FileName::new(parts, jiff::civil::date(2026, 11, 29), "csv");
        assert_eq!((name.name.as_str(), name.plain.as_str()), (expected, plain));
    }

    #[test]
    fn names_tell_what_was_asked_for_and_are_safe() {
        check(&[], "公报_2026-11-29.csv", "gongbao_2026-11-29.csv");
        check(
            &["防汛", "2021-01", "2021-06"],
            "公报_防汛_2021-01_2021-06_2026-11-29.csv",
            "gongbao_2021-01_2021-06_2026-11-29.csv",
        );
        check(&["../a\\b:\u{202E}\"*?"], "公报_a-b_2026-11-29.csv", "gongbao_a-b_2026-11-29.csv");
        let long = ["汛".repeat(500), "旱".repeat(500), "涝".repeat(500)];
        let name = FileName::new(long, jiff::civil::date(2026, 11, 29), "ndjson").name;
        assert!(name.len() < 255 && name.ends_with("_2026-11-29.ndjson"), "{name}");
    }

    #[test]
    fn downloads_are_harmless_and_whole() {
        assert_eq!(disposition("a b.pdf", "a b.pdf"), "attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf");
        assert_eq!(
            disposition("附\"\r\n.pdf", "附\"\r\n.pdf"),
            "attachment; filename=\"____.pdf\"; filename*=UTF-8''%E9%99%84%22%0D%0A.pdf"
        );
    }
}
