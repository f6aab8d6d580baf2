//! The server takes connections, and bounds them: how many there are, how long a request may take to arrive, how long a
//! reader may leave its answer lying, and how long the last ones may hold up the end. What is asked and answered is
//! nobody's business here.

mod connection;
mod open_connections;
pub mod tls;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use metrics::counter;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower_service::Service;

use self::connection::{Activity, Answering, BoundedStream};
use self::open_connections::OpenConnections;
use self::tls::Tls;
use crate::telemetry::metrics::REFUSED;

/// What one connection, and all together, may take.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Connections at once. Beyond them the one that has been idle longest gives way, and where none is idle the new one
    /// is told to come back.
    pub connections: usize,
    /// From the first byte of a request's head to its last.
    pub head: Duration,
    /// Between two requests of one connection. Longer than proxies keep theirs, so that it is they who let go.
    pub idle: Duration,
    /// For the next [`connection::WORTH`] bytes of an answer to be taken.
    pub write: Duration,
    /// For the answers under way when the server ends.
    pub goodbye: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 2_048,
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            write: Duration::from_secs(30),
            goodbye: Duration::from_secs(10),
        }
    }
}

/// Where connections come in.
pub struct Entrance {
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
}

impl From<TcpListener> for Entrance {
    fn from(listener: TcpListener) -> Self {
        Self { listener, tls: None }
    }
}

impl Entrance {
    /// Where they come in by TLS, if there is any.
    pub fn new(listener: TcpListener, tls: Option<Arc<Tls>>) -> Self {
        Self { listener, tls }
    }
}

/// Bytes of a head, and headers in it. The longest address is well within.
const MAX_HEAD: usize = 64 * 1024;
const MAX_HEADERS: usize = 100;

/// How long to wait where no connection can be taken for want of files, as for an answer to one that is refused.
const PAUSE: Duration = Duration::from_millis(200);

/// Refusals under way at once; more connections are closed without a word.
const REFUSALS: usize = 64;

/// What is answered where there is no room.
const REFUSAL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// How often the log may say that there is no room.
const SAY_EVERY: Duration = Duration::from_secs(10);

/// Serves until `shutdown`, and then finishes the requests under way, as long as the bounds let it.
///
/// # Errors
/// Of the listener, when it is none at all; failures to take a connection are logged and tried again.
pub async fn serve(
    router: Router,
    entrance: Entrance,
    bounds: Bounds,
    shutdown: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let Entrance { listener, tls } = entrance;
    listener.local_addr()?;
    let open = Arc::new(OpenConnections::new(bounds.connections));
    let graceful = GracefulShutdown::new();
    let refusals = Arc::new(Semaphore::new(REFUSALS));
    let mut said: Option<Instant> = None;
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                if said.is_none_or(|said| said.elapsed() >= SAY_EVERY) {
                    said = Some(Instant::now());
                    tracing::warn!("接不下新的连接：{error}；稍后再试");
                }
                tokio::time::sleep(PAUSE).await;
                continue;
            }
        };
        // Answers are written whole; waiting to fill a packet would only delay them.
        drop(stream.set_nodelay(true));
        if let Some(seat) = open.clone().seat() {
            let watcher = graceful.watcher();
            let (router, activity) = (router.clone(), seat.activity().clone());
            let stream = BoundedStream::new(stream, activity.clone(), bounds.head, bounds.write);
            let acceptor = tls.as_deref().map(Tls::acceptor);
            let serving = async move {
                let Some(acceptor) = acceptor else {
                    return watcher.watch(connection(router, stream, peer, bounds, activity)).await.map_err(told);
                };
                let mut secured = timeout(bounds.head, acceptor.accept(stream)).await.map_err(told)?.map_err(told)?;
                // The handshake was no request that began.
                secured.get_mut().0.settle();
                watcher.watch(connection(router, secured, peer, bounds, activity)).await.map_err(told)
            };
            tokio::spawn(async move {
                tokio::select! {
                    served = serving => {
                        if let Err(error) = served {
                            tracing::trace!("与 {peer} 的连接断了：{error}");
                        }
                    }
                    () = seat.given_up() => {}
                }
            });
            continue;
        }
        counter!(REFUSED, "why" => "connections").increment(1);
        if said.is_none_or(|said| said.elapsed() >= SAY_EVERY) {
            said = Some(Instant::now());
            tracing::warn!(connections = bounds.connections, "连接已满，新的连接答 503");
        }
        if let Ok(permit) = refusals.clone().try_acquire_owned() {
            tokio::spawn(async move {
                drop(timeout(PAUSE, refuse(stream)).await);
                drop(permit);
            });
        }
    }
    drop(listener);
    // Whose request has not arrived is not waited for.
    open.give_reading_up();
    if timeout(bounds.goodbye, graceful.shutdown()).await.is_err() {
        tracing::warn!("{} 个连接没有在 {} 秒内结束，已断开", open.count(), bounds.goodbye.as_secs());
        open.give_all_up();
    }
    Ok(())
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// What drives a connection: it reads requests, has them answered and writes the answers.
fn connection<S: AsyncRead + AsyncWrite + Unpin>(
    router: Router,
    stream: S,
    peer: SocketAddr,
    bounds: Bounds,
    activity: Arc<Activity>,
) -> http1::Connection<
    TokioIo<S>,
    impl hyper::service::HttpService<Incoming, ResBody = Body, Error = Infallible, Future: Send> + use<S>,
> {
    let service = service_fn(move |request: Request<Incoming>| {
        let answering = Answering::begin(&activity);
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().call(request);
        async move { answer.await.map(|response| response.map(|body| Body::new(answering.with(body)))) }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.idle)
        .max_buf_size(MAX_HEAD)
        .max_headers(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service)
}

/// Tells a client to come back. What it asks for is read first: a connection that is closed over unread bytes is reset,
/// and the answer with it.
async fn refuse(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(REFUSAL).await?;
    stream.shutdown().await?;
    let mut asked = [0; 4_096];
    loop {
        stream.readable().await?;
        if stream.try_read(&mut asked)? == 0 {
            return Ok(());
        }
    }
}
