//! One input, tried: its first byte says as what, the rest is a query, an address, a list of synonyms or a text.
//! Whatever it is, nothing panics, nothing fails, no promise about marks and scores is broken, and it takes no
//! longer than [`PATIENCE`].

pub mod ingest;
pub mod runner;

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use gongbao::app::App;
use gongbao::config::Config;
use gongbao::search::analysis::{Analyzer, fold, fold_for_words};
use gongbao::search::pipeline::folded_text::FoldedText;
use gongbao::search::pipeline::highlight::Highlighter;
use gongbao::search::plan::Plan;
use gongbao::search::query::ParsedQuery;
use gongbao::search::query::Match;
use gongbao::search::types::request::SearchRequest;
use gongbao::search::engine::query::Sort;
use gongbao::search::types::response::{Marked, SearchResponse};
use gongbao::search::analysis::synonyms::{Listed, Synonyms};
use tokio::runtime::Runtime;

/// The longest that one input may take, on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// The separator between a query and a text to mark.
pub const SEPARATOR: char = '\u{1}';

/// The samples, searchable.
struct World {
    runtime: Runtime,
    app: App,
    analyzer: Analyzer,
    synonyms: Synonyms,
    _folder: tempfile::TempDir,
}

fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let runtime = Runtime::new().expect("a runtime");
        let config = Config { data: folder.path().join("data"), index_memory_mb: 32, ..Config::default() };
        let app = runtime.block_on(async {
            let app = App::open(config).await.expect("an empty folder opens");
            let articles = gongbao::ingest::sample::articles().expect("the samples read");
            app.store.upsert(&articles, Default::default()).await.expect("the store takes them");
            let revision = app.store.revision().await.expect("a revision");
            app.indexer(Duration::from_millis(500)).reach(revision, |_| {}).await.expect("they are indexed");
            app
        });
        let analyzer = app.engine().analyzer();
        World { runtime, app, analyzer, synonyms: Synonyms::built_in(), _folder: folder }
    })
}

/// Tries one input.
///
/// # Panics
/// Where a promise is broken.
pub fn try_one(input: &[u8]) {
    let Some((kind, rest)) = input.split_first() else { return };
    let world = world();
    let text = String::from_utf8_lossy(rest);
    let started = Instant::now();
    match kind % 4 {
        0 => search(world, *kind, &text),
        1 => {
            if let Ok(request) = gongbao::web::search_request(&text) {
                ask(world, &request);
            }
        }
        2 => synonyms(world, rest),
        _ => mark(world, *kind, &text),
    }
    assert!(started.elapsed() < PATIENCE, "took {:?}", started.elapsed());
}

fn search(world: &World, kind: u8, query: &str) {
    let request = SearchRequest {
        matching: if kind & 4 == 0 { Match::Words } else { Match::Exact },
        sort: [Sort::Relevance, Sort::Relevance, Sort::Newest, Sort::Oldest][usize::from(kind >> 3 & 3)],
        synonyms: kind & 32 == 0,
        explain: kind & 64 != 0,
        page: if kind & 128 == 0 { 1 } else { 2 },
        ..SearchRequest::new(query)
    };
    ask(world, &request);
}

fn ask(world: &World, request: &SearchRequest) -> SearchResponse {
    let page = world.runtime.block_on(world.app.search.search(request)).expect("a search is answered");
    for hit in &page.results {
        check(&hit.title);
        check(&hit.excerpt);
        assert!(hit.score.is_finite());
        if let Some(explanation) = &hit.explanation {
            let off = (explanation.sum() - hit.score).abs();
            assert!(off <= hit.score.abs() * 1e-3 + 1e-5, "{} is not {}", explanation.sum(), hit.score);
            assert!(!explanation.sentences().is_empty());
        }
    }
    page
}

fn synonyms(world: &World, file: &[u8]) {
    let listed = Listed::parse(file);
    assert!(listed.bad_lines.is_sorted_by_key(|line| line.number));
    let typed = String::from_utf8_lossy(file).chars().take(500).collect::<String>();
    let (text, for_words) = (fold(&typed), fold_for_words(&typed));
    let mut before = 0;
    for found in Synonyms::new(&listed).found_in(&text, &for_words, &world.analyzer) {
        assert!(found.range.start >= before && text.get(found.range.clone()).is_some() && !found.also.is_empty());
        before = found.range.end;
    }
}

fn mark(world: &World, kind: u8, input: &str) {
    let (query, text) = input.split_once(SEPARATOR).unwrap_or((input, input));
    let matching = if kind & 4 == 0 { Match::Words } else { Match::Exact };
    let plan = Plan::with_synonyms(&ParsedQuery::parse(query, matching), &world.analyzer, &world.synonyms);
    let highlighter = Highlighter::new(&plan.highlight_terms);
    let folded = FoldedText::new(text);
    let whole = highlighter.mark(text, &folded);
    assert_eq!(whole.text, text);
    check(&whole);
    check(&highlighter.excerpt([(text, &folded)].into_iter()).0);
}

fn check(marked: &Marked) {
    let length = marked.text.chars().count();
    let mut before = None;
    for (start, end) in &marked.ranges {
        assert!(start < end && *end <= length && before.is_none_or(|before| before < *start), "{marked:?}");
        before = Some(*end);
    }
    assert_eq!(marked.pieces().iter().map(|(text, _)| *text).collect::<String>(), marked.text);
}
