//! A token of HTML is a tag, a comment, or the text between them, as the source writes it. [`HtmlTokens`] takes a text
//! apart without building a tree, so that whoever changes a page copies all else byte for byte: a crate's tokenizer
//! tells the token, but not where in the source it stands.

/// A part of an HTML text; the parts put together are the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HtmlToken<'a> {
    /// Text with its entities as written; also what only looks like markup: `a < b`, `<!doctype html>`.
    Text(&'a str),
    /// A comment with its delimiters.
    Comment(&'a str),
    /// A start tag or an end tag.
    Tag(HtmlTag<'a>),
}

/// A tag as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HtmlTag<'a> {
    /// The whole tag, from `<` to `>`; a tag that the text breaks off goes to its end.
    pub raw: &'a str,
    /// The name, in the letters of the source.
    pub name: &'a str,
    /// Whether it is an end tag: `</p>`.
    pub is_end: bool,
    /// Whether it ends with `/>`.
    pub is_self_closing: bool,
    /// Breaks between its attributes, which bound their number; blanks and slashes that follow each other are one.
    pub attribute_breaks: usize,
}

impl<'a> HtmlTag<'a> {
    /// Reads the tag at the beginning of a text; `None` where its `<` opens none. A `>` within a quoted value does not
    /// end it.
    fn parse(html: &'a str) -> Option<Self> {
        let bytes = html.as_bytes();
        let is_end = bytes.get(1) == Some(&b'/');
        let from = 1 + usize::from(is_end);
        let length =
            bytes[from..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b':' | b'_')).count();
        if length == 0 || !bytes[from].is_ascii_alphabetic() {
            return None;
        }
        let mut at = from + length;
        let mut attribute_breaks = 0;
        let mut quote = None;
        let mut previous = b' ';
        while let Some(byte) = bytes.get(at) {
            match (quote, byte) {
                (Some(open), byte) if open == *byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') if previous == b'=' => quote = Some(*byte),
                (None, b'>') => break,
                (None, byte) if (byte.is_ascii_whitespace() || *byte == b'/') && !previous.is_ascii_whitespace() => {
                    attribute_breaks += 1;
                }
                _ => {}
            }
            previous = *byte;
            at += 1;
        }
        let raw = &html[..(at + 1).min(html.len())];
        Some(Self {
            raw,
            name: &html[from..from + length],
            is_end,
            is_self_closing: previous == b'/',
            attribute_breaks,
        })
    }

    /// The value of an attribute as written, where that is in double quotes, as serialisers and our templates write it.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = &self.raw[1 + usize::from(self.is_end) + self.name.len()..];
        while let Some(at) = rest.find("=\"") {
            let written = rest[..at].rsplit([' ', '\n', '\t', '"']).next().unwrap_or_default();
            let value = &rest[at + 2..];
            let end = value.find('"')?;
            if written == name {
                return Some(&value[..end]);
            }
            rest = &value[end + 1..];
        }
        None
    }
}

/// The tokens of an HTML text in order.
#[derive(Debug, Clone)]
pub struct HtmlTokens<'a> {
    html: &'a str,
    position: usize,
    /// What follows a text that was given out.
    next: Option<HtmlToken<'a>>,
}

impl<'a> HtmlTokens<'a> {
    /// The tokens of this text.
    pub fn new(html: &'a str) -> Self {
        Self { html, position: 0, next: None }
    }

    /// Takes what stands before the end tag of an element whose content is no markup, as that of `script`. Only who
    /// minds the tree knows where that holds: within `svg` a `title` is an element like others.
    pub fn take_raw_text(&mut self, name: &str) -> &'a str {
        debug_assert!(self.next.is_none(), "it follows a tag");
        let rest = &self.html[self.position..];
        let length = memchr::memmem::find_iter(rest.as_bytes(), b"</").find(|at| {
            let after = &rest.as_bytes()[at + 2..];
            after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
        });
        let text = &rest[..length.unwrap_or(rest.len())];
        self.position += text.len();
        text
    }

    /// The comment or tag at the beginning of a text; `None` where its `<` opens none.
    fn markup(html: &'a str) -> Option<HtmlToken<'a>> {
        if html.starts_with("<!--") {
            let end = memchr::memmem::find(&html.as_bytes()[4..], b"-->").map_or(html.len(), |end| 4 + end + 3);
            return Some(HtmlToken::Comment(&html[..end]));
        }
        HtmlTag::parse(html).map(HtmlToken::Tag)
    }
}

