//! A visit: an address is asked for, what it answers is kept as it came, taken in, and noted. Whatever breaks a
//! visit off before it is noted, the address still waits and is visited again.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::address::{canonical, host_of};
use super::extract::{Files, Kind, ParsedDocument};
use super::fetch::{Answer, Failure, Request, bounded};
use super::host_throttle::{later, retry_after};
use super::links::file_address;
use super::page::{MAX_PAGINATION_DEPTH, Page};
use super::run::{CrawlError, Permission, Run, new_address};
use super::summary::{VisitOutcome, Visited};
use super::warc::Exchange;
use super::{extract, lists};
use crate::ingest::draft::Draft;
use crate::ingest::identity::keep_known_ids;
use crate::model::Article;
use crate::store::frontier::{KnownAddress, LastAnswer, NewAddress, State, Target};
use crate::store::{Original, Outcome, PIECE};

/// Redirects that are followed one after the other.
const MAX_REDIRECTS: u32 = 5;

/// The first pause before another attempt; each further one is twice as long.
const BACKOFF: Duration = Duration::from_secs(5);

impl Run {
    /// Visits an address and notes what came of it.
    pub async fn visit(&self, known: KnownAddress) -> Result<Visited, CrawlError> {
        let mut visited = Visited {
            url: known.address.url.clone(),
            outcome: VisitOutcome::Robots,
            files: 0,
            files_failed: Vec::new(),
            notes: Vec::new(),
        };
        let Ok(url) = Url::parse(&known.address.url) else {
            visited.outcome = VisitOutcome::Failed("地址有误", known.address.url.clone());
            self.note(&known, State::Failed, &known.last).await?;
            return Ok(visited);
        };
        match self.may_visit(&url).await? {
            Permission::Given => {}
            Permission::Denied => {
                self.note(&known, State::Refused, &known.last).await?;
                return Ok(visited);
            }
            Permission::Unknown(why) => {
                visited.outcome = VisitOutcome::Failed("robots.txt 取不到", format!("{why}；取到之前不抓这个主机"));
                self.note(&known, State::Failed, &known.last).await?;
                // The host's other addresses wait for the next run.
                self.give_up(&known.address.host).await;
                return Ok(visited);
            }
        }
        // Of a page that seemed to be gone the whole is wanted.
        let fresh = known.last.tombstones > 0;
        let most = self.crawler.manners.page_bytes.max(self.crawler.manners.document_bytes);
        let request = Request {
            url: url.clone(),
            etag: known.last.etag.clone().filter(|_| !fresh),
            last_modified: known.last.last_modified.clone().filter(|_| !fresh),
            most,
        };
        visited.outcome = match self.ask(&request).await? {
            Err(failure) => self.failed(&known, &failure).await?,
            Ok(answer) => self.answered(&known, &url, Arc::new(answer), &mut visited).await?,
        };
        Ok(visited)
    }

    pub(super) async fn note(&self, known: &KnownAddress, state: State, answer: &LastAnswer) -> Result<(), CrawlError> {
        Ok(self.crawler.store.visited(&self.plan.name, &known.address.url, state, answer).await?)
    }

    async fn failed(&self, known: &KnownAddress, failure: &Failure) -> Result<VisitOutcome, CrawlError> {
        if failure.passes() && known.attempts + 1 < self.crawler.manners.attempts {
            return self.postpone(known, Duration::ZERO, failure.to_string()).await;
        }
        let state = if matches!(failure, Failure::NotPublic(_)) { State::Refused } else { State::Failed };
        self.note(known, state, &known.last).await?;
        Ok(VisitOutcome::Failed(failure.kind(), failure.to_string()))
    }

    async fn postpone(&self, known: &KnownAddress, asked: Duration, why: String) -> Result<VisitOutcome, CrawlError> {
        let pause = (BACKOFF * 2_u32.pow(known.attempts.min(10))).max(asked);
        let due = later(self.crawler.clock.now(), pause);
        self.crawler.store.postpone(&self.plan.name, &known.address.url, due).await?;
        Ok(VisitOutcome::Postponed(why))
    }

