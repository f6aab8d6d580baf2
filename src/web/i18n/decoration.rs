//! A [`Decoration`] is what a page puts on the sanitised HTML of a bulletin: marks where something matches, links, and names
//! of paragraphs. The HTML itself stays as it is.

use std::fmt::Write;

use super::markup::{TextLink, open_link};
use crate::model::html_tokens::{HtmlTag, HtmlToken, HtmlTokens};

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
    /// Whether the part that was begun is over here.
    pub ends_part: bool,
    /// Whether a part of the text begins here, and its name: all up to its end becomes one element, where the paragraph
    /// stands in no other.
    pub part: Option<Option<&'a str>>,
}

impl Anchor<'_> {
    /// Markup for its beginning where it could not become an element of its own.
    fn begin_within(&self, out: &mut String) {
        if let Some(name) = self.part.flatten() {
            let _ = write!(out, "<span id=\"{name}\"></span>");
        }
    }
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
    let Decoration { matches, links, anchors, .. } = decoration;
    let room = html.len() + matches.len() * 13 + links.len() * 60 + anchors.len() * 90;
    let mut decorator = Decorator::new(decoration, room);
    pieces_of_html(html).for_each(|piece| decorator.piece(&piece));
    decorator.set_mark(None);
    decorator.end_link(None);
    decorator.end_part();
    decorator.out
}

/// What was written of decorated HTML, and how far it is.
struct Decorator<'a> {
    decoration: &'a Decoration<'a>,
    out: String,
    /// Characters of text that were written.
    at: usize,
    /// Bytes of squeezed text that were written.
    squeezed: usize,
    /// The match, the link and the anchor that come next, or are being written.
    next_match: usize,
    next_link: usize,
    next_anchor: usize,
    /// The match and the link that are open.
    mark: Option<usize>,
    link: Option<usize>,
    /// Links of the text's own that are open.
    own_links: usize,
    /// Elements that are open.
    depth: usize,
    /// Whether a part is open.
    in_part: bool,
}

impl<'a> Decorator<'a> {
    fn new(decoration: &'a Decoration<'a>, room: usize) -> Self {
        Self {
            decoration,
            out: String::with_capacity(room),
            at: 0,
            squeezed: 0,
            next_match: 0,
            next_link: 0,
            next_anchor: 0,
            mark: None,
            link: None,
            own_links: 0,
            depth: 0,
            in_part: false,
        }
    }

    fn piece(&mut self, piece: &HtmlPiece<'_>) {
        self.pass_what_is_over();
        let Decoration { matches, links, .. } = self.decoration;
        let is_text = piece.tag.is_none();
        let is_marked = is_text && matches.get(self.next_match).is_some_and(|&(start, _)| start <= self.at);
        let mark = is_marked.then_some(self.next_match);
        // A link of the text's own is left alone.
        let is_linked =
            is_text && self.own_links == 0 && links.get(self.next_link).is_some_and(|link| link.start <= self.at);
        let link = is_linked.then_some(self.next_link);
        if self.mark != mark || self.link != link {
            self.set_mark(None);
        }
        self.end_link(link);
        let anchor = self.anchor(piece);
        if let (Some(anchor), true) = (anchor, is_text) {
            let _ = write!(self.out, "<span id=\"{}\"></span>", anchor.id);
            anchor.begin_within(&mut self.out);
            self.next_anchor += 1;
        }
        self.begin_link(link);
        self.set_mark(mark);
        match piece.tag {
            Some(tag) => self.tag(tag, anchor),
            None => self.out.push_str(piece.raw),
        }
        self.at += piece.plain.chars().count();
        self.squeezed += piece.plain.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
    }

    fn pass_what_is_over(&mut self) {
        let Decoration { matches, links, anchors, .. } = self.decoration;
        while matches.get(self.next_match).is_some_and(|&(_, end)| end <= self.at) {
            self.next_match += 1;
        }
        while links.get(self.next_link).is_some_and(|link| link.end <= self.at) {
            self.next_link += 1;
        }
        while anchors.get(self.next_anchor).is_some_and(|anchor| anchor.at < self.squeezed) {
            self.next_anchor += 1;
        }
    }

