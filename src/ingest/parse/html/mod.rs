//! An HTML page holds one bulletin among much that is none. What machines are told is read first, then
//! what a reader sees: labels, byline, title, body, attachments, footer. There are no rules for single sites.

mod attachments;
mod body;
mod depth;
mod fields;
mod meta;
mod page;
mod title;

/// A CSS selector that is parsed once.
macro_rules! selector {
    ($css:literal) => {{
        static SELECTOR: std::sync::LazyLock<scraper::Selector> = std::sync::LazyLock::new(|| {
            scraper::Selector::parse($css).expect("the selector is a literal and every parse of a page runs it")
        });
        &*SELECTOR
    }};
}
use selector;

use scraper::Html;
use url::Url;

use self::body::Body;
use self::meta::Metadata;
use self::page::Page;
use super::charset;
use crate::ingest::draft::{Draft, Rejection};
use crate::model::Field;

/// The largest page accepted, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// Reads a page; `url` is where it was fetched.
///
/// # Errors
/// A page that is empty or too large, and bytes that are no text.
pub fn parse(bytes: &[u8], url: Option<&str>) -> Result<Draft, Rejection> {
    if bytes.len() > MAX_BYTES {
        let mebibytes = bytes.len().div_ceil(1 << 20);
        return Err(Rejection::new(
            format!("网页约 {mebibytes} MiB，超过上限 {} MiB", MAX_BYTES >> 20),
            "请去掉内嵌的图片等数据，或另存为较小的网页再导入",
        ));
    }
    let decoded = charset::decode(bytes, None);
    if decoded.replaced * 10 > decoded.text.chars().count() {
        return Err(Rejection::new("不是网页：大部分字节无法识别为文字", "请确认文件是 HTML 网页，而不是压缩包或图片"));
    }
    if is_feed(&decoded.text) {
        return Err(Rejection::new("这是 RSS 或 Atom 订阅源，不是网页", "请导入订阅源所列的各个网页"));
    }
    let html = Html::parse_document(&depth::bounded(&decoded.text));
    let metadata = Metadata::of(&html);
    let mut page = Page::new(html, false);
    if page.lines.iter().map(page::Line::prose).sum::<usize>() < 20 {
        // Some pages hide their text until a script shows it.
        page = Page::new(page.html, true);
    }
    if page.lines.is_empty() && metadata.title.is_none() {
        return Err(Rejection::new("网页里没有文字", "正文若由脚本生成，请在浏览器中打开后另存为完整网页再导入"));
    }
    Ok(read(&page, &metadata, url))
}

/// Whether the text is a feed, whose elements a browser would show as one heap.
fn is_feed(text: &str) -> bool {
    let head: String = text.chars().take(1_000).collect();
    let head = head.trim_start();
    let root = ["<rss", "<feed", "<rdf:RDF"].iter().filter_map(|root| head.find(root)).min();
    (head.starts_with("<?xml") || root == Some(0)) && root.is_some() && !head.contains("<html")
}

fn read(page: &Page, metadata: &Metadata, fetched: Option<&str>) -> Draft {
    let fetched = fetched.and_then(|url| Url::parse(url).ok());
    let address = metadata.address(fetched.as_ref());
    let base = address.as_ref().map(|(url, _)| url);
    let mut draft = Draft::default();

    metadata.claim_government(&mut draft);
    let container = body::container(page);
    let labels = fields::read_labels(page, &container, &mut draft);
    title::claim(page, metadata, &container, &mut draft);
    let title = draft.first(Field::Title).unwrap_or_default().to_owned();

    let mut body = Body::of(page, &container, &labels, &title);
    fields::claim_subtitle(page, &body, &labels, &title, &mut draft);
    fields::claim_bylines(page, &body, &title, &mut draft);
    metadata.claim_social(&mut draft);
    metadata.claim_keywords(&title, &body.paragraphs, &mut draft);
    fields::claim_surroundings(page, &body, &title, metadata, &mut draft);
    if let Some((url, origin)) = &address {
        meta::claim_moment(&mut draft, &meta::date_of_address(url).unwrap_or_default(), "url:path");
        draft.claim(Field::Url, url.as_str(), *origin);
    }

    draft.attachments = attachments::of(page, &body, base);
    draft.body_html = body.markup(page, base);
    draft.body_origin = body.origin.clone();
    draft.paragraphs = std::mem::take(&mut body.paragraphs);
    draft
}
