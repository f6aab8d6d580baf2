//! A [`Site`] is a government site of our own on 127.0.0.1, with everything that real ones have: columns,
//! bulletins, traps and moods. It remembers who asked for what, and when.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response};

/// What a path answers.
#[derive(Clone)]
pub enum Reply {
    /// Content of a type; it has an ETag, and a request that knows it is told so.
    Content(&'static str, Vec<u8>),
    /// The same with further headers and no ETag.
    Raw(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// A redirect.
    Moved(String),
    /// Headers, and then nothing for ever.
    Slow,
    /// Bytes for ever.
    Endless,
    /// Whatever the function makes of the path and query.
    Made(fn(&str) -> Reply),
}

/// A request that was made.
#[derive(Debug, Clone)]
pub struct Asked {
    pub at: Instant,
    pub path: String,
    pub headers: HeaderMap,
}

#[derive(Default)]
struct Shared {
    replies: Mutex<BTreeMap<String, Reply>>,
    asked: Mutex<Vec<Asked>>,
    /// Requests that are being answered, and the most there ever were.
    busy: Mutex<(usize, usize)>,
}

/// A site; it goes with the value.
pub struct Site {
    shared: Arc<Shared>,
    pub port: u16,
    scheme: &'static str,
    runtime: Option<tokio::runtime::Runtime>,
}

/// Connections over TLS.
struct Secured {
    listener: tokio::net::TcpListener,
    acceptor: tokio_rustls::TlsAcceptor,
}

impl axum::serve::Listener for Secured {
    type Io = tokio_rustls::server::TlsStream<tokio::net::TcpStream>;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, address)) = self.listener.accept().await else { continue };
            // Whoever does not like the certificate hangs up.
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

impl Site {
    /// A site with these replies; a path that ends with `*` stands for all that begin so.
    pub fn new(replies: &[(&str, Reply)]) -> Self {
        Self::with(replies, None)
    }

    /// The same over TLS.
    pub fn secured(replies: &[(&str, Reply)], tls: rustls::ServerConfig) -> Self {
        Self::with(replies, Some(tls))
    }

    fn with(replies: &[(&str, Reply)], tls: Option<rustls::ServerConfig>) -> Self {
        let shared = Arc::new(Shared::default());
        // A runtime of its own, so that a blocked test does not stop it.
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on_elsewhere(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let app = Router::new().fallback(answer).with_state(shared.clone());
        let scheme = if tls.is_some() { "https" } else { "http" };
        match tls {
            Some(tls) => {
                let secured = Secured { listener, acceptor: Arc::new(tls).into() };
                runtime.spawn(async move { axum::serve(secured, app).await })
            }
            None => runtime.spawn(async move { axum::serve(listener, app).await }),
        };
        let site = Self { shared, port, scheme, runtime: Some(runtime) };
        replies.iter().for_each(|(path, reply)| site.set(path, reply.clone()));
        site
    }

    pub fn set(&self, path: &str, reply: Reply) {
        self.shared.replies.lock().unwrap().insert(path.to_owned(), reply);
    }

    pub fn remove(&self, path: &str) {
        self.shared.replies.lock().unwrap().remove(path);
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}://127.0.0.1:{}{path}", self.scheme, self.port)
    }

    /// What was asked for since the last time.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.shared.asked.lock().unwrap())
    }

    /// How much was asked for since the last time.
    pub fn asked_so_far(&self) -> usize {
        self.shared.asked.lock().unwrap().len()
    }

    /// The most requests that were being answered at a time.
    pub fn busiest(&self) -> usize {
        self.shared.busy.lock().unwrap().1
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Blocking on a runtime is not allowed within another one; a thread in between is.
trait Elsewhere {
    fn block_on_elsewhere<T: Send>(&self, work: impl Future<Output = T> + Send) -> T;
}

impl Elsewhere for tokio::runtime::Runtime {
    fn block_on_elsewhere<T: Send>(&self, work: impl Future<Output = T> + Send) -> T {
        std::thread::scope(|scope| scope.spawn(|| self.block_on(work)).join().unwrap())
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request<Body>) -> Response<Body> {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let headers = request.headers().clone();
    shared.asked.lock().unwrap().push(Asked { at: Instant::now(), path: path.clone(), headers: headers.clone() });
    {
        let mut busy = shared.busy.lock().unwrap();
        busy.0 += 1;
        busy.1 = busy.1.max(busy.0);
    }
    // Long enough that two requests at a time would be noticed.
    tokio::time::sleep(Duration::from_millis(3)).await;
    let reply = {
        let replies = shared.replies.lock().unwrap();
        let beginning = |(known, _): &(&String, &Reply)| known.strip_suffix('*').is_some_and(|k| path.starts_with(k));
        replies.get(&path).or_else(|| replies.iter().find(beginning).map(|(_, reply)| reply)).cloned()
    };
    let reply = match reply {
        Some(Reply::Made(make)) => Some(make(&path)),
        reply => reply,
    };
    let response = match reply {
        None => with(404, &[("content-type", "text/html")], Body::from("<html><body>页面不存在</body></html>")),
        Some(Reply::Content(media, content)) => {
            let etag = format!("\"{}\"", &blake3::hash(&content).to_hex()[..16]);
            if headers.get("if-none-match").is_some_and(|known| known == etag.as_str()) {
                with(304, &[("etag", &etag)], Body::empty())
            } else {
                with(200, &[("content-type", media), ("etag", &etag)], Body::from(content))
            }
        }
        Some(Reply::Raw(status, headers, content)) => {
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            with(status, &headers, Body::from(content))
        }
        Some(Reply::Moved(to)) => with(302, &[("location", &to)], Body::empty()),
        Some(Reply::Slow) => with(200, &[("content-type", "text/html")], forever(Duration::from_secs(3_600))),
        Some(Reply::Endless) => with(200, &[("content-type", "text/html")], forever(Duration::ZERO)),
        Some(Reply::Made(_)) => with(500, &[], Body::empty()),
    };
    shared.busy.lock().unwrap().0 -= 1;
    response
}

fn with(status: u16, headers: &[(&str, &str)], body: Body) -> Response<Body> {
    let response = headers.iter().fold(Response::builder().status(status), |r, (name, value)| r.header(*name, *value));
    response.body(body).unwrap()
}

/// A body that never ends, a piece after each pause.
fn forever(pause: Duration) -> Body {
    Body::from_stream(futures_util::stream::unfold((), move |()| async move {
        tokio::time::sleep(pause).await;
        Some((Ok::<_, std::io::Error>(Bytes::from_static(&[b'x'; 64 << 10])), ()))
    }))
}

/// A bulletin's page.
pub fn bulletin(title: &str, body: &str) -> Reply {
    Reply::Content("text/html; charset=utf-8", bulletin_html(title, body).into_bytes())
}

/// The markup of one.
pub fn bulletin_html(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title><meta name=ArticleTitle content='{title}'>\
         <meta name=PubDate content='2023-06-01 09:30'></head><body><h1>{title}</h1><div class=TRS_Editor><p>{body}</p>\
         <p>各乡镇人民政府要认真贯彻执行，确保各项工作落到实处。</p></div></body></html>"
    )
}

/// A page of links.
pub fn column(links: &[&str]) -> Reply {
    let links: String =
        links.iter().map(|link| format!("<li><a href='{link}'>关于有关工作的通知</a> 06-01</li>")).collect();
    Reply::Content("text/html", format!("<html><body><ul>{links}</ul></body></html>").into_bytes())
}
