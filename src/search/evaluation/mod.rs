//! An evaluation asks judged queries as a reader would and says how well they were answered.
//!
//! The queries go through [`search`] as `serve` sends them: same defaults, same text, letter by letter.
//! The files are those of TREC, see [`trec`]; the figures are those of trec_eval, see [`measures`].

pub(crate) mod measures;
pub mod significance;
pub(crate) mod trec;

use std::time::Duration;

use self::measures::{Grades, Measures};
use crate::search::pipeline::context::Context;
use crate::search::pipeline::search;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;

/// How deep a ranking is looked at.
pub const DEPTH: usize = 100;

/// What a search answered to one query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// Ids and scores of the first [`DEPTH`] results, in order.
    pub ranking: Vec<(String, f32)>,
    /// The title of the first result.
    pub first_title: String,
    /// How many bulletins match.
    pub total: usize,
    /// Time for the first page, as a reader asks for it, with the texts already in memory; `None` where the
    /// ranking was read from a file.
    pub took: Option<Duration>,
    /// Whether the first page, asked for alone, has other results than the first of the [`DEPTH`].
    pub page_differs: bool,
}

/// Asks one query: once for [`DEPTH`] results, once as a reader does, timed.
///
/// # Errors
/// Of the search.
pub async fn ask(cx: &Context, first_page: &SearchRequest) -> Result<Answer, SearchError> {
    let deep = SearchRequest { page: 1, per_page: DEPTH, ..first_page.clone() };
    let page = search(cx, &deep).await?;
    let ranking: Vec<(String, f32)> =
        page.results.iter().map(|item| (item.stored.article.id.as_str().to_owned(), item.score)).collect();
    let first_title = page.results.first().map(|item| item.stored.article.title.clone()).unwrap_or_default();
    let first = search(cx, first_page).await?;
    let page_differs = first.results.len() != ranking.len().min(first_page.per_page)
        || first.results.iter().zip(&ranking).any(|(item, (id, _))| item.stored.article.id.as_str() != id);
    Ok(Answer { ranking, first_title, total: page.total, took: Some(first.took), page_differs })
}

/// The answers to all queries under one setting, measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The measures of each query, in the order of the queries.
    pub each: Vec<Measures>,
    /// Their mean.
    pub mean: Measures,
    /// Queries that found nothing.
    pub without_result: usize,
    /// Queries whose first page was not the beginning of the longer list.
    pub pages_differ: usize,
    /// How long the first pages took; `None` where nobody was asked.
    pub latency: Option<Latency>,
}

impl Outcome {
    /// Measures answers by the grades of their queries, side by side.
    pub fn measure(answers: &[Answer], grades: &[&Grades]) -> Self {
        let each: Vec<Measures> = answers
            .iter()
            .zip(grades)
            .map(|(answer, grades)| {
                let ranking: Vec<&str> = answer.ranking.iter().map(|(id, _)| id.as_str()).collect();
                Measures::compute(&ranking, grades)
            })
            .collect();
        Self {
            mean: Measures::mean(&each),
            each,
            without_result: answers.iter().filter(|answer| answer.ranking.is_empty()).count(),
            pages_differ: answers.iter().filter(|answer| answer.page_differs).count(),
            latency: Latency::from_times(answers.iter().filter_map(|answer| answer.took).collect()),
        }
    }
}

/// How long searches took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latency {
    /// The mean.
    pub mean: Duration,
    /// Half took no longer.
    pub median: Duration,
    /// 99 of 100 took no longer.
    pub p99: Duration,
}

impl Latency {
    /// Of times in any order, percentiles by nearest rank; `None` where there are none.
    pub fn from_times(mut times: Vec<Duration>) -> Option<Self> {
        times.sort_unstable();
        let rank = |percent: usize| times.get((times.len() * percent).div_ceil(100).max(1) - 1).copied();
        let count = u32::try_from(times.len()).ok()?;
        Some(Self { mean: times.iter().sum::<Duration>().checked_div(count)?, median: rank(50)?, p99: rank(99)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let ms = Duration::from_millis;
        let of = |times: &[u64]| Latency::from_times(times.iter().copied().map(ms).collect());
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some(Latency { mean: ms(7), median: ms(7), p99: ms(7) }));
        assert_eq!(of(&[4, 1, 3, 2]).map(|latency| (latency.median, latency.p99)), Some((ms(2), ms(4))));
        let hundred: Vec<u64> = (1..=100).collect();
        assert_eq!(of(&hundred).map(|latency| (latency.median, latency.p99)), Some((ms(50), ms(99))));
    }

    #[test]
    fn an_outcome_counts_what_went_wrong() {
        let found = |ids: &[&str]| Answer {
            ranking: ids.iter().map(|id| ((*id).to_owned(), 1.0)).collect(),
            ..Answer::default()
        };
        let grades = Grades::from([("a".to_owned(), 1)]);
        let outcome = Outcome::measure(&[found(&["a"]), found(&["b", "a"]), found(&[])], &[&grades, &grades, &grades]);
        assert_eq!(outcome.without_result, 1);
        assert_eq!(outcome.mean.mrr_10, (1.0 + 0.5) / 3.0);
        assert_eq!(outcome.latency, None);
    }
}
