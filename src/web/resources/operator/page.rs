//! The page for whoever runs the site: how it fares now, how long each part of the work takes, what was refused, and what
//! readers looked for in vain.

use askama::Template;
use axum::response::Response;

use crate::app::readiness::{Readiness, Status};
use crate::locale::grouped;
use crate::telemetry::metrics::{
    CACHE_BYTES, CACHE_LOOKUPS, CONNECTIONS, CRAWL_PAGES, DATABASE_BYTES, DISK_FREE_BYTES, HTTP_REQUEST_SECONDS,
    HTTP_REQUESTS, HTTP_REQUESTS_IN_PROGRESS, INDEX_BYTES, REFUSED, SEARCHES, SEARCHES_RUNNING, SEARCHES_WAITING,
    STAGE_SECONDS,
};
use crate::telemetry::quantiles::{Measured, measured, sums, value};
use crate::telemetry::queries::Report;
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::files::size;
use crate::web::i18n::texts::Texts;

/// The values of labels, and the keys of what they are called.
const WORDS: [(&str, &str); 13] = [
    ("connections", "operator-was-connections"),
    ("turn", "operator-was-turn"),
    ("room", "operator-was-room"),
    ("search", "operator-was-search"),
    ("deadline", "operator-was-deadline"),
    ("rate", "operator-was-rate"),
    ("some", "operator-was-some"),
    ("none", "operator-was-none"),
    ("fetched", "operator-was-fetched"),
    ("new", "operator-was-new"),
    ("changed", "operator-was-changed"),
    ("withdrawn", "operator-was-withdrawn"),
    ("failed", "operator-was-failed"),
];

#[derive(Template)]
#[template(path = "operator.html")]
struct OperatorPage<'a> {
    layout: PageLayout<'a>,
    status: Status,
    behind: u64,
    version: &'static str,
    /// The key of a text, and what there is of it.
    now: Vec<(&'static str, String)>,
    /// How long things took: the keys of what they are and of one of them, and each.
    timed: [(&'static str, &'static str, Vec<Row>); 2],
    /// The key of what was counted, and by what how often.
    counted: Vec<(&'static str, Vec<(String, String)>)>,
    queries: Option<&'a Report>,
}

/// How long something took.
struct Row {
    name: String,
    count: String,
    mean: String,
    half: String,
    most: String,
}

/// `GET /` of the operator's address, from the text that Prometheus reads.
pub fn render(context: &RequestContext, readiness: Readiness, text: &str, queries: Option<&Report>) -> Response {
    let texts = context.texts();
    let number = |name: &str| value(text, name).unwrap_or_default();
    let count = |name: &str| grouped(number(name) as u64);
    let bytes = |name: &str| size(number(name) as u64);
    let lookups = sums(text, CACHE_LOOKUPS, "outcome");
    let hits = lookups.get("hit").copied().unwrap_or_default();
    let all: f64 = lookups.values().sum();
    let now = vec![
        ("operator-requests", count(HTTP_REQUESTS_IN_PROGRESS)),
        ("operator-connections", count(CONNECTIONS)),
        ("operator-running", count(SEARCHES_RUNNING)),
        ("operator-waiting", count(SEARCHES_WAITING)),
        ("operator-memory", bytes("process_resident_memory_bytes")),
        ("operator-files", count("process_open_fds")),
        ("operator-database", bytes(DATABASE_BYTES)),
        ("operator-index", bytes(INDEX_BYTES)),
        ("operator-free", bytes(DISK_FREE_BYTES)),
        ("operator-cache", bytes(CACHE_BYTES)),
        ("operator-hits", if all > 0.0 { format!("{:.0}%", 100.0 * hits / all) } else { "—".to_owned() }),
    ];
    let counted = [
        ("operator-answers", HTTP_REQUESTS, "status"),
        ("operator-refused", REFUSED, "why"),
        ("operator-searches", SEARCHES, "result"),
        ("operator-crawled", CRAWL_PAGES, "outcome"),
    ];
    context.page(&OperatorPage {
        layout: PageLayout::new(context, texts.text("operator-title"), "").nowhere(),
        status: readiness.status,
        behind: readiness.behind(),
        version: env!("CARGO_PKG_VERSION"),
        now,
        timed: [
            ("operator-stages", "operator-stage", rows(text, STAGE_SECONDS, "stage")),
            ("operator-routes", "operator-route", rows(text, HTTP_REQUEST_SECONDS, "route")),
        ],
        counted: counted
            .into_iter()
            .map(|(key, name, label)| {
                let sums = sums(text, name, label).into_iter().filter(|(_, sum)| *sum > 0.0);
                (key, sums.map(|(value, sum)| (said(texts, label, value), grouped(sum as u64))).collect())
            })
            .collect(),
        queries,
    })
}

/// The value of a label in words, but for statuses.
fn said(texts: &'static Texts, label: &str, value: String) -> String {
    let known = WORDS.iter().find(|(word, _)| label != "status" && *word == value);
    known.map_or(value, |(_, key)| texts.text(key).to_owned())
}

/// What a histogram says, what took longest in all first.
fn rows(text: &str, name: &str, label: &str) -> Vec<Row> {
    let mut all: Vec<(String, Measured)> = measured(text, name, label).into_iter().collect();
    all.sort_by(|(_, one), (_, other)| other.sum.total_cmp(&one.sum));
    all.into_iter()
        .map(|(name, measured)| Row {
            name,
            count: grouped(measured.count),
            mean: duration(measured.mean()),
            half: bound(measured.within(0.5)),
            most: bound(measured.within(0.99)),
        })
        .collect()
}

fn duration(seconds: f64) -> String {
    match seconds {
        0.0 => "0".to_owned(),
        seconds if seconds < 0.000_1 => "< 0.1 ms".to_owned(),
        seconds if seconds < 0.1 => format!("{:.1} ms", seconds * 1_000.0),
        seconds if seconds < 1.0 => format!("{:.0} ms", seconds * 1_000.0),
        seconds => format!("{seconds:.1} s"),
    }
}

/// Histograms know upper bounds alone.
fn bound(seconds: f64) -> String {
    if seconds.is_finite() { format!("≤ {}", duration(seconds)) } else { "> 60 s".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_said_as_people_say_them() {
        assert_eq!([0.0, 0.000_02, 0.0125, 0.25, 2.0].map(duration), ["0", "< 0.1 ms", "12.5 ms", "250 ms", "2.0 s"]);
        assert_eq!([0.5, f64::INFINITY].map(bound), ["≤ 500 ms", "> 60 s"]);
    }
}
