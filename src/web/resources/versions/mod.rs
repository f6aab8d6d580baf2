//! The versions of a bulletin: `/articles/{id}/versions` lists them, `/articles/{id}/versions/{n}` shows one or what is
//! different from another, `/articles/{id}/compare/{other}` what is different between two bulletins.

mod json;
mod page;
mod view;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use self::view::VersionView;
use crate::app::App;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::invalid_value;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::resources::find::find;
use crate::web::url::params::SearchParams;

/// `GET /articles/{id}/versions`: oldest first.
pub async fn versions(
    State(app): State<Arc<App>>,
    context: RequestContext,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    let versions = app.store.versions(&stored.article.id).await?;
    let response = match representation {
        Representation::Html => page::render_list(&context, &stored, &versions),
        _ => json::render_list(&stored, &versions),
    };
    response::tagged(&headers, response).await
}

/// `GET /articles/{id}/versions/{n}`; with `against=`, what is different from that version.
pub async fn version(
    State(app): State<Arc<App>>,
    context: RequestContext,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut against = None;
    SearchParams::only(context.query(), &["against"], |_, value| {
        against = Some(value);
        Ok(())
    })?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let (id, number) = path.map(|Path(parts)| parts).unwrap_or_default();
    let stored = find(&app, &id).await?;
    let versions = app.store.versions(&stored.article.id).await?;
    let numbered = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let wanted = text.parse::<u32>().ok().filter(|_| digits);
        versions.iter().find(|version| Some(version.number) == wanted)
    };
    let version = numbered(&number).ok_or_else(|| WebError::no_version(&id, &number))?;
    let against = match against {
        Some(text) => {
            let allowed = LocalizedText::new("allowed-version").with("last", versions.len());
            Some(numbered(&text).ok_or_else(|| invalid_value("against", &text, allowed, "against=1"))?)
        }
        None => None,
    };
    let against = against.map(|other| (other, app.search.diff(&other.article, &version.article)));
    let view = VersionView { stored: &stored, versions: &versions, version, against };
    let response = match representation {
        Representation::Html => page::render_version(&context, &view),
        _ => json::render_version(&view),
    };
    response::tagged(&headers, response).await
}

/// `GET /articles/{id}/compare/{other}`: how another bulletin, mostly a near-duplicate, is different from this one.
pub async fn compare(
    State(app): State<Arc<App>>,
    context: RequestContext,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    let representation = context.negotiate(Representation::OF_PAGES)?;
    let (id, other) = path.map(|Path(parts)| parts).unwrap_or_default();
    let (stored, other) = (find(&app, &id).await?, find(&app, &other).await?);
    let comparison = app.search.diff(&stored.article, &other.article);
    let response = match representation {
        Representation::Html => page::render_comparison(&context, &stored, &other, &comparison),
        _ => json::render_comparison(&stored, &other, &comparison),
    };
    response::tagged(&headers, response).await
}
