//! The markup of a body is its part of the page with nothing but the lines that are kept; addresses are made absolute. It is not
//! yet fit to be shown: that is [`crate::ingest::markup`]'s work.

use std::ops::Range;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::Node;
use url::Url;

use super::body::Body;
use super::page::Page;
use crate::model::escape::{Escape, write_escaped};

impl Body {
    /// The body's markup where it has a table, an image, a list or a heading; addresses made absolute.
    pub fn markup(&self, page: &Page, base: Option<&Url>) -> Option<String> {
        let nodes = self.kept.iter().flat_map(|at| page.nodes_of(&page.lines[*at]).iter().copied());
        let mut kept: Vec<NodeId> = Vec::with_capacity(self.kept.len());
        kept.extend(nodes);
        kept.sort_unstable();
        let text: usize = self.paragraphs.iter().map(String::len).sum();
        let room = text + kept.len() * 16;
        let mut writer = Writer {
            page,
            base,
            kept,
            lines: self.lines.clone(),
            html: String::with_capacity(room),
            has_markup: false,
        };
        for edge in page.html.tree.get(self.node)?.traverse() {
            match edge {
                Edge::Open(node) if node.id() != self.node => writer.open(node),
                Edge::Close(node) if node.id() != self.node => writer.close(node),
                _ => {}
            }
        }
        writer.has_markup.then_some(writer.html)
    }
}

/// Writes markup of which only the kept lines remain.
struct Writer<'a> {
    page: &'a Page,
    base: Option<&'a Url>,
    /// The text nodes that are kept, sorted.
    kept: Vec<NodeId>,
    lines: Range<usize>,
    html: String,
    has_markup: bool,
}

impl Writer<'_> {
    /// Whether an element is written: it must hold a kept line, or stand between two and hold none.
    fn writes(&self, node: ego_tree::NodeRef<'_, Node>) -> bool {
        let Some(span) = self.page.span_of(node.id()) else { return false };
        if span.is_empty() {
            return self.lines.contains(&span.start);
        }
        span.start < self.lines.end && span.end > self.lines.start
    }

    fn open(&mut self, node: ego_tree::NodeRef<'_, Node>) {
        match node.value() {
            Node::Text(text) if self.kept.binary_search(&node.id()).is_ok() => escape(text, &mut self.html),
            Node::Element(element) if self.writes(node) => {
                let name = element.name();
                self.has_markup |= matches!(name, "img" | "ul" | "ol" | "h2" | "h3" | "h4" | "h5" | "h6")
                    || name == "table"
                        && !self.page.is_layout_table(node.id())
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
    // A string takes whatever is written.
    let _ = write_escaped(html, text, Escape::DoubleQuoted);
}
