//! The data of `/trends`.

use axum::response::Response;
use serde::Serialize;

use super::params::{PeriodLinks, TrendsParams, share, warnings};
use crate::model::PartialDate;
use crate::search::features::trends::{Peak, Series, Trends};
use crate::search::message::Message;
use crate::web::format::Representation;
use crate::web::http::response;
use crate::web::json::record::{LinksJson, Summary};
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
    periods: Vec<PeriodJson>,
    series: Vec<SeriesJson<'a>>,
    links: TrendsLinksJson,
}

#[derive(Serialize)]
struct PeriodJson {
    period: PartialDate,
    total: usize,
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

#[derive(Serialize)]
struct TrendsLinksJson {
    #[serde(flatten)]
    forms: LinksJson,
    csv: String,
}

/// `GET /trends`.
pub fn render(params: &TrendsParams, found: &Trends) -> Response {
    let request = &params.search.request;
    let interval = params.interval;
    response::json(&TrendsJson {
        interval: interval_name(interval),
        r#match: match_name(request.matching),
        from: request.from,
        to: request.to,
        total: found.total,
        undated: found.undated,
        took_ms: found.took.as_micros() as f64 / 1_000.0,
        revision: found.revision,
        warnings: warnings(found),
        periods: found.periods.iter().map(|(period, total)| PeriodJson { period: *period, total: *total }).collect(),
        series: found.series.iter().map(|series| one(params, found, series)).collect(),
        links: TrendsLinksJson {
            forms: LinksJson {
                itself: params.url(interval, None),
                html: params.url(interval, Some(Representation::Html)),
            },
            csv: params.url(interval, Some(Representation::Csv)),
        },
    })
}

fn one<'a>(params: &TrendsParams, found: &Trends, series: &'a Series) -> SeriesJson<'a> {
    let searches = params.searches(&series.query);
    let counted = found.periods.iter().zip(&series.counts);
    SeriesJson {
        q: &series.query,
        total: series.total,
        undated: series.undated,
        first: series.first.as_ref().map(|stored| Summary::new(stored)),
        last: series.last.as_ref().map(|stored| Summary::new(stored)),
        peak: series.peak.as_ref().map(|peak| PeakJson {
            point: of_peak(peak, &searches),
            bulletins: peak.bulletins.iter().map(|stored| Summary::new(stored)).collect(),
        }),
        points: counted.map(|((period, total), count)| point(*period, *count, *total, &searches)).collect(),
        warnings: &series.warnings,
        url: searches.all,
    }
}

fn of_peak(peak: &Peak, searches: &PeriodLinks) -> PointJson {
    point(peak.period, peak.count, peak.of, searches)
}

fn point(period: PartialDate, count: usize, total: usize, searches: &PeriodLinks) -> PointJson {
    PointJson { period, count, share: share(count, total), url: searches.search_url(period) }
}
