//! What belongs to reading one bulletin beside its text: what it cites and what cites it, its versions, and what is
//! different between two of them or between the bulletin and a reprint.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::api;
use super::error::WebError;
use super::negotiate::Form;
use super::pages;
use super::params::{SearchParams, one_of, read_number};
use super::resources::find;
use super::respond;
use super::visit::Visit;
use crate::app::App;
use crate::model::StoredArticle;
use crate::search::compare::Comparison;
use crate::store::Version;

/// Citing bulletins, unasked and at most.
const CITING: usize = 20;
const MOST_CITING: usize = 100;

/// `GET /articles/{id}/citations`: data only; the article's page shows the same.
pub async fn citations(
    State(app): State<Arc<App>>,
    visit: Visit,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut limit = CITING;
    SearchParams::only(visit.uri.query(), &["limit"], |_, value| {
        limit = read_number("limit", &value, MOST_CITING)?;
        Ok(())
    })?;
    visit.among(Form::OF_DATA)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    let citations = app.search.citations(&stored, limit).await?;
    respond::tagged(&headers, api::citations(&stored, &citations)).await
}

/// A version, and what is different from another one where that was asked.
pub struct VersionView<'a> {
    /// The bulletin as it is now.
    pub stored: &'a StoredArticle,
    /// Every version, oldest first.
    pub versions: &'a [Version],
    /// The one that is shown.
    pub version: &'a Version,
    /// The one it is compared with, and how it is different from that.
    pub against: Option<(&'a Version, Comparison)>,
}

/// `GET /articles/{id}/versions`: oldest first.
pub async fn versions(
    State(app): State<Arc<App>>,
    visit: Visit,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let form = visit.among(Form::OF_PAGES)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    let versions = app.store.versions(&stored.article.id).await?;
    let response = match form {
        Form::Html => pages::versions(&visit, &stored, &versions),
        _ => api::versions(&stored, &versions),
    };
    respond::tagged(&headers, response).await
}

/// `GET /articles/{id}/versions/{n}`; with `against=`, what is different from that version.
pub async fn version(
    State(app): State<Arc<App>>,
    visit: Visit,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut against = None;
    SearchParams::only(visit.uri.query(), &["against"], |_, value| {
        against = Some(value);
        Ok(())
    })?;
    let form = visit.among(Form::OF_PAGES)?;
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
            let last = versions.len();
            let (allowed, allowed_en) = (format!("1 到 {last} 的版次"), format!("a version from 1 to {last}"));
            Some(numbered(&text).ok_or_else(|| one_of("against", &text, &allowed, &allowed_en, "against=1"))?)
        }
        None => None,
    };
    let against = against.map(|other| (other, app.search.compare(&other.article, &version.article)));
    let view = VersionView { stored: &stored, versions: &versions, version, against };
    let response = match form {
        Form::Html => pages::version(&visit, &view),
        _ => api::version(&view),
    };
    respond::tagged(&headers, response).await
}

/// `GET /articles/{id}/compare/{other}`: how another bulletin, a reprint as a rule, is different from this one.
pub async fn compare(
    State(app): State<Arc<App>>,
    visit: Visit,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let form = visit.among(Form::OF_PAGES)?;
    let (id, other) = path.map(|Path(parts)| parts).unwrap_or_default();
    let (stored, other) = (find(&app, &id).await?, find(&app, &other).await?);
    let comparison = app.search.compare(&stored.article, &other.article);
    let response = match form {
        Form::Html => pages::compared(&visit, &stored, &other, &comparison),
        _ => api::compared(&stored, &other, &comparison),
    };
    respond::tagged(&headers, response).await
}
