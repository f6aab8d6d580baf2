//! The title of a page is said several times: in a heading, in `<title>` with the site's name behind it,
//! in Open Graph. Where two agree, that is the title.

use std::ops::Range;

use scraper::ElementRef;

use super::container::Container;
use super::meta::Metadata;
use super::page::{Page, words};
use super::selector::selector;
use crate::ingest::draft::{Claim, Draft};
use crate::ingest::parse::boilerplate::{compact, is_footer, is_furniture};
use crate::ingest::parse::byline;
use crate::ingest::parse::document::signature::is_organ;
use crate::ingest::parse::keys::pairs;
use crate::ingest::values::without_markup;
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

/// Claims the title, the best supported first. Claims made before (ArticleTitle, 标题) precede it, unless the page says them
/// more fully.
pub fn claim(page: &Page, metadata: &Metadata, container: &Container, draft: &mut Draft) {
    let declared = metadata.title.as_deref().map(tidy_line).filter(|title| !title.is_empty());
    let declared = declared.map(|title| without_markup(&title).into_owned());
    let social = metadata.get("og:title").map(tidy_line);
    let headings = headings(page, metadata);
    let above = heading_above(page, &headings, container);
    for written in [declared.as_deref(), social.as_deref()].into_iter().flatten() {
        let Some((title, origin)) = agreed(page, &headings, written) else { continue };
        // The name of the site stands in its head as well as in `<title>`, and so agrees with itself.
        let is_site = (names_a_site(&title) || GENERIC.contains(&compact(&title).as_str()))
            && above.as_ref().is_some_and(|above| compact(above).chars().count() > compact(&title).chars().count());
        if !is_site {
            draft.claim(Field::Title, tidied(page, &title), origin);
        }
    }
    if let Some(title) = &social {
        draft.claim(Field::Title, without_site(without_medium(title), metadata), "og:title");
    }
    match declared {
        Some(title) if is_generic(&title, metadata) || above.is_some() && says_no_title(&title, metadata) => {
            draft.claim(Field::Title, above.clone().unwrap_or_default(), "heading");
            if !is_nothing(&title, metadata) {
                draft.claim(Field::Title, without_site(&title, metadata), "title");
            }
        }
        Some(title) => {
            draft.claim(Field::Title, without_site(without_medium(&title), metadata), "title");
            draft.claim(Field::Title, above.clone().unwrap_or_default(), "heading");
        }
        None => draft.claim(Field::Title, above.clone().unwrap_or_default(), "heading"),
    }
    claim_fuller(page, &headings, above.as_deref(), metadata, draft);
}

