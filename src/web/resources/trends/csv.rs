//! Trends as a table in which each count is a line, as programs that draw and reckon like to have it.

use axum::body::Body;
use axum::response::Response;

use super::params::{PeriodLinks, TrendsParams, is_thin, share};
use crate::model::PartialDate;
use crate::search::features::trends::Trends;
use crate::web::format::Representation;
use crate::web::formats::csv;
use crate::web::formats::export::file_name;
use crate::web::http::response;

/// The lines so far.
struct Table(Vec<u8>);

impl Table {
    /// A line for each period of a query: how many bulletins it finds, of how many, and the share of these, empty where
    /// there are none.
    fn add(&mut self, query: &str, value: &str, counted: &[(PartialDate, usize, usize)], searches: &PeriodLinks) {
        for (period, count, total) in counted {
            let line = [
                query.to_owned(),
                period.to_string(),
                count.to_string(),
                total.to_string(),
                share(*count, *total).map_or(String::new(), |share| share.to_string()),
                is_thin(*total).to_string(),
                value.to_owned(),
                searches.search_url(*period),
            ];
            csv::line(&mut self.0, line.into_iter());
        }
    }
}

/// A line for each query and period; then, where values of a facet are told apart, the same for each of them, with the
/// value. Lines without a query are of all bulletins, where no query was stated.
pub fn render(params: &TrendsParams, found: &Trends) -> Response {
    let mut table = Table(Vec::with_capacity(256 * (1 + found.series.len()) * found.periods.len()));
    csv::head(&mut table.0, ["q", "period", "count", "total", "share", "thin", "value", "url"].into_iter());
    let periods = || found.periods.iter().map(|(period, _)| *period);
    let counted = |counts: &[usize], totals: &[usize]| -> Vec<(PartialDate, usize, usize)> {
        periods().zip(counts.iter().zip(totals)).map(|(period, (count, total))| (period, *count, *total)).collect()
    };
    let totals: Vec<usize> = found.periods.iter().map(|(_, total)| *total).collect();
    for series in &found.series {
        let searches = params.searches(&series.query, None);
        table.add(&series.query, "", &counted(&series.counts, &totals), &searches);
    }
    if found.series.is_empty() {
        table.add("", "", &counted(&totals, &totals), &params.searches("", None));
    }
    for (split, part) in found.split.iter().flat_map(|split| split.parts.iter().map(move |part| (split, part))) {
        let searches = |query: &str| params.searches(query, Some((split.facet, &part.value)));
        for (series, of_part) in found.series.iter().zip(&part.series) {
            let counted = counted(&of_part.counts, &part.totals);
            table.add(&series.query, &part.value, &counted, &searches(&series.query));
        }
        if found.series.is_empty() {
            table.add("", &part.value, &counted(&part.totals, &part.totals), &searches(""));
        }
    }
    let mut response = response::text(Body::from(table.0), Representation::Csv.media_type());
    let named = std::iter::once("趋势".to_owned()).chain(params.queries.iter().cloned());
    file_name(named, &params.search.request, Representation::Csv).attach(&mut response);
    response
}
