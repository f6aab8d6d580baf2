//! Trends: how many bulletins of each month or year a query finds, for several queries side by side, with the first
//! and the last bulletin and the period of most. Engines count days; here days become months and years.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Span;

use crate::model::{ArticleKey, PartialDate, StoredArticle};
use crate::search::engine::query::{Condition, EngineQuery, Sort};
use crate::search::engine::{DayCounts, EngineError};
use crate::search::message::{Message, message};
use crate::search::pipeline::context::{Context, engine_query};
use crate::search::pipeline::other_marks::other_marks;
use crate::search::pipeline::permits;
use crate::search::pipeline::understand::parse;
use crate::search::plan::{MatchStrategy, Plan};
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;

/// Queries that are counted side by side, at most.
pub const MAX_QUERIES: usize = 6;

/// Periods that are told, at most, the latest: fifty years of months.
pub const MAX_PERIODS: usize = 600;

/// Bulletins that are named for the period of most.
const OF_PEAK: usize = 3;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interval {
    /// A month.
    #[default]
    Month,
    /// A year.
    Year,
}

/// How often queries find something, over time.
#[derive(Debug, Clone)]
pub struct Trends {
    /// Every period from the first with a bulletin to the last, at most [`MAX_PERIODS`], and how many bulletins it
    /// has that satisfy the filters, whatever is in them.
    pub periods: Vec<(PartialDate, usize)>,
    /// Earlier periods that are not told.
    pub left_out: usize,
    /// All bulletins that satisfy the filters.
    pub total: usize,
    /// Those of them without a date.
    pub undated: usize,
    /// One for each query.
    pub series: Vec<Series>,
    /// Time that it took.
    pub took: Duration,
    /// The store's revision that the counts reflect.
    pub revision: i64,
}

/// One query over time.
#[derive(Debug, Clone)]
pub struct Series {
    /// As it was typed.
    pub query: String,
    /// How many bulletins it finds, exactly.
    pub total: usize,
    /// Those of them without a date, which are in no period.
    pub undated: usize,
    /// How many it finds in each of [`Trends::periods`].
    pub counts: Vec<usize>,
    /// A bulletin of the first day on which it finds any.
    pub first: Option<Arc<StoredArticle>>,
    /// A bulletin of the last such day.
    pub last: Option<Arc<StoredArticle>>,
    /// The period of most, the earliest of several.
    pub peak: Option<Peak>,
    /// What was odd about the query, as plain sentences.
    pub warnings: Vec<Message>,
}

/// The period in which a query finds most.
#[derive(Debug, Clone)]
pub struct Peak {
    /// The period.
    pub period: PartialDate,
    /// How many it finds there.
    pub count: usize,
    /// How many bulletins there are.
    pub of: usize,
    /// The newest few that it finds there.
    pub bulletins: Vec<Arc<StoredArticle>>,
}

impl Interval {
    /// The period of a day that is counted from 1970-01-01; `None` beyond the calendar.
    fn period(self, day: i64) -> Option<PartialDate> {
        let days = Span::new().try_days(day).ok()?;
        let date = jiff::civil::date(1970, 1, 1).checked_add(days).ok()?;
        PartialDate::new(date.year(), (self == Interval::Month).then(|| date.month()), None)
    }

    /// The period after this one.
    fn after(self, period: PartialDate) -> Option<PartialDate> {
        self.period(i64::from(period.last_day()) + 1)
    }

    /// Counts of days as counts of periods.
    fn counts(self, counted: &DayCounts) -> BTreeMap<PartialDate, usize> {
        let mut counts = BTreeMap::new();
        for (day, count) in &counted.days {
            if let Some(period) = self.period(*day) {
                *counts.entry(period).or_default() += count;
            }
        }
        counts
    }
}

/// What is known of a query before the texts of its bulletins are read.
struct Counted {
    series: Series,
    first: Option<ArticleKey>,
    last: Option<ArticleKey>,
    of_peak: Vec<ArticleKey>,
}

/// How often each query finds something under the filters and dates of `request`, whose own query, order and page
/// do not matter. A bulletin must have all that is asked for, as the first attempt of a search has it; where a
/// search of one period finds none such and looks for less, nothing is counted. Reads at most [`MAX_QUERIES`].
///
/// # Errors
/// [`SearchError`]; never for anything about the queries themselves.
pub async fn trends(
    cx: &Context,
    request: &SearchRequest,
    queries: &[String],
    interval: Interval,
) -> Result<Trends, SearchError> {
    let started = Instant::now();
    let permit = cx.permits.acquire().await.ok_or(SearchError::Overloaded)?;
    let request = SearchRequest { facets: Vec::new(), cursor: None, page: 1, ..request.clone() };
    let revision = cx.engine.revision();
    let all = count_days(cx, &engine_query(&request, Condition::All, &[]))?;
    let totals = interval.counts(&all);
    let counted: Vec<Counted> = queries
        .iter()
        .take(MAX_QUERIES)
        .map(|query| count(cx, &SearchRequest { query: query.clone(), ..request.clone() }, interval, &totals))
        .collect::<Result<_, _>>()?;
    drop(permit);

    let first = totals.keys().next().copied();
    let mut periods: Vec<PartialDate> = std::iter::successors(first, |period| interval.after(*period))
        .take_while(|period| totals.last_key_value().is_some_and(|(last, _)| period <= last))
        .collect();
    let left_out = periods.len().saturating_sub(MAX_PERIODS);
    periods.drain(..left_out);
    let keys: Vec<ArticleKey> =
        counted.iter().flat_map(|of| of.first.iter().chain(&of.last).chain(&of.of_peak)).copied().collect();
    let stored: HashMap<ArticleKey, Arc<StoredArticle>> =
        cx.store.articles(&keys).await?.into_iter().map(|stored| (stored.key, Arc::new(stored))).collect();
    let series = counted.into_iter().map(|mut of| {
        let text = |key: &ArticleKey| stored.get(key).cloned();
        (of.series.first, of.series.last) = (of.first.as_ref().and_then(text), of.last.as_ref().and_then(text));
        if let Some(peak) = &mut of.series.peak {
            peak.bulletins = of.of_peak.iter().filter_map(text).collect();
        }
        of.series.counts.drain(..left_out.min(of.series.counts.len()));
        of.series
    });
    let mut series: Vec<Series> = series.collect();
    for one in &mut series {
        let request = SearchRequest { query: one.query.clone(), ..request.clone() };
        let parsed = parse(cx, &request, &request.query)?;
        let marks = other_marks(cx, &request, &parsed, one.total).await?;
        one.warnings.extend(marks.into_iter().map(|offer| message!("message-trend-marks", written = offer.label)));
    }
    Ok(Trends {
        series,
        periods: periods.into_iter().map(|period| (period, totals.get(&period).copied().unwrap_or(0))).collect(),
        left_out,
        total: all.total(),
        undated: all.undated,
        took: started.elapsed(),
        revision,
    })
}