    async fn answered(
        &self,
        known: &KnownAddress,
        url: &Url,
        answer: Arc<Answer>,
        visited: &mut Visited,
    ) -> Result<VisitOutcome, CrawlError> {
        let now = self.crawler.clock.now();
        let mut last = LastAnswer { fetched_at: Some(now), status: Some(answer.status), ..known.last.clone() };
        match answer.status {
            200..=299 => return self.content(known, url, answer, last, visited).await,
            304 => {
                self.keep_raw(url, &answer, now, false).await?;
                // What it was it still is, which other addresses may be held against.
                self.stands_for_another(url, known.last.content_hash.as_deref().unwrap_or_default());
                self.note(known, State::Visited, &last).await?;
                Ok(VisitOutcome::NotModified)
            }
            300..=399 => {
                self.keep_raw(url, &answer, now, false).await?;
                self.moved(known, url, &answer, &last).await
            }
            404 | 410 => {
                self.keep_raw(url, &answer, now, false).await?;
                let withdrawn = self.count_tombstone(known, url, answer.status == 410, &mut last).await?;
                self.note(known, State::Visited, &last).await?;
                Ok(VisitOutcome::Tombstone(withdrawn))
            }
            status @ (408 | 425 | 429 | 500..=599) => {
                let asked = answer.header("retry-after").and_then(|value| retry_after(value, now)).unwrap_or_default();
                if matches!(status, 429 | 503) {
                    // The host as a whole asks for time.
                    self.shut(&known.address.host, later(now, asked)).await;
                }
                if known.attempts + 1 < self.crawler.manners.attempts {
                    return self.postpone(known, asked, format!("HTTP {status}")).await;
                }
                self.note(known, State::Failed, &known.last).await?;
                let kind = if status == 429 { "请求过多 429" } else { "服务器出错 5xx" };
                Ok(VisitOutcome::Failed(kind, format!("HTTP {status}")))
            }
            status => {
                self.note(known, State::Failed, &LastAnswer { article: last.article, ..known.last.clone() }).await?;
                let kind = if matches!(status, 401 | 403) { "不准访问 4xx" } else { "HTTP 4xx" };
                Ok(VisitOutcome::Failed(kind, format!("HTTP {status}")))
            }
        }
    }

    /// Keeps an answer as it came.
    pub(super) async fn keep_raw(
        &self,
        url: &Url,
        answer: &Arc<Answer>,
        at: Timestamp,
        same: bool,
    ) -> Result<(), CrawlError> {
        let Some(warc) = self.crawler.warc.clone() else { return Ok(()) };
        let (url, answer, agent) = (url.clone(), answer.clone(), self.crawler.manners.agent.clone());
        let write = tokio::task::spawn_blocking(move || {
            let mut warc = warc.lock().unwrap_or_else(PoisonError::into_inner);
            warc.write(&Exchange { url: &url, at, answer: &answer, same, agent: &agent })
        });
        Ok(write.await??)
    }

    async fn moved(
        &self,
        known: &KnownAddress,
        url: &Url,
        answer: &Answer,
        last: &LastAnswer,
    ) -> Result<VisitOutcome, CrawlError> {
        let fail = |kind, why: String| VisitOutcome::Failed(kind, why);
        let target = answer.header("location").and_then(|to| url.join(to.trim()).ok()).and_then(|to| canonical(&to));
        let (state, outcome, next) = match target {
            None => (State::Failed, fail("重定向有误", "没有可用的 Location".to_owned()), None),
            // Sites lead elsewhere by redirects all the time; only of a start it is a surprise.
            Some(to) if !self.plan.scope.holds(&to) && known.address.depth > 0 => {
                (State::Visited, VisitOutcome::Moved(to.to_string()), None)
            }
            Some(to) if !self.plan.scope.holds(&to) => {
                (State::Visited, fail("重定向出范围", format!("{to} 不在抓取范围内")), None)
            }
            Some(_) if known.address.redirects >= MAX_REDIRECTS => {
                (State::Failed, fail("重定向过多", format!("超过 {MAX_REDIRECTS} 次")), None)
            }
            Some(to) => (State::Visited, VisitOutcome::Moved(to.to_string()), Some(to)),
        };
        if let Some(to) = next.as_ref().filter(|to| self.is_entrance(to) && known.last.article.is_some()) {
            // Who asks for a bulletin and is led to the front page is told politely that it is gone.
            let mut last = last.clone();
            let withdrawn = self.count_tombstone(known, url, false, &mut last).await?;
            self.discover(&[new_address(to, Target::Page, known.address.depth)]).await?;
            self.note(known, state, &last).await?;
            return Ok(VisitOutcome::Tombstone(withdrawn));
        }
        if let Some(to) = next {
            let address = NewAddress {
                redirects: known.address.redirects + 1,
                pagination_depth: known.address.pagination_depth,
                ..new_address(&to, known.address.target, known.address.depth)
            };
            self.discover(&[address]).await?;
        }
        self.note(known, state, last).await?;
        Ok(outcome)
    }

