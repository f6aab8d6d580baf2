//! Looking after a data folder: `reindex` and `stats`.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;

use super::check::{damage_findings, report, tell_due};
use super::progress::{Progress, Unit};
use super::words;
use crate::app::{App, Rebuild, drop_previous_index, previous_index, roll_back_index};
use crate::config::Config;
use crate::model::Facet;
use crate::search::engine::{PreviousIndex, RebuildDue};
use crate::search::indexer::Indexer;
use crate::search::types::request::SearchRequest;

/// What to do instead of building an index.
#[derive(Args)]
#[group(multiple = false)]
pub struct ReindexOptions {
    /// 换回重建之前的索引，再补上其后的改动  Put the index before the last rebuild in use again
    #[arg(long)]
    rollback: bool,
    /// 删除留着的上一个索引  Remove the index that is kept from before the last rebuild
    #[arg(long)]
    drop_previous: bool,
}

/// Builds a new index beside the one in use and swaps, or goes back to the one before.
pub async fn reindex(config: Config, options: &ReindexOptions) -> anyhow::Result<ExitCode> {
    if options.drop_previous {
        match drop_previous_index(&config)? {
            Some(PreviousIndex { name, bytes, .. }) => println!("已删除上一个索引 {name}（{:.1} MiB）", mib(bytes)),
            None => println!("没有留着上一个索引"),
        }
        return Ok(ExitCode::SUCCESS);
    }
    if options.rollback {
        return roll_back(config).await;
    }
    let app = App::open(config).await?;
    rebuild(&app).await?;
    if let Some(PreviousIndex { name, bytes, .. }) = previous_index(&app.config) {
        println!(
            "上一个索引 {name}（{:.1} MiB）留着：gongbao reindex --rollback 换回，--drop-previous 删除",
            mib(bytes)
        );
    }
    let damage = app.store.damage_met();
    Ok(if damage.is_empty() { ExitCode::SUCCESS } else { report(&damage_findings(&damage)) })
}

async fn roll_back(config: Config) -> anyhow::Result<ExitCode> {
    // Before it is opened: it is what is opened then.
    let PreviousIndex { name, bytes, .. } = roll_back_index(&config)?;
    let app = App::open(config).await?;
    let (indexed, target) = (app.search.indexed_revision(), app.store.revision().await?);
    let mut progress = Progress::new("补上改动", Unit::Articles, target as u64);
    let mut indexer = app.indexer(Indexer::BULK);
    indexer.reach(target, |reached| progress.at(reached as u64, "")).await?;
    indexer.finish().await?;
    progress.finish();
    println!("已换回索引 {name}（{:.1} MiB），由修订 {indexed} 补到 {target}；再运行一次就换回来", mib(bytes));
    Ok(ExitCode::SUCCESS)
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// The same over what is open already.
pub async fn rebuild(app: &App) -> anyhow::Result<()> {
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
        mib(engine.bytes()),
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Prints how much there is, and of what.
pub async fn stats(config: Config, json: bool) -> anyhow::Result<ExitCode> {
    let app = App::open(config).await?;
    let counts = app.store.counts().await?;
    let revision = app.store.revision().await?;
    let database_bytes = app.config.database_bytes();
    let previous = previous_index(&app.config).filter(|previous| previous.is_usable);
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
            "database_bytes": database_bytes, "index_bytes": app.index_bytes(),
            "previous_index_bytes": previous.map(|previous| previous.bytes),
            "reindex_due": app.rebuild_due().map(RebuildDue::name), "facets": facets,
        });
        println!("{report:#}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("公报 {} 篇，版本 {} 个，已撤回 {} 篇", counts.articles, counts.versions, counts.withdrawn);
    println!("修订 {revision}，索引到 {}", app.search.indexed_revision());
    println!("数据库 {:.1} MiB，索引 {:.1} MiB", mib(database_bytes), mib(app.index_bytes()));
    if let Some(PreviousIndex { name, bytes, .. }) = &previous {
        println!("上一个索引 {name} {:.1} MiB，可用 gongbao reindex --rollback 换回", mib(*bytes));
    }
    tell_due(&app);
    for counts in &page.facets {
        let top: Vec<String> = counts.values.iter().take(12).map(|(value, count)| format!("{value} {count}")).collect();
        println!("{}：{}", counts.facet.label, top.join("，"));
    }
    Ok(ExitCode::SUCCESS)
}
