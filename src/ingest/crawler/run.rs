//! A [`Run`] visits every known address of a source once, and those it leads to, until nothing is left or the budget is
//! spent. Hosts are visited side by side, each with one request at a time. The store keeps how far a run has come as a
//! [`CrawlRun`](crate::store::frontier::CrawlRun).

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;
use url::Url;

use super::Crawler;
use super::address::{canonical, host_of};
use super::fetch::{Answer, Failure, Request};
use super::host_throttle::{HostThrottles, later, until};
use super::plan::Plan;
use super::robots::Robots;
use super::summary::{CrawlObserver, End, Summary, Visited};
use crate::store::StoreError;
use crate::store::frontier::{NewAddress, Target};

/// Where some content was met in the run.
pub struct SeenContent {
    pub first: Url,
    pub addresses: u32,
}

/// Redirects that lead to a robots.txt.
pub const ROBOTS_REDIRECTS: usize = 5;

/// Bytes of an answer to a request for robots.txt; of a longer file the beginning would do, but none is that long.
pub const ROBOTS_BYTES: usize = 4 << 20;

/// The pause before robots.txt is asked for again.
pub const ROBOTS_PAUSE: Duration = Duration::from_secs(3);

/// The longest that the run sleeps before it looks around again.
pub const MAX_SLEEP: Duration = Duration::from_secs(60);

/// Why a crawl broke off.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of raw answers.
    #[error("无法写入 WARC：{0}")]
    Warc(#[from] std::io::Error),
    /// A thread ended with a panic.
    #[error("抓取的任务意外结束：{0}")]
    Task(#[from] tokio::task::JoinError),
}

/// What robots.txt says of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Permission {
    Given,
    Denied,
    /// It could not be had, for this reason, which is the same as denied for now.
    Unknown(String),
}

impl Crawler {
    /// Makes one run of a plan, or the rest of one that was broken off. Dropping the future is safe at any
    /// time: what was visited is stored, the rest waits.
    ///
    /// # Errors
    /// Of the store and of the folder of raw answers. What goes wrong out there is counted, and no error.
    pub async fn crawl(&self, plan: &Plan, observer: &mut dyn CrawlObserver) -> Result<Summary, CrawlError> {
        let begun = self.clock.now();
        let crawl_run = self.store.begin_crawl_run(&plan.name, begun).await?;
        let run = Arc::new(Run {
            crawler: self.clone(),
            plan: plan.clone(),
            throttles: HostThrottles::default(),
            robots: Mutex::default(),
            contents: Mutex::default(),
            parts: Mutex::default(),
            requests: AtomicU64::new(crawl_run.requests),
            deadline: later(begun, plan.budget.time),
        });
        let starts: Vec<NewAddress> = plan.starts.iter().map(|url| new_address(url, Target::Page, 0)).collect();
        self.store.discover(&plan.name, &starts, plan.budget.frontier).await?;
        let mut summary = Summary::default();
        summary.end = run.go(&mut summary, observer).await?;
        self.store.end_crawl_run(&plan.name, self.clock.now()).await?;
        summary.waiting = self.store.frontier_counts(&plan.name).await?.waiting;
        Ok(summary)
    }
}

/// What the visits of a run share.
pub struct Run {
    pub crawler: Crawler,
    pub plan: Plan,
    pub throttles: HostThrottles,
    pub robots: Mutex<HashMap<String, Arc<OnceCell<Robots>>>>,
    /// Contents of pages, by host and hash.
    pub contents: Mutex<HashMap<String, SeenContent>>,
    /// Pages that were read with the bulletin that they continue.
    pub parts: Mutex<HashSet<Url>>,
    pub requests: AtomicU64,
    pub deadline: Timestamp,
}

/// An address as a link leads to it.
pub fn new_address(url: &Url, target: Target, depth: u32) -> NewAddress {
    NewAddress { url: url.as_str().to_owned(), host: host_of(url), target, depth, redirects: 0, pagination_depth: 0 }
}

