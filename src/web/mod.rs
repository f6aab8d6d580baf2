//! The web: every route and every layer, in order. A route names one resource; [`resources`] finds what
//! it shows, [`pages`] and [`api`] say it in the form that the reader wants.

mod advanced;
mod api;
mod archive;
mod assets;
mod browse;
mod cursor;
mod error;
mod explained;
mod exports;
mod feeds;
mod fields;
mod help;
mod landing;
mod links;
mod marks;
mod names;
mod negotiate;
mod openapi;
mod opensearch;
mod ops;
mod originals;
mod outline;
mod pages;
mod params;
mod preferences;
mod rate_limit;
mod reading;
mod resources;
mod respond;
mod sitemap;
mod suggest;
mod timeline;
mod trends;
mod visit;

use std::any::Any;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, predicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub use self::api::audit_json;
use self::error::WebError;
use self::rate_limit::RateLimit;
use self::visit::RequestId;
use crate::app::App;
use crate::search::request::SearchRequest;

/// The longest address, in bytes.
const MAX_ADDRESS: usize = 8 * 1024;
/// The largest request body, in bytes; no route reads one.
const MAX_BODY: usize = 16 * 1024;
/// The longest that a reader waits before being told to come back.
const PATIENCE: Duration = Duration::from_secs(15);
/// An answer smaller than this, in bytes, fits into a packet anyway.
const WORTH_COMPRESSING: u64 = 1_200;

/// What pages may load and do: nothing but what the site itself serves, and the pictures of bulletins.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    img-src 'self' data: https: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers that every answer carries.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // What a reader searched for is not told to the sites of the bulletins.
    (header::REFERRER_POLICY, "same-origin"),
    // Whatever is published here may be read by the pages of others. No cookie tells more than how pages look.
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        "etag, link, retry-after, x-request-id, content-disposition, ratelimit, ratelimit-policy",
    ),
];

/// The request that an address of `/search` with these parameters makes; `query` is what stands after its `?`.
///
/// # Errors
/// What is wrong with which parameter, in Chinese.
pub fn search_request(query: &str) -> Result<SearchRequest, String> {
    params::SearchParams::parse(Some(query)).map(|params| params.request).map_err(|error| error.detail().to_owned())
}

/// The whole site.
pub fn router(app: Arc<App>) -> Router {
    let limit = RateLimit::new(app.config.rate_limit, app.config.client_header.as_deref());
    let routes = Router::new()
        .route("/", get(resources::home))
        .route("/search", get(resources::search))
        .route("/suggest", get(suggest::suggest))
        .route("/trends", get(trends::trends))
        .route("/advanced", get(advanced::advanced))
        .route("/browse", get(browse::index))
        .route("/browse/{facet}", get(browse::values))
        .route("/browse/{facet}/{value}", get(landing::landing))
        .route("/latest", get(browse::latest))
        .route("/articles", get(archive::articles))
        .route("/articles/{id}", get(resources::article))
        .route("/articles/{id}/versions", get(reading::versions))
        .route("/articles/{id}/versions/{number}", get(reading::version))
        .route("/articles/{id}/related", get(archive::related))
        .route("/articles/{id}/citations", get(reading::citations))
        .route("/articles/{id}/compare/{other}", get(reading::compare))
        .route("/articles/{id}/attachments/{number}", get(originals::serve))
        .route("/document-numbers/{number}", get(archive::document_number))
        .route("/facets/{name}", get(archive::facet))
        .route("/changes", get(archive::changes))
        .route("/stats", get(archive::stats))
        .route("/about", get(resources::about))
        .route("/audit", get(resources::audit))
        .route("/api", get(openapi::page))
        .route("/openapi.json", get(openapi::document))
        .route("/help", get(resources::help))
        .route("/preferences", get(preferences::set))
        .route("/static/{*name}", get(assets::serve))
        .route("/favicon.ico", get(assets::icon))
        .route("/robots.txt", get(ops::robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{after}", get(sitemap::page))
        .route("/opensearch.xml", get(opensearch::description))
        .route("/opensearch/suggest", get(opensearch::suggest))
        .route("/kept", get(pages::kept))
        .route("/healthz", get(ops::health))
        .route("/readyz", get(ops::readiness))
        .with_state(app);

    // The last added is the outermost: a request passes these from the bottom up.
    routes
        .layer(CatchPanicLayer::custom(on_panic))
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(from_fn(limit_address))
        .layer(from_fn_with_state(limit, rate_limit::limit))
        .layer(from_fn(error::dress))
        .layer(from_fn(tell_options))
        .layer(from_fn(observe))
        .layer(compression())
}

/// Serves the site until `shutdown`, and then finishes the requests under way.
///
/// # Errors
/// Of the listener.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    // Answers are written whole; waiting to fill a packet would only delay them.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(shutdown).await
}

/// Searches are answered by the thousand, so speed counts more than the last tenth of size.
fn compression() -> CompressionLayer<impl predicate::Predicate> {
    // Files that are handed out are compressed by their formats, and served by ranges.
    let is_page =
        |_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions| !headers.contains_key(header::ACCEPT_RANGES);
    let text =
        predicate::Predicate::and(predicate::SizeAbove::new(WORTH_COMPRESSING), predicate::NotForContentType::IMAGES);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(predicate::Predicate::and(text, is_page))
}

/// Gives each request its number, each answer its headers, and the log one line. The line has the path
/// but not the query: what people search for is theirs.
async fn observe(mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = RequestId::of(request.headers());
    let (method, uri) = (request.method().clone(), request.uri().clone());
    request.extensions_mut().insert(id.clone());

    let mut response = next.run(request).await;

    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // A file that is handed out has a stricter policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        headers.insert(RequestId::HEADER, id);
    }
    let (status, took, path) = (response.status().as_u16(), started.elapsed(), uri.path());
    match status {
        500.. => tracing::warn!(request_id = %id, %method, path, status, ?took, "answered"),
        400.. => tracing::info!(request_id = %id, %method, path, status, ?took, "answered"),
        _ => tracing::debug!(request_id = %id, %method, path, status, ?took, "answered"),
    }
    response
}

/// Answers OPTIONS where there is something to read, and says so where another method is refused.
async fn tell_options(request: Request, next: Next) -> Response {
    const READ: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
    let asks = request.method() == Method::OPTIONS;
    let mut response = next.run(request).await;
    if response.status() != StatusCode::METHOD_NOT_ALLOWED {
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

async fn limit_address(request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if length > MAX_ADDRESS { WebError::address_too_long(MAX_ADDRESS).into_response() } else { next.run(request).await }
}

fn on_panic(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned());
    WebError::internal(format_args!("panic: {text}")).into_response()
}
