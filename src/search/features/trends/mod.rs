//! Trends: how many bulletins of each month or year a query finds, for several queries side by side, with the first
//! and the last bulletin and the periods of most; and, where that is asked for, apart for the values of a facet.

mod count;
mod interval;
mod series;
mod split;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use self::count::{Counted, Named, count_days, over};
pub use self::interval::Interval;
pub use self::series::{Peak, Series, THIN_BELOW};
pub use self::split::{Part, Split};
use crate::model::{ArticleKey, Facet, PartialDate, StoredArticle};
use crate::search::engine::query::{Condition, EngineQuery};
use crate::search::message::message;
use crate::search::pipeline::context::{Context, engine_query};
use crate::search::pipeline::facets::facet_counts;
use crate::search::pipeline::other_marks::other_marks;
use crate::search::pipeline::understand::parse;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::FacetCounts;

/// Queries that are counted side by side, at most.
pub const MAX_QUERIES: usize = 6;

/// Periods that are told, at most, the latest: fifty years of months.
pub const MAX_PERIODS: usize = 600;

/// What is asked of trends.
pub struct TrendsRequest<'a> {
    /// The filters, the dates and the facets to count; its own query, order and page do not matter.
    pub search: &'a SearchRequest,
    /// At most [`MAX_QUERIES`] are read.
    pub queries: &'a [String],
    /// How long a period is; where nothing is said, what suits the span.
    pub interval: Option<Interval>,
    /// The facet whose values are told apart.
    pub split: Option<&'static Facet>,
}

/// How often queries find something, over time.
#[derive(Debug, Clone)]
pub struct Trends {
    /// How long a period is.
    pub interval: Interval,
    /// Every period from the one before the first that has something found to the present one, at most
    /// [`MAX_PERIODS`], and how many bulletins it has that satisfy the filters, whatever is in them.
    pub periods: Vec<(PartialDate, usize)>,
    /// Earlier periods that are not told.
    pub left_out: usize,
    /// All bulletins that satisfy the filters.
    pub total: usize,
    /// Those of them without a date.
    pub undated: usize,
    /// One for each query.
    pub series: Vec<Series>,
    /// The same for the values of a facet, where that was asked for.
    pub split: Option<Split>,
    /// The facets that were asked for, counted over what any query finds.
    pub facets: Vec<FacetCounts>,
    /// Time that it took.
    pub took: Duration,
    /// The store's revision that the counts reflect.
    pub revision: i64,
}

/// How often each query finds something. A bulletin must have all that is asked for, as the first attempt of a search
/// has it; where a search of one period finds none such and looks for less, nothing is counted.
///
/// # Errors
/// [`SearchError`]; never for anything about the queries themselves.
pub async fn trends(cx: &Context, asked: &TrendsRequest<'_>) -> Result<Trends, SearchError> {
    let started = Instant::now();
    let permit = cx.permits.acquire().await.ok_or(SearchError::Overloaded)?;
    let request = SearchRequest { facets: Vec::new(), cursor: None, page: 1, ..asked.search.clone() };
    let of_query = |query: &String| SearchRequest { query: query.clone(), ..request.clone() };
    let queries = &asked.queries[..asked.queries.len().min(MAX_QUERIES)];
    let revision = cx.engine.revision();
    let everything = engine_query(&request, Condition::All, &[]);
    let all = count_days(cx, &everything)?;
    let counted: Vec<Counted> =
        queries.iter().map(|query| Counted::new(cx, &of_query(query))).collect::<Result<_, _>>()?;
    let span = span(&request, &all.days, &counted);
    let suits = || span.map_or(Interval::Month, |(first, last)| Interval::of_span(first, last));
    let interval = asked.interval.unwrap_or_else(suits);
    let totals = interval.counts(&all);
    let mut periods = span.map_or_else(Vec::new, |(first, last)| periods(&request, interval, first, last));
    let left_out = periods.len().saturating_sub(MAX_PERIODS);
    periods.drain(..left_out);
    let told: Vec<(Series, Named)> = queries
        .iter()
        .zip(&counted)
        .map(|(query, counted)| counted.series(cx, query, interval, &periods, &totals))
        .collect::<Result<_, _>>()?;
    let found: Vec<&EngineQuery> = counted.iter().map(|counted| &counted.query).collect();
    let split = match asked.split {
        Some(facet) => Some(Split::new(cx, facet, &everything, &found, interval, &periods)?),
        None => None,
    };
    let facets = facets(cx, asked.search, &everything, &found)?;
    drop(permit);

    let mut series = with_bulletins(cx, told).await?;
    for one in &mut series {
        let request = of_query(&one.query);
        let parsed = parse(cx, &request, &request.query)?;
        let marks = other_marks(cx, &request, &parsed, one.total).await?;
        one.warnings.extend(marks.into_iter().map(|offer| message!("message-trend-marks", written = offer.label)));
    }
    Ok(Trends {
        interval,
        series,
        split,
        facets,
        periods: periods.iter().copied().zip(over(&periods, &totals)).collect(),
        left_out,
        total: all.total(),
        undated: all.undated,
        took: started.elapsed(),
        revision,
    })
}