    pub(super) async fn discover(&self, addresses: &[NewAddress]) -> Result<(), CrawlError> {
        self.crawler.store.discover(&self.plan.name, addresses, self.plan.budget.frontier).await?;
        Ok(())
    }

    async fn content(
        &self,
        known: &KnownAddress,
        url: &Url,
        answer: Arc<Answer>,
        mut last: LastAnswer,
        visited: &mut Visited,
    ) -> Result<VisitOutcome, CrawlError> {
        let now = self.crawler.clock.now();
        let content = answer.content(self.crawler.manners.document_bytes.max(self.crawler.manners.page_bytes));
        let content = match content {
            Ok(content) => content,
            Err(failure) => return self.failed(known, &failure).await,
        };
        let hash = blake3::hash(&content).to_hex().to_string();
        let same = known.last.content_hash.as_ref() == Some(&hash) && known.last.tombstones == 0;
        self.keep_raw(url, &answer, now, same).await?;
        last.etag = answer.header("etag").map(str::to_owned);
        last.last_modified = answer.header("last-modified").map(str::to_owned);
        last.content_hash = Some(hash);
        last.tombstones = 0;
        let kind = extract::kind_of(url, answer.header("content-type"), &content);
        let mut another = None;
        if kind == Kind::Page && known.address.target == Target::Page {
            another = self.stands_for_another(url, last.content_hash.as_deref().unwrap_or_default());
            // A page that is as it was when it was taken for a bulletin stays one.
            if known.last.article.is_some()
                && !same
                && let Some(reason) = another
            {
                return self.note_soft_404(known, url, last, reason).await;
            }
        }
        if same && known.last.article.is_some() {
            self.note(known, State::Visited, &last).await?;
            return Ok(VisitOutcome::Unchanged);
        }
        let outcome = match kind {
            Kind::List => self.list(known, url, &content).await?,
            _ if known.address.target == Target::List => self.list(known, url, &content).await?,
            Kind::Page if content.len() > self.crawler.manners.page_bytes => {
                let failure = Failure::TooLarge(self.crawler.manners.page_bytes);
                self.note(known, State::Failed, &known.last).await?;
                return Ok(VisitOutcome::Failed(failure.kind(), failure.to_string()));
            }
            Kind::Page => {
                let robots = answer.header("x-robots-tag").map(str::to_owned);
                match self.page(known, url, content, robots, another, &mut last, visited).await? {
                    Page::Soft404(reason) => return self.note_soft_404(known, url, last, reason).await,
                    Page::Visited(outcome) => outcome,
                }
            }
            Kind::Document => self.document(url, content, &mut last, visited).await?,
            Kind::Other => VisitOutcome::Unreadable,
        };
        if !visited.files_failed.is_empty() {
            // Asked for in full next time, so that its files are asked for again.
            (last.etag, last.last_modified, last.content_hash) = (None, None, None);
        }
        self.note(known, State::Visited, &last).await?;
        Ok(outcome)
    }

    async fn list(&self, known: &KnownAddress, url: &Url, content: &[u8]) -> Result<VisitOutcome, CrawlError> {
        let most = self.crawler.manners.document_bytes;
        let content = if content.starts_with(&[0x1F, 0x8B]) {
            match bounded(flate2::read::MultiGzDecoder::new(content), most) {
                Ok(content) => content,
                Err(failure) => return Ok(VisitOutcome::Rejected(failure.to_string())),
            }
        } else {
            content.to_vec()
        };
        let base = url.clone();
        let list = tokio::task::spawn_blocking(move || lists::parse(&content, &base)).await?;
        let (plan, depth) = (&self.plan, known.address.depth);
        let mut found: Vec<NewAddress> = Vec::new();
        for page in list.pages.iter().filter(|(_, date)| plan.window.may_hold_changed(*date)) {
            let page = canonical(&page.0)
                .filter(|page| self.wants(page) && crate::ingest::crawler::links::may_be_bulletin(page));
            found.extend(page.map(|page| new_address(&page, Target::Page, depth + 1)));
        }
        // An index of indexes goes as deep as links do.
        for list in list.lists.iter().filter_map(canonical).filter(|list| plan.scope.holds_host(list)) {
            if known.address.pagination_depth < MAX_PAGINATION_DEPTH {
                let pagination_depth = known.address.pagination_depth + 1;
                found.push(NewAddress { pagination_depth, ..new_address(&list, Target::List, depth) });
            }
        }
        self.discover(&found).await?;
        Ok(VisitOutcome::List)
    }

