//! The count of one query of [trends](super): its days, its first and last bulletin, and the periods of most.

use std::collections::BTreeMap;

use super::interval::Interval;
use super::series::{Peak, Series, THIN_BELOW};
use crate::model::{ArticleKey, PartialDate};
use crate::search::engine::query::{Condition, EngineQuery, Sort};
use crate::search::engine::{DayCounts, EngineError};
use crate::search::message::{Message, message};
use crate::search::pipeline::context::{Context, engine_query};
use crate::search::pipeline::permits;
use crate::search::pipeline::understand::parse;
use crate::search::plan::{MatchStrategy, Plan};
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;

/// Bulletins that are named for a period of most.
const OF_PEAK: usize = 3;

/// What is known of a query before its days are put into periods.
pub struct Counted {
    /// What was counted.
    pub query: EngineQuery,
    /// The days.
    pub days: DayCounts,
    warnings: Vec<Message>,
}

/// The bulletins to be read for a series.
#[derive(Default)]
pub struct Named {
    /// Of the first day.
    pub first: Vec<ArticleKey>,
    /// Of the last day.
    pub last: Vec<ArticleKey>,
    /// Of the period of most.
    pub of_peak: Vec<ArticleKey>,
    /// Of the period of the greatest share.
    pub of_peak_share: Vec<ArticleKey>,
}

impl Counted {
    /// Counts the query of a request.
    pub fn new(cx: &Context, request: &SearchRequest) -> Result<Self, SearchError> {
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
        Ok(Self { query, days, warnings })
    }

    /// The series over these periods, and the bulletins that it names; `totals` are the periods with bulletins and how
    /// many.
    pub fn series(
        &self,
        cx: &Context,
        text: &str,
        interval: Interval,
        periods: &[PartialDate],
        totals: &BTreeMap<PartialDate, usize>,
    ) -> Result<(Series, Named), EngineError> {
        let counts = interval.counts(&self.days);
        let peaks = [peak(&counts, totals), peak_share(&counts, totals)];
        let on = |day: Option<&(i64, usize)>| match day {
            Some((day, _)) => newest(cx, &self.query, (Some(*day), Some(*day)), 1),
            None => Ok(Vec::new()),
        };
        let of_peak = |peak: &Option<Peak>| match peak {
            Some(peak) => {
                // No further than the dates that were asked for.
                let from = self.query.days.0.into_iter().chain([i64::from(peak.period.first_day())]).max();
                let to = self.query.days.1.into_iter().chain([i64::from(peak.period.last_day())]).min();
                newest(cx, &self.query, (from, to), OF_PEAK)
            }
            None => Ok(Vec::new()),
        };
        let named = Named {
            first: on(self.days.days.first())?,
            last: on(self.days.days.last())?,
            of_peak: of_peak(&peaks[0])?,
            of_peak_share: of_peak(&peaks[1])?,
        };
        let mut warnings = self.warnings.clone();
        let later: usize = match periods.last() {
            Some(end) => counts.iter().filter(|(period, _)| *period > end).map(|(_, count)| count).sum(),
            None => 0,
        };
        if later > 0 {
            warnings.push(message!("message-trend-later", count = later));
        }
        let [peak, peak_share] = peaks;
        let series = Series {
            query: text.to_owned(),
            total: self.days.total(),
            undated: self.days.undated,
            counts: over(periods, &counts),
            first: None,
            last: None,
            peak,
            peak_share,
            warnings,
        };
        Ok((series, named))
    }
}

/// The counts of these periods.
pub fn over(periods: &[PartialDate], counts: &BTreeMap<PartialDate, usize>) -> Vec<usize> {
    periods.iter().map(|period| counts.get(period).copied().unwrap_or(0)).collect()
}

/// The period of most, the earliest of several.
fn peak(counts: &BTreeMap<PartialDate, usize>, totals: &BTreeMap<PartialDate, usize>) -> Option<Peak> {
    let most = counts.iter().max_by_key(|(period, count)| (**count, std::cmp::Reverse(**period)));
    most.map(|(period, count)| peak_of(*period, *count, totals))
}

/// The period of the greatest share, the earliest of several. One of a period with next to no bulletins tells nothing, so
/// such a period is named only where there is no other.
fn peak_share(counts: &BTreeMap<PartialDate, usize>, totals: &BTreeMap<PartialDate, usize>) -> Option<Peak> {
    let peaks = counts.iter().map(|(period, count)| peak_of(*period, *count, totals));
    peaks.max_by(|a, b| {
        let covered = |peak: &Peak| peak.of >= THIN_BELOW;
        // As whole numbers: a / b > c / d where a d > c b.
        let share = |one: &Peak, other: &Peak| one.count * other.of;
        covered(a).cmp(&covered(b)).then(share(a, b).cmp(&share(b, a))).then(b.period.cmp(&a.period))
    })
}

fn peak_of(period: PartialDate, count: usize, totals: &BTreeMap<PartialDate, usize>) -> Peak {
    Peak { period, count, of: totals.get(&period).copied().unwrap_or(0), bulletins: Vec::new() }
}

/// How many match on each day.
pub fn count_days(cx: &Context, query: &EngineQuery) -> Result<DayCounts, EngineError> {
    permits::run(cx.engine.cost(&query.condition), || cx.engine.day_counts(query, &cx.deadline))
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
    fn the_greatest_share_is_of_a_period_with_bulletins_enough() {
        let counted = |of: &[(&str, usize)]| -> BTreeMap<PartialDate, usize> {
            of.iter().map(|(period, count)| (period.parse().unwrap(), *count)).collect()
        };
        let check = |counts: &[(&str, usize)], totals: &[(&str, usize)], most: &str, share: &str| {
            let (counts, totals) = (counted(counts), counted(totals));
            assert_eq!(peak(&counts, &totals).unwrap().period.to_string(), most);
            assert_eq!(peak_share(&counts, &totals).unwrap().period.to_string(), share);
        };
        let totals = [("2018", 3), ("2019", 40), ("2020", 1_000), ("2021", 40)];
        check(&[("2018", 3), ("2019", 10), ("2020", 100), ("2021", 10)], &totals, "2020", "2019");
        check(&[("2018", 3)], &totals, "2018", "2018");
        assert!(peak_share(&counted(&[]), &counted(&totals)).is_none());
    }
}