/// The first day on which anything is found, and today or the last day that was asked for. Where nothing is found the
/// bulletins themselves say where to begin; nothing where there are none.
fn span(request: &SearchRequest, all: &[(i64, usize)], counted: &[Counted]) -> Option<(i64, i64)> {
    let firsts = counted.iter().filter_map(|counted| counted.days.days.first());
    let first = firsts.min().or(all.first()).map(|(day, _)| *day);
    let today = request.today.and_then(|day| PartialDate::new(day.year(), Some(day.month()), Some(day.day())));
    let today = today.map(|day| i64::from(day.first_day()));
    let asked = request.to.map(|date| i64::from(date.last_day()));
    let last = today.into_iter().chain(asked).min().or(all.last().map(|(day, _)| *day));
    first.zip(last)
}

/// The periods between two days and the one before, so that it shows that there was nothing; but none before the dates
/// that were asked for.
fn periods(request: &SearchRequest, interval: Interval, first: i64, last: i64) -> Vec<PartialDate> {
    let (Some(first), Some(last)) = (interval.period(first), interval.period(last)) else { return Vec::new() };
    if first > last {
        return Vec::new();
    }
    let before =
        interval.before(first).filter(|period| request.from.is_none_or(|from| from.first_day() <= period.last_day()));
    interval.periods(before.unwrap_or(first), last)
}

/// The values of facets among what any query finds, to choose from.
fn facets(
    cx: &Context,
    request: &SearchRequest,
    everything: &EngineQuery,
    found: &[&EngineQuery],
) -> Result<Vec<FacetCounts>, SearchError> {
    if request.facets.is_empty() {
        return Ok(Vec::new());
    }
    let condition = match found {
        [] => Condition::All,
        found => Condition::Or(found.iter().map(|query| query.condition.clone()).collect()),
    };
    let query = EngineQuery { condition, limit: 0, facets: request.facets.clone(), ..everything.clone() };
    let counted = cx.ask(&query)?.facets;
    Ok(facet_counts(cx, request, &query, counted)?)
}

/// The series with the bulletins that they name.
async fn with_bulletins(cx: &Context, told: Vec<(Series, Named)>) -> Result<Vec<Series>, SearchError> {
    let named = |named: &Named| [&named.first, &named.last, &named.of_peak, &named.of_peak_share].map(Clone::clone);
    let keys: Vec<ArticleKey> = told.iter().flat_map(|(_, of)| named(of)).flatten().collect();
    let stored: HashMap<ArticleKey, Arc<StoredArticle>> =
        cx.store.articles(&keys).await?.into_iter().map(|stored| (stored.key, Arc::new(stored))).collect();
    let texts = |keys: &[ArticleKey]| keys.iter().filter_map(|key| stored.get(key).cloned()).collect::<Vec<_>>();
    let series = told.into_iter().map(|(mut series, named)| {
        (series.first, series.last) = (texts(&named.first).pop(), texts(&named.last).pop());
        if let Some(peak) = &mut series.peak {
            peak.bulletins = texts(&named.of_peak);
        }
        if let Some(peak) = &mut series.peak_share {
            peak.bulletins = texts(&named.of_peak_share);
        }
        series
    });
    Ok(series.collect())
}