/// Counts one query; `totals` are the periods with bulletins and how many.
fn count(
    cx: &Context,
    request: &SearchRequest,
    interval: Interval,
    totals: &BTreeMap<PartialDate, usize>,
) -> Result<Counted, SearchError> {
    let parsed = parse(cx, request, &request.query)?;
    let plan = Plan::counting(&parsed, &cx.engine.analyzer(), &cx.synonyms(request));
    let mut warnings = parsed.warnings;
    let (first, strategy) = plan.conditions.into_iter().next().unwrap_or((Condition::All, MatchStrategy::AllTerms));
    let mut query = engine_query(request, first, &[]);
    let mut days = DayCounts::default();
    // Of a sentence what has all of its words is counted, where anything has.
    if let Some(all_terms) = plan.all_terms {
        let all_terms = engine_query(request, all_terms, &[]);
        days = count_days(cx, &all_terms)?;
        if days.total() > 0 {
            query = all_terms;
        }
    }
    if days.total() == 0 {
        days = count_days(cx, &query)?;
        if strategy == MatchStrategy::MostTerms {
            warnings.push(message!("message-sentence"));
        }
    }
    let counts = interval.counts(&days);
    let most = counts.iter().max_by_key(|(period, count)| (**count, std::cmp::Reverse(**period)));
    let peak = most.map(|(period, count)| Peak {
        period: *period,
        count: *count,
        of: totals.get(period).copied().unwrap_or(0),
        bulletins: Vec::new(),
    });
    let on = |day: Option<&(i64, usize)>| match day {
        Some((day, _)) => newest(cx, &query, (Some(*day), Some(*day)), 1),
        None => Ok(Vec::new()),
    };
    let (first, last) = (on(days.days.first())?.pop(), on(days.days.last())?.pop());
    let of_peak = match &peak {
        Some(peak) => {
            // No further than the dates that were asked for.
            let from = query.days.0.into_iter().chain([i64::from(peak.period.first_day())]).max();
            let to = query.days.1.into_iter().chain([i64::from(peak.period.last_day())]).min();
            newest(cx, &query, (from, to), OF_PEAK)?
        }
        None => Vec::new(),
    };
    let begin = totals.keys().next().copied();
    let periods = std::iter::successors(begin, |period| interval.after(*period))
        .take_while(|period| totals.last_key_value().is_some_and(|(last, _)| period <= last));
    let counts = periods.map(|period| counts.get(&period).copied().unwrap_or(0)).collect();
    let (total, undated) = (days.total(), days.undated);
    let series =
        Series { query: request.query.clone(), total, undated, counts, first: None, last: None, peak, warnings };
    Ok(Counted { series, first, last, of_peak })
}

fn count_days(cx: &Context, query: &EngineQuery) -> Result<DayCounts, EngineError> {
    permits::run(cx.engine.cost(&query.condition), || cx.engine.day_counts(query))
}

/// The newest that a query finds between two days.
fn newest(
    cx: &Context,
    query: &EngineQuery,
    days: (Option<i64>, Option<i64>),
    limit: usize,
) -> Result<Vec<ArticleKey>, EngineError> {
    let query = EngineQuery { days, sort: Sort::Newest, offset: 0, limit, ..query.clone() };
    Ok(cx.ask(&query)?.hits.into_iter().map(|hit| hit.key).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_periods() {
        let day = |text: &str| text.parse::<PartialDate>().map(|date| i64::from(date.first_day())).unwrap();
        let check = |interval: Interval, text: &str, expected: &str, after: &str| {
            let period = interval.period(day(text)).unwrap();
            assert_eq!(period.to_string(), expected);
            assert_eq!(interval.after(period).unwrap().to_string(), after);
        };
        check(Interval::Month, "2020-02-29", "2020-02", "2020-03");
        check(Interval::Month, "1969-12-31", "1969-12", "1970-01");
        check(Interval::Year, "2020-12-31", "2020", "2021");
        assert_eq!(Interval::Year.after("2999".parse().unwrap()), None);
        assert_eq!(Interval::Month.period(i64::MAX), None);
        let counted = DayCounts {
            days: vec![(day("2020-02-01"), 2), (day("2020-02-29"), 3), (day("2020-03-01"), 1)],
            undated: 4,
        };
        let counts: Vec<(String, usize)> =
            Interval::Month.counts(&counted).into_iter().map(|(period, count)| (period.to_string(), count)).collect();
        assert_eq!(counts, [("2020-02".to_owned(), 5), ("2020-03".to_owned(), 1)]);
        assert_eq!(counted.total(), 10);
    }
}
