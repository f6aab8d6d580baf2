//! The archive as programs need it beside searches: what has changed, to mirror all of it; bulletins by their ids
//! or document numbers; earlier versions; the values of a facet; figures.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::api;
use super::error::WebError;
use super::links::{SearchLinks, article_url, escaped};
use super::negotiate::Form;
use super::pages;
use super::params::{SearchParams, one_of, pairs, read_form, read_number};
use super::resources::{find, today};
use super::respond::{self, Tag};
use super::visit::Visit;
use crate::app::App;
use crate::model::{ArticleId, DocumentNumber, FACETS, Facet, PartialDate, StoredArticle};
use crate::search::analysis::fold;
use crate::search::request::{SearchRequest, Sort};
use crate::search::result::ResultPage;
use crate::store::{Store, StoreCounts, StoreError};

/// Changes in an answer, unasked and at most.
const CHANGES: usize = 100;
const MOST_CHANGES: usize = 500;
/// Changes that a stream reads at a time.
const BATCH: usize = 100;
/// Bulletins that can be asked for at once.
const MOST_IDS: usize = 100;
/// Related bulletins, unasked and at most.
const RELATED: usize = 6;
const MOST_RELATED: usize = 50;
/// Values of a facet, unasked and at most.
const VALUES: usize = 50;
const MOST_VALUES: usize = 1_000;
/// Values of a facet on its page, unasked.
const VALUES_OF_PAGE: usize = 200;
/// Values of each facet in the figures.
const FIGURES: usize = 20;

/// How much there is, and of what.
pub struct Figures {
    /// In the store.
    pub counts: StoreCounts,
    /// The store's revision.
    pub revision: i64,
    /// The revision that searches reflect.
    pub indexed_revision: i64,
    /// The newest, with every facet counted.
    pub all: ResultPage,
    /// The first day of publication that is known, and the last.
    pub earliest: Option<PartialDate>,
    /// The last.
    pub latest: Option<PartialDate>,
}

/// `GET /changes?since=REVISION`: everything that is new, changed or withdrawn since, by ascending revision; each
/// bulletin once, as it is now. As NDJSON to the end unless a limit is stated, as JSON so many at a time.
pub async fn changes(State(app): State<Arc<App>>, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let (mut since, mut limit) = (0, None);
    SearchParams::only(visit.uri.query(), &["since", "limit"], |name, value| {
        match name {
            "since" => since = read_revision(&value)?,
            _ => limit = Some(read_number("limit", &value, MOST_CHANGES)?),
        }
        Ok(())
    })?;
    let form = visit.among(&[Form::Json, Form::Ndjson])?;
    let tag = Tag::of(&visit, form, &app.store.revision().await?);
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    if form == Form::Ndjson {
        return tag.on(respond::text(stream(app.store.clone(), since, limit.unwrap_or(usize::MAX)), form.media_type()));
    }
    let limit = limit.unwrap_or(CHANGES);
    let mut found = app.store.changes_since(since, limit + 1).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    tag.on(api::changes(since, limit, &found, more))
}

fn read_revision(value: &str) -> Result<i64, WebError> {
    let digits = !value.is_empty() && value.len() <= 18 && value.bytes().all(|b| b.is_ascii_digit());
    value
        .parse()
        .ok()
        .filter(|_| digits)
        .ok_or_else(|| one_of("since", value, "从 0 起的修订号", "a revision, a whole number from 0", "since=0"))
}

/// Changes, a line each, read as they are sent, at most so many. What comes meanwhile is sent too, so that it ends at
/// the present.
fn stream(store: Arc<dyn Store>, since: i64, most: usize) -> Body {
    let state = (store, Some(since), most);
    respond::stream(futures_util::stream::unfold(state, |(store, since, left)| async move {
        if left == 0 {
            return None;
        }
        let batch = match store.changes_since(since?, left.min(BATCH)).await {
            Ok(batch) => batch,
            // Broken off, so that it is not taken for the whole.
            Err(error) => return Some((Err::<Bytes, StoreError>(error), (store, None, 0))),
        };
        let last = batch.last()?.revision;
        let mut out = Vec::with_capacity(64 * 1024);
        for stored in &batch {
            // Plain data always serialises, and memory takes whatever is written.
            if serde_json::to_writer(&mut out, &api::change(stored)).is_ok() {
                out.push(b'\n');
            }
        }
        Some((Ok(Bytes::from(out)), (store, Some(last), left - batch.len())))
    }))
}

