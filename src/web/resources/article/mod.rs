//! `GET /articles/{id}`: one bulletin, as a page to read, as data, or as a reference.

mod body;
mod contents;
mod files;
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

use self::contents::{CLAUSE, lead_to_clause};
use self::view::ArticleView;
use crate::app::App;
use crate::model::StoredArticle;
use crate::model::date::today;
use crate::web::format::Representation;
use crate::web::formats::references;
use crate::web::html::pictures::Showing;
use crate::web::http::error::WebError;
use crate::web::http::file_name::FileName;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::resources::find::find;
use crate::web::url::links::article_url;
use crate::web::url::params::SearchParams;
use crate::web::view::mentions::Mentions;
use crate::web::view::outline::Outline;

/// How many articles of its kind an article points to.
pub const MAX_RELATED: usize = 6;

/// How many articles that cite it an article lists.
pub const MAX_CITING: usize = 20;

/// How many duplicates of it an article lists.
pub const MAX_DUPLICATES: usize = 200;

/// `GET /articles/{id}`. It takes the parameters of a search: the one that led here; as a page, the number of a 条 as well,
/// to which it leads.
pub async fn article(
    State(app): State<Arc<App>>,
    context: RequestContext,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut clause = None;
    let params = SearchParams::parse_with(context.query(), |name, value| {
        let asks = name == CLAUSE && context.representation == Representation::Html;
        if asks {
            clause = Some(value.to_owned());
        }
        Ok(asks)
    })?;
    let representation = context.negotiate(Representation::OF_ARTICLES)?;
    let today = today(app.clock.now());
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    if representation.is_reference() {
        let articles = std::iter::once((&stored.article, article_url(&stored.article.id)));
        let name = FileName::new([stored.article.title.clone()], today, representation.file_ending());
        let references = references::references(representation, articles, today, &context.origin, &name);
        return response::tagged(&headers, references).await;
    }
    let outline = Outline::new(&stored.article.paragraphs);
    let missing_clause = clause.filter(|clause| !clause.trim().is_empty());
    if let Some(asked_for) = &missing_clause
        && let Some(response) = lead_to_clause(&context, &article_url(&stored.article.id), &outline, asked_for)
    {
        return Ok(response);
    }
    let duplicates = app.search.near_duplicates_of(stored.key, MAX_DUPLICATES).await?;
    let mut related = app.search.related(&stored, MAX_RELATED + duplicates.len().min(MAX_RELATED)).await?;
    related.retain(|other| !duplicates.iter().any(|duplicate| duplicate.key == other.stored.key));
    related.truncate(MAX_RELATED);
    let citations = app.search.citations(&stored, 0, MAX_CITING).await?;
    let successor = successor(&app, &stored).await?;
    let neighbours = app.search.neighbours(&stored).await?;
    let mentions = Mentions::new(app.search.names(), &stored.article.paragraphs);
    let view = ArticleView {
        today,
        mentions,
        stored,
        successor,
        outline,
        missing_clause,
        citations,
        neighbours,
        related,
        duplicates,
        params,
        showing: if app.has_pictures() { Showing::ThroughSite } else { Showing::AsLinks },
    };
    let response = match representation {
        Representation::Html => page::render(&context, &app.search, &view),
        _ => json::render(&app.search, &view),
    };
    response::tagged(&headers, response).await
}

/// The document that ended or amended an article, as far as it is still there.
async fn successor(app: &App, stored: &StoredArticle) -> Result<Option<Arc<StoredArticle>>, WebError> {
    let Some(by) = stored.standing.as_ref().and_then(|standing| standing.by) else { return Ok(None) };
    let found = app.store.articles(&[by]).await?.pop();
    Ok(found.filter(|other| other.withdrawn_at.is_none()).map(Arc::new))
}
