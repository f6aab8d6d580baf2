//! A [`Histogram`] is when the hits of a search were published, as rows of bars: by year over all time and, where
//! that is short enough to be seen, by month. Page and data show the same bars; each is a search within its time. A few
//! outliers long before all others are one bar, so that a bulletin of 1949 does not make seventy empty years.

use std::collections::BTreeMap;

use crate::model::{Facet, PartialDate};
use crate::search::engine::answer::MonthCounts;
use crate::search::types::request::SearchRequest;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::url::params::SearchParams;
use crate::web::url::values::Unit;

/// Bars of years at most; where there are more years a bar has ten of them, or a hundred.
const MAX_YEAR_BARS: i32 = 80;

/// Years whose months are shown by default, at most.
const MAX_YEARS_BY_MONTH: i32 = 3;

/// Early hits are outliers where they are fewer than one in so many,
const OUTLIER_ONE_IN: usize = 200;

/// and more than so many years lie between them and the others.
const OUTLIER_GAP_YEARS: i32 = 2;

/// Months that are shown where months are asked for, the latest.
const MAX_MONTH_BARS: i32 = 240;

/// Hits with a date below which a page lists them rather than draws them.
const WORTH_DRAWING: usize = 20;

/// The hits of a search over time.
#[derive(Debug)]
pub struct Histogram {
    /// The bars: all time first.
    pub rows: Vec<Row>,
    /// Hits with a date.
    pub dated: usize,
    /// Hits without one.
    pub undated: usize,
    /// Whether what has no date is asked for.
    pub undated_selected: bool,
    /// The search for what has none.
    pub undated_url: String,
    /// Whether some time is asked for.
    pub is_narrowed: bool,
    /// The search of all time.
    pub any_time_url: String,
}

/// Bars side by side, each place as long as the others.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// [`Unit::Year`] or [`Unit::Month`].
    pub unit: Unit,
    /// What the first place is: its month, counted since the year 0, or its year.
    pub begin: i32,
    /// How many months or years a place has.
    pub step: i32,
    /// How many places there are, with or without hits.
    pub places: usize,
    /// The bars with hits, ascending.
    pub bars: Vec<Bar>,
    /// The places without hits that lie in the time that is asked for.
    pub empty: Vec<usize>,
    /// The hits before the first place, where those are outliers or there are too many places; the place is 0.
    pub earlier: Option<Bar>,
}

impl Row {
    /// What the last place is, in the unit of [`begin`](Row::begin).
    pub fn last(&self) -> i32 {
        self.begin + self.step * (self.places.max(1) as i32 - 1)
    }
}

/// The hits of one place.
#[derive(Debug, PartialEq, Eq)]
pub struct Bar {
    /// The place in the row, from 0.
    pub place: usize,
    /// The time: 2020年2月.
    pub label: String,
    /// Its first year or month.
    pub from: PartialDate,
    /// Its last.
    pub to: PartialDate,
    /// How many hits.
    pub count: usize,
    /// Whether it lies in the time that is asked for, at least in part.
    pub selected: bool,
    /// The search within it.
    pub url: String,
}

/// Days since 1970-01-01, both included.
type Span = (i32, i32);

impl Histogram {
    /// The histogram of the hits of a search.
    pub fn new(params: &SearchParams, counts: &MonthCounts, unit: Unit) -> Self {
        let request = &params.request;
        let links = SearchLinks::new(&params.with_request(request.any_time()));
        let year = Facet::from_name("year");
        let rows = match (counts.months.first(), counts.months.last()) {
            (Some((first, _)), Some((last, _))) => {
                let drawing = Drawing { counts, links: &links, chosen: &chosen(request) };
                drawing.rows(unit, month_number(*first), month_number(*last))
            }
            _ => Vec::new(),
        };
        Self {
            rows,
            dated: counts.months.iter().map(|(_, count)| count).sum(),
            undated: counts.undated,
            undated_selected: year.is_some_and(|year| request.missing.contains(year)),
            undated_url: year.map(|year| links.url(Change::Missing(year))).unwrap_or_default(),
            is_narrowed: request.is_dated(),
            any_time_url: links.url(Change::AnyDate),
        }
    }

