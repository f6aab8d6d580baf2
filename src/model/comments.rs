//! A comment is what publishing systems and word processors write into a text for programs: `<!-- TABLE -->`,
//! `<!--[if gte mso 9]>…<![endif]-->`. Browsers never show one; where it was taken for text, or stands there with its
//! brackets escaped, it would be read. It is no part of what a bulletin says.

use std::borrow::Cow;
use std::ops::Range;

use super::Article;
use super::html_tokens::{HtmlToken, HtmlTokens};

/// How a comment's first bracket may be written, as markup and as text.
const OPENERS: [&str; 3] = ["<", "&lt;", "&amp;lt;"];

/// How its last bracket may be written.
const CLOSERS: [&str; 3] = [">", "&gt;", "&amp;gt;"];

/// Bytes of the longest comment; whatever is longer is text in which a bracket got lost.
const MAX_COMMENT: usize = 100_000;

/// Bytes of the longest condition: `<![if !supportLists]>`.
const MAX_CONDITION: usize = 120;

/// A text without comments.
pub fn without_comments(text: &str) -> Cow<'_, str> {
    let found = comments(text);
    if found.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(without(text, 0, &found)) }
}

/// Lines without comments, which may go on from one line to the next; `None` where there are none.
pub fn lines_without_comments(lines: &[String]) -> Option<Vec<String>> {
    if !lines.iter().any(|line| may_have(line)) {
        return None;
    }
    let text = lines.join("\n");
    let found = comments(&text);
    let kept = (!found.is_empty()).then(|| without(&text, 0, &found))?;
    Some(kept.split('\n').filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

/// HTML without comments, also those that became its text. Tags within such a text stay, so that each is still closed.
pub fn html_without_comments(html: &str) -> Cow<'_, str> {
    if !may_have(html) {
        return Cow::Borrowed(html);
    }
    let text: String = HtmlTokens::new(html)
        .filter_map(|token| if let HtmlToken::Text(text) = token { Some(text) } else { None })
        .collect();
    let found = comments(&text);
    let (mut out, mut at) = (String::with_capacity(html.len()), 0);
    for token in HtmlTokens::new(html) {
        match token {
            HtmlToken::Comment(_) => {}
            HtmlToken::Tag(tag) => out.push_str(tag.raw),
            HtmlToken::Text(text) => {
                out.push_str(&without(text, at, &found));
                at += text.len();
            }
        }
    }
    if out.len() == html.len() { Cow::Borrowed(html) } else { Cow::Owned(out.replace("<p></p>", "")) }
}

impl Article {
    /// The bulletin without the comments that earlier versions of this program took for text.
    #[must_use]
    pub fn without_comments(mut self) -> Self {
        let line = |text: &mut String| {
            if may_have(text) {
                let kept = without_comments(text).trim().to_owned();
                // A title is never empty.
                if !kept.is_empty() {
                    *text = kept;
                }
            }
        };
        line(&mut self.title);
        self.subtitle.iter_mut().for_each(line);
        let pages = self.attachments.iter_mut().filter_map(|attachment| attachment.file.as_mut());
        let pages = pages.flat_map(|file| &mut file.pages).map(|page| &mut page.paragraphs);
        for paragraphs in std::iter::once(&mut self.paragraphs).chain(pages) {
            if let Some(kept) = lines_without_comments(paragraphs) {
                *paragraphs = kept;
            }
        }
        if let Some(html) = &mut self.body_html
            && let Cow::Owned(kept) = html_without_comments(html)
        {
            *html = kept;
        }
        self
    }
}

/// Whether it is worth looking closer: in Chinese this sign is rare.
fn may_have(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"!--").is_some() || memchr::memmem::find(text.as_bytes(), b"![").is_some()
}

