//! `cargo bench --bench search`: how many searches a second gongbao answers over HTTP, beside what the web
//! framework alone could do and what the parts do in process.
//!
//! The server is gongbao's own router in a process of its own, this program with an argument; the client is one
//! thread with connections that stay open. Both share the machine's processors, as the figures say.

mod corpus;
mod imported;

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use gongbao::app::App;
use gongbao::search::engine::Deadline;
use gongbao::search::engine::query::EngineQuery;
use gongbao::search::types::as_of::AsOf;
use gongbao::search::types::request::SearchRequest;
use imported::{QUERIES, config};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How long each figure is measured.
const SPAN: Duration = Duration::from_secs(5);
/// Clients at once.
const CLIENTS: [usize; 2] = [1, 8];

fn main() -> anyhow::Result<()> {
    // Cargo adds an argument `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["gongbao", folder] => serve_gongbao(Path::new(folder)),
        ["constant", bytes] => serve_constant(bytes.parse()?),
        _ => match corpus::file("search") {
            Some(file) => compare(&file),
            None => Ok(()),
        },
    }
}

/// Measures everything and prints how it compares.
fn compare(file: &Path) -> anyhow::Result<()> {
    let folder = imported::folder(file)?;
    let queries = imported::queries(file)?;
    println!("{QUERIES} queries, such as {}\n", queries[..8].join(" | "));
    println!("{:42} {:>7} {:>9} {:>8} {:>8}", "", "at once", "req/s", "p50 ms", "p99 ms");

    let (engine, search) = in_process(&folder, &queries)?;

    let gongbao = Server::start(["gongbao", &folder.to_string_lossy()])?;
    let client = Client::new()?;
    let json = requests(&queries, "application/json");
    let pages = requests(&queries, "text/html");
    let (first, size) = client.once(gongbao.address, &json)?;
    first.print("/search as JSON, each query the first time", 1);
    let constant = Server::start(["constant", &size.to_string()])?;
    let ceiling_name = format!("axum, a constant of {:.1} KiB", size as f64 / 1024.0);

    let mut ratios = Vec::new();
    for clients in CLIENTS {
        // Turn and turn about: a slow minute of the machine meets all of them.
        let mut least = [Figures::default(), Figures::default(), Figures::default()];
        for _ in 0..2 {
            let runs = [(constant.address, &json), (gongbao.address, &json), (gongbao.address, &pages)];
            for (best, (address, requests)) in least.iter_mut().zip(runs) {
                let run = client.load(address, requests, clients)?;
                if run.per_second > best.per_second {
                    *best = run;
                }
            }
        }
        let [ceiling, answer, page] = least;
        ceiling.print(&ceiling_name, clients);
        answer.print("/search as JSON", clients);
        page.print("/search as a page", clients);
        ratios.push((format!("/search as JSON ÷ axum's constant, {clients} at once"), &answer / &ceiling));
        ratios.push((format!("/search as a page ÷ axum's constant, {clients} at once"), &page / &ceiling));
        let (engine, search) = if clients == 1 { (&engine[0], &search[0]) } else { (&engine[1], &search[1]) };
        ratios.push((format!("/search as JSON ÷ Search::search in process, {clients} at once"), &answer / search));
        ratios.push((format!("/search as JSON ÷ Engine::search in process, {clients} at once"), &answer / engine));
    }
    println!("\nrequests a second, as ratios");
    ratios.iter().for_each(|(name, ratio)| println!("{ratio:5.2}  {name}"));
    Ok(())
}

