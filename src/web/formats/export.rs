//! An [`Export`] writes every hit of a search as CSV or NDJSON, batch by batch while it is sent.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::response::Response;
use futures_util::StreamExt;

use super::csv;
use crate::app::App;
use crate::search::types::error::SearchError;
use crate::search::types::request::{ScanCursor, SearchRequest};
use crate::search::types::response::SearchResponse;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::file_name::FileName;
use crate::web::http::response;
use crate::web::json::record::Record;
use crate::web::url::fields::FieldName;
use crate::web::url::params::SearchParams;

/// Hits of the first batch: few, so that the first byte is soon there.
pub const FIRST_BATCH_SIZE: usize = 50;

/// Hits of every further batch: each costs the engine a look at all matches.
pub const BATCH_SIZE: usize = 250;

/// How often a batch is tried where the service is overloaded.
pub const MAX_TRIES: usize = 20;

/// How long to wait before another try.
pub const RETRY_DELAY: Duration = Duration::from_millis(500);

/// Values of facets that the name of a file tells.
const MAX_NAMED_VALUES: usize = 3;

/// An export that is being sent.
pub struct Export {
    app: Arc<App>,
    params: SearchParams,
    columns: Option<Vec<FieldName>>,
    /// The first batch, fetched early to know that there is an answer at all.
    first: Option<SearchResponse>,
    next: Option<ScanCursor>,
}

/// Every hit of a search, as CSV or NDJSON.
pub async fn every_hit(
    app: Arc<App>,
    mut params: SearchParams,
    representation: Representation,
) -> Result<Response, WebError> {
    let name = file_name([params.request.query.clone()], &params.request, representation);
    let columns = (representation == Representation::Csv)
        .then(|| params.fields.clone().unwrap_or_else(FieldName::default_columns));
    let fields = columns.as_ref().or(params.fields.as_ref());
    let request = &mut params.request;
    request.highlight &= fields.is_none_or(|fields| fields.iter().any(|field| field.needs_query()));
    request.facets.clear();
    request.per_page = FIRST_BATCH_SIZE;
    request.cursor.get_or_insert_default();
    let first = app.search.search(request).await?;
    params.request.per_page = BATCH_SIZE;
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
    let mut response = response::text(response::stream(head.chain(rest)), representation.media_type());
    name.attach(&mut response);
    Ok(response)
}

/// The name of a file with what a search finds: what was looked for, what narrows it, and the day on which it was asked.
pub fn file_name(
    queries: impl IntoIterator<Item = String>,
    request: &SearchRequest,
    representation: Representation,
) -> FileName {
    let mut parts: Vec<String> = queries.into_iter().collect();
    parts.extend(request.filters.values().flatten().take(MAX_NAMED_VALUES).cloned());
    match (request.from, request.to) {
        (Some(from), None) => parts.push(format!("{from}起")),
        (None, Some(to)) => parts.push(format!("{to}止")),
        (from, to) => parts.extend(from.into_iter().chain(to).map(|date| date.to_string())),
    }
    parts.extend(request.as_of.map(|as_of| format!("截至{as_of}")));
    FileName::new(parts, request.today.unwrap_or_default(), representation.file_ending())
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
        self.params.request.cursor = Some(self.next.take()?);
        let mut tries = 0;
        let page = loop {
            match self.app.search.search(&self.params.request).await {
                Err(SearchError::Overloaded) if tries < MAX_TRIES => tries += 1,
                Err(error) => {
                    tracing::warn!("导出中断：{error}");
                    return Some(Err(error));
                }
                Ok(page) => break page,
            }
            tokio::time::sleep(RETRY_DELAY).await;
        };
        self.next = page.next;
        let mut out = Vec::with_capacity(64 * 1024);
        self.write(&page, &mut out);
        Some(Ok(Bytes::from(out)))
    }

    fn write(&self, page: &SearchResponse, out: &mut Vec<u8>) {
        let record = Record::new(&self.params);
        for item in &page.results {
            match &self.columns {
                Some(columns) => csv::row(out, &record.pick(item, columns)),
                None => {
                    // Plain data always serialises, and memory takes whatever is written.
                    if serde_json::to_writer(&mut *out, &record.item(item)).is_ok() {
                        out.push(b'\n');
                    }
                }
            }
        }
    }
}
