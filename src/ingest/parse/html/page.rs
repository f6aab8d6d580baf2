//! A [`Page`] is a document as a reader sees it: lines of text in reading order, each knowing how much
//! of it is links and which element it stands in. Scripts, styles and hidden elements show no lines.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::TendrilSink;
use scraper::node::Element;
use scraper::{Html, HtmlTreeSink, Node};

use super::open_table::{Cell, OpenTable};
use super::table_shape::TableShape;
pub use super::visibility::{Hidden, words};
use super::visibility::{UNREAD, is_aside, is_hidden, is_hidden_by_class};
use crate::ingest::parse::boilerplate::is_of_footer;
use crate::model::text::tidy_line;

/// A line as the browser breaks it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The text, tidied.
    pub text: String,
    chars: u32,
    linked: u32,
    /// What [`Line::prose`] says where the line does not stand aside.
    prose: u32,
    /// The text nodes it is made of, by their places in [`Page::nodes_of`].
    nodes: Range<u32>,
    /// The innermost table, row and cell around it.
    pub cell: Option<Cell>,
    /// Whether it stands in navigation, a footer, a share bar or the like, by the markup's own word.
    pub aside: bool,
}

/// A document with its lines.
pub struct Page {
    /// The tree.
    pub html: Html,
    /// What a reader sees, in order.
    pub lines: Vec<Line>,
    /// The lines of each visible element, by its id.
    spans: Vec<Span>,
    /// The text nodes of all lines.
    nodes: Vec<NodeId>,
    /// Tables that lay out the page rather than hold data, by their numbers and as elements.
    layout_tables: HashSet<u32>,
    layout_elements: HashSet<NodeId>,
    /// Tables of data with more rows than anything but data has.
    long_tables: HashSet<u32>,
    /// Which hidden elements are not read.
    hidden: Hidden,
}

/// The lines of an element. A page of one long table has half a million of these, and as many lines.
#[derive(Debug, Clone, Copy)]
struct Span {
    id: NodeId,
    start: u32,
    end: u32,
}

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "html",
    "body",
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "nav",
    "aside",
    "form",
    "fieldset",
    "legend",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "address",
    "hr",
    "br",
    "center",
    "details",
    "summary",
    "option",
    "ucaptitle",
    "ucapcontent",
    "dir",
    "menu",
];

