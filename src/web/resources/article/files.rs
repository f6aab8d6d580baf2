//! The files of a bulletin as its page shows them: each with a link, its kind and size, and its text page by page.

use crate::model::{Article, AttachedPage, Attachment};
use crate::search::types::response::Marked;
use crate::web::html::record::is_web_address;
use crate::web::i18n::markup::{TextLink, linked, split};
use crate::web::url::links::attachment_url;

/// A file beside the text.
pub struct FileView<'a> {
    pub number: usize,
    pub title: &'a str,
    /// The file as it was taken in, or else where it was published.
    pub url: Option<String>,
    /// Where it was published, where that is not `url`.
    pub original: Option<&'a str>,
    pub kind: String,
    pub reason: Option<&'a str>,
    pub open: bool,
    pub pages: Vec<PageView<'a>>,
}

/// A page of a file: its name and number, and its paragraphs as HTML.
pub struct PageView<'a> {
    pub name: Option<&'a str>,
    pub number: Option<u32>,
    pub paragraphs: Vec<String>,
}

impl PageView<'_> {
    /// Whether there is anything to say above it.
    pub fn has_heading(&self) -> bool {
        self.name.is_some() || self.number.is_some()
    }
}

impl<'a> FileView<'a> {
    /// The file of this number, from 1; `mark` finds what the reader looked for, `links` what the text cites.
    pub fn new(
        article: &Article,
        number: usize,
        attachment: &'a Attachment,
        mark: &impl Fn(&str) -> Marked,
        links: &impl Fn(&str) -> Vec<TextLink>,
    ) -> Self {
        let published = Some(attachment.url.as_str()).filter(|url| is_web_address(url));
        let file = attachment.file.as_ref();
        let page = |page: &'a AttachedPage| {
            let paragraphs = split(&mark(&page.paragraphs.join("\n")), '\n');
            PageView {
                name: page.name.as_deref(),
                number: page.number,
                paragraphs: paragraphs.iter().map(|paragraph| linked(paragraph, &links(&paragraph.text))).collect(),
            }
        };
        let with_text = |page: &&'a AttachedPage| !page.paragraphs.is_empty();
        let pages: Vec<_> = file.iter().flat_map(|file| &file.pages).filter(with_text).map(page).collect();
        let kind = match file {
            Some(file) => format!("{} {}", ending(&file.name), size(file.bytes)),
            None => attachment.media_type.clone().unwrap_or_default(),
        };
        Self {
            number,
            title: &attachment.title,
            url: file.map(|_| attachment_url(&article.id, number, None)).or(published.map(str::to_owned)),
            original: published.filter(|_| file.is_some()),
            kind,
            reason: file.and_then(|file| file.reason.as_deref()),
            open: pages.iter().any(|page| page.paragraphs.iter().any(|html| html.contains("<mark>"))),
            pages,
        }
    }
}

/// The ending of a file's name, as readers call its kind.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_uppercase())
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.0} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
