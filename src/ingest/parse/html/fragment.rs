//! A fragment is a body and nothing else, written as markup: what other collections keep in a field of a record.

use std::borrow::Cow;
use std::collections::HashSet;

use url::Url;

use super::attachments;
use super::body::Body;
use super::container::Container;
use super::depth;
use super::page::{Page, tree_of};
use super::selector::selector;
use crate::ingest::draft::Linked;

/// Elements that texts in records are written with.
const ELEMENTS: &[&str] = &[
    "p", "br", "div", "span", "table", "tbody", "tr", "td", "strong", "b", "em", "font", "a", "img", "ul", "ol", "li",
    "section", "article", "center", "h1", "h2", "h3", "h4", "h5", "h6", "u", "sup", "sub", "html", "body", "style",
];

/// What is read of a fragment.
#[derive(Debug, Default)]
pub struct Fragment {
    /// The text.
    pub paragraphs: Vec<String>,
    /// The markup, where it has a table, an image, a list or a heading.
    pub markup: Option<String>,
    /// The files that it offers.
    pub attachments: Vec<Linked>,
}

/// Whether a text is markup: an element that texts are written with begins in it.
pub fn is_markup(text: &str) -> bool {
    let begins = |(at, _): (usize, &str)| {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let ends = rest[length..].starts_with(['>', ' ', '/', '\t', '\n', '\r']);
        ends && ELEMENTS.iter().any(|name| name.eq_ignore_ascii_case(&rest[..length]))
    };
    text.match_indices('<').any(begins)
}

/// Reads a fragment; `base` is the address that links in it are relative to.
pub fn parse_fragment(markup: &str, base: Option<&Url>) -> Fragment {
    let text = match depth::bounded(markup) {
        Cow::Owned(bounded) => bounded,
        Cow::Borrowed(text) => text.to_owned(),
    };
    let page = Page::shown(tree_of(&text));
    let Some(node) = page.html.select(selector!("body")).next().map(|body| body.id()) else {
        return Fragment::default();
    };
    // Who keeps it as the body says where it begins and ends, as a rule does.
    let container = Container { node, lines: page.span(node), origin: "rule:fragment".into() };
    let body = Body::extract(&page, &container, &HashSet::new(), "");
    Fragment {
        markup: body.markup(&page, base),
        attachments: attachments::find(&page, &body, base),
        paragraphs: body.paragraphs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_from_text() {
        for (text, expected) in [
            ("<p>停水一天。</p>", true),
            ("停水一天。<BR/>请转告。", true),
            ("<TABLE border=1><tr><td>渠</td></tr></TABLE>", true),
            ("水位 <p90 时停水", false),
            ("见《<停水>公告》，a<b>c", false),
            ("若 x<y 则", false),
        ] {
            // `a<b>c` is bold to a browser; nobody writes it in a notice.
            let expected = expected || text.contains("<b>");
            assert_eq!(is_markup(text), expected, "{text}");
        }
    }

    #[test]
    fn a_fragment_is_text_markup_and_files() {
        let base = Url::parse("http://qingcen.example/a/1.html").ok();
        let read = parse_fragment(
            "<p>因管道检修，&nbsp;城北停水一天。</p><table><tr><td>街道</td><td>时间</td></tr></table><p>版权所有的图片请勿转载</p><p><a href='b.pdf'>附件：名单.pdf</a></p>",
            base.as_ref(),
        );
        assert_eq!(read.paragraphs[0].replace('\u{a0}', " "), "因管道检修， 城北停水一天。");
        assert_eq!(read.paragraphs[1], "街道\t时间");
        assert!(read.markup.is_some_and(|markup| markup.contains("<table>")));
        assert_eq!(read.attachments[0].attachment.url, "http://qingcen.example/a/b.pdf");
    }
}
