//! The data of a change: what happened to a bulletin, and the bulletin as it is now.

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::StoredArticle;
use crate::web::http::response;
use crate::web::json::standing::StandingJson;

/// What became of a bulletin.
#[derive(Serialize)]
pub struct ChangeJson<'a> {
    revision: i64,
    change: &'static str,
    id: &'a str,
    version: u32,
    content_hash: &'a str,
    first_seen: Timestamp,
    version_seen: Timestamp,
    withdrawn_at: Option<Timestamp>,
    /// Whether the document is in force.
    standing: Option<StandingJson>,
    /// The bulletin as it is now; `null` where it was withdrawn.
    article: Option<Map<String, Value>>,
}

/// A change, for a line or a list of them.
pub fn change(stored: &StoredArticle) -> ChangeJson<'_> {
    let withdrawn = stored.withdrawn_at.is_some();
    ChangeJson {
        revision: stored.revision,
        change: if withdrawn {
            "withdrawn"
        } else if stored.created_revision == stored.revision {
            "new"
        } else {
            "changed"
        },
        id: stored.article.id.as_str(),
        version: stored.version,
        content_hash: &stored.content_hash,
        first_seen: stored.first_seen,
        version_seen: stored.version_seen,
        withdrawn_at: stored.withdrawn_at,
        standing: stored.standing.as_ref().filter(|_| !withdrawn).map(StandingJson::new),
        article: (!withdrawn).then(|| stored.article.to_json()),
    }
}

#[derive(Serialize)]
pub struct ChangesJson<'a> {
    since: i64,
    /// The revision to go on from.
    revision: i64,
    /// Whether there is more already.
    more: bool,
    next: String,
    changes: Vec<ChangeJson<'a>>,
}

/// `GET /changes`.
pub fn render(since: i64, limit: usize, found: &[StoredArticle], revision: i64, more: bool) -> Response {
    let next = format!("/changes?since={revision}&limit={limit}");
    let mut response = response::json(&ChangesJson {
        since,
        revision,
        more,
        next: next.clone(),
        changes: found.iter().map(change).collect(),
    });
    response::link(&mut response, &[("next", Some(next).filter(|_| more))]);
    response
}
