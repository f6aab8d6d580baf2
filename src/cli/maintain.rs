//! Looking after a data folder: `reindex`, `check`, `stats`.

use std::collections::{BTreeMap, HashSet};
use std::process::ExitCode;
use std::time::Instant;

use super::exit::EXIT_DIFFERENT;
use super::progress::{Progress, Unit};
use super::words;
use crate::app::{App, Rebuild};
use crate::config::Config;
use crate::model::{ArticleKey, Facet};
use crate::search::indexer::Indexer;
use crate::search::types::request::SearchRequest;
use crate::store::{DamagedRow, RowKind, StoreError};

/// Differences that are listed; the rest are counted.
const MAX_LISTED: usize = 20;

/// Builds a new index beside the one in use and swaps.
pub async fn reindex(config: Config) -> anyhow::Result<ExitCode> {
    let app = App::open(config).await?;
    let started = Instant::now();
    let target = app.store.revision().await?;
    let mut learning = Progress::new("学词", Unit::Articles, target as u64);
    let Rebuild { engine, mut indexer, dictionary, user } =
        app.rebuild(|reached| learning.at(reached as u64, "")).await?;
    learning.finish();
    words::report(&app.config, &dictionary, &user);
    let mut progress = Progress::new("重建索引", Unit::Articles, target as u64);
    indexer.reach(target, |reached| progress.at(reached as u64, "")).await?;
    indexer.finish().await?;
    progress.finish();
    engine.publish()?;
    println!(
        "索引已重建：{} 篇，{:.1} MiB，{:.1} 秒",
        app.store.counts().await?.articles,
        engine.bytes() as f64 / f64::from(1 << 20),
        started.elapsed().as_secs_f64()
    );
    let damage = app.store.damage_met();
    Ok(if damage.is_empty() { ExitCode::SUCCESS } else { report(&damage_findings(&damage)) })
}

/// Says what was found, the first of it one by one.
fn report(findings: &[String]) -> ExitCode {
    for finding in findings.iter().take(MAX_LISTED) {
        println!("{finding}");
    }
    println!("共 {} 处损坏或不一致；索引的差异可用 gongbao reindex 修复", findings.len());
    ExitCode::from(EXIT_DIFFERENT)
}

fn damage_findings(damage: &[DamagedRow]) -> Vec<String> {
    damage.iter().map(DamagedRow::to_string).collect()
}

/// Brings the index up to date as every start does, then compares it with the store, article by article.
pub async fn check(config: Config) -> anyhow::Result<ExitCode> {
    let app = App::open(config).await?;
    let behind = app.store.revision().await? - app.search.indexed_revision();
    if behind > 0 {
        println!("索引落后 {behind} 次修订，先补上");
    }
    let mut findings = Vec::new();
    let articles = match compare(&app, &mut findings).await {
        // The damage that ended it has been found.
        Err(error) if !findings.is_empty() => {
            findings.push(format!("核对没有做完：{error:#}"));
            0
        }
        compared => compared?,
    };
    if findings.is_empty() {
        println!("一致：{articles} 篇，修订 {}", app.search.indexed_revision());
        return Ok(ExitCode::SUCCESS);
    }
    Ok(report(&findings))
}

