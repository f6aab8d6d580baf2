//! EPUB: a ZIP of web pages in the order that its package states.

use scraper::{Html, Node};

use super::archive::{Archive, Budget, resolve};
use super::content::{Document, DocumentPage, Line, broken, limits, locked};
use super::xml;
use super::xml::Step;
use crate::ingest::draft::Rejection;
use crate::ingest::parse::charset;
use crate::ingest::parse::html::bounded;
use crate::model::text::tidy_row;

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "tr",
    "br",
    "section",
    "article",
    "blockquote",
    "dt",
    "dd",
    "figcaption",
    "caption",
    "header",
    "footer",
    "aside",
    "pre",
    "table",
    "ul",
    "ol",
    "body",
];

/// Elements whose text is not shown.
const HIDDEN: &[&str] = &["script", "style", "head", "template", "noscript"];

/// Reads an EPUB.
pub fn parse(bytes: &[u8], budget: &mut Budget) -> Result<Document, Rejection> {
    let mut archive = Archive::open("EPUB", bytes)?;
    let Some(container) = archive.read("META-INF/container.xml", budget)? else {
        return Err(broken("EPUB", "没有 META-INF/container.xml"));
    };
    if archive.has("META-INF/encryption.xml") && archive.has("META-INF/rights.xml") {
        return Err(locked());
    }
    let mut package = None;
    xml::walk("EPUB", &container, &mut |step| {
        if let Step::Open("rootfile", of) = step {
            package = package.take().or_else(|| of.get("full-path").map(str::to_owned));
        }
    })?;
    let Some(package) = package else { return Err(broken("EPUB", "没有写明内容")) };
    let Some(opf) = archive.read(&package, budget)? else {
        return Err(broken("EPUB", format!("没有 {package}")));
    };

    let mut document = Document { is_book: true, ..Document::default() };
    let mut items: Vec<(String, String)> = Vec::new();
    let mut spine: Vec<String> = Vec::new();
    let mut text = String::new();
    xml::walk("EPUB", &opf, &mut |step| match step {
        Step::Open(name, of) => {
            text.clear();
            match (name, of.get("id"), of.get("href"), of.get("idref")) {
                ("item", Some(id), Some(href), _) => items.push((id.to_owned(), resolve(&package, &unescaped(href)))),
                ("itemref", _, _, Some(id)) => spine.push(id.to_owned()),
                _ => {}
            }
        }
        Step::Text(more) => text.push_str(more),
        Step::Close(name) => {
            let value = text.trim();
            match name {
                "title" if !value.is_empty() => document.title = document.title.take().or(Some(value.to_owned())),
                "creator" if !value.is_empty() => document.authors.push(value.to_owned()),
                "date" if !value.is_empty() => document.date = document.date.take().or(Some(value.to_owned())),
                _ => {}
            }
            text.clear();
        }
    })?;
    for id in spine.iter().take(limits::PAGES) {
        let Some((_, place)) = items.iter().find(|(known, _)| known == id) else { continue };
        let Some(bytes) = archive.read(place, budget)? else { continue };
        let page = chapter(&charset::decode(&bytes, None).text);
        if !page.lines.is_empty() {
            document.pages.push(page);
        }
    }
    Ok(document)
}

/// A chapter, named by its first heading.
pub fn chapter(markup: &str) -> DocumentPage {
    let html = Html::parse_document(&bounded(markup));
    let mut page = DocumentPage::default();
    let mut text = String::new();
    let mut hidden = 0usize;
    let mut heading = false;
    let mut end = |text: &mut String, heading: bool| {
        let line = Line { size: if heading { 22.0 } else { 0.0 }, centred: heading, text: tidy_row(text) };
        text.clear();
        if !line.text.is_empty() {
            if heading && page.name.is_none() {
                page.name = Some(line.text.clone());
            }
            page.lines.push(line);
        }
    };
    for edge in html.tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Text(more) if hidden == 0 => text.push_str(&more.replace(['\n', '\r', '\t'], " ")),
                Node::Element(element) => {
                    let name = element.name();
                    if HIDDEN.contains(&name) {
                        hidden += 1;
                    } else if BLOCKS.contains(&name) {
                        end(&mut text, heading);
                        heading = matches!(name, "h1" | "h2" | "h3");
                    }
                }
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    match element.name() {
                        name if HIDDEN.contains(&name) => hidden = hidden.saturating_sub(1),
                        "td" | "th" => text.push('\t'),
                        name if BLOCKS.contains(&name) => {
                            end(&mut text, heading);
                            heading = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    end(&mut text, false);
    page
}

fn unescaped(href: &str) -> String {
    percent_encoding::percent_decode_str(href.split('#').next().unwrap_or(href)).decode_utf8_lossy().into_owned()
}
