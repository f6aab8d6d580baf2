//! The title of a page is said several times: in a heading, in `<title>` with the site's name behind it,
//! in Open Graph. Where two agree, that is the title.

use super::container::Container;
use super::headings::{Heading, heading_above, headings};
use super::meta::Metadata;
use super::page::Page;
use super::title_text::{names_a_site, parts, without_medium};
use crate::ingest::draft::{Claim, Draft};
use crate::ingest::parse::boilerplate::compact;
use crate::ingest::parse::byline;
use crate::ingest::parse::document::signature::is_organ;
use crate::ingest::parse::keys::pairs;
use crate::ingest::values::without_markup;
use crate::model::Field;
use crate::model::text::{is_blank, is_han, tidy_line};

/// Claims the title, the best supported first. Claims made before (ArticleTitle, 标题) precede it, unless the page says them
/// more fully.
pub fn claim(page: &Page, metadata: &Metadata, container: &Container, draft: &mut Draft) {
    let declared = metadata.title.as_deref().map(tidy_line).filter(|title| !title.is_empty());
    let declared = declared.map(|title| without_markup(&title).into_owned());
    // What is lost of a title may stand whole in its heading.
    let declared = declared.filter(|title| title.matches('\u{FFFD}').count() * 4 <= title.chars().count());
    let social = metadata.get("og:title").map(tidy_line);
    let headings = headings(page, metadata);
    let above = heading_above(page, &headings, container);
    for written in [declared.as_deref(), social.as_deref()].into_iter().flatten() {
        let Some((title, origin)) = agreed(page, &headings, written) else { continue };
        // The name of the site stands in its head as well as in `<title>`, and so agrees with itself.
        let is_generic = GENERIC.contains(&compact(&title).as_str());
        let is_site = above.as_ref().is_some_and(|above| {
            names_a_site(&title) && !names_a_site(above)
                || is_generic && compact(above).chars().count() > compact(&title).chars().count()
        });
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
    let is_declared = matches!(&*known.origin, "title" | "og:title" | "meta:ArticleTitle");
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
        // Systems that cut without a mark cut long titles.
        let goes_on = || {
            let rest = whole.strip_prefix(&stem).unwrap_or_default();
            is_declared && stem.chars().count() >= CUT_CHARS && rest.starts_with(is_han) && says_kind(&whole)
        };
        is_cut && whole.contains(&stem) || !is_cut && (organ_before() || bracket_behind() || goes_on())
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

/// Characters of the shortest title that a system cuts.
const CUT_CHARS: usize = 16;

/// Whether a title ends with the kind of document or report that it is, as one does that is whole.
fn says_kind(title: &str) -> bool {
    const KINDS: &[&str] = &[
        "通知", "公告", "通告", "通报", "决定", "意见", "批复", "办法", "规定", "细则", "方案", "函", "公示", "报告",
        "规划", "计划", "要点", "名单", "解读", "条例", "纪要", "令", "说明", "情况", "会议", "活动", "工作", "结果",
    ];
    KINDS.iter().any(|kind| title.ends_with(kind)) || title.ends_with(['）', ')', '》', '”'])
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
    let marks: &[char] = &['_', '|', '｜', '丨', '-', '–', '—', '<', '>', '«', '»', '·', ':', '：'];
    let mut parts = title.split(marks).map(compact).filter(|part| !part.is_empty());
    let says_nothing = |part: String| {
        let part = part.to_lowercase();
        let of_program =
            ["powered", "版权", "dedecms", "siteserver", "discuz"].iter().any(|word| part.starts_with(word));
        of_program || GENERIC.contains(&part.as_str()) || names_a_page(&part) || names_a_site(&part)
    };
    is_nothing(title, metadata) || GENERIC.contains(&bare.as_str()) || parts.all(says_nothing)
}

/// Whether a text calls the page by what a page is: 内容显示页, 信息公开内容页面.
fn names_a_page(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "信息", "公开", "内容", "详细", "详情", "文章", "新闻", "正文", "显示", "浏览", "查看", "阅读", "展示", "通知",
        "公告", "页面", "网页", "页", "栏目", "政务", "终极", "最终", "细览", "内",
    ];
    let mut rest = text;
    while let Some(shorter) = WORDS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    rest.is_empty() && text.ends_with(['页', '面', '览', '示'])
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
