//! A page that was fetched: a bulletin, perhaps with further pages that continue it and with files, or a column that
//! leads to some.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use url::Url;

use super::address::canonical;
use super::extract;
use super::extract::Read;
use super::fetch::Request;
use super::links::{Links, file_address};
use super::run::{CrawlError, Permission, Run, new_address};
use super::summary::{VisitOutcome, Visited};
use crate::ingest::draft::{Draft, Rejection};
use crate::ingest::normalize::limits;
use crate::ingest::parse::html;
use crate::ingest::parse::html::{PaginationLinks, pagination_links};
use crate::ingest::parts;
use crate::model::{Field, PartialDate};
use crate::store::Original;
use crate::store::frontier::{KnownAddress, LastAnswer, NewAddress, Target};

/// Pages that are turned one after the other.
pub(super) const MAX_PAGINATION_DEPTH: u32 = 1_000;

/// What became of a page.
pub(super) enum Page {
    Visited(VisitOutcome),
    /// It says that it is not there, in these words.
    Soft404(String),
}

/// What a page was found to be, in a thread that may block.
enum PageOutcome {
    Bulletin(Box<Draft>, PaginationLinks),
    Column,
    Rejected(Rejection),
}

impl Run {
    /// Takes in what a page holds and discovers where it leads; `another` says why its content is not its own.
    #[allow(clippy::too_many_arguments, reason = "they are what is known of one answer, which is used here alone")]
    pub(super) async fn page(
        &self,
        known: &KnownAddress,
        url: &Url,
        content: Vec<u8>,
        robots: Option<String>,
        another: Option<String>,
        last: &mut LastAnswer,
        visited: &mut Visited,
    ) -> Result<Page, CrawlError> {
        let (address, always) = (url.clone(), self.plan.is_bulletin(url));
        let rules = self.crawler.manners.rules.clone();
        let (links, outcome) = tokio::task::spawn_blocking(move || {
            let links = Links::parse(&content, &address, robots.as_deref());
            let outcome = match extract::parse_page(&content, &address, always, &rules) {
                Ok(Read::Bulletin(draft)) => {
                    PageOutcome::Bulletin(draft, pagination_links::find(&content, address.as_str()))
                }
                Ok(Read::Column) => PageOutcome::Column,
                Err(rejection) => PageOutcome::Rejected(rejection),
            };
            (links, outcome)
        })
        .await?;
        if let PageOutcome::Rejected(rejection) = &outcome
            && rejection.is_soft_404
        {
            return Ok(Page::Soft404(rejection.to_string()));
        }
        let outcome = match outcome {
            PageOutcome::Bulletin(..) if another.is_some() => {
                self.discover(&self.ways_on(known, &links)).await?;
                return Ok(Page::Visited(VisitOutcome::Rejected(another.unwrap_or_default())));
            }
            PageOutcome::Bulletin(draft, pagination) if !links.noindex => {
                if self.is_part(known, url, &draft, &pagination).await? {
                    self.discover(&self.ways_on(known, &links)).await?;
                    return Ok(Page::Visited(VisitOutcome::Column));
                }
                PageOutcome::Bulletin(self.with_parts(known, url, draft, pagination).await?, PaginationLinks::default())
            }
            outcome => outcome,
        };
        if let PageOutcome::Bulletin(draft, _) = &outcome {
            // What belongs to a bulletin is no bulletin of its own.
            let files = draft.attachments.iter().filter_map(|linked| file_address(&linked.attachment.url));
            let files: Vec<NewAddress> =
                files.map(|url| new_address(&url, Target::File, known.address.depth)).collect();
            self.discover(&files).await?;
        }
        self.discover(&self.ways_on(known, &links)).await?;
        let outcome = match outcome {
            _ if links.noindex => VisitOutcome::NotToKeep,
            PageOutcome::Column => VisitOutcome::Column,
            PageOutcome::Rejected(rejection) => VisitOutcome::Rejected(rejection.to_string()),
            PageOutcome::Bulletin(draft, _) => self.bulletin(*draft, last, visited).await?,
        };
        Ok(Page::Visited(outcome))
    }

    /// Takes a bulletin in, with its files.
    async fn bulletin(
        &self,
        mut draft: Draft,
        last: &mut LastAnswer,
        visited: &mut Visited,
    ) -> Result<VisitOutcome, CrawlError> {
        let date = draft.first(Field::PublishedOn).or_else(|| draft.first(Field::PublishedAt));
        if !self.plan.window.holds(date.and_then(PartialDate::find)) {
            return Ok(VisitOutcome::OtherDays);
        }
        visited.notes.append(&mut draft.notes);
        let files = self.files(&draft, visited).await?;
        let documents = self.crawler.documents.clone();
        let finishing = tokio::task::spawn_blocking(move || {
            let article = extract::finish(draft, &files, &documents);
            (article, files)
        });
        let (article, files) = finishing.await?;
        let article = match article {
            Ok(article) => article,
            Err(rejection) => return Ok(VisitOutcome::Rejected(rejection.to_string())),
        };
        visited.notes.extend(extract::notes_of_files(&article));
        let originals: Vec<Original> = files.into_values().collect();
        last.article = Some(article.id.clone());
        Ok(VisitOutcome::Bulletins(self.take_in(&originals, &[article]).await?))
    }

