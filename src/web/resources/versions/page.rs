//! The versions of a bulletin: the list of them, each as it was read, and what is different between two texts, word by
//! word.

use askama::Template;
use axum::response::Response;

use super::view::VersionView;
use crate::model::{Article, Field, StoredArticle};
use crate::search::features::diff::{Change, Comparison, Piece};
use crate::search::types::response::Marked;
use crate::store::Version;
use crate::web::html::body::{Block, blocks, mentions_nothing};
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::markup::MarkedHtml;
use crate::web::i18n::texts::{Texts, escaped};
use crate::web::url::links::{article_url, comparison_url};
use crate::web::view::outline::Outline;

/// Unchanged paragraphs that are shown beside a changed one; the others are folded away.
const UNCHANGED_NEIGHBOURS: usize = 1;

#[derive(Template)]
#[template(path = "versions.html")]
struct VersionsPage<'a> {
    layout: PageLayout<'a>,
    title: &'a str,
    article: String,
    versions: Vec<Listed<'a>>,
}

/// A version in the list.
struct Listed<'a> {
    number: u32,
    title: &'a str,
    seen: String,
    iso: String,
    url: String,
    /// What is different from the one before.
    changes: Option<String>,
}

/// `GET /articles/{id}/versions`.
pub fn render_list(context: &RequestContext, stored: &StoredArticle, versions: &[Version]) -> Response {
    let article = article_url(&stored.article.id);
    let listed = versions.iter().map(|version| Listed {
        number: version.number,
        title: &version.article.title,
        seen: context.texts().moment(version.seen_at),
        iso: version.seen_at.to_string(),
        url: format!("{article}/versions/{}", version.number),
        changes: (version.number > 1)
            .then(|| format!("{article}/versions/{}?against={}", version.number, version.number - 1)),
    });
    let name = context.texts().format("versions-of").with("title", stored.article.title.as_str()).to_string();
    context.page(&VersionsPage {
        layout: PageLayout::new(context, name, "").titled_in("zh"),
        title: &stored.article.title,
        // The newest first, as readers look for it.
        versions: listed.rev().collect(),
        article,
    })
}

#[derive(Template)]
#[template(path = "version.html")]
struct VersionPage<'a> {
    layout: PageLayout<'a>,
    title: &'a str,
    article: String,
    all: String,
    number: u32,
    count: usize,
    seen: String,
    language: &'a str,
    /// What is known of it, each with whether it stands in the bulletin.
    facts: Vec<(String, bool)>,
    blocks: Vec<Block>,
    /// The versions to compare with: what each is called, and the address.
    others: Vec<(u32, String)>,
}

/// `GET /articles/{id}/versions/{n}`.
pub fn render_version(context: &RequestContext, view: &VersionView<'_>) -> Response {
    let VersionView { stored, versions, version, against } = view;
    let (own, address) = (&version.article, article_url(&stored.article.id));
    let of = |number: u32| format!("{address}/versions/{number}");
    let texts = context.texts();
    let said = |version: &Version| {
        texts
            .format("version-side")
            .with("number", version.number)
            .with("seen", texts.moment(version.seen_at))
            .to_string()
    };
    if let Some((other, comparison)) = against {
        let sides = [(said(other), of(other.number)), (said(version), of(version.number))];
        let turned = format!("{}?against={}", of(other.number), version.number);
        let name = texts
            .format("version-differences")
            .with("old", other.number)
            .with("new", version.number)
            .with("title", own.title.as_str());
        return comparison_page(context, name.to_string(), sides, turned, &stored.article, comparison);
    }
    let paragraphs: Vec<Marked> =
        own.paragraphs.iter().map(|text| Marked { text: text.clone(), ..Marked::default() }).collect();
    let name = texts.format("version-of").with("number", version.number).with("title", own.title.as_str()).to_string();
    let others = versions.iter().filter(|other| other.number != version.number);
    context.page(&VersionPage {
        layout: PageLayout::new(context, name, "").titled_in("zh"),
        title: &own.title,
        all: format!("{address}/versions"),
        number: version.number,
        count: versions.len(),
        seen: texts.moment(version.seen_at),
        language: own.language.as_deref().unwrap_or("zh-Hans"),
        facts: facts(own, texts),
        blocks: blocks(&paragraphs, &Outline::new(&own.paragraphs), &mut mentions_nothing, texts),
        others: others
            .map(|other| (other.number, format!("{}?against={}", of(version.number), other.number)))
            .collect(),
        article: address,
    })
}

fn facts(article: &Article, texts: &'static Texts) -> Vec<(String, bool)> {
    let number = article.document_number.as_ref().map(|number| (number.to_string(), true));
    let date = article.published_on.map(|date| (texts.date(date), false));
    number.into_iter().chain(date).chain(article.source.clone().map(|source| (source, true))).collect()
}

#[derive(Template)]
#[template(path = "compared.html")]
struct ComparedPage<'a> {
    layout: PageLayout<'a>,
    article: String,
    /// What is compared, the old one first: what it is called, as HTML, and its address.
    sides: [(String, String); 2],
    /// The other way round.
    turned: String,
    language: &'a str,
    comparison: &'a Comparison,
    fields: Vec<(Field, String)>,
    items: Vec<Item>,
}

