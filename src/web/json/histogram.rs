//! A [`Histogram`] as data.

use serde::Serialize;

use crate::model::PartialDate;
use crate::web::view::histogram::{Bar, Histogram, Row};

#[derive(Serialize)]
pub struct HistogramJson<'a> {
    dated: usize,
    rows: Vec<RowJson<'a>>,
    undated: UndatedJson<'a>,
    any_time_url: &'a str,
}

#[derive(Serialize)]
struct RowJson<'a> {
    unit: &'static str,
    bars: Vec<BarJson<'a>>,
    earlier: usize,
    earlier_url: Option<&'a str>,
}

#[derive(Serialize)]
struct BarJson<'a> {
    label: &'a str,
    from: PartialDate,
    to: PartialDate,
    count: usize,
    selected: bool,
    url: &'a str,
}

/// 未标明: hits without a date.
#[derive(Serialize)]
struct UndatedJson<'a> {
    count: usize,
    selected: bool,
    url: &'a str,
}

impl<'a> HistogramJson<'a> {
    pub fn new(histogram: &'a Histogram) -> Self {
        let bar = |bar: &'a Bar| BarJson {
            label: &bar.label,
            from: bar.from,
            to: bar.to,
            count: bar.count,
            selected: bar.selected,
            url: &bar.url,
        };
        let row = |row: &'a Row| RowJson {
            unit: row.unit.name(),
            bars: row.bars.iter().map(bar).collect(),
            earlier: row.earlier.as_ref().map_or(0, |bar| bar.count),
            earlier_url: row.earlier.as_ref().map(|bar| bar.url.as_str()),
        };
        Self {
            dated: histogram.dated,
            rows: histogram.rows.iter().map(row).collect(),
            undated: UndatedJson {
                count: histogram.undated,
                selected: histogram.undated_selected,
                url: &histogram.undated_url,
            },
            any_time_url: &histogram.any_time_url,
        }
    }
}
