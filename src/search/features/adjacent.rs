//! [`Neighbours`] are the articles before and after one in its column (上一篇, 下一篇), by date.

use std::sync::Arc;

use crate::model::{Facet, StoredArticle};
use crate::search::engine::EngineError;
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{Condition, EngineQuery, Position, Sort};
use crate::search::pipeline::context::Context;
use crate::search::types::error::SearchError;

/// Articles of one column on one day that are told apart; no column comes near.
const SAME_DAY: usize = 500;

/// The articles beside one in its column.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    /// The one published before it.
    pub earlier: Option<Arc<StoredArticle>>,
    /// The one published after it.
    pub later: Option<Arc<StoredArticle>>,
}

/// The articles before and after one in its column on its site; none where it states no column or no date.
///
/// # Errors
/// [`SearchError`].
pub async fn neighbours(cx: &Context, stored: &StoredArticle) -> Result<Neighbours, SearchError> {
    let article = &stored.article;
    let (Some(column), Some(date)) = (&article.column, article.published_on) else {
        return Ok(Neighbours::default());
    };
    let mut filters = Vec::new();
    for (name, value) in [("column", Some(column)), ("site", article.site.as_ref())] {
        filters.extend(Facet::from_name(name).zip(value).map(|(facet, value)| (facet, vec![value.clone()])));
    }
    let list = EngineQuery { filters, sort: Sort::Newest, limit: 1, ..EngineQuery::new(Condition::All) };
    let day = i64::from(date.first_day());
    let permit = cx.permits.acquire().await.ok_or(SearchError::Overloaded)?;
    let after = Some(Position { score: 0.0, sort_value: day, key: stored.key });
    let earlier = cx.ask(&EngineQuery { after, ..list.clone() })?.hits.pop();
    let later = later(cx, stored, day, &list)?;
    drop(permit);
    let mut found = [None, None];
    for (place, hit) in found.iter_mut().zip([earlier, later]) {
        let hits: Vec<Hit> = hit.into_iter().collect();
        *place = cx.cache.load(&hits).await?.pop().map(|(_, cached)| cached.stored.clone());
    }
    let [earlier, later] = found;
    Ok(Neighbours { earlier, later })
}

/// The last that stands before the article in the order from the newest. The order from the oldest would not do:
/// those of one day stand in the same order in both.
fn later(cx: &Context, stored: &StoredArticle, day: i64, list: &EngineQuery) -> Result<Option<Hit>, EngineError> {
    let of_day = |day: i64| EngineQuery { days: (Some(day), Some(day)), ..list.clone() };
    let same_day = cx.ask(&EngineQuery { limit: SAME_DAY, ..of_day(day) })?.hits;
    let own = same_day.iter().position(|hit| hit.key == stored.key);
    if let Some(before) = own.and_then(|own| own.checked_sub(1)) {
        return Ok(Some(same_day[before]));
    }
    let later = EngineQuery { days: (Some(day + 1), None), sort: Sort::Oldest, ..list.clone() };
    let Some(first) = cx.ask(&later)?.hits.pop() else { return Ok(None) };
    // The order from the oldest counts days turned round.
    let next_day = of_day(-first.sort_value);
    let total = cx.ask(&EngineQuery { limit: 0, ..next_day.clone() })?.total;
    Ok(cx.ask(&EngineQuery { offset: total.saturating_sub(1), ..next_day })?.hits.pop())
}