/// A stretch of the compared body.
enum Item {
    /// A paragraph as HTML.
    Paragraph(String),
    /// Paragraphs that are the same in both, folded away.
    Same(Vec<String>),
}

/// `GET /articles/{id}/compare/{other}`.
pub fn render_comparison(
    context: &RequestContext,
    stored: &StoredArticle,
    other: &StoredArticle,
    comparison: &Comparison,
) -> Response {
    let (one, two) = (&stored.article, &other.article);
    let texts = context.texts();
    let said = |article: &Article| {
        let date = article.published_on.map(|date| texts.date(date));
        let of_bulletin = [Some(&article.title), article.source.as_ref()].into_iter().flatten();
        let of_bulletin = of_bulletin.map(|text| format!("<span lang=\"zh\">{}</span>", escaped(text)));
        of_bulletin.chain(date).collect::<Vec<_>>().join(" ")
    };
    let sides = [(said(one), article_url(&one.id)), (said(two), article_url(&two.id))];
    let name = texts.format("reprint-differences-of").with("title", one.title.as_str()).to_string();
    comparison_page(context, name, sides, comparison_url(&two.id, &one.id), one, comparison)
}

fn comparison_page(
    context: &RequestContext,
    name: String,
    sides: [(String, String); 2],
    turned: String,
    article: &Article,
    comparison: &Comparison,
) -> Response {
    let lines = |pieces: &[Piece]| html_lines(pieces, context.texts());
    let field = |pieces: &[Piece]| lines(pieces).into_iter().map(|(html, _)| html).collect::<Vec<_>>().join("<br>");
    context.page(&ComparedPage {
        layout: PageLayout::new(context, name, "").titled_in("zh"),
        article: article_url(&article.id),
        sides,
        turned,
        language: article.language.as_deref().unwrap_or("zh-Hans"),
        comparison,
        fields: comparison.fields.iter().map(|(of, pieces)| (*of, field(pieces))).collect(),
        items: items(lines(&comparison.body)),
    })
}

/// The pieces as lines of HTML, each with whether something in it is different.
fn html_lines(pieces: &[Piece], texts: &'static Texts) -> Vec<(String, bool)> {
    let told = |key: &str| {
        format!("<span class=\"unseen\" lang=\"{}\" translate=\"no\">{}</span>", texts.language.tag(), texts.text(key))
    };
    let mut lines = Vec::new();
    let (mut line, mut differs) = (String::new(), false);
    for piece in pieces {
        for (number, text) in piece.text.split('\n').enumerate() {
            if number > 0 {
                lines.push((std::mem::take(&mut line), std::mem::take(&mut differs)));
            }
            if text.is_empty() {
                continue;
            }
            let plain = Marked { text: text.to_owned(), ..Marked::default() };
            let html = MarkedHtml(&plain);
            differs |= piece.change != Change::Equal;
            // What the eye sees by line and colour the ear hears in words.
            line.push_str(&match piece.change {
                Change::Equal => html.to_string(),
                Change::Delete => format!("<del>{}{html}{}</del>", told("compare-deleted"), told("compare-end")),
                Change::Insert => format!("<ins>{}{html}{}</ins>", told("compare-inserted"), told("compare-end")),
            });
        }
    }
    if !line.is_empty() {
        lines.push((line, differs));
    }
    lines
}

/// Folds away what is the same far from what is different.
fn items(lines: Vec<(String, bool)>) -> Vec<Item> {
    let near: Vec<bool> = (0..lines.len())
        .map(|at| {
            let around = at.saturating_sub(UNCHANGED_NEIGHBOURS)..(at + UNCHANGED_NEIGHBOURS + 1).min(lines.len());
            lines[around].iter().any(|(_, differs)| *differs)
        })
        .collect();
    let mut items: Vec<Item> = Vec::new();
    for ((html, _), near) in lines.into_iter().zip(near) {
        match items.last_mut() {
            _ if html.is_empty() => {}
            _ if near => items.push(Item::Paragraph(html)),
            Some(Item::Same(same)) => same.push(html),
            _ => items.push(Item::Same(vec![html])),
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn what_is_far_from_changes_is_folded() {
        let piece = |change, text: &str| Piece { change, text: text.to_owned() };
        let pieces = [
            piece(Change::Equal, "甲\n乙\n丙\n丁"),
            piece(Change::Delete, "<旧>"),
            piece(Change::Insert, "新"),
            piece(Change::Equal, "\n戊\n己\n"),
        ];
        let lines = html_lines(&pieces, Texts::new(Language::Hans));
        assert!(lines[3].0.contains("&lt;旧&gt;") && lines[3].0.contains("<ins>"), "{lines:?}");
        let shown: Vec<usize> = items(lines)
            .iter()
            .map(|item| match item {
                Item::Paragraph(_) => 0,
                Item::Same(same) => same.len(),
            })
            .collect();
        assert_eq!(shown, [2, 0, 0, 0, 1]);
    }
}
