//! A round visits every known address of a source once, and those it leads to, until nothing is left or the
//! budget is spent. Hosts are visited side by side, each with one request at a time.

use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use super::Crawler;
use super::host_throttle::{Gates, later};
use super::plan::Plan;
use super::run::{CrawlError, Run, new_address};
use super::summary::{Summary, Watcher};
use crate::store::frontier::{NewAddress, Target};

impl Crawler {
    /// Crawls one round of a plan, or the rest of one that was broken off. Dropping the future is safe at any
    /// time: what was visited is stored, the rest waits.
    ///
    /// # Errors
    /// Of the store and of the folder of raw answers. What goes wrong out there is counted, and no error.
    pub async fn crawl(&self, plan: &Plan, watcher: &mut dyn Watcher) -> Result<Summary, CrawlError> {
        let begun = self.clock.now();
        let round = self.store.begin_round(&plan.name, begun).await?;
        let run = Arc::new(Run {
            crawler: self.clone(),
            plan: plan.clone(),
            gates: Gates::default(),
            robots: Mutex::default(),
            contents: Mutex::default(),
            parts: Mutex::default(),
            requests: AtomicU64::new(round.requests),
            deadline: later(begun, plan.budget.time),
        });
        let starts: Vec<NewAddress> = plan.starts.iter().map(|url| new_address(url, Target::Page, 0)).collect();
        self.store.discover(&plan.name, &starts, plan.budget.frontier).await?;
        let mut summary = Summary::default();
        summary.end = run.go(&mut summary, watcher).await?;
        self.store.end_round(&plan.name, self.clock.now()).await?;
        summary.waiting = self.store.frontier_counts(&plan.name).await?.waiting;
        Ok(summary)
    }
}
