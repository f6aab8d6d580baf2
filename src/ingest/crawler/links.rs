//! [`Links`] are the ways on from a page: what it links to, its next page (下一页), the lists it offers, and
//! whether it asks not to be kept or followed.

use std::collections::HashSet;

use scraper::{Html, Selector};
use url::Url;

use super::address::canonical;
use super::extract;
use crate::ingest::parse::html::pagination_links;
use crate::ingest::parse::{charset, html};

/// Links of one page that are followed.
const MAX_LINKS: usize = 2_000;

/// Endings of files that hold no bulletin.
const NO_BULLETINS: &[&str] = &[
    "jpg", "jpeg", "png", "gif", "bmp", "webp", "svg", "ico", "tif", "tiff", "css", "js", "mjs", "json", "map", "woff",
    "woff2", "ttf", "eot", "mp3", "mp4", "m4a", "m4v", "avi", "wmv", "wma", "flv", "mov", "mkv", "rm", "rmvb", "swf",
    "wav", "ogg", "m3u8", "ts", "exe", "msi", "apk", "ipa", "dmg", "iso", "bin", "torrent", "rar", "7z", "tar", "jar",
    "ppt", "pptx", "dwg", "psd",
];

/// The ways on from a page; addresses are canonical, and each stands once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Pages and documents.
    pub pages: Vec<Url>,
    /// The next page of the same column.
    pub next: Vec<Url>,
    /// Feeds and sitemaps.
    pub lists: Vec<Url>,
    /// It asks that it not be kept.
    pub noindex: bool,
    /// It asks that its links not be followed.
    pub nofollow: bool,
}

/// Whether an address may lead to a bulletin, by the ending of its path.
pub fn may_be_bulletin(url: &Url) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_none_or(|ending| !NO_BULLETINS.contains(&ending.as_str()))
}

impl Links {
    /// Reads a page that was fetched from `url`; `robots` is its `X-Robots-Tag`.
    pub fn parse(content: &[u8], url: &Url, robots: Option<&str>) -> Self {
        let text = charset::decode(content, None).text;
        let document = Html::parse_document(&html::bounded(&text));
        let base = select(&document, "base[href]").next().and_then(|base| url.join(base.attr("href")?.trim()).ok());
        let base = base.unwrap_or_else(|| url.clone());
        let mut found = Self::default();
        let mut seen = HashSet::new();
        let mut take = |list: &mut Vec<Url>, href: &str| {
            let href: String = href.trim().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
            let absolute = Some(href).filter(|href| !href.is_empty() && !href.starts_with('#'));
            let absolute = absolute.and_then(|href| base.join(&href).ok()).and_then(|url| canonical(&url));
            if let Some(absolute) = absolute
                && seen.len() < MAX_LINKS
                && may_be_bulletin(&absolute)
                && seen.insert(absolute.clone())
            {
                list.push(absolute);
            }
        };

        // What turns the page comes first: as an ordinary link it would count as a step deeper.
        if let Some(next) = pagination_links::in_document(&document, &text, url.as_str()).next {
            take(&mut found.next, &next);
        }
        for link in select(&document, "link[rel~=alternate][href], link[rel~=sitemap][href]") {
            let media = link.attr("type").unwrap_or_default();
            if media.contains("rss") || media.contains("atom") || link.attr("rel") == Some("sitemap") {
                take(&mut found.lists, link.attr("href").unwrap_or_default());
            }
        }
        for meta in select(&document, "meta[content]") {
            let content = meta.attr("content").unwrap_or_default();
            let is = |attribute: &str, names: &[&str]| {
                meta.attr(attribute).is_some_and(|value| names.iter().any(|name| value.eq_ignore_ascii_case(name)))
            };
            if is("name", &["robots", "gongbao"]) {
                found.obey(content);
            } else if is("http-equiv", &["refresh"])
                && let Some((_, target)) = content.split_once('=')
            {
                take(&mut found.pages, target.trim_matches(['\'', '"', ' ']));
            }
        }
        for link in select(&document, "a[href], area[href], iframe[src], frame[src]") {
            let nofollow =
                link.attr("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "nofollow"));
            if !nofollow && let Some(href) = link.attr("href").or_else(|| link.attr("src")) {
                take(&mut found.pages, href);
            }
        }
        for href in links_in_data(&document) {
            take(&mut found.pages, &href);
        }
        found.obey(robots.unwrap_or_default());
        if found.nofollow {
            (found.pages, found.next, found.lists) = Default::default();
        }
        found
    }

    fn obey(&mut self, words: &str) {
        for word in words.split([',', ';']).map(|word| word.trim().to_ascii_lowercase()) {
            // `X-Robots-Tag: gongbao: noindex` may name a crawler first.
            let word = word.strip_prefix("gongbao:").unwrap_or(&word).trim();
            self.noindex |= matches!(word, "noindex" | "none");
            self.nofollow |= matches!(word, "nofollow" | "none");
        }
    }
}

/// Columns of a common publishing system hold their rows as data that a script shows:
/// `<script type="text/xml"><datastore><record><![CDATA[<a href=…>]]></record>`.
fn links_in_data(document: &Html) -> Vec<String> {
    let rows = select(document, "script[type='text/xml']").map(|data| {
        let rows: String = data.text().collect::<String>().replace("<![CDATA[", "").replace("]]>", "");
        Html::parse_fragment(&html::bounded(&rows))
    });
    let hrefs = |rows: Html| -> Vec<String> {
        select(&rows, "record a[href]").filter_map(|link| link.attr("href")).map(str::to_owned).collect()
    };
    rows.flat_map(hrefs).collect()
}

fn select<'a>(document: &'a Html, css: &'static str) -> impl Iterator<Item = scraper::ElementRef<'a>> + use<'a> {
    // Selectors are literals of this file; one that does not parse would select nothing, and the tests fail.
    let elements = Selector::parse(css).ok().map(|selector| document.select(&selector).collect::<Vec<_>>());
    elements.into_iter().flatten()
}

