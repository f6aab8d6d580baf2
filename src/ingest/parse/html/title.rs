//! The title of a page is said several times: in a heading, in `<title>` with the site's name behind it,
//! in Open Graph. Where two agree, that is the title.

use std::ops::Range;

use super::body::Container;
use super::meta::Metadata;
use super::page::{Page, words};
use super::selector::selector;
use crate::ingest::draft::Draft;
use crate::ingest::parse::boilerplate::{compact, is_footer, is_furniture};
use crate::ingest::parse::byline;
use crate::model::Field;
use crate::model::text::{is_blank, is_han, tidy_line};

/// Characters that set the site's name apart from the title.
const SEPARATORS: &[char] = &['_', '|', '｜', '丨', '-', '–', '—', '<', '>', '«', '·', '　', ' ', ':', '：'];

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

/// Marks of a medium before a title.
const MEDIA: &[&str] = &["[视频]", "【视频】", "[组图]", "【组图】", "[图文]", "[高清组图]", "[图]"];

struct Heading {
    text: String,
    lines: Range<usize>,
    origin: &'static str,
}

/// Claims the title, the best supported first. Claims made before (ArticleTitle, 标题) precede it.
pub fn claim(page: &Page, metadata: &Metadata, container: &Container, draft: &mut Draft) {
    let declared = metadata.title.as_deref().map(tidy_line).filter(|title| !title.is_empty());
    let social = metadata.get("og:title").map(tidy_line);
    let headings = headings(page);
    for written in [declared.as_deref(), social.as_deref()].into_iter().flatten() {
        if let Some((title, origin)) = agreed(page, &headings, written) {
            draft.claim(Field::Title, tidied(page, &title), origin);
        }
    }
    if let Some(title) = &social {
        draft.claim(Field::Title, without_site(without_medium(title), metadata), "og:title");
    }
    let above = heading_above(page, &headings, container);
    match declared {
        Some(title) if !(is_generic(&title, metadata) || above.is_some() && names_a_site(&title)) => {
            draft.claim(Field::Title, without_site(without_medium(&title), metadata), "title");
            draft.claim(Field::Title, above.unwrap_or_default(), "heading");
        }
        _ => draft.claim(Field::Title, above.unwrap_or_default(), "heading"),
    }
}

/// The part of `<title>` that the page shows as a line or heading of its own.
fn agreed(page: &Page, headings: &[Heading], written: &str) -> Option<(String, &'static str)> {
    let parts = parts(without_medium(written));
    let shown = |part: &str| {
        let wanted = compact(part);
        let same = |text: &str| compact(without_medium(text)) == wanted;
        headings.iter().find(|heading| same(&heading.text)).map(|heading| (heading.text.clone(), heading.origin))
    };
    let as_line = |part: &str| {
        let wanted = compact(part);
        let line = page
            .lines
            .iter()
            .find(|line| !line.aside && !line.is_link() && compact(without_medium(&line.text)) == wanted)?;
        Some((line.text.clone(), "title"))
    };
    parts
        .iter()
        .find_map(|part| shown(part))
        .or_else(|| parts.iter().find_map(|part| as_line(part)))
        .map(|(text, origin)| (without_medium(&text).to_owned(), origin))
}

/// What of `<title>` may be the title: all of it, then less and less of its end, then of its beginning.
fn parts(written: &str) -> Vec<&str> {
    let cuts: Vec<usize> = written.char_indices().filter(|(_, c)| SEPARATORS.contains(c)).map(|(at, _)| at).collect();
    let clean = |part: &'_ str| -> usize { part.chars().filter(|c| !is_blank(*c)).count() };
    let heads = cuts.iter().rev().map(|at| &written[..*at]);
    let tails = cuts.iter().map(|at| written[*at..].trim_start_matches(|c| SEPARATORS.contains(&c)));
    [written]
        .into_iter()
        .chain(heads)
        .chain(tails)
        .map(|part| part.trim_matches(|c: char| is_blank(c) || matches!(c, '-' | '_' | '|' | '–' | '—')))
        .filter(|part| clean(part) >= 4)
        .collect()
}

