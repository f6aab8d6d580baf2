//! A list names addresses for machines: a sitemap, an index of sitemaps, an RSS or Atom feed. Only addresses and
//! dates are taken, by element names alone, so that lists in GBK, cut short or half wrong still give what they hold.

use url::Url;

use crate::ingest::parse::document::xml::{Step, walk};
use crate::model::PartialDate;

/// Entries of one list; the sitemap protocol allows 50,000.
const MAX_ENTRIES: usize = 50_000;

/// What a list says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// Pages, and when each was last changed or published, where the list says so.
    pub pages: Vec<(Url, Option<PartialDate>)>,
    /// Further lists: an index names them, a feed its next part.
    pub lists: Vec<Url>,
}

/// Whether the content is a list.
pub fn is_list(content: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&content[..content.len().min(2_000)]);
    // A page may show such an element; it does not begin with it.
    let start = head.trim_start_matches('\u{FEFF}').trim_start();
    start.starts_with('<')
        && !head.contains("<html")
        && ["<urlset", "<sitemapindex", "<rss", "<feed", "<rdf:RDF"].iter().any(|root| head.contains(root))
}

/// Reads a list, or a text that holds an address a line.
pub fn parse(content: &[u8], base: &Url) -> List {
    if !is_list(content) {
        let text = String::from_utf8_lossy(content);
        let lines = text.lines().take(MAX_ENTRIES).map(str::trim).filter(|line| line.starts_with("http"));
        return List {
            pages: lines.filter_map(|line| Some((base.join(line).ok()?, None))).collect(),
            ..List::default()
        };
    }
    let mut reading = Reading { base, list: List::default(), entry: None, path: Vec::new(), text: String::new() };
    // What was read before an error is good.
    let _ = walk("列表", content, &mut |step| reading.take(step));
    reading.list
}

#[derive(Default)]
struct Entry {
    address: Option<String>,
    /// An `id` or `guid`, which may be an address.
    name: Option<String>,
    date: Option<PartialDate>,
    is_list: bool,
}

struct Reading<'a> {
    base: &'a Url,
    list: List,
    entry: Option<Entry>,
    path: Vec<String>,
    text: String,
}

