//! The yardstick is a collection of real pages with their known content, which is not shipped. The test
//! measures how well pages are read, prints the figures, and holds them above a floor.

#![cfg(test)]

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use super::boilerplate::{compact, is_footer, opens_other_bulletins};
use super::{charset, html};
use crate::ingest::normalize::normalize;
use crate::model::Article;

/// A share counted as it is found.
#[derive(Default)]
struct Share {
    right: usize,
    all: usize,
    wrong: Vec<String>,
}

impl Share {
    fn count(&mut self, right: bool, case: impl Fn() -> String) {
        self.all += 1;
        self.right += usize::from(right);
        if !right {
            self.wrong.push(case());
        }
    }

    fn print(&self, name: &str) -> f64 {
        println!("{name}: {} of {}; wrong: {:?}", self.right, self.all, self.wrong);
        self.right as f64 / self.all as f64
    }
}

#[test]
fn real_pages_are_read_as_their_readers_do() {
    let Ok(corpus) = std::env::var("GONGBAO_CORPUS") else {
        eprintln!("SKIPPED: GONGBAO_CORPUS is not set");
        return;
    };
    let pages = Path::new(&corpus).join("html");
    let manifest = std::fs::read_to_string(pages.join("manifest.tsv")).unwrap();
    let (mut charsets, mut titles, mut dates, mut sources, mut people) =
        (Share::default(), Share::default(), Share::default(), Share::default(), Share::default());
    let (mut f1_sum, mut f1_count) = (0.0, 0.0);
    let mut footers: Vec<String> = Vec::new();
    for row in manifest.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (file, encoding, shown_title) = (columns[0], columns[3], columns[6]);
        let bytes = std::fs::read(pages.join(file)).unwrap();
        charsets.count(charset::decode(&bytes, None).encoding == encoding, || file.to_owned());
        let Ok(article) = html::parse(&bytes, None).and_then(normalize) else { continue };
        footers.extend(footer_in(&article).map(|line| format!("{file}: {line}")));
        let expected = pages.join("expected").join(file).with_extension("json");
        let Ok(expected) = std::fs::read(expected) else { continue };
        let expected: Value = serde_json::from_slice(&expected).unwrap();
        let said = |field: &str| expected.get(field).and_then(Value::as_str);

        // Hand-made gold has no titles; there the page's own <title> must begin with ours.
        match said("title") {
            Some(title) => {
                titles.count(compact(title) == compact(&article.title), || format!("{file}: {}", article.title))
            }
            None if shown_title.is_empty() || shown_title.contains("null") => {}
            None => titles.count(begins(shown_title, &article.title), || format!("{file}: {}", article.title)),
        }
        if let Some(date) = said("date") {
            let date = crate::model::PartialDate::find(date);
            let right = date == article.published_on || date == article.issued_on;
            dates.count(right, || format!("{file}: {:?}", article.published_on));
        }
        // The State Council's pages are fragments that do not name their site.
        if let Some(source) = said("source").filter(|_| !file.starts_with("govcn")) {
            sources.count(article.source.as_deref() == Some(source), || format!("{file}: {:?}", article.source));
        }
        if let Some(names) = expected.get("authors").and_then(Value::as_array) {
            let known: Vec<&str> = article
                .authors
                .iter()
                .chain(&article.issuers)
                .map(String::as_str)
                .chain(article.editor.as_deref().unwrap_or("").split(' '))
                .collect();
            let right = names.iter().filter_map(Value::as_str).all(|name| known.contains(&name));
            people.count(right, || format!("{file}: {known:?}"));
        }
        let f1 = bigram_f1(&article.paragraphs.join("\n"), said("body").unwrap_or_default());
        println!("body F1 {f1:.3} {file}");
        f1_sum += f1;
        f1_count += 1.0;
    }
    let f1 = f1_sum / f1_count;
    println!("body F1, mean of {f1_count}: {f1:.4}; footers or navigation in bodies: {footers:?}");
    assert_eq!(charsets.print("charset"), 1.0);
    assert!(titles.print("title") >= 0.97);
    assert!(dates.print("date") >= 0.97);
    assert!(sources.print("source") >= 0.95);
    assert!(people.print("authors, editor or issuers") >= 0.95);
    assert!(f1 >= 0.97);
    assert!(footers.is_empty());
}

#[test]
fn the_county_page_as_copied() {
    let Ok(corpus) = std::env::var("GONGBAO_CORPUS") else {
        eprintln!("SKIPPED: GONGBAO_CORPUS is not set");
        return;
    };
    let bytes = std::fs::read(Path::new(&corpus).join("seed/county-news-page.txt")).unwrap();
    let article = normalize(crate::ingest::parse::text::parse(&bytes).unwrap()).unwrap();
    assert_eq!(article.title, "坚决打赢疫情防控阻击战 县委常委会召开会议");
    assert_eq!(article.published_on.unwrap().to_string(), "2020-02-04");
    assert_eq!((article.source, article.site.as_deref()), (None, Some("磐安新闻网")));
    assert_eq!((article.authors.join(" ").as_str(), article.editor.as_deref()), ("应燕航 马传贤", Some("孔海燕")));
    assert_eq!(article.paragraphs.len(), 6);
    assert!(article.paragraphs[0].starts_with("2月2日晚") && article.paragraphs[5].ends_with("分析研判。"));
}

/// Whether a page's `<title>` is the title, perhaps followed by the site's name.
fn begins(shown: &str, title: &str) -> bool {
    let title = compact(title);
    title.chars().count() >= 8 && compact(&shown.replace("&ldquo;", "“").replace("&rdquo;", "”")).starts_with(&title)
}

/// A line of the last ones that belongs to the page and not to the bulletin.
fn footer_in(article: &Article) -> impl Iterator<Item = &String> {
    article.paragraphs.iter().rev().take(5).filter(|line| is_footer(line) || opens_other_bulletins(line))
}

/// The harmonic mean of precision and recall over pairs of characters, blanks apart.
fn bigram_f1(found: &str, expected: &str) -> f64 {
    let bigrams = |text: &str| {
        let letters: Vec<char> = compact(text).chars().collect();
        let mut counts: HashMap<(char, char), usize> = HashMap::new();
        letters.windows(2).for_each(|pair| *counts.entry((pair[0], pair[1])).or_default() += 1);
        counts
    };
    let (found, expected) = (bigrams(found), bigrams(expected));
    let common: usize = expected.iter().map(|(pair, count)| count.min(found.get(pair).unwrap_or(&0))).sum();
    let all: usize = found.values().chain(expected.values()).sum();
    2.0 * common as f64 / all.max(1) as f64
}
