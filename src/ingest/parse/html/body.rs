//! The body is the run of lines that is the bulletin itself. A container known from the content systems
//! is taken at its word; otherwise it is the innermost element that holds most of the page's prose.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};

use super::file_links::{links_a_file, names_a_file};
use super::page::{Cell, Hidden, Line, Page};
use super::selector::selector;
use crate::ingest::draft::LeftOut;
use crate::ingest::parse::boilerplate::{
    compact, is_disclaimer, is_footer, is_furniture, is_imprint, is_surely_footer, may_head_text, opens_other_bulletins,
};
use crate::ingest::parse::byline;
use crate::ingest::parse::byline::Byline;
use crate::ingest::parse::keys::Key;
use crate::ingest::parse::site::column_of_breadcrumb;
use crate::ingest::rules::Rule;
use crate::model::text::is_han;

/// Containers that content systems give the text and nothing else.
fn known_containers() -> [(&'static str, &'static Selector); 34] {
    macro_rules! table {
        ($($css:literal)*) => { [$(($css, selector!($css)),)*] };
    }
    table![
        "#UCAP-CONTENT" "ucapcontent" ".TRS_UEDITOR" ".TRS_Editor" ".pages_content" "#ivs_content" "#Zoom" "#zoom" "#Content" ".trs_editor_view"
        "#js_content" ".rm_txt_con" "#artibody" "#endText" "#ozoom" "#text_area" ".content_area" "#detail-content" "#detailContent" "#articleContent"
        ".article-content" ".article_content" ".articleContent" ".news_content" ".news-content" ".view.TRS_UEDITOR" "#fontzoom" "#BodyLabel" "#NewsContent" "#newsContent"
        "[itemprop='articleBody']" ".wenzhang-content" ".xxgk_content" "#content"
    ]
}

/// The elements that may be known containers: those with one of their names. Matching selectors costs more than comparing
/// names, and pages have many elements.
fn named_containers(page: &Page) -> Vec<ElementRef<'_>> {
    let names: HashSet<String> = known_containers()
        .iter()
        .flat_map(|(css, _)| css.split(['#', '.', '[', ']', '\'', '=']))
        .filter(|name| !name.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let is_named = |element: &ElementRef<'_>| {
        let own = element.value();
        let attributes = ["id", "class", "itemprop"].into_iter().filter_map(|name| own.attr(name));
        let mut words = attributes.flat_map(str::split_ascii_whitespace).chain([own.name()]);
        words.any(|word| names.contains(&word.to_ascii_lowercase()))
    };
    page.html.tree.root().descendants().filter_map(ElementRef::wrap).filter(is_named).collect()
}

/// Containers whose names many pages give to all that lies between header and footer.
const VAGUE: &[&str] = &["container:#content", "container:#Content"];

/// The largest page put to the second judge, in bytes: its time grows faster than the page.
const MAX_READABILITY_BYTES: usize = 1 << 20;

/// The element that holds the body.
pub struct Container {
    /// The element.
    pub node: NodeId,
    /// Its lines.
    pub lines: Range<usize>,
    /// How it was found.
    pub origin: Cow<'static, str>,
}

/// The element that a rule says holds the body, where the page has it and it says something.
pub fn container_by(rule: Option<&Rule>, page: &Page) -> Option<Container> {
    let rule = rule?;
    let node = rule.body(&page.html)?.id();
    let lines = page.span(node);
    (!lines.is_empty()).then(|| Container { node, lines, origin: rule.origin.clone().into() })
}