/// Looks for damage, then for differences, and returns how many articles there are.
async fn compare(app: &App, findings: &mut Vec<String>) -> anyhow::Result<usize> {
    if let Some(damage) = app.store.integrity().await? {
        findings.push(StoreError::Malformed(damage.into()).to_string());
    }
    let damage = app.store.damaged_rows().await?;
    if damage.iter().any(|damaged| damaged.kind == RowKind::Derived) {
        app.store.forget_derived().await?;
    }
    let unreadable: HashSet<ArticleKey> = damage.iter().filter_map(|damaged| damaged.key).collect();
    findings.extend(damage_findings(&damage));
    match app.engine().damaged_files() {
        Ok(files) => findings.extend(files.iter().map(|file| format!("索引文件 {file} 受损，请运行 gongbao reindex"))),
        Err(error) => findings.push(format!("索引受损：{error}；请运行 gongbao reindex")),
    }
    app.indexer(Indexer::BULK).reach(app.store.revision().await?, |_| {}).await?;
    let mut indexed = BTreeMap::new();
    for (key, revision) in app.engine().entries()? {
        if indexed.insert(key, revision).is_some() {
            findings.push(format!("{} 在索引中重复", name(app, key).await?));
        }
    }
    let mut articles = 0;
    let mut after = ArticleKey(i64::MIN);
    loop {
        let page = app.store.live(after, 10_000).await?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        articles += page.len();
        for (key, revision) in page {
            match indexed.remove(&key) {
                Some(known) if known == revision => {}
                Some(known) => {
                    let name = name(app, key).await?;
                    findings.push(format!("{name} 的索引是修订 {known}，数据库是 {revision}"));
                }
                None if unreadable.contains(&key) => {}
                None => findings.push(format!("{} 不在索引中", name(app, key).await?)),
            }
        }
    }
    for key in indexed.into_keys().filter(|key| !unreadable.contains(key)) {
        findings.push(format!("{} 在索引中，但数据库没有或已撤回", name(app, key).await?));
    }
    let (indexed, stored) = (app.engine().past_documents(), app.store.count_showings().await?);
    if indexed != stored {
        findings.push(format!("不再显示的版本，索引中有 {indexed} 个，数据库有 {stored} 个"));
    }
    findings.extend(files(app).await?);
    Ok(articles)
}

/// The files that bulletins have and the store has not.
async fn files(app: &App) -> anyhow::Result<Vec<String>> {
    let mut findings = Vec::new();
    let mut revision = 0;
    loop {
        let page = app.store.changes_since(revision, 1_000).await?;
        let Some(reached) = page.reached else { return Ok(findings) };
        revision = reached;
        for article in page.articles.iter().map(|stored| &stored.article) {
            for file in article.attachments.iter().filter_map(|attachment| attachment.file.as_ref()) {
                if app.store.original(&file.hash).await?.is_none() {
                    findings.push(format!("{}《{}》的附件 {} 没有原件", article.id, article.title, file.name));
                }
            }
        }
    }
}

async fn name(app: &App, key: ArticleKey) -> anyhow::Result<String> {
    Ok(match app.store.articles(&[key]).await?.pop() {
        Some(stored) => format!("{}《{}》", stored.article.id, stored.article.title),
        None => format!("第 {} 号", key.0),
    })
}

/// Prints how much there is, and of what.
pub async fn stats(config: Config, json: bool) -> anyhow::Result<ExitCode> {
    let app = App::open(config).await?;
    let counts = app.store.counts().await?;
    let revision = app.store.revision().await?;
    let database_bytes = app.config.database_bytes();
    let facets = ["year", "source", "column"].into_iter().filter_map(Facet::from_name).collect();
    let page = app.search.search(&SearchRequest { facets, per_page: 1, ..SearchRequest::new("") }).await?;
    if json {
        let facets: serde_json::Map<String, serde_json::Value> = page
            .facets
            .iter()
            .map(|counts| (counts.facet.name.to_owned(), serde_json::json!(BTreeMap::from_iter(counts.values.clone()))))
            .collect();
        let report = serde_json::json!({
            "articles": counts.articles, "withdrawn": counts.withdrawn, "versions": counts.versions,
            "revision": revision, "indexed_revision": app.search.indexed_revision(),
            "database_bytes": database_bytes, "index_bytes": app.index_bytes(), "facets": facets,
        });
        println!("{report:#}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("公报 {} 篇，版本 {} 个，已撤回 {} 篇", counts.articles, counts.versions, counts.withdrawn);
    println!("修订 {revision}，索引到 {}", app.search.indexed_revision());
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    println!("数据库 {:.1} MiB，索引 {:.1} MiB", mib(database_bytes), mib(app.index_bytes()));
    for counts in &page.facets {
        let top: Vec<String> = counts.values.iter().take(12).map(|(value, count)| format!("{value} {count}")).collect();
        println!("{}：{}", counts.facet.label, top.join("，"));
    }
    Ok(ExitCode::SUCCESS)
}
