//! The depth of a page is how far its elements nest. A tree builder walks the open elements for nearly
//! every tag, so a page of a hundred thousand open tags costs its square; this cuts the depth first.

use std::borrow::Cow;
use std::collections::HashMap;

/// Elements open at once, beyond which start tags are dropped and their content stays where it is.
/// Pages written by people stay below a hundred.
const DEPTH: usize = 256;

/// Attributes of one tag, beyond which the tag is dropped: parsers compare each with all before it.
const ATTRIBUTES: usize = 256;

/// Elements that never hold anything.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr",
];

/// Elements that close their own kind, so that leaving out the end tag does not nest them.
const SELF_CLOSING: &[&str] =
    &["p", "li", "dd", "dt", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup"];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "noframes", "iframe"];

/// The markup with its depth bounded; untouched where it is within bounds, as nearly every page is.
pub fn bounded(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut kept = String::new();
    let mut copied = 0;
    let mut open: HashMap<&str, usize> = HashMap::new();
    let mut dropped: HashMap<&str, usize> = HashMap::new();
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let start = at + found;
        if bytes[start..].starts_with(b"<!--") {
            at = memchr::memmem::find(&bytes[start + 4..], b"-->").map_or(bytes.len(), |end| start + 4 + end + 3);
            continue;
        }
        let Some(tag) = Tag::read(html, start) else {
            at = start + 1;
            continue;
        };
        at = tag.end;
        let lower = tag.name.to_ascii_lowercase();
        let name = lower.as_str();
        let foreign = open.keys().any(|open| open.eq_ignore_ascii_case("svg") || open.eq_ignore_ascii_case("math"));
        let mut drop = tag.attributes > ATTRIBUTES;
        if VOID.contains(&name) || tag.self_closed && foreign || SELF_CLOSING.contains(&name) && !foreign {
            // Never deepens the tree.
        } else if tag.closes {
            if let Some(count) = dropped.get_mut(tag.name).filter(|count| **count > 0) {
                *count -= 1;
                drop = true;
            } else if let Some(count) = open.get_mut(tag.name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
                if *count == 0 {
                    open.remove(tag.name);
                }
            }
        } else if RAW.contains(&name) {
            at = end_of_raw(bytes, tag.end, name.as_bytes());
        } else if depth >= DEPTH || drop {
            *dropped.entry(tag.name).or_default() += 1;
            drop = true;
        } else {
            *open.entry(tag.name).or_default() += 1;
            depth += 1;
        }
        if drop {
            kept.push_str(&html[copied..start]);
            copied = tag.end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[copied..]);
    Cow::Owned(kept)
}

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    self_closed: bool,
    attributes: usize,
    end: usize,
}

impl<'a> Tag<'a> {
    /// Reads the tag at `start`; `None` where the `<` opens none.
    fn read(html: &'a str, start: usize) -> Option<Self> {
        let bytes = html.as_bytes();
        let closes = bytes.get(start + 1) == Some(&b'/');
        let from = start + 1 + usize::from(closes);
        let length =
            bytes[from..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_')).count();
        if length == 0 || !bytes[from].is_ascii_alphabetic() {
            return None;
        }
        let mut at = from + length;
        let mut attributes = 0;
        let mut quote = None;
        let mut previous = b' ';
        while let Some(byte) = bytes.get(at) {
            match (quote, byte) {
                (Some(open), byte) if open == *byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') if previous == b'=' => quote = Some(*byte),
                (None, b'>') => break,
                (None, byte) if (byte.is_ascii_whitespace() || *byte == b'/') && !previous.is_ascii_whitespace() => {
                    attributes += 1
                }
                _ => {}
            }
            previous = *byte;
            at += 1;
        }
        let self_closed = previous == b'/';
        Some(Self { name: &html[from..from + length], closes, self_closed, attributes, end: (at + 1).min(bytes.len()) })
    }
}

/// Where the content of a raw element ends, its end tag left to be read.
fn end_of_raw(bytes: &[u8], from: usize, name: &[u8]) -> usize {
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
        let tag = at + found + 2;
        if bytes.len() >= tag + name.len() && bytes[tag..tag + name.len()].eq_ignore_ascii_case(name) {
            return at + found;
        }
        at = tag;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_markup_is_untouched() {
        let page =
            "<div><p>一<p>二<br/><img src='a>b'><script>if (a<b) '<div>'</script><!-- <div> --></div>".repeat(400);
        assert!(matches!(bounded(&page), Cow::Borrowed(_)));
    }

    #[test]
    fn depth_is_cut_and_text_stays() {
        let page = format!("{}字{}尾", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let cut = bounded(&page);
        assert_eq!(cut.matches("<div>").count(), DEPTH);
        assert_eq!(cut.matches("</div>").count(), DEPTH);
        assert!(cut.contains('字') && cut.ends_with('尾'));
        let mixed = "<div></b>".repeat(100_000);
        assert_eq!(bounded(&mixed).matches("<div>").count(), DEPTH);
        let wide = format!("<a {}>字</a>", "x=1 ".repeat(100_000));
        assert_eq!(bounded(&wide), "字");
    }
}
