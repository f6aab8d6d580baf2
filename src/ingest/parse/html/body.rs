//! The body is the run of lines that is the bulletin itself. A container known from the content systems
//! is taken at its word; otherwise it is the innermost element that holds most of the page's prose.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{Html, Node, Selector};
use url::Url;

use super::page::{Cell, Line, Page};
use super::selector;
use crate::ingest::parse::boilerplate::{
    column_of_breadcrumb, compact, is_footer, is_furniture, opens_other_bulletins,
};
use crate::ingest::parse::byline::{self, Byline};
use crate::ingest::parse::keys::Key;
use crate::model::text::is_han;

/// Containers that content systems give the text and nothing else.
fn known_containers() -> [(&'static str, &'static Selector); 33] {
    macro_rules! table {
        ($($css:literal)*) => { [$(($css, selector!($css)),)*] };
    }
    table![
        "#UCAP-CONTENT" "ucapcontent" ".TRS_UEDITOR" ".TRS_Editor" ".pages_content" "#ivs_content" "#Zoom" "#zoom" "#Content" ".trs_editor_view"
        "#js_content" ".rm_txt_con" "#artibody" "#endText" "#ozoom" "#text_area" ".content_area" "#detail-content" "#detailContent" "#articleContent"
        ".article-content" ".article_content" ".articleContent" ".news_content" ".news-content" ".view.TRS_UEDITOR" "#fontzoom" "#BodyLabel" "#NewsContent" "#newsContent"
        "[itemprop='articleBody']" ".wenzhang-content" ".xxgk_content"
    ]
}

/// The element that holds the body.
pub struct Container {
    /// The element.
    pub node: NodeId,
    /// Its lines.
    pub lines: Range<usize>,
    /// How it was found.
    pub origin: Cow<'static, str>,
}

/// Finds the element that holds the body.
pub fn container(page: &Page) -> Container {
    let densest = densest(page);
    let prose = |lines: &Range<usize>| page.lines[lines.clone()].iter().map(Line::prose).sum::<usize>();
    let wanted = prose(&densest.lines);
    let mut best: Option<Container> = None;
    for (css, selector) in known_containers() {
        for element in page.html.select(selector) {
            let lines = page.span(element.id());
            let found = prose(&lines);
            // A container of little text is taken only where the page has no more to offer.
            if lines.is_empty()
                || found * 2 < wanted
                || best.as_ref().is_some_and(|best| prose(&best.lines) * 10 >= found * 9)
            {
                continue;
            }
            best = Some(Container { node: element.id(), lines, origin: format!("container:{css}").into() });
        }
    }
    // A container that wraps the column beside the text as well is worse than the densest element in it.
    best.filter(|best| {
        let inside = best.lines.start <= densest.lines.start && densest.lines.end <= best.lines.end;
        !inside || prose(&best.lines) * 10 <= wanted * 13 || link_share(page, &best.lines) < 0.3
    })
    .unwrap_or(densest)
}

fn link_share(page: &Page, lines: &Range<usize>) -> f64 {
    let (linked, all) =
        page.lines[lines.clone()].iter().fold((0, 1), |(linked, all), line| (linked + line.linked, all + line.chars));
    linked as f64 / all as f64
}

/// The innermost element that still holds most of the prose around it.
fn densest(page: &Page) -> Container {
    let mut sums = Vec::with_capacity(page.lines.len() + 1);
    sums.push(0usize);
    for line in &page.lines {
        let counts = !is_footer(&line.text) && !is_furniture(&line.text);
        sums.push(sums[sums.len() - 1] + if counts { line.prose() } else { 0 });
    }
    let prose = |node: NodeId| {
        let span = page.span(node);
        sums[span.end.max(span.start)] - sums[span.start]
    };
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
}

impl Body {
    /// Takes from a container the lines of the bulletin; `labels` are lines already read as labels.
    pub fn of(page: &Page, container: &Container, labels: &HashSet<usize>, title: &str) -> Self {
        let start = start_of_body(page, container, labels, title);
        let end = end_of_body(page, start..container.lines.end);
        let mut kept: Vec<usize> = (start..end).filter(|at| !labels.contains(at) && is_kept(page, *at)).collect();
        drop_link_runs(page, &mut kept);
        // A counter such as "+1" at the border is a button.
        let is_counter = |at: &usize| page.lines[*at].chars <= 3 && !page.lines[*at].text.chars().any(is_han);
        while kept.last().is_some_and(is_counter) {
            kept.pop();
        }
        let paragraphs = paragraphs(page, &kept);
        Self { node: container.node, lines: start..end, kept, paragraphs, origin: container.origin.clone() }
    }

    /// The body's markup where it has a table, an image, a list or a heading; addresses made absolute.
    pub fn markup(&self, page: &Page, base: Option<&Url>) -> Option<String> {
        let kept: HashSet<NodeId> = self.kept.iter().flat_map(|at| page.lines[*at].nodes.iter().copied()).collect();
        let seen: HashSet<NodeId> =
            page.lines[page.span(self.node)].iter().flat_map(|line| line.nodes.iter().copied()).collect();
        let mut writer =
            Writer { page, base, kept, seen, lines: self.lines.clone(), html: String::new(), worth: false };
        for edge in page.html.tree.get(self.node)?.traverse() {
            match edge {
                Edge::Open(node) if node.id() != self.node => writer.open(node),
                Edge::Close(node) if node.id() != self.node => writer.close(node),
                _ => {}
            }
        }
        writer.worth.then_some(writer.html)
    }
}

