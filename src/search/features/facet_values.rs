//! All values of a facet among the hits of a request.

use crate::model::Facet;
use crate::search::pipeline::context::Context;
use crate::search::pipeline::search;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::FacetCounts;

/// How many of a request's hits have each value of a facet that is `wanted`, the most frequent first, at most
/// `limit`; and how many such values there are.
///
/// # Errors
/// [`SearchError`].
pub async fn facet_values(
    cx: &Context,
    request: &SearchRequest,
    facet: &'static Facet,
    wanted: impl Fn(&str) -> bool,
    limit: usize,
) -> Result<FacetCounts, SearchError> {
    let everything = SearchRequest {
        facets: vec![facet],
        facet_values: [(facet, usize::MAX)].into(),
        per_page: 1,
        page: 1,
        highlight: false,
        ..request.clone()
    };
    let page = search(cx, &everything).await?;
    let mut counts =
        page.facets.into_iter().next().unwrap_or(FacetCounts { facet, values: Vec::new(), more: 0, missing: 0 });
    counts.values.retain(|(value, _)| wanted(value));
    counts.values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.more = counts.values.len().saturating_sub(limit);
    counts.values.truncate(limit);
    Ok(counts)
}