impl Page {
    /// Reads the lines of a document.
    pub fn new(html: Html, hidden: Hidden) -> Self {
        let mut reader = Reader::for_page(&html, hidden);
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => reader.open(node),
                Edge::Close(node) => reader.close(node),
            }
        }
        let Reader { mut lines, mut spans, nodes, asides, tables, layout_tables, .. } = reader;
        spans.sort_unstable_by_key(|span| span.id);
        let total: usize = lines.iter().map(Line::prose).sum();
        for span in asides {
            let prose: usize = lines[span.clone()].iter().map(Line::prose).sum();
            // A name such as "search" on the wrapper of the whole article says nothing. Where there is little text, a footer
            // may be most of it.
            if prose * 3 <= total || lines[span.clone()].iter().all(|line| line.is_link() || is_of_footer(&line.text)) {
                lines[span].iter_mut().for_each(|line| line.aside = true);
            }
        }
        let mut page = Self {
            html,
            lines,
            spans,
            nodes,
            layout_tables,
            layout_elements: HashSet::new(),
            long_tables: HashSet::new(),
            hidden,
        };
        page.find_layout_tables(&tables);
        page
    }

    /// The page as a reader sees it. Some pages hide their text until a script shows it; there it is read all the same.
    pub fn shown(html: Html) -> Self {
        let prose = |page: &Self| page.lines.iter().map(Line::prose).sum::<usize>();
        let mut page = Self::new(html, Hidden::ByAnyMark);
        let sentences = |page: &Self| {
            page.lines.iter().filter(|line| line.text.contains(['。', '；'])).map(Line::prose).sum::<usize>()
        };
        let shown = sentences(&page);
        if page.hides(is_hidden_by_class) {
            let other = Self::new(page.html, Hidden::ByStyle);
            // A copy for the printer is as long as the text; a page that hides its text shows next to nothing.
            page = if sentences(&other) > shown * 4 { other } else { Self::new(other.html, Hidden::ByAnyMark) };
        }
        let is_sentence = |line: &Line| !line.aside && line.text.ends_with('。');
        let has_little = prose(&page) < 20;
        if !page.lines.iter().any(is_sentence) && (has_little || sentences(&page) == 0 && page.hides(is_hidden)) {
            // Not one sentence is shown: the text is what a script will show, unless that is a word about the site.
            let other = Self::new(page.html, Hidden::Read);
            let warns = |line: &Line| ["离开本网站", "的浏览器", "验证码"].iter().any(|word| line.text.contains(word));
            let warned = other.lines.iter().any(|line| warns(line) && other.is_revealed(line));
            let has_text = !warned && (has_little || sentences(&other) >= 20);
            page = if has_text { other } else { Self::new(other.html, page.hidden) };
        }
        page
    }

    fn hides(&self, is_hidden: fn(&Element) -> bool) -> bool {
        let mut elements = self.html.tree.values().filter_map(Node::as_element);
        elements.any(|element| is_hidden(element) && !UNREAD.contains(&element.name()))
    }

    /// Whether a line is read although the page hides it until a script shows it.
    pub fn is_revealed(&self, line: &Line) -> bool {
        let node = self.nodes_of(line).first().and_then(|node| self.html.tree.get(*node));
        self.hidden != Hidden::ByAnyMark
            && node.is_some_and(|node| {
                let mut above = node.ancestors().filter_map(|node| node.value().as_element());
                above.any(|element| is_hidden(element) || is_hidden_by_class(element))
            })
    }

    /// The lines of an element; none where it is not seen.
    pub fn span(&self, id: NodeId) -> Range<usize> {
        self.span_of(id).unwrap_or(0..0)
    }

    /// The lines of an element that is seen.
    pub fn span_of(&self, id: NodeId) -> Option<Range<usize>> {
        let at = self.spans.binary_search_by_key(&id, |span| span.id).ok()?;
        Some(self.spans[at].start as usize..self.spans[at].end as usize)
    }

    /// Each element that is seen, with its lines.
    pub fn spans(&self) -> impl Iterator<Item = (NodeId, Range<usize>)> + '_ {
        self.spans.iter().map(|span| (span.id, span.start as usize..span.end as usize))
    }

    /// The text nodes that a line is made of.
    pub fn nodes_of(&self, line: &Line) -> &[NodeId] {
        &self.nodes[line.nodes.start as usize..line.nodes.end as usize]
    }

    /// The cell of a table of data that a line stands in.
    pub fn data_cell(&self, line: &Line) -> Option<Cell> {
        line.cell.filter(|cell| !self.layout_tables.contains(&cell.table))
    }

    /// Whether a `table` lays out the page rather than holds data.
    pub fn is_layout_table(&self, table: NodeId) -> bool {
        self.layout_elements.contains(&table)
    }

    /// Whether a line stands in a table of data.
    pub fn is_data(&self, line: &Line) -> bool {
        self.data_cell(line).is_some()
    }

    /// Whether a line stands in a table of data too long to be anything else: its cells are looked at for nothing more.
    pub fn is_in_long_table(&self, line: &Line) -> bool {
        line.cell.is_some_and(|cell| self.long_tables.contains(&cell.table))
    }

    /// The text of an element, its lines joined by spaces.
    pub fn text(&self, id: NodeId) -> String {
        let parts: Vec<&str> = self.lines[self.span(id)].iter().map(|line| line.text.as_str()).collect();
        parts.join(" ")
    }

    /// Tells the tables that only place things, and the long ones.
    fn find_layout_tables(&mut self, tables: &[NodeId]) {
        let mut shapes: HashMap<u32, TableShape> = HashMap::new();
        for line in &self.lines {
            if let Some(place) = line.cell {
                shapes.entry(place.table).or_default().add(place, line.chars());
            }
        }
        for (table, shape) in shapes {
            if shape.is_layout() {
                self.layout_tables.insert(table);
            } else if shape.is_long() {
                self.long_tables.insert(table);
            }
        }
        let elements = self.layout_tables.iter().filter_map(|number| tables.get(*number as usize));
        self.layout_elements = elements.copied().collect();
    }
}

