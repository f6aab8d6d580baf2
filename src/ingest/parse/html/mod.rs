//! An HTML page holds one bulletin among much that is none. What machines are told is read first, then
//! what a reader sees: labels, byline, title, body, attachments, footer. Rules for single sites are the operator's.

mod attachments;
mod body;
mod bulletin;
mod container;
mod depth;
mod fields;
mod file_links;
mod following;
mod fragment;
mod headings;
mod markup;
mod meta;
mod official;
mod open_table;
mod page;
pub(crate) mod pagination_links;
mod selector;
mod soft_404;
mod spelled;
mod table_shape;
mod title;
mod title_text;
mod visibility;

use std::borrow::Cow;

use url::Url;

use self::body::Body;
pub(in crate::ingest) use self::bulletin::{LeastProse, NO_BULLETIN, is_bulletin};
pub(in crate::ingest) use self::depth::bounded;
use self::fields::Bylines;
pub(in crate::ingest) use self::file_links::media_type;
pub(in crate::ingest) use self::fragment::{is_markup, parse_fragment};
use self::meta::Metadata;
pub(in crate::ingest) use self::meta::date_of_address;
use self::page::{Page, tree_of};
pub(in crate::ingest) use self::pagination_links::{PaginationLinks, continues, is_family};
pub(in crate::ingest) use self::visibility::is_hidden;
use crate::ingest::draft::{Draft, Rejection};
use crate::ingest::parse::charset;
use crate::ingest::rules::{Rule, Rules};
use crate::ingest::values::without_markup;
use crate::model::Field;

/// The largest page accepted, in bytes.
pub const MAX_BYTES: usize = 16 << 20;

/// Reads a page; `url` is where it was fetched.
///
/// # Errors
/// A page that is empty, too large, or says that it is missing, and bytes that are no text.
pub fn parse(bytes: &[u8], url: Option<&str>) -> Result<Draft, Rejection> {
    parse_with(bytes, url, &Rules::default())
}

/// The same, minding what an operator knows of single sites.
///
/// # Errors
/// As [`parse`].
pub fn parse_with(bytes: &[u8], url: Option<&str>, rules: &Rules) -> Result<Draft, Rejection> {
    let decoded = decoded(bytes)?;
    let mixed = decoded.mixed_with.map(|other| (decoded.encoding, other));
    let text = match depth::bounded(&decoded.text) {
        Cow::Owned(bounded) => bounded,
        Cow::Borrowed(_) => decoded.text,
    };
    let mut html = tree_of(&text);
    drop(text);
    let metadata = Metadata::parse(&html);
    let fetched = url.and_then(|url| Url::parse(url).ok());
    let address = metadata.address(fetched.as_ref());
    let host = address.as_ref().and_then(|(url, _)| url.host_str());
    let rule = rules.find(host, metadata.get("sitename").or_else(|| metadata.get("og:site_name")));
    if let Some(rule) = rule {
        rule.clean(&mut html);
    }
    let page = Page::shown(html);
    if page.lines.is_empty() && metadata.title.is_none() {
        return Err(Rejection::new("网页里没有文字", "正文若由脚本生成，请在浏览器中打开后另存为完整网页再导入"));
    }
    let mut draft = page_draft(&page, &metadata, address, rule)?;
    draft.note_damage(mixed.as_ref().map(|(main, other)| (main.as_str(), other.as_str())));
    Ok(draft)
}

/// The text of a page, where it is one that is read.
fn decoded(bytes: &[u8]) -> Result<charset::Decoded, Rejection> {
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
    Ok(decoded)
}

/// Whether the text is a feed, whose elements a browser would show as one heap.
fn is_feed(text: &str) -> bool {
    let head: String = text.chars().take(1_000).collect();
    let head = head.trim_start();
    let root = ["<rss", "<feed", "<rdf:RDF"].iter().filter_map(|root| head.find(root)).min();
    (head.starts_with("<?xml") || root == Some(0)) && root.is_some() && !head.contains("<html")
}