impl<'a> Iterator for HtmlTokens<'a> {
    type Item = HtmlToken<'a>;

    fn next(&mut self) -> Option<HtmlToken<'a>> {
        if let Some(token) = self.next.take() {
            return Some(token);
        }
        let rest = &self.html[self.position..];
        if rest.is_empty() {
            return None;
        }
        let opened = memchr::memchr_iter(b'<', rest.as_bytes())
            .find_map(|at| Self::markup(&rest[at..]).map(|token| (at, token)));
        let Some((at, token)) = opened else {
            self.position = self.html.len();
            return Some(HtmlToken::Text(rest));
        };
        let length = match token {
            HtmlToken::Text(raw) | HtmlToken::Comment(raw) => raw.len(),
            HtmlToken::Tag(tag) => tag.raw.len(),
        };
        self.position += at + length;
        if at == 0 {
            return Some(token);
        }
        self.next = Some(token);
        Some(HtmlToken::Text(&rest[..at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str) -> Vec<&str> {
        let raw = HtmlTokens::new(html).map(|token| match token {
            HtmlToken::Text(raw) | HtmlToken::Comment(raw) => raw,
            HtmlToken::Tag(tag) => tag.raw,
        });
        raw.collect()
    }

    #[test]
    fn the_tokens_are_the_text() {
        let check = |html: &str, expected: &[&str]| {
            assert_eq!(written(html), expected);
            assert_eq!(written(html).concat(), html);
        };
        check("", &[]);
        check("甲", &["甲"]);
        check("<p>甲&lt;乙<br/>丙</p>", &["<p>", "甲&lt;乙", "<br/>", "丙", "</p>"]);
        check("<!doctype html><p>", &["<!doctype html>", "<p>"]);
        check("甲 < 乙 <3 </>丙<b>", &["甲 < 乙 <3 </>丙", "<b>"]);
        check("<!-- <p> > --><i>", &["<!-- <p> > -->", "<i>"]);
        check("<!-- 甲<p>", &["<!-- 甲<p>"]);
        check("<img alt=\"a>'b\"><img alt='a>\"b'>甲", &["<img alt=\"a>'b\">", "<img alt='a>\"b'>", "甲"]);
        check("<img alt=a'b>甲", &["<img alt=a'b>", "甲"]);
        check("<p 甲", &["<p 甲"]);
        check("甲<", &["甲<"]);
    }

    #[test]
    fn a_tag_knows_its_parts() {
        fn check<'a>(html: &'a str, name: &str, is_end: bool, is_self_closing: bool) -> HtmlTag<'a> {
            let Some(HtmlToken::Tag(tag)) = HtmlTokens::new(html).next() else { panic!("{html} is a tag") };
            assert_eq!((tag.name, tag.is_end, tag.is_self_closing), (name, is_end, is_self_closing), "{html}");
            tag
        }
        check("<p>", "p", false, false);
        check("</P >", "P", true, false);
        check("<o:p/>", "o:p", false, true);
        let tag = check("<a href=\"/甲?b=c\" data-lang=\"x\" lang=\"zh\" title='t'>", "a", false, false);
        assert_eq!(tag.attribute_breaks, 3);
        assert_eq!(tag.attribute("href"), Some("/甲?b=c"));
        assert_eq!(tag.attribute("lang"), Some("zh"));
        assert_eq!(tag.attribute("title"), None);
        assert_eq!(tag.attribute("b"), None);
    }

    #[test]
    fn raw_text_ends_with_its_own_end_tag() {
        let mut tokens = HtmlTokens::new("<script>if (a<b) '</p>'</SCRIPT>甲");
        tokens.next();
        assert_eq!(tokens.take_raw_text("script"), "if (a<b) '</p>'");
        assert!(matches!(tokens.next(), Some(HtmlToken::Tag(tag)) if tag.is_end));
        assert_eq!(tokens.next(), Some(HtmlToken::Text("甲")));
        let mut open = HtmlTokens::new("<style>a</b");
        open.next();
        assert_eq!(open.take_raw_text("style"), "a</b");
        assert_eq!(open.next(), None);
    }
}
