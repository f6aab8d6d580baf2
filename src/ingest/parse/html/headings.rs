//! The headings of a page: elements that are headings by their name or by their class, and the line above the text that looks
//! most like one.

use std::ops::Range;

use scraper::ElementRef;

use super::container::Container;
use super::meta::Metadata;
use super::page::{Page, words};
use super::selector::selector;
use super::title_text::{names_a_site, parts, without_medium};
use crate::ingest::parse::boilerplate::{compact, is_footer, is_furniture};
use crate::ingest::parse::byline;
use crate::ingest::parse::document::signature::is_organ;
use crate::ingest::parse::numbers;
use crate::model::text::{is_han, tidy_line};

/// Words in `id` and `class` of headings that are no `<h1>`.
const HEADING_WORDS: &[&str] = &[
    "title",
    "tit",
    "bt",
    "biaoti",
    "headline",
    "arttitle",
    "articletitle",
    "newstitle",
    "xxgktitle",
    "h1title",
    "artical_title",
    "subject",
];

/// A heading of a page.
pub struct Heading {
    /// What it says.
    pub text: String,
    /// Its lines.
    pub lines: Range<usize>,
    /// The element, or what its class says.
    pub origin: &'static str,
}

/// Elements that look like headings, in the order of trust.
pub fn headings(page: &Page, metadata: &Metadata) -> Vec<Heading> {
    let mut found: Vec<(usize, Heading)> = Vec::new();
    for element in page.html.select(selector!("h1, h2, h3, ucaptitle, [id], [class]")) {
        // Cells of tables have classes by the thousand, and their spans cost a search each.
        let (rank, origin) = match element.value().name() {
            "h1" => (0, "h1"),
            "ucaptitle" => (0, "ucaptitle"),
            "h2" => (1, "h2"),
            "h3" => (2, "h3"),
            // bt1, bt2 and bt3 are the lines of one headline.
            _ if words(element.value()).any(|word| {
                HEADING_WORDS.contains(&word.as_str())
                    || HEADING_WORDS.contains(&word.trim_end_matches(char::is_numeric))
            }) =>
            {
                (1, "heading")
            }
            _ => continue,
        };
        let Some(lines) = page.span_of(element.id()) else { continue };
        if lines.len() > 3 || is_logo(page, element, &lines, metadata) {
            continue;
        }
        let text = joined(page, &lines);
        if lines.is_empty() || lines.len() > 3 || !(4..=120).contains(&text.chars().count()) {
            continue;
        }
        found.push((rank, Heading { text, lines, origin }));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, heading)| heading).collect()
}

/// The text of a heading; the organ on a line of its own is the beginning of the title: 青岑县人民政府办公室 / 关于….
fn joined(page: &Page, lines: &Range<usize>) -> String {
    let mut text = String::new();
    for line in &page.lines[lines.clone()] {
        let goes_on =
            ["关于", "转发", "印发"].iter().any(|word| line.text.starts_with(word)) && is_organ(&compact(&text));
        if !text.is_empty() && !goes_on {
            text.push(' ');
        }
        text.push_str(&line.text);
    }
    text
}

/// Whether a heading is the name of the site at the head of every page: a link to the front page, or in the site's own box.
fn is_logo(page: &Page, element: ElementRef<'_>, lines: &Range<usize>, metadata: &Metadata) -> bool {
    const BOXES: &[&str] = &["logo", "header", "head", "banner", "brand", "sitename", "top", "topbar"];
    let text = page.text(element.id());
    if metadata
        .get("sitename")
        .or_else(|| metadata.get("og:site_name"))
        .is_some_and(|site| compact(site) == compact(&text))
    {
        return true;
    }
    if !names_a_site(&text) {
        return false;
    }
    let is_link = lines.clone().all(|at| page.lines[at].is_link());
    let around = element.ancestors().take(4).filter_map(ElementRef::wrap).chain([element]);
    is_link || around.into_iter().any(|element| words(element.value()).any(|word| BOXES.contains(&word.as_str())))
}

/// The line above the text that looks most like a title, for pages that name none.
pub fn heading_above(page: &Page, headings: &[Heading], container: &Container) -> Option<String> {
    let Some(first_prose) = container.lines.clone().find(|at| page.lines[*at].prose() >= 30) else {
        return headings.first().map(|heading| without_medium(&heading.text).to_owned());
    };
    let from = first_prose.saturating_sub(14);
    let mut best: Option<(i32, usize)> = None;
    for at in from..first_prose {
        let line = &page.lines[at];
        let length = line.text.chars().count();
        let impossible = !(4..=70).contains(&length)
            || line.aside
            || is_furniture(&line.text)
            || is_footer(&line.text)
            || byline::parse(&line.text).is_some()
            || numbers::on_line(&line.text).is_some()
            || line.text.contains(['>', '＞', '»'])
            || line.text.ends_with(['。', '：', ':', '；'])
            || !line.text.chars().any(is_han);
        if impossible {
            continue;
        }
        let heading = headings.iter().filter(|heading| heading.lines.contains(&at)).count().min(1) as i32;
        let followed_by_byline =
            (at + 1..(at + 4).min(first_prose)).any(|next| byline::parse(&page.lines[next].text).is_some());
        let adjacent = i32::from(at + 1 == first_prose) - i32::from(line.is_link());
        // The organ stands above the title of its document, the name of the site above all.
        let names_site = i32::from(names_a_site(&line.text));
        let score =
            heading * 4 - names_site * 6 + i32::from(length >= 6) * 2 + i32::from(followed_by_byline) * 2 + adjacent;
        // Of equals the nearer to the text is meant.
        if best.is_none_or(|(known, _)| score >= known) {
            best = Some((score, at));
        }
    }
    best.filter(|(score, _)| *score >= 2).map(|(_, at)| without_medium(&page.lines[at].text).to_owned())
}

/// The line below the title, by what the page says of itself in `<title>`, or else below its first `<h1>` that does not name
/// the site. `None` where the page shows no title.
pub fn line_below_title(page: &Page, metadata: &Metadata) -> Option<usize> {
    let headings = headings(page, metadata);
    let written = [metadata.title.as_deref(), metadata.get("articletitle"), metadata.get("og:title")];
    for written in written.into_iter().flatten().map(tidy_line) {
        for part in parts(without_medium(&written)) {
            let wanted = compact(part);
            let same = |text: &str| compact(without_medium(text)) == wanted;
            if names_a_site(&wanted) {
                continue;
            }
            let heading = headings.iter().find(|heading| same(&heading.text)).map(|heading| heading.lines.end);
            let is_line = |at: &usize| {
                let line = &page.lines[*at];
                !line.aside && !line.is_link() && same(&line.text)
            };
            if let Some(at) = heading.or_else(|| (0..page.lines.len()).find(is_line).map(|at| at + 1)) {
                return Some(at);
            }
        }
    }
    headings
        .iter()
        .find(|heading| heading.origin == "h1" && !names_a_site(&heading.text))
        .map(|heading| heading.lines.end)
}
