//! Collapsing puts the near-duplicates among results under one of them, so that a page shows ten stories, not ten copies.

use std::collections::HashMap;

use super::context::Context;
use crate::model::ArticleKey;
use crate::search::duplicates::NearDuplicates;
use crate::search::engine::EngineError;
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{EngineQuery, Sort};
use crate::search::types::request::SearchRequest;

/// Hits that are asked for beyond a page, in the place of those that will be folded.
pub const MARGIN: usize = 20;

/// The hits with one for each cluster: it stands where the best of them stood. With `first`, it is the one of them
/// that was published first; else the best itself, which keeps an order by date.
pub fn collapse(hits: Vec<Hit>, near_duplicates: &NearDuplicates, first: bool) -> Vec<Hit> {
    let mut places: HashMap<ArticleKey, usize> = HashMap::new();
    let mut ranks: HashMap<ArticleKey, HashMap<ArticleKey, usize>> = HashMap::new();
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let Some(cluster) = near_duplicates.cluster(hit.key) else {
            kept.push(hit);
            continue;
        };
        let Some(place) = places.get(&cluster).copied() else {
            places.insert(cluster, kept.len());
            kept.push(hit);
            continue;
        };
        if first {
            let ranks = ranks.entry(cluster).or_insert_with(|| {
                near_duplicates.members(hit.key).into_iter().enumerate().map(|(rank, key)| (key, rank)).collect()
            });
            let rank = |key: &ArticleKey| ranks.get(key).copied().unwrap_or(usize::MAX);
            if rank(&hit.key) < rank(&kept[place].key) {
                kept[place] = hit;
            }
        }
    }
    kept
}

/// Makes of the first matches the page asked for, near-duplicates under one of them; returns whether there is no
/// further page.
pub fn collapse_page(
    cx: &Context,
    request: &SearchRequest,
    mut query: EngineQuery,
    hits: &mut Vec<Hit>,
) -> Result<bool, EngineError> {
    let first = query.sort == Sort::Relevance;
    let wanted = request.offset() + request.per_page;
    query.facets.clear();
    loop {
        let met = hits.len();
        let kept = collapse(std::mem::take(hits), &cx.near_duplicates, first);
        if kept.len() >= wanted || met < query.limit || query.limit > 2 * SearchRequest::MAX_DEPTH {
            let exhausted = met < query.limit && kept.len() <= wanted;
            *hits = kept.into_iter().skip(request.offset()).take(request.per_page).collect();
            return Ok(exhausted);
        }
        // Many of them say the same: twice as many are asked for.
        query.limit *= 2;
        *hits = cx.ask(&query)?.hits;
    }
}