impl Run {
    pub async fn go(
        self: &Arc<Self>,
        summary: &mut Summary,
        observer: &mut dyn CrawlObserver,
    ) -> Result<End, CrawlError> {
        let mut visits: JoinSet<(String, Result<Visited, CrawlError>)> = JoinSet::new();
        let mut busy: HashSet<String> = HashSet::new();
        loop {
            let now = self.crawler.clock.now();
            let end = match () {
                () if self.spent() => Some(End::Requests),
                () if now >= self.deadline => Some(End::Time),
                () => None,
            };
            let mut next = None;
            if end.is_none() {
                next = self.start_visits(now, &mut visits, &mut busy).await?;
            }
            if visits.is_empty() {
                match (end, next) {
                    (Some(end), _) => return Ok(end),
                    (None, None) => {
                        let left = self.crawler.store.frontier_counts(&self.plan.name).await?.waiting;
                        return Ok(if left == 0 { End::Done } else { End::Later });
                    }
                    (None, Some(next)) if next > self.deadline => return Ok(End::Later),
                    (None, Some(next)) => self.crawler.clock.sleep(until(now, next).min(MAX_SLEEP)).await,
                }
                continue;
            }
            // Whichever is first: a visit ends, or another host is ready.
            let sleep = next.map_or(MAX_SLEEP, |next| until(now, next).min(MAX_SLEEP));
            let another = next.is_some() && busy.len() < self.crawler.manners.hosts;
            tokio::select! {
                biased;
                Some(done) = visits.join_next() => {
                    let (host, visited) = done?;
                    busy.remove(&host);
                    let visited = visited?;
                    summary.count(&visited);
                    observer.visited(&visited, summary);
                }
                () = self.crawler.clock.sleep(sleep), if another => {}
            }
        }
    }

    /// Starts a visit on every host that is ready; returns when the next will be.
    async fn start_visits(
        self: &Arc<Self>,
        now: Timestamp,
        visits: &mut JoinSet<(String, Result<Visited, CrawlError>)>,
        busy: &mut HashSet<String>,
    ) -> Result<Option<Timestamp>, CrawlError> {
        let mut next: Option<Timestamp> = None;
        for (host, due) in self.crawler.store.waiting_hosts(&self.plan.name).await? {
            if busy.contains(&host) {
                continue;
            }
            // A throttle that cannot be looked at is passed by the file of a page elsewhere.
            let throttle = self.throttles.look(&host);
            if throttle.is_some_and(|throttle| throttle.failures >= self.crawler.manners.patience) {
                continue;
            }
            let ready = throttle.map_or(later(now, Duration::from_millis(100)), |throttle| throttle.opens).max(due);
            if ready > now {
                next = Some(next.map_or(ready, |next| next.min(ready)));
                continue;
            }
            if busy.len() >= self.crawler.manners.hosts || self.spent_with(busy.len() as u64) {
                break;
            }
            let Some(known) = self.crawler.store.next_address(&self.plan.name, &host, now).await? else { continue };
            busy.insert(host.clone());
            let run = self.clone();
            visits.spawn(async move { (host, run.visit(known).await) });
        }
        Ok(next)
    }

    /// Whether the requests of the run are spent.
    pub fn spent(&self) -> bool {
        self.spent_with(0)
    }

    fn spent_with(&self, more: u64) -> bool {
        self.requests.load(Ordering::Relaxed) + more >= self.plan.budget.requests
    }

