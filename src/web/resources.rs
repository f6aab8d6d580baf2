//! A resource is what an address names. Each handler finds what its resource shows and leaves the form,
//! page or data, to [`super::pages`] and [`super::api`].

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;

use super::api;
use super::browse::{NewIn, new_in};
use super::error::WebError;
use super::exports;
use super::feeds;
use super::links::{article_url, result_url};
use super::names::Named;
use super::negotiate::Form;
use super::outline::Outline;
use super::pages;
use super::params::SearchParams;
use super::respond::{self, Tag};
use super::visit::Visit;
use crate::app::App;
use crate::model::{ArticleId, Facet, StoredArticle};
use crate::search::Neighbours;
use crate::search::citations::Citations;
use crate::search::related::Related;
use crate::search::request::SearchRequest;
use crate::search::result::ResultPage;
use crate::store::StoreCounts;

/// How many articles of its kind an article points to.
const RELATED: usize = 6;

/// How many articles that cite it an article lists.
const CITING: usize = 20;

/// How many reprints of it an article lists.
const REPRINTS: usize = 200;

/// What the first page shows.
pub struct Home {
    /// The newest bulletins, and counts by year and by source.
    pub newest: ResultPage,
    /// How much is new.
    pub new: Vec<NewIn>,
    /// How much there is.
    pub counts: StoreCounts,
}

/// An article and what belongs to it.
pub struct ArticleView {
    /// The article.
    pub stored: Arc<StoredArticle>,
    /// Its headings.
    pub outline: Outline,
    /// What it cites, and what cites it.
    pub citations: Citations,
    /// The articles beside it in its column.
    pub neighbours: Neighbours,
    /// Articles of its kind.
    pub related: Vec<Related>,
    /// Articles that say the same, itself among them, the first first; none where it stands alone.
    pub reprints: Vec<Arc<StoredArticle>>,
    /// People and bodies that its text names.
    pub named: Named,
    /// The search by which the reader came.
    pub params: SearchParams,
}

/// `GET /`.
pub async fn home(State(app): State<Arc<App>>, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let form = visit.among(Form::OF_PAGES)?;
    let tag = Tag::of(&visit, form, &format!("{} {} {}", app.store.revision().await?, app.search.state(), today()));
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    let mut request = SearchRequest::new("");
    request.facets = ["year", "source"].into_iter().filter_map(Facet::named).collect();
    let (newest, counts, new) = tokio::join!(app.search.search(&request), app.store.counts(), new_in(&app, today()));
    let home = Home { newest: newest?, new: new?, counts: counts? };
    tag.on(match form {
        Form::Html => pages::home(&visit, &home),
        _ => api::home(&home),
    })
}

/// `GET /search`.
pub async fn search(State(app): State<Arc<App>>, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let mut params = SearchParams::parse(visit.uri.query())?;
    let form = visit.among(Form::OF_LISTS)?;
    let today = today();
    params.settle(form, today)?;
    let tag = Tag::of(&visit, form, &format!("{} {today}", app.search.state()));
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    if form.is_whole() {
        return tag.on(exports::every_hit(app, params, form).await?);
    }
    // Who reads wants one story once; who counts wants every bulletin. Reprints are known of the present alone.
    let unasked = params.request.as_of.is_none().then_some(form == Form::Html);
    let collapse = params.request.collapse.or(unasked);
    let (timeline, related) = match form {
        Form::Html => (true, true),
        _ => (params.request.timeline, params.request.related),
    };
    let highlight = params.request.highlight && params.shows_marks(form);
    let request = SearchRequest { collapse, highlight, timeline, related, ..params.request.clone() };
    let found = app.search.search(&request).await?;
    tag.on(match form {
        Form::Html => pages::search(&visit, &params, &found),
        Form::Atom | Form::JsonFeed => feeds::search(form, &params, &found, &visit.origin),
        Form::Ris | Form::Bibtex | Form::Gbt7714 => {
            let articles = found.results.iter().map(|item| (&item.stored.article, result_url(item)));
            exports::references(form, articles, today, &visit.origin)
        }
        _ => api::search(&params, &found),
    })
}

/// `GET /articles/{id}`. It takes the parameters of a search: the one that led here.
pub async fn article(
    State(app): State<Arc<App>>,
    visit: Visit,
    id: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let params = SearchParams::parse(visit.uri.query())?;
    let form = visit.among(Form::OF_ARTICLES)?;
    let stored = find(&app, &id.map(|Path(id)| id).unwrap_or_default()).await?;
    if matches!(form, Form::Ris | Form::Bibtex | Form::Gbt7714) {
        let articles = std::iter::once((&stored.article, article_url(&stored.article.id)));
        return respond::tagged(&headers, exports::references(form, articles, today(), &visit.origin)).await;
    }
    let reprints = app.search.reprints_with(stored.key, REPRINTS).await?;
    let mut related = app.search.related(&stored, RELATED + reprints.len().min(RELATED)).await?;
    related.retain(|other| !reprints.iter().any(|reprint| reprint.key == other.stored.key));
    related.truncate(RELATED);
    let citations = app.search.citations(&stored, CITING).await?;
    let neighbours = app.search.neighbours(&stored).await?;
    let outline = Outline::of(&stored.article.paragraphs);
    let named = Named::of(app.search.names(), &stored.article.paragraphs);
    let view = ArticleView { named, stored, outline, citations, neighbours, related, reprints, params };
    let response = match form {
        Form::Html => pages::article(&visit, &app.search, &view),
        _ => api::article(&app.search, &view),
    };
    respond::tagged(&headers, response).await
}

/// The date in China, where bulletins are dated: eight hours ahead of UTC all the year.
pub fn today() -> jiff::civil::Date {
    jiff::tz::Offset::constant(8).to_datetime(jiff::Timestamp::now()).date()
}

/// `GET /audit`.
pub async fn audit(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    let audit = app.audit().await?;
    Ok(match visit.among(Form::OF_PAGES)? {
        Form::Html => pages::audit(&visit, &audit),
        _ => api::audit(&audit),
    })
}

/// `GET /help`.
pub async fn help(visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    Ok(match visit.among(Form::OF_PAGES)? {
        Form::Html => pages::help(&visit),
        _ => api::help(),
    })
}

/// `GET /about`: a page only.
pub async fn about(visit: Visit) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    Ok(pages::about(&visit))
}

/// The article of that id.
///
/// # Errors
/// 404; an id that cannot be one is not an error of its own: there is simply no such article.
pub async fn find(app: &App, text: &str) -> Result<Arc<StoredArticle>, WebError> {
    let found = match ArticleId::new(text) {
        Some(id) => app.search.article(&id).await?,
        None => None,
    };
    found.ok_or_else(|| WebError::no_article(text))
}