impl Reading<'_> {
    fn take(&mut self, step: Step<'_>) {
        match step {
            Step::Open(name, attributes) => {
                self.text.clear();
                match name {
                    "url" | "item" | "entry" => self.entry = Some(Entry::default()),
                    "sitemap" => self.entry = Some(Entry { is_list: true, ..Entry::default() }),
                    "link" => self.link(attributes.get("rel").unwrap_or("alternate"), attributes.get("href")),
                    _ => {}
                }
                self.path.push(name.to_owned());
            }
            Step::Text(text) if self.text.len() < 4_096 => self.text.push_str(text),
            Step::Text(_) => {}
            Step::Close(name) => {
                self.path.pop();
                self.close(name);
                self.text.clear();
            }
        }
    }

    fn link(&mut self, rel: &str, href: Option<&str>) {
        match (&mut self.entry, href) {
            (Some(entry), Some(href)) if rel == "alternate" => drop(entry.address.get_or_insert(href.to_owned())),
            (None, Some(href)) if rel == "next" => self.list.lists.extend(self.base.join(href.trim()).ok()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        let text = self.text.trim();
        let inside = self.path.last().map(String::as_str);
        match (name, &mut self.entry) {
            ("url" | "item" | "entry" | "sitemap", entry) => {
                let Some(entry) = entry.take() else { return };
                let name = entry.name.filter(|name| name.starts_with("http"));
                let Some(url) = entry.address.or(name).and_then(|url| self.base.join(url.trim()).ok()) else { return };
                if self.list.pages.len() + self.list.lists.len() >= MAX_ENTRIES {
                    return;
                }
                if entry.is_list { self.list.lists.push(url) } else { self.list.pages.push((url, entry.date)) }
            }
            ("loc", Some(entry)) if matches!(inside, Some("url" | "sitemap")) => entry.address = Some(text.to_owned()),
            ("link", Some(entry)) if !text.is_empty() => drop(entry.address.get_or_insert(text.to_owned())),
            ("guid" | "id", Some(entry)) => entry.name = Some(text.to_owned()),
            ("lastmod" | "updated" | "published" | "date", Some(entry)) => {
                entry.date = PartialDate::find(text).or(entry.date);
            }
            ("pubDate", Some(entry)) => entry.date = date_of_mail(text).or(entry.date),
            _ => {}
        }
    }
}

/// A date as RSS writes it (RFC 822, `Tue, 04 Feb 2020 08:30:00 +0800`), or as Chinese feeds do.
fn date_of_mail(text: &str) -> Option<PartialDate> {
    const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
    let named = words.iter().enumerate().find_map(|(at, word)| {
        let month = word.get(..3)?.to_ascii_lowercase();
        Some((at, MONTHS.iter().position(|name| *name == month)?))
    });
    match named {
        Some((at, month)) => {
            let day = words.get(at.checked_sub(1)?)?.parse().ok()?;
            let year = words.get(at + 1)?.parse().ok().filter(|year| *year >= 1_000)?;
            PartialDate::new(year, i8::try_from(month + 1).ok(), Some(day))
        }
        None => PartialDate::find(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(content: &[u8], expected: &[(&str, Option<&str>)], lists: &[&str]) {
        let base = Url::parse("http://qingcen.example/x/").unwrap();
        let list = parse(content, &base);
        let pages: Vec<(String, Option<String>)> =
            list.pages.iter().map(|(url, date)| (url.to_string(), date.map(|date| date.to_string()))).collect();
        let expected: Vec<(String, Option<String>)> =
            expected.iter().map(|(url, date)| ((*url).to_owned(), date.map(str::to_owned))).collect();
        assert_eq!(pages, expected);
        assert_eq!(list.lists.iter().map(Url::as_str).collect::<Vec<_>>(), lists);
    }

    #[test]
    fn sitemaps_and_feeds_are_read() {
        check(
            b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
              <url><loc> http://qingcen.example/a?x=1&amp;y=2 </loc><lastmod>2020-02-04T08:30:00+08:00</lastmod>\
              <image:image><image:loc>http://qingcen.example/a.jpg</image:loc></image:image></url>\
              <url><loc>/b</loc></url><url></url></urlset>",
            &[("http://qingcen.example/a?x=1&y=2", Some("2020-02-04")), ("http://qingcen.example/b", None)],
            &[],
        );
        check(
            b"<sitemapindex><sitemap><loc>http://qingcen.example/1.xml.gz</loc></sitemap></sitemapindex>",
            &[],
            &["http://qingcen.example/1.xml.gz"],
        );
        check(
            b"\n<rss version='2.0'><channel><link>http://qingcen.example/</link><item><title>a</title>\
              <link><![CDATA[http://qingcen.example/1.html]]></link><pubDate>Tue, 04 Feb 2020 08:30:00 +0800</pubDate></item>\
              <item><guid>http://qingcen.example/2.html</guid><pubDate>2020-02-05 10:00</pubDate></item></channel></rss>",
            &[
                ("http://qingcen.example/1.html", Some("2020-02-04")),
                ("http://qingcen.example/2.html", Some("2020-02-05")),
            ],
            &[],
        );
        check(
            b"<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='?page=2'/><entry><id>tag:1</id>\
              <link rel='self' href='/no'/><link href='/1.html'/><updated>2020-02-04T00:00:00Z</updated></entry></feed>",
            &[("http://qingcen.example/1.html", Some("2020-02-04"))],
            &["http://qingcen.example/x/?page=2"],
        );
        // What comes before the break is good.
        check(b"<urlset><url><loc>/a</loc></url><url><loc>/b", &[("http://qingcen.example/a", None)], &[]);
        check(b"http://qingcen.example/a\nno\n", &[("http://qingcen.example/a", None)], &[]);
        assert!(!is_list(b"<!doctype html><html><body><feed></body></html>"));
        assert!(!is_list("青岑".as_bytes()));
    }
}
