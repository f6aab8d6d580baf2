//! The page of trends: charts of counts and of shares, what each query came to, and all numbers as a table.

use askama::Template;
use axum::response::Response;

use super::chart::{Chart, Values};
use super::home::Entry;
use super::{Shell, chinese_date, grouped};
use crate::search::request::Match;
use crate::search::trends::{Interval, MOST_QUERIES, Series, Trends};
use crate::web::exports::share;
use crate::web::links::SearchLinks;
use crate::web::negotiate::Form;
use crate::web::respond;
use crate::web::trends::{TrendsParams, warnings};
use crate::web::visit::Visit;

/// Rows of the table that are shown at once; more are folded away.
const ROWS: usize = 24;

#[derive(Template)]
#[template(path = "trends.html")]
struct TrendsPage<'a> {
    shell: Shell<'a>,
    /// What stands in the boxes for queries, with empty ones for more.
    boxes: Vec<&'a str>,
    exact: bool,
    yearly: bool,
    from: String,
    to: String,
    hidden: Vec<(&'static str, &'a str)>,
    /// The filters in words.
    scope: Vec<String>,
    unfiltered: String,
    total: String,
    undated: String,
    warnings: Vec<String>,
    series: Vec<SeriesView<'a>>,
    charts: Vec<Chart>,
    rows: Vec<Row>,
    fold: bool,
    json: String,
    csv: String,
}

struct SeriesView<'a> {
    number: usize,
    query: &'a str,
    url: String,
    total: String,
    undated: usize,
    first: Option<Entry<'a>>,
    last: Option<Entry<'a>>,
    peak: Option<PeakView<'a>>,
    warnings: &'a [String],
}

struct PeakView<'a> {
    period: String,
    url: String,
    count: String,
    share: String,
    bulletins: Vec<Entry<'a>>,
}

/// A period in the table.
struct Row {
    period: String,
    total: String,
    /// For each query the count, its share, and the search for what was counted, where there is any.
    cells: Vec<(String, String, Option<String>)>,
}

/// `GET /trends`.
pub fn trends(visit: &Visit, params: &TrendsParams, found: &Trends) -> Response {
    let request = &params.search.request;
    let links = SearchLinks::new(&params.search);
    let mut boxes: Vec<&str> = params.queries.iter().map(String::as_str).collect();
    boxes.resize((boxes.len() + 1).clamp(2, MOST_QUERIES), "");
    let unfiltered = SearchLinks::new(&crate::web::params::SearchParams::everything());
    let mut rows = rows(params, found);
    // The newest first, as people look for it.
    rows.reverse();
    let hidden: Vec<(&'static str, &str)> =
        links.hidden_in_form().filter(|(name, _)| *name != "highlight" && *name != "format").collect();
    respond::page(&TrendsPage {
        shell: Shell::new(visit, "词语趋势", ""),
        boxes,
        exact: request.matching == Match::Exact,
        yearly: params.interval == Interval::Year,
        from: request.from.map(|date| date.to_string()).unwrap_or_default(),
        to: request.to.map(|date| date.to_string()).unwrap_or_default(),
        scope: scope(params),
        unfiltered: unfiltered.trends(&params.queries, request.matching, params.interval, None),
        total: grouped(found.total as u64),
        undated: if found.undated > 0 { grouped(found.undated as u64) } else { String::new() },
        warnings: warnings(found),
        series: (1..).zip(&found.series).map(|(number, series)| view(number, series, params)).collect(),
        charts: charts(found),
        fold: rows.len() > ROWS,
        rows,
        json: params.url(params.interval, Some(Form::Json)),
        csv: params.url(params.interval, Some(Form::Csv)),
        hidden,
    })
}

/// What is counted at all, in words.
fn scope(params: &TrendsParams) -> Vec<String> {
    let request = &params.search.request;
    let mut scope = Vec::new();
    for (facet, values) in &request.filters {
        scope.push(format!("{}：{}", facet.label, values.join("、")));
    }
    for (facet, values) in &request.rejected {
        scope.push(format!("{}：不是 {}", facet.label, values.join("、")));
    }
    scope.extend(request.missing.iter().map(|facet| format!("{}：未标明", facet.label)));
    scope
}

fn view<'a>(number: usize, series: &'a Series, params: &TrendsParams) -> SeriesView<'a> {
    let searches = params.searches(&series.query);
    SeriesView {
        number,
        query: &series.query,
        total: grouped(series.total as u64),
        undated: series.undated,
        first: series.first.as_deref().map(Entry::new),
        last: series.last.as_deref().map(Entry::new),
        peak: series.peak.as_ref().map(|peak| PeakView {
            period: chinese_date(peak.period),
            url: searches.of(peak.period),
            count: grouped(peak.count as u64),
            share: shown_share(peak.count, peak.of),
            bulletins: peak.bulletins.iter().map(|stored| Entry::new(stored)).collect(),
        }),
        warnings: &series.warnings,
        url: searches.all,
    }
}

