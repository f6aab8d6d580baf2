//! Pagination links are the links by which a bulletin or a column that is spread over several pages leads from one to the next:
//! 下一页, `rel=next`, the numbers 1 2 3, or the script by which a publishing system computes them.

use std::sync::LazyLock;

use regex::Regex;
use scraper::Html;
use url::Url;

use super::depth;
use super::selector::selector;
use crate::ingest::parse::boilerplate::compact;
use crate::ingest::parse::charset;

/// The addresses of the pages before and after, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaginationLinks {
    /// 上一页.
    pub previous: Option<String>,
    /// 下一页.
    pub next: Option<String>,
}

/// What a page with pagination links holds: 一页 in UTF-8, GB 18030 and Big5; the script; a link with the number 2 or 1.
const MARKS: [&[u8]; 10] = [
    "一页".as_bytes(),
    "一頁".as_bytes(),
    &[0xD2, 0xBB, 0xD2, 0xB3],
    &[0xA4, 0x40, 0xAD, 0xB6],
    b"createPageHTML",
    b">2</a",
    b">1</a",
    b">[2]<",
    b"rel=\"next\"",
    b"rel=\"prev\"",
];

/// The largest number of a page that is believed.
const MAX_PAGES: u32 = 1_000;

/// The pagination links of a page; none costs nothing where the page does not speak of them. `own` is its address or the name of
/// its file, by which numbers are told to belong to it.
pub fn find(bytes: &[u8], own: &str) -> PaginationLinks {
    if !MARKS.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some()) {
        return PaginationLinks::default();
    }
    let text = charset::decode(bytes, None).text;
    in_document(&Html::parse_document(&depth::bounded(&text)), &text, own)
}

/// The pagination links of a page that is parsed already; `text` is its markup.
pub fn in_document(html: &Html, text: &str, own: &str) -> PaginationLinks {
    let mut pagination = by_words(html);
    // The script of a site may stand on each of its pages; it speaks of this one where it names it.
    for found in [by_script(text), by_numbers(html, own)] {
        if pagination.next.is_none() && pagination.previous.is_none() {
            pagination = found;
        }
    }
    pagination
}

fn by_words(html: &Html) -> PaginationLinks {
    let (mut said, mut related) = (PaginationLinks::default(), PaginationLinks::default());
    for link in html.select(selector!("a[href], link[rel~=next][href], link[rel~=prev][href]")) {
        let href = link.attr("href").unwrap_or_default().trim();
        if href.is_empty() || href.starts_with('#') || href.to_ascii_lowercase().starts_with("javascript:") {
            continue;
        }
        let text = compact(&link.text().collect::<String>());
        let rel = |word: &str| link.attr("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| rel == word));
        let turn = match text.trim_matches(|c: char| !c.is_alphabetic()) {
            "下一页" | "下一頁" | "下页" | "下頁" | "后一页" | "Next" | "next" => &mut said.next,
            "上一页" | "上一頁" | "上页" | "上頁" | "前一页" | "Previous" | "previous" => {
                &mut said.previous
            }
            _ if rel("next") => &mut related.next,
            _ if rel("prev") => &mut related.previous,
            _ => continue,
        };
        turn.get_or_insert_with(|| href.to_owned());
    }
    // Blogs relate the bulletins before and after in this way, too: words are surer.
    PaginationLinks { previous: said.previous.or(related.previous), next: said.next.or(related.next) }
}

/// The most common publishing system of government sites has its pages compute their pagination links:
/// `createPageHTML(pages, this one from 0, "t20210509_417", "html")`.
fn by_script(text: &str) -> PaginationLinks {
    static CALL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"createPageHTML\(\s*['"]?(\d{1,6})['"]?\s*,\s*['"]?(\d{1,6})['"]?\s*,\s*['"]([\w.-]+)['"]\s*,\s*['"](\w+)['"]"#)
            .expect("the pattern is a literal of this file and its tests run it")
    });
    let Some(call) = CALL.captures(text) else { return PaginationLinks::default() };
    let number = |at: usize| call[at].parse::<u32>().unwrap_or(0);
    let (pages, current) = (number(1), number(2));
    let name = |page: u32| match page {
        0 => format!("{}.{}", &call[3], &call[4]),
        page => format!("{}_{page}.{}", &call[3], &call[4]),
    };
    PaginationLinks {
        previous: (1..pages).contains(&current).then(|| name(current - 1)),
        next: (current + 1 < pages).then(|| name(current + 1)),
    }
}

