//! An attachment is a file that a bulletin links to: a form, an annex, the scanned original.

use std::collections::HashSet;

use scraper::ElementRef;
use url::Url;

use super::body::Body;
use super::file_links::media_type;
use super::page::{Page, words};
use super::selector::selector;
use crate::ingest::draft::Linked;
use crate::ingest::normalize::limits;
use crate::model::Attachment;
use crate::model::text::tidy_line;

/// Words in `id` and `class` of boxes that hold attachments.
const BOXES: &[&str] = &["fujian", "xgfj", "attachment", "attachments", "fj", "annex", "appendix"];

/// The files offered in the body, in a box beside it, or after 附件.
pub fn find(page: &Page, body: &Body, base: Option<&Url>) -> Vec<Linked> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for link in page.html.select(selector!("a[href]")) {
        let (Some(href), Some(span)) = (link.attr("href"), page.spans.get(&link.id())) else { continue };
        let title = tidy_line(&link.text().collect::<String>());
        let Some(media_type) = media_type(href).or_else(|| media_type(&title)) else { continue };
        let in_body =
            span.start >= page.span(body.node).start && span.start < page.span(body.node).end.max(body.lines.end);
        if !(in_body || in_box(link) || after_heading(page, span.start)) {
            continue;
        }
        let address = match base {
            Some(base) => base.join(href.trim()).ok(),
            None => Url::parse(href.trim()).ok(),
        };
        let address = address.filter(|url| matches!(url.scheme(), "http" | "https"));
        let href = href.trim().to_owned();
        // Without an address the file may still lie beside the page.
        let url = address.map_or(String::new(), String::from);
        if seen.insert(if url.is_empty() { href.clone() } else { url.clone() }) && found.len() < limits::ATTACHMENTS {
            let attachment = Attachment { title, url, media_type: Some(media_type.to_owned()), file: None };
            found.push(Linked { attachment, href });
        }
    }
    found
}

fn in_box(link: ElementRef<'_>) -> bool {
    link.ancestors()
        .take(8)
        .filter_map(ElementRef::wrap)
        .any(|element| words(element.value()).any(|word| BOXES.contains(&word.as_str())))
}

/// Whether the line stands in the list that a line 附件 opens.
fn after_heading(page: &Page, line: usize) -> bool {
    let opens = |text: &str| text.starts_with("附件") || text.starts_with("相关附件");
    let upwards = (0..=line.min(page.lines.len().saturating_sub(1))).rev().take(30);
    upwards
        .map(|at| &page.lines[at])
        .find(|line| opens(&line.text) || !line.is_link())
        .is_some_and(|line| opens(&line.text))
}
