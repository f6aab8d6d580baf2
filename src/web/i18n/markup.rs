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

fn open_link(out: &mut String, link: &TextLink) {
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

/// What is put on sanitised HTML.
#[derive(Default)]
pub struct Decoration<'a> {
    /// The matches in the whole text, so that a word is found across the tags within it.
    pub matches: Vec<(usize, usize)>,
    /// The links in the whole text.
    pub links: Vec<TextLink>,
    /// What stands before each paragraph that begins with these bytes of [`squeezed_html`], ascending; and the name
    /// that the paragraph gets.
    pub anchors: Vec<Anchor<'a>>,
    /// What the box around a table is called.
    pub table: &'a str,
}

/// The name of a paragraph, and markup to be put at its beginning.
pub struct Anchor<'a> {
    /// Where it begins.
    pub at: usize,
    /// Its name: letters, digits and hyphens alone.
    pub id: &'a str,
    /// Markup for its beginning, where that is not a row of a table.
    pub markup: &'a str,
}

/// The text of sanitised HTML.
pub fn text_of_html(html: &str) -> String {
    pieces_of_html(html).map(|piece| piece.plain).collect()
}

/// The text of sanitised HTML without blanks.
pub fn squeezed_html(html: &str) -> String {
    pieces_of_html(html).flat_map(|piece| piece.plain.chars()).filter(|c| !c.is_whitespace()).collect()
}

/// Sanitised HTML with what matches in its text marked, citations and names linked, paragraphs named, and each table in a box
/// of its own to scroll in.
pub fn decorate_html(html: &str, decoration: &Decoration<'_>) -> String {
    let Decoration { matches, links, anchors, table } = decoration;
    let mut out = String::with_capacity(html.len() + matches.len() * 13 + links.len() * 60 + anchors.len() * 90);
    let (mut at, mut squeezed, mut next_match, mut next_link, mut next_anchor) = (0, 0, 0, 0, 0);
    let (mut marking, mut linking, mut own_links) = (None, None, 0_usize);
    for piece in pieces_of_html(html) {
        while matches.get(next_match).is_some_and(|&(_, end)| end <= at) {
            next_match += 1;
        }
        while links.get(next_link).is_some_and(|link| link.end <= at) {
            next_link += 1;
        }
        while anchors.get(next_anchor).is_some_and(|anchor| anchor.at < squeezed) {
            next_anchor += 1;
        }
        let text = !piece.is_tag();
        let mark = (text && matches.get(next_match).is_some_and(|&(start, _)| start <= at)).then_some(next_match);
        // A link of the text's own is left alone.
        let link =
            (text && own_links == 0 && links.get(next_link).is_some_and(|link| link.start <= at)).then_some(next_link);
        if marking.is_some() && (marking != mark || linking != link) {
            out.push_str("</mark>");
            marking = None;
        }
        if linking.is_some() && linking != link {
            out.push_str("</a>");
        }
        let anchor = anchors.get(next_anchor).filter(|anchor| anchor.at == squeezed);
        let begins = anchor.filter(|_| match text {
            true => !piece.plain.chars().all(char::is_whitespace),
            false => ["p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"].contains(&tag_name(piece.raw)),
        });
        if let (Some(anchor), true) = (begins, text) {
            let _ = write!(out, "<span id=\"{}\"></span>", anchor.id);
            next_anchor += 1;
        }
        if let (Some(link), true) = (link, linking != link) {
            open_link(&mut out, &links[link]);
        }
        linking = link;
        if mark.is_some() && marking.is_none() {
            out.push_str("<mark>");
        }
        marking = mark;
        if piece.raw.starts_with("<table") {
            let _ = write!(out, "<div class=\"scroll\" role=\"region\" aria-label=\"{table}\" tabindex=\"0\">");
        }
        match begins.filter(|_| !text && !piece.raw.contains(" id=")) {
            Some(anchor) => {
                let _ = write!(out, "{} id=\"{}\">", piece.raw.trim_end_matches('>'), anchor.id);
                if tag_name(piece.raw) != "tr" {
                    out.push_str(anchor.markup);
                }
                next_anchor += 1;
            }
            None => out.push_str(piece.raw),
        }
        if piece.raw == "</table>" {
            out.push_str("</div>");
        }
        own_links = match piece.raw {
            "</a>" => own_links.saturating_sub(1),
            raw if raw.starts_with("<a ") || raw == "<a>" => own_links + 1,
            _ => own_links,
        };
        at += piece.plain.chars().count();
        squeezed += piece.plain.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
    }
    if marking.is_some() {
        out.push_str("</mark>");
    }
    if linking.is_some() {
        out.push_str("</a>");
    }
    out
}

/// The name of an opening tag; empty for others.
fn tag_name(tag: &str) -> &str {
    let inside = tag.strip_prefix('<').unwrap_or_default();
    &inside[..inside.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inside.len())]
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

    fn ranges(html: &str, word: &str) -> Vec<(usize, usize)> {
        let text = text_of_html(html);
        let ranges = text.match_indices(word).map(|(byte, word)| {
            let start = text[..byte].chars().count();
            (start, start + word.chars().count())
        });
        ranges.collect()
    }

    #[test]
    fn links_and_marks_nest() {
        let to = |start, end, url: &str| TextLink { start, end, url: url.to_owned(), class: "cites" };
        let link = |text: &str, marks: &[(usize, usize)]| linked(&marked(text, marks), &[to(1, 4, "/a?b&c")]);
        assert_eq!(
            link("按《甲<》办", &[(0, 3)]),
            "<mark>按</mark><a class=\"cites\" href=\"/a?b&amp;c\"><mark>《甲</mark>&lt;</a>》办"
        );
        let html = "<p>按《<b>甲</b>》办</p><a href=\"/x\">《甲》</a>";
        let links = ranges(html, "《甲》").into_iter().map(|(start, end)| to(start, end, "/y")).collect();
        let found =
            decorate_html(html, &Decoration { matches: ranges(html, "按《甲"), links, ..Decoration::default() });
        let a = "<a class=\"cites\" href=\"/y\">";
        assert_eq!(
            found,
            format!(
                "<p><mark>按</mark>{a}<mark>《</mark></a><b>{a}<mark>甲</mark></a></b>{a}》</a>办</p>\
                 <a href=\"/x\">《甲》</a>"
            )
        );
    }

    #[test]
    fn paragraphs_of_markup_are_named() {
        let html = "<p>甲 乙</p><table><tbody><tr><td>丙</td></tr></tbody></table><p>丁<br>戊</p>";
        let text = squeezed_html(html);
        let names: Vec<(usize, String)> =
            "甲丙丁戊".chars().enumerate().map(|(n, c)| (text.find(c).unwrap(), format!("p{}", n + 1))).collect();
        let anchors = names.iter().map(|(at, id)| Anchor { at: *at, id, markup: "¶" }).collect();
        let found = decorate_html(html, &Decoration { anchors, table: "表格", ..Decoration::default() });
        assert_eq!(
            found,
            "<p id=\"p1\">¶甲 乙</p><div class=\"scroll\" role=\"region\" aria-label=\"表格\" tabindex=\"0\"><table><tbody>\
             <tr id=\"p2\"><td>丙</td></tr></tbody></table></div><p id=\"p3\">¶丁<br><span id=\"p4\"></span>戊</p>"
        );
    }

    fn check_html(html: &str, word: &str, expected: &str) {
        let matches = ranges(html, word);
        let found = decorate_html(html, &Decoration { matches, ..Decoration::default() });
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
