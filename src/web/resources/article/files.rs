//! The files of a bulletin as its page shows them: each with a link, its kind and size, and its text page by page.

use crate::model::{Article, AttachedPage, Attachment};
use crate::search::types::response::Marked;
use crate::web::html::record::is_web_address;
use crate::web::i18n::files;
use crate::web::i18n::markup::{TextLink, linked, split};
use crate::web::i18n::texts::Texts;
use crate::web::url::links::attachment_url;

/// A file beside the text.
pub struct FileView<'a> {
    pub number: usize,
    pub title: &'a str,
    /// The file as it was taken in, or else where it was published.
    pub url: Option<String>,
    /// Where it was published, where that is not `url`.
    pub original: Option<&'a str>,
    /// What it is and how large: `Excel 表格 · 34 KB`.
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
        texts: &'static Texts,
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
        let address = attachment.url.split(['?', '#']).next();
        let name = file.map(|file| file.name.as_str()).or(address);
        let kind = files::kind(name, attachment.media_type.as_deref(), texts);
        let size = file.map(|file| format!(" · {}", files::size(file.bytes))).unwrap_or_default();
        Self {
            number,
            title: &attachment.title,
            url: file.map(|_| attachment_url(&article.id, number, None)).or(published.map(str::to_owned)),
            original: published.filter(|_| file.is_some()),
            kind: format!("{kind}{size}"),
            reason: file.and_then(|file| file.reason.as_deref()),
            open: pages.iter().any(|page| page.paragraphs.iter().any(|html| html.contains("<mark>"))),
            pages,
        }
    }
}
