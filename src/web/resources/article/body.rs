//! The body of a bulletin as its page shows it: paragraphs, or markup where that says more, with the matches of the
//! search, the documents that it cites and the people and bodies that it names.

use super::view::ArticleView;
use crate::model::StoredArticle;
use crate::search::features::citations::Citations;
use crate::search::types::response::Marked;
use crate::web::html::body::{Block, beginning, blocks};
use crate::web::i18n::markup::{Anchor, Decoration, TextLink, decorate_html, split, squeezed_html, text_of_html};
use crate::web::i18n::texts::Texts;
use crate::web::url::links::article_url;
use crate::web::view::outline::{Outline, paragraph_anchor};

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
            let text = mark(&text_of_html(html));
            let links = links(&text);
            marked_up(html, &article.paragraphs, &view.outline, text.ranges, links, texts)
        });
        let mut blocks = match html {
            Some(_) => Vec::new(),
            None => blocks(&split(&mark(&article.paragraphs.join("\n")), '\n'), &view.outline, &mut links, texts),
        };
        let matches = number_matches(html.as_mut(), &mut blocks);
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
    paragraphs: &[String],
    outline: &Outline,
    matches: Vec<(usize, usize)>,
    links: Vec<TextLink>,
    texts: &'static Texts,
) -> String {
    let squeezed = squeezed_html(html);
    let mut from = 0;
    let mut places: Vec<(usize, String, String)> = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let letters: String = paragraph.chars().filter(|c| !c.is_whitespace()).collect();
        // A paragraph that the markup writes otherwise has no name; the next is looked for from the same place.
        if let Some(found) = squeezed[from..].find(&letters).filter(|_| !letters.is_empty()) {
            places.push((from + found, paragraph_anchor(number), beginning(number, outline, texts)));
            from += found + letters.len();
        }
    }
    let anchors = places.iter().map(|(at, id, markup)| Anchor { at: *at, id, markup }).collect();
    decorate_html(html, &Decoration { matches, links, anchors, table: texts.text("table") })
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