    /// Fetches the files of a bulletin.
    pub(super) async fn files(&self, draft: &Draft, visited: &mut Visited) -> Result<Files, CrawlError> {
        let mut files = Files::new();
        for linked in &draft.attachments {
            let address = &linked.attachment.url;
            let Some(url) = file_address(address).filter(|url| self.plan.scope.holds_host(url)) else { continue };
            if self.spent() || self.may_visit(&url).await? != Permission::Given {
                continue;
            }
            match self.file(&url).await? {
                Ok(original) => {
                    visited.files += 1;
                    files.insert(address.clone(), original);
                }
                Err(why) => visited.files_failed.push(format!("{url}：{why}")),
            }
        }
        Ok(files)
    }

    async fn file(&self, url: &Url) -> Result<Result<Original, String>, CrawlError> {
        let store = &self.crawler.store;
        let known = store.known_address(&self.plan.name, url.as_str()).await?;
        let last = known.map(|known| known.last).unwrap_or_default();
        let most = self.crawler.manners.document_bytes;
        let request =
            Request { url: url.clone(), etag: last.etag.clone(), last_modified: last.last_modified.clone(), most };
        let answer = match self.ask(&request).await? {
            Ok(answer) => Arc::new(answer),
            Err(failure) => return Ok(Err(failure.to_string())),
        };
        let now = self.crawler.clock.now();
        self.keep_raw(url, &answer, now, false).await?;
        if answer.status == 304
            && let Some(hash) = &last.content_hash
        {
            let mut content = Vec::new();
            for number in 0.. {
                let Some(piece) = store.piece(hash, number).await? else { break };
                let whole = piece.len() == PIECE;
                content.extend(piece);
                if !whole {
                    break;
                }
            }
            let original = Original::new(content);
            return Ok(if original.hash == *hash { Ok(original) } else { Err("已存的原件不完整".to_owned()) });
        }
        if !(200..300).contains(&answer.status) {
            let asked = answer.header("retry-after").and_then(|value| retry_after(value, now));
            if let Some(asked) = asked {
                self.shut(&host_of(url), later(now, asked)).await;
            }
            return Ok(Err(format!("HTTP {}", answer.status)));
        }
        let original = match answer.content(most) {
            Ok(content) => Original::new(content),
            Err(failure) => return Ok(Err(failure.to_string())),
        };
        let answer = LastAnswer {
            fetched_at: Some(now),
            status: Some(answer.status),
            etag: answer.header("etag").map(str::to_owned),
            last_modified: answer.header("last-modified").map(str::to_owned),
            content_hash: Some(original.hash.clone()),
            ..LastAnswer::default()
        };
        // Kept before it is noted: what the note promises must be there.
        store.keep(std::slice::from_ref(&original)).await?;
        store.visited(&self.plan.name, url.as_str(), State::Visited, &answer).await?;
        Ok(Ok(original))
    }

    async fn document(
        &self,
        url: &Url,
        content: Vec<u8>,
        last: &mut LastAnswer,
        visited: &mut Visited,
    ) -> Result<VisitOutcome, CrawlError> {
        let (address, documents) = (url.clone(), self.crawler.documents.clone());
        let reading = tokio::task::spawn_blocking(move || {
            let original = Original::new(content);
            let articles = extract::parse_document(&original, &address, &documents);
            (original, articles)
        });
        let (original, articles) = reading.await?;
        let ParsedDocument { articles, mut originals, mut notes } = match articles {
            Ok(read) => read,
            Err(rejection) => return Ok(VisitOutcome::Rejected(rejection.to_string())),
        };
        let mut read = Vec::new();
        for article in articles {
            match article {
                Ok(article) => read.push(article),
                Err(rejection) => notes.push(rejection.to_string()),
            }
        }
        if read.is_empty() && !notes.is_empty() {
            return Ok(VisitOutcome::Rejected(notes.join("；")));
        }
        let mut wanted: Vec<Article> =
            read.into_iter().filter(|article| self.plan.window.holds(article.published_on)).collect();
        keep_known_ids(&*self.crawler.store, &mut wanted).await?;
        let Some(first) = wanted.first() else { return Ok(VisitOutcome::OtherDays) };
        last.article = Some(first.id.clone());
        visited.notes.append(&mut notes);
        originals.push(original);
        Ok(VisitOutcome::Bulletins(self.take_in(&originals, &wanted).await?))
    }

    pub(super) async fn take_in(
        &self,
        originals: &[Original],
        articles: &[Article],
    ) -> Result<Vec<Outcome>, CrawlError> {
        let store = &self.crawler.store;
        if !originals.is_empty() {
            store.keep(originals).await?;
        }
        Ok(store.upsert(articles, self.crawler.clock.now()).await?)
    }
}
