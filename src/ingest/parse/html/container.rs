//! The container is the element that holds the body: one that a rule or a content system names, or else the innermost that
//! holds most of the page's prose.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use ego_tree::NodeId;
use scraper::{ElementRef, Html, Selector};

use super::page::{Hidden, Page};
use super::selector::selector;
use crate::ingest::parse::boilerplate::{compact, is_disclaimer, is_footer, is_furniture, is_imprint};
use crate::ingest::parse::byline;
use crate::ingest::rules::Rule;

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

/// The share of links in the text of lines.
pub fn link_share(page: &Page, lines: &Range<usize>) -> f64 {
    let (linked, all) = page.lines[lines.clone()]
        .iter()
        .fold((0, 1), |(linked, all), line| (linked + line.linked(), all + line.chars()));
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
pub fn is_around(text: &str) -> bool {
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

impl Container {
    /// Whether the content system itself says that this is the text and nothing else.
    pub fn is_trusted(&self) -> bool {
        self.origin.starts_with("container:") && !VAGUE.contains(&&*self.origin)
    }
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
        judged.lines.iter().filter(|line| line.chars() >= 15).map(|line| compact(&line.text)).collect();
    let mut shared = (0..page.lines.len()).filter(|at| texts.contains(&compact(&page.lines[*at].text)));
    let first = shared.next()?;
    let last = shared.next_back().unwrap_or(first);
    let around = page.spans().filter(|(_, span)| span.start <= first && last < span.end);
    let (node, lines) = around.min_by_key(|(_, span)| span.len())?;
    Some(Container { node, lines, origin: "dom_smoothie".into() })
}