/// Puts before the title found the same one said more fully: without the … of a system that cuts its titles, with the organ
/// before it or a bracket behind it.
fn claim_fuller(page: &Page, headings: &[Heading], above: Option<&str>, metadata: &Metadata, draft: &mut Draft) {
    let Some(at) = draft.claims.iter().position(|claim| claim.field == Field::Title) else { return };
    let known = &draft.claims[at];
    if known.origin.starts_with("rule:") {
        return;
    }
    let title = without_markup(&known.value);
    // The name of the site may stand behind the cut: 关于做好春季农田水利…-青岑县.
    let cut = title.find("...").or_else(|| title.find('…')).filter(|at| title[..*at].chars().count() >= 6);
    let stem = compact(cut.map_or(&*title, |at| &title[..at]));
    let is_cut = cut.is_some();
    if stem.chars().count() < 6 {
        return;
    }
    let is_fuller = |text: &&str| {
        let whole = compact(text);
        let more = whole.chars().count().saturating_sub(stem.chars().count());
        let ended = !text.ends_with("..") && !text.ends_with('…');
        let says_more =
            byline::written_moment(text).is_some() || !pairs(text).1.is_empty() || text.contains(['>', '＞', '|']);
        // 原标题：《渠水提前...》 is cut as well.
        let goes_on = whole.split_once(&stem).is_some_and(|(_, rest)| !rest.starts_with(['.', '…']));
        if !ended || !goes_on || !(1..=80).contains(&more) || says_more || whole.contains("标题") {
            return false;
        }
        let organ_before = || whole.strip_suffix(&stem).is_some_and(|organ| organ.contains("关于") || is_organ(organ));
        let bracket_behind = || {
            let rest = whole.strip_prefix(&stem).unwrap_or_default();
            rest.starts_with(['（', '(']) && rest.ends_with(['）', ')']) && rest.chars().count() <= 20
        };
        is_cut && whole.contains(&stem) || !is_cut && (organ_before() || bracket_behind())
    };
    let declared = metadata.title.as_deref().map(|title| without_site(title, metadata));
    let seen = headings.iter().map(|heading| heading.text.as_str()).chain(above);
    let lines =
        page.lines.iter().filter(|line| is_cut && !line.aside && line.linked() == 0).map(|line| line.text.as_str());
    let others = [declared, metadata.get("og:title"), metadata.get("articletitle")].into_iter().flatten();
    let others = others.filter(|_| is_cut);
    if let Some(fuller) = seen.chain(others).chain(lines.take(400)).find(is_fuller) {
        let value = tidy_line(&without_markup(fuller));
        draft.claims.insert(at, Claim { field: Field::Title, value, origin: "heading".into() });
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
fn headings(page: &Page, metadata: &Metadata) -> Vec<Heading> {
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
        let text = page.text(element.id());
        if lines.is_empty() || lines.len() > 3 || !(4..=120).contains(&text.chars().count()) {
            continue;
        }
        found.push((rank, Heading { text, lines, origin }));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, heading)| heading).collect()
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

/// Titles of templates, which say on every page the same.
const GENERIC: &[&str] = &[
    "信息详情",
    "详情",
    "详情页",
    "详情页面",
    "详细页",
    "详细信息",
    "详细内容",
    "内容页",
    "内容",
    "内容详情",
    "正文",
    "正文页",
    "文章页",
    "文章详情",
    "文章内容",
    "文章正文",
    "文章详细",
    "新闻详情",
    "新闻内容",
    "新闻正文",
    "新闻页",
    "公告详情",
    "通知详情",
    "政策详情",
    "公文详情",
    "文件详情",
    "信息内容",
    "信息查看",
    "信息浏览",
    "查看信息",
    "查看文章",
    "查看内容",
    "浏览文章",
    "浏览信息",
    "细览",
    "细览页",
    "细览页面",
    "内页",
    "终极页",
    "最终页",
    "文章终极页",
    "信息公开详情",
    "政务公开详情",
    "信息公开",
    "政务公开",
    "政府信息公开",
    "信息公开目录",
    "政府信息公开目录",
    "通知公告",
    "公示公告",
    "公告公示",
    "公告",
    "通知",
    "新闻",
    "新闻中心",
    "工作动态",
    "部门动态",
    "政务动态",
    "要闻",
    "新闻动态",
    "首页",
    "网站首页",
    "无标题文档",
    "无标题",
    "未命名",
    "新建网页1",
    "新网页1",
    "untitled",
    "untitleddocument",
    "newpage1",
    "index",
    "default",
    "document",
    "detail",
    "details",
    "article",
    "content",
    "title",
];

/// Whether `<title>` names the site or the template, not the bulletin.
fn is_generic(title: &str, metadata: &Metadata) -> bool {
    let bare = compact(without_site(title, metadata)).to_lowercase();
    is_nothing(title, metadata) || GENERIC.contains(&bare.as_str())
}

/// Whether `<title>` is worth less than the opening of the text.
fn is_nothing(title: &str, metadata: &Metadata) -> bool {
    let title = compact(title);
    metadata.get("sitename").is_some_and(|site| compact(site) == title)
        || title.ends_with("null")
        || title.ends_with("undefined")
        || title.chars().count() < 4
}

/// Whether a `<title>` that the page does not repeat is that of the site or of a column of it, with or without the other.
fn says_no_title(title: &str, metadata: &Metadata) -> bool {
    const COLUMNS: &[&str] = &["公开", "动态", "公告", "新闻", "频道", "栏目", "专栏", "要闻", "专题"];
    let bare = compact(without_site(title, metadata));
    let is_column =
        bare.chars().count() <= 12 && !bare.contains("关于") && COLUMNS.iter().any(|end| bare.ends_with(end));
    names_a_site(title) || names_a_site(&bare) || is_column
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
    is_organ(&title) && title.chars().count() <= 16
        || title.chars().count() <= 16 && ENDS.iter().any(|end| title.ends_with(end))
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
