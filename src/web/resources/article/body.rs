//! The body of a bulletin as its page shows it: paragraphs, or markup where that says more, with the matches of the
//! search, the documents that it cites and the people and bodies that it names.

use std::collections::{HashMap, VecDeque};

use super::view::ArticleView;
use crate::model::StoredArticle;
use crate::model::html_tokens::{HtmlToken, HtmlTokens};
use crate::search::features::citations::Citations;
use crate::search::types::response::Marked;
use crate::web::html::body::{Block, Paragraph, blocks};
use crate::web::html::pictures::with_pictures;
use crate::web::i18n::decoration::{Anchor, Decoration, decorate_html, squeezed_html, text_of_html};
use crate::web::i18n::markup::{TextLink, split};
use crate::web::i18n::texts::Texts;
use crate::web::url::links::article_url;
use crate::web::view::outline::paragraph_anchor;

/// Matches that have names.
const MAX_NAMED_MATCHES: usize = 500;

/// The body as HTML.
pub struct BodyView {
    /// Its paragraphs and tables; none where `html` has them.
    pub blocks: Vec<Block>,
    /// The body with its markup. It was sanitised when it was taken in, and is not sanitised again.
    pub html: Option<String>,
    /// How many matches of the search there are in it.
    pub matches: usize,
}

impl BodyView {
    /// The body of an article; `mark` finds what the reader looked for.
    pub fn new(view: &ArticleView, mark: &impl Fn(&str) -> Marked, texts: &'static Texts) -> Self {
        let article = &view.stored.article;
        let mut names = view.mentions.linker();
        let mut links = |text: &Marked| names.add_to(text, text_links(&view.citations, &text.text));
        let with_markup = article.body_html.as_deref().filter(|html| needs_markup(html));
        let mut html = with_markup.map(|html| {
            let plain: Vec<&str> = article.paragraphs.iter().map(String::as_str).collect();
            let letters = |text: &&str| text.chars().filter(|c| !c.is_whitespace()).collect();
            let paragraphs: Vec<_> = plain.iter().map(letters).zip(Paragraph::all(&plain, &view.outline)).collect();
            let html = with_headings(html, &paragraphs);
            let text = mark(&text_of_html(&html));
            let links = links(&text);
            marked_up(&html, &paragraphs, text, links, texts)
        });
        let mut blocks = match html {
            Some(_) => Vec::new(),
            None => blocks(&split(&mark(&article.paragraphs.join("\n")), '\n'), &view.outline, &mut links, texts),
        };
        let matches = number_matches(html.as_mut(), &mut blocks);
        let html = html.map(|html| with_pictures(&html, &article.id, view.showing, texts));
        Self { blocks, html, matches }
    }
}

/// What a text cites, as links.
pub fn text_links(citations: &Citations, text: &str) -> Vec<TextLink> {
    let link = |(start, end, of): (usize, usize, &StoredArticle)| {
        let url = article_url(&of.article.id);
        TextLink { start, end, url, class: "cites" }
    };
    citations.in_text(text).into_iter().map(link).collect()
}