/// The canonical address of a file that is read.
pub fn file_address(address: &str) -> Option<Url> {
    let url = canonical(&Url::parse(address).ok()?)?;
    let name = extract::name_of(&url);
    (html::media_type(&name).is_some() && may_be_bulletin(&url) || url.query().is_some()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_on_are_found() {
        let url = Url::parse("http://qingcen.example/xwzx/index.html").unwrap();
        let page = "<html><head><link rel=alternate type='application/rss+xml' href='/rss.xml'>\
            <link rel=stylesheet href=/a.css></head><body><a href='t1.html#top'>甲</a><a href='./t1.html'>甲</a>\
            <a href='/a.jpg'>图</a><a href='javascript:void(0)'>乙</a><a href='t2.html' rel=nofollow>丙</a>\
            <a href='f.pdf'>丁</a><a href='index_2.html'>下一页 ></a><a href='mailto:a@b'>信</a>\
            <iframe src='inner.html'></iframe></body></html>";
        let links = Links::parse(page.as_bytes(), &url, None);
        let names = |urls: &[Url]| urls.iter().map(|url| url.path().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&links.pages), ["/xwzx/t1.html", "/xwzx/f.pdf", "/xwzx/inner.html"]);
        assert_eq!(names(&links.next), ["/xwzx/index_2.html"]);
        assert_eq!(names(&links.lists), ["/rss.xml"]);
        assert!(!links.noindex && !links.nofollow);

        let (gbk, _, _) = encoding_rs::GBK.encode("<meta charset=gbk><a href=2.html>下一页</a>");
        assert_eq!(names(&Links::parse(&gbk, &url, None).next), ["/xwzx/2.html"]);
        let script = b"<script>createPageHTML(3, 1, \"index\", \"shtml\");</script>";
        assert_eq!(names(&Links::parse(script, &url, None).next), ["/xwzx/index_2.shtml"]);
        let last = b"<script>createPageHTML(3, 2, \"index\", \"shtml\");</script>";
        assert!(Links::parse(last, &url, None).next.is_empty());
        let data = b"<script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/n'></a>]]></nextgroup><recordset>\
            <record><![CDATA[<li><a href='/art/2021/5/9/art_1_2.html'>a</a></li>]]></record></recordset></datastore></script>";
        assert_eq!(names(&Links::parse(data, &url, None).pages), ["/art/2021/5/9/art_1_2.html"]);
        let numbers = b"<b>1</b> <a href=index_1.html>2</a> <a href=index_2.html>3</a>";
        assert_eq!(names(&Links::parse(numbers, &url, None).next), ["/xwzx/index_1.html"]);
    }

    #[test]
    fn a_page_that_asks_is_not_kept_or_followed() {
        let url = Url::parse("http://qingcen.example/").unwrap();
        let links = Links::parse(b"<meta name=robots content='NOINDEX'><a href=a.html>a</a>", &url, None);
        assert!(links.noindex && links.pages.len() == 1);
        let links = Links::parse(b"<a href=a.html>a</a>", &url, Some("none"));
        assert!(links.noindex && links.pages.is_empty());
        let many: String = (0..5_000).map(|n| format!("<a href={n}.html>{n}</a>")).collect();
        assert_eq!(Links::parse(many.as_bytes(), &url, None).pages.len(), MAX_LINKS);
    }
}
