//! `gongbao crawl`: from addresses to searchable bulletins; and the schedule of `serve`.

use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use metrics::{counter, gauge};
use url::Url;

use super::exit::EXIT_REJECTED;
use super::progress::{Progress, Unit};
use crate::app::{App, open_store};
use crate::config::{Config, SourceConfig};
use crate::ingest::crawler::address::{Scope, canonical, host_of};
use crate::ingest::crawler::fetch::{Internet, InternetOptions};
use crate::ingest::crawler::plan::{Budget, Manners, Plan, Window};
use crate::ingest::crawler::summary::{CrawlObserver, End, Summary, VisitOutcome, Visited};
use crate::ingest::crawler::survey::Verdict;
use crate::ingest::crawler::warc::WarcWriter;
use crate::ingest::crawler::{Crawler, schedule};
use crate::ingest::documents::Documents;
use crate::model::PartialDate;
use crate::model::clock::SystemClock;
use crate::store::Store;
use crate::telemetry::metrics::{CRAWL_LAST_DONE, CRAWL_PAGES, CRAWL_ROUNDS};

/// Bytes of a WARC file, after which the next begins.
const WARC_BYTES: u64 = 1 << 30;

/// Lines about single addresses that are printed; the rest are counted.
const MAX_PRINTED: u64 = 200;

/// How often the schedule is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(30);

#[derive(Args)]
pub(super) struct Options {
    /// 网址，或配置文件里站点的名字；不给则抓全部站点  Addresses, or names of configured sources
    #[arg(value_name = "URL|NAME")]
    starts: Vec<String>,
    /// 只抓这些地址或路径之下，可重复（默认整个主机）  Stay below these addresses or paths
    #[arg(long, value_name = "URL|PATH")]
    scope: Vec<String>,
    /// 至多请求多少次（默认 2000）  Requests at most
    #[arg(long, value_name = "N")]
    requests: Option<u64>,
    /// 从起点至多点几层链接（默认 5；翻页不算）  Links followed from a start
    #[arg(long, value_name = "N")]
    depth: Option<u32>,
    /// 至多抓多少分钟（默认 60）  Minutes at most
    #[arg(long, value_name = "N")]
    minutes: Option<u64>,
    /// 对同一主机两次请求的间隔，毫秒（默认 1000）  Pause between requests to a host
    #[arg(long, value_name = "MS")]
    delay_ms: Option<u64>,
    /// 只收这一天及以后的公报  Bulletins of this day and after
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// 只收这一天及以前的公报  Bulletins of this day and before
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// 以此开头的路径，其网页一律是公报，可重复  Paths whose pages are bulletins for certain
    #[arg(long, value_name = "PATH")]
    bulletins: Vec<String>,
    /// 允许抓取内网与本机地址  Allow addresses that are not public
    #[arg(long)]
    allow_private: bool,
    /// 另外信任的证书机构，PEM 文件  A file of further certificate authorities
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// 只查看会抓什么，只请求起点  Tell what would be fetched; ask for the starts alone
    #[arg(long)]
    dry_run: bool,
    /// 落盘即返回，不等可以检索  Return when durable, before searchable
    #[arg(long)]
    no_wait: bool,
}

/// A source of the settings, as the crawler takes it.
pub(super) struct Source {
    plan: Plan,
    interval: Duration,
    delay: Duration,
}

impl Source {
    /// Whether the source says of an address, which is of one of its hosts, that it is a bulletin.
    pub(super) fn is_bulletin(&self, url: &Url) -> bool {
        self.plan.starts.iter().any(|start| host_of(start) == host_of(url)) && self.plan.is_bulletin(url)
    }
}

/// The sources of the settings.
pub(super) fn sources(config: &Config) -> anyhow::Result<Vec<Source>> {
    config.source.iter().map(|source| plan_of(source).with_context(|| format!("站点「{}」", source.name))).collect()
}

fn plan_of(source: &SourceConfig) -> anyhow::Result<Source> {
    let mut starts = Vec::new();
    for start in &source.start {
        let url = Url::parse(start).ok().and_then(|url| canonical(&url));
        starts.push(url.with_context(|| format!("{start}：不是可抓取的网址"))?);
    }
    if starts.is_empty() {
        bail!("没有起点：请给出 start");
    }
    let day = |text: &Option<String>| {
        let date = |text: &String| PartialDate::find(text).with_context(|| format!("{text}：不是日期，如 2023-01-01"));
        text.as_ref().map(date).transpose()
    };
    let plan = Plan {
        name: source.name.clone(),
        scope: Scope::new(&starts, &source.scope)?,
        starts,
        budget: Budget {
            requests: source.requests,
            depth: source.depth,
            time: Duration::from_secs(source.minutes.saturating_mul(60)),
            ..Budget::default()
        },
        window: Window { from: day(&source.from)?, until: day(&source.until)? },
        bulletins: source.bulletins.clone(),
        sitemaps: source.sitemaps,
    };
    let interval = Duration::from_secs(source.interval_minutes.saturating_mul(60));
    Ok(Source { plan, interval, delay: Duration::from_millis(source.delay_ms) })
}