/// The body with its markup, marked, linked and named.
fn marked_up(
    html: &str,
    paragraphs: &[(String, Paragraph<'_>)],
    text: Marked,
    links: Vec<TextLink>,
    texts: &'static Texts,
) -> String {
    let squeezed = squeezed_html(html);
    let mut from = 0;
    let mut places: Vec<(usize, String, String, &Paragraph<'_>)> = Vec::new();
    for (number, (letters, paragraph)) in paragraphs.iter().enumerate() {
        // A paragraph that the markup writes otherwise has no name; the next is looked for from the same place.
        if let Some(found) = squeezed[from..].find(letters).filter(|_| !letters.is_empty()) {
            places.push((from + found, paragraph_anchor(number), paragraph.beginning(texts), paragraph));
            from += found + letters.len();
        }
    }
    let own = own_links(&text.text, places.iter().map(|(at, .., paragraph)| (*at, *paragraph)));
    let anchors = places
        .iter()
        .map(|(at, id, markup, own)| Anchor { at: *at, id, markup, ends_part: own.ends_clause, part: own.clause() })
        .collect();
    let links = merged(own, links);
    decorate_html(html, &Decoration { matches: text.ranges, links, anchors, table: texts.text("table") })
}

/// The links to themselves of the paragraphs that begin at these bytes of the text without blanks.
fn own_links<'p>(text: &str, places: impl Iterator<Item = (usize, &'p Paragraph<'p>)>) -> Vec<TextLink> {
    let mut squeezed = 0;
    let mut letters = text.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| {
        squeezed += c.len_utf8();
        (squeezed - c.len_utf8(), at)
    });
    let link = |(place, paragraph): (usize, &Paragraph<'_>)| {
        let link = paragraph.own_link("")?;
        let (_, start) = letters.find(|(at, _)| *at >= place)?;
        Some(TextLink { start, end: start + link.end, ..link })
    };
    places.filter_map(link).collect()
}

/// Both in their order; what would stand within a link of its own is none.
fn merged(own: Vec<TextLink>, mut links: Vec<TextLink>) -> Vec<TextLink> {
    links.retain(|link| {
        let next = own.partition_point(|own| own.end <= link.start);
        own.get(next).is_none_or(|own| own.start >= link.end)
    });
    links.extend(own);
    links.sort_by_key(|link| link.start);
    links
}

/// The body with the headings that its source wrote as paragraphs.
fn with_headings(html: &str, paragraphs: &[(String, Paragraph<'_>)]) -> String {
    let mut written: HashMap<&str, VecDeque<&Paragraph<'_>>> = HashMap::new();
    for (letters, paragraph) in paragraphs {
        written.entry(letters).or_default().push_back(paragraph);
    }
    let mut out = String::with_capacity(html.len());
    // Where the tag of the paragraph begins that is open, and where what it holds does.
    let mut open: Option<(usize, usize)> = None;
    for token in HtmlTokens::new(html) {
        match token {
            HtmlToken::Tag(tag) if tag.name == "p" && !tag.is_end => {
                let begin = out.len();
                out.push_str(tag.raw);
                open = Some((begin, out.len()));
            }
            HtmlToken::Tag(tag) if tag.name == "p" => {
                let found = open.take().and_then(|(begin, inner)| {
                    let own = written.get_mut(squeezed_html(&out[inner..]).as_str())?.pop_front()?;
                    Some((begin, inner, own)).filter(|_| own.tag != "p")
                });
                if let Some((begin, inner, own)) = found {
                    out.replace_range(begin..inner, &format!("<{} class=\"{}\">", own.tag, own.role));
                    out.extend(["</", own.tag, ">"]);
                } else {
                    out.push_str(tag.raw);
                }
            }
            HtmlToken::Tag(tag) => out.push_str(tag.raw),
            HtmlToken::Text(text) | HtmlToken::Comment(text) => out.push_str(text),
        }
    }
    out
}

/// Whether the markup says something that paragraphs cannot.
fn needs_markup(html: &str) -> bool {
    ["<table", "<img", "<ul", "<ol"].iter().any(|tag| html.contains(tag))
}

/// Gives matches their names, `match`, `match-2`, …, and counts them.
fn number_matches(body_html: Option<&mut String>, blocks: &mut [Block]) -> usize {
    let paragraphs = blocks.iter_mut().flat_map(|block| match block {
        Block::Paragraph { html, .. } => std::slice::from_mut(html).iter_mut().collect::<Vec<_>>(),
        Block::Table(rows) => rows.iter_mut().flat_map(|(_, cells)| cells).collect(),
        Block::Begin(_) | Block::End => Vec::new(),
    });
    let mut matches = 0;
    for html in body_html.into_iter().chain(paragraphs) {
        let mut pieces = html.split("<mark>");
        let mut named = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            matches += 1;
            named.push_str(&match matches {
                1 => "<mark id=\"match\">".to_owned(),
                2..=MAX_NAMED_MATCHES => format!("<mark id=\"match-{matches}\">"),
                _ => "<mark>".to_owned(),
            });
            named.push_str(piece);
        }
        *html = named;
    }
    matches
}
