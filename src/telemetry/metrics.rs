//! Metrics: what there is to count and measure, by the names under which Prometheus reads it. [`METRICS`] is the whole list; a
//! name that is not in it is not used, and a test holds that documents, rules and dashboard know no other.
//!
//! Names follow Prometheus' conventions: base units, `_total` for counters.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::counter;
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use metrics_process::Collector;

/// What a metric is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It only rises.
    Counter,
    /// It rises and falls.
    Gauge,
    /// Durations in seconds, by how many were up to so long.
    Histogram,
}

/// A metric.
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What it is told by.
    pub labels: &'static [&'static str],
    /// What it says.
    pub help: &'static str,
}

macro_rules! metrics_table {
    ($($constant:ident = $name:literal $kind:ident [$($label:literal),*] $help:literal;)+) => {
        $(#[doc = $help] pub const $constant: &str = $name;)+

        /// Every metric of the program; beside them stand those of its process, `process_*`.
        pub const METRICS: &[Metric] = &[
            $(Metric { name: $constant, kind: Kind::$kind, labels: &[$($label),*], help: $help },)+
        ];
    };
}

metrics_table! {
    BUILD_INFO = "gongbao_build_info" Gauge ["version"] "恒为 1，标签是程序的版本";
    STATE = "gongbao_state" Gauge ["state"] "现在的状态为 1，其余为 0：ready、indexing、damaged、replaced，同 /readyz";
    HTTP_REQUESTS = "gongbao_http_requests_total" Counter ["route", "status"] "答过的请求";
    HTTP_REQUEST_SECONDS = "gongbao_http_request_seconds" Histogram ["route"] "从收到请求到开始回答的秒数";
    HTTP_REQUESTS_IN_PROGRESS = "gongbao_http_requests_in_progress" Gauge [] "正在处理的请求";
    CONNECTIONS = "gongbao_connections" Gauge [] "打开的连接";
    REFUSED = "gongbao_refused_total" Counter ["why"] "没有受理的：connections 连接满，turn 轮不到，room 回答占满，search 检索排不上，deadline 检索超时，rate 太频繁";
    STAGE_SECONDS = "gongbao_stage_seconds" Histogram ["stage"] "各阶段的秒数，如 search.retrieve、index.commit";
    SEARCHES = "gongbao_searches_total" Counter ["result"] "检索：some 有结果，none 没有";
    SEARCHES_RUNNING = "gongbao_searches_running" Gauge [] "正在算的检索";
    SEARCHES_WAITING = "gongbao_searches_waiting" Gauge [] "排队的检索";
    CACHE_LOOKUPS = "gongbao_article_cache_lookups_total" Counter ["outcome"] "正文缓存的查找：hit 有，miss 没有";
    CACHE_BYTES = "gongbao_article_cache_bytes" Gauge [] "正文缓存约占的字节";
    BULLETINS = "gongbao_bulletins" Gauge ["state"] "公报篇数：shown 在册，withdrawn 已撤回";
    STORE_REVISION = "gongbao_store_revision" Gauge [] "数据库的修订号";
    INDEX_REVISION = "gongbao_index_revision" Gauge [] "检索所见的修订号；两者之差是索引落后的修订";
    LAST_IMPORT = "gongbao_last_import_timestamp_seconds" Gauge [] "最近一篇新公报收录的时刻";
    LAST_BACKUP = "gongbao_last_backup_timestamp_seconds" Gauge [] "最近一次备份完成的时刻；没有备份过则没有这一项";
    DATABASE_BYTES = "gongbao_database_bytes" Gauge [] "数据库占的字节，含日志";
    INDEX_BYTES = "gongbao_index_bytes" Gauge [] "索引占的字节";
    DISK_FREE_BYTES = "gongbao_disk_free_bytes" Gauge [] "数据目录所在磁盘的余量";
    INDEX_ERRORS = "gongbao_index_errors_total" Counter [] "索引没能跟上数据库的次数";
    CRAWL_PAGES = "gongbao_crawl_pages_total" Counter ["source", "outcome"] "定时抓取：fetched 取到，new 新增，changed 更新，withdrawn 撤回，failed 失败";
    CRAWL_ROUNDS = "gongbao_crawl_rounds_total" Counter ["source", "outcome"] "定时抓取的轮次：done 完成，failed 没有完成";
    CRAWL_LAST_DONE = "gongbao_crawl_last_done_timestamp_seconds" Gauge ["source"] "本进程里最近一轮抓取完成的时刻";
    ALERT_MAILS = "gongbao_alert_mails_total" Counter ["outcome"] "提醒邮件：sent 发出，failed 未能发出";
}

/// Bounds of durations, in seconds: fine where searches lie, and at the seconds after which one is broken off.
const BUCKETS: [f64; 15] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0];

/// How often what was measured is put into its buckets, so that it does not grow where nobody reads it.
pub const UPKEEP_EVERY: Duration = Duration::from_secs(5);

struct Recorder {
    handle: PrometheusHandle,
    process: Collector,
}

static RECORDER: OnceLock<Recorder> = OnceLock::new();

/// Begins to count. Before that, and where it is not wanted, counting costs nothing.
///
/// # Errors
/// Where something else counts already.
pub fn install() -> Result<(), BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder()?;
    for Metric { name, kind, help, .. } in METRICS {
        match kind {
            Kind::Counter => metrics::describe_counter!(*name, *help),
            Kind::Gauge => metrics::describe_gauge!(*name, *help),
            Kind::Histogram => metrics::describe_histogram!(*name, *help),
        }
    }
    // What has not happened yet is 0, so that its first time is a rise.
    counter!(INDEX_ERRORS).increment(0);
    for why in ["connections", "turn", "room", "search", "deadline", "rate"] {
        counter!(REFUSED, "why" => why).increment(0);
    }
    let process = Collector::default();
    process.describe();
    metrics::gauge!(BUILD_INFO, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    let _ = RECORDER.set(Recorder { handle, process });
    Ok(())
}

/// What was counted, in Prometheus' text format 0.0.4; `None` where nothing is.
pub fn render() -> Option<String> {
    RECORDER.get().map(|Recorder { handle, process }| {
        process.collect();
        handle.render()
    })
}

/// Keeps what was measured small until the task is dropped.
pub async fn keep_up() {
    while let Some(Recorder { handle, .. }) = RECORDER.get() {
        handle.run_upkeep();
        tokio::time::sleep(UPKEEP_EVERY).await;
    }
}

/// One more of what is counted by a gauge, until it is dropped.
pub struct Held(metrics::Gauge);

impl Held {
    /// One more of this gauge without labels.
    pub fn new(name: &'static str) -> Self {
        let gauge = metrics::gauge!(name);
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