impl Options {
    /// What the command line means: sources by name, and one of all the addresses.
    fn sources(&self, config: &Config) -> anyhow::Result<Vec<Source>> {
        let mut wanted: Vec<SourceConfig> = Vec::new();
        let mut urls: Vec<String> = Vec::new();
        for start in &self.starts {
            match config.source.iter().find(|source| source.name == *start) {
                Some(source) => wanted.push(source.clone()),
                None if start.starts_with("http://") || start.starts_with("https://") => urls.push(start.clone()),
                None => bail!("{start}：不是 http(s):// 网址，也不是配置文件里站点的名字"),
            }
        }
        if self.starts.is_empty() {
            wanted.clone_from(&config.source);
        }
        if let Some(first) = urls.first() {
            // The same addresses again go on where they were.
            let name = if urls.len() == 1 { first.clone() } else { urls.join(" ") };
            wanted.push(SourceConfig {
                name,
                start: urls,
                scope: Vec::new(),
                interval_minutes: 1,
                requests: 2_000,
                depth: 5,
                minutes: 60,
                delay_ms: 0,
                from: None,
                until: None,
                bulletins: Vec::new(),
                sitemaps: true,
            });
        }
        if wanted.is_empty() {
            bail!("没有可抓的：请给出网址，或在配置文件里写 [[source]]，见 docs/crawling.md");
        }
        for source in &mut wanted {
            source.scope.extend(self.scope.iter().cloned());
            source.bulletins.extend(self.bulletins.iter().cloned());
            source.requests = self.requests.unwrap_or(source.requests);
            source.depth = self.depth.unwrap_or(source.depth);
            source.minutes = self.minutes.unwrap_or(source.minutes);
            source.from = self.from.clone().or(source.from.take());
            source.until = self.until.clone().or(source.until.take());
        }
        wanted.iter().map(plan_of).collect()
    }
}

/// The `User-Agent`: who comes, and how to reach the operator.
fn agent(config: &Config) -> String {
    let contact = config.crawl_contact.as_deref().map_or(String::new(), |contact| format!("; +{contact}"));
    format!("gongbao/{} (full-text index of government bulletins{contact})", env!("CARGO_PKG_VERSION"))
}

fn crawler(config: &Config, store: Arc<dyn Store>, source: &Source) -> anyhow::Result<Crawler> {
    let agent = agent(config);
    let patience = Duration::from_secs(config.crawl_timeout_s);
    let network = Internet::new(&InternetOptions {
        agent: agent.clone(),
        patience,
        private: config.crawl_private,
        authorities: config.crawl_ca.clone(),
    })?;
    let limits = config.limits()?;
    Ok(Crawler {
        store,
        network: Arc::new(network),
        clock: Arc::new(SystemClock),
        manners: Manners {
            delay: Duration::from_millis(config.crawl_delay_ms).max(source.delay),
            page_bytes: limits.file,
            document_bytes: limits.documents.bytes,
            rules: limits.rules.clone(),
            agent: agent.clone(),
            ..Manners::default()
        },
        warc: Some(Arc::new(Mutex::new(WarcWriter::new(config.warc(), &source.plan.name, &agent, WARC_BYTES)))),
        documents: Arc::new(Mutex::new(Documents::new(limits.documents))),
    })
}

/// Only one process crawls at a time: politeness is promised to hosts, not to processes.
fn lock(config: &Config) -> anyhow::Result<Option<File>> {
    let path = config.data.join("crawl.lock");
    let file = File::create(&path).with_context(|| format!("无法写入 {}", path.display()))?;
    Ok(file.try_lock().is_ok().then_some(file))
}