/// Finds the element that holds the body.
pub fn container(page: &Page) -> Container {
    let sums = sums_of_prose(page);
    let prose = |lines: &Range<usize>| sums[lines.end.max(lines.start)] - sums[lines.start];
    let densest = densest(page, prose);
    let wanted = prose(&densest.lines);
    let mut best: Option<Container> = None;
    let named = named_containers(page);
    for (css, selector) in known_containers() {
        for element in named.iter().filter(|element| selector.matches(element)) {
            let lines = page.span(element.id());
            // Copies for other screens do not make the rest of the page more.
            let found = prose(&lines) * copies_of(page, &lines, named.iter().filter(|other| selector.matches(other)));
            // A container of little text is taken only where the page has no more to offer.
            if lines.is_empty()
                || found * 2 < wanted
                || best.as_ref().is_some_and(|best| prose(&best.lines) * 10 >= prose(&lines) * 9)
            {
                continue;
            }
            best = Some(Container { node: element.id(), lines, origin: format!("container:{css}").into() });
        }
    }
    // A container that wraps the column beside the text as well is worse than the densest element in it.
    best.filter(|best| {
        let inside = best.lines.start <= densest.lines.start && densest.lines.end <= best.lines.end;
        let wraps_more = VAGUE.contains(&&*best.origin) && best.lines.len() > densest.lines.len() + 8;
        !inside || !wraps_more && (prose(&best.lines) * 10 <= wanted * 13 || link_share(page, &best.lines) < 0.3)
    })
    .unwrap_or_else(|| match is_scattered(page, &densest).then(|| readability_fallback(page)).flatten() {
        Some(other)
            if prose(&other.lines) * 2 >= wanted
                && link_share(page, &other.lines) < link_share(page, &densest.lines) =>
        {
            other
        }
        _ => densest,
    })
}

/// How many of the elements show the same lines as these.
fn copies_of<'a>(page: &Page, lines: &Range<usize>, elements: impl Iterator<Item = &'a ElementRef<'a>>) -> usize {
    let texts = |lines: Range<usize>| page.lines[lines].iter().map(|line| line.text.as_str());
    let same = elements.take(8).filter(|element| {
        let others = page.span(element.id());
        others.len() == lines.len() && texts(others).eq(texts(lines.clone()))
    });
    same.count().max(1)
}

/// Whether the prose is spread over the page, so that no element holds most of it.
fn is_scattered(page: &Page, container: &Container) -> bool {
    let whole = page
        .html
        .tree
        .get(container.node)
        .and_then(|node| node.value().as_element().map(|e| matches!(e.name(), "html" | "body")));
    whole.unwrap_or(false) || link_share(page, &container.lines) > 0.5
}

fn link_share(page: &Page, lines: &Range<usize>) -> f64 {
    let (linked, all) =
        page.lines[lines.clone()].iter().fold((0, 1), |(linked, all), line| (linked + line.linked, all + line.chars));
    linked as f64 / all as f64
}

/// How much prose stands before each line; footers, tools and bylines are none.
fn sums_of_prose(page: &Page) -> Vec<usize> {
    let mut sums = Vec::with_capacity(page.lines.len() + 1);
    let mut sum = 0;
    sums.push(sum);
    for line in &page.lines {
        let prose = line.prose();
        if prose > 0 && (page.is_in_long_table(line) || !is_around(&line.text)) {
            sum += prose;
        }
        sums.push(sum);
    }
    sums
}

/// Whether a line stands around a bulletin by what it says: footers, tools, bylines, disclaimers.
fn is_around(text: &str) -> bool {
    is_footer(text) || is_imprint(text) || is_furniture(text) || is_disclaimer(text) || byline::parse(text).is_some()
}

/// The innermost element that still holds most of the prose around it.
fn densest(page: &Page, prose_of: impl Fn(&Range<usize>) -> usize) -> Container {
    let prose = |node: NodeId| prose_of(&page.span(node));
    let mut node = page.html.root_element().id();
    while let Some(reference) = page.html.tree.get(node) {
        let here = prose(node);
        let inner =
            reference.children().filter(|child| child.value().is_element()).max_by_key(|child| prose(child.id()));
        let Some(inner) = inner.filter(|inner| here > 0 && prose(inner.id()) * 10 >= here * 7) else { break };
        let is_text_level = inner.value().as_element().is_some_and(|e| {
            matches!(
                e.name(),
                "p" | "h1"
                    | "h2"
                    | "h3"
                    | "h4"
                    | "span"
                    | "font"
                    | "strong"
                    | "b"
                    | "em"
                    | "a"
                    | "tr"
                    | "tbody"
                    | "li"
                    | "blockquote"
            ) && page.span(inner.id()).len() <= 1
        });
        if is_text_level {
            break;
        }
        node = inner.id();
    }
    Container { node, lines: page.span(node), origin: "density".into() }
}

