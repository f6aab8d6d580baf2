//! The layers that every request passes, whatever it asks for: the log, headers, compression, the length of addresses,
//! OPTIONS, and what becomes of a panic.

use std::any::Any;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics::{counter, histogram};
use tower_http::CompressionLevel;
use tower_http::compression::{CompressionLayer, predicate};
use tracing::Instrument;

use super::http::error::WebError;
use super::http::forwarded::TRACEPARENT;
use super::http::request_context::RequestId;
use crate::telemetry::metrics::{HTTP_REQUEST_SECONDS, HTTP_REQUESTS, HTTP_REQUESTS_IN_PROGRESS, Held};
use crate::telemetry::stages::{REQUEST, stage};
use crate::telemetry::traces::{continue_trace, trace_id};

/// The longest address, in bytes.
pub const MAX_ADDRESS: usize = 8 * 1024;

/// An answer smaller than this, in bytes, fits into a packet anyway.
pub const WORTH_COMPRESSING: u64 = 1_200;

/// What pages may load and do: nothing but what the site itself serves.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers that every answer carries.
pub const HEADERS: [(HeaderName, &str); 3] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // What a reader searched for is not told to the sites of the bulletins.
    (header::REFERRER_POLICY, "same-origin"),
];

/// Those of the site. Whatever is published there may be read by the pages of others: no cookie tells more than how pages look.
pub const OPEN_HEADERS: [(HeaderName, &str); 2] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "etag, link, retry-after, x-request-id, content-disposition, ratelimit, ratelimit-policy",
    ),
];

/// Searches are answered by the thousand, so speed counts more than the last tenth of size.
pub fn compression() -> CompressionLayer<impl predicate::Predicate> {
    // Files that are handed out are compressed by their formats, and served by ranges.
    let is_page =
        |_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| !headers.contains_key(header::ACCEPT_RANGES);
    let text =
        predicate::Predicate::and(predicate::SizeAbove::new(WORTH_COMPRESSING), predicate::NotForContentType::IMAGES);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(predicate::Predicate::and(text, is_page))
}

/// What is told now and then, however often it is: who asks too much must not fill the log as well.
struct Seldom {
    began: LazyLock<Instant>,
    /// In seconds since then, and [`SAY_EVERY`] more.
    told_at: AtomicU64,
    untold: AtomicU64,
}

/// Seconds between two lines of the log that say the same.
const SAY_EVERY: u64 = 10;

/// That there is too much to do.
static BUSY: Seldom = Seldom::new();

impl Seldom {
    const fn new() -> Self {
        Self { began: LazyLock::new(Instant::now), told_at: AtomicU64::new(0), untold: AtomicU64::new(0) }
    }

    /// How many went untold, where it is time to tell again.
    fn tell(&self) -> Option<u64> {
        let (now, told) = (self.began.elapsed().as_secs() + SAY_EVERY, self.told_at.load(Ordering::Relaxed));
        let is_time = now >= told + SAY_EVERY
            && self.told_at.compare_exchange(told, now, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        if is_time {
            return Some(self.untold.swap(0, Ordering::Relaxed));
        }
        self.untold.fetch_add(1, Ordering::Relaxed);
        None
    }
}

/// The route of searches.
const SEARCH: &str = "/search";

/// Whether what people search for is kept, and so may be in the log; else it is theirs.
#[derive(Debug, Clone, Copy)]
pub struct KeepsQueries(pub bool);

/// Gives each request its number, each answer its headers, the log one line, metrics one more, and makes it a stage. The line
/// has the path but not the query.
pub async fn request_log(
    State(KeepsQueries(keeps)): State<KeepsQueries>,
    mut request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let id = RequestId::from_headers(request.headers());
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let traceparent = request.headers().get(TRACEPARENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let trace = traceparent.as_deref().and_then(trace_id);
    request.extensions_mut().insert(id.clone());

    // Other addresses may hold a key, as those of alerts do.
    let query = uri.query().filter(|_| keeps && route == SEARCH);
    let stage = stage!(REQUEST, request_id = id.as_str(), trace, %method, route, path = uri.path(), query);
    if let Some(traceparent) = traceparent.as_deref().filter(|_| trace.is_some()) {
        continue_trace(&stage, traceparent);
    }
    let counted = Held::new(HTTP_REQUESTS_IN_PROGRESS);
    let mut response = next.run(request).instrument(stage).await;
    drop(counted);

    add_headers(&mut response, &HEADERS);
    add_headers(&mut response, &OPEN_HEADERS);
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        response.headers_mut().insert(RequestId::HEADER, id);
    }
    let (status, took, path) = (response.status().as_u16(), started.elapsed(), uri.path());
    histogram!(HTTP_REQUEST_SECONDS, "route" => route.clone()).record(took);
    counter!(HTTP_REQUESTS, "route" => route, "status" => status.to_string()).increment(1);
    match status {
        // That it is not ready is what it is asked for.
        503 if path == "/readyz" => tracing::debug!(request_id = %id, trace, %method, path, status, ?took, "已回答"),
        503 => match BUSY.tell() {
            Some(others) => tracing::warn!(request_id = %id, trace, %method, path, status, ?took, others, "已回答"),
            None => tracing::debug!(request_id = %id, trace, %method, path, status, ?took, "已回答"),
        },
        500.. => tracing::warn!(request_id = %id, trace, %method, path, status, ?took, "已回答"),
        400.. => tracing::info!(request_id = %id, trace, %method, path, status, ?took, "已回答"),
        _ => tracing::debug!(request_id = %id, trace, %method, path, status, ?took, "已回答"),
    }
    response
}

/// Gives each answer the headers that every one has, and does nothing else.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    add_headers(&mut response, &HEADERS);
    response
}

fn add_headers(response: &mut Response, headers: &[(HeaderName, &'static str)]) {
    for (name, value) in headers {
        // A file that is handed out has a stricter policy of its own.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
}

/// Answers OPTIONS where there is something to read, and says so where another method is refused.
pub async fn options(request: Request, next: Next) -> Response {
    const READ: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
    let asks = request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    let allows_reading = |allowed: &HeaderValue| allowed.as_bytes().windows(3).any(|word| word == b"GET");
    let is_read = response.headers().get(header::ALLOW).is_none_or(allows_reading);
    if response.status() != StatusCode::METHOD_NOT_ALLOWED || !is_read {
        return response;
    }
    if asks {
        response = StatusCode::NO_CONTENT.into_response();
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, READ);
        let asked = HeaderValue::from_static("accept, if-none-match, if-range, range, x-request-id");
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    }
    response.headers_mut().insert(header::ALLOW, READ);
    response
}

pub async fn limit_address(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length > MAX_ADDRESS { WebError::address_too_long(MAX_ADDRESS).into_response() } else { next.run(request).await }
}

pub fn on_panic(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned());
    WebError::internal(format_args!("panic: {text}")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happens_often_is_told_seldom() {
        let seldom = Seldom::new();
        assert_eq!(seldom.tell(), Some(0));
        assert_eq!((seldom.tell(), seldom.tell()), (None, None));
        seldom.told_at.store(0, Ordering::Relaxed);
        assert_eq!(seldom.tell(), Some(2), "told with how many went untold");
    }
}
