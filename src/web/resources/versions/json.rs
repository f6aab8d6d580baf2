//! The versions of a bulletin as data, and what is different between two texts as operations.

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::view::VersionView;
use crate::model::{Article, Field, StoredArticle};
use crate::search::features::diff::{Change, Comparison, Piece};
use crate::store::Version;
use crate::web::http::response;
use crate::web::json::record::{LinksJson, Summary};
use crate::web::url::links::{article_url, comparison_url};

/// `GET /articles/{id}/versions`.
pub fn render_list(stored: &StoredArticle, versions: &[Version]) -> Response {
    #[derive(Serialize)]
    struct VersionsJson<'a> {
        id: &'a str,
        versions: Vec<VersionJson<'a>>,
        links: LinksJson,
    }
    #[derive(Serialize)]
    struct VersionJson<'a> {
        version: u32,
        seen_at: Timestamp,
        content_hash: String,
        article: &'a Article,
    }
    let listed = versions.iter().map(|version| VersionJson {
        version: version.number,
        seen_at: version.seen_at,
        content_hash: version.article.content_hash(),
        article: &version.article,
    });
    let address = format!("{}/versions", article_url(&stored.article.id));
    response::json(&VersionsJson {
        id: stored.article.id.as_str(),
        versions: listed.collect(),
        links: LinksJson { html: format!("{address}?format=html"), itself: address },
    })
}

/// What is different between two texts.
#[derive(Serialize)]
struct ComparisonJson<'a> {
    equal: bool,
    /// Characters of the body.
    inserted: usize,
    deleted: usize,
    /// Whether only tables, pictures or links are different.
    markup_only: bool,
    /// Whether there was too much to compare all of it word by word.
    coarse: bool,
    fields: Vec<FieldJson<'a>>,
    /// The body; paragraphs are parted by line breaks.
    operations: Vec<OperationJson<'a>>,
}

#[derive(Serialize)]
struct FieldJson<'a> {
    field: Field,
    label: &'static str,
    operations: Vec<OperationJson<'a>>,
}

#[derive(Serialize)]
struct OperationJson<'a> {
    op: &'static str,
    text: &'a str,
}

impl<'a> ComparisonJson<'a> {
    fn new(comparison: &'a Comparison) -> Self {
        let field = |(field, pieces): &'a (Field, Vec<Piece>)| FieldJson {
            field: *field,
            label: field.label(),
            operations: operations(pieces),
        };
        Self {
            equal: comparison.is_equal(),
            inserted: comparison.inserted,
            deleted: comparison.deleted,
            markup_only: comparison.markup_only,
            coarse: comparison.coarse,
            fields: comparison.fields.iter().map(field).collect(),
            operations: operations(&comparison.body),
        }
    }
}

fn operations(pieces: &[Piece]) -> Vec<OperationJson<'_>> {
    let operation = |piece: &Piece| match piece.change {
        Change::Equal => "equal",
        Change::Delete => "delete",
        Change::Insert => "insert",
    };
    pieces.iter().map(|piece| OperationJson { op: operation(piece), text: &piece.text }).collect()
}

/// `GET /articles/{id}/versions/{n}`.
pub fn render_version(view: &VersionView<'_>) -> Response {
    #[derive(Serialize)]
    struct OneVersionJson<'a> {
        id: &'a str,
        version: u32,
        versions: u32,
        seen_at: Timestamp,
        content_hash: String,
        article: Map<String, Value>,
        /// The version it is compared with.
        against: Option<u32>,
        comparison: Option<ComparisonJson<'a>>,
        links: VersionLinksJson,
    }
    #[derive(Serialize)]
    struct VersionLinksJson {
        #[serde(rename = "self")]
        itself: String,
        article: String,
        versions: String,
    }
    let VersionView { stored, version, against, .. } = view;
    let address = article_url(&stored.article.id);
    response::json(&OneVersionJson {
        id: stored.article.id.as_str(),
        version: version.number,
        versions: stored.version,
        seen_at: version.seen_at,
        content_hash: version.article.content_hash(),
        article: version.article.to_json(),
        against: against.as_ref().map(|(other, _)| other.number),
        comparison: against.as_ref().map(|(_, comparison)| ComparisonJson::new(comparison)),
        links: VersionLinksJson {
            itself: format!("{address}/versions/{}", version.number),
            versions: format!("{address}/versions"),
            article: address,
        },
    })
}

/// `GET /articles/{id}/compare/{other}`.
pub fn render_comparison(stored: &StoredArticle, other: &StoredArticle, comparison: &Comparison) -> Response {
    #[derive(Serialize)]
    struct ComparedJson<'a> {
        article: Summary<'a>,
        other: Summary<'a>,
        comparison: ComparisonJson<'a>,
        links: LinksJson,
    }
    let address = comparison_url(&stored.article.id, &other.article.id);
    response::json(&ComparedJson {
        article: Summary::new(stored),
        other: Summary::new(other),
        comparison: ComparisonJson::new(comparison),
        links: LinksJson { html: format!("{address}?format=html"), itself: address },
    })
}
