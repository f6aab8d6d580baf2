//! What the tests share: a [`TestApp`] over a temporary data folder, the requests it is sent, articles made in a
//! line, the real `gongbao` program, and waiting for what is to come.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use gongbao::app::App;
use gongbao::config::Config;
use gongbao::ingest::draft::Draft;
use gongbao::ingest::normalize;
use gongbao::model::clock::Clock;
use gongbao::model::{Article, Field};
use gongbao::search::engine::{Engine, EngineWriter};
use gongbao::search::indexer::Indexer;
use gongbao::search::types::request::SearchRequest;
use gongbao::search::types::response::SearchResponse;
use jiff::Timestamp;
use serde_json::Value;
use tower::ServiceExt;

/// What browsers send as `Accept`.
pub const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The longest that a test waits for what is to come: more than a busy machine needs.
const WAIT_TIMEOUT: Duration = Duration::from_secs(60);

/// From where requests to the router are sent.
const PROXY: ([u8; 4], u16) = ([127, 0, 0, 1], 4_711);

/// How often it looks.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// An application over a data folder of its own, which goes with it.
pub struct TestApp {
    pub app: Arc<App>,
    folder: tempfile::TempDir,
}

/// An application to be: its folder, its settings, and what it will hold.
pub struct TestAppBuilder {
    folder: tempfile::TempDir,
    config: Config,
    articles: Vec<Article>,
    suggestions: bool,
    clock: Option<Arc<dyn Clock>>,
}

impl TestAppBuilder {
    /// Has the time from this clock.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Changes settings.
    pub fn settings(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// Takes these articles in, too.
    pub fn articles(mut self, articles: &[Article]) -> Self {
        self.articles.extend_from_slice(articles);
        self
    }

    /// Takes the sample bulletins in, too.
    pub fn samples(self) -> Self {
        self.articles(&gongbao::ingest::sample::articles().expect("the samples read"))
    }

    /// Gathers suggestions from what is taken in.
    pub fn suggestions(mut self) -> Self {
        self.suggestions = true;
        self
    }

    /// Opens the application; what it holds is searchable.
    pub async fn open(self) -> TestApp {
        let mut app = App::open(self.config).await.expect("the data folder opens");
        app.clock = self.clock.unwrap_or(app.clock);
        let test = TestApp { app: Arc::new(app), folder: self.folder };
        if self.articles.is_empty() {
            test.catch_up().await
        } else {
            test.add(&self.articles).await
        }
        if self.suggestions {
            test.app.search.refresh_suggestions().await.expect("suggestions are gathered");
        }
        test
    }
}

impl TestApp {
    /// One that is told what it is to be.
    pub fn build() -> TestAppBuilder {
        Self::build_over(tempfile::tempdir().expect("a temporary folder"))
    }

    /// The same over what is in `data` of this folder.
    pub fn build_over(folder: tempfile::TempDir) -> TestAppBuilder {
        let config = Config {
            data: folder.path().join("data"),
            index_memory_mb: 32,
            // A busy machine takes its time, and this is a build without optimisation.
            search_seconds: 15,
            ..Config::default()
        };
        TestAppBuilder { folder, config, articles: Vec::new(), suggestions: false, clock: None }
    }

    /// One without bulletins.
    pub async fn empty() -> Self {
        Self::build().open().await
    }

    /// One over the data that the program has made in `data` of this folder.
    pub async fn over(folder: tempfile::TempDir) -> Self {
        Self::build_over(folder).open().await
    }

    /// Ends it, and gives its folder back once nothing in it is open any more.
    pub async fn into_folder(self) -> tempfile::TempDir {
        let Self { app, folder } = self;
        drop(app);
        let is_within = |file: std::fs::DirEntry| file.path().read_link().is_ok_and(|to| to.starts_with(folder.path()));
        wait_until("the data folder is let go", async || {
            !std::fs::read_dir("/proc/self/fd").unwrap().any(|file| is_within(file.unwrap()))
        })
        .await;
        folder
    }

    /// One that holds these articles, searchable.
    pub async fn with(articles: &[Article]) -> Self {
        Self::build().articles(articles).open().await
    }

