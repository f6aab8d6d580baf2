//! A [`Plan`] is what is to be crawled: where it starts, what belongs to it and how much of it; [`Manners`] are
//! how politely, and within which bounds, whatever the plan.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::address::Scope;
use crate::ingest::rules::Rules;
use crate::model::PartialDate;

/// What is to be crawled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The name under which the store keeps the frontier.
    pub name: String,
    /// Where it starts; canonical.
    pub starts: Vec<Url>,
    /// What belongs to it.
    pub scope: Scope,
    /// How much.
    pub budget: Budget,
    /// Only bulletins of these days are taken in.
    pub window: Window,
    /// Beginnings of paths whose pages are bulletins, whatever they look like.
    pub bulletins: Vec<String>,
    /// Whether the sitemaps that robots.txt names are read.
    pub sitemaps: bool,
}

impl Plan {
    /// Whether the operator says that this page is a bulletin.
    pub fn is_bulletin(&self, url: &Url) -> bool {
        self.bulletins.iter().any(|beginning| url.path().starts_with(beginning))
    }
}

/// How much one run may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Requests, robots.txt apart.
    pub requests: u64,
    /// Links followed from a start; turning a page is none.
    pub depth: u32,
    /// Time.
    pub time: Duration,
    /// Addresses that are remembered.
    pub frontier: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { requests: 2_000, depth: 5, time: Duration::from_secs(3_600), frontier: 500_000 }
    }
}

/// Days, from the first to the last; open where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// The first.
    pub from: Option<PartialDate>,
    /// The last.
    pub until: Option<PartialDate>,
}

impl Window {
    /// Whether a bulletin of that date is wanted. One without a date is, since it may be of any.
    pub fn holds(&self, date: Option<PartialDate>) -> bool {
        let Some(date) = date else { return true };
        self.from.is_none_or(|from| date.last_day() >= from.first_day())
            && self.until.is_none_or(|until| date.first_day() <= until.last_day())
    }

    /// Whether a page that was last changed then may hold a wanted bulletin: an old one may have been changed since.
    pub fn may_hold_changed(&self, changed: Option<PartialDate>) -> bool {
        changed.is_none_or(|changed| self.from.is_none_or(|from| changed.last_day() >= from.first_day()))
    }
}

/// How politely, and within which bounds.
#[derive(Debug, Clone)]
pub struct Manners {
    /// The pause between two requests to a host, from the end of one to the beginning of the next.
    pub delay: Duration,
    /// Hosts that are visited at a time; each has one request at a time.
    pub hosts: usize,
    /// Visits of one address in a run, where it fails for a reason that may pass.
    pub attempts: u32,
    /// Failures to reach a host in a row, after which it is left alone for the run.
    pub patience: u32,
    /// The crawler's name in robots.txt, in lower case.
    pub product: String,
    /// The `User-Agent`, as it is kept with the answers.
    pub agent: String,
    /// Bytes of a page or list, decompressed.
    pub page_bytes: usize,
    /// Bytes of a document or attachment.
    pub document_bytes: usize,
    /// What is known of the pages of single sites.
    pub rules: Arc<Rules>,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            delay: Duration::from_secs(1),
            hosts: 8,
            attempts: 3,
            patience: 5,
            product: "gongbao".to_owned(),
            agent: "gongbao".to_owned(),
            page_bytes: 16 << 20,
            document_bytes: 64 << 20,
            rules: Arc::default(),
        }
    }
}
