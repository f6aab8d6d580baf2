//! Exports: lists of bulletins in the formats of other programs. [`csv`] and NDJSON hold every hit, written as they
//! are read by a walk, so that their size is nobody's memory; references hold a page.

mod bibtex;
mod csv;
mod gbt7714;
mod ris;
mod trends;

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::StreamExt;
use jiff::civil::Date;

pub use self::trends::{share, trends};

use super::api::Record;
use super::error::WebError;
use super::fields::Name;
use super::links::article_url;
use super::negotiate::Form;
use super::params::SearchParams;
use super::respond;
use crate::app::App;
use crate::model::{Article, DocumentNumber};
use crate::search::SearchError;
use crate::search::request::Walk;
use crate::search::result::ResultPage;

/// Hits of the first step: few, so that the first byte is soon there.
const FIRST_STEP: usize = 50;
/// Hits of every further step: each costs the engine a look at all matches.
const STEP: usize = 250;
/// How often a step is tried where there is too much to do, and how long to wait between.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(500);

/// A walk that is being written down.
struct Export {
    app: Arc<App>,
    params: SearchParams,
    columns: Option<Vec<Name>>,
    /// The step that was taken first, to know that there is an answer at all.
    first: Option<ResultPage>,
    next: Option<Walk>,
}

/// Every hit of a search, as CSV or NDJSON.
pub async fn every_hit(app: Arc<App>, mut params: SearchParams, form: Form) -> Result<Response, WebError> {
    let columns = (form == Form::Csv).then(|| params.fields.clone().unwrap_or_else(Name::of_tables));
    let fields = columns.as_ref().or(params.fields.as_ref());
    let request = &mut params.request;
    request.highlight &= fields.is_none_or(|fields| fields.iter().any(|field| field.is_marked()));
    request.facets.clear();
    request.per_page = FIRST_STEP;
    request.walk.get_or_insert_default();
    let first = app.search.search(request).await?;
    params.request.per_page = STEP;
    let next = first.next;
    let mut export = Export { app, params, columns, first: Some(first), next };
    let mut head = Vec::new();
    if let Some(columns) = &export.columns {
        csv::head(&mut head, columns.iter().map(|column| column.name()));
    }
    export.write_first(&mut head);
    let head = futures_util::stream::once(async { Ok(Bytes::from(head)) });
    let rest = futures_util::stream::unfold(export, |mut export| async move {
        let written = export.step().await?;
        Some((written, export))
    });
    let mut response = respond::text(respond::stream(head.chain(rest)), form.media_type());
    if form == Form::Csv {
        attach(&mut response, "attachment; filename=\"gongbao.csv\"");
    }
    Ok(response)
}

/// Has browsers keep the answer as a file.
fn attach(response: &mut Response, disposition: &'static str) {
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
}

impl Export {
    fn write_first(&mut self, out: &mut Vec<u8>) {
        if let Some(page) = self.first.take() {
            self.write(&page, out);
        }
    }

    /// The next hits written; `None` at the end. Whatever goes wrong breaks the answer off, so that it is not
    /// taken for the whole.
    async fn step(&mut self) -> Option<Result<Bytes, SearchError>> {
        self.params.request.walk = Some(self.next.take()?);
        let mut tries = 0;
        let page = loop {
            match self.app.search.search(&self.params.request).await {
                Err(SearchError::Overloaded) if tries < TRIES => tries += 1,
                Err(error) => {
                    tracing::warn!("an export breaks off: {error}");
                    return Some(Err(error));
                }
                Ok(page) => break page,
            }
            tokio::time::sleep(PAUSE).await;
        };
        self.next = page.next;
        let mut out = Vec::with_capacity(64 * 1024);
        self.write(&page, &mut out);
        Some(Ok(Bytes::from(out)))
    }

    fn write(&self, page: &ResultPage, out: &mut Vec<u8>) {
        let record = Record::of(&self.params);
        for item in &page.results {
            match &self.columns {
                Some(columns) => csv::row(out, &record.pick(item, columns)),
                None => {
                    // Plain data always serialises, and memory takes whatever is written.
                    if serde_json::to_writer(&mut *out, &record.of_item(item)).is_ok() {
                        out.push(b'\n');
                    }
                }
            }
        }
    }
}

/// References to bulletins, each with its address here; `today` is when they were looked at, `origin` where the site is.
pub fn references<'a>(
    form: Form,
    articles: impl Iterator<Item = (&'a Article, String)>,
    today: Date,
    origin: &str,
) -> Response {
    let mut out = String::new();
    for (article, address) in articles {
        let reference = Reference::of(article, &address, today, origin);
        match form {
            Form::Ris => ris::write(&mut out, &reference),
            Form::Bibtex => bibtex::write(&mut out, &reference),
            _ => gbt7714::write(&mut out, &reference),
        }
    }
    let media_type = if form == Form::Gbt7714 { "text/plain" } else { form.media_type() };
    respond::text(Body::from(out), media_type)
}

/// A bulletin's reference as GB/T 7714-2015 has it, on one line.
pub fn reference(article: &Article, today: Date, origin: &str) -> String {
    let mut out = String::new();
    gbt7714::write(&mut out, &Reference::of(article, &article_url(&article.id), today, origin));
    out.trim_end().to_owned()
}

/// What a reference says.
struct Reference<'a> {
    article: &'a Article,
    /// Who answers for it: the issuers, or else the authors.
    responsible: &'a [String],
    number: Option<String>,
    /// The original, or else where it is read here.
    address: String,
    today: Date,
}

impl<'a> Reference<'a> {
    fn of(article: &'a Article, address: &str, today: Date, origin: &str) -> Self {
        Self {
            article,
            responsible: if article.issuers.is_empty() { &article.authors } else { &article.issuers },
            number: article.document_number.as_ref().map(DocumentNumber::to_string),
            address: article.url.clone().unwrap_or_else(|| format!("{origin}{address}")),
            today,
        }
    }
}

/// A text on one line.
fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