/// Elements that look like headings, in the order of trust.
fn headings(page: &Page) -> Vec<Heading> {
    let mut found: Vec<(usize, Heading)> = Vec::new();
    for element in page.html.select(selector!("h1, h2, h3, ucaptitle, [id], [class]")) {
        let Some(lines) = page.spans.get(&element.id()).cloned() else { continue };
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
        let text = page.text(element.id());
        if lines.is_empty() || lines.len() > 3 || !(4..=120).contains(&text.chars().count()) {
            continue;
        }
        found.push((rank, Heading { text, lines, origin }));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, heading)| heading).collect()
}

/// The line above the text that looks most like a title, for pages that name none.
fn heading_above(page: &Page, headings: &[Heading], container: &Container) -> Option<String> {
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
        let score = heading * 4 + i32::from(length >= 6) * 2 + i32::from(followed_by_byline) * 2 + adjacent;
        // Of equals the nearer to the text is meant.
        if best.is_none_or(|(known, _)| score >= known) {
            best = Some((score, at));
        }
    }
    best.filter(|(score, _)| *score >= 2).map(|(_, at)| without_medium(&page.lines[at].text).to_owned())
}

/// A title without the names of site and channel behind it.
fn without_site<'a>(title: &'a str, metadata: &Metadata) -> &'a str {
    let site = metadata.get("sitename").or_else(|| metadata.get("og:site_name")).map(compact);
    let is_site = |part: &str| {
        let part = compact(part);
        let ends = [
            "网",
            "网站",
            "频道",
            "门户",
            "门户网站",
            "人民政府",
            "政府",
            "新闻",
            "财经",
            "中心",
            "报",
            "日报",
            "在线",
            ".com",
            ".cn",
            "(cctv.com)",
            "平台",
            "要闻",
            "正文",
        ];
        site.as_deref().is_some_and(|site| part == site || site.contains(&part) || part.contains(site))
            || part.chars().count() <= 16 && ends.iter().any(|end| part.ends_with(end))
    };
    let mut title = title.trim();
    let marks: &[char] = &['_', '|', '｜', '丨', '-', '–', '—', '<', '«'];
    while let Some((head, tail)) = title.rsplit_once(marks) {
        let head = head.trim_end_matches(|c: char| is_blank(c) || marks.contains(&c));
        if head.chars().count() < 4
            || !(is_site(tail) || title.contains('_') && !tail.is_empty() && tail.chars().count() <= 12)
        {
            break;
        }
        title = head;
    }
    title
}

fn without_medium(title: &str) -> &str {
    let title = title.trim();
    MEDIA.iter().find_map(|mark| title.strip_prefix(mark)).unwrap_or(title).trim_start()
}

/// Whether `<title>` names the site, not the bulletin.
fn is_generic(title: &str, metadata: &Metadata) -> bool {
    let title = compact(title);
    metadata.get("sitename").is_some_and(|site| compact(site) == title)
        || title.ends_with("null")
        || title.chars().count() < 4
}

/// Whether a `<title>` that the page does not repeat is the name of a site, as every page of a careless site has it.
fn names_a_site(title: &str) -> bool {
    const ENDS: &[&str] = &[
        "网",
        "网站",
        "门户",
        "人民政府",
        "政府办公室",
        "委员会",
        "在线",
        "之窗",
        "热线",
        "平台",
        "数字报",
        "电子报",
        "日报",
        "晚报",
        "晨报",
        "早报",
        "首页",
        "管理局",
        "信息中心",
        "資訊網",
        "政府",
    ];
    let title = compact(title);
    title.chars().count() <= 16 && ENDS.iter().any(|end| title.ends_with(end))
}

/// A title that the page cuts with … and gives in full elsewhere: 原标题：《…》.
fn tidied(page: &Page, title: &str) -> String {
    let Some(head) = title.strip_suffix("...").or_else(|| title.strip_suffix('…')) else { return title.to_owned() };
    let head = head.trim_end_matches(['.', '…']);
    let full = page.lines.iter().filter(|line| line.text.contains("原标题")).find_map(|line| {
        let (_, quoted) = line.text.split_once("标题")?;
        let quoted =
            quoted.trim_start_matches([':', '：', '《', '“', ' ']).trim_end_matches(['》', '”', ' ', ')', '）']);
        quoted.starts_with(head).then(|| quoted.to_owned())
    });
    full.unwrap_or_else(|| title.to_owned())
}
