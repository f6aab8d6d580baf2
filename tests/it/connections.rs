//! Connections as strangers use them: half a request, an answer that is not read, more of them than there is room for, and
//! the end of the server while some are open.

use std::net::SocketAddr;
use std::time::Duration;

use gongbao::web::{Bounds, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::support::{TestApp, article, wait_until};

/// More than any of the bounds here, on a busy machine.
const LONG: Duration = Duration::from_secs(60);

const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n";

/// A server that listens, and what ends it.
struct Server {
    address: SocketAddr,
    end: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
    _test: TestApp,
}

impl Server {
    async fn start(test: TestApp, bounds: Bounds) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = oneshot::channel();
        let app = test.app.clone();
        let serving = tokio::spawn(async move { serve(app, listener, bounds, async { drop(ended.await) }).await });
        Self { address, end, serving, _test: test }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// A new connection on which this was sent.
    async fn send(&self, bytes: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_bytes()).await.unwrap();
        stream
    }
}

/// The first line of an answer.
async fn status(stream: &mut TcpStream) -> String {
    let mut head = [0; 12];
    timeout(LONG, stream.read_exact(&mut head)).await.expect("an answer comes").unwrap();
    String::from_utf8_lossy(&head[9..]).into_owned()
}

/// Waits until the server has closed a connection.
async fn closed(stream: &mut TcpStream) {
    let mut rest = Vec::new();
    // Closed over unread bytes it is reset.
    drop(timeout(LONG, stream.read_to_end(&mut rest)).await.expect("the server closes it"));
}

async fn small() -> TestApp {
    TestApp::with(&[article("a", "防汛通知", "水库")]).await
}

/// Regression: half a request held its connection for as long as it liked.
#[tokio::test(flavor = "multi_thread")]
async fn half_a_request_is_not_waited_for() {
    let bounds = Bounds { head: Duration::from_millis(200), ..Bounds::default() };
    let server = Server::start(small().await, bounds).await;
    closed(&mut server.send("GET /hea").await).await;
    // After an answer, too, and while nothing is asked a connection stays.
    let mut stream = server.send(HEALTH).await;
    assert_eq!(status(&mut stream).await, "200");
    stream.write_all(b"GET /").await.unwrap();
    closed(&mut stream).await;
    let mut slow = server.connect().await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    slow.write_all(HEALTH.as_bytes()).await.unwrap();
    assert_eq!(status(&mut slow).await, "200");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_connection_is_closed() {
    let server = Server::start(small().await, Bounds { idle: Duration::from_millis(200), ..Bounds::default() }).await;
    closed(&mut server.connect().await).await;
    let mut used = server.send(HEALTH).await;
    assert_eq!(status(&mut used).await, "200");
    closed(&mut used).await;
}

/// Regression: as many idle connections as there may be files ended the service for everybody, `/healthz` too.
#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_room_the_idle_give_way() {
    let server = Server::start(small().await, Bounds { connections: 4, ..Bounds::default() }).await;
    let mut idle = Vec::new();
    for _ in 0..20 {
        idle.push(server.send("GET /").await);
    }
    let mut stream = server.send(HEALTH).await;
    assert_eq!(status(&mut stream).await, "200");
    closed(&mut idle[0]).await;
}