/// The numbers 1 2 3 under a text: links to pages of one name, of which this is the one that is not linked.
fn by_numbers(html: &Html, own: &str) -> PaginationLinks {
    let mut linked: Vec<(u32, &str)> = Vec::new();
    for link in html.select(selector!("a[href]")) {
        let text = compact(&link.text().collect::<String>());
        let number = text.trim_matches(['[', ']', '【', '】', '(', ')', '（', '）', '第', '页']).parse::<u32>();
        let href = link.attr("href").unwrap_or_default().trim();
        let (Ok(number), false) = (number, href.is_empty()) else { continue };
        let known = linked.iter().any(|(known, _)| *known == number);
        if (1..=MAX_PAGES).contains(&number) && !known && is_family(own, href) {
            linked.push((number, href));
        }
    }
    linked.sort_unstable();
    let is_own = |href: &str| last_part(href) == last_part(own);
    let current = linked.iter().find(|(_, href)| is_own(href)).map(|(number, _)| *number).or_else(|| {
        // Numbers that are left out in the middle, 1 2 3 … 9, hide no more than the one after which they break off.
        (1..=linked.len() as u32 + 1).find(|number| !linked.iter().any(|(known, _)| known == number))
    });
    let at = |number: u32| linked.iter().find(|(known, _)| *known == number).map(|(_, href)| (*href).to_owned());
    match current.filter(|_| !linked.is_empty()) {
        Some(current) => {
            PaginationLinks { previous: current.checked_sub(1).and_then(at), next: current.checked_add(1).and_then(at) }
        }
        None => PaginationLinks::default(),
    }
}

/// Whether two addresses are pages of one thing: `t417.html` and `t417_2.html`, `show?id=7` and `show?id=7&page=2`.
pub fn is_family(one: &str, other: &str) -> bool {
    let (one, other) = (Name::parse(one), Name::parse(other));
    (one.ending == other.ending || one.ending.is_empty() || other.ending.is_empty())
        && one.query == other.query
        && (one.stem == other.stem
            || one.without_number() == Some(other.stem)
            || other.without_number() == Some(one.stem)
            || one.without_number().is_some() && one.without_number() == other.without_number() && one.is_short())
}

/// The name of a page, apart from where it lies and which page it is.
#[derive(Debug)]
struct Name<'a> {
    stem: &'a str,
    ending: &'a str,
    /// What is asked for, without the number of the page.
    query: Vec<&'a str>,
}

impl<'a> Name<'a> {
    fn parse(address: &'a str) -> Self {
        let address = address.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let file = path.rsplit('/').next().unwrap_or(path);
        // A folder is its index, whatever its ending.
        let (stem, ending) = if file.is_empty() { ("index", "") } else { file.rsplit_once('.').unwrap_or((file, "")) };
        let is_page = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
            !["page", "p", "pn", "pageno", "pagenum", "pageindex", "curpage", "currentpage", "paged"].contains(&&*name)
        };
        let mut query: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).filter(is_page).collect();
        query.sort_unstable();
        Self { stem, ending, query }
    }

    /// The stem before `_2`, `-2`.
    fn without_number(&self) -> Option<&'a str> {
        let (stem, number) = self.stem.rsplit_once(['_', '-'])?;
        let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(stem)
    }

    /// Whether the number at the end is that of a page and not, as in `t20210509_417`, of a bulletin.
    fn is_short(&self) -> bool {
        self.stem.rsplit(['_', '-']).next().is_some_and(|number| number.len() <= 2)
    }
}

fn last_part(address: &str) -> &str {
    let address = address.split('#').next().unwrap_or_default();
    let path = address.split('?').next().unwrap_or_default();
    let start = path.rfind('/').map_or(0, |at| at + 1);
    &address[start..]
}

