//! `gongbao serve`: the site, and the indexer beside it.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use jiff::Timestamp;

use super::crawl;
use crate::app::App;
use crate::config::Config;
use crate::ingest::sample;
use crate::search::indexer::Indexer;
use crate::store::StoreCounts;
use crate::web;
use crate::web::Bounds;

/// Changes that are indexed before the first request is taken.
const SHORT_WORK: i64 = 1_000;

/// Files that are open whoever asks: of the index, the database, helpers.
const OWN_FILES: usize = 512;

/// Serves until interrupted.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let address = config.listen;
    let sources = crawl::sources(&config)?;
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("无法监听 {address}；请换一个端口：--listen 127.0.0.1:8081"))?;
    let app = Arc::new(App::open(config).await?);
    if app.config.sample && app.store.counts().await? == StoreCounts::default() {
        let articles = sample::articles()?;
        app.store.upsert(&articles, Timestamp::now()).await?;
        println!("空的数据目录，已载入 {} 篇示例公报（--no-sample 可不载入）", articles.len());
    }
    if let Some(due) = app.rebuild_due() {
        tracing::warn!("{due}；请运行 gongbao reindex，期间照常检索");
    }
    let mut indexer = app.indexer(Indexer::PROMPT);
    let revision = app.store.revision().await?;
    if revision - app.search.indexed_revision() <= SHORT_WORK {
        // The first search is answered in full; longer work goes on while `/readyz` says so.
        if let Err(error) = indexer.reach(revision, |_| {}).await {
            tracing::error!("索引未能跟上数据库：{error}；先以现有的索引服务，稍后再试");
        }
    }
    let indexing = tokio::spawn(indexer.run());
    let suggesting = tokio::spawn(app.search.clone().keep_suggesting());
    let watching = tokio::spawn(app.clone().watch_synonyms());
    let mending = tokio::spawn(app.clone().watch_data());
    let crawling = tokio::spawn(crawl::keep_crawling(app.clone(), sources));
    let alerting = tokio::spawn(web::alerts::keep_alerting(app.clone()));
    println!("公报检索已就绪 http://{}  数据目录 {}", listener.local_addr()?, app.config.data.display());
    let bounds = Bounds { connections: room_for(app.config.max_connections), ..Bounds::default() };
    web::serve(app, listener, bounds, interrupted()).await?;
    indexing.abort();
    suggesting.abort();
    watching.abort();
    mending.abort();
    crawling.abort();
    alerting.abort();
    Ok(ExitCode::SUCCESS)
}

/// As many connections as wanted, or as many as there may be files open. Each is one, and the program needs some itself.
fn room_for(wanted: usize) -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};

        let mut limit = getrlimit(Resource::Nofile);
        let needed = (wanted + OWN_FILES) as u64;
        if limit.current.is_some_and(|current| current < needed) {
            let raised = limit.maximum.map_or(needed, |most| most.min(needed));
            limit.current = Some(raised);
            // Where it cannot be raised, what there is must do.
            let _ = setrlimit(Resource::Nofile, limit);
        }
        if let Some(current) = getrlimit(Resource::Nofile).current.filter(|current| *current < needed) {
            let room = (current as usize).saturating_sub(OWN_FILES).max(current as usize / 2);
            tracing::warn!(
                "只能打开 {current} 个文件，同时的连接数因此是 {room}（max_connections = {wanted}）；请调大 LimitNOFILE"
            );
            return room;
        }
    }
    wanted
}

/// Waits for an interrupt or a request to terminate.
async fn interrupted() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
        }
        Err(_) => drop(interrupt.await),
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
