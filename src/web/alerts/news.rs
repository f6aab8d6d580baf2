//! News are the bulletins that an alert finds and has not told yet, and the mail that tells them.

use askama::Template;
use jiff::Timestamp;

use super::letter::{Letter, Letterhead};
use super::wish::Search;
use super::{schedule, token};
use crate::app::App;
use crate::locale::Language;
use crate::model::ArticleKey;
use crate::model::date::day_of;
use crate::search::engine::query::Sort;
use crate::search::types::error::SearchError;
use crate::search::types::request::{ScanCursor, SearchRequest};
use crate::search::types::response::ResultItem;
use crate::store::StoreError;
use crate::store::alerts::Alert;
use crate::web::html::conditions;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks, result_url};

/// Bulletins that a mail lists; of more it says how many there are, and where.
const MAX_LISTED: usize = 100;

/// Bulletins that are counted; of a flood it says that there are more.
const MAX_COUNTED: usize = 1_000;

/// Bulletins of one step of the search.
const STEP: usize = 100;

/// Characters of an excerpt in a mail.
const EXCERPT_CHARS: usize = 80;

/// A bulletin in a mail.
struct Mention {
    title: String,
    /// Date and source.
    facts: String,
    excerpt: String,
    url: String,
}

#[derive(Template)]
#[template(path = "mail_news.txt")]
struct NewsText<'a> {
    texts: &'static Texts,
    mail: &'a NewsMail,
}

#[derive(Template)]
#[template(path = "mail_news.html")]
struct NewsHtml<'a> {
    texts: &'static Texts,
    mail: &'a NewsMail,
}

/// What is new.
#[derive(Default)]
struct News {
    /// The last accepted first, at most [`MAX_LISTED`].
    listed: Vec<ResultItem>,
    /// How many there are, at most [`MAX_COUNTED`].
    count: usize,
}

struct NewsMail {
    subject: String,
    site_name: String,
    mentions: Vec<Mention>,
    /// How many there are beyond those.
    more: usize,
    /// Whether there are still more.
    is_flood: bool,
    search_url: String,
    manage_url: String,
}

/// Looks what is new to an alert, writes down that it was told, and queues the mail; whether there was anything.
///
/// # Errors
/// Of the store.
pub async fn tell(app: &App, letterhead: &Letterhead, alert: &Alert) -> Result<bool, StoreError> {
    let now = app.clock.now();
    let due = schedule::next(alert.wish.period, now);
    // A search of the past, whose parameters are no longer known, tells nothing; it is looked at again in case they return.
    let Ok(search) = Search::read(Some(alert.wish.search.as_str()), |_, _| Ok(false)) else {
        tracing::warn!("提醒 {} 的检索条件已读不懂，未检索", alert.id);
        app.store.tell(alert, alert.told, due, None, now).await?;
        return Ok(false);
    };
    // What waits for the index is told when it is in.
    let settled = app.store.settled_key(alert.told, app.search.indexed_revision()).await?;
    let found = match news(app, &search.params.request, alert.told, settled, now).await {
        Ok(found) => found,
        // It stays due.
        Err(error) => {
            tracing::warn!("提醒 {} 未能检索：{error}", alert.id);
            return Ok(false);
        }
    };
    let told = alert.told.max(settled);
    if found.count == 0 {
        app.store.tell(alert, told, due, None, now).await?;
        return Ok(false);
    }
    let token = token::sign(&*app.store, alert.id).await?;
    let manage_url = format!("{}/alert?key={token}", letterhead.site);
    let texts = Texts::new(Language::from_tag(&alert.wish.language).unwrap_or(Language::Hans));
    let name = conditions::name(&search.params.request, texts);
    let links = SearchLinks::new(&search.params);
    let mail = NewsMail {
        subject: texts.format("mail-news-subject").with("search", name.as_str()).with("count", found.count).to_string(),
        site_name: letterhead.site_name.title(texts),
        mentions: found.listed.iter().map(|item| Mention::new(item, texts, &letterhead.site)).collect(),
        more: found.count - found.listed.len(),
        is_flood: found.count == MAX_COUNTED,
        search_url: format!("{}{}", letterhead.site, links.url(Change::Sort(Sort::NewestSeen))),
        manage_url,
    };
    let rendered =
        NewsText { texts, mail: &mail }.render().and_then(|text| Ok((text, NewsHtml { texts, mail: &mail }.render()?)));
    let (text, html) = match rendered {
        Ok(rendered) => rendered,
        Err(error) => {
            tracing::error!("提醒 {} 的邮件未能写成：{error}", alert.id);
            return Ok(false);
        }
    };
    let letter = Letter {
        to: &alert.wish.address,
        subject: mail.subject.clone(),
        text,
        html: Some(html),
        unsubscribe: Some(&mail.manage_url),
        name: format!("alert.{}.{}", alert.id, told.0),
    };
    match letterhead.write(letter, now) {
        Ok(content) => app.store.tell(alert, told, due, Some(&content), now).await,
        Err(error) => {
            tracing::error!("提醒 {} 的邮件未能写成：{error}", alert.id);
            Ok(false)
        }
    }
}

/// The bulletins that have all that is asked for and were accepted after `told` and not after `settled`, the last first.
async fn news(
    app: &App,
    request: &SearchRequest,
    told: ArticleKey,
    settled: ArticleKey,
    now: Timestamp,
) -> Result<News, SearchError> {
    let mut request = SearchRequest {
        sort: Sort::NewestSeen,
        per_page: STEP,
        cursor: Some(ScanCursor::default()),
        facets: Vec::new(),
        today: Some(day_of(now)),
        ..request.clone()
    };
    let mut news = News::default();
    loop {
        let page = app.search.search(&request).await?;
        for item in page.results {
            let key = item.stored.key;
            if key <= told || news.count == MAX_COUNTED {
                return Ok(news);
            }
            // A search that finds little finds what has some of the words as well; nobody asked to be told of that.
            if key <= settled && item.missing.is_empty() {
                news.count += 1;
                if news.listed.len() < MAX_LISTED {
                    news.listed.push(item);
                }
            }
        }
        let Some(next) = page.next else { return Ok(news) };
        request.cursor = Some(next);
    }
}

impl Mention {
    fn new(item: &ResultItem, texts: &'static Texts, site: &str) -> Self {
        let article = &item.stored.article;
        let facts = [article.published_on.map(|date| texts.date(date)), article.source.clone()];
        let excerpt: String = item.excerpt.text.chars().take(EXCERPT_CHARS).collect();
        let is_cut = item.excerpt.cut_after || item.excerpt.text.chars().nth(EXCERPT_CHARS).is_some();
        Self {
            title: article.title.clone(),
            facts: facts.into_iter().flatten().collect::<Vec<_>>().join("  "),
            excerpt: format!("{excerpt}{}", if is_cut { "…" } else { "" }),
            url: format!("{site}{}", result_url(item)),
        }
    }
}
