//! A scan goes over every hit of a request in steps, however many there are; its cursor says where the next begins.

use super::context::Context;
use crate::search::engine::EngineError;
use crate::search::engine::answer::{EngineAnswer, Hit};
use crate::search::engine::query::{EngineQuery, Sort};
use crate::search::types::request::ScanCursor;

/// Where a scan goes on after these hits, of which the last may be one too many.
pub fn next_cursor(
    hits: &mut Vec<Hit>,
    limit: usize,
    condition: usize,
    snapshot_id: Option<u64>,
) -> Option<ScanCursor> {
    if hits.len() <= limit {
        return None;
    }
    hits.truncate(limit);
    hits.last().map(|last| ScanCursor { after: Some(last.position()), condition, snapshot_id })
}

/// Asks for a page, or for a step of a scan.
pub fn query_page(
    cx: &Context,
    query: &mut EngineQuery,
    cursor: Option<ScanCursor>,
) -> Result<EngineAnswer, EngineError> {
    let Some(cursor) = cursor else { return cx.ask(query) };
    // One more than is shown tells whether there is more.
    query.after = cursor.after;
    query.offset = 0;
    query.limit += 1;
    if query.sort != Sort::Relevance {
        return cx.ask(query);
    }
    query.snapshot_id = cursor.snapshot_id.or_else(|| Some(cx.engine.snapshot_id()));
    match cx.ask(query) {
        // The index moved on between the two.
        Err(EngineError::Gone) if cursor.snapshot_id.is_none() => {
            query.snapshot_id = Some(cx.engine.snapshot_id());
            cx.ask(query)
        }
        answer => answer,
    }
}
