//! The depth of a page is how far its elements nest. A tree builder walks the open elements for nearly
//! every tag, so a page of a hundred thousand open tags costs its square; this cuts the depth first.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::model::html_tokens::{HtmlTag, HtmlToken, HtmlTokens};

/// Elements open at once, beyond which start tags are dropped and their content stays where it is.
/// Pages written by people stay below a hundred.
const MAX_DEPTH: usize = 256;

/// Attributes of one tag, beyond which the tag is dropped: parsers compare each with all before it.
const MAX_ATTRIBUTES: usize = 256;

/// Bytes of a page from which white space between the cells and rows of tables, which shows nothing, is left out: in a page of
/// one long table it is half of all that is kept of it.
const LARGE: usize = 1 << 20;

/// Elements of a table behind whose tags no text stands: a start or an end tag, as the flag says.
const BETWEEN_CELLS: &[(&str, bool)] = &[
    ("table", false),
    ("thead", false),
    ("tbody", false),
    ("tfoot", false),
    ("tr", false),
    ("thead", true),
    ("tbody", true),
    ("tfoot", true),
    ("tr", true),
    ("td", true),
    ("th", true),
];

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
    let mut kept = String::new();
    let mut copied = 0;
    let mut position = 0;
    let mut elements = OpenElements::default();
    let mut tokens = HtmlTokens::new(html);
    let mut between_cells = false;
    while let Some(token) = tokens.next() {
        let tag = match token {
            HtmlToken::Text(raw) | HtmlToken::Comment(raw) => {
                if between_cells && raw.bytes().all(|byte| byte.is_ascii_whitespace()) {
                    kept.push_str(&html[copied..position]);
                    copied = position + raw.len();
                }
                position += raw.len();
                continue;
            }
            HtmlToken::Tag(tag) => tag,
        };
        let start = position;
        position += tag.raw.len();
        let name = tag.name.to_ascii_lowercase();
        between_cells = html.len() > LARGE && BETWEEN_CELLS.contains(&(name.as_str(), tag.is_end));
        let place = elements.place(&tag, &name);
        if place == Place::RawText {
            position += tokens.take_raw_text(&name).len();
        }
        if place == Place::Dropped || tag.attribute_breaks > MAX_ATTRIBUTES {
            kept.push_str(&html[copied..start]);
            copied = start + tag.raw.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[copied..]);
    Cow::Owned(kept)
}

/// What becomes of a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Kept,
    /// It is kept, and what follows is no markup.
    RawText,
    Dropped,
}

/// The elements that are open, and those of which the start tag was dropped, by their names as written.
#[derive(Default)]
struct OpenElements<'a> {
    open: HashMap<&'a str, usize>,
    dropped: HashMap<&'a str, usize>,
    depth: usize,
}

impl<'a> OpenElements<'a> {
    /// Opens or closes what a tag opens or closes; `name` is its name in small letters.
    fn place(&mut self, tag: &HtmlTag<'a>, name: &str) -> Place {
        let foreign =
            self.open.keys().any(|open| open.eq_ignore_ascii_case("svg") || open.eq_ignore_ascii_case("math"));
        if VOID.contains(&name) || tag.is_self_closing && foreign || SELF_CLOSING.contains(&name) && !foreign {
            // Never deepens the tree.
            return Place::Kept;
        }
        if tag.is_end {
            return self.close(tag.name);
        }
        if RAW.contains(&name) {
            return Place::RawText;
        }
        if self.depth >= MAX_DEPTH || tag.attribute_breaks > MAX_ATTRIBUTES {
            *self.dropped.entry(tag.name).or_default() += 1;
            return Place::Dropped;
        }
        *self.open.entry(tag.name).or_default() += 1;
        self.depth += 1;
        Place::Kept
    }

    fn close(&mut self, name: &str) -> Place {
        if let Some(count) = self.dropped.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return Place::Dropped;
        }
        if let Some(count) = self.open.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            self.depth -= 1;
            if *count == 0 {
                self.open.remove(name);
            }
        }
        Place::Kept
    }
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
    fn white_space_between_cells_of_a_large_page_is_left_out() {
        let rows = "<tr>\n<td> 甲 </td>\n  <td>乙</td> 丙 </tr>\n".repeat(40_000);
        let cut = bounded(&rows);
        assert!(cut.starts_with("<tr><td> 甲 </td><td>乙</td> 丙 </tr><tr>"), "{}", &cut[..80]);
        assert!(matches!(bounded(&rows[..rows.len() / 200]), Cow::Borrowed(_)));
    }

    #[test]
    fn depth_is_cut_and_text_stays() {
        let page = format!("{}字{}尾", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let cut = bounded(&page);
        assert_eq!(cut.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(cut.matches("</div>").count(), MAX_DEPTH);
        assert!(cut.contains('字') && cut.ends_with('尾'));
        let mixed = "<div></b>".repeat(100_000);
        assert_eq!(bounded(&mixed).matches("<div>").count(), MAX_DEPTH);
        let wide = format!("<a {}>字</a>", "x=1 ".repeat(100_000));
        assert_eq!(bounded(&wide), "字");
    }
}
