//! A [`Feed`] is what Atom and JSON Feed both say: a title, addresses, and bulletins as entries.

use jiff::Timestamp;

use crate::model::StoredArticle;

/// A feed.
pub struct Feed<'a> {
    pub title: String,
    /// The search, however it is shown.
    pub id: String,
    pub origin: &'a str,
    pub itself: String,
    pub html: String,
    pub next: Option<String>,
    pub updated: Timestamp,
    pub entries: Vec<Entry<'a>>,
}

/// A bulletin in a feed.
pub struct Entry<'a> {
    pub id: String,
    pub stored: &'a StoredArticle,
    pub link: String,
    /// RFC 3339.
    pub published: Option<String>,
    pub summary: &'a str,
    pub html: String,
}

/// A text in XML and HTML: without what neither allows, and nothing in it is markup.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() && !matches!(c, '\t' | '\n') => {}
            c => out.push(c),
        }
    }
    out
}
