//! What happened at each address, and the [`Summary`] of it all.

use std::collections::BTreeMap;

use crate::store::Outcome;

/// What happened at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitOutcome {
    /// A bulletin was taken in, or several from one archive.
    Bulletins(Vec<Outcome>),
    /// The page is what it was.
    Unchanged,
    /// The server says that the page is what it was.
    NotModified,
    /// The page holds no bulletin, but leads to some.
    Column,
    /// A sitemap or feed was read.
    List,
    /// The page has moved.
    Moved(String),
    /// robots.txt forbids it, or could not be had.
    Robots,
    /// The page asks that it not be kept.
    NotToKeep,
    /// Its bulletin is not of the wanted days.
    OtherDays,
    /// What it leads to is nothing that gongbao reads.
    Unreadable,
    /// The page is gone; whether a bulletin was withdrawn for it.
    Tombstone(bool),
    /// It failed and will be tried again; why.
    Postponed(String),
    /// It failed: the kind, and why.
    Failed(&'static str, String),
    /// The page was fetched, but no bulletin could be made of it; why.
    Rejected(String),
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visited {
    /// The address.
    pub url: String,
    /// What happened there.
    pub outcome: VisitOutcome,
    /// Attachments that were fetched.
    pub files: u64,
    /// Attachments that were not, and why.
    pub files_failed: Vec<String>,
    /// What was taken in there, but could not be read as it should be, and why.
    pub notes: Vec<String>,
}

/// What a crawl has come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Answers with content: pages, lists and documents.
    pub fetched: u64,
    /// Bulletins not known before.
    pub new: u64,
    /// Bulletins that say something else than before.
    pub changed: u64,
    /// Bulletins or pages met again as they were.
    pub unchanged: u64,
    /// Pages that the server said are as they were.
    pub not_modified: u64,
    /// Pages without a bulletin of their own.
    pub columns: u64,
    /// Sitemaps and feeds.
    pub lists: u64,
    /// Attachments fetched.
    pub files: u64,
    /// Attachments that were not.
    pub files_failed: u64,
    /// Redirects.
    pub moved: u64,
    /// Addresses that robots.txt forbids.
    pub robots: u64,
    /// Pages that ask not to be kept.
    pub not_to_keep: u64,
    /// Bulletins of other days.
    pub other_days: u64,
    /// Formats that gongbao does not read.
    pub unreadable: u64,
    /// Pages that are gone.
    pub tombstones: u64,
    /// Bulletins withdrawn for it.
    pub withdrawn: u64,
    /// Pages of which no bulletin could be made.
    pub rejected: u64,
    /// Pages and documents of which something could not be read as it should be.
    pub noted: u64,
    /// Addresses that failed, by kind.
    pub failed: BTreeMap<&'static str, u64>,
    /// Addresses that still wait.
    pub waiting: u64,
    /// Why the crawl ended.
    pub end: End,
}

/// Why a crawl ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum End {
    /// It has not.
    #[default]
    Going,
    /// Nothing is left to visit.
    Done,
    /// The requests of the run are spent.
    Requests,
    /// The time is.
    Time,
    /// What is left must wait longer than the time allows, or its host is out of reach.
    Later,
}

impl Summary {
    /// Counts a visit.
    pub fn count(&mut self, visited: &Visited) {
        self.files += visited.files;
        self.files_failed += visited.files_failed.len() as u64;
        self.noted += u64::from(!visited.notes.is_empty());
        let with_content = match &visited.outcome {
            VisitOutcome::Bulletins(outcomes) => {
                for outcome in outcomes {
                    match outcome {
                        Outcome::New => self.new += 1,
                        Outcome::Changed(_) => self.changed += 1,
                        Outcome::Unchanged => self.unchanged += 1,
                    }
                }
                None
            }
            VisitOutcome::Unchanged => Some(&mut self.unchanged),
            VisitOutcome::Column => Some(&mut self.columns),
            VisitOutcome::List => Some(&mut self.lists),
            VisitOutcome::NotToKeep => Some(&mut self.not_to_keep),
            VisitOutcome::OtherDays => Some(&mut self.other_days),
            VisitOutcome::Unreadable => Some(&mut self.unreadable),
            VisitOutcome::Rejected(_) => Some(&mut self.rejected),
            VisitOutcome::NotModified => return self.not_modified += 1,
            VisitOutcome::Moved(_) => return self.moved += 1,
            VisitOutcome::Robots => return self.robots += 1,
            VisitOutcome::Tombstone(withdrawn) => {
                self.tombstones += 1;
                self.withdrawn += u64::from(*withdrawn);
                return;
            }
            VisitOutcome::Postponed(_) => return,
            VisitOutcome::Failed(kind, _) => return *self.failed.entry(kind).or_default() += 1,
        };
        self.fetched += 1;
        if let Some(count) = with_content {
            *count += 1;
        }
    }

    /// Whether something went wrong that an operator may want to see to.
    pub fn has_rejections(&self) -> bool {
        !self.failed.is_empty() || self.rejected > 0 || self.files_failed > 0
    }
}

/// Who is told how a crawl goes.
pub trait CrawlObserver: Send {
    /// An address was visited; what the crawl has come to so far.
    fn visited(&mut self, visited: &Visited, summary: &Summary);
}