    /// Whether there is anything to choose: times to compare among enough hits, or a time to leave.
    pub fn has_choices(&self) -> bool {
        self.is_narrowed
            || (self.dated >= WORTH_DRAWING
                && self.rows.iter().any(|row| row.bars.len() + usize::from(row.earlier.is_some()) > 1))
    }
}

/// The times that are asked for: from one date to another, within the years that are chosen.
fn chosen(request: &SearchRequest) -> Vec<Span> {
    let from = request.from.map_or(i32::MIN, PartialDate::first_day);
    let to = request.to.map_or(i32::MAX, PartialDate::last_day);
    let years = request.filters.iter().filter(|(facet, _)| facet.name == "year").flat_map(|(_, values)| values);
    let years: Vec<PartialDate> = years.filter_map(|value| value.parse().ok()).collect();
    if !years.is_empty() {
        return years.iter().map(|year| (year.first_day().max(from), year.last_day().min(to))).collect();
    }
    if from == i32::MIN && to == i32::MAX { Vec::new() } else { vec![(from, to)] }
}

/// What bars are drawn from.
struct Drawing<'a> {
    counts: &'a MonthCounts,
    links: &'a SearchLinks,
    chosen: &'a [Span],
}

impl Drawing<'_> {
    /// The rows for hits from one month to another.
    fn rows(&self, unit: Unit, oldest: i32, last: i32) -> Vec<Row> {
        let first = self.first_regular_month();
        let years = || match self.years(first.div_euclid(12), last.div_euclid(12)) {
            row if row.step == 1 => Row { earlier: self.earlier(oldest, first, Unit::Year), ..row },
            // A bar of ten years may reach over outliers.
            _ => self.years(oldest.div_euclid(12), last.div_euclid(12)),
        };
        let months =
            |oldest, first, last| Row { earlier: self.earlier(oldest, first, Unit::Month), ..self.months(first, last) };
        match unit {
            Unit::Year => vec![years()],
            Unit::Month => {
                let chosen = self.chosen_months(oldest, last).map(|(first, last)| (first, first, last));
                let (oldest, first, last) = chosen.unwrap_or((oldest, first, last));
                vec![months(oldest, first.max(last - MAX_MONTH_BARS + 1), last)]
            }
            Unit::Auto if last - first < MAX_YEARS_BY_MONTH * 12 => vec![months(oldest, first, last)],
            Unit::Auto => {
                let mut rows = vec![years()];
                // Of the years that are touched all months, so that the neighbours of a month can be seen.
                let months = self.chosen_months(oldest, last).map(|(first, last)| {
                    let (first, last) = (first.div_euclid(12), last.div_euclid(12));
                    (first * 12, last * 12 + 11)
                });
                let months = months.filter(|(first, last)| last - first < MAX_YEARS_BY_MONTH * 12);
                rows.extend(months.map(|(first, last)| self.months(first, last)).filter(|row| !row.bars.is_empty()));
                rows
            }
        }
    }

    /// The first month with hits after the outliers.
    fn first_regular_month(&self) -> i32 {
        let months: Vec<(i32, usize)> =
            self.counts.months.iter().map(|(month, count)| (month_number(*month), *count)).collect();
        let all: usize = months.iter().map(|(_, count)| count).sum();
        let mut first = months.first().map_or(0, |(month, _)| *month);
        let mut before = 0;
        for pair in months.windows(2) {
            before += pair[0].1;
            if before * OUTLIER_ONE_IN >= all {
                break;
            }
            if pair[1].0.div_euclid(12) - pair[0].0.div_euclid(12) > OUTLIER_GAP_YEARS + 1 {
                first = pair[1].0;
            }
        }
        first
    }

    /// The hits from one month to before another as one bar.
    fn earlier(&self, from: i32, before: i32, unit: Unit) -> Option<Bar> {
        let mut hits = self.counts.months.iter().filter(|(month, _)| (from..before).contains(&month_number(*month)));
        let count = hits.clone().map(|(_, count)| count).sum();
        let (oldest, newest) = (hits.next()?.0, hits.next_back().map(|(month, _)| *month));
        let date = |month: PartialDate| match unit {
            Unit::Year => year(i32::from(month.year())),
            _ => Some(month),
        };
        self.bar(0, "…更早".to_owned(), date(oldest)?, date(newest.unwrap_or(oldest))?, count)
    }

    /// The first and the last month of the times that are asked for, as far as there are hits.
    fn chosen_months(&self, first: i32, last: i32) -> Option<(i32, i32)> {
        let month = |day: i32, open: i32| match day {
            i32::MIN | i32::MAX => open,
            day => PartialDate::month_of_day(i64::from(day)).map_or(open, month_number),
        };
        let from = self.chosen.iter().map(|(from, _)| month(*from, first)).min()?.max(first);
        let to = self.chosen.iter().map(|(_, to)| month(*to, last)).max()?.min(last);
        (from <= to).then_some((from, to))
    }

    fn years(&self, first: i32, last: i32) -> Row {
        let places = |step: i32| last.div_euclid(step) - first.div_euclid(step) + 1;
        let step = [1, 10, 100].into_iter().find(|step| places(*step) <= MAX_YEAR_BARS).unwrap_or(1_000);
        let begin = first.div_euclid(step);
        let mut counted: BTreeMap<i32, usize> = BTreeMap::new();
        let shown = self.counts.months.iter().filter(|(month, _)| i32::from(month.year()) >= first);
        for (month, count) in shown {
            *counted.entry(i32::from(month.year()).div_euclid(step)).or_default() += count;
        }
        let bar = |(number, count): (i32, usize)| {
            let (from, to) = (year(number * step)?, year(number * step + step - 1)?);
            let label = if step == 1 { format!("{from}年") } else { format!("{from}—{to}年") };
            self.bar((number - begin) as usize, label, from, to, count)
        };
        let bars: Vec<Bar> = counted.into_iter().filter_map(bar).collect();
        let places = places(step) as usize;
        let span = |place: usize| {
            let number = begin + place as i32;
            Some((year(number * step)?, year(number * step + step - 1)?))
        };
        let empty = self.empty(places, &bars, span);
        Row { unit: Unit::Year, begin: begin * step, step, places, bars, empty, earlier: None }
    }

    fn months(&self, first: i32, last: i32) -> Row {
        let numbered = self.counts.months.iter().map(|(month, count)| (month_number(*month), *month, *count));
        let bar = |(number, month, count): (i32, PartialDate, usize)| {
            let label = format!("{}年{}月", month.year(), month.month().unwrap_or(1));
            self.bar((number - first) as usize, label, month, month, count)
        };
        let bars: Vec<Bar> = numbered.filter(|(number, ..)| (first..=last).contains(number)).filter_map(bar).collect();
        let places = (last - first + 1) as usize;
        let empty = self.empty(places, &bars, |place| {
            let number = first + place as i32;
            let month = i8::try_from(number.rem_euclid(12) + 1).ok();
            let month = PartialDate::new(i16::try_from(number.div_euclid(12)).ok()?, month, None)?;
            Some((month, month))
        });
        Row { unit: Unit::Month, begin: first, step: 1, places, bars, empty, earlier: None }
    }

    fn bar(&self, place: usize, label: String, from: PartialDate, to: PartialDate, count: usize) -> Option<Bar> {
        let selected = self.is_chosen(from, to);
        let url = self.links.url(Change::Dates(from, to));
        (count > 0).then_some(Bar { place, label, from, to, count, selected, url })
    }

    /// Whether a time is asked for, at least in part.
    fn is_chosen(&self, from: PartialDate, to: PartialDate) -> bool {
        self.chosen.iter().any(|(begin, end)| *begin <= to.last_day() && from.first_day() <= *end)
    }

    /// The places without a bar that are asked for; `span` tells the first and the last year or month of a place.
    fn empty(
        &self,
        places: usize,
        bars: &[Bar],
        span: impl Fn(usize) -> Option<(PartialDate, PartialDate)>,
    ) -> Vec<usize> {
        let without = (0..places).filter(|place| bars.binary_search_by_key(place, |bar| bar.place).is_err());
        without.filter(|place| span(*place).is_some_and(|(from, to)| self.is_chosen(from, to))).collect()
    }
}

