//! The data of related bulletins, each with what it has in common with the one asked about.

use axum::response::Response;
use serde::Serialize;

use crate::model::StoredArticle;
use crate::search::features::related::Related;
use crate::web::http::response;
use crate::web::json::record::{LinksJson, Summary};
use crate::web::json::shares::SharesJson;

/// `GET /articles/{id}/related`.
pub fn render(stored: &StoredArticle, others: &[Related]) -> Response {
    #[derive(Serialize)]
    struct RelatedToJson<'a> {
        id: &'a str,
        results: Vec<OtherJson<'a>>,
        links: LinksJson,
    }
    #[derive(Serialize)]
    struct OtherJson<'a> {
        #[serde(flatten)]
        summary: Summary<'a>,
        shares: SharesJson<'a>,
    }
    fn other(other: &Related) -> OtherJson<'_> {
        OtherJson { summary: Summary::new(&other.stored), shares: SharesJson::new(&other.shares) }
    }
    response::json(&RelatedToJson {
        id: stored.article.id.as_str(),
        results: others.iter().map(other).collect(),
        links: LinksJson::new(&stored.article),
    })
}