    /// Adds to a bulletin the pages that continue it. They are fetched with it and are no bulletins of their own.
    async fn with_parts(
        &self,
        known: &KnownAddress,
        url: &Url,
        mut draft: Box<Draft>,
        pagination: PaginationLinks,
    ) -> Result<Box<Draft>, CrawlError> {
        let mut seen = HashSet::from([url.clone()]);
        let mut bytes = 0;
        let mut next = self.pagination_target(url, pagination.next.as_deref());
        while let Some(url) = next.take().filter(|url| seen.len() < parts::MAX_PARTS && seen.insert(url.clone())) {
            let Some((following, pagination, length)) = self.part(&url).await? else { break };
            bytes += length;
            if !parts::of_one_title(&draft, &following) || bytes > limits::BODY_BYTES {
                break;
            }
            parts::append(&mut draft, following);
            self.parts.lock().unwrap_or_else(PoisonError::into_inner).insert(url.clone());
            self.discover(&[new_address(&url, Target::File, known.address.depth)]).await?;
            next = self.pagination_target(&url, pagination.next.as_deref());
        }
        Ok(draft)
    }

    /// Whether a page continues another, with which it is read.
    async fn is_part(
        &self,
        known: &KnownAddress,
        url: &Url,
        draft: &Draft,
        pagination: &PaginationLinks,
    ) -> Result<bool, CrawlError> {
        if self.parts.lock().unwrap_or_else(PoisonError::into_inner).contains(url) {
            return Ok(true);
        }
        let Some(previous) =
            self.pagination_target(url, pagination.previous.as_deref()).filter(|_| html::continues(url, pagination))
        else {
            return Ok(false);
        };
        // It was met before the page that it continues, which says whether it does.
        let Some((before, pagination, _)) = self.part(&previous).await? else { return Ok(false) };
        let led = self.pagination_target(&previous, pagination.next.as_deref()).as_ref() == Some(url);
        let is_part = led && parts::of_one_title(&before, draft);
        if is_part {
            self.discover(&[new_address(&previous, Target::Page, known.address.depth)]).await?;
        }
        Ok(is_part)
    }

    /// Where a turn leads, if to a page of the same thing that may be fetched.
    fn pagination_target(&self, url: &Url, href: Option<&str>) -> Option<Url> {
        let to = canonical(&url.join(href?).ok()?)?;
        (to != *url && html::is_family(to.as_str(), url.as_str()) && self.plan.scope.holds(&to)).then_some(to)
    }

    /// Fetches a page that may belong to another; also its bytes.
    async fn part(&self, url: &Url) -> Result<Option<(Draft, PaginationLinks, usize)>, CrawlError> {
        if self.spent() || self.may_visit(url).await? != Permission::Given {
            return Ok(None);
        }
        let most = self.crawler.manners.page_bytes;
        let request = Request { url: url.clone(), etag: None, last_modified: None, most };
        let Ok(answer) = self.ask(&request).await? else { return Ok(None) };
        let answer = Arc::new(answer);
        self.keep_raw(url, &answer, self.crawler.clock.now(), false).await?;
        let Some(content) = (answer.status == 200).then(|| answer.content(most).ok()).flatten() else {
            return Ok(None);
        };
        let (address, rules) = (url.clone(), self.crawler.manners.rules.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let draft = html::parse_with(&content, Some(address.as_str()), &rules).ok()?;
            Some((draft, pagination_links::find(&content, address.as_str()), content.len()))
        });
        Ok(reading.await?)
    }

    /// The addresses that a page leads to and that belong to the plan.
    fn ways_on(&self, known: &KnownAddress, links: &Links) -> Vec<NewAddress> {
        let (plan, here) = (&self.plan, &known.address);
        let mut found = Vec::new();
        // Turning a page is no step deeper, but there is an end to it.
        if here.pagination_depth < MAX_PAGINATION_DEPTH {
            let next = links.next.iter().filter(|url| plan.scope.holds(url));
            found.extend(next.map(|url| NewAddress {
                pagination_depth: here.pagination_depth + 1,
                ..new_address(url, Target::Page, here.depth)
            }));
        }
        if here.depth < plan.budget.depth {
            let pages = links.pages.iter().filter(|url| self.wants(url));
            found.extend(pages.map(|url| new_address(url, Target::Page, here.depth + 1)));
        }
        let lists = links.lists.iter().filter(|url| plan.scope.holds_host(url));
        found.extend(lists.map(|url| new_address(url, Target::List, here.depth)));
        found
    }

    /// Whether a page belongs to the plan and is not, by its address, of other days.
    pub(super) fn wants(&self, url: &Url) -> bool {
        let date = html::date_of_address(url).as_deref().and_then(PartialDate::find);
        self.plan.scope.holds(url) && self.plan.window.holds(date)
    }
}
