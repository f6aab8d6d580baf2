//! A bulletin spread over several pages is one bulletin: its pages, in a folder or on a site, are joined by their
//! pagination links ([`html::pagination_links`]), as long as each has the title of the first.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::documents::beside;
use super::draft::Draft;
use super::inputs::Input;
use super::normalize::limits;
use super::parse::html::pagination_links;
use super::parse::{Format, html};
use super::rules::Rules;
use crate::model::Field;
use crate::model::escape::{Escape, escaped};

/// Pages that one bulletin may be spread over.
pub const MAX_PARTS: usize = 100;

/// What the joining of pages needs to know.
pub struct Joining<'a> {
    /// The page.
    pub input: &'a Input,
    /// Bytes of a page.
    pub most: usize,
    /// The operator's rules.
    pub rules: &'a Rules,
}

impl Joining<'_> {
    /// Adds to a page's draft what the pages that follow it say; returns their files.
    pub fn join(&self, bytes: &[u8], draft: &mut Draft) -> Vec<PathBuf> {
        let mut joined = Vec::new();
        let mut seen = HashSet::from([self.input.path.canonicalize().unwrap_or_default()]);
        let mut next = pagination_links::find(bytes, &self.input.path.to_string_lossy()).next;
        let mut input = self.input.clone();
        let mut read = bytes.len();
        while let Some(path) = next.take().and_then(|href| beside(&input, &href, is_page)) {
            if joined.len() + 1 >= MAX_PARTS || !seen.insert(path.clone()) {
                break;
            }
            let Some((bytes, following)) = self.read(&path) else { break };
            read += bytes.len();
            if !of_one_title(draft, &following) || read > limits::BODY_BYTES {
                break;
            }
            next = pagination_links::find(&bytes, &path.to_string_lossy()).next;
            append(draft, following);
            input.path.clone_from(&path);
            joined.push(path);
        }
        joined
    }

    /// Whether the page continues another, which is taken in as well and leads here.
    pub fn is_continuation(&self, bytes: &[u8], draft: &Draft) -> bool {
        if self.input.named {
            return false;
        }
        let Some(previous) = pagination_links::find(bytes, &self.input.path.to_string_lossy())
            .previous
            .and_then(|href| beside(self.input, &href, is_page))
        else {
            return false;
        };
        let Some((bytes, before)) = self.read(&previous) else { return false };
        let from_there = Input { path: previous, ..self.input.clone() };
        let led = pagination_links::find(&bytes, &from_there.path.to_string_lossy())
            .next
            .and_then(|href| beside(&from_there, &href, is_page));
        led.is_some() && led == self.input.path.canonicalize().ok() && of_one_title(&before, draft)
    }

    fn read(&self, path: &Path) -> Option<(Vec<u8>, Draft)> {
        let size = usize::try_from(path.metadata().ok()?.len()).ok()?;
        let bytes = (size <= self.most).then(|| std::fs::read(path).ok()).flatten()?;
        let draft = html::parse_with(&bytes, None, self.rules).ok()?;
        Some((bytes, draft))
    }
}

fn is_page(path: &Path) -> bool {
    Format::detect(&path.to_string_lossy(), b"") == Some(Format::Html)
}

/// Whether two pages have one title; a number after it, as in 题（2）, does not count.
pub fn of_one_title(one: &Draft, other: &Draft) -> bool {
    let bare = |draft: &Draft| {
        let title = draft.first(Field::Title).unwrap_or_default();
        let title: String = title.chars().filter(|c| c.is_alphanumeric()).collect();
        title.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
    };
    let title = bare(one);
    !title.is_empty() && title == bare(other)
}

/// Adds to a draft what the page after it says.
pub fn append(draft: &mut Draft, following: Draft) {
    if draft.body_html.is_some() || following.body_html.is_some() {
        let mut markup = draft.body_html.take().unwrap_or_else(|| as_markup(&draft.paragraphs));
        markup.push_str(&following.body_html.unwrap_or_else(|| as_markup(&following.paragraphs)));
        draft.body_html = Some(markup);
    }
    draft.paragraphs.extend(following.paragraphs);
    for note in following.notes {
        if !draft.notes.contains(&note) {
            draft.notes.push(note);
        }
    }
    for linked in following.attachments {
        if !draft.attachments.iter().any(|known| known.href == linked.href) {
            draft.attachments.push(linked);
        }
    }
    // Reporters and editors often stand on the last page alone; all else is said on the first.
    let signed = |field| matches!(field, Field::Authors | Field::Editor);
    draft.claims.extend(following.claims.into_iter().filter(|claim| signed(claim.field)));
}

fn as_markup(paragraphs: &[String]) -> String {
    paragraphs.iter().map(|paragraph| format!("<p>{}</p>", escaped(paragraph, Escape::Text))).collect()
}
