//! The data of the citations of one bulletin.

use axum::response::Response;
use serde::Serialize;

use crate::model::StoredArticle;
use crate::search::features::citations::Citations;
use crate::web::http::response;
use crate::web::json::citations::CitationsJson;
use crate::web::json::record::LinksJson;

/// `GET /articles/{id}/citations`.
pub fn render(stored: &StoredArticle, citations: &Citations) -> Response {
    #[derive(Serialize)]
    struct OneJson<'a> {
        id: &'a str,
        #[serde(flatten)]
        citations: CitationsJson<'a>,
        links: LinksJson,
    }
    response::json(&OneJson {
        id: stored.article.id.as_str(),
        citations: CitationsJson::new(stored, citations),
        links: LinksJson::new(&stored.article),
    })
}
