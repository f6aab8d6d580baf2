//! The page of trends: charts of shares and of counts, what each query came to, the values of a facet apart, what narrows
//! it all, and all numbers as a table.

use askama::Template;
use axum::response::Response;

use super::chart::Chart;
use super::charts::{charts, part_charts, shown_share};
use super::params::{PeriodLinks, TrendsParams, is_thin, warnings};
use crate::locale::grouped;
use crate::model::{Counted, PartialDate};
use crate::search::features::trends::{Interval, MAX_QUERIES, Part, Peak, Series, Split, THIN_BELOW, Trends};
use crate::search::message::Message;
use crate::search::query::Match;
use crate::web::format::Representation;
use crate::web::html::conditions::conditions;
use crate::web::html::entry::Entry;
use crate::web::html::facets::FacetView;
use crate::web::html::layout::{Link, PageLayout};
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::Change;
use crate::web::url::values::split_facets;

/// Rows of the table that are shown at once; more are folded away.
const MAX_OPEN_ROWS: usize = 24;

#[derive(Template)]
#[template(path = "trends.html")]
struct TrendsPage<'a> {
    layout: PageLayout<'a>,
    /// What stands in the boxes for queries, with empty ones for more.
    boxes: Vec<&'a str>,
    exact: bool,
    unit: &'static str,
    yearly: bool,
    from: String,
    to: String,
    hidden: Vec<(&'static str, &'a str)>,
    /// The facets that can be told apart: name, label, and whether it is.
    splits: Vec<(&'static str, &'static str, bool)>,
    /// The filters that hold, each with the address without it.
    active: Vec<Link>,
    unfiltered: String,
    facets: Vec<FacetView<'a>>,
    total: usize,
    undated: usize,
    warnings: Vec<Message>,
    series: Vec<SeriesView<'a>>,
    charts: Vec<Chart>,
    thin_below: usize,
    parts: Option<PartsView<'a>>,
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
    /// By share, then by count, with the key of what each is called; one of both where they are the same.
    peaks: Vec<(&'static str, PeakView<'a>)>,
    warnings: &'a [Message],
}

struct PeakView<'a> {
    period: String,
    url: String,
    count: usize,
    share: String,
    bulletins: Vec<Entry<'a>>,
}

/// The values of a facet apart.
struct PartsView<'a> {
    facet: &'static str,
    more: usize,
    parts: Vec<(PartView<'a>, Chart)>,
}

struct PartView<'a> {
    value: &'a str,
    url: String,
    total: usize,
    /// For each query how many, which share, and the search for them, where there are any.
    cells: Vec<Cell>,
}

/// A count, its share, and the search for what was counted, where there is any.
struct Cell {
    count: String,
    share: String,
    url: Option<String>,
}

/// A period in the table.
struct Row {
    period: String,
    total: String,
    thin: bool,
    cells: Vec<Cell>,
}