/// The first line of the bulletin: after the last title, byline or tool that precedes its prose.
fn start_of_body(page: &Page, container: &Container, labels: &HashSet<usize>, title: &str) -> usize {
    let title = compact(title);
    let mut start = container.lines.start;
    let heads_section = |text: &str| {
        ["主要内容", "内容简介", "正文", "图集", "详细内容", "新闻内容", "文章内容", "正文内容"].contains(&text)
    };
    for at in container.lines.clone().take(60) {
        let line = &page.lines[at];
        let text = compact(&line.text);
        let is_title = !title.is_empty() && text == title;
        let heads = is_title
            || heads_section(&text)
            || labels.contains(&at)
            || is_furniture(&line.text)
            || column_of_breadcrumb(&line.text, &title).is_some()
            || opens_with_byline(&line.text);
        if heads {
            start = at + 1;
        } else if line.prose() >= 30 && line.text.contains(['。', '，', '；', ',']) {
            break;
        }
    }
    start
}

/// A byline above the text. A date alone may be the signature of a document, so it does not count.
fn opens_with_byline(text: &str) -> bool {
    byline::read(text).is_some_and(|byline| {
        byline.source.is_some()
            || !byline.authors.is_empty()
            || byline
                .published
                .is_some_and(|moment| moment.contains([':', '：']) || text.contains("时间") || text.contains("日期"))
    })
}

/// Where the bulletin ends: at the editors, at other bulletins, at the footer.
fn end_of_body(page: &Page, lines: Range<usize>) -> usize {
    let total: usize = page.lines[lines.clone()].iter().map(Line::prose).sum();
    let mut before = 0;
    for at in lines.clone() {
        let line = &page.lines[at];
        let closing = byline::read(&line.text).is_some_and(|byline| closes(&byline, at + 3 >= lines.end));
        let ends = closing || opens_other_bulletins(&line.text) || is_footer(&line.text) || ends_text(&line.text);
        // What follows the mark must be the lesser part; otherwise the mark stood at the head.
        if ends && (before * 2 >= total || before > 0 && at + 3 >= lines.end) {
            return at;
        }
        before += line.prose();
    }
    lines.end
}

/// Whether a byline below a text ends it: 编辑 does, and so does 作者 in one of the last lines.
fn closes(byline: &Byline, near_end: bool) -> bool {
    let edited = !byline.editors.is_empty() || byline.dangling == Some(Key::Editor);
    edited || near_end && (byline.source.is_some() || byline.published.is_some() && !byline.authors.is_empty())
}

fn ends_text(text: &str) -> bool {
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
    .any(|start| compact(text).starts_with(start))
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
        page.lines[at].is_link()
            && !super::attachments::names_a_file(&page.lines[at].text)
            && !super::attachments::links_a_file(page, at)
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
            _ => paragraphs.push(line.text.clone()),
        }
        last = cell;
    }
    paragraphs
}

/// Writes markup of which only the kept lines remain.
struct Writer<'a> {
    page: &'a Page,
    base: Option<&'a Url>,
    kept: HashSet<NodeId>,
    seen: HashSet<NodeId>,
    lines: Range<usize>,
    html: String,
    worth: bool,
}

impl Writer<'_> {
    /// Whether an element is written: it must hold a kept line, or stand between two and hold none.
    fn writes(&self, node: ego_tree::NodeRef<'_, Node>) -> bool {
        let Some(span) = self.page.spans.get(&node.id()) else { return false };
        if span.is_empty() {
            return self.lines.contains(&span.start);
        }
        span.start < self.lines.end && span.end > self.lines.start
    }

    fn open(&mut self, node: ego_tree::NodeRef<'_, Node>) {
        match node.value() {
            Node::Text(text) if self.kept.contains(&node.id()) => escape(text, &mut self.html),
            Node::Element(element) if self.writes(node) => {
                let name = element.name();
                self.worth |= matches!(name, "img" | "ul" | "ol" | "h2" | "h3" | "h4" | "h5" | "h6")
                    || name == "table"
                        && !self.page.layout_tables.contains(&node.id())
                        && !self.page.span(node.id()).is_empty();
                self.html.push('<');
                self.html.push_str(name);
                for (attribute, value) in element.attrs() {
                    self.attribute(attribute, value);
                }
                self.html.push('>');
            }
            _ => {}
        }
    }

    fn attribute(&mut self, attribute: &str, value: &str) {
        if !matches!(
            attribute,
            "href" | "src" | "alt" | "title" | "colspan" | "rowspan" | "scope" | "span" | "start" | "width" | "height"
        ) {
            return;
        }
        let absolute = match attribute {
            "href" | "src" => self.base.and_then(|base| base.join(value.trim()).ok()).map(String::from),
            _ => None,
        };
        self.html.push(' ');
        self.html.push_str(attribute);
        self.html.push_str("=\"");
        escape(absolute.as_deref().unwrap_or(value), &mut self.html);
        self.html.push('"');
    }

    fn close(&mut self, node: ego_tree::NodeRef<'_, Node>) {
        if let Node::Element(element) = node.value()
            && self.writes(node)
            && !matches!(element.name(), "br" | "img" | "hr" | "col" | "input" | "wbr")
        {
            self.html.push_str("</");
            self.html.push_str(element.name());
            self.html.push('>');
        }
    }
}

fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

/// The main text by another judge, for pages where the prose is spread: a page of its own.
pub fn second_opinion(html: &str) -> Option<Page> {
    let mut readability = dom_smoothie::Readability::new(html, None, None).ok()?;
    let article = readability.parse().ok()?;
    Some(Page::new(Html::parse_document(&article.content), true))
}
