//! The [`Frontier`] is what a crawl knows of the addresses it may visit: which wait, what each answered last,
//! and how far the present run has come. It lives in the store, so that a crawl that was cut off goes on
//! where it was.

use async_trait::async_trait;
use jiff::Timestamp;

use super::StoreError;
use crate::model::ArticleId;

/// What an address is expected to lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A page, or a document that stands by itself.
    Page,
    /// A sitemap or a feed.
    List,
    /// A file that a bulletin offers; it is fetched together with its page.
    File,
}

/// What has become of an address in the present run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is to be visited.
    Waiting,
    /// It was visited.
    Visited,
    /// It could not be visited.
    Failed,
    /// It may not be visited: robots.txt, or no public address.
    Refused,
}

/// An address as a crawl comes upon it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAddress {
    /// The address, canonical.
    pub url: String,
    /// Its host and port.
    pub host: String,
    /// What it is expected to lead to.
    pub target: Target,
    /// Links followed from a start to here.
    pub depth: u32,
    /// Redirects followed one after the other.
    pub redirects: u32,
    /// Pages turned one after the other.
    pub pagination_depth: u32,
}

/// What an address answered last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LastAnswer {
    /// When.
    pub fetched_at: Option<Timestamp>,
    /// The HTTP status.
    pub status: Option<u16>,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`, as written.
    pub last_modified: Option<String>,
    /// BLAKE3 of the content, 64 hexadecimal digits.
    pub content_hash: Option<String>,
    /// Answers in a row that said the page is gone.
    pub tombstones: u32,
    /// The bulletin that the page holds.
    pub article: Option<ArticleId>,
}

/// An address as the frontier keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAddress {
    /// The address itself.
    pub address: NewAddress,
    /// What has become of it in this run.
    pub state: State,
    /// Visits of this run that failed.
    pub attempts: u32,
    /// The last answer.
    pub last: LastAnswer,
}

/// A crawl run of a source: every address once, within the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrawlRun {
    /// 1 for the first.
    pub number: u32,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it ended; `None` while it goes on or was broken off.
    pub ended_at: Option<Timestamp>,
    /// Requests so far.
    pub requests: u64,
}

/// How many addresses of a source are in which state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FrontierCounts {
    /// To be visited in this run.
    pub waiting: u64,
    /// All that are known.
    pub known: u64,
}

/// Keeps what crawls know of addresses. Every method may be called from several processes at once.
#[async_trait]
pub trait Frontier: Send + Sync {
    /// The present or last crawl run of a source.
    async fn crawl_run(&self, source: &str) -> Result<Option<CrawlRun>, StoreError>;

    /// Resumes the run that was broken off, or begins a new one, in which every known page and list waits.
    async fn begin_crawl_run(&self, source: &str, at: Timestamp) -> Result<CrawlRun, StoreError>;

    /// Ends the run.
    async fn end_crawl_run(&self, source: &str, at: Timestamp) -> Result<(), StoreError>;

    /// Takes in addresses of a source whose run has begun, that are not known yet, while fewer than `most` are; returns how many were new.
    /// Files do not wait: they are visited with their pages.
    async fn discover(&self, source: &str, addresses: &[NewAddress], most: u64) -> Result<u64, StoreError>;

    /// Hosts with addresses that wait, and when the first of them is due.
    async fn waiting_hosts(&self, source: &str) -> Result<Vec<(String, Timestamp)>, StoreError>;

    /// The next address to visit on a host: where the crawl starts and lists first, then what was never
    /// visited, then columns, then bulletins, then what seems to be gone, those visited longest ago first.
    async fn next_address(&self, source: &str, host: &str, due: Timestamp) -> Result<Option<KnownAddress>, StoreError>;

    /// What is known of an address.
    async fn known_address(&self, source: &str, url: &str) -> Result<Option<KnownAddress>, StoreError>;

    /// Notes a visit that is over: its outcome and what the address answered. A bulletin whose page was there has
    /// been met again, changed or not.
    async fn visited(&self, source: &str, url: &str, state: State, answer: &LastAnswer) -> Result<(), StoreError>;

    /// Notes a visit that failed and is to be tried again.
    async fn postpone(&self, source: &str, url: &str, due: Timestamp) -> Result<(), StoreError>;

    /// Counts a request of the present run.
    async fn count_request(&self, source: &str) -> Result<(), StoreError>;

    /// Whether a bulletin stands at another address too, of any source, that is not known to be gone.
    async fn stands_elsewhere(&self, article: &ArticleId, url: &str) -> Result<bool, StoreError>;

    /// How many addresses there are.
    async fn frontier_counts(&self, source: &str) -> Result<FrontierCounts, StoreError>;
}
