//! Gone is what a bulletin is whose address answers with something else for good: 404 and 410, a page that says so in
//! words, the front page in its place, or one page at many addresses. One such answer may be a mishap; it takes two in
//! a row, or a 410, to withdraw the bulletin.

use std::sync::PoisonError;

use jiff::Timestamp;
use url::Url;

use super::address::host_of;
use super::run::{CrawlError, Run, SeenContent};
use super::summary::VisitOutcome;
use crate::model::ArticleId;
use crate::store::frontier::{KnownAddress, LastAnswer, State};

/// Answers in a row that withdraw a bulletin.
const MIN_TOMBSTONES: u32 = 2;

/// Addresses that answer with the same bytes, from which on these are no bulletin's.
const MIN_SHARED_ADDRESSES: u32 = 3;

/// Contents that are remembered in a run.
const MAX_CONTENTS: usize = 200_000;

impl Run {
    /// Counts an answer by which a page is gone; whether its bulletin was withdrawn. `certain` needs no second answer.
    pub async fn count_tombstone(
        &self,
        known: &KnownAddress,
        url: &Url,
        certain: bool,
        last: &mut LastAnswer,
    ) -> Result<bool, CrawlError> {
        last.tombstones = known.last.tombstones.saturating_add(1);
        match &known.last.article {
            Some(article) if certain || last.tombstones >= MIN_TOMBSTONES => {
                self.withdraw(article, url, self.crawler.clock.now()).await
            }
            _ => Ok(false),
        }
    }

    /// Notes a page that stands in the place of another: of a bulletin that is known it is gone, of what is not
    /// known there is nothing to take in.
    pub async fn note_soft_404(
        &self,
        known: &KnownAddress,
        url: &Url,
        mut last: LastAnswer,
        reason: String,
    ) -> Result<VisitOutcome, CrawlError> {
        let withdrawn = self.count_tombstone(known, url, false, &mut last).await?;
        self.note(known, State::Visited, &last).await?;
        Ok(match known.last.article {
            Some(_) => VisitOutcome::Tombstone(withdrawn),
            None => VisitOutcome::Rejected(reason),
        })
    }

    /// Withdraws the bulletin of a page that is gone, unless it stands elsewhere too.
    async fn withdraw(&self, article: &ArticleId, url: &Url, now: Timestamp) -> Result<bool, CrawlError> {
        let store = &self.crawler.store;
        if store.stands_elsewhere(article, url.as_str()).await? {
            return Ok(false);
        }
        Ok(store.withdraw(std::slice::from_ref(article), now).await? > 0)
    }

    /// Whether an address is one by which a site is entered.
    pub fn is_entrance(&self, url: &Url) -> bool {
        url.path() == "/" && url.query().is_none() || self.plan.starts.contains(url)
    }

    /// Remembers the content of a page; says so where it cannot be the page's own, being that of the front page or
    /// of many addresses.
    pub fn stands_for_another(&self, url: &Url, hash: &str) -> Option<String> {
        if hash.is_empty() {
            return None;
        }
        // Of two sites that mirror each other, each has its bulletins.
        let content = format!("{} {hash}", host_of(url));
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        if contents.len() >= MAX_CONTENTS && !contents.contains_key(&content) {
            return None;
        }
        let seen = contents.entry(content).or_insert_with(|| SeenContent { first: url.clone(), addresses: 0 });
        seen.addresses = seen.addresses.saturating_add(1);
        if seen.first == *url || self.is_entrance(url) {
            return None;
        }
        if self.is_entrance(&seen.first) {
            return Some(format!("给出的是站点首页 {} 的内容；请核对网址", seen.first));
        }
        let many = seen.addresses >= MIN_SHARED_ADDRESSES;
        many.then(|| {
            format!("与 {} 等 {} 个网址的内容一字不差，不像各自的公报；请核对网址", seen.first, seen.addresses)
        })
    }
}