    /// One that holds the sample bulletins, searchable.
    pub async fn with_samples() -> Self {
        Self::build().samples().open().await
    }

    /// Another application over the same data, as another process has it, with changed settings.
    pub async fn another(&self, change: impl FnOnce(&mut Config)) -> Arc<App> {
        let mut config = self.app.config.clone();
        change(&mut config);
        Arc::new(App::open(config).await.expect("another process opens the data folder"))
    }

    /// Takes articles in and waits until they are searchable.
    pub async fn add(&self, articles: &[Article]) {
        self.app.store.upsert(articles, Timestamp::now()).await.expect("the store takes articles");
        self.catch_up().await;
    }

    /// Waits until searches reflect the store.
    pub async fn catch_up(&self) {
        let revision = self.app.store.revision().await.expect("the store has a revision");
        self.app.indexer(Indexer::PROMPT).reach(revision, |_| {}).await.expect("the index catches up");
    }

    /// The answer to a query with the defaults.
    pub async fn search(&self, query: &str) -> SearchResponse {
        self.ask(SearchRequest::new(query)).await
    }

    /// The answer to a request.
    pub async fn ask(&self, request: SearchRequest) -> SearchResponse {
        self.app.search.search(&request).await.expect("a search is answered")
    }
}

/// What a site answers to a request with these headers.
pub async fn send_to(site: Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    // Through a proxy on this machine, which is believed where the settings say so.
    let mut request = Request::builder().method(method).uri(path).extension(ConnectInfo(SocketAddr::from(PROXY)));
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "localhost");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

/// The same of a new site over this application.
pub async fn send(test: &TestApp, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    send_to(gongbao::web::routes::router(test.app.clone()), method, path, headers).await
}

/// What the site answers to a form.
pub async fn submit(test: &TestApp, path: &str, form: &str) -> Response {
    let request = Request::post(path).header("host", "localhost").header("accept", BROWSER);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let site = gongbao::web::routes::router(test.app.clone());
    site.oneshot(request.body(Body::from(form.to_owned())).unwrap()).await.unwrap()
}

/// The whole body of an answer.
pub async fn bytes(response: Response) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), 8 << 20).await.unwrap().to_vec()
}

/// The same as text.
pub async fn text(response: Response) -> String {
    String::from_utf8(bytes(response).await).unwrap()
}

/// What a program is answered.
pub async fn json(test: &TestApp, path: &str) -> (StatusCode, Value) {
    let response = send(test, "GET", path, &[]).await;
    let status = response.status();
    (status, serde_json::from_str(&text(response).await).unwrap())
}

/// The same where all is well.
pub async fn ok(test: &TestApp, path: &str) -> Value {
    let (status, value) = json(test, path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {value}");
    value
}

/// The body that a program is answered where all is well, in whatever form the address names.
pub async fn body(test: &TestApp, path: &str) -> String {
    let response = send(test, "GET", path, &[]).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    text(response).await
}

/// What a browser is answered.
pub async fn page(test: &TestApp, path: &str) -> (StatusCode, String) {
    let response = send(test, "GET", path, &[("accept", BROWSER)]).await;
    (response.status(), text(response).await)
}

/// A query as an address carries it.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

/// A list within an answer.
pub fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} is a list in {value}"))
}

/// The ids of an answer's results, in order.
pub fn ids_of(answer: &Value) -> Vec<String> {
    list(answer, "results").iter().map(|result| result["id"].as_str().unwrap().to_owned()).collect()
}

/// The ids on a page, in order.
pub fn ids(page: &SearchResponse) -> Vec<&str> {
    page.results.iter().map(|result| result.stored.article.id.as_str()).collect()
}

/// An article of id, title and body, a line of the body a paragraph.
pub fn article(id: &str, title: &str, body: &str) -> Article {
    article_with(id, title, body, &[])
}