/// Months since the year 0.
fn month_number(date: PartialDate) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month().unwrap_or(1)) - 1
}

fn year(number: i32) -> Option<PartialDate> {
    PartialDate::new(i16::try_from(number).ok()?, None, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn histogram(query: &str, unit: Unit, months: &[(&str, usize)]) -> Histogram {
        let params = SearchParams::parse(Some(query)).unwrap();
        let months = months.iter().map(|(month, count)| (month.parse().unwrap(), *count)).collect();
        Histogram::new(&params, &MonthCounts { months, undated: 4 }, unit)
    }

    /// The rows, each bar as its place, time and count, in brackets where it is selected.
    fn check(query: &str, unit: Unit, months: &[(&str, usize)], expected: &[&str]) {
        let said = |bar: &Bar| {
            let text = format!("{}:{} {}", bar.place, bar.label, bar.count);
            if bar.selected { format!("[{text}]") } else { text }
        };
        let row = |row: &Row| {
            let bars: Vec<String> = row.bars.iter().map(said).collect();
            format!("{}: {}", row.places, bars.join(" "))
        };
        let rows: Vec<String> = histogram(query, unit, months).rows.iter().map(row).collect();
        assert_eq!(rows, expected, "{query}");
    }

    const LONG: &[(&str, usize)] = &[("2015-03", 1), ("2019-12", 2), ("2020-02", 3), ("2020-11", 4)];

    #[test]
    fn few_years_are_shown_by_month_and_many_by_year() {
        check("", Unit::Auto, &LONG[1..], &["12: 0:2019年12月 2 2:2020年2月 3 11:2020年11月 4"]);
        check("", Unit::Auto, LONG, &["6: 0:2015年 1 4:2019年 2 5:2020年 7"]);
        check("", Unit::Year, &LONG[1..], &["2: 0:2019年 2 1:2020年 7"]);
        check("", Unit::Month, LONG, &["69: 0:2015年3月 1 57:2019年12月 2 59:2020年2月 3 68:2020年11月 4"]);
        check("", Unit::Auto, &[], &[]);
    }

    #[test]
    fn a_chosen_time_is_marked_and_opened() {
        check(
            "from=2020-02&to=2020-03",
            Unit::Auto,
            LONG,
            &["6: 0:2015年 1 4:2019年 2 [5:2020年 7]", "12: [1:2020年2月 3] 10:2020年11月 4"],
        );
        check("from=2016&to=2018", Unit::Auto, LONG, &["6: 0:2015年 1 4:2019年 2 5:2020年 7"]);
        check("to=2016", Unit::Auto, LONG, &["6: [0:2015年 1] 4:2019年 2 5:2020年 7", "24: [2:2015年3月 1]"]);
        check("year=2019&year=2015", Unit::Auto, LONG, &["6: [0:2015年 1] [4:2019年 2] 5:2020年 7"]);
    }

    #[test]
    fn what_is_asked_for_and_has_nothing_is_known() {
        let found = histogram("from=2020-01&to=2020-05", Unit::Auto, LONG);
        let empty: Vec<&[usize]> = found.rows.iter().map(|row| row.empty.as_slice()).collect();
        assert_eq!(empty, [&[][..], &[0, 2, 3, 4]], "no year, and four months");
        let years = histogram("from=2016&to=2018", Unit::Year, LONG);
        assert_eq!(years.rows[0].empty, [1, 2, 3]);
        assert!(histogram("", Unit::Auto, LONG).rows.iter().all(|row| row.empty.is_empty()));
    }

    #[test]
    fn there_are_never_many_bars() {
        let ages = [("1001-01", 1), ("1005-01", 1), ("1644-01", 1), ("2024-05", 9)];
        check("", Unit::Auto, &ages, &["11: 0:1000—1099年 2 6:1600—1699年 1 10:2000—2099年 9"]);
        let months = histogram("", Unit::Month, &ages);
        let earlier = months.rows[0].earlier.as_ref().unwrap();
        assert_eq!((months.rows[0].places, earlier.count), (MAX_MONTH_BARS as usize, 3));
        assert_eq!(earlier.url, "/search?from=1001-01&to=1644-01");
    }

    /// The bar of outliers, and the row behind it.
    fn check_outliers(unit: Unit, months: &[(&str, usize)], expected: &str) {
        let found = histogram("", unit, months);
        let (row, said) = (&found.rows[0], |bar: &Bar| format!("{} {} {}", bar.label, bar.count, bar.url));
        let earlier = row.earlier.as_ref().map_or("nothing".to_owned(), said);
        assert_eq!(format!("{earlier}, then {} from {}", row.places, row.begin), expected);
        let told: usize = row.bars.iter().chain(&row.earlier).map(|bar| bar.count).sum();
        assert_eq!(told, found.dated, "{expected}: nothing is left out");
    }

    #[test]
    fn outliers_before_all_others_are_one_bar() {
        let years = [("1949-10", 1), ("1987-01", 2), ("2012-01", 300), ("2013-01", 1), ("2020-05", 400)];
        check_outliers(Unit::Auto, &years, "…更早 3 /search?from=1949&to=1987, then 9 from 2012");
        check_outliers(Unit::Year, &years, "…更早 3 /search?from=1949&to=1987, then 9 from 2012");
        check_outliers(Unit::Month, &years, "…更早 3 /search?from=1949-10&to=1987-01, then 101 from 24144");
        // Too many to be outliers, too near, or in a row without a gap.
        check_outliers(Unit::Year, &[("1949-10", 4), ("2012-01", 700)], "nothing, then 64 from 1949");
        check_outliers(Unit::Year, &[("2009-10", 1), ("2012-01", 700)], "nothing, then 4 from 2009");
        // What is left is short enough to be shown by month.
        let short = [("1001-01", 1), ("2024-11", 300), ("2025-02", 100)];
        check_outliers(Unit::Auto, &short, "…更早 1 /search?from=1001-01&to=1001-01, then 4 from 24298");
        let of_ages = [("1001-01", 1), ("1805-01", 300), ("2025-02", 100)];
        check_outliers(Unit::Auto, &of_ages, "nothing, then 11 from 1000");
    }

    #[test]
    fn a_bar_leads_to_its_time_alone() {
        let found = histogram("q=a&from=2020-02&year=2020&missing=source&page=3", Unit::Auto, LONG);
        assert_eq!(found.rows[0].bars[0].url, "/search?q=a&missing=source&from=2015&to=2015");
        assert_eq!(found.rows[1].bars[0].url, "/search?q=a&missing=source&from=2020-02&to=2020-02");
        assert_eq!(found.undated_url, "/search?q=a&missing=source%2Cyear");
        assert_eq!(found.any_time_url, "/search?q=a&missing=source");
        assert_eq!((found.dated, found.undated, found.has_choices()), (10, 4, true));
        assert!(!histogram("", Unit::Auto, &LONG[3..]).has_choices());
        // A few hits are seen at a glance.
        assert!(!histogram("", Unit::Auto, &[("2019-01", 9), ("2020-01", 10)]).has_choices());
        assert!(histogram("", Unit::Auto, &[("2019-01", 10), ("2020-01", 10)]).has_choices());
    }
}
