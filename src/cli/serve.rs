//! `gongbao serve`: the site, and the indexer beside it.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use jiff::Timestamp;
use sd_notify::NotifyState;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::crawl;
use crate::app::App;
use crate::config::Config;
use crate::ingest::sample;
use crate::search::indexer::Indexer;
use crate::store::StoreCounts;
use crate::telemetry::metrics;
use crate::web;
use crate::web::{Bounds, Entrance, Tls};

/// Changes that are indexed before the first request is taken.
const SHORT_WORK: i64 = 1_000;

/// Files that are open whoever asks: of the index, the database, helpers.
const OWN_FILES: usize = 512;

/// Serves until interrupted.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let sources = crawl::sources(&config)?;
    // Before anybody is told that there is something to end.
    let mut interrupted = pin!(interruption()?);
    let bounds = Bounds { connections: room_for(config.max_connections), ..Bounds::default() };
    let listener = listen(config.listen, "--listen 127.0.0.1:8081")?;
    let operator =
        config.admin_listen.map(|address| listen(address, "admin_listen = \"127.0.0.1:9091\"")).transpose()?;
    if operator.is_some() {
        metrics::install()?;
    }
    let tls = config.tls_certificate.as_deref().zip(config.tls_key.as_deref());
    let tls = tls.map(|(certificate, key)| Tls::load(certificate, key)).transpose()?.map(Arc::new);
    let early = Entrance::new(TcpListener::from_std(listener.try_clone()?)?, tls.clone());
    let (app, indexer) = tokio::select! {
        opened = web::while_starting(early, bounds, open(config)) => opened??,
        () = &mut interrupted => return Ok(ExitCode::SUCCESS),
    };

    let mut beside = JoinSet::new();
    beside.spawn(indexer.run());
    beside.spawn(app.search.clone().keep_suggesting());
    beside.spawn(app.clone().watch_synonyms());
    beside.spawn(app.clone().watch_data());
    beside.spawn(crawl::keep_crawling(app.clone(), sources));
    beside.spawn(web::alerts::keep_alerting(app.clone()));
    beside.spawn(metrics::keep_up());
    beside.spawn(keep_watchdog(app.clone()));
    if let Some(tls) = &tls {
        beside.spawn(tls.clone().keep_fresh());
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    println!("公报检索已就绪 {scheme}://{}  数据目录 {}", listener.local_addr()?, app.config.data.display());
    if let Some(operator) = operator {
        let address = operator.local_addr()?;
        println!("运行者的页面 http://{address}  指标 http://{address}/metrics");
        if !address.ip().is_loopback() {
            tracing::warn!("运行者的页面在 {address}，不要让外面的人访问得到");
        }
        let (app, operator) = (app.clone(), TcpListener::from_std(operator)?);
        beside.spawn(async move {
            if let Err(error) = web::serve_operator(app, operator, std::future::pending()).await {
                tracing::error!("运行者的页面停了：{error}");
            }
        });
    }
    tell_manager(&[NotifyState::Ready]);
    let ended = async {
        interrupted.await;
        tell_manager(&[NotifyState::Stopping]);
    };
    web::serve(app, Entrance::new(TcpListener::from_std(listener)?, tls), bounds, ended).await?;
    Ok(ExitCode::SUCCESS)
}

fn listen(address: SocketAddr, remedy: &str) -> anyhow::Result<std::net::TcpListener> {
    let listener =
        std::net::TcpListener::bind(address).with_context(|| format!("无法监听 {address}；请换一个端口：{remedy}"))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Opens the data folder, with the samples where it is empty, and brings the index up to date where that is short work: then the
/// first search is answered in full. Longer work goes on while `/readyz` says so.
async fn open(config: Config) -> anyhow::Result<(Arc<App>, Indexer)> {
    let app = App::open(config).await?.keeping_queries().context("检索记录没有地方写")?;
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
    if revision - app.search.indexed_revision() <= SHORT_WORK
        && let Err(error) = indexer.reach(revision, |_| {}).await
    {
        tracing::error!("索引未能跟上数据库：{error}；先以现有的索引服务，稍后再试");
    }
    Ok((Arc::new(app), indexer))
}

/// Tells systemd, where it wants to know, that the process works: its database answers.
async fn keep_watchdog(app: Arc<App>) {
    let Some(period) = sd_notify::watchdog_enabled() else { return };
    loop {
        match tokio::time::timeout(period / 2, app.store.revision()).await {
            Ok(Ok(_)) => tell_manager(&[NotifyState::Watchdog]),
            Ok(Err(error)) => tracing::error!("数据库没有回答：{error}"),
            Err(_) => tracing::error!("数据库 {:?} 没有回答", period / 2),
        }
        tokio::time::sleep(period / 3).await;
    }
}

/// Tells systemd, where it started the process.
fn tell_manager(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!("没能告诉 systemd：{error}");
    }
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

/// Listens for an interrupt and for a request to terminate from now on; what comes back waits for one.
fn interruption() -> io::Result<impl Future<Output = ()> + Send> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        })
    }
    #[cfg(not(unix))]
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