/// `GET /articles?ids=a,b,c`: bulletins by their ids, in that order; `id=` takes one that has a comma in it.
pub async fn articles(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    let mut ids: Vec<String> = Vec::new();
    for pair in pairs(visit.uri.query()) {
        let (name, value) = pair?;
        match name.as_str() {
            "ids" => ids.extend(value.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())),
            "id" => ids.push(value),
            "format" => drop(read_form(&value)?),
            _ => {
                let detail = format!("这个地址没有参数「{name}」，只有 ids、id 和 format。");
                let detail_en = format!("This address has no parameter \"{name}\"; it takes ids, id and format.");
                return Err(WebError::parameter(&name, detail, detail_en, "ids=a,b"));
            }
        }
    }
    visit.among(Form::OF_DATA)?;
    if ids.is_empty() || ids.len() > MOST_IDS {
        let given = ids.len().to_string();
        let allowed = format!("1 到 {MOST_IDS} 个以逗号分隔的编号");
        let allowed_en = format!("1 to {MOST_IDS} ids, comma-separated");
        return Err(one_of("ids", &given, &allowed, &allowed_en, "ids=a,b"));
    }
    let (mut found, mut not_found) = (Vec::new(), Vec::new());
    for text in ids {
        let stored = match ArticleId::new(&text) {
            Some(id) => app.search.article(&id).await?,
            None => None,
        };
        match stored {
            Some(stored) => found.push(stored),
            None => not_found.push(text),
        }
    }
    Ok(api::articles(&found, &not_found))
}

/// `GET /articles/{id}/related`: data only, the most alike first.
pub async fn related(
    State(app): State<Arc<App>>,
    visit: Visit,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut limit = RELATED;
    SearchParams::only(visit.uri.query(), &["limit"], |_, value| {
        limit = read_number("limit", &value, MOST_RELATED)?;
        Ok(())
    })?;
    visit.among(Form::OF_DATA)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    let others = app.search.related(&stored, limit).await?;
    respond::tagged(&headers, api::related_to(&stored, &others)).await
}

