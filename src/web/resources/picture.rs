//! `GET /articles/{id}/pictures/{n}`: a picture of a bulletin, fetched from where it was published. Only what a bulletin that is
//! held shows can be asked for, so the site is no way to elsewhere.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::app::App;
use crate::web::html::pictures::addresses;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::resources::find::find;
use crate::web::url::params::SearchParams;

/// What a picture may do where a browser shows it by itself: nothing.
const SANDBOX: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");

/// Pages of others show their own.
const OWN_PAGES: (HeaderName, HeaderValue) =
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));

/// `GET /articles/{id}/pictures/{n}`.
pub async fn serve(
    State(app): State<Arc<App>>,
    context: RequestContext,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response, WebError> {
    SearchParams::only(context.query(), &[], |_, _| Ok(()))?;
    let (id, number) = path.map(|Path(parts)| parts).unwrap_or_default();
    let missing = || WebError::no_picture(&id, &number);
    let stored = find(&app, &id).await?;
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).ok_or_else(missing)?;
    let html = stored.article.body_html.as_deref().unwrap_or_default();
    let address = addresses(html).nth(place).ok_or_else(missing)?;
    let picture = app.picture(&stored.article, &address).await.ok_or_else(missing)?;
    let mut response = Response::new(Body::from(Bytes::from_owner(picture.bytes)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(picture.kind));
    headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    headers.insert(OWN_PAGES.0, OWN_PAGES.1);
    Ok(response)
}