/// The bulletin's own lines.
pub struct Body {
    /// The element around them.
    pub node: NodeId,
    /// Where in the page they stand, unkept lines included.
    pub lines: Range<usize>,
    /// The lines that are kept.
    pub kept: Vec<usize>,
    /// They, as paragraphs; cells of a row joined by tabs.
    pub paragraphs: Vec<String>,
    /// How the body was found.
    pub origin: Cow<'static, str>,
    /// Lines of the container that are no part of it, and why.
    pub left_out: Vec<LeftOut>,
}

/// Lines left out that are listed.
const MAX_LEFT_OUT: usize = 200;

impl Container {
    /// Whether the content system itself says that this is the text and nothing else.
    fn is_trusted(&self) -> bool {
        self.origin.starts_with("container:") && !VAGUE.contains(&&*self.origin)
    }
}

impl Body {
    /// Takes from a container the lines of the bulletin; `labels` are lines already read as labels.
    pub fn extract(page: &Page, container: &Container, labels: &HashSet<usize>, title: &str) -> Self {
        let (start, end) = if container.origin.starts_with("rule:") {
            // Who wrote the rule knows where the body begins and ends.
            (container.lines.start, container.lines.end)
        } else {
            let start = start_of_body(page, container, labels, title);
            (start, end_of_body(page, start..container.lines.end, container.is_trusted()))
        };
        let mut kept: Vec<usize> = (start..end).filter(|at| !labels.contains(at) && is_kept(page, *at)).collect();
        drop_link_runs(page, &mut kept);
        drop_copy(page, &mut kept);
        // A counter such as "+1" at the border is a button.
        let is_counter = |line: &Line| line.chars <= 3 && !line.text.chars().any(is_han);
        let is_empty_heading =
            |line: &Line| ["附件:", "附件：", "附件信息:", "附件信息："].contains(&line.text.as_str());
        while kept.last().map(|at| &page.lines[*at]).is_some_and(|line| is_counter(line) || is_empty_heading(line)) {
            kept.pop();
        }
        let paragraphs = paragraphs(page, &kept);
        let left_out = left_out(page, container, start..end, &kept, labels);
        Self { node: container.node, lines: start..end, kept, paragraphs, origin: container.origin.clone(), left_out }
    }
}

/// The first line of the bulletin: after the last title, byline or tool that precedes its prose.
fn start_of_body(page: &Page, container: &Container, labels: &HashSet<usize>, title: &str) -> usize {
    let title = compact(title);
    let mut start = container.lines.start;
    let is_date = |text: &str| {
        text.chars().count() <= 20
            && text.contains(['月', '-', '/'])
            && text.chars().all(|c| c.is_ascii_digit() || "年月日时分:：-/.".contains(c))
    };
    let heads_section = |text: &str| {
        ["主要内容", "内容简介", "正文", "图集", "详细内容", "新闻内容", "文章内容", "正文内容"].contains(&text)
    };
    for at in container.lines.clone().take(60) {
        let line = &page.lines[at];
        let text = compact(&line.text);
        let is_title = !title.is_empty() && text == title;
        let heads = is_title
            || heads_section(&text)
            || at == start && at > container.lines.start && is_date(&text)
            || labels.contains(&at)
            || is_furniture(&line.text)
            || column_of_breadcrumb(&line.text, &title).is_some()
            || opens_with_byline(&line.text);
        if heads {
            start = at + 1;
        } else if line.prose() >= 30 && line.text.contains(['。', '，', '；', ','])
            || line.prose() >= 10 && line.text.ends_with('。')
        {
            break;
        }
    }
    start
}

/// A byline above the text. A date alone may be the signature of a document, so it does not count.
fn opens_with_byline(text: &str) -> bool {
    // （记者 ……） by itself closes a short text; it opens none.
    let closes = text.starts_with(['（', '(']);
    byline::parse(text).is_some_and(|byline| {
        byline.source.is_some()
            || !byline.authors.is_empty() && !closes
            || byline
                .published
                .or(byline.updated)
                .is_some_and(|moment| moment.contains([':', '：']) || text.contains("时间") || text.contains("日期"))
    })
}

