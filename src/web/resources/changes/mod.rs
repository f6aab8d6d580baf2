//! `GET /changes`: what is new, changed or withdrawn since a revision, so that programs can mirror the archive.

mod json;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use crate::app::App;
use crate::store::{Store, StoreError};
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::invalid_value;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::http::response::Tag;
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::url::params::SearchParams;
use crate::web::url::values::parse_number;

/// Changes in an answer by default.
pub const DEFAULT_LIMIT: usize = 100;

/// Changes in an answer at most.
pub const MAX_LIMIT: usize = 500;

/// Changes that a stream reads at a time.
pub const BATCH_SIZE: usize = 100;

/// `GET /changes?since=REVISION`: everything that is new, changed or withdrawn since, by ascending revision; each
/// bulletin once, as it is now. As NDJSON to the end unless a limit is stated, as JSON so many at a time.
pub async fn changes(
    State(app): State<Arc<App>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let (mut since, mut limit) = (0, None);
    SearchParams::only(context.uri.query(), &["since", "limit"], |name, value| {
        match name {
            "since" => since = parse_revision(&value)?,
            _ => limit = Some(parse_number("limit", &value, MAX_LIMIT)?),
        }
        Ok(())
    })?;
    let representation = context.negotiate(&[Representation::Json, Representation::Ndjson])?;
    let tag = Tag::new(&context, representation, &app.store.revision().await?);
    if let Some(response) = tag.not_modified(&headers) {
        return Ok(response);
    }
    if representation == Representation::Ndjson {
        return tag.with_etag(response::text(
            stream(app.store.clone(), since, limit.unwrap_or(usize::MAX)),
            representation.media_type(),
        ));
    }
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    let found = app.store.changes_since(since, limit).await?;
    let reached = found.reached.unwrap_or(since);
    let more = app.store.changes_since(reached, 1).await?.reached.is_some();
    tag.with_etag(json::render(since, limit, &found.articles, reached, more))
}

pub fn parse_revision(value: &str) -> Result<i64, WebError> {
    let digits = !value.is_empty() && value.len() <= 18 && value.bytes().all(|b| b.is_ascii_digit());
    value
        .parse()
        .ok()
        .filter(|_| digits)
        .ok_or_else(|| invalid_value("since", value, LocalizedText::new("allowed-revision"), "since=0"))
}

/// Changes, a line each, read as they are sent, at most so many. What comes meanwhile is sent too, so that it ends at
/// the present.
pub fn stream(store: Arc<dyn Store>, since: i64, most: usize) -> Body {
    let state = (store, Some(since), most);
    response::stream(futures_util::stream::unfold(state, |(store, since, left)| async move {
        if left == 0 {
            return None;
        }
        let batch = match store.changes_since(since?, left.min(BATCH_SIZE)).await {
            Ok(batch) => batch,
            // Broken off, so that it is not taken for the whole.
            Err(error) => return Some((Err::<Bytes, StoreError>(error), (store, None, 0))),
        };
        let last = batch.reached?;
        let mut out = Vec::with_capacity(64 * 1024);
        for stored in &batch.articles {
            // Plain data always serialises, and memory takes whatever is written.
            if serde_json::to_writer(&mut out, &json::change(stored)).is_ok() {
                out.push(b'\n');
            }
        }
        Some((Ok(Bytes::from(out)), (store, Some(last), left - batch.articles.len())))
    }))
}
