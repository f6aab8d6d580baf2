//! A crawl visits the pages of a source, one polite request at a time, and takes the bulletins among them in.
//!
//! | file | noun |
//! |---|---|
//! | [`plan`] | what is to be crawled, how politely, and how much |
//! | [`address`] | one writing for one page; scope; which addresses are public |
//! | [`robots`] | what a host allows |
//! | [`fetch`] | one request, one answer; the HTTP client lives here |
//! | `host_throttle` | one request at a time to a host, and the pause between two |
//! | [`links`] | the ways on from a page |
//! | [`lists`] | sitemaps and feeds |
//! | [`extract`] | from content to bulletin |
//! | `run` | the run: which address next, until done or the budget is spent |
//! | `visit` | one address: asked for, answered, taken in |
//! | `page` | a page that was fetched, with those that continue it |
//! | `tombstone` | what counts as a bulletin that is no more there |
//! | [`summary`] | what happened, counted |
//! | [`survey`] | what a crawl would do |
//! | [`warc`] | records as they are kept on disk; [`web_archive`](crate::ingest::web_archive) makes bulletins of them |
//! | [`schedule`] | which source is due |
//!
//! The frontier is in the store ([`crate::store::frontier`]), so a crawl that was cut off goes on where it was.
//! Time and the network are passed in.

pub mod address;
pub mod extract;
pub mod fetch;
mod host_throttle;
pub mod links;
pub mod lists;
mod page;
pub mod plan;
pub mod robots;
mod run;
pub(crate) mod schedule;
pub mod summary;
pub(crate) mod survey;
mod tombstone;
mod visit;
pub mod warc;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use self::fetch::Network;
use self::plan::Manners;
use self::warc::WarcWriter;
use crate::ingest::documents::Documents;
use crate::store::Store;

/// Time, as crawls know it.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> Timestamp;
    /// Waits.
    async fn sleep(&self, duration: Duration);
}

/// The time of the machine.
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// Whatever a crawl works with.
#[derive(Clone)]
pub struct Crawler {
    /// Bulletins and the frontier.
    pub store: Arc<dyn Store>,
    /// The world.
    pub network: Arc<dyn Network>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// How politely.
    pub manners: Manners,
    /// Where answers are kept as they came; `None` keeps none.
    pub warc: Option<Arc<Mutex<WarcWriter>>>,
    /// Reads documents.
    pub documents: Arc<Mutex<Documents>>,
}