/// `GET /trends`.
pub fn render(context: &RequestContext, params: &TrendsParams, found: &Trends) -> Response {
    let request = &params.search.request;
    let links = params.links();
    let texts = context.texts();
    let mut boxes: Vec<&str> = params.queries.iter().map(String::as_str).collect();
    boxes.resize((boxes.len() + 1).clamp(2, MAX_QUERIES), "");
    let mut rows = rows(params, found);
    // The newest first, as people look for it.
    rows.reverse();
    let active = conditions(request, &links, texts).into_iter().map(|of| Link { text: of.html, url: of.url }).collect();
    let facets = found.facets.iter().filter(|counts| !counts.values.is_empty());
    let is_split = |facet: &str| params.split.is_some_and(|split| split.name == facet);
    let splits = split_facets().filter(|facet| facet.counted == Counted::ByDefault || is_split(facet.name));
    context.page(&TrendsPage {
        layout: PageLayout::new(context, texts.text("trends-title"), "").at(&links.url(Change::Nothing)),
        boxes,
        exact: request.matching == Match::Exact,
        unit: params.unit.name(),
        yearly: found.interval == Interval::Year,
        from: request.from.map(|date| date.to_string()).unwrap_or_default(),
        to: request.to.map(|date| date.to_string()).unwrap_or_default(),
        splits: splits.map(|facet| (facet.name, texts.facet(facet), is_split(facet.name))).collect(),
        active,
        unfiltered: links.url(Change::NoFilters),
        facets: facets.map(|counts| FacetView::new(counts, request, &links, texts)).collect(),
        total: found.total,
        undated: found.undated,
        warnings: warnings(found),
        series: (1..).zip(&found.series).map(|(number, series)| view(number, series, params, texts)).collect(),
        charts: charts(params, found, texts),
        thin_below: THIN_BELOW,
        parts: found.split.as_ref().map(|split| parts(params, found, split, texts)),
        fold: rows.len() > MAX_OPEN_ROWS,
        rows,
        json: links.url(Change::Representation(Representation::Json)),
        csv: links.url(Change::Representation(Representation::Csv)),
        hidden: links.hidden_in_form().collect(),
    })
}

fn view<'a>(number: usize, series: &'a Series, params: &TrendsParams, texts: &'static Texts) -> SeriesView<'a> {
    let searches = params.searches(&series.query, None);
    let peak = |key: &'static str, peak: &'a Peak| {
        let view = PeakView {
            period: texts.date(peak.period),
            url: searches.search_url(peak.period),
            count: peak.count,
            share: shown_share(peak.count, peak.of),
            bulletins: peak.bulletins.iter().map(|stored| Entry::new(stored, texts)).collect(),
        };
        (key, view)
    };
    let peaks = match (&series.peak_share, &series.peak) {
        (Some(share), Some(count)) if share.period == count.period => vec![peak("trends-peak-both", share)],
        (share, count) => {
            let share = share.iter().map(|of| peak("trends-peak-share", of));
            share.chain(count.iter().map(|of| peak("trends-peak", of))).collect()
        }
    };
    SeriesView {
        number,
        query: &series.query,
        total: series.total,
        undated: series.undated,
        first: series.first.as_deref().map(|stored| Entry::new(stored, texts)),
        last: series.last.as_deref().map(|stored| Entry::new(stored, texts)),
        peaks,
        warnings: &series.warnings,
        url: searches.all,
    }
}

fn parts<'a>(params: &TrendsParams, found: &Trends, split: &'a Split, texts: &'static Texts) -> PartsView<'a> {
    let view = |part: &'a Part| {
        let searches = |query: &str| params.searches(query, Some((split.facet, &part.value)));
        let cells = found
            .series
            .iter()
            .zip(&part.series)
            .map(|(series, of_part)| cell(of_part.total, part.total, || searches(&series.query).all));
        PartView { value: &part.value, url: searches("").all, total: part.total, cells: cells.collect() }
    };
    PartsView {
        facet: texts.facet(split.facet),
        more: split.more,
        parts: split.parts.iter().map(view).zip(part_charts(params, found, texts)).collect(),
    }
}

fn rows(params: &TrendsParams, found: &Trends) -> Vec<Row> {
    let searches: Vec<PeriodLinks> = found.series.iter().map(|series| params.searches(&series.query, None)).collect();
    let row = |(at, (period, total)): (usize, &(PartialDate, usize))| {
        let cells = found.series.iter().zip(&searches).map(|(series, searches)| {
            cell(series.counts.get(at).copied().unwrap_or(0), *total, || searches.search_url(*period))
        });
        Row { period: period.to_string(), total: grouped(*total as u64), thin: is_thin(*total), cells: cells.collect() }
    };
    found.periods.iter().enumerate().map(row).collect()
}

fn cell(count: usize, total: usize, url: impl FnOnce() -> String) -> Cell {
    Cell { count: grouped(count as u64), share: shown_share(count, total), url: (count > 0).then(url) }
}
