//! Attachments: the files of a bulletin as they were taken in, handed out so that nothing in them can act as a
//! page of this site: always as a download, never sniffed, and in a sandbox should a browser show one after all.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::app::App;
use crate::model::AttachedFile;
use crate::store::{DamagedRow, PIECE, RowKind, Store, StoreError};
use crate::web::http::error::WebError;
use crate::web::http::file_name::disposition;
use crate::web::http::request_context::RequestContext;
use crate::web::resources::find::find;
use crate::web::url::params::SearchParams;
use crate::web::url::values::parse_number;

/// What a file may do where a browser shows it: nothing.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// `GET /articles/{id}/attachments/{n}`: the file itself, whole or a range of it; with `version=`, the file of that
/// number in that version.
pub async fn serve(
    State(app): State<Arc<App>>,
    context: RequestContext,
    path: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut version = None;
    SearchParams::only(context.query(), &["version"], |name, value| {
        version = Some(parse_number(name, &value, u32::MAX as usize)?);
        Ok(())
    })?;
    let (id, number) = path.map(|Path(parts)| parts).unwrap_or_default();
    let missing = || WebError::no_attachment(&id, &number);
    let stored = find(&app, &id).await?;
    let stored = match version {
        Some(version) => {
            let read = app.store.versions_of(&[(stored.key, version as u32)]).await?.pop().map(Arc::new);
            read.ok_or_else(|| WebError::no_version(&id, &version.to_string()))?
        }
        None => stored,
    };
    let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).ok_or_else(missing)?;
    let attachment = stored.article.attachments.get(place).ok_or_else(missing)?;
    let file = attachment.file.as_ref().ok_or_else(missing)?;
    let length = app.store.original(&file.hash).await?.ok_or_else(missing)?;
    answer(app.store.clone(), file, attachment.media_type.as_deref(), length, &headers)
}

fn answer(
    store: Arc<dyn Store>,
    file: &AttachedFile,
    media_type: Option<&str>,
    length: u64,
    asked: &HeaderMap,
) -> Result<Response, WebError> {
    let tag = format!("\"{}\"", &file.hash[..32.min(file.hash.len())]);
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let known = text(header::IF_NONE_MATCH).is_some_and(|line| {
        line.split(',').any(|given| given.trim() == "*" || given.trim().trim_start_matches("W/") == tag)
    });
    // A range of another state of the file is of no use to whoever holds the rest of this one.
    let same = text(header::IF_RANGE).is_none_or(|given| given == tag);
    let range = text(header::RANGE).filter(|_| same).and_then(|line| range_of(line, length));
    let (status, from, to) = match range {
        _ if known => (StatusCode::NOT_MODIFIED, 0, 0),
        Some(Ok((from, to))) => (StatusCode::PARTIAL_CONTENT, from, to),
        Some(Err(())) => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
        None => (StatusCode::OK, 0, length),
    };
    let mut response =
        Response::new(if to > from { stream(store, file.hash.clone(), from, to) } else { Body::empty() });
    *response.status_mut() = status;
    let value = |text: &str| HeaderValue::from_str(text).map_err(WebError::internal);
    let headers = response.headers_mut();
    let media_type = media_type.and_then(|text| HeaderValue::from_str(text).ok());
    headers.insert(
        header::CONTENT_TYPE,
        media_type.unwrap_or_else(|| HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition(&file.name, &file.name))?);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::ETAG, value(&tag)?);
    match status {
        StatusCode::PARTIAL_CONTENT => {
            headers.insert(header::CONTENT_RANGE, value(&format!("bytes {from}-{}/{length}", to - 1))?);
            headers.insert(header::CONTENT_LENGTH, (to - from).into());
        }
        StatusCode::RANGE_NOT_SATISFIABLE => {
            headers.insert(header::CONTENT_RANGE, value(&format!("bytes */{length}"))?);
        }
        StatusCode::OK => drop(headers.insert(header::CONTENT_LENGTH, length.into())),
        _ => {}
    }
    Ok(response)
}

/// The bytes from `from` to before `to`, read as they are sent.
fn stream(store: Arc<dyn Store>, hash: String, from: u64, to: u64) -> Body {
    let state = (store, hash, from);
    Body::from_stream(futures_util::stream::unfold(state, move |(store, hash, at)| async move {
        if at >= to {
            return None;
        }
        let piece = PIECE as u64;
        let read = match store.piece(&hash, at / piece).await {
            Ok(Some(bytes)) => {
                let skip = ((at % piece) as usize).min(bytes.len());
                let take = ((to - at) as usize).min(bytes.len() - skip);
                Ok(Bytes::from(bytes).slice(skip..skip + take))
            }
            Ok(None) => Err(StoreError::Damaged(DamagedRow {
                kind: RowKind::Original,
                key: None,
                name: hash.clone(),
                reason: "内容缺失".to_owned(),
            })),
            Err(error) => Err(error),
        };
        let next = match &read {
            Ok(bytes) if !bytes.is_empty() => at + bytes.len() as u64,
            // An error, or a piece that is too short, ends the answer; its length tells the client.
            _ => to,
        };
        Some((read, (store, hash, next)))
    }))
}

/// A single range of bytes; `None` where the header asks for something else, which is answered whole.
fn range_of(line: &str, length: u64) -> Option<Result<(u64, u64), ()>> {
    let (from, to) = line.trim().strip_prefix("bytes=")?.split_once('-')?;
    let range = match (from.trim(), to.trim()) {
        ("", last) => (length.saturating_sub(last.parse().ok()?), length),
        (from, "") => (from.parse().ok()?, length),
        (from, to) => (from.parse().ok()?, to.parse::<u64>().ok()?.saturating_add(1).min(length)),
    };
    Some(if range.0 < range.1 { Ok(range) } else { Err(()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_within_the_file() {
        for (line, expected) in [
            ("bytes=0-9", Some(Ok((0, 10)))),
            ("bytes=90-", Some(Ok((90, 100)))),
            ("bytes=-5", Some(Ok((95, 100)))),
            ("bytes=-500", Some(Ok((0, 100)))),
            ("bytes=50-1000", Some(Ok((50, 100)))),
            ("bytes=100-", Some(Err(()))),
            ("bytes=-0", Some(Err(()))),
            ("bytes=0-1,5-6", None),
            ("lines=1-2", None),
            ("bytes=x-", None),
        ] {
            assert_eq!(range_of(line, 100), expected, "{line}");
        }
    }
}
