//! The page of trends: charts of counts and of shares, what each query came to, and all numbers as a table.

use askama::Template;
use axum::response::Response;

use super::chart::{Chart, Values};
use super::params::{TrendsParams, share, warnings};
use crate::locale::grouped;
use crate::model::{Facet, PartialDate};
use crate::search::features::trends::{Interval, MAX_QUERIES, Series, Trends};
use crate::search::message::Message;
use crate::search::query::Match;
use crate::web::format::Representation;
use crate::web::html::entry::Entry;
use crate::web::html::facets::filter_text;
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::SearchLinks;
use crate::web::url::params::SearchParams;

/// Rows of the table that are shown at once; more are folded away.
const MAX_OPEN_ROWS: usize = 24;

#[derive(Template)]
#[template(path = "trends.html")]
struct TrendsPage<'a> {
    layout: PageLayout<'a>,
    /// What stands in the boxes for queries, with empty ones for more.
    boxes: Vec<&'a str>,
    exact: bool,
    yearly: bool,
    from: String,
    to: String,
    hidden: Vec<(&'static str, &'a str)>,
    /// The filters in words, as HTML.
    scope: String,
    unfiltered: String,
    total: usize,
    undated: usize,
    warnings: Vec<Message>,
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
    total: usize,
    undated: usize,
    first: Option<Entry<'a>>,
    last: Option<Entry<'a>>,
    peak: Option<PeakView<'a>>,
    warnings: &'a [Message],
}

struct PeakView<'a> {
    period: String,
    url: String,
    count: usize,
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
pub fn render(context: &RequestContext, params: &TrendsParams, found: &Trends) -> Response {
    let request = &params.search.request;
    let links = SearchLinks::new(&params.search);
    let mut boxes: Vec<&str> = params.queries.iter().map(String::as_str).collect();
    boxes.resize((boxes.len() + 1).clamp(2, MAX_QUERIES), "");
    let unfiltered = SearchLinks::new(&SearchParams::everything());
    let mut rows = rows(params, found);
    // The newest first, as people look for it.
    rows.reverse();
    let hidden: Vec<(&'static str, &str)> =
        links.hidden_in_form().filter(|(name, _)| *name != "highlight" && *name != "format").collect();
    let texts = context.texts();
    context.page(&TrendsPage {
        layout: PageLayout::new(context, texts.text("trends-title"), "").at(&params.url(params.interval, None)),
        boxes,
        exact: request.matching == Match::Exact,
        yearly: params.interval == Interval::Year,
        from: request.from.map(|date| date.to_string()).unwrap_or_default(),
        to: request.to.map(|date| date.to_string()).unwrap_or_default(),
        scope: scope(params, texts),
        unfiltered: unfiltered.trends(&params.queries, request.matching, params.interval, None),
        total: found.total,
        undated: found.undated,
        warnings: warnings(found),
        series: (1..).zip(&found.series).map(|(number, series)| view(number, series, params, texts)).collect(),
        charts: charts(found, texts),
        fold: rows.len() > MAX_OPEN_ROWS,
        rows,
        json: params.url(params.interval, Some(Representation::Json)),
        csv: params.url(params.interval, Some(Representation::Csv)),
        hidden,
    })
}

/// What is counted at all, in words.
fn scope(params: &TrendsParams, texts: &'static Texts) -> String {
    let request = &params.search.request;
    let mut scope = Vec::new();
    for (facet, values) in &request.filters {
        scope.push(filter_text("filter-value", facet, &values.join("、"), texts));
    }
    for (facet, values) in &request.excluded {
        scope.push(filter_text("filter-not-value", facet, &values.join("、"), texts));
    }
    let unstated = |facet: &&Facet| texts.format("filter-unstated").with("facet", texts.facet(facet)).to_string();
    scope.extend(request.missing.iter().map(unstated));
    scope.join(texts.text("list-of-sentences"))
}

fn view<'a>(number: usize, series: &'a Series, params: &TrendsParams, texts: &'static Texts) -> SeriesView<'a> {
    let searches = params.searches(&series.query);
    SeriesView {
        number,
        query: &series.query,
        total: series.total,
        undated: series.undated,
        first: series.first.as_deref().map(|stored| Entry::new(stored, texts)),
        last: series.last.as_deref().map(|stored| Entry::new(stored, texts)),
        peak: series.peak.as_ref().map(|peak| PeakView {
            period: texts.date(peak.period),
            url: searches.search_url(peak.period),
            count: peak.count,
            share: shown_share(peak.count, peak.of),
            bulletins: peak.bulletins.iter().map(|stored| Entry::new(stored, texts)).collect(),
        }),
        warnings: &series.warnings,
        url: searches.all,
    }
}

/// How many, and which share of all; without a query, how many there are.
fn charts(found: &Trends, texts: &'static Texts) -> Vec<Chart> {
    let periods: Vec<String> = found.periods.iter().map(|(period, _)| period.to_string()).collect();
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Vec::new() };
    let told = |key: &'static str| {
        let most = |series: &Series| match &series.peak {
            Some(peak) => texts
                .format("chart-series")
                .with("query", series.query.as_str())
                .with("total", series.total)
                .with("period", texts.date(peak.period))
                .with("count", peak.count)
                .with("share", shown_share(peak.count, peak.of)),
            None => texts.format("chart-no-series").with("query", series.query.as_str()),
        };
        let lines: Vec<String> = found.series.iter().map(|series| most(series).to_string()).collect();
        let said = texts.format(key).with("first", first.as_str()).with("last", last.as_str());
        format!("{said}{}", lines.join(texts.text("list-of-sentences")))
    };
    let whole = |value: f64| grouped(value as u64);
    let counts = |counts: &mut dyn Iterator<Item = usize>| counts.map(|count| Some(count as f64)).collect::<Vec<_>>();
    if found.series.is_empty() {
        return vec![Chart::new(Values {
            label: "chart-all",
            name: "count",
            description: told("chart-all-told"),
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
        Chart::new(Values {
            label: "chart-count",
            name: "count",
            description: told("chart-count-told"),
            periods: &periods,
            series: found.series.iter().map(|series| counts(&mut series.counts.iter().copied())).collect(),
            whole: true,
            written: &whole,
        }),
        Chart::new(Values {
            label: "chart-share",
            name: "share",
            description: told("chart-share-told"),
            periods: &periods,
            series: found.series.iter().map(shares).collect(),
            whole: false,
            written: &|value| format!("{}%", rounded(value * 100.0)),
        }),
    ]
}

fn rows(params: &TrendsParams, found: &Trends) -> Vec<Row> {
    let searches: Vec<_> = found.series.iter().map(|series| params.searches(&series.query)).collect();
    let row = |(at, (period, total)): (usize, &(PartialDate, usize))| Row {
        period: period.to_string(),
        total: grouped(*total as u64),
        cells: found
            .series
            .iter()
            .zip(&searches)
            .map(|(series, searches)| {
                let count = series.counts.get(at).copied().unwrap_or(0);
                (grouped(count as u64), shown_share(count, *total), (count > 0).then(|| searches.search_url(*period)))
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