/// Crawls, and returns when the bulletins are searchable or, with `no_wait`, durable.
pub(super) async fn run(mut config: Config, options: &Options) -> anyhow::Result<ExitCode> {
    config.crawl_private |= options.allow_private;
    config.crawl_ca = options.ca.clone().or(config.crawl_ca.take());
    config.crawl_delay_ms = options.delay_ms.unwrap_or(config.crawl_delay_ms);
    let sources = match options.sources(&config) {
        Ok(sources) => sources,
        Err(error) => {
            eprintln!("gongbao：{error:#}");
            return Ok(ExitCode::from(2));
        }
    };
    if config.crawl_contact.is_none() {
        eprintln!("注意：没有设 crawl_contact，对方网站无从联系您");
    }
    if options.dry_run {
        return survey(&config, &sources).await;
    }
    let app = App::open(config).await?;
    let Some(_lock) = lock(&app.config)? else {
        bail!("另一个进程正在抓取（serve 的定时抓取，或另一个 gongbao crawl）；请等它结束");
    };
    let mut rejected = false;
    for source in &sources {
        let started = Instant::now();
        let crawler = crawler(&app.config, app.store.clone(), source)?;
        let mut terminal = Crawling::new(source.plan.budget.requests);
        let work = async {
            tokio::select! {
                crawled = crawler.crawl(&source.plan, &mut terminal) => Some(crawled),
                _ = tokio::signal::ctrl_c() => None,
            }
        };
        let (crawled, mut indexer) = app.indexing_along(work).await?;
        let summary = crawled.transpose()?;
        let so_far = summary.clone().unwrap_or(std::mem::take(&mut terminal.last));
        terminal.progress.finish();
        if !options.no_wait {
            indexer.reach(app.store.revision().await?, |_| {}).await?;
        }
        print_summary(&source.plan.name, &so_far, started.elapsed(), options.no_wait);
        rejected |= so_far.has_rejections();
        if summary.is_none() {
            println!("已中断；再次运行同一命令，从断处接着抓");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(if rejected { ExitCode::from(EXIT_REJECTED) } else { ExitCode::SUCCESS })
}

/// Tells the person at the terminal how a crawl goes.
struct Crawling {
    progress: Progress,
    visits: u64,
    printed: u64,
    last: Summary,
}

impl Crawling {
    fn new(requests: u64) -> Self {
        Self {
            progress: Progress::new("抓取", Unit::Requests, requests),
            visits: 0,
            printed: 0,
            last: Summary::default(),
        }
    }

    fn print(&mut self, line: &str) {
        self.printed += 1;
        match self.printed {
            count if count <= MAX_PRINTED => self.progress.print(line),
            count if count == MAX_PRINTED + 1 => self.progress.print("这样的地址很多，以下只计数"),
            _ => {}
        }
    }
}

impl CrawlObserver for Crawling {
    fn visited(&mut self, visited: &Visited, summary: &Summary) {
        self.visits += 1 + visited.files;
        if let Some(line) = told(visited) {
            self.print(&line);
        }
        for file in &visited.files_failed {
            self.print(&format!("附件未取到 {file}"));
        }
        for note in &visited.notes {
            self.print(&format!("注意 {}：{note}", visited.url));
        }
        self.last = summary.clone();
        let message = format!("新增 {}，更新 {}，失败 {}", summary.new, summary.changed, failures(summary));
        self.progress.at(self.visits, &message);
    }
}

/// What is worth a line of its own.
fn told(visited: &Visited) -> Option<String> {
    let url = &visited.url;
    match &visited.outcome {
        VisitOutcome::Failed(kind, why) => Some(format!("失败 {url}：{kind}：{why}")),
        VisitOutcome::Rejected(why) => Some(format!("拒收 {url}：{why}")),
        VisitOutcome::Tombstone(true) => Some(format!("已撤回 {url}")),
        VisitOutcome::Robots => Some(format!("robots.txt 不允许 {url}")),
        VisitOutcome::Postponed(why) => Some(format!("稍后再试 {url}：{why}")),
        _ => None,
    }
}

fn failures(summary: &Summary) -> u64 {
    summary.failed.values().sum()
}

fn print_summary(name: &str, summary: &Summary, took: Duration, no_wait: bool) {
    println!(
        "{name}：取到 {}，新增 {}，更新 {}，未变 {}，未修改 {}，撤回 {}，拒收 {}，失败 {}（{}；{:.1} 秒）",
        summary.fetched,
        summary.new,
        summary.changed,
        summary.unchanged,
        summary.not_modified,
        summary.withdrawn,
        summary.rejected,
        failures(summary),
        if no_wait { "已落盘，稍后可检索" } else { "已可检索" },
        took.as_secs_f64()
    );
    let counts = [
        ("栏目页", summary.columns),
        ("站点地图与订阅源", summary.lists),
        ("附件", summary.files),
        ("附件未取到", summary.files_failed),
        ("重定向", summary.moved),
        ("robots.txt 不允许", summary.robots),
        ("页面要求不收录", summary.not_to_keep),
        ("不在日期范围", summary.other_days),
        ("不读的格式", summary.unreadable),
        ("已消失的页面", summary.tombstones),
        ("没有读全", summary.noted),
    ];
    let mut parts: Vec<String> = counts.iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!("{name} {n}")).collect();
    parts.extend(summary.failed.iter().map(|(kind, count)| format!("失败（{kind}）{count}")));
    if !parts.is_empty() {
        println!("  {}", parts.join("，"));
    }
    let end = match summary.end {
        End::Going | End::Done => return,
        End::Requests => "请求数已用完（--requests）",
        End::Time => "时间已用完（--minutes）",
        End::Later => "其余的主机连接不上，或要求很久以后再来",
    };
    println!("  {end}，还有 {} 个地址，下次再抓", summary.waiting);
}

/// Tells what a crawl would fetch.
async fn survey(config: &Config, sources: &[Source]) -> anyhow::Result<ExitCode> {
    // A survey keeps nothing, not even a data folder.
    let scratch = tempfile::tempdir()?;
    let store = open_store(&scratch.path().join("none.sqlite")).await?;
    println!("User-Agent: {}", agent(config));
    let mut failed = false;
    for source in sources {
        let crawler = Crawler { warc: None, ..crawler(config, store.clone(), source)? };
        let (mut fetch, mut other) = (0, 0);
        let mut tell = |url: &Url, verdict: Verdict| {
            let said = match verdict {
                Verdict::Looked(what) => format!("起点（{what}）"),
                Verdict::Fetch => {
                    fetch += 1;
                    "会抓取".to_owned()
                }
                Verdict::OutOfScope => {
                    other += 1;
                    "范围之外".to_owned()
                }
                Verdict::Robots => {
                    other += 1;
                    "robots.txt 不允许".to_owned()
                }
                Verdict::Failed(why) => {
                    failed = true;
                    format!("起点失败（{why}）")
                }
            };
            println!("{said}\t{url}");
        };
        crawler.survey(&source.plan, &mut tell).await;
        println!(
            "{}：从起点会抓取 {fetch} 个地址，不抓 {other} 个；至多请求 {} 次，{} 层（试运行，没有写入）",
            source.plan.name, source.plan.budget.requests, source.plan.budget.depth
        );
    }
    Ok(if failed { ExitCode::from(EXIT_REJECTED) } else { ExitCode::SUCCESS })
}

/// Logs what an operator of a server wants to see.
struct Logging;

impl CrawlObserver for Logging {
    fn visited(&mut self, visited: &Visited, _: &Summary) {
        if let Some(line) = told(visited) {
            tracing::info!("抓取：{line}");
        }
        for note in &visited.notes {
            tracing::warn!("抓取：注意 {}：{note}", visited.url);
        }
    }
}

/// Crawls the sources whenever they are due, until the task is dropped.
pub(super) async fn keep_crawling(app: Arc<App>, sources: Vec<Source>) {
    for source in &sources {
        // What has not happened yet is 0, so that its first time is a rise.
        for outcome in ["done", "failed"] {
            counter!(CRAWL_ROUNDS, "source" => source.plan.name.clone(), "outcome" => outcome).increment(0);
        }
    }
    while !sources.is_empty() {
        if let Err(error) = crawl_due(&app, &sources).await {
            tracing::error!("定时抓取没有完成：{error:#}");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Counts what a round met.
fn count(source: &str, summary: &Summary) {
    let met = [
        ("fetched", summary.fetched),
        ("new", summary.new),
        ("changed", summary.changed),
        ("withdrawn", summary.withdrawn),
        ("failed", failures(summary)),
    ];
    for (outcome, number) in met {
        counter!(CRAWL_PAGES, "source" => source.to_owned(), "outcome" => outcome).increment(number);
    }
    gauge!(CRAWL_LAST_DONE, "source" => source.to_owned()).set(Timestamp::now().as_second() as f64);
}

/// Crawls the sources that are due, those that are due longest first.
async fn crawl_due(app: &App, sources: &[Source]) -> anyhow::Result<()> {
    let mut order = Vec::new();
    for source in sources {
        let crawl_run = app.store.crawl_run(&source.plan.name).await?;
        order.push((schedule::due(crawl_run.as_ref(), source.interval), source));
    }
    order.sort_by_key(|(due, _)| *due);
    for (_, source) in order.iter().filter(|(due, _)| *due <= Timestamp::now()) {
        let Some(_lock) = lock(&app.config)? else { return Ok(()) };
        tracing::info!("开始抓取「{}」", source.plan.name);
        let name = source.plan.name.clone();
        let crawled = match crawler(&app.config, app.store.clone(), source) {
            Ok(crawler) => crawler.crawl(&source.plan, &mut Logging).await.map_err(Into::into),
            Err(error) => Err(error),
        };
        let outcome = if crawled.is_ok() { "done" } else { "failed" };
        counter!(CRAWL_ROUNDS, "source" => name.clone(), "outcome" => outcome).increment(1);
        let summary = crawled?;
        count(&name, &summary);
        tracing::info!(
            "抓取「{}」完成：取到 {}，新增 {}，更新 {}，撤回 {}，失败 {}，还有 {} 个地址",
            source.plan.name,
            summary.fetched,
            summary.new,
            summary.changed,
            summary.withdrawn,
            failures(&summary),
            summary.waiting
        );
    }
    Ok(())
}
