//! The data form of the archive beside searches: changes, several bulletins at once, one version, the values of a
//! facet, and figures.

use std::sync::Arc;

use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::FacetJson;
use super::citations::SharesJson;
use super::result::{LinksJson, Summary};
use crate::model::StoredArticle;
use crate::search::related::Related;
use crate::search::result::FacetCounts;
use crate::store::StoreCounts;
use crate::web::archive::Figures;
use crate::web::links::SearchLinks;
use crate::web::params::SearchParams;
use crate::web::respond;

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
    /// The bulletin as it is now; `null` where it was withdrawn.
    article: Option<Map<String, Value>>,
}

/// A change, for a line or a list of them.
pub fn change(stored: &StoredArticle) -> ChangeJson<'_> {
    let withdrawn = stored.withdrawn_at.is_some();
    ChangeJson {
        revision: stored.revision,
        change: match withdrawn {
            true => "withdrawn",
            false if stored.created_revision == stored.revision => "new",
            false => "changed",
        },
        id: stored.article.id.as_str(),
        version: stored.version,
        content_hash: &stored.content_hash,
        first_seen: stored.first_seen,
        version_seen: stored.version_seen,
        withdrawn_at: stored.withdrawn_at,
        article: (!withdrawn).then(|| stored.article.to_json()),
    }
}

#[derive(Serialize)]
struct ChangesJson<'a> {
    since: i64,
    /// The revision to go on from.
    revision: i64,
    /// Whether there is more already.
    more: bool,
    next: String,
    changes: Vec<ChangeJson<'a>>,
}

/// `GET /changes`.
pub fn changes(since: i64, limit: usize, found: &[StoredArticle], more: bool) -> Response {
    let revision = found.last().map_or(since, |last| last.revision);
    let next = format!("/changes?since={revision}&limit={limit}");
    let mut response = respond::json(&ChangesJson {
        since,
        revision,
        more,
        next: next.clone(),
        changes: found.iter().map(change).collect(),
    });
    respond::link(&mut response, &[("next", Some(next).filter(|_| more))]);
    response
}

#[derive(Serialize)]
struct ArticlesJson<'a> {
    total: usize,
    results: Vec<WholeJson<'a>>,
    not_found: &'a [String],
}

/// A bulletin with its text.
#[derive(Serialize)]
struct WholeJson<'a> {
    #[serde(flatten)]
    article: Map<String, Value>,
    links: LinksJson,
    content_hash: &'a str,
    version: u32,
    revision: i64,
    first_seen: Timestamp,
    last_seen: Timestamp,
    withdrawn_at: Option<Timestamp>,
}

/// `GET /articles?ids=…`.
pub fn articles(found: &[Arc<StoredArticle>], not_found: &[String]) -> Response {
    let results = found.iter().map(|stored| WholeJson {
        article: stored.article.to_json(),
        links: LinksJson::of(&stored.article),
        content_hash: &stored.content_hash,
        version: stored.version,
        revision: stored.revision,
        first_seen: stored.first_seen,
        last_seen: stored.last_seen,
        withdrawn_at: stored.withdrawn_at,
    });
    respond::json(&ArticlesJson { total: found.len(), results: results.collect(), not_found })
}

/// `GET /articles/{id}/related`.
pub fn related_to(stored: &StoredArticle, others: &[Related]) -> Response {
    #[derive(Serialize)]
    struct RelatedToJson<'a> {
        id: &'a str,
        results: Vec<OtherJson<'a>>,
        links: LinksJson,
    }
    #[derive(Serialize)]
    struct OtherJson<'a> {
        #[serde(flatten)]
        summary: Summary<'a>,
        shares: SharesJson<'a>,
    }
    fn other(other: &Related) -> OtherJson<'_> {
        OtherJson { summary: Summary::of(&other.stored.article), shares: SharesJson::of(&other.shares) }
    }
    respond::json(&RelatedToJson {
        id: stored.article.id.as_str(),
        results: others.iter().map(other).collect(),
        links: LinksJson::of(&stored.article),
    })
}

/// `GET /facets/{name}`.
pub fn facet(params: &SearchParams, prefix: &str, containing: &str, counts: &FacetCounts) -> Response {
    #[derive(Serialize)]
    struct OneFacetJson<'a> {
        name: &'static str,
        prefix: &'a str,
        containing: &'a str,
        #[serde(flatten)]
        facet: FacetJson<'a>,
    }
    let links = SearchLinks::new(params);
    respond::json(&OneFacetJson {
        name: counts.facet.name,
        prefix,
        containing,
        facet: FacetJson::of(counts, &params.request, &links),
    })
}

/// `GET /stats`.
pub fn stats(figures: &Figures) -> Response {
    #[derive(Serialize)]
    struct StatsJson {
        articles: u64,
        withdrawn: u64,
        versions: u64,
        revision: i64,
        indexed_revision: i64,
        indexed: usize,
        earliest: Option<String>,
        latest: Option<String>,
        facets: Map<String, Value>,
    }
    let StoreCounts { articles, withdrawn, versions } = figures.counts;
    let facet = |counts: &FacetCounts| {
        let values: Map<String, Value> =
            counts.values.iter().map(|(value, count)| (value.clone(), (*count).into())).collect();
        let said = serde_json::json!({
            "label": counts.facet.label, "values": values, "more": counts.more, "missing": counts.missing,
        });
        (counts.facet.name.to_owned(), said)
    };
    respond::json(&StatsJson {
        articles,
        withdrawn,
        versions,
        revision: figures.revision,
        indexed_revision: figures.indexed_revision,
        indexed: figures.all.total,
        earliest: figures.earliest.map(|date| date.to_string()),
        latest: figures.latest.map(|date| date.to_string()),
        facets: figures.all.facets.iter().map(facet).collect(),
    })
}
