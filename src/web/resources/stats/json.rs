//! The data of the figures.

use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value};

use super::view::Figures;
use crate::search::types::response::FacetCounts;
use crate::store::StoreCounts;
use crate::web::http::response;

/// `GET /stats`.
pub fn render(figures: &Figures) -> Response {
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
    response::json(&StatsJson {
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
