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
mod url;
mod view;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;

pub use self::json::audit::audit_json;
use self::routes::router;
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
