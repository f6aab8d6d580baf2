//! Trends as a table in which each count is a line, as programs that draw and reckon like to have it.

use axum::body::Body;
use axum::response::Response;

use super::params::share;
use crate::search::features::trends::Trends;
use crate::web::format::Representation;
use crate::web::formats::csv;
use crate::web::http::response;
use crate::web::http::response::attach;

/// A line for each query and period: how many bulletins the query finds, of how many, and the share of these, empty
/// where there are none. Lines without a query are of all bulletins, where no query was stated.
pub fn render(found: &Trends) -> Response {
    let mut out = Vec::with_capacity(64 * (1 + found.series.len()) * found.periods.len());
    csv::head(&mut out, ["q", "period", "count", "total", "share"].into_iter());
    let mut line = |query: &str, period: String, count: usize, total: usize| {
        let share = share(count, total).map_or(String::new(), |share| share.to_string());
        csv::line(&mut out, [query.to_owned(), period, count.to_string(), total.to_string(), share].into_iter());
    };
    for series in &found.series {
        for ((period, total), count) in found.periods.iter().zip(&series.counts) {
            line(&series.query, period.to_string(), *count, *total);
        }
    }
    if found.series.is_empty() {
        found.periods.iter().for_each(|(period, total)| line("", period.to_string(), *total, *total));
    }
    let mut response = response::text(Body::from(out), Representation::Csv.media_type());
    attach(&mut response, "attachment; filename=\"gongbao-trends.csv\"");
    response
}
