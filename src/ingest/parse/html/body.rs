//! The body is the run of lines of a [`Container`] that is the bulletin itself.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use ego_tree::NodeId;

use super::container::{Container, is_around};
use super::file_links::{links_a_file, names_a_file};
use super::following::{Following, PlainRun, says_something, says_without_link};
use super::open_table::Cell;
use super::page::{Line, Page};
use super::spelled::{byline_of, day_of_lines};
use crate::ingest::draft::LeftOut;
use crate::ingest::parse::boilerplate::{
    compact, is_disclaimer, is_footer, is_furniture, is_imprint, is_of_footer, is_surely_footer, may_head_section,
    may_head_text, names_host, opens_other_bulletins,
};
use crate::ingest::parse::byline;
use crate::ingest::parse::byline::Byline;
use crate::ingest::parse::keys::Key;
use crate::ingest::parse::site::column_of_breadcrumb;
use crate::model::text::is_han;

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
    /// Lines that name the editors while the text goes on below them.
    pub passed: Vec<usize>,
}

/// Lines left out that are listed.
const MAX_LEFT_OUT: usize = 200;

impl Body {
    /// How the body was found, and whether the page hides it until a script shows it.
    pub fn origin_of(&self, page: &Page) -> Cow<'static, str> {
        match self.kept.first() {
            Some(at) if page.is_revealed(&page.lines[*at]) => format!("{} (hidden)", self.origin).into(),
            _ => self.origin.clone(),
        }
    }

    /// Takes from a container the lines of the bulletin; `labels` are lines already read as labels.
    pub fn extract(page: &Page, container: &Container, labels: &HashSet<usize>, title: &str) -> Self {
        let (start, end, passed) = if container.origin.starts_with("rule:") {
            // Who wrote the rule knows where the body begins and ends.
            (container.lines.start, container.lines.end, Vec::new())
        } else {
            let start = start_of_body(page, container, labels, title);
            let ends = end_of_body(page, start..container.lines.end, container.is_trusted());
            (start, ends.0, ends.1)
        };
        let mut kept: Vec<usize> = Vec::with_capacity(end.saturating_sub(start));
        let within = if container.is_trusted() { said_within(page, start..end) } else { start..start };
        kept.extend((start..end).filter(|at| !labels.contains(at) && is_kept(page, *at, &within)));
        drop_link_runs(page, &mut kept);
        drop_copy(page, &mut kept, &compact(title));
        let is_empty_heading =
            |line: &Line| ["附件:", "附件：", "附件信息:", "附件信息："].contains(&line.text.as_str());
        while kept.last().is_some_and(|at| is_button(page, *at) || is_empty_heading(&page.lines[*at])) {
            kept.pop();
        }
        if !container.is_trusted() && !container.origin.starts_with("rule:") && is_footer_alone(page, &kept) {
            kept.clear();
        }
        let paragraphs = paragraphs(page, &kept);
        let left_out = left_out(page, container, start..end, &kept, labels);
        Self {
            node: container.node,
            lines: start..end,
            kept,
            paragraphs,
            origin: container.origin.clone(),
            left_out,
            passed,
        }
    }
}

/// Whether a line at the end of a body is a button or leads to another page of the same: "+1", the numbers 1 2 3. A number by
/// itself is none: it may be the last of a table.
fn is_button(page: &Page, at: usize) -> bool {
    let line = &page.lines[at];
    let is_number =
        |line: &Line| line.chars() <= 3 && line.text.chars().all(|c| c.is_ascii_digit() || "[]【】()".contains(c));
    let is_linked_number = |at: usize| page.lines.get(at).is_some_and(|line| line.is_link() && is_number(line));
    if line.chars() > 3 || line.text.chars().any(is_han) || page.is_data(line) {
        return false;
    }
    line.is_link()
        || line.text.starts_with('+')
        || !line.text.chars().any(char::is_alphanumeric)
        || is_number(line) && (is_linked_number(at + 1) || at > 0 && is_linked_number(at - 1))
}

/// Lines around a footer in which it says whose the site is.
const NEAR_FOOTER: usize = 3;