/// The same with further fields.
pub fn article_with(id: &str, title: &str, body: &str, fields: &[(Field, &str)]) -> Article {
    let mut draft = Draft { body_origin: "test".into(), ..Draft::default() };
    draft.claim(Field::Id, id, "test");
    draft.claim(Field::Title, title, "test");
    for (field, value) in fields {
        draft.claim(*field, *value, "test");
    }
    draft.paragraphs = body.lines().map(str::to_owned).collect();
    normalize(draft).expect("a test's article is a good one")
}

/// The program under test, with its data in `data`.
pub fn gongbao(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
    command.env_remove("GONGBAO_CONFIG").current_dir(data.parent().unwrap_or(data));
    command.env("GONGBAO_DATA", data).env("GONGBAO_INDEX_MEMORY_MB", "32").env("GONGBAO_SEARCH_SECONDS", "15");
    command
}

/// Runs to the end.
pub fn run(command: &mut Command) -> Output {
    command.output().expect("the program starts")
}

/// What a program printed, both streams, for messages of failing tests.
pub fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A program that ends with its owner.
pub struct Running(pub Child);

impl Running {
    /// Kills it as `kill -9` does once the condition holds; `false` where it ended by itself before.
    pub fn kill_once(&mut self, what: &str, mut holds: impl FnMut() -> bool) -> bool {
        let mut ended = false;
        wait_for(what, || {
            ended = self.0.try_wait().expect("a child can be asked").is_some();
            ended || holds()
        });
        self.0.kill().ok();
        self.0.wait().expect("a child ends");
        !ended
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// The bytes of all files in a folder, as a measure of how far a program that writes there has come.
pub fn bytes_in(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let bytes = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(data) if data.is_dir() => bytes_in(&entry.path()),
        // A file may go while it is looked at.
        data => data.map_or(0, |data| data.len()),
    };
    entries.filter_map(Result::ok).map(bytes).sum()
}

/// Waits, without a runtime, until a condition holds; where it does not in good time, the test fails with its name.
pub fn wait_for(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < WAIT_TIMEOUT, "waited in vain: {what}");
        std::thread::sleep(LOOK_EVERY);
    }
}

/// The writer of an engine, as soon as the one before has let go: what it merges in the background holds the lock a little
/// longer than itself.
pub fn writer_of(engine: &dyn Engine) -> Box<dyn EngineWriter> {
    let mut writer = None;
    wait_for("the writer before lets go", || {
        writer = engine.writer().expect("the index can be written");
        writer.is_some()
    });
    writer.expect("it was waited for")
}

/// The same among other tasks.
pub async fn wait_until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !holds().await {
        assert!(start.elapsed() < WAIT_TIMEOUT, "waited in vain: {what}");
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Says that something is not tested here, past the harness, which keeps what passing tests print to itself.
pub fn skipped(what: &str, why: &str) {
    writeln!(std::io::stderr(), "SKIPPED {what}: {why}").ok();
}

/// The folder of real bulletins, which tests of real data need; says aloud where they are skipped.
pub fn corpus(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("GONGBAO_CORPUS").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        skipped(test, "GONGBAO_CORPUS does not name the folder of real bulletins");
    }
    folder
}

/// Bulletins of one sentence each in March of a year, by letters: a, b, c … Of two texts the first is the document number.
pub async fn lettered(year: u16, bodies: &[(&str, &str)]) -> TestApp {
    let named: Vec<_> = bodies
        .iter()
        .zip('a'..='z')
        .map(|((number, body), id)| {
            let date = format!("{year}-03-{:02}", id as u32 - 'a' as u32 + 1);
            let mut fields = vec![(Field::PublishedOn, date.as_str())];
            fields.extend(Some((Field::DocumentNumber, *number)).filter(|_| !number.is_empty()));
            article_with(&id.to_string(), &format!("青岑县文件{id}"), body, &fields)
        })
        .collect();
    TestApp::with(&named).await
}

/// The letters found, in the order of the alphabet.
pub fn letters(page: &SearchResponse) -> String {
    let mut ids = ids(page);
    ids.sort_unstable();
    ids.concat()
}

/// Asserts which letters a query finds.
pub async fn check(test: &TestApp, query: &str, expected: &str) {
    let page = test.search(query).await;
    assert_eq!(letters(&page), expected, "{query}: {:?}", page.warnings);
}