/// Where comments stand in a text, in bytes, ascending and apart.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let hyphens = text.match_indices('-').filter(|(at, _)| text[at + 1..].starts_with('-'));
    let mut ends = hyphens.filter_map(|(at, _)| Some((at, at + 2 + closer(&text[at + 2..])?))).peekable();
    for (at, _) in text.match_indices('!') {
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let Some(opener) = OPENERS.iter().find(|opener| text[..at].ends_with(**opener)) else { continue };
        let (start, rest) = (at - opener.len(), &text[at + 1..]);
        let end = if rest.starts_with("--") {
            while ends.next_if(|(end, _)| *end < at + 3).is_some() {}
            ends.peek().map(|(_, end)| *end).filter(|end| end - start <= MAX_COMMENT)
        } else {
            condition(rest).map(|length| at + 1 + length)
        };
        found.extend(end.map(|end| start..end));
    }
    found
}

/// Bytes of the condition at the beginning of a text, as word processors write it into a page: `[endif]>`.
fn condition(text: &str) -> Option<usize> {
    ["[if ", "[endif"].iter().find(|beginning| text.starts_with(**beginning))?;
    let bracket = text.bytes().take(MAX_CONDITION).position(|byte| byte == b']')?;
    Some(bracket + 1 + closer(&text[bracket + 1..])?)
}

/// Bytes of the last bracket of a comment at the beginning of a text.
fn closer(text: &str) -> Option<usize> {
    CLOSERS.iter().find(|closer| text.starts_with(**closer)).map(|closer| closer.len())
}

/// A text without these ranges of the whole text, in which it begins at `offset`.
fn without(text: &str, offset: usize, ranges: &[Range<usize>]) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    let first = ranges.partition_point(|range| range.end <= offset);
    for range in ranges[first..].iter().take_while(|range| range.start < offset + text.len()) {
        let (start, end) = (range.start.saturating_sub(offset), (range.end - offset).min(text.len()));
        out.push_str(&text[from..start.max(from)]);
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_left_out_however_their_brackets_are_written() {
        for (text, expected) in [
            ("甲<!-- TABLE -->乙", "甲乙"),
            ("甲&lt;!--[if gte mso 9]&gt;&lt;xml&gt;&lt;/xml&gt;&lt;![endif]--&gt;乙", "甲乙"),
            ("甲&amp;lt;!-- a --&amp;gt;乙", "甲乙"),
            ("<!--a--><!--b-->甲<!----><!--c--->", "甲"),
            ("<![if !supportLists]>一、<![endif]>总则", "一、总则"),
            ("甲<!-- 没有结尾", "甲<!-- 没有结尾"),
            ("甲!--乙-->丙", "甲!--乙-->丙"),
            ("好!--> 5<8", "好!--> 5<8"),
            ("<!DOCTYPE html>甲<![CDATA[乙]]>", "<!DOCTYPE html>甲<![CDATA[乙]]>"),
        ] {
            assert_eq!(without_comments(text), expected, "{text}");
        }
        let long = format!("<!--{}-->", "甲".repeat(MAX_COMMENT));
        assert_eq!(without_comments(&long), long, "whatever is so long is text");
        let many = "<!--".repeat(200_000);
        assert_eq!(without_comments(&many), many);
    }

    #[test]
    fn a_comment_goes_on_from_line_to_line_and_across_tags() {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(lines_without_comments(&lines("甲\n<!-- a\nb\n-->\n乙")), Some(lines("甲\n乙")));
        assert_eq!(lines_without_comments(&lines("甲！\n乙")), None);
        for (html, expected) in [
            ("<p>甲</p><!-- a --><p>乙</p>", "<p>甲</p><p>乙</p>"),
            ("<p>&lt;!--[if mso]&gt;</p><p><b>x</b></p><p>&lt;![endif]--&gt;甲</p>", "<p><b></b></p><p>甲</p>"),
            ("<p>甲!</p>", "<p>甲!</p>"),
        ] {
            assert_eq!(html_without_comments(html), expected);
        }
    }
}