    /// The anchor of the paragraph that begins with a piece.
    fn anchor(&self, piece: &HtmlPiece<'_>) -> Option<&'a Anchor<'a>> {
        let anchor = self.decoration.anchors.get(self.next_anchor).filter(|anchor| anchor.at == self.squeezed)?;
        let begins = match piece.tag {
            None => !piece.plain.chars().all(char::is_whitespace),
            Some(tag) => !tag.is_end && PARAGRAPHS.contains(&tag.name),
        };
        begins.then_some(anchor)
    }

    /// A tag, with the name of the paragraph that it begins, in the box that it opens or closes.
    fn tag(&mut self, tag: HtmlTag<'_>, anchor: Option<&Anchor<'_>>) {
        let (is_table, is_link) = (tag.name == "table", tag.name == "a");
        if is_table && !tag.is_end {
            let label = self.decoration.table;
            let _ = write!(self.out, "<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">");
        }
        match anchor.filter(|_| !tag.raw.contains(" id=")) {
            Some(anchor) => {
                let whole = self.begin_part(anchor);
                let _ = write!(self.out, "{} id=\"{}\">", tag.raw.trim_end_matches('>'), anchor.id);
                if tag.name != "tr" {
                    self.out.push_str(anchor.markup);
                    if !whole {
                        anchor.begin_within(&mut self.out);
                    }
                }
                self.next_anchor += 1;
            }
            None => self.out.push_str(tag.raw),
        }
        if is_table && tag.is_end {
            self.out.push_str("</div>");
        }
        if tag.is_end {
            self.depth = self.depth.saturating_sub(1);
        } else if !tag.is_self_closing && !VOID.contains(&tag.name) {
            self.depth += 1;
        }
        if is_link && tag.is_end {
            self.own_links = self.own_links.saturating_sub(1);
        } else if is_link {
            self.own_links += 1;
        }
    }

    /// Ends the part that is over before a paragraph, and begins that which begins with it; whether this could be done.
    fn begin_part(&mut self, anchor: &Anchor<'_>) -> bool {
        if self.depth > 0 {
            return false;
        }
        if anchor.ends_part {
            self.end_part();
        }
        if let Some(name) = anchor.part {
            self.out.push_str("<div class=\"clause\"");
            if let Some(name) = name {
                let _ = write!(self.out, " id=\"{name}\"");
            }
            self.out.push('>');
            self.in_part = true;
        }
        true
    }

    fn end_part(&mut self) {
        if std::mem::take(&mut self.in_part) {
            self.out.push_str("</div>");
        }
    }

    /// Opens or closes a mark. One match goes on where another ends: both are marked.
    fn set_mark(&mut self, mark: Option<usize>) {
        match (self.mark, mark) {
            (None, Some(_)) => self.out.push_str("<mark>"),
            (Some(_), None) => self.out.push_str("</mark>"),
            _ => {}
        }
        self.mark = mark;
    }

    fn end_link(&mut self, link: Option<usize>) {
        if self.link.is_some() && self.link != link {
            self.out.push_str("</a>");
            self.link = None;
        }
    }

    fn begin_link(&mut self, link: Option<usize>) {
        if let Some(at) = link.filter(|_| self.link != link) {
            open_link(&mut self.out, &self.decoration.links[at]);
        }
        self.link = link;
    }
}

/// Elements that are paragraphs to whoever points at one.
const PARAGRAPHS: &[&str] = &["p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements without an end tag, of those that a serialiser leaves.
const VOID: &[&str] = &["br", "hr", "img", "col", "wbr"];

/// A tag, an entity or a character of an HTML text.
struct HtmlPiece<'a> {
    raw: &'a str,
    plain: &'a str,
    tag: Option<HtmlTag<'a>>,
}

/// The pieces of what a serialiser wrote: attributes are quoted, and the only entities are those that are needed.
fn pieces_of_html(html: &str) -> impl Iterator<Item = HtmlPiece<'_>> {
    HtmlTokens::new(html).flat_map(|token| {
        let (tag, text) = match token {
            HtmlToken::Tag(tag) => (Some(tag), ""),
            HtmlToken::Text(text) => (None, text),
            // Nothing of a comment is read.
            HtmlToken::Comment(_) => (None, ""),
        };
        let tag = tag.map(|tag| HtmlPiece {
            raw: tag.raw,
            plain: if breaks_text(tag.name) { "\n" } else { "" },
            tag: Some(tag),
        });
        tag.into_iter().chain(pieces_of_text(text))
    })
}

