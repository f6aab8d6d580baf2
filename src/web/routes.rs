//! The routes: every address with its handler, and every layer that a request passes, in order.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::alerts::letter::Letterhead;
use super::http::admission::Admission;
use super::http::forwarded::{Forwarded, require_host, require_private_host, settle_origin};
use super::http::rate_limit::RateLimit;
use super::http::request_context::HasAlerts;
use super::http::site_name::SiteName;
use super::http::{admission, assets, rate_limit};
use super::middleware::{KeepsQueries, compression, headers, limit_address, on_panic, options, request_log};
use super::openapi;
use super::resources::{
    about, advanced, alerts, article, articles, attachment, audit, browse, canonical, changes, citations,
    document_number, error, facet, help, home, landing, latest, opensearch, operator, ops, picture, preferences,
    related, saved, search, sitemap, stats, suggest, trends, versions,
};
use crate::app::App;

/// The largest request body, in bytes; those of alerts and preferences alone are read.
pub const MAX_BODY: usize = 16 * 1024;

/// The longest that a reader waits before being told to come back.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);

/// The whole site.
pub fn router(app: Arc<App>) -> Router {
    let config = &app.config;
    let client_header = config.client_header.as_deref();
    let limit = RateLimit::new(config.rate_limit, client_header);
    let forwarded = Forwarded::new(
        config.public_url.as_deref(),
        &config.trusted_proxies(),
        client_header,
        config.tls_key.is_some(),
    );
    let admission = Admission::new(config.max_waiting);
    let site_name = SiteName::new(app.config.own_site_name());
    let keeps_queries = KeepsQueries(config.query_log_days > 0);
    let has_alerts = HasAlerts(Letterhead::new(&app).is_some());
    let routes = pages(&app).merge(data()).fallback(canonical::not_found).with_state(app);

    // The last added is the outermost: a request passes these from the bottom up.
    routes
        .layer(CatchPanicLayer::custom(on_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIMEOUT))
        .layer(from_fn_with_state(admission, admission::admit))
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(from_fn(limit_address))
        .layer(from_fn_with_state(limit, rate_limit::limit))
        .layer(from_fn(require_host))
        .layer(from_fn(error::render_errors))
        .layer(Extension(site_name))
        .layer(Extension(has_alerts))
        .layer(from_fn(options))
        .layer(from_fn_with_state(keeps_queries, request_log))
        .layer(from_fn_with_state(forwarded, settle_origin))
        .layer(compression())
}

/// What whoever runs the site looks at, for an address of its own.
pub fn admin_router(app: Arc<App>) -> Router {
    let forwarded = Forwarded::new(None, &[], None, false);
    let site_name = SiteName::new(app.config.own_site_name());
    let routes = Router::new()
        .route("/", get(operator::page))
        .route("/metrics", get(operator::metrics))
        .route("/healthz", get(ops::health))
        .route("/readyz", get(ops::readiness))
        .route("/static/{*name}", get(assets::serve))
        .fallback(canonical::not_found)
        .with_state(app);
    routes
        .layer(CatchPanicLayer::custom(on_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST_TIMEOUT))
        .layer(RequestBodyLimitLayer::new(0))
        .layer(from_fn(limit_address))
        .layer(from_fn(require_private_host))
        .layer(from_fn(require_host))
        .layer(from_fn(error::render_errors))
        .layer(Extension(site_name))
        .layer(from_fn(options))
        .layer(from_fn(headers))
        .layer(from_fn_with_state(forwarded, settle_origin))
        .layer(compression())
}

/// What is answered before there is a site: that the process lives, and that it is not ready.
pub fn starting_router() -> Router {
    Router::new()
        .route("/healthz", get(ops::health))
        .route("/readyz", get(ops::starting))
        .fallback(ops::not_yet)
        .layer(from_fn(headers))
}

/// What readers open, and pass on to others: addresses are led to the canonical ones, and what is unknown in them is
/// passed over. Each is data as well, and strict with programs.
fn pages(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/", get(home::home))
        .route("/search", get(search::search))
        .route("/trends", get(trends::trends))
        .route("/advanced", get(advanced::advanced))
        .route("/browse", get(browse::index))
        .route("/browse/{facet}", get(browse::values))
        .route("/browse/{facet}/{value}", get(landing::landing))
        .route("/latest", get(latest::latest))
        .route("/articles/{id}", get(article::article))
        .route("/articles/{id}/versions", get(versions::versions))
        .route("/articles/{id}/versions/{number}", get(versions::version))
        .route("/articles/{id}/citations", get(citations::citations))
        .route("/articles/{id}/compare/{other}", get(versions::compare))
        .route("/articles/{id}/attachments/{number}", get(attachment::serve))
        .route("/document-numbers/{number}", get(document_number::document_number))
        .route("/facets/{name}", get(facet::facet))
        .route("/stats", get(stats::stats))
        .route("/about", get(about::about))
        .route("/audit", get(audit::audit))
        .route("/api", get(openapi::page))
        .route("/help", get(help::help))
        .route("/kept", get(saved::saved))
        .route("/alerts", get(alerts::form).post(alerts::ask))
        .route("/alert", get(alerts::show).post(alerts::change))
        .route_layer(from_fn_with_state(app.clone(), canonical::canonical_address))
}

/// What programs and browsers ask for by themselves: a parameter that is unknown is an error.
fn data() -> Router<Arc<App>> {
    Router::new()
        .route("/suggest", get(suggest::suggest))
        .route("/articles", get(articles::articles))
        .route("/articles/{id}/pictures/{number}", get(picture::serve))
        .route("/articles/{id}/related", get(related::related))
        .route("/changes", get(changes::changes))
        .route("/openapi.json", get(openapi::document))
        .route("/preferences", post(preferences::set).fallback(preferences::only_post))
        .route("/static/{*name}", get(assets::serve))
        .route("/favicon.ico", get(assets::icon))
        .route("/robots.txt", get(ops::robots))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{after}", get(sitemap::page))
        .route("/opensearch.xml", get(opensearch::description))
        .route("/opensearch/suggest", get(opensearch::suggest))
        .route("/healthz", get(ops::health))
        .route("/readyz", get(ops::readiness))
}