/// How many, and which share of all; without a query, how many there are.
fn charts(found: &Trends) -> Vec<Chart> {
    let periods: Vec<String> = found.periods.iter().map(|(period, _)| period.to_string()).collect();
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
    let told = |what: &str| {
        let most = |series: &Series| match &series.peak {
            Some(peak) => format!(
                "{}：共 {} 篇，最多的是{}，{} 篇，占 {}",
                series.query,
                series.total,
                chinese_date(peak.period),
                peak.count,
                shown_share(peak.count, peak.of)
            ),
            None => format!("{}：没有", series.query),
        };
        let lines: Vec<String> = found.series.iter().map(most).collect();
        format!("{first} 至 {last} {what}。{}", lines.join("；"))
    };
    let whole = |value: f64| grouped(value as u64);
    let counts = |counts: &mut dyn Iterator<Item = usize>| counts.map(|count| Some(count as f64)).collect::<Vec<_>>();
    if found.series.is_empty() {
        return vec![Chart::of(Values {
            label: "公报篇数",
            label_en: "all bulletins",
            name: "count",
            description: told("收录的公报篇数"),
            periods: &periods,
            series: vec![counts(&mut found.periods.iter().map(|(_, total)| *total))],
            whole: true,
            written: &whole,
        })];
    }
    let shares = |series: &Series| {
        let counted = found.periods.iter().zip(&series.counts);
        counted.map(|((_, total), count)| share(*count, *total)).collect()
    };
    vec![
        Chart::of(Values {
            label: "篇数",
            label_en: "bulletins",
            name: "count",
            description: told("用到各词语的公报篇数"),
            periods: &periods,
            series: found.series.iter().map(|series| counts(&mut series.counts.iter().copied())).collect(),
            whole: true,
            written: &whole,
        }),
        Chart::of(Values {
            label: "占同期全部公报的比例",
            label_en: "share of all bulletins",
            name: "share",
            description: told("用到各词语的公报占同期全部公报的比例"),
            periods: &periods,
            series: found.series.iter().map(shares).collect(),
            whole: false,
            written: &|value| format!("{}%", rounded(value * 100.0)),
        }),
    ]
}

fn rows(params: &TrendsParams, found: &Trends) -> Vec<Row> {
    let searches: Vec<_> = found.series.iter().map(|series| params.searches(&series.query)).collect();
    let row = |(at, (period, total)): (usize, &(crate::model::PartialDate, usize))| Row {
        period: period.to_string(),
        total: grouped(*total as u64),
        cells: found
            .series
            .iter()
            .zip(&searches)
            .map(|(series, searches)| {
                let count = series.counts.get(at).copied().unwrap_or(0);
                (grouped(count as u64), shown_share(count, *total), (count > 0).then(|| searches.of(*period)))
            })
            .collect(),
    };
    found.periods.iter().enumerate().map(row).collect()
}

/// A share as a percentage with as many places as it needs to say something.
fn shown_share(count: usize, total: usize) -> String {
    match share(count, total) {
        None => String::new(),
        Some(share) => format!("{}%", rounded(share * 100.0)),
    }
}

/// Two digits that tell, and no zeros after them.
fn rounded(value: f64) -> String {
    let places = match value {
        value if value >= 10.0 || value == 0.0 => 0,
        value if value >= 1.0 => 1,
        value if value >= 0.1 => 2,
        _ => 3,
    };
    let text = format!("{value:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_say_what_they_can() {
        assert_eq!(shown_share(1, 3), "33%");
        assert_eq!(shown_share(1, 24), "4.2%");
        assert_eq!(shown_share(1, 1_000), "0.1%");
        assert_eq!(shown_share(0, 5), "0%");
        assert_eq!(shown_share(0, 0), "");
    }
}