fn page_draft(
    page: &Page,
    metadata: &Metadata,
    address: Option<(Url, &'static str)>,
    rule: Option<&Rule>,
) -> Result<Draft, Rejection> {
    let base = metadata.base(address.as_ref().map(|(url, _)| url));
    let base = base.as_ref();
    let mut draft = Draft::default();

    if let Some(rule) = rule {
        rule.claim(&page.html, &mut draft);
    }
    metadata.claim_government(&mut draft);
    let container = container::container_by(rule, page)
        .unwrap_or_else(|| container::container(page, headings::line_below_title(page, metadata)));
    let labels = fields::parse_labels(page, &container, &mut draft);
    title::claim(page, metadata, &container, &mut draft);
    let title = without_markup(draft.first(Field::Title).unwrap_or_default()).into_owned();

    let mut body = Body::extract(page, &container, &labels, &title);
    if draft.first(Field::DocumentNumber).is_none()
        && let Some(notice) = soft_404::notice(page, &body, &title)
    {
        return Err(Rejection::soft_404(format!("网页说自己已不在：「{notice}」")));
    }
    fields::claim_subtitle(page, &body, &labels, &title, &mut draft);
    official::claim(page, &body, &title, &mut draft);
    let bylines = Bylines::parse(page, &body, &title, &labels);
    bylines.claim_seen_dates(&mut draft);
    metadata.claim_date(&mut draft);
    bylines.claim(page, &body, &mut draft);
    metadata.claim_account(&mut draft);
    metadata.claim_social(&mut draft);
    metadata.claim_keywords(&title, &body.paragraphs, &mut draft);
    fields::claim_surroundings(page, &body, &title, metadata, &mut draft);
    if let Some((url, origin)) = &address {
        meta::claim_moment(&mut draft, &meta::date_of_address(url).unwrap_or_default(), "url:path");
        draft.claim(Field::Url, url.as_str(), *origin);
    }

    fields::drop_media_from_authors(&mut draft);
    draft.attachments = attachments::find(page, &body, base);
    draft.body_html = body.markup(page, base);
    draft.body_origin = body.origin_of(page);
    draft.left_out = std::mem::take(&mut body.left_out);
    draft.paragraphs = std::mem::take(&mut body.paragraphs);
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::ingest::normalize::normalize;

    #[test]
    fn hostile_pages_are_read_in_time() {
        let deep =
            |open: &str, close: &str| format!("{}春灌在即，渠水到田。{}", open.repeat(100_000), close.repeat(100_000));
        let pages = [
            deep("<div>", "</div>"),
            deep("<div></b>", ""),
            deep("<b id=x><p>", ""),
            deep("<table><tr><td>", ""),
            deep("<ul><li>", ""),
            deep("<a href=x>", ""),
            deep("<svg><td>", ""),
            deep("<span", ">"),
            "<p>春灌在即，渠水到田。</p>".repeat(20_000),
            "<a href=1>春灌在即</a> 07-02<br>".repeat(20_000),
            format!("<div {}>春灌在即，渠水到田。", "a=1 ".repeat(200_000)),
            "来源：".repeat(200_000),
            format!("<div class=TRS_Editor><p>春灌在即，渠水到田。{}", "<p>便民服务<p>版权所有".repeat(40_000)),
            format!("<div class=TRS_Editor>{}<p>春灌在即，县里组织干部下乡检查渠道。", "<p>相关链接".repeat(40_000)),
            format!(
                "<p>春灌在即，县里组织干部下乡检查渠道和闸门。{}",
                "<p>编辑：春灌在即，渠水何时到田，到了多少".repeat(40_000)
            ),
            format!(
                "<p>春灌在即，县里组织干部下乡检查渠道和闸门。{}",
                "<p>友情链接<p>县里组织干部下乡，检查渠道和闸门。".repeat(20_000)
            ),
            "<div class=content_area><p>春灌在即，渠水到田。</div>".repeat(20_000),
            "<p>春灌<p>渠水到田。".repeat(40_000),
        ];
        for page in pages {
            let start = Instant::now();
            let _ = parse(page.as_bytes(), None);
            // A debug build on a busy machine is some ten times slower than the service.
            assert!(start.elapsed() < Duration::from_secs(10), "{:?} for {}", start.elapsed(), &page[..24]);
        }
    }

    #[test]
    fn what_is_no_page_is_refused_with_a_remedy() {
        let check = |bytes: &[u8], expected: &str| {
            let message = parse(bytes, None).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        };
        check(b"", "没有文字");
        check(b"<html><script>location='/'</script></html>", "没有文字");
        check(&vec![b' '; MAX_BYTES + 1], "超过上限 16 MiB");
        check(b"<?xml version='1.0'?><rss><channel><title>a</title></channel></rss>", "订阅源");
    }

    #[test]
    fn titles_lose_the_name_of_the_site() {
        let check = |head: &str, body: &str, expected: &str| {
            let page = format!(
                "<html><head>{head}</head><body>{body}<p>春灌在即，县里组织干部下乡，检查渠道和闸门，保障粮食安全。</p></body></html>"
            );
            assert_eq!(normalize(parse(page.as_bytes(), None).unwrap()).unwrap().title, expected, "{head}");
        };
        check("<title>渠水提前到田_泊云财经</title>", "<h1>渠水提前到田</h1>", "渠水提前到田");
        check("<title>渠水提前到田 - 要闻 - 泊云日报网</title>", "", "渠水提前到田");
        check(
            "<title>[视频]渠水提前到田_节目官网_泊云网(boyun.example)</title>",
            "<h3>[视频]渠水提前到田</h3>",
            "渠水提前到田",
        );
        check(
            "<title>泊云县人民政府</title><meta name=sitename content=泊云县人民政府>",
            "<h1>关于停水的公告</h1>",
            "关于停水的公告",
        );
        check(
            "<title>渠水提前...-泊云网</title>",
            "<h1>渠水提前...</h1><p>原标题：《渠水提前到田》</p>",
            "渠水提前到田",
        );
        check("<title>泊云县A-17号公告</title>", "<h1>泊云县A-17号公告</h1>", "泊云县A-17号公告");
    }
}