/// Whether the page at an address continues another of the same thing.
pub fn continues(url: &Url, pagination: &PaginationLinks) -> bool {
    let previous = pagination.previous.as_deref().and_then(|href| url.join(href).ok());
    previous.is_some_and(|previous| previous != *url && is_family(previous.as_str(), url.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, own: &str, previous: Option<&str>, next: Option<&str>) {
        let expected = PaginationLinks { previous: previous.map(str::to_owned), next: next.map(str::to_owned) };
        assert_eq!(find(page.as_bytes(), own), expected, "{page}");
        assert_eq!(find(&encoding_rs::GB18030.encode(page).0, own), expected, "{page}");
    }

    #[test]
    fn turns_are_told_by_their_words() {
        check("<a href=2.html> 下一页 &gt;&gt;</a>", "1.html", None, Some("2.html"));
        check(
            "<a href=1.html>上一页</a> <a href=1.html>1</a> <b>2</b> <a href=3.html>【下一页】</a>",
            "2.html",
            Some("1.html"),
            Some("3.html"),
        );
        check("<a href=9.html>下一篇</a>", "8.html", None, None);
        check("一页纸的下一页", "1.html", None, None);
        check("<a href='javascript:go(2)'>下一页</a>", "1.html", None, None);
        check("<link rel=\"next\" href=\"/a/2/\"><p>1</p>", "http://qingcen.example/a/", None, Some("/a/2/"));
    }

    #[test]
    fn turns_are_computed_as_the_script_computes_them() {
        let page = |pages: u32, current: u32| {
            format!("<script>createPageHTML({pages}, {current}, \"t417\", \"html\");</script>")
        };
        check(&page(3, 0), "t417.html", None, Some("t417_1.html"));
        check(&page(3, 1), "t417_1.html", Some("t417.html"), Some("t417_2.html"));
        check(&page(3, 2), "t417_2.html", Some("t417_1.html"), None);
        check(&page(1, 0), "t417.html", None, None);
    }

    #[test]
    fn numbers_are_turns_where_they_lead_to_pages_of_one_name() {
        let first = "<b>1</b> <a href='t20210509_417_1.html'>2</a> <a href='t20210509_417_2.html'>3</a>";
        check(first, "http://qingcen.example/a/t20210509_417.html", None, Some("t20210509_417_1.html"));
        let second = "<a href='t20210509_417.html'>1</a> <b>2</b> <a href='t20210509_417_2.html'>[3]</a>";
        check(second, "t20210509_417_1.html", Some("t20210509_417.html"), Some("t20210509_417_2.html"));
        // The page links itself, too, and by whole addresses.
        let all = "<a href='/show?id=7'>1</a><a href='/show?id=7&page=2'>2</a><a href='/show?id=7&page=3'>3</a>";
        check(all, "http://qingcen.example/show?id=7&page=2", Some("/show?id=7"), Some("/show?id=7&page=3"));
        check(all, "http://qingcen.example/show?id=8", None, None);
        // Other bulletins that happen to be numbered are none.
        check("<a href='t20210509_418.html'>2</a>", "t20210509_417.html", None, None);
        check("<a href='/news/2021.html'>2</a> <a href='/news/2022.html'>3</a>", "417.html", None, None);
        check("<b>1</b><a href=index_1.html>2</a>", "http://qingcen.example/a/", None, Some("index_1.html"));
        check(
            "<a href='?page=2'>2</a><a href='?page=3'>3</a>",
            "http://qingcen.example/a/?page=1",
            None,
            Some("?page=2"),
        );
    }

    #[test]
    fn what_continues_another_says_so() {
        let url = |text: &str| Url::parse(&format!("http://qingcen.example/a/{text}")).unwrap();
        let after = |href: &str| PaginationLinks { previous: Some(href.to_owned()), next: None };
        assert!(continues(&url("t417_1.html"), &after("t417.html")));
        assert!(continues(&url("t417_2.html"), &after("./t417_1.html")));
        assert!(continues(&url("show?id=7&page=2"), &after("show?id=7")));
        assert!(!continues(&url("t418.html"), &after("t417.html")));
        assert!(!continues(&url("t417.html"), &PaginationLinks::default()));
    }
}
