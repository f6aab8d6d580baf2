//! How an answer becomes a response: its media type, what it varies by, and how long it may be kept.

use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::error::WebError;

/// The media type of data.
pub const JSON: &str = "application/json; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// Most answers fit into this many bytes; growing a buffer to them would copy them several times.
const ROOM: usize = 24 * 1024;

/// Data, serialised straight to the bytes that are sent.
pub fn json(value: &impl Serialize) -> Response {
    let mut bytes = Vec::with_capacity(ROOM);
    match serde_json::to_writer(&mut bytes, value) {
        Ok(()) => ok(bytes, JSON, "accept", "no-cache"),
        Err(error) => WebError::internal(error).into_response(),
    }
}

/// A page. It shows the reader's preferences, so only the reader's own browser may keep it.
pub fn page(template: &impl Template) -> Response {
    let mut bytes = Vec::with_capacity(ROOM);
    match Template::write_into(template, &mut bytes) {
        Ok(()) => ok(bytes, HTML, "accept, cookie", "private, no-cache"),
        Err(error) => WebError::internal(error).into_response(),
    }
}

fn ok(bytes: Vec<u8>, media_type: &'static str, vary: &'static str, kept: &'static str) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::VARY, HeaderValue::from_static(vary));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

/// The response with an entity tag, or 304 where the client already has it. The tag is the hash of what
/// would be sent, so it is right whatever the answer was made of; it is weak because the bytes are
/// compressed later.
pub async fn tagged(asked: &HeaderMap, response: Response) -> Result<Response, WebError> {
    let (mut parts, body) = response.into_parts();
    let bytes: Bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(WebError::internal)?;
    let tag = format!("W/\"{}\"", &blake3::hash(&bytes).to_hex()[..24]);
    let known = asked.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known =
        known.flat_map(|line| line.split(',')).any(|given| given.trim() == "*" || opaque(given) == opaque(&tag));
    parts.headers.insert(header::ETAG, HeaderValue::try_from(tag).map_err(WebError::internal)?);
    if known {
        parts.headers.remove(header::CONTENT_TYPE);
        parts.status = StatusCode::NOT_MODIFIED;
        return Ok(Response::from_parts(parts, Body::empty()));
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}
