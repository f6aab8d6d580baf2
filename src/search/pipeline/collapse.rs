//! Collapsing puts the reprints among results under one of them, so that a page shows ten stories, not ten copies.

use std::collections::HashMap;

use crate::model::ArticleKey;
use crate::search::duplicates::NearDuplicates;
use crate::search::engine::answer::Hit;

/// Hits that are asked for beyond a page, in the place of those that will be folded.
pub const SLACK: usize = 20;

/// The hits with one for each cluster: it stands where the best of them stood. With `first`, it is the one of them
/// that was published first; else the best itself, which keeps an order by date.
pub fn collapse(hits: Vec<Hit>, reprints: &NearDuplicates, first: bool) -> Vec<Hit> {
    let mut places: HashMap<ArticleKey, usize> = HashMap::new();
    let mut ranks: HashMap<ArticleKey, HashMap<ArticleKey, usize>> = HashMap::new();
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        let Some(cluster) = reprints.cluster(hit.key) else {
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
                reprints.members(hit.key).into_iter().enumerate().map(|(rank, key)| (key, rank)).collect()
            });
            let rank = |key: &ArticleKey| ranks.get(key).copied().unwrap_or(usize::MAX);
            if rank(&hit.key) < rank(&kept[place].key) {
                kept[place] = hit;
            }
        }
    }
    kept
}
