//! The data of `/trends`.

use axum::response::Response;
use serde::Serialize;

use super::params::{PeriodLinks, TrendsParams, is_thin, share, warnings};
use crate::model::{Facet, PartialDate};
use crate::search::features::trends::{Part, Peak, Series, Split, THIN_BELOW, Trends};
use crate::search::message::Message;
use crate::web::format::Representation;
use crate::web::http::response;
use crate::web::json::facets::FacetsJson;
use crate::web::json::record::{LinksJson, Summary};
use crate::web::url::links::Change;
use crate::web::url::values::{interval_name, match_name};

#[derive(Serialize)]
struct TrendsJson<'a> {
    interval: &'static str,
    r#match: &'static str,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    total: usize,
    undated: usize,
    took_ms: f64,
    revision: i64,
    warnings: Vec<Message>,
    thin_below: usize,
    periods: Vec<PeriodJson>,
    series: Vec<SeriesJson<'a>>,
    split: Option<SplitJson<'a>>,
    facets: FacetsJson<'a>,
    links: TrendsLinksJson,
}

#[derive(Serialize)]
struct PeriodJson {
    period: PartialDate,
    total: usize,
    thin: bool,
}

#[derive(Serialize)]
struct SeriesJson<'a> {
    q: &'a str,
    total: usize,
    undated: usize,
    url: String,
    first: Option<Summary<'a>>,
    last: Option<Summary<'a>>,
    peak: Option<PeakJson<'a>>,
    peak_share: Option<PeakJson<'a>>,
    points: Vec<PointJson>,
    warnings: &'a [Message],
}

#[derive(Serialize)]
struct PeakJson<'a> {
    #[serde(flatten)]
    point: PointJson,
    bulletins: Vec<Summary<'a>>,
}

#[derive(Serialize)]
struct PointJson {
    period: PartialDate,
    count: usize,
    share: Option<f64>,
    url: String,
}

/// Trends apart for the values of a facet.
#[derive(Serialize)]
struct SplitJson<'a> {
    facet: &'static str,
    more: usize,
    parts: Vec<PartJson<'a>>,
}

#[derive(Serialize)]
struct PartJson<'a> {
    value: &'a str,
    total: usize,
    url: String,
    periods: Vec<PeriodJson>,
    series: Vec<PartSeriesJson<'a>>,
}

#[derive(Serialize)]
struct PartSeriesJson<'a> {
    q: &'a str,
    total: usize,
    url: String,
    points: Vec<PointJson>,
}

#[derive(Serialize)]
struct TrendsLinksJson {
    #[serde(flatten)]
    forms: LinksJson,
    csv: String,
}

/// `GET /trends`.
pub fn render(params: &TrendsParams, found: &Trends) -> Response {
    let request = &params.search.request;
    let links = params.links();
    let in_form = |form: Representation| links.url(Change::Representation(form));
    response::json(&TrendsJson {
        interval: interval_name(found.interval),
        r#match: match_name(request.matching),
        from: request.from,
        to: request.to,
        total: found.total,
        undated: found.undated,
        took_ms: found.took.as_micros() as f64 / 1_000.0,
        revision: found.revision,
        warnings: warnings(found),
        thin_below: THIN_BELOW,
        periods: found.periods.iter().map(|(period, total)| of_period(*period, *total)).collect(),
        series: found.series.iter().map(|series| one(params, found, series)).collect(),
        split: found.split.as_ref().map(|split| of_split(params, found, split)),
        facets: FacetsJson { counts: &found.facets, request, links: &links },
        links: TrendsLinksJson {
            forms: LinksJson { itself: links.url(Change::Nothing), html: in_form(Representation::Html) },
            csv: in_form(Representation::Csv),
        },
    })
}

fn one<'a>(params: &TrendsParams, found: &Trends, series: &'a Series) -> SeriesJson<'a> {
    let searches = params.searches(&series.query, None);
    let peak = |peak: &'a Peak| PeakJson {
        point: point(peak.period, peak.count, peak.of, &searches),
        bulletins: peak.bulletins.iter().map(|stored| Summary::new(stored)).collect(),
    };
    SeriesJson {
        q: &series.query,
        total: series.total,
        undated: series.undated,
        first: series.first.as_ref().map(|stored| Summary::new(stored)),
        last: series.last.as_ref().map(|stored| Summary::new(stored)),
        peak: series.peak.as_ref().map(peak),
        peak_share: series.peak_share.as_ref().map(peak),
        points: points(found, &series.counts, found.periods.iter().map(|(_, total)| *total), &searches),
        warnings: &series.warnings,
        url: searches.all,
    }
}

fn of_split<'a>(params: &TrendsParams, found: &'a Trends, split: &'a Split) -> SplitJson<'a> {
    let parts = split.parts.iter().map(|part| of_part(params, found, split.facet, part));
    SplitJson { facet: split.facet.name, more: split.more, parts: parts.collect() }
}

fn of_part<'a>(params: &TrendsParams, found: &'a Trends, facet: &'static Facet, part: &'a Part) -> PartJson<'a> {
    let searches = |query: &str| params.searches(query, Some((facet, &part.value)));
    let series = found.series.iter().zip(&part.series).map(|(series, of_part)| {
        let searches = searches(&series.query);
        PartSeriesJson {
            q: &series.query,
            total: of_part.total,
            points: points(found, &of_part.counts, part.totals.iter().copied(), &searches),
            url: searches.all,
        }
    });
    PartJson {
        value: &part.value,
        total: part.total,
        url: searches("").all,
        periods: found
            .periods
            .iter()
            .zip(&part.totals)
            .map(|((period, _), total)| of_period(*period, *total))
            .collect(),
        series: series.collect(),
    }
}

fn of_period(period: PartialDate, total: usize) -> PeriodJson {
    PeriodJson { period, total, thin: is_thin(total) }
}

fn points(
    found: &Trends,
    counts: &[usize],
    totals: impl Iterator<Item = usize>,
    searches: &PeriodLinks,
) -> Vec<PointJson> {
    let counted = found.periods.iter().zip(counts.iter().zip(totals));
    counted.map(|((period, _), (count, total))| point(*period, *count, total, searches)).collect()
}

fn point(period: PartialDate, count: usize, total: usize, searches: &PeriodLinks) -> PointJson {
    PointJson { period, count, share: share(count, total), url: searches.search_url(period) }
}