impl Line {
    /// How much running text the line holds: its characters outside links, fewer where no sentence shows.
    pub fn prose(&self) -> usize {
        if self.aside { 0 } else { self.prose as usize }
    }

    /// Characters of the text.
    pub fn chars(&self) -> usize {
        self.chars as usize
    }

    /// Characters that stand in links.
    pub fn linked(&self) -> usize {
        self.linked as usize
    }

    /// The same, as the line stands by itself.
    fn count_prose(&self) -> usize {
        let own = self.chars().saturating_sub(self.linked()).saturating_sub(self.linked());
        if own < 6 || self.is_list_entry() {
            return 0;
        }
        let punctuated = self.text.contains(['。', '，', '；', '！', '？', '、', '：', ',', '”']);
        if punctuated { own } else { own / 4 }
    }

    /// Whether the line is a link with its date, as lists of bulletins have them: `关于停水的公告 07-02`.
    pub fn is_list_entry(&self) -> bool {
        let month_day = |window: &[u8]| matches!(window, [a, b, b'-', c, d] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()));
        self.linked() >= 4 && self.chars() <= 120 && self.text.as_bytes().windows(5).any(month_day)
    }

    /// Whether nearly all of the line is links.
    pub fn is_link(&self) -> bool {
        self.chars() > 0 && self.linked() * 10 >= self.chars() * 8
    }
}

/// The state of the walk.
#[derive(Default)]
struct Reader {
    hidden: Hidden,
    lines: Vec<Line>,
    spans: Vec<Span>,
    /// The places in `spans` of the elements that are open.
    open: Vec<usize>,
    asides: Vec<Range<usize>>,
    tables: Vec<NodeId>,
    layout_tables: HashSet<u32>,
    text: String,
    linked: usize,
    nodes: Vec<NodeId>,
    /// Where the nodes of the line begin.
    line_nodes: usize,
    /// How many unread elements are open.
    unread: usize,
    links: usize,
    preformatted: usize,
    rows: u32,
    open_tables: Vec<OpenTable>,
    cells: Vec<(NodeId, Cell)>,
}

impl Reader {
    /// A reader with room for all that the page may have: growing would hold half as much again for a while.
    fn for_page(html: &Html, hidden: Hidden) -> Self {
        let (mut texts, mut elements) = (0, 0);
        for node in html.tree.values() {
            texts += usize::from(node.is_text());
            elements += usize::from(node.is_element());
        }
        Self {
            hidden,
            lines: Vec::with_capacity(texts.min(elements)),
            nodes: Vec::with_capacity(texts),
            spans: Vec::with_capacity(elements),
            ..Self::default()
        }
    }

    fn open(&mut self, node: ego_tree::NodeRef<'_, Node>) {
        match node.value() {
            Node::Element(element) => {
                if self.is_unread(element) {
                    self.unread += 1;
                }
                if self.unread > 0 {
                    return;
                }
                if is_block(element) {
                    self.flush();
                }
                match element.name() {
                    "a" => self.links += 1,
                    "pre" => self.preformatted += 1,
                    "table" => {
                        self.layout_tables.extend(self.open_tables.last().map(|table| table.number));
                        self.open_tables.push(OpenTable::new(index(self.tables.len())));
                        self.tables.push(node.id());
                    }
                    "tr" => {
                        self.rows = self.rows.saturating_add(1);
                        if let Some(table) = self.open_tables.last_mut() {
                            table.open_row(self.rows);
                        }
                    }
                    "td" | "th" => {
                        let cell = self.open_tables.last_mut().and_then(|table| table.open_cell(element));
                        self.cells.extend(cell.map(|cell| (node.id(), cell)));
                    }
                    _ => {}
                }
                self.open.push(self.spans.len());
                let here = index(self.lines.len());
                self.spans.push(Span { id: node.id(), start: here, end: here });
            }
            Node::Text(text) if self.unread == 0 => self.read_text(node.id(), text),
            _ => {}
        }
    }

