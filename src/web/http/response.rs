//! How an answer becomes a response: its media type, what it varies by, and how long it may be kept.

use askama::Template;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use serde::Serialize;

use super::error::WebError;
use super::request_context::RequestContext;
use crate::web::format::Representation;

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

impl RequestContext {
    /// A page, in the script that the reader wants. It shows the reader's preferences, so only the reader's own browser
    /// may keep it.
    pub fn page(&self, template: &impl Template) -> Response {
        let mut bytes = Vec::with_capacity(ROOM);
        match Template::write_into(template, &mut bytes) {
            Ok(()) => {
                let bytes = self.preferences.script.page(&bytes).unwrap_or(bytes);
                ok(bytes, HTML, "accept, accept-language, cookie, host", "private, no-cache")
            }
            Err(error) => WebError::internal(error).into_response(),
        }
    }
}

/// Says that an answer names the host that it was asked for by.
pub fn vary_by_host(response: &mut Response) {
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept, host"));
}

/// A text of this media type, in UTF-8. Feeds and references name the host they were asked for by.
pub fn text(body: Body, media_type: &str) -> Response {
    let mut response = ok(Vec::new(), JSON, "accept, host", "no-cache");
    *response.body_mut() = body;
    let media_type = HeaderValue::try_from(format!("{media_type}; charset=utf-8"));
    response.headers_mut().insert(header::CONTENT_TYPE, media_type.unwrap_or(HeaderValue::from_static(JSON)));
    response
}

/// A body that is written as it is read. What compresses it asks once more after its end.
pub fn stream<S, E>(pieces: S) -> Body
where
    S: Stream<Item = Result<Bytes, E>> + Send + 'static,
    E: std::error::Error + Send + Sync + 'static,
{
    Body::from_stream(pieces.fuse())
}

/// Leads to another address of the site (303, RFC 9110), which may be another for another form.
///
/// # Errors
/// Where the address holds what no header may.
pub fn see_other(address: &str) -> Result<Response, WebError> {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::try_from(address).map_err(WebError::internal)?);
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// Says where related resources are (RFC 8288); those that there are.
pub fn link(response: &mut Response, links: &[(&str, Option<String>)]) {
    let said = links.iter().filter_map(|(rel, address)| Some(format!("<{}>; rel=\"{rel}\"", address.as_deref()?)));
    let said = said.collect::<Vec<_>>().join(", ");
    if let Ok(value) = HeaderValue::try_from(said)
        && !value.is_empty()
    {
        response.headers_mut().insert(header::LINK, value);
    }
}

/// An entity tag made of what decides an answer, so that it is known before there is one: the program, the address,
/// the form, how the reader wants pages, and the state of what is asked.
pub struct Tag(String);

impl Tag {
    /// For an answer in this form from this state.
    pub fn new(context: &RequestContext, form: Representation, state: &impl std::fmt::Display) -> Self {
        let RequestContext { uri, preferences, origin, site_name, .. } = context;
        let version = env!("CARGO_PKG_VERSION");
        let own_name = site_name.own().map(|name| format!("\n{name}")).unwrap_or_default();
        let decisive = format!("{version}\n{}\n{origin}\n{uri}\n{preferences:?}\n{state}{own_name}", form.name());
        Self(format!("W/\"{}\"", &blake3::hash(decisive.as_bytes()).to_hex()[..24]))
    }

    /// 304, where the client has the answer already.
    pub fn not_modified(&self, asked: &HeaderMap) -> Option<Response> {
        if !is_known(asked, &self.0) {
            return None;
        }
        let mut response = ok(Vec::new(), JSON, "accept, accept-language, cookie, host", "no-cache");
        response.headers_mut().remove(header::CONTENT_TYPE);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        self.put(&mut response);
        Some(response)
    }

    /// The answer with the tag.
    ///
    /// # Errors
    /// Never; so that a handler can end with it.
    pub fn with_etag(self, mut response: Response) -> Result<Response, WebError> {
        self.put(&mut response);
        Ok(response)
    }

    fn put(&self, response: &mut Response) {
        if let Ok(tag) = HeaderValue::try_from(&self.0) {
            response.headers_mut().insert(header::ETAG, tag);
        }
    }
}

/// Whether the client holds what has this tag.
fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.flat_map(|line| line.split(',')).any(|given| given.trim() == "*" || opaque(given) == opaque(tag))
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
    let known = is_known(asked, &tag);
    parts.headers.insert(header::ETAG, HeaderValue::try_from(tag).map_err(WebError::internal)?);
    if known {
        parts.headers.remove(header::CONTENT_TYPE);
        parts.status = StatusCode::NOT_MODIFIED;
        return Ok(Response::from_parts(parts, Body::empty()));
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}
