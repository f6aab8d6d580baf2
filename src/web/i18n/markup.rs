//! Matches as markup: a [`Marked`] text becomes HTML in which everything is escaped and what matches
//! stands in `<mark>`.

use std::fmt;
use std::fmt::Write;

use serde::{Serialize, Serializer};

use crate::model::escape::{Escape, write_escaped};
use crate::search::types::response::Marked;

/// Writes a marked text as HTML. It serialises as a string, without building one first.
pub struct MarkedHtml<'a>(pub &'a Marked);

impl fmt::Display for MarkedHtml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (text, matches) in self.0.pieces() {
            if matches {
                f.write_str("<mark>")?;
            }
            write_escaped(f, text, Escape::Quoted)?;
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

/// A range of a text that leads somewhere.
pub struct TextLink {
    /// Where it begins, in characters.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The address.
    pub url: String,
    /// What it is, as the name of a class: `cites` or `named`.
    pub class: &'static str,
}

/// A marked text as HTML in which these ranges, ascending and apart, are links. Marks within links are kept.
pub fn linked(marked: &Marked, links: &[TextLink]) -> String {
    let mut out = String::with_capacity(marked.text.len() + links.len() * 60);
    let mut at = 0;
    for link in links {
        let _ = write!(out, "{}", MarkedHtml(&part(marked, at, link.start)));
        open_link(&mut out, link);
        let _ = write!(out, "{}</a>", MarkedHtml(&part(marked, link.start, link.end)));
        at = link.end;
    }
    // A string takes whatever is written, here and above.
    let _ = write!(out, "{}", MarkedHtml(&part(marked, at, usize::MAX)));
    out
}

/// Begins a link.
pub(super) fn open_link(out: &mut String, link: &TextLink) {
    let _ = write!(out, "<a class=\"{}\" href=\"", link.class);
    let _ = write_escaped(out, &link.url, Escape::Quoted);
    out.push_str("\">");
}

/// A part of a marked text, from and to these characters.
fn part(marked: &Marked, from: usize, to: usize) -> Marked {
    let ranges = marked.ranges.iter().filter(|(start, end)| *start < to && *end > from);
    Marked {
        text: marked.text.chars().take(to).skip(from).collect(),
        ranges: ranges.map(|(start, end)| (*start.max(&from) - from, *end.min(&to) - from)).collect(),
        ..Marked::default()
    }
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
}
