//! The corpus, imported once for every benchmark that searches it, and the queries it is searched with.
#![allow(dead_code, reason = "each benchmark uses its own part of this")]

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use gongbao::app::App;
use gongbao::config::Config;
use gongbao::model::text::is_han;
use gongbao::model::{ArticleKey, StoredArticle};
use gongbao::search::analysis::Analyzer;
use gongbao::search::engine::query::{Condition, EngineQuery};
use gongbao::search::indexer::Indexer;
use gongbao::search::plan::Plan;
use gongbao::search::query::Match;
use gongbao::search::query::ParsedQuery;
use gongbao::search::types::request::SearchRequest;
use tokio::runtime::Runtime;

/// Queries of a benchmark of speed, which are asked in turn.
pub const QUERIES: usize = 200;
/// The same queries in every run.
const SEED: u64 = 20_200_204;

/// The data folder with the corpus in it, made where it is not there whole, its index brought together as that of a
/// server which has had nothing else to do.
pub fn folder(file: &Path) -> anyhow::Result<PathBuf> {
    let folder = crate::corpus::data_folder()?.join("search");
    let complete = folder.join("complete");
    let stamp = format!("{} bytes", file.metadata()?.len());
    Runtime::new()?
        .block_on(async {
            let is_complete = std::fs::read_to_string(&complete).is_ok_and(|known| known == stamp);
            let app = if is_complete { App::open(config(&folder)).await.ok() } else { None };
            let app = match app {
                Some(app) => app,
                None => {
                    if folder.exists() {
                        std::fs::remove_dir_all(&folder)?;
                    }
                    eprintln!("importing the corpus once");
                    let app = crate::corpus::import(config(&folder), file).await?;
                    std::fs::write(&complete, stamp)?;
                    app
                }
            };
            // The index may be of an older analysis: then it is built anew.
            let mut indexer = app.indexer(Indexer::BULK);
            indexer.reach(app.store.revision().await?, |_| {}).await?;
            Ok(indexer.finish().await?)
        })
        .map(|()| folder)
}

/// Calls for every bulletin of an application, in the order of the keys.
pub fn each(runtime: &Runtime, app: &App, mut take: impl FnMut(StoredArticle)) -> anyhow::Result<()> {
    let mut after = ArticleKey(i64::MIN);
    loop {
        let page = runtime.block_on(app.store.live(after, 2_000))?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = *last;
        let keys: Vec<ArticleKey> = page.into_iter().map(|(key, _)| key).collect();
        runtime.block_on(app.store.articles(&keys))?.into_iter().for_each(&mut take);
    }
}

/// The defaults that `gongbao serve` has.
pub fn config(folder: &Path) -> Config {
    Config { data: folder.to_owned(), ..Config::default() }
}

/// Queries made of the corpus's titles: of every four, one is a phrase in quotation marks, and three are one to
/// four words. They do not depend on gongbao's analysis, so that its changes meet the same queries.
pub fn queries(file: &Path) -> anyhow::Result<Vec<String>> {
    #[derive(serde::Deserialize)]
    struct Titled {
        title: String,
    }
    let mut titles = Vec::new();
    crate::corpus::load(file, |record: Titled| titles.push(record.title))?;
    let jieba = jieba_rs::Jieba::new();
    let mut seed = SEED;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut queries: Vec<String> = Vec::with_capacity(QUERIES);
    let mut seen = HashSet::new();
    while queries.len() < QUERIES {
        let title = &titles[next(titles.len())];
        let query = if queries.len().is_multiple_of(4) {
            let characters: Vec<char> = title.chars().collect();
            let length = 4 + next(9);
            if characters.len() < length {
                continue;
            }
            let start = next(characters.len() - length + 1);
            let phrase = &characters[start..start + length];
            if !phrase.iter().all(|c| is_han(*c)) {
                continue;
            }
            format!("“{}”", phrase.iter().collect::<String>())
        } else {
            let mut words: Vec<&str> = jieba.cut(title, true).into_iter().map(|token| token.word).collect();
            words.retain(|word| word.chars().count() > 1 && word.chars().all(is_han));
            let count = 1 + next(4);
            if words.len() < count {
                continue;
            }
            while words.len() > count {
                words.remove(next(words.len()));
            }
            words.join(" ")
        };
        if seen.insert(query.clone()) {
            queries.push(query);
        }
    }
    Ok(queries)
}

/// What the engine is asked for the first page of a request.
pub fn engine_query(request: &SearchRequest, analyzer: &Analyzer) -> EngineQuery {
    let plan = Plan::new(&ParsedQuery::parse(&request.query, Match::Words), analyzer);
    EngineQuery {
        boosts: plan.boosts,
        sort: request.effective_sort(),
        limit: request.per_page,
        facets: request.facets.clone(),
        facet_values: 30,
        ..EngineQuery::new(plan.conditions.into_iter().next().map_or(Condition::Nothing, |(condition, _)| condition))
    }
}
