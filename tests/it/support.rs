//! What the tests share: a [`TestApp`] over a temporary data folder, articles made in a line, and the
//! real `gongbao` program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use gongbao::app::App;
use gongbao::config::Config;
use gongbao::ingest::draft::Draft;
use gongbao::ingest::normalize;
use gongbao::model::{Article, Field};
use gongbao::search::indexer::Indexer;
use gongbao::search::types::request::SearchRequest;
use gongbao::search::types::response::SearchResponse;
use jiff::Timestamp;

/// An application over a data folder of its own, which goes with it.
pub struct TestApp {
    pub app: Arc<App>,
    _folder: tempfile::TempDir,
}

impl TestApp {
    /// One without bulletins.
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = Config { data: folder.path().join("data"), index_memory_mb: 32, ..Config::default() };
        let app = Arc::new(App::open(config).await.expect("an empty data folder opens"));
        Self { app, _folder: folder }
    }

    /// One over the data that the program has made in `data` of this folder.
    pub async fn over(folder: tempfile::TempDir) -> Self {
        let config = Config { data: folder.path().join("data"), index_memory_mb: 32, ..Config::default() };
        let app = Arc::new(App::open(config).await.expect("the program's data folder opens"));
        let test = Self { app, _folder: folder };
        test.catch_up().await;
        test
    }

    /// One that holds these articles, searchable.
    pub async fn with(articles: &[Article]) -> Self {
        let test = Self::empty().await;
        test.add(articles).await;
        test
    }

    /// One that holds the sample bulletins, searchable.
    pub async fn with_samples() -> Self {
        Self::with(&gongbao::ingest::sample::articles().expect("the samples read")).await
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
    command.env("GONGBAO_DATA", data).env("GONGBAO_INDEX_MEMORY_MB", "32");
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

/// The folder of real bulletins, which tests of real data need; says aloud where they are skipped.
pub fn corpus(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("GONGBAO_CORPUS").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("SKIPPED {test}: GONGBAO_CORPUS does not name the folder of real bulletins");
    }
    folder
}
