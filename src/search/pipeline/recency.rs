//! Recency, where it is asked for: of two bulletins about as good, the newer comes first. It changes the scores of
//! the best matches with their dates at hand, so it is the same on every engine, and only in the order by
//! relevance: the orders by date are exact.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::article_cache::CachedArticle;
use crate::model::ArticleKey;
use crate::search::engine::answer::Hit;
use crate::search::ranking;
use crate::search::types::request::SearchRequest;

/// The longest half-life, in days.
pub const MAX_HALF_LIFE: u32 = 36_500;

/// What newness counts, where a request wants that it counts: only on a day that is known.
#[derive(Debug, Clone, Copy)]
pub struct Recency {
    today: Date,
    /// In days.
    half_life: u32,
}

/// What newness counts in a request.
pub fn asked_for(request: &SearchRequest) -> Option<Recency> {
    let (today, half_life) = request.today.zip(request.recency)?;
    Some(Recency { today, half_life })
}

/// What a score is multiplied by on this day: 1 on the day of publication, 1 less half of [`crate::search::ranking::RECENCY_WEIGHT`]
/// after `half_life` days, never less than 1 less all of it. Without a date a bulletin counts as very old.
fn factor(published: Option<i32>, today: Date, half_life: u32) -> f32 {
    let today = today.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| span.get_days());
    let age = published.map(|day| today.saturating_sub(day).max(0));
    let fresh = age.map_or(0.0, |age| (-(age as f32) / half_life.max(1) as f32).exp2());
    1.0 - ranking::RECENCY_WEIGHT * (1.0 - fresh)
}

/// Puts matches in order by their scores and dates; what boosted one goes on boosting it. Returns what each lost.
pub fn reorder(found: &mut [(Hit, Arc<CachedArticle>)], recency: Recency) -> HashMap<ArticleKey, f32> {
    let Recency { today, half_life } = recency;
    let mut lost = HashMap::with_capacity(found.len());
    for (hit, article) in found.iter_mut() {
        let published = article.stored.article.published_on.map(|date| date.first_day());
        let change = (hit.score - hit.boost) * (factor(published, today, half_life) - 1.0);
        hit.score += change;
        lost.insert(hit.key, change);
    }
    found.sort_by(|a, b| b.0.score.total_cmp(&a.0.score));
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_counts_more_and_the_oldest_half() {
        let today = jiff::civil::date(2021, 1, 1);
        let day = |date: Date| Some(date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days());
        let check = |published, expected: f32| {
            let factor = factor(published, today, 365);
            assert!((factor - expected).abs() < 1e-3, "{factor}");
        };
        check(day(today), 1.0);
        check(day(jiff::civil::date(2030, 1, 1)), 1.0);
        check(day(jiff::civil::date(2020, 1, 2)), 0.85);
        check(day(jiff::civil::date(1950, 1, 1)), 0.7);
        check(None, 0.7);
    }
}
