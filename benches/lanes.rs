//! `cargo bench --bench lanes`: what a search costs with both lanes beside the word lane alone, on the same corpus
//! and for the same queries, one thread, counts and the first page.
//!
//! The word lane alone is what one would set up first: jieba's words with positions in one tantivy field, BM25 of all
//! words of a query, quotations as phrases of words. It does not find what jieba segments in another way.

mod corpus;
mod imported;
mod lane;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use gongbao::app::App;
use gongbao::search::engine::Deadline;
use gongbao::search::engine::query::EngineQuery;
use gongbao::search::types::request::SearchRequest;
use imported::config;
use jieba_rs::Jieba;
use lane::Segmenter;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, Searcher, Term};
use tokio::runtime::Runtime;

// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Times that each query is asked of each; the least of them counts, since what disturbs only ever adds.
const ROUNDS: usize = 15;

fn main() -> anyhow::Result<()> {
    match corpus::file("lanes") {
        Some(file) => compare(&file),
        None => Ok(()),
    }
}

fn compare(file: &Path) -> anyhow::Result<()> {
    let queries = imported::queries(file)?;
    let runtime = Runtime::new()?;
    let app = runtime.block_on(App::open(config(&imported::folder(file)?)))?;
    let engine = app.engine();
    let analyzer = engine.analyzer();

    let jieba = Arc::new(Jieba::new());
    let (searcher, field) = one_lane(file, &jieba)?;

    let requests: Vec<SearchRequest> =
        queries.iter().map(|query| SearchRequest { facets: Vec::new(), ..SearchRequest::new(query) }).collect();
    let conditions: Vec<EngineQuery> =
        requests.iter().map(|request| imported::engine_query(request, &analyzer)).collect();
    let words: Vec<Box<dyn Query>> = queries.iter().map(|query| by_words(query, field, &jieba)).collect();

    type Ask<'a> = &'a dyn Fn(usize) -> bool;
    let first_page = || (TopDocs::with_limit(10).order_by_score(), Count);
    let word_lane = |number: usize| searcher.search(&words[number], &first_page()).is_ok();
    let both_lanes = |number: usize| engine.search(&conditions[number], &Deadline::NONE).is_ok();
    let whole_search = |number: usize| runtime.block_on(app.search.search(&requests[number])).is_ok();
    let contenders: [(&str, Ask); 3] = [
        ("word lane alone", &word_lane),
        ("both lanes: Engine::search", &both_lanes),
        ("both lanes, second look, highlights", &whole_search),
    ];
    let mut least = [(); 3].map(|()| vec![Duration::MAX; queries.len()]);
    // Turn and turn about: a slow minute of the machine meets all of them.
    for _ in 0..ROUNDS {
        for ((_, ask), least) in contenders.iter().zip(&mut least) {
            for (number, least) in least.iter_mut().enumerate() {
                let begun = Instant::now();
                anyhow::ensure!(ask(number), "{} is answered", queries[number]);
                *least = begun.elapsed().min(*least);
            }
        }
    }

    println!("{} queries of one to four words and phrases, the least of {ROUNDS} times each\n", queries.len());
    println!("{:38} {:>8} {:>8} {:>8} {:>8}", "", "mean ms", "p50 ms", "p99 ms", "max ms");
    let figures: Vec<[f64; 4]> = least.into_iter().map(figures).collect();
    for ((name, _), [mean, median, slowest_percent, most]) in contenders.iter().zip(&figures) {
        println!("{name:38} {mean:8.3} {median:8.3} {slowest_percent:8.3} {most:8.3}");
    }
    println!("\ndivided by the word lane alone");
    for ((name, _), others) in contenders.iter().zip(&figures).skip(1) {
        let ratios: Vec<f64> = others.iter().zip(&figures[0]).map(|(other, one)| other / one).collect();
        println!("{name:38} {:8.2} {:8.2} {:8.2} {:8.2}", ratios[0], ratios[1], ratios[2], ratios[3]);
    }
    Ok(())
}

/// The corpus in jieba's words alone.
fn one_lane(file: &Path, jieba: &Arc<Jieba>) -> anyhow::Result<(Searcher, Field)> {
    let folder = tempfile::tempdir_in(corpus::data_folder()?)?;
    let config = config(folder.path());
    eprintln!("indexing the word lane alone");
    lane::words(&config, file, Segmenter::Bare(jieba.clone()), IndexRecordOption::WithFreqsAndPositions)?;
    let index = Index::open_in_dir(config.index())?;
    // What is mapped stays readable after its folder is gone.
    Ok((index.reader()?.searcher(), index.schema().get_field("text").context("the one field")?))
}

/// A query as the word lane alone can be asked it.
fn by_words(query: &str, field: Field, jieba: &Jieba) -> Box<dyn Query> {
    let words: Vec<Term> = jieba
        .cut_for_search(query.trim_matches(['“', '”']), true)
        .into_iter()
        .filter(|token| !token.word.trim().is_empty())
        .map(|token| Term::from_field_text(field, token.word))
        .collect();
    if query.starts_with('“') && words.len() > 1 {
        return Box::new(PhraseQuery::new(words));
    }
    let term = |term: Term| -> (Occur, Box<dyn Query>) {
        (Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)))
    };
    Box::new(BooleanQuery::new(words.into_iter().map(term).collect()))
}

/// Mean, median, 99th percentile and greatest, in milliseconds.
fn figures(mut times: Vec<Duration>) -> [f64; 4] {
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let rank = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    let mean = times.iter().sum::<Duration>() / times.len().max(1) as u32;
    [ms(mean), ms(rank(0.5)), ms(rank(0.99)), ms(times.last().copied().unwrap_or_default())]
}
