//! The markup of a bulletin as far as it may be shown: text structure, tables, lists, images and links; no script, style,
//! event handler, form, frame or foreign scheme (OWASP XSS prevention, rule 6).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::model::html_tokens::{HtmlTag, HtmlToken, HtmlTokens};

/// The elements that stay; of others what they hold.
const ELEMENTS: &[&str] = &[
    "p",
    "br",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "sub",
    "sup",
    "blockquote",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "colgroup",
    "col",
    "figure",
    "figcaption",
    "img",
    "a",
    "pre",
    "hr",
];

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .clean_content_tags(HashSet::from(["script", "style", "noscript", "template", "iframe", "object", "svg"]))
        .tag_attributes(
            [
                ("a", HashSet::from(["href", "title"])),
                ("img", HashSet::from(["src", "alt", "title", "width", "height"])),
                ("td", HashSet::from(["colspan", "rowspan"])),
                ("th", HashSet::from(["colspan", "rowspan", "scope"])),
                ("col", HashSet::from(["span"])),
                ("ol", HashSet::from(["start"])),
            ]
            .into(),
        )
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// HTML with what may be shown and nothing else.
pub fn sanitised(html: &str) -> String {
    let pieces = if html.len() > PIECE * 2 { sanitised_in_pieces(html) } else { None };
    pieces.unwrap_or_else(|| clean(html))
}

fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

/// Bytes after which markup is cut, where that is possible. Its tree takes some twenty times its size in memory.
const PIECE: usize = 512 << 10;

/// Elements whose content is no markup or follows rules of its own; with them markup is not cut.
const UNCUT: &[&str] = &[
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
    "iframe",
    "noscript",
    "noframes",
    "noembed",
    "plaintext",
    "template",
    "svg",
    "math",
    "select",
    "frameset",
];

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Stands where the rows of a table stand.
const ROW: &str = "<tr><td>\u{E004}</td></tr>";

/// The same as [`clean`], piece by piece, for the one table of half a million cells that would take hundreds of megabytes:
/// the markup is cut behind rows of a table and between elements that stand alone. `None` where its tags do not match, so
/// that it cannot be seen where it may be cut.
fn sanitised_in_pieces(html: &str) -> Option<String> {
    let mut clean_html = String::with_capacity(html.len());
    let mut open: Vec<HtmlTag<'_>> = Vec::new();
    let mut before = Frame::default();
    let (mut begin, mut position) = (0, 0);
    let mut may_cut = false;
    for token in HtmlTokens::new(html) {
        let tag = match token {
            HtmlToken::Text(raw) | HtmlToken::Comment(raw) => {
                // White space goes with the row before it.
                may_cut &= raw.chars().all(|c| c.is_ascii_whitespace());
                position += raw.len();
                continue;
            }
            HtmlToken::Tag(tag) => tag,
        };
        let row_follows = !tag.is_end && tag.name.eq_ignore_ascii_case("tr");
        if may_cut && position - begin >= PIECE && (open.is_empty() || row_follows) {
            let after = Frame::around(&open)?;
            clean_html.push_str(&between(&before, &html[begin..position], &after)?);
            begin = position;
            before = after;
        }
        may_cut = false;
        position += tag.raw.len();
        let is = |names: &[&str]| names.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
        if is(UNCUT) {
            return None;
        }
        if !tag.is_end {
            if !is(VOID) {
                open.push(tag);
            }
            continue;
        }
        if is(VOID) {
            continue;
        }
        open.pop().filter(|start| start.name.eq_ignore_ascii_case(tag.name))?;
        let tables = open.iter().filter(|tag| tag.name.eq_ignore_ascii_case("table")).count();
        may_cut = open.is_empty() || is(&["tr"]) && tables == 1;
    }
    open.is_empty().then_some(())?;
    clean_html.push_str(&between(&before, &html[begin..], &Frame::default())?);
    Some(clean_html)
}

/// The tags around a place in markup, as written and as they are shown.
#[derive(Default)]
struct Frame {
    start: String,
    end: String,
    clean_start: String,
    clean_end: String,
}

impl Frame {
    fn around(open: &[HtmlTag<'_>]) -> Option<Self> {
        if open.is_empty() {
            return Some(Self::default());
        }
        let start: String = open.iter().map(|tag| tag.raw).collect();
        let end: String = open.iter().rev().map(|tag| format!("</{}>", tag.name)).collect();
        let cleaned = clean(&format!("{start}{ROW}{end}"));
        let (clean_start, clean_end) = cleaned.split_once(ROW)?;
        let (clean_start, clean_end) = (clean_start.to_owned(), clean_end.to_owned());
        Some(Self { start, end, clean_start, clean_end })
    }
}

/// A piece of markup as it may be shown, without the tags that are open before and behind it.
fn between(before: &Frame, piece: &str, after: &Frame) -> Option<String> {
    let cleaned = clean(&format!("{}{piece}{}", before.start, after.end));
    let inner = cleaned.strip_prefix(&before.clean_start)?.strip_suffix(&after.clean_end)?;
    Some(inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_markup_is_the_same_in_pieces() {
        let row = |at: usize| {
            format!(
                "<tr class=\"a\"><td>{at}</td><td onclick=x>渠道&amp;闸门<br></td><td><a href='http://x.example/{at}'>甲</a></td></tr>\n"
            )
        };
        let rows: String = (0..20_000).map(row).collect();
        let paragraphs = "<p>渠水<b>到田</b><script-x>y</script-x></p>".repeat(20_000);
        for html in [
            format!("<div><p>甲</p><table width=1><caption>表</caption><tbody>{rows}</tbody></table><p>乙</p></div>"),
            format!("<p>甲</p><table>{rows}</table><p onclick=1>乙</p>"),
            format!("{paragraphs}<table><tr><td><table><tbody>{rows}</tbody></table></td></tr></table>"),
        ] {
            assert!(html.len() > PIECE * 2);
            assert_eq!(sanitised_in_pieces(&html).as_deref(), Some(clean(&html).as_str()));
        }
        for broken in ["<table><tr></table>", "<p><script>1</script></p>", "<b><i></b></i>"] {
            assert_eq!(sanitised_in_pieces(&format!("{broken}{rows}")), None, "{broken}");
        }
    }
}