/// `Engine::search` and `Search::search` without a web, one at a time and on every processor.
fn in_process(folder: &Path, queries: &[String]) -> anyhow::Result<([Figures; 2], [Figures; 2])> {
    let runtime = Runtime::new()?;
    let app = runtime.block_on(App::open(config(folder)))?;
    let analyzer = app.engine().analyzer();
    let requests: Vec<SearchRequest> = queries.iter().map(SearchRequest::new).collect();
    let conditions: Vec<EngineQuery> =
        requests.iter().map(|request| imported::engine_query(request, &analyzer)).collect();
    let (engine, handle) = (app.engine(), runtime.handle());
    let empty: usize = conditions
        .iter()
        .filter(|query| engine.search(query, &Deadline::NONE).is_ok_and(|found| found.total == 0))
        .count();
    // The first pass fills the cache of texts, as a server's day does.
    for request in &requests {
        runtime.block_on(app.search.search(request))?;
    }
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let measure = |name: &str, ask: &(dyn Fn(usize) -> bool + Sync)| {
        [1, processors].map(|threads| {
            let figures = on_threads(threads, ask);
            figures.print(name, threads);
            figures
        })
    };
    let engine =
        measure("Engine::search in process", &|number| engine.search(&conditions[number], &Deadline::NONE).is_ok());
    let search =
        measure("Search::search in process", &|number| handle.block_on(app.search.search(&requests[number])).is_ok());
    let date = "2999".parse().map_err(anyhow::Error::msg)?;
    let as_of = |request: &SearchRequest| SearchRequest { as_of: Some(AsOf::Date(date)), ..request.clone() };
    let requests: Vec<SearchRequest> = requests.iter().map(as_of).collect();
    measure("the same as of a time, nothing being past", &|number| {
        handle.block_on(app.search.search(&requests[number])).is_ok()
    });
    println!("({empty} of the queries find nothing with all their words)");
    Ok((engine, search))
}

fn on_threads(threads: usize, ask: &(dyn Fn(usize) -> bool + Sync)) -> Figures {
    let started = Instant::now();
    let work = |thread: usize| {
        let mut times = Vec::new();
        let mut number = thread * QUERIES / threads;
        while started.elapsed() < SPAN {
            let begun = Instant::now();
            assert!(ask(number % QUERIES), "a search is answered");
            times.push(begun.elapsed());
            number += 1;
        }
        times
    };
    let times = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|thread| scope.spawn(move || work(thread))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a search does not panic")).collect()
    });
    Figures::from_times(times, started.elapsed())
}

/// What was measured.
#[derive(Default)]
struct Figures {
    per_second: f64,
    median: Duration,
    slowest_percent: Duration,
}

impl Figures {
    fn from_times(mut times: Vec<Duration>, span: Duration) -> Self {
        times.sort_unstable();
        let rank = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
        Self { per_second: times.len() as f64 / span.as_secs_f64(), median: rank(0.5), slowest_percent: rank(0.99) }
    }

    fn print(&self, name: &str, at_once: usize) {
        let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
        let Self { per_second, median, slowest_percent } = self;
        println!("{name:42} {at_once:7} {per_second:9.0} {:8.3} {:8.3}", ms(*median), ms(*slowest_percent));
    }
}

impl std::ops::Div for &Figures {
    type Output = f64;

    fn div(self, other: Self) -> f64 {
        self.per_second / other.per_second
    }
}

/// A server in a process of its own, which ends when its input does: also where this process dies.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(arguments: [&str; 2]) -> anyhow::Result<Self> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        BufReader::new(process.stdout.take().context("a pipe")?).read_line(&mut address)?;
        Ok(Self { process, address: address.trim().parse().context("the server says where it listens")? })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.wait().ok();
    }
}

fn serve_gongbao(folder: &Path) -> anyhow::Result<()> {
    Runtime::new()?.block_on(async {
        let app = Arc::new(App::open(config(folder)).await?);
        let (listener, shutdown) = listen().await?;
        Ok(gongbao::web::serve(app, listener, gongbao::web::Bounds::default(), shutdown).await?)
    })
}

/// The ceiling: the same framework, the same headers' worth of answer, nothing to do.
fn serve_constant(bytes: usize) -> anyhow::Result<()> {
    let body = axum::body::Bytes::from(vec![b' '; bytes]);
    let answer = move || {
        let body = body.clone();
        async move { ([(axum::http::header::CONTENT_TYPE, "application/json; charset=utf-8")], body) }
    };
    Runtime::new()?.block_on(async {
        let (listener, shutdown) = listen().await?;
        let router = axum::Router::new().route("/search", axum::routing::get(answer));
        Ok(axum::serve(listener, router).with_graceful_shutdown(shutdown).await?)
    })
}

/// Listens on a free port, tells it, and waits for the end of the input to shut down.
async fn listen() -> anyhow::Result<(TcpListener, impl Future<Output = ()> + Send + 'static)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let (ended, end) = oneshot::channel();
    std::thread::spawn(move || {
        std::io::stdin().read_to_end(&mut Vec::new()).ok();
        ended.send(()).ok();
    });
    Ok((listener, async move { end.await.unwrap_or_default() }))
}

