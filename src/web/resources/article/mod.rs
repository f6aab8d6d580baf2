//! FIXME

mod json;
mod metadata;
mod page;
mod qr;
mod view;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use self::view::ArticleView;
use crate::app::App;
use crate::model::date::today;
use crate::web::format::Representation;
use crate::web::formats::references;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::resources::find::find;
use crate::web::url::links::article_url;
use crate::web::url::params::SearchParams;
use crate::web::view::mentions::Mentions;
use crate::web::view::outline::Outline;

/// How many articles of its kind an article points to.
pub const RELATED: usize = 6;

/// How many articles that cite it an article lists.
pub const CITING: usize = 20;

/// How many reprints of it an article lists.
pub const REPRINTS: usize = 200;

/// `GET /articles/{id}`. It takes the parameters of a search: the one that led here.
pub async fn article(
    State(app): State<Arc<App>>,
    visit: RequestContext,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let params = SearchParams::parse(visit.uri.query())?;
    let form = visit.negotiate(Representation::OF_ARTICLES)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    if matches!(form, Representation::Ris | Representation::Bibtex | Representation::Gbt7714) {
        let articles = std::iter::once((&stored.article, article_url(&stored.article.id)));
        return response::tagged(&headers, references::references(form, articles, today(), &visit.origin)).await;
    }
    let reprints = app.search.near_duplicates_of(stored.key, REPRINTS).await?;
    let mut related = app.search.related(&stored, RELATED + reprints.len().min(RELATED)).await?;
    related.retain(|other| !reprints.iter().any(|reprint| reprint.key == other.stored.key));
    related.truncate(RELATED);
    let citations = app.search.citations(&stored, CITING).await?;
    let neighbours = app.search.neighbours(&stored).await?;
    let outline = Outline::of(&stored.article.paragraphs);
    let named = Mentions::of(app.search.names(), &stored.article.paragraphs);
    let view = ArticleView { named, stored, outline, citations, neighbours, related, reprints, params };
    let response = match form {
        Representation::Html => page::article(&visit, &app.search, &view),
        _ => json::article(&app.search, &view),
    };
    response::tagged(&headers, response).await
}
