//! An [`Interval`] is how long a period of [trends](super) is: engines count days, and here days become months and years.

use std::collections::BTreeMap;

use jiff::Span;

use crate::model::PartialDate;
use crate::search::engine::DayCounts;

/// Months that are told one by one where nobody says how long a period is: ten years of them. What is longer is told by
/// years.
const MAX_MONTHS: usize = 120;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Interval {
    /// The one that suits the time between two days.
    pub fn of_span(first: i64, last: i64) -> Self {
        let month = |day: i64| {
            PartialDate::month_of_day(day).map_or(0, |of| {
                usize::from(of.year().unsigned_abs()) * 12 + usize::from(of.month().unwrap_or(1).unsigned_abs())
            })
        };
        if (month(last) + 1).saturating_sub(month(first)) > MAX_MONTHS { Self::Year } else { Self::Month }
    }

    /// The period of a day that is counted from 1970-01-01; `None` beyond the calendar.
    pub fn period(self, day: i64) -> Option<PartialDate> {
        let days = Span::new().try_days(day).ok()?;
        let date = jiff::civil::date(1970, 1, 1).checked_add(days).ok()?;
        PartialDate::new(date.year(), (self == Interval::Month).then(|| date.month()), None)
    }

    /// The period after this one.
    pub fn after(self, period: PartialDate) -> Option<PartialDate> {
        self.period(i64::from(period.last_day()) + 1)
    }

    /// The period before this one.
    pub fn before(self, period: PartialDate) -> Option<PartialDate> {
        self.period(i64::from(period.first_day()) - 1)
    }

    /// Every period from one to another.
    pub fn periods(self, first: PartialDate, last: PartialDate) -> Vec<PartialDate> {
        let all = std::iter::successors(Some(first), |period| self.after(*period));
        all.take_while(|period| *period <= last).collect()
    }

    /// Counts of days as counts of periods.
    pub fn counts(self, counted: &DayCounts) -> BTreeMap<PartialDate, usize> {
        let mut counts = BTreeMap::new();
        for (day, count) in &counted.days {
            if let Some(period) = self.period(*day) {
                *counts.entry(period).or_default() += count;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i64 {
        text.parse::<PartialDate>().map(|date| i64::from(date.first_day())).unwrap()
    }

    #[test]
    fn days_become_periods() {
        let check = |interval: Interval, text: &str, before: &str, expected: &str, after: &str| {
            let period = interval.period(day(text)).unwrap();
            assert_eq!(period.to_string(), expected);
            assert_eq!(interval.after(period).unwrap().to_string(), after);
            assert_eq!(interval.before(period).unwrap().to_string(), before);
        };
        check(Interval::Month, "2020-02-29", "2020-01", "2020-02", "2020-03");
        check(Interval::Month, "1969-12-31", "1969-11", "1969-12", "1970-01");
        check(Interval::Year, "2020-12-31", "2019", "2020", "2021");
        assert_eq!(Interval::Year.after("2999".parse().unwrap()), None);
        assert_eq!(Interval::Year.before("1000".parse().unwrap()), None);
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

    #[test]
    fn ten_years_are_months_and_more_are_years() {
        let check = |first: &str, last: &str, expected: Interval| {
            assert_eq!(Interval::of_span(day(first), day(last)), expected, "{first} {last}");
        };
        check("2020-01-05", "2020-01-05", Interval::Month);
        check("2010-05-31", "2020-04-01", Interval::Month);
        check("2010-05-31", "2020-05-01", Interval::Year);
        check("1004-01-01", "2020-05-01", Interval::Year);
    }
}