/// The bytes of a request for each query.
fn requests(queries: &[String], form: &str) -> Arc<[Vec<u8>]> {
    let escaped = |query| percent_encoding::utf8_percent_encode(query, percent_encoding::NON_ALPHANUMERIC);
    queries
        .iter()
        .map(|query| format!("GET /search?q={} HTTP/1.1\r\nhost: bench\r\naccept: {form}\r\n\r\n", escaped(query)))
        .map(String::into_bytes)
        .collect()
}

/// A client as cheap as can be, since it takes its time from the server: one thread, few bytes copied, nothing
/// that the answers are not asked for.
struct Client(Runtime);

impl Client {
    fn new() -> anyhow::Result<Self> {
        Ok(Self(Builder::new_current_thread().enable_all().build()?))
    }

    /// Every request once, with the mean size of the answers.
    fn once(&self, address: SocketAddr, requests: &[Vec<u8>]) -> anyhow::Result<(Figures, usize)> {
        let started = Instant::now();
        self.0.block_on(async {
            let mut connection = Connection::open(address).await?;
            let (mut times, mut bytes) = (Vec::new(), 0);
            for request in requests {
                let begun = Instant::now();
                bytes += connection.ask(request).await?;
                times.push(begun.elapsed());
            }
            Ok((Figures::from_times(times, started.elapsed()), bytes / requests.len()))
        })
    }

    /// The requests in turn, from each of some clients another first.
    fn load(&self, address: SocketAddr, requests: &Arc<[Vec<u8>]>, clients: usize) -> anyhow::Result<Figures> {
        let started = Instant::now();
        self.0.block_on(async {
            let mut working = tokio::task::JoinSet::new();
            for client in 0..clients {
                let requests = requests.clone();
                working.spawn(async move {
                    let mut connection = Connection::open(address).await?;
                    let mut times = Vec::new();
                    for number in client * QUERIES / clients.. {
                        if started.elapsed() >= SPAN {
                            break;
                        }
                        let begun = Instant::now();
                        connection.ask(&requests[number % requests.len()]).await?;
                        times.push(begun.elapsed());
                    }
                    anyhow::Ok(times)
                });
            }
            let mut times = Vec::new();
            while let Some(done) = working.join_next().await {
                times.extend(done??);
            }
            Ok(Figures::from_times(times, started.elapsed()))
        })
    }
}

/// A connection that stays open.
struct Connection {
    stream: TcpStream,
    /// What was read and not yet used.
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(1 << 17) })
    }

    /// Sends a request and reads the answer; returns the bytes of its body.
    async fn ask(&mut self, request: &[u8]) -> anyhow::Result<usize> {
        self.stream.write_all(request).await?;
        let head = self.read_past(b"\r\n\r\n").await?;
        let lines = std::str::from_utf8(&self.buffer[..head])?.to_ascii_lowercase();
        anyhow::ensure!(lines.starts_with("http/1.1 200"), "not answered: {lines}");
        let header = |name: &str| lines.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let length = header("content-length:").map(str::parse::<usize>).transpose()?;
        let chunked = header("transfer-encoding:").is_some_and(|encoding| encoding == "chunked");
        self.buffer.drain(..head);
        match length {
            Some(length) => self.take(length).await.map(|()| length),
            None if chunked => self.chunks().await,
            None => anyhow::bail!("an answer without a length: {lines}"),
        }
    }

    async fn chunks(&mut self) -> anyhow::Result<usize> {
        let mut bytes = 0;
        loop {
            let end = self.read_past(b"\r\n").await?;
            let size = usize::from_str_radix(std::str::from_utf8(&self.buffer[..end - 2])?, 16)?;
            self.take(end + size + 2).await?;
            bytes += size;
            if size == 0 {
                return Ok(bytes);
            }
        }
    }

    /// Reads until the buffer has this mark; returns where it ends.
    async fn read_past(&mut self, mark: &[u8]) -> anyhow::Result<usize> {
        loop {
            if let Some(at) = memchr::memmem::find(&self.buffer, mark) {
                return Ok(at + mark.len());
            }
            self.read().await?;
        }
    }

    /// Uses up this many bytes.
    async fn take(&mut self, bytes: usize) -> anyhow::Result<()> {
        while self.buffer.len() < bytes {
            self.read().await?;
        }
        self.buffer.drain(..bytes);
        Ok(())
    }

    async fn read(&mut self) -> anyhow::Result<()> {
        let read = self.stream.read_buf(&mut self.buffer).await?;
        anyhow::ensure!(read > 0, "the server hung up");
        Ok(())
    }
}