    fn close(&mut self, node: ego_tree::NodeRef<'_, Node>) {
        let Node::Element(element) = node.value() else { return };
        if self.unread > 0 {
            if self.is_unread(element) {
                self.unread -= 1;
            }
            return;
        }
        if is_block(element) {
            self.flush();
        }
        match element.name() {
            "a" => self.links = self.links.saturating_sub(1),
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "table" => drop(self.open_tables.pop()),
            "td" | "th" if self.cells.last().is_some_and(|(id, _)| *id == node.id()) => drop(self.cells.pop()),
            _ => {}
        }
        let end = self.lines.len() + usize::from(!self.text.trim().is_empty());
        if let Some(span) = self.open.pop().and_then(|at| self.spans.get_mut(at)) {
            span.end = index(end);
            if is_aside(element) && span.start < span.end {
                self.asides.push(span.start as usize..end);
            }
        }
    }

    fn is_unread(&self, element: &Element) -> bool {
        UNREAD.contains(&element.name())
            || self.hidden != Hidden::Read && is_hidden(element)
            || self.hidden == Hidden::ByAnyMark && is_hidden_by_class(element)
    }

    fn read_text(&mut self, id: NodeId, text: &str) {
        let mut first = true;
        for piece in text.split('\n') {
            if !first && self.preformatted > 0 {
                self.flush();
            } else if !first {
                self.text.push(' ');
            }
            first = false;
            if !piece.trim().is_empty() {
                self.nodes.push(id);
                if self.links > 0 {
                    self.linked += piece.chars().filter(|c| !c.is_whitespace()).count();
                }
            }
            // A tab in the source is white space; only cells are separated by tabs.
            self.text.extend(piece.chars().map(|c| if c == '\t' { ' ' } else { c }));
        }
    }

    fn flush(&mut self) {
        let text = tidy_line(&self.text);
        self.text.clear();
        let nodes = index(self.line_nodes)..index(self.nodes.len());
        self.line_nodes = self.nodes.len();
        let linked = std::mem::take(&mut self.linked);
        if !text.is_empty() {
            let chars = text.chars().filter(|c| !c.is_whitespace()).count();
            let cell = self.cells.last().map(|(_, cell)| *cell);
            let (chars, linked) = (index(chars), index(linked));
            let mut line = Line { text, chars, linked, prose: 0, nodes, cell, aside: false };
            line.prose = index(line.count_prose());
            self.lines.push(line);
        }
    }
}

/// A place among lines, nodes or elements; pages are bounded far below what it holds.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn is_block(element: &Element) -> bool {
    // An inline element with an id may be the container of the text, whose borders are lines' borders.
    BLOCKS.contains(&element.name()) || element.id().is_some() && matches!(element.name(), "span" | "font")
}

/// The tree of a page, with room from the start for all it may have: while a tree of a million nodes grows, half as much again
/// is held for nothing.
pub fn tree_of(text: &str) -> Html {
    let starts = memchr::memchr_iter(b'<', text.as_bytes()).filter(|at| text.as_bytes().get(at + 1) != Some(&b'/'));
    let texts = memchr::memchr_iter(b'>', text.as_bytes()).filter(|at| text.as_bytes().get(at + 1) != Some(&b'<'));
    // No page has more than a node in eight bytes; what only looks like tags may.
    let nodes = (starts.count() + texts.count() + 8).min(text.len() / 8 + 8);
    let mut html = Html::new_document();
    html.tree = ego_tree::Tree::with_capacity(Node::Document, nodes);
    driver::parse_document(HtmlTreeSink::new(html), ParseOpts::default()).one(text)
}
