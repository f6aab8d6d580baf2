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
    for link in page.html.select(selector!("a[href], a[onclick]")) {
        let (Some(href), Some(span)) = (address_of(link), page.span_of(link.id())) else { continue };
        let title = tidy_line(&link.text().collect::<String>());
        let media_type = media_type(href).or_else(|| media_type(&title));
        if media_type.is_none() && !downloads_by_number(href, &title) {
            continue;
        }
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
            let attachment = Attachment { title, url, media_type: media_type.map(str::to_owned), file: None };
            found.push(Linked { attachment, href });
        }
    }
    found
}

/// Where a link leads: by its address, or by the script that opens a window: `onclick="window.open('/a.xls')"`.
fn address_of<'p>(link: ElementRef<'p>) -> Option<&'p str> {
    let href = link.attr("href").unwrap_or_default().trim();
    let is_script = href.to_ascii_lowercase().starts_with("javascript:");
    if !(is_script || href.is_empty() || href == "#") {
        return Some(href);
    }
    let scripts = [link.attr("onclick"), Some(href).filter(|_| is_script)];
    let quoted = scripts.into_iter().flatten().filter(|script| script.len() < 2_000).flat_map(|script| {
        // Every second piece between quotation marks stands within them.
        script.split(['\'', '"']).skip(1).step_by(2)
    });
    quoted.into_iter().find(|text| media_type(text).is_some() && !text.contains([' ', '<'])).or(link.attr("href"))
}

/// Whether a link that names no file leads to one: its address is that of a script that sends files (`download.do?id=123`), or
/// its words say that it is an annex, and it leads somewhere.
fn downloads_by_number(href: &str, title: &str) -> bool {
    const SCRIPTS: &[&str] = &[
        "download",
        "downfile",
        "down.",
        "downattach",
        "attach",
        "fileid",
        "file_id",
        "filename=",
        "getfile",
        "readfile",
        "fujian",
    ];
    let href = href.trim().to_ascii_lowercase();
    if href.is_empty() || href.starts_with(['#', '?']) || href.starts_with("javascript:") || href.starts_with("mailto:")
    {
        return false;
    }
    let (path, query) = href.split_once('?').map_or((href.as_str(), None), |(path, query)| (path, Some(query)));
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    let is_page = [".html", ".htm", ".shtml", ".jhtml"].iter().any(|ending| last.ends_with(ending));
    let segments = path.split("//").last().unwrap_or(path).split('/').skip(1);
    let in_path = segments.into_iter().any(|segment| SCRIPTS.iter().any(|word| segment.contains(word)));
    let by_script = !is_page && in_path && (query.is_some() || last.contains(|c: char| c.is_ascii_digit()))
        || query.is_some_and(|query| SCRIPTS.iter().any(|word| query.contains(word)));
    let is_annex = ["附件", "附表"].iter().any(|word| title.starts_with(word));
    let is_number = query.is_some() || !last.is_empty() && last.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    // 附件 by itself also names a column of the site, which leads to a page.
    by_script && (is_annex || title.contains("下载") || title.chars().count() >= 3) || is_annex && is_number && !is_page
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_sent_by_number() {
        for (href, title, expected) in [
            ("/download.do?id=123", "附件1：名单（点击下载）", true),
            ("/DownloadServlet?fileId=77", "报名登记表", true),
            ("/module/download/downfile.jsp?classid=0&filename=a1", "附件：名单", true),
            ("/upload?attachId=3", "点击下载", true),
            ("/view.do?id=3", "附件2", true),
            ("https://boyun.example/attachment/download/8812", "防汛物资名单", true),
            ("/files/0123456789abcdef", "附件3：名单", true),
            ("/xxgk/fujian/", "附件", false),
            ("/view.do?id=3", "相关政策解读", false),
            ("/fj/index.html?id=3", "附件", false),
            ("javascript:download(3)", "附件1", false),
            ("#", "附件1", false),
        ] {
            assert_eq!(downloads_by_number(href, title), expected, "{href} {title}");
        }
    }
}