/// Where the bulletin ends: at the editors, at other bulletins, at the footer. In a container that holds the text and
/// nothing else, a line that only looks like these (便民服务 as a heading, ICP in a sentence) ends nothing while text follows.
fn end_of_body(page: &Page, lines: Range<usize>, trusted: bool) -> usize {
    let total: usize = page.lines[lines.clone()].iter().map(Line::prose).sum();
    let mut before = 0;
    for at in lines.clone() {
        let line = &page.lines[at];
        if page.is_in_long_table(line) {
            before += line.prose();
            continue;
        }
        let text = &line.text;
        let closing =
            || byline::parse(text).is_some_and(|byline| closes(&byline, at + 3 >= lines.end)) || ends_text(text);
        let imprint = || is_imprint(text) && (total - before) * 10 <= total;
        // What follows the mark must be the lesser part; otherwise the mark stood at the head.
        let may_end = before * 2 >= total || before > 0 && at + 3 >= lines.end;
        if may_end && (closing() || imprint()) && !(trusted && sentences_after(page, at + 1..lines.end, trusted) > 1) {
            return at;
        }
        let footer = || if trusted { is_surely_footer(text) } else { is_footer(text) };
        let looks_so = may_end && (opens_other_bulletins(text) || footer());
        let may_go_on = || if trusted { !is_disclaimer(text) } else { may_head_text(text) };
        if looks_so && !(may_go_on() && sentences_after(page, at + 1..lines.end, trusted) > 0) {
            return at;
        }
        before += line.prose();
    }
    lines.end
}

/// How many lines with sentences of the bulletin follow, or none but links, disclaimers, a footer. Where it is not known that the
/// container holds nothing else, sentences among links are those of other bulletins.
fn sentences_after(page: &Page, lines: Range<usize>, trusted: bool) -> usize {
    if !trusted && link_share(page, &lines) > 0.05 {
        return 0;
    }
    let says = |line: &&Line| {
        let own = line.chars.saturating_sub(line.linked);
        let says = own >= 20 && line.linked * 2 < line.chars && line.text.contains(['。', '；', '，']);
        says && !line.aside && !line.is_list_entry() && !is_around(&line.text)
    };
    page.lines[lines].iter().filter(says).count()
}

/// Drops the second of two copies of one text: pages hold one for the screen and one for printing or for telephones.
fn drop_copy(page: &Page, kept: &mut Vec<usize>) {
    let text = |index: usize| page.lines[kept[index]].text.as_str();
    let Some(first) = kept.first().map(|at| page.lines[*at].text.as_str()) else { return };
    let copy = (1..kept.len()).filter(|at| text(*at) == first).find_map(|second| {
        let same = (0..second).take_while(|at| second + at < kept.len() && text(*at) == text(second + at)).count();
        let chars: usize = (0..same).map(|at| page.lines[kept[at]].chars).sum();
        // The copy is whole, or ends with the page.
        let whole = same == second || second + same == kept.len();
        (same >= 3 && chars >= 60 && whole && same * 2 >= second).then_some(second..second + same)
    });
    if let Some(copy) = copy {
        kept.drain(copy);
    }
}

/// What of a container was not taken, for those who ask why.
fn left_out(
    page: &Page,
    container: &Container,
    taken: Range<usize>,
    kept: &[usize],
    labels: &HashSet<usize>,
) -> Vec<LeftOut> {
    if kept.len() == container.lines.len() {
        return Vec::new();
    }
    let kept: HashSet<usize> = kept.iter().copied().collect();
    let left = container.lines.clone().filter(|at| !kept.contains(at) && !labels.contains(at));
    left.take(MAX_LEFT_OUT)
        .map(|at| {
            let line = &page.lines[at];
            let reason = match at {
                _ if at < taken.start => "正文之前",
                _ if at >= taken.end => "正文之后",
                _ if line.aside => "导航、分享一类的元素",
                _ if is_furniture(&line.text) => "打印、分享一类的工具",
                _ if line.is_link() || line.is_list_entry() => "链接列表",
                _ => "重复或没有内容",
            };
            LeftOut { text: line.text.clone(), reason }
        })
        .collect()
}

