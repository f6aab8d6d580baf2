//! The near-duplicates of results and of an article, with their texts.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::Context;
use crate::model::{ArticleKey, StoredArticle};
use crate::search::engine::answer::Hit;
use crate::search::types::error::SearchError;
use crate::search::types::response::ReprintSet;

/// The near-duplicates of results, by their keys.
pub async fn of_hits(cx: &Context, hits: &[Hit]) -> Result<HashMap<ArticleKey, ReprintSet>, SearchError> {
    let mut sets = HashMap::new();
    for hit in hits {
        let members = cx.near_duplicates.members(hit.key);
        let count = members.len().saturating_sub(1);
        let listed = load(cx, &members[..members.len().min(ReprintSet::MAX_LISTED + 1)]).await?;
        let Some(first) = listed.first().cloned().filter(|_| count > 0) else { continue };
        let others = listed.into_iter().filter(|other| other.key != hit.key).take(ReprintSet::MAX_LISTED).collect();
        sets.insert(hit.key, ReprintSet { count, first, others });
    }
    Ok(sets)
}

/// The articles that say what this one says, itself among them, the first first, at most `limit`; none where it
/// stands alone.
///
/// # Errors
/// Of the store.
pub async fn of_article(cx: &Context, key: ArticleKey, limit: usize) -> Result<Vec<Arc<StoredArticle>>, SearchError> {
    let members = cx.near_duplicates.members(key);
    load(cx, &members[..members.len().min(limit)]).await
}

async fn load(cx: &Context, keys: &[ArticleKey]) -> Result<Vec<Arc<StoredArticle>>, SearchError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let hits: Vec<Hit> = keys.iter().map(|key| Hit::from_key(*key)).collect();
    let cached = cx.cache.load(&hits).await?;
    Ok(cached.into_iter().map(|(_, cached)| cached.stored.clone()).collect())
}