/// `GET /document-numbers/{文号}`: to the bulletin of that number, however it is written; to a search where
/// several bear it.
pub async fn document_number(
    State(app): State<Arc<App>>,
    visit: Visit,
    number: Result<Path<String>, PathRejection>,
) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    visit.among(Form::OF_ARTICLES)?;
    let text = number.map(|Path(text)| text).unwrap_or_default();
    let numbers = read_document_number(&text);
    if numbers.is_empty() {
        return Err(WebError::no_document_number(&text));
    }
    let facet = FACETS.iter().find(|facet| facet.name == "document_number");
    let mut request = SearchRequest { facets: Vec::new(), highlight: false, per_page: 2, ..SearchRequest::new("") };
    request.filters.extend(facet.map(|facet| (facet, numbers.clone())));
    let found = app.search.search(&request).await?;
    let query = visit.uri.query().map_or(String::new(), |query| format!("?{query}"));
    let address = match (found.total, found.results.first()) {
        (0, _) | (_, None) => return Err(WebError::no_document_number(&text)),
        (1, Some(item)) => format!("{}{query}", article_url(&item.stored.article.id)),
        _ => {
            let format = visit.uri.query().map_or(String::new(), |query| format!("&{query}"));
            let numbers: Vec<String> =
                numbers.iter().map(|number| format!("document_number={}", escaped(number))).collect();
            format!("/search?{}{format}", numbers.join("&"))
        }
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::try_from(address).map_err(WebError::internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// A document number in any writing, as it may be published: 国办发〔2017〕47号, `国办发[2017]47`, 国办发 2017 47,
/// 國辦發〔2017〕47號. A bulletin in traditional characters bears it in those.
fn read_document_number(text: &str) -> Vec<String> {
    if text.chars().count() > 60 {
        return Vec::new();
    }
    let folded = fold(text);
    let mut numbers: Vec<String> = [DocumentNumber::parse(text), DocumentNumber::parse(&folded), in_parts(&folded)]
        .into_iter()
        .flatten()
        .map(|number| number.to_string())
        .collect();
    numbers.dedup();
    numbers
}

/// A number of which only the order of its parts is as it should be: 国办发2017-47.
fn in_parts(text: &str) -> Option<DocumentNumber> {
    let text = text.trim().trim_end_matches('号');
    let begin = text.find(|c: char| c.is_ascii_digit())?;
    let (organ, rest) = text.split_at(begin);
    let mut parts = rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, number) = (parts.next()?, parts.next()?);
    let organ = organ.trim_matches(|c: char| !c.is_alphanumeric());
    parts.next().is_none().then(|| DocumentNumber::parse(&format!("{organ}〔{year}〕{number}号"))).flatten()
}

/// `GET /facets/{name}?prefix=…&containing=…`: the values of a facet among the hits of a search, the most frequent
/// first.
pub async fn facet(
    State(app): State<Arc<App>>,
    visit: Visit,
    name: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (mut prefix, mut containing, mut limit) = (String::new(), String::new(), None);
    let mut params = SearchParams::parse_with(visit.uri.query(), |name, value| {
        match name {
            "prefix" => prefix = value.chars().take(100).collect(),
            "containing" => containing = value.trim().chars().take(100).collect(),
            "limit" => limit = Some(read_number("limit", value, MOST_VALUES)?),
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    let form = visit.among(Form::OF_PAGES)?;
    let name = name.map(|Path(name)| name).unwrap_or_default();
    let facet = Facet::named(&name).ok_or_else(|| WebError::no_facet(&name))?;
    let tag = Tag::of(&visit, form, &format!("{} {}", app.search.state(), today()));
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    params.request.today.get_or_insert(today());
    params.request.walk = None;
    let limit = limit.unwrap_or(if form == Form::Html { VALUES_OF_PAGE } else { VALUES });
    let (beginning, inside) = (fold(prefix.trim()), fold(&containing));
    let wanted = |value: &str| {
        let value = fold(value);
        value.starts_with(&beginning) && value.contains(&inside)
    };
    let counts = app.search.facet(&params.request, facet, wanted, limit).await?;
    tag.on(match form {
        Form::Html => {
            let mut more = SearchLinks::new(&params).facet(facet);
            more.push(if more.contains('?') { '&' } else { '?' });
            more.push_str(&format!(
                "prefix={}&containing={}&limit={MOST_VALUES}",
                escaped(&prefix),
                escaped(&containing)
            ));
            pages::facet(&visit, &params, if containing.is_empty() { &prefix } else { &containing }, &counts, more)
        }
        _ => api::facet(&params, &prefix, &containing, &counts),
    })
}

/// `GET /stats`: data only.
pub async fn stats(State(app): State<Arc<App>>, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let form = visit.among(Form::OF_DATA)?;
    let revision = app.store.revision().await?;
    let tag = Tag::of(&visit, form, &format!("{revision} {}", app.search.state()));
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    let facets: Vec<&'static Facet> = FACETS.iter().collect();
    let newest = SearchRequest {
        facet_values: facets.iter().map(|facet| (*facet, FIGURES)).collect(),
        facets,
        per_page: 1,
        highlight: false,
        ..SearchRequest::new("")
    };
    let oldest = SearchRequest { sort: Sort::Oldest, facets: Vec::new(), ..newest.clone() };
    let (all, first, counts) = tokio::join!(app.search.search(&newest), app.search.search(&oldest), app.store.counts());
    let all = all?;
    let date = |page: &ResultPage| page.results.first().and_then(|item| of(&item.stored));
    let figures = Figures {
        counts: counts?,
        revision,
        indexed_revision: all.revision,
        earliest: date(&first?),
        latest: date(&all),
        all,
    };
    tag.on(api::stats(&figures))
}

fn of(stored: &StoredArticle) -> Option<PartialDate> {
    stored.article.published_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_numbers_are_read_in_any_writing() {
        for writing in [
            "国办发〔2017〕47号",
            "国办发[2017]47",
            "国办发 2017 47",
            "国办发2017-47号",
            "國辦發〔2017〕47號",
            "国办发（２０１７）４７号",
        ] {
            assert!(read_document_number(writing).iter().any(|number| number == "国办发〔2017〕47号"), "{writing}");
        }
        for other in ["", "国办发", "2017-47", "国办发2017", "国办发2017-47-3"] {
            assert!(read_document_number(other).is_empty(), "{other}");
        }
    }
}