/// Whether the lines say whose the site is and where its office lies, and nothing else: the page shows no text.
fn is_footer_alone(page: &Page, kept: &[usize]) -> bool {
    let texts = || kept.iter().map(|at| page.lines[*at].text.as_str());
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else { return false };
    let near = first.saturating_sub(NEAR_FOOTER)..(last + 1 + NEAR_FOOTER).min(page.lines.len());
    let names_site = |line: &Line| is_surely_footer(&line.text) || is_imprint(&line.text) || names_host(&line.text);
    texts().all(is_of_footer) && page.lines[near].iter().any(names_site)
}

/// The lines of a trusted container between the first and the last that say something: a word of the tools among them (打印,
/// 分享) is one of the text.
fn said_within(page: &Page, lines: Range<usize>) -> Range<usize> {
    let says = |at: &usize| says_something(page, &page.lines[*at], true);
    let mut said = lines.clone().filter(says);
    let Some(first) = said.next() else { return lines.start..lines.start };
    first..said.next_back().unwrap_or(first)
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
        let spelled = byline_of(page, line);
        let is_title = !title.is_empty() && text == title;
        let heads = is_title
            || heads_section(&text)
            || at == start && at > container.lines.start && (is_date(&text) || is_day_apart(page, at))
            || labels.contains(&at)
            || is_furniture(&line.text)
            || column_of_breadcrumb(&line.text, &title).is_some()
            || opens_with_byline(&spelled)
            || matches!(spelled, Cow::Owned(_)) && is_date(&compact(&spelled));
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

/// Whether a line is a day in eight digits, or one of the lines that are its parts.
fn is_day_apart(page: &Page, at: usize) -> bool {
    let text = page.lines.get(at).map_or("", |line| line.text.trim());
    let is_one_of = |before: usize| {
        at.checked_sub(before).and_then(|at| day_of_lines(page, at)).is_some_and(|(_, lines)| lines > before)
    };
    byline::eight_digits(text) == Some(text) || (0..3).any(is_one_of)
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
/// nothing else, a line that only looks like these (便民服务 as a heading, ICP in a sentence) ends nothing while text follows;
/// elsewhere it ends nothing while paragraphs like those before it follow plainly. Also the editors that ended nothing.
fn end_of_body(page: &Page, lines: Range<usize>, trusted: bool) -> (usize, Vec<usize>) {
    let total: usize = page.lines[lines.clone()].iter().map(Line::prose).sum();
    let (mut before, mut end, mut passed) = (0, lines.end, Vec::new());
    // Looked at only where something looks like the end.
    let following = OnceCell::new();
    let sentences_after = |at: usize| {
        let following = following.get_or_init(|| Following::new(page, &lines, trusted));
        following.sentences_from(at + 1 - lines.start, trusted)
    };
    let heads_footer = |at: usize| page.lines[at..lines.end].iter().any(|line| is_surely_footer(&line.text));
    let mut run = PlainRun::default();
    for at in lines.clone() {
        if at >= end {
            break;
        }
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
        let names_nobody = || !text.contains([':', '：']) && compact(text).chars().count() <= 4;
        let goes_on = || trusted && (sentences_after(at) > 1 || names_nobody() && sentences_after(at) > 0);
        // An event has its hosts as well; a footer says under which number the site is registered.
        let hosts_event = || trusted && is_imprint(text) && !heads_footer(at);
        let begins_footer = || {
            let only = || page.lines[at..lines.end].iter().all(|line| line.is_link() || is_of_footer(&line.text));
            (is_imprint(text) || names_host(text)) && only() && heads_footer(at)
        };
        if before > 0 && begins_footer() {
            return (at, passed);
        }
        if may_end && (closing() || imprint()) {
            if !goes_on() && !hosts_event() {
                let Some(goes_on) = run.goes_on(page, &lines, at, 2) else { return (at, passed) };
                end = goes_on;
            }
            passed.push(at);
        }
        let footer = || if trusted { is_surely_footer(text) } else { is_footer(text) };
        let looks_so = may_end && (opens_other_bulletins(text) || footer());
        let may_go_on = || if trusted { !is_disclaimer(text) } else { may_head_text(text) };
        // Other bulletins are links.
        let heads_words = || trusted && may_head_text(text) && says_without_link(page, at + 1, lines.end);
        if looks_so && !(may_go_on() && sentences_after(at) > 0) && !heads_words() {
            if !may_head_section(text) {
                return (at, passed);
            }
            let Some(goes_on) = run.goes_on(page, &lines, at, 1) else { return (at, passed) };
            end = goes_on;
        }
        before += line.prose();
    }
    (end, passed)
}

/// Whether a line may stand above a copy of a text: its title, a byline, the day.
fn may_head_copy(text: &str, title: &str) -> bool {
    let text = compact(text);
    text == title || is_around(&text) || text.chars().all(|c| c.is_ascii_digit() || "年月日时分:：-/.".contains(c))
}

/// Drops the second of two copies of one text, with the title above it: pages hold one for the screen and one for printing or
/// for telephones.
fn drop_copy(page: &Page, kept: &mut Vec<usize>, title: &str) {
    let text = |index: usize| page.lines[kept[index]].text.as_str();
    let Some(first) = kept.first().map(|at| page.lines[*at].text.as_str()) else { return };
    // A line that stands on a page more often than that heads no copy.
    let mut again = (1..kept.len()).filter(|at| text(*at) == first).take(40);
    let copy = again.find_map(|second| {
        let same = (0..second).take_while(|at| second + at < kept.len() && text(*at) == text(second + at)).count();
        let chars: usize = (0..same).map(|at| page.lines[kept[at]].chars()).sum();
        let heads = (same..second).rev().take_while(|at| may_head_copy(text(*at), title)).count();
        // 打印稿 closes the copy that stands first.
        let is_mark = |at: &usize| ["打印", "手机版", "移动版"].iter().any(|word| text(*at).contains(word));
        let marks =
            (same..second - heads).rev().take_while(|at| text(*at).chars().count() <= 10 && is_mark(at)).count();
        let from = second - heads - if heads > 0 { marks } else { 0 };
        // The copy is whole, or ends with the page.
        let whole = same == from || second + same == kept.len();
        (same >= 3 && chars >= 60 && whole && same * 2 >= from).then_some(from..second + same)
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
    let edited = byline.is_edited || byline.dangling == Some(Key::Editor);
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

/// Whether a line is one of the text; `within` are lines among which a word of the tools is one.
fn is_kept(page: &Page, at: usize, within: &Range<usize>) -> bool {
    let line = &page.lines[at];
    let says_nothing = !line.text.chars().any(char::is_alphanumeric);
    if page.is_data(line) {
        return !line.aside;
    }
    let is_tool = || is_furniture(&line.text) && (line.linked() > 0 || !within.contains(&at));
    !(line.aside || says_nothing || is_tool())
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
        let cell = page.data_cell(line);
        match (paragraphs.last_mut(), last, cell) {
            (Some(paragraph), Some(before), Some(cell)) if before == cell => {
                paragraph.push(' ');
                paragraph.push_str(&line.text);
            }
            (Some(paragraph), Some(Cell { row, column, .. }), Some(cell)) if row == cell.row => {
                // Empty cells between the two hold their columns.
                paragraph.extend(std::iter::repeat_n('\t', usize::from(cell.column.saturating_sub(column).max(1))));
                paragraph.push_str(&line.text);
            }
            _ => {
                // A row grows cell by cell, and a long table has many rows.
                paragraphs.last_mut().into_iter().for_each(end_row);
                let mut row = "\t".repeat(cell.map_or(0, |cell| usize::from(cell.column)));
                row.push_str(&line.text);
                paragraphs.push(row);
            }
        }
        last = cell;
    }
    paragraphs.last_mut().into_iter().for_each(end_row);
    paragraphs
}

/// A row of one cell is a paragraph like others.
fn end_row(row: &mut String) {
    let filled = row.trim_start_matches('\t');
    if filled.len() < row.len() && !filled.contains('\t') {
        *row = filled.to_owned();
    }
    row.shrink_to_fit();
}