/// Whether a byline below a text ends it: 编辑 does, and so does 作者 in one of the last lines.
fn closes(byline: &Byline, near_end: bool) -> bool {
    let edited = !byline.editors.is_empty() || byline.dangling == Some(Key::Editor);
    edited || near_end && (byline.source.is_some() || byline.published.is_some() && !byline.authors.is_empty())
}

fn ends_text(text: &str) -> bool {
    if text.len() > 240 {
        return false;
    }
    let compact = compact(text);
    [
        "本文来源：",
        "本文来源:",
        "（责任编辑",
        "(责任编辑",
        "（责编",
        "(责编",
        "【责任编辑",
        "[责任编辑",
        "[编辑",
        "【编辑",
        "（编辑",
        "(编辑",
        "责任编辑",
        "原标题：",
        "稿件来源：",
    ]
    .iter()
    .any(|start| compact.starts_with(start))
        && text.chars().count() < 60
}

fn is_kept(page: &Page, at: usize) -> bool {
    let line = &page.lines[at];
    let in_data = line.cell.is_some_and(|cell| !page.layout_tables.contains(&cell.table));
    let says_nothing = !line.text.chars().any(char::is_alphanumeric);
    if in_data {
        return !line.aside;
    }
    !(line.aside || says_nothing || is_furniture(&line.text))
}

/// Drops runs of three and more lines that are only links, and such lines at the end: they lead elsewhere.
fn drop_link_runs(page: &Page, kept: &mut Vec<usize>) {
    let leads_away = |at: usize| {
        (page.lines[at].is_link() || page.lines[at].is_list_entry())
            && !names_a_file(&page.lines[at].text)
            && !links_a_file(page, at)
    };
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut from = None;
    for (index, at) in kept.iter().enumerate() {
        match (leads_away(*at), from) {
            (true, None) => from = Some(index),
            (false, Some(start)) => {
                runs.push(start..index);
                from = None;
            }
            _ => {}
        }
    }
    runs.extend(from.map(|start| start..kept.len()));
    let whole = kept.len();
    let dropped: HashSet<usize> =
        runs.into_iter().filter(|run| run.len() >= 3 || run.end == whole).flatten().map(|index| kept[index]).collect();
    if dropped.len() < whole {
        kept.retain(|at| !dropped.contains(at));
    }
}

fn paragraphs(page: &Page, kept: &[usize]) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut last = None;
    for at in kept {
        let line = &page.lines[*at];
        let cell = line.cell.filter(|cell| !page.layout_tables.contains(&cell.table));
        match (paragraphs.last_mut(), last, cell) {
            (Some(paragraph), Some(before), Some(cell)) if before == cell => {
                paragraph.push(' ');
                paragraph.push_str(&line.text);
            }
            (Some(paragraph), Some(Cell { row, .. }), Some(cell)) if row == cell.row => {
                paragraph.push('\t');
                paragraph.push_str(&line.text);
            }
            _ => {
                // A row grows cell by cell, and a long table has many rows.
                paragraphs.last_mut().into_iter().for_each(String::shrink_to_fit);
                paragraphs.push(line.text.clone());
            }
        }
        last = cell;
    }
    paragraphs
}

/// The judgement of the readability algorithm, as an element of this page.
fn readability_fallback(page: &Page) -> Option<Container> {
    let html = page.html.html();
    if html.len() > MAX_READABILITY_BYTES {
        return None;
    }
    let article = dom_smoothie::Readability::new(html, None, None).ok()?.parse().ok()?;
    let judged = Page::new(Html::parse_document(&article.content), Hidden::Read);
    let texts: HashSet<String> =
        judged.lines.iter().filter(|line| line.chars >= 15).map(|line| compact(&line.text)).collect();
    let mut shared = (0..page.lines.len()).filter(|at| texts.contains(&compact(&page.lines[*at].text)));
    let first = shared.next()?;
    let last = shared.next_back().unwrap_or(first);
    let around = page.spans().filter(|(_, span)| span.start <= first && last < span.end);
    let (node, lines) = around.min_by_key(|(_, span)| span.len())?;
    Some(Container { node, lines, origin: "dom_smoothie".into() })
}