    /// Makes a request of the run's budget.
    pub async fn ask(&self, request: &Request) -> Result<Result<Answer, Failure>, StoreError> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.crawler.store.count_request(&self.plan.name).await?;
        Ok(self.pass(request).await)
    }

    /// Makes a request when the throttle of its host opens.
    async fn pass(&self, request: &Request) -> Result<Answer, Failure> {
        let clock = &self.crawler.clock;
        let throttle = self.throttles.get(&host_of(&request.url));
        let mut throttle = throttle.lock().await;
        loop {
            let now = clock.now();
            if throttle.opens <= now {
                break;
            }
            if throttle.opens > self.deadline {
                return Err(Failure::Late);
            }
            clock.sleep(until(now, throttle.opens)).await;
        }
        let answer = self.crawler.network.get(request).await;
        let asked = self.asked_delay(&request.url);
        throttle.opens = later(clock.now(), self.crawler.manners.delay.max(asked)).max(throttle.opens);
        throttle.failures = match &answer {
            Err(failure) if failure.concerns_host() => throttle.failures + 1,
            _ => 0,
        };
        answer
    }

    /// Keeps the throttle of a host shut until then.
    pub async fn shut(&self, host: &str, until: Timestamp) {
        let throttle = self.throttles.get(host);
        let mut throttle = throttle.lock().await;
        throttle.opens = throttle.opens.max(until);
    }

    /// Leaves a host alone for the rest of the run.
    pub async fn give_up(&self, host: &str) {
        self.throttles.get(host).lock().await.failures = self.crawler.manners.patience;
    }

    /// The pause that the robots.txt of a host asks for, where it has been read.
    fn asked_delay(&self, url: &Url) -> Duration {
        let robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        let known = robots.get(&origin(url)).and_then(|cell| cell.get());
        known.and_then(|robots| robots.delay).unwrap_or_default()
    }

    /// Whether robots.txt allows an address. It is fetched once a run; its sitemaps join the frontier.
    pub async fn may_visit(&self, url: &Url) -> Result<Permission, StoreError> {
        let cell = {
            let mut robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
            robots.entry(origin(url)).or_default().clone()
        };
        let mut sitemaps = Vec::new();
        let robots = cell.get_or_init(|| async {
            let mut robots = self.read_robots(url).await;
            if robots.why_missing().is_some() {
                // Once more: a whole run hangs on it.
                self.shut(&host_of(url), later(self.crawler.clock.now(), ROBOTS_PAUSE)).await;
                robots = self.read_robots(url).await;
            }
            sitemaps.clone_from(&robots.sitemaps);
            robots
        });
        let robots = robots.await;
        let permission = match robots.why_missing() {
            Some(why) => Permission::Unknown(why.to_owned()),
            None if robots.allow(url) => Permission::Given,
            None => Permission::Denied,
        };
        if self.plan.sitemaps && !sitemaps.is_empty() {
            let found = sitemaps.iter().filter_map(|sitemap| canonical(&url.join(sitemap).ok()?));
            let found = found.filter(|sitemap| self.plan.scope.holds_host(sitemap));
            let found: Vec<NewAddress> = found.map(|sitemap| new_address(&sitemap, Target::List, 0)).collect();
            self.crawler.store.discover(&self.plan.name, &found, self.plan.budget.frontier).await?;
        }
        Ok(permission)
    }

    async fn read_robots(&self, url: &Url) -> Robots {
        let Ok(mut url) = url.join("/robots.txt") else { return Robots::missing("地址有误") };
        for hop in 0..=ROBOTS_REDIRECTS {
            let request = Request { url: url.clone(), etag: None, last_modified: None, most: ROBOTS_BYTES };
            let answer = match self.pass(&request).await {
                Ok(answer) => answer,
                // The page itself will be rejected for the same reason, and say so.
                Err(Failure::NotPublic(_)) if hop == 0 => return Robots::everything(),
                Err(failure) => return Robots::missing(failure.to_string()),
            };
            match answer.status {
                200..=299 => {
                    let content = answer.content(ROBOTS_BYTES);
                    return match content {
                        Ok(content) => Robots::parse(&content, &self.crawler.manners.product),
                        Err(failure) => Robots::missing(failure.to_string()),
                    };
                }
                300..=399 => match answer.header("location").and_then(|to| url.join(to).ok()) {
                    Some(to) if matches!(to.scheme(), "http" | "https") => url = to,
                    _ => return Robots::everything(),
                },
                // Too busy to say is not the same as nothing to say.
                400..=499 if answer.status != 429 => return Robots::everything(),
                status => return Robots::missing(format!("HTTP {status}")),
            }
        }
        // RFC 9309: after five redirects there may be taken to be none.
        Robots::everything()
    }
}

pub fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
