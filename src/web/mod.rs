//! The web: every route and every layer, in order. A route names one of the
//! [`resources`], which finds what it shows and renders it as a page or as data; [`formats`] has everything else.

pub mod alerts;
mod format;
mod formats;
mod html;
mod http;
mod i18n;
mod json;
mod middleware;
mod openapi;
pub(crate) mod resources;
pub mod routes;
mod server;
mod url;
mod view;

use std::future::Future;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub use self::json::audit::audit_json;
use self::routes::{admin_router, router, starting_router};
pub use self::server::tls::{Tls, TlsError};
pub use self::server::{Bounds, Entrance};
use self::url::params;
use crate::app::App;
use crate::search::types::request::SearchRequest;

/// The request that an address of `/search` with these parameters makes; `query` is what stands after its `?`.
///
/// # Errors
/// What is wrong with which parameter, in Chinese.
pub fn search_request(query: &str) -> Result<SearchRequest, String> {
    params::SearchParams::parse(Some(query)).map(|params| params.request).map_err(|error| error.detail().to_owned())
}

/// Serves the site within these bounds until `shutdown`, and then finishes the requests under way.
///
/// # Errors
/// Of the listener.
pub async fn serve(
    app: Arc<App>,
    entrance: impl Into<Entrance>,
    bounds: Bounds,
    shutdown: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    server::serve(router(app), entrance.into(), bounds, shutdown).await
}

/// Serves the pages of whoever runs the site, until `shutdown`.
///
/// # Errors
/// Of the listener.
pub async fn serve_operator(
    app: Arc<App>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send,
) -> std::io::Result<()> {
    let bounds = Bounds { connections: OPERATOR_CONNECTIONS, ..Bounds::default() };
    server::serve(admin_router(app), listener.into(), bounds, shutdown).await
}

/// Does what comes before there is a site, while whoever asks is told that it lives and is not ready.
///
/// # Errors
/// Of the listener.
pub async fn while_starting<T>(
    entrance: impl Into<Entrance>,
    bounds: Bounds,
    starting: impl Future<Output = T>,
) -> std::io::Result<T> {
    let (started, is_started) = oneshot::channel::<()>();
    let serving = tokio::spawn(server::serve(starting_router(), entrance.into(), bounds, async {
        drop(is_started.await);
    }));
    let result = starting.await;
    drop(started);
    serving.await??;
    Ok(result)
}

/// Connections to the pages of whoever runs the site.
const OPERATOR_CONNECTIONS: usize = 64;