/// Regression: half a request outlived the signal to end, without a bound.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_is_not_held_up() {
    let server = Server::start(small().await, Bounds { goodbye: LONG, ..Bounds::default() }).await;
    let (mut half, mut idle) = (server.send("GET /hea").await, server.connect().await);
    // They have been taken once a later one is answered.
    assert_eq!(status(&mut server.send(HEALTH).await).await, "200");
    server.end.send(()).unwrap();
    timeout(LONG, server.serving).await.expect("the server ends").unwrap().unwrap();
    closed(&mut half).await;
    closed(&mut idle).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_does_not_hold_the_end_up() {
    let long = "泊云县水库巡查。".repeat(600_000);
    let test = TestApp::with(&[article("long", "长文", &long)]).await;
    let server = Server::start(test, Bounds { goodbye: Duration::from_millis(300), ..Bounds::default() }).await;
    let ask = "GET /articles/long HTTP/1.1\r\nhost: a\r\naccept: application/json\r\n\r\n";
    let mut unread = server.send(ask).await;
    assert_eq!(status(&mut unread).await, "200");
    server.end.send(()).unwrap();
    timeout(LONG, server.serving).await.expect("the server ends").unwrap().unwrap();
    closed(&mut unread).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_names_one_host() {
    let server = Server::start(small().await, Bounds::default()).await;
    for (hosts, expected) in [("", "400"), ("host: a\r\nhost: b\r\n", "400"), ("host: a\r\n", "200")] {
        let mut stream = server.send(&format!("GET /healthz HTTP/1.1\r\n{hosts}\r\n")).await;
        assert_eq!(status(&mut stream).await, expected, "{hosts:?}");
    }
    assert_eq!(status(&mut server.send("GET /healthz HTTP/1.0\r\n\r\n").await).await, "200");
}

/// Regression: whoever said so was believed that a site has another host, in feeds, sitemaps and links.
#[tokio::test(flavor = "multi_thread")]
async fn a_host_is_believed_of_trusted_proxies_alone() {
    for (proxies, public_url, expected) in [
        (None, None, "http://real.example"),
        (Some("192.0.2.0/24"), None, "http://real.example"),
        (Some("192.0.2.0/24, 127.0.0.1"), None, "https://other.example"),
        (Some("127.0.0.1"), Some("https://site.example"), "https://site.example"),
    ] {
        let test = TestApp::build().articles(&[article("a", "防汛通知", "水库")]).settings(|config| {
            config.trusted_proxies = proxies.map(str::to_owned);
            config.public_url = public_url.map(str::to_owned);
        });
        let server = Server::start(test.open().await, Bounds::default()).await;
        let said = "host: real.example\r\nx-forwarded-host: other.example\r\nx-forwarded-proto: https\r\n";
        for path in
            ["/robots.txt", "/search?format=jsonfeed", "/search?format=atom", "/sitemap.xml", "/opensearch.xml", "/"]
        {
            let accept = if path == "/" { "accept: text/html\r\n" } else { "" };
            let request = format!("GET {path} HTTP/1.1\r\n{said}{accept}connection: close\r\n\r\n");
            let mut stream = server.send(&request).await;
            let mut answer = String::new();
            timeout(LONG, stream.read_to_string(&mut answer)).await.expect("an answer comes").unwrap();
            assert!(answer.contains(expected), "{path}: {answer}");
            let vary = answer.lines().find(|line| line.to_ascii_lowercase().starts_with("vary:")).unwrap_or_default();
            assert!(vary.contains("host"), "{path}: {vary}");
            for other in ["real.example", "other.example"].iter().filter(|other| !expected.contains(**other)) {
                assert!(!answer.contains(other), "{path} names {other}");
            }
        }
    }
}

/// What is not read takes its room, so that others are told to come back, and are answered once there is room again.
#[tokio::test(flavor = "multi_thread")]
async fn answers_under_way_hold_so_much_and_no_more() {
    let long = "泊云县水库巡查。".repeat(600_000);
    let test = TestApp::with(&[article("long", "长文", &long)]).await;
    let server = Server::start(test, Bounds::default()).await;
    let ask = "GET /articles/long HTTP/1.1\r\nhost: a\r\naccept: application/json\r\nconnection: close\r\n\r\n";
    let mut held = Vec::new();
    wait_until("one is told to come back", async || {
        let mut stream = server.send(ask).await;
        let told = status(&mut stream).await;
        held.push(stream);
        told == "503"
    })
    .await;
    assert_eq!(status(&mut server.send(HEALTH).await).await, "200");
    held.clear();
    wait_until("there is room again", async || status(&mut server.send(ask).await).await == "200").await;
}
