//! Matches as markup: a [`Marked`] text becomes HTML in which everything is escaped and what matches
//! stands in `<mark>`.

use std::fmt::{self, Write};

use serde::{Serialize, Serializer};

use crate::search::result::Marked;

/// Writes a marked text as HTML. It serialises as a string, without building one first.
pub struct MarkedHtml<'a>(pub &'a Marked);

impl fmt::Display for MarkedHtml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (text, matches) in self.0.pieces() {
            if matches {
                f.write_str("<mark>")?;
            }
            write_escaped(f, text)?;
            if matches {
                f.write_str("</mark>")?;
            }
        }
        Ok(())
    }
}

impl Serialize for MarkedHtml<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn write_escaped(out: &mut impl Write, text: &str) -> fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.write_str(&rest[..at])?;
        out.write_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &rest[at + 1..];
    }
    out.write_str(rest)
}

/// The parts of a marked text between separators, each with its own matches.
pub fn split(marked: &Marked, separator: char) -> Vec<Marked> {
    let mut ranges = marked.ranges.iter().copied().peekable();
    let mut start = 0;
    let mut parts = Vec::new();
    for text in marked.text.split(separator) {
        let end = start + text.chars().count();
        let mut own = Vec::new();
        while let Some(&(from, to)) = ranges.peek() {
            if from < end && to > start {
                own.push((from.max(start) - start, to.min(end) - start));
            }
            if to > end {
                break;
            }
            ranges.next();
        }
        parts.push(Marked { text: text.to_owned(), ranges: own, ..Marked::default() });
        start = end + 1;
    }
    parts
}

/// Sanitised HTML with what matches in its text marked, and each table in a box of its own to scroll in.
/// `mark` finds the matches of the whole text, so
/// that a word is found across the tags within it.
pub fn mark_html(html: &str, mark: impl FnOnce(&str) -> Marked) -> String {
    let text: String = pieces_of_html(html).map(|piece| piece.plain).collect();
    let ranges = mark(&text).ranges;
    let mut out = String::with_capacity(html.len() + ranges.len() * 13);
    let (mut at, mut next, mut open) = (0, 0, false);
    for piece in pieces_of_html(html) {
        while ranges.get(next).is_some_and(|&(_, end)| end <= at) {
            next += 1;
        }
        let inside = !piece.is_tag() && ranges.get(next).is_some_and(|&(start, _)| start <= at);
        let adjoins = open && ranges.get(next).is_some_and(|&(start, _)| start < at);
        if open && (!inside || !adjoins) {
            out.push_str("</mark>");
            open = false;
        }
        if inside && !open {
            out.push_str("<mark>");
            open = true;
        }
        if piece.raw.starts_with("<table") {
            out.push_str("<div class=\"scroll\" role=\"region\" aria-label=\"表格\" tabindex=\"0\">");
        }
        out.push_str(piece.raw);
        if piece.raw == "</table>" {
            out.push_str("</div>");
        }
        at += piece.plain.chars().count();
    }
    if open {
        out.push_str("</mark>");
    }
    out
}

/// A tag, an entity or a character of an HTML text.
struct HtmlPiece<'a> {
    raw: &'a str,
    plain: &'a str,
}

impl HtmlPiece<'_> {
    fn is_tag(&self) -> bool {
        self.raw.starts_with('<')
    }
}

/// Takes apart what a serialiser wrote: tags are closed, attributes quoted, and the only entities are
/// those that are needed.
fn pieces_of_html(html: &str) -> impl Iterator<Item = HtmlPiece<'_>> {
    const ENTITIES: &[(&str, &str)] =
        &[("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{A0}"), ("&quot;", "\"")];
    let mut rest = html;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let entity = ENTITIES.iter().find(|(written, _)| first == '&' && rest.starts_with(written));
        let (length, plain) = match (first, entity) {
            ('<', _) => {
                let length = tag_length(rest);
                (length, if breaks_text(&rest[..length]) { "\n" } else { "" })
            }
            (_, Some((written, plain))) => (written.len(), *plain),
            _ => (first.len_utf8(), &rest[..first.len_utf8()]),
        };
        let (raw, tail) = rest.split_at(length);
        rest = tail;
        Some(HtmlPiece { raw, plain })
    })
}

fn tag_length(html: &str) -> usize {
    let mut quoted = false;
    let end = html.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    end.map_or(html.len(), |end| end + 1)
}

/// Whether a tag parts the texts on its sides; an inline tag does not.
fn breaks_text(tag: &str) -> bool {
    const INLINE: &[&str] = &["a", "b", "strong", "em", "i", "u", "s", "span", "sup", "sub", "small", "mark", "code"];
    let name: String =
        tag.chars().skip_while(|c| matches!(c, '<' | '/')).take_while(char::is_ascii_alphanumeric).collect();
    !INLINE.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, ranges: &[(usize, usize)]) -> Marked {
        Marked { text: text.to_owned(), ranges: ranges.to_vec(), ..Marked::default() }
    }

    fn check(text: &str, ranges: &[(usize, usize)], expected: &str) {
        assert_eq!(MarkedHtml(&marked(text, ranges)).to_string(), expected, "{text} {ranges:?}");
    }

    #[test]
    fn escapes_all_and_marks_what_matches() {
        check("", &[], "");
        check("脱贫攻坚", &[(0, 2)], "<mark>脱贫</mark>攻坚");
        check("<b>&\"'", &[(1, 2)], "&lt;<mark>b</mark>&gt;&amp;&quot;&#39;");
        check("<mark>", &[(0, 6)], "<mark>&lt;mark&gt;</mark>");
        check("𠮷𠮷a", &[(1, 3)], "𠮷<mark>𠮷a</mark>");
    }

    #[test]
    fn splits_matches_with_the_text() {
        let parts = split(&marked("ab\ncd\n\nef", &[(0, 1), (4, 5), (7, 9)]), '\n');
        let shown: Vec<String> = parts.iter().map(|part| MarkedHtml(part).to_string()).collect();
        assert_eq!(shown, ["<mark>a</mark>b", "c<mark>d</mark>", "", "<mark>ef</mark>"]);
        let across = split(&marked("ab\tcd", &[(1, 4)]), '\t');
        assert_eq!(across[0].ranges, [(1, 2)]);
        assert_eq!(across[1].ranges, [(0, 1)]);
    }

    fn check_html(html: &str, word: &str, expected: &str) {
        let found = mark_html(html, |text| {
            let ranges = text.match_indices(word).map(|(byte, word)| {
                let start = text[..byte].chars().count();
                (start, start + word.chars().count())
            });
            marked(text, &ranges.collect::<Vec<_>>())
        });
        assert_eq!(found, expected, "{html} {word}");
    }

    #[test]
    fn marks_text_and_never_tags() {
        check_html("<p>会议</p>", "会", "<p><mark>会</mark>议</p>");
        check_html(
            "<p>会<strong>议</strong>室</p>",
            "会议",
            "<p><mark>会</mark><strong><mark>议</mark></strong>室</p>",
        );
        check_html("<td>会</td><td>议</td>", "会议", "<td>会</td><td>议</td>");
        check_html("<img alt=\"a>b\">a&amp;b", "a&b", "<img alt=\"a>b\"><mark>a&amp;b</mark>");
        check_html("<p>甲甲乙</p>", "甲", "<p><mark>甲</mark><mark>甲</mark>乙</p>");
        check_html("<img alt=\"<table\">", "甲", "<img alt=\"<table\">");
        check_html("<p>甲乙丙</p>", "甲乙丙", "<p><mark>甲乙丙</mark></p>");
    }
}