fn pieces_of_text(text: &str) -> impl Iterator<Item = HtmlPiece<'_>> {
    const ENTITIES: &[(&str, &str)] =
        &[("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u{A0}"), ("&quot;", "\"")];
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let entity = ENTITIES.iter().find(|(written, _)| first == '&' && rest.starts_with(written));
        let length = entity.map_or(first.len_utf8(), |(written, _)| written.len());
        let (raw, tail) = rest.split_at(length);
        rest = tail;
        Some(HtmlPiece { raw, plain: entity.map_or(raw, |(_, plain)| plain), tag: None })
    })
}

/// Whether a tag parts the texts on its sides; an inline tag does not.
fn breaks_text(name: &str) -> bool {
    const INLINE: &[&str] = &["a", "b", "strong", "em", "i", "u", "s", "span", "sup", "sub", "small", "mark", "code"];
    !INLINE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::types::response::Marked;
    use crate::web::i18n::markup::linked;

    fn marked(text: &str, ranges: &[(usize, usize)]) -> Marked {
        Marked { text: text.to_owned(), ranges: ranges.to_vec(), ..Marked::default() }
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
        let anchors =
            names.iter().map(|(at, id)| Anchor { at: *at, id, markup: "¶", ends_part: false, part: None }).collect();
        let found = decorate_html(html, &Decoration { anchors, table: "表格", ..Decoration::default() });
        assert_eq!(
            found,
            "<p id=\"p1\">¶甲 乙</p><div class=\"scroll\" role=\"region\" aria-label=\"表格\" tabindex=\"0\"><table><tbody>\
             <tr id=\"p2\"><td>丙</td></tr></tbody></table></div><p id=\"p3\">¶丁<br><span id=\"p4\"></span>戊</p>"
        );
    }

    #[test]
    fn a_part_of_markup_is_one_element_where_it_stands_in_no_other() {
        let html = "<p>甲</p><p>乙</p><table><tbody><tr><td>丙<br></td></tr></tbody></table><p>丁</p><ul><li>戊</li></ul><p>己</p>";
        let text = squeezed_html(html);
        let anchor =
            |at: char, id, ends_part, part| Anchor { at: text.find(at).unwrap(), id, markup: "", ends_part, part };
        let anchors = vec![
            anchor('甲', "p1", true, Some(Some("a"))),
            anchor('丁', "p4", true, Some(None)),
            anchor('戊', "p5", true, Some(Some("b"))),
            anchor('己', "p6", true, None),
        ];
        let found = decorate_html(html, &Decoration { anchors, ..Decoration::default() });
        assert!(
            found.starts_with("<div class=\"clause\" id=\"a\"><p id=\"p1\">甲</p><p>乙</p><div class=\"scroll\""),
            "{found}"
        );
        let end = "</table></div></div><div class=\"clause\"><p id=\"p4\">丁</p><ul><li id=\"p5\"><span id=\"b\"></span>戊</li></ul>\
                   </div><p id=\"p6\">己</p>";
        assert!(found.ends_with(end), "{found}");
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
