//! The data of one article: its record, its texts, what it cites and names, and what stands beside it.

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;

use super::view::ArticleView;
use crate::model::{Article, Origins, PartialDate};
use crate::search::Search;
use crate::web::http::response;
use crate::web::i18n::markup::split;
use crate::web::json::citations::CitationsJson;
use crate::web::json::duplicates::DuplicatesJson;
use crate::web::json::files::{AttachmentJson, attachment};
use crate::web::json::mentions::MentionJson;
use crate::web::json::record::{LinksJson, MarkedJson, Summary};
use crate::web::json::shares::SharesJson;
use crate::web::json::standing::SuccessorJson;
use crate::web::view::outline::Outline;

#[derive(Serialize)]
struct ArticleJson<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    /// What ended or amended it, or is its newer text.
    successor: Option<SuccessorJson<'a>>,
    document_number_parts: Option<DocumentNumberJson<'a>>,
    paragraphs: &'a [String],
    body_html: Option<&'a str>,
    attachments: Vec<AttachmentJson<'a>>,
    origins: &'a Origins,
    content_hash: &'a str,
    first_seen: Timestamp,
    last_seen: Timestamp,
    version: u32,
    versions: u32,
    withdrawn_at: Option<Timestamp>,
    contents: &'a Outline,
    citations: CitationsJson<'a>,
    named: Vec<MentionJson<'a>>,
    earlier: Option<RelatedJson<'a>>,
    later: Option<RelatedJson<'a>>,
    related: Vec<RelatedJson<'a>>,
    reprints: Option<DuplicatesJson<'a>>,
    highlights: Option<ArticleHighlightsJson<'a>>,
}

#[derive(Serialize)]
struct DocumentNumberJson<'a> {
    organ: Option<&'a str>,
    kind: Option<&'static str>,
    year: Option<i16>,
    number: Option<u32>,
    key: String,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    id: &'a str,
    title: &'a str,
    published_on: Option<PartialDate>,
    source: Option<&'a str>,
    /// What the two have in common; `null` where it is not related by content.
    shares: Option<SharesJson<'a>>,
    links: LinksJson,
}

/// What `q` matches; one entry a paragraph.
#[derive(Serialize)]
struct ArticleHighlightsJson<'a> {
    title: MarkedJson<'a>,
    paragraphs: Vec<MarkedJson<'a>>,
}

/// `GET /articles/{id}`.
pub fn render(search: &Search, view: &ArticleView) -> Response {
    let stored = &*view.stored;
    let article = &stored.article;
    let request = &view.params.request;
    let marked = (!request.query.trim().is_empty()).then(|| {
        let mark = |text: &str| search.highlight(request, text);
        (mark(&article.title), split(&mark(&article.paragraphs.join("\n")), '\n'))
    });
    response::json(&ArticleJson {
        summary: Summary::new(stored),
        successor: view.successor.as_deref().map(SuccessorJson::new),
        document_number_parts: article.document_number.as_ref().map(|number| DocumentNumberJson {
            organ: number.organ(),
            kind: number.kind(),
            year: number.year(),
            number: number.number(),
            key: number.key(),
        }),
        paragraphs: &article.paragraphs,
        body_html: article.body_html.as_deref(),
        attachments: (1..)
            .zip(&article.attachments)
            .map(|(number, of)| attachment(article, None, number, of))
            .collect(),
        origins: &article.origins,
        content_hash: &stored.content_hash,
        first_seen: stored.first_seen,
        last_seen: stored.last_seen,
        version: stored.version,
        versions: stored.version,
        withdrawn_at: stored.withdrawn_at,
        contents: &view.outline,
        citations: CitationsJson::new(stored, &view.citations),
        named: view.mentions.listed().map(MentionJson::new).collect(),
        earlier: view.neighbours.earlier.as_deref().map(|other| related(&other.article)),
        later: view.neighbours.later.as_deref().map(|other| related(&other.article)),
        related: view
            .related
            .iter()
            .map(|other| RelatedJson { shares: Some(SharesJson::new(&other.shares)), ..related(&other.stored.article) })
            .collect(),
        reprints: DuplicatesJson::from_group(&view.duplicates, stored.key),
        highlights: marked.as_ref().map(|(title, paragraphs)| ArticleHighlightsJson {
            title: MarkedJson::new(title),
            paragraphs: paragraphs.iter().map(MarkedJson::new).collect(),
        }),
    })
}

fn related(article: &Article) -> RelatedJson<'_> {
    RelatedJson {
        id: article.id.as_str(),
        title: &article.title,
        published_on: article.published_on,
        source: article.source.as_deref(),
        shares: None,
        links: LinksJson::new(article),
    }
}
