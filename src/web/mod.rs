//! stub until the web room lands
use crate::app::App;
use std::sync::Arc;
pub async fn serve(
    app: Arc<App>,
    listener: tokio::net::TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let _ = (app, listener);
    shutdown.await;
    Ok(())
}
