//! Citations as a table in which each is a line, as researchers draw networks of them.

use axum::body::Body;
use axum::response::Response;
use jiff::civil::Date;

use crate::model::{DocumentNumber, StoredArticle};
use crate::search::features::citations::Citations;
use crate::search::validity::kind::RelationKind;
use crate::web::format::Representation;
use crate::web::formats::csv;
use crate::web::http::file_name::FileName;
use crate::web::http::response;

/// A line for each document cited (`cites`) and each bulletin that cites it (`cited_by`).
pub fn render(stored: &StoredArticle, citations: &Citations, today: Date) -> Response {
    let columns = ["of", "direction", "relation", "text", "id", "title", "published_on", "document_number", "url"];
    let mut out = Vec::new();
    csv::head(&mut out, columns.into_iter());
    let mut line = |direction: &str, relation: Option<RelationKind>, text: &str, other: Option<&StoredArticle>| {
        let article = other.map(|other| &other.article);
        let relation = relation.map_or("", RelationKind::name);
        let number = article.and_then(|article| article.document_number.as_ref()).map(DocumentNumber::as_published);
        let cells = [
            stored.article.id.as_str().to_owned(),
            direction.to_owned(),
            relation.to_owned(),
            text.to_owned(),
            article.map_or_else(String::new, |article| article.id.to_string()),
            article.map_or_else(String::new, |article| article.title.clone()),
            article.and_then(|article| article.published_on).map_or_else(String::new, |date| date.to_string()),
            number.unwrap_or_default().to_owned(),
            article.and_then(|article| article.url.clone()).unwrap_or_default(),
        ];
        csv::line(&mut out, cells.into_iter());
    };
    for cited in &citations.cites {
        line("cites", cited.relation, &cited.text, cited.found.as_deref());
    }
    for citing in &citations.cited_by {
        line("cited_by", citing.relation, "", Some(&citing.stored));
    }
    let mut response = response::text(Body::from(out), Representation::Csv.media_type());
    let parts = ["引用".to_owned(), stored.article.title.clone()];
    FileName::new(parts, today, Representation::Csv.file_ending()).attach(&mut response);
    response
}
