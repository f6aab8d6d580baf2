//! The charts of trends: shares first, then counts; and, where values of a facet are told apart, one for each of them,
//! all of the same height.

use super::chart::{Chart, Values};
use super::params::{PeriodLinks, TrendsParams, is_thin, share};
use crate::locale::grouped;
use crate::model::{Facet, PartialDate};
use crate::search::features::trends::{Part, Peak, Series, Trends};
use crate::web::i18n::texts::Texts;

/// A share as a percentage with as many places as it needs to say something.
pub fn shown_share(count: usize, total: usize) -> String {
    share(count, total).map_or(String::new(), percentage)
}

/// How many of a time have what was asked for, and which share they are of all; without a query, how many there are.
pub fn charts(params: &TrendsParams, found: &Trends, texts: &'static Texts) -> Vec<Chart> {
    let drawn = Drawn::new(found, found.periods.iter().map(|(_, total)| *total).collect());
    let (Some(first), Some(last)) = (drawn.names.first(), drawn.names.last()) else { return Vec::new() };
    let told = |key: &'static str| {
        let lines: Vec<String> = found.series.iter().map(|series| described(series, texts)).collect();
        let said = texts.format(key).with("first", first.as_str()).with("last", last.as_str());
        format!("{said}{}", lines.join(texts.text("list-of-sentences")))
    };
    if found.series.is_empty() {
        let counts = [&*drawn.totals];
        let searches = [params.searches("", None)];
        return vec![drawn.chart(Measure::Count, ("chart-all", told("chart-all-told")), &[""], &counts, &searches)];
    }
    let called = called(found, texts);
    let called: Vec<&str> = called.iter().map(String::as_str).collect();
    let counts: Vec<&[usize]> = found.series.iter().map(|series| &*series.counts).collect();
    let searches: Vec<PeriodLinks> = found.series.iter().map(|series| params.searches(&series.query, None)).collect();
    vec![
        drawn.chart(
            Measure::Share { least_top: 0.0 },
            ("chart-share", told("chart-share-told")),
            &called,
            &counts,
            &searches,
        ),
        drawn.chart(Measure::Count, ("chart-count", told("chart-count-told")), &called, &counts, &searches),
    ]
}

/// One chart for each value that is told apart: of shares, or without a query of how many there are.
pub fn part_charts(params: &TrendsParams, found: &Trends, texts: &'static Texts) -> Vec<Chart> {
    let Some(split) = &found.split else { return Vec::new() };
    let called = called(found, texts);
    let called: Vec<&str> = called.iter().map(String::as_str).collect();
    let shares = |part: &Part| {
        let of_series = part.series.iter().flat_map(|series| series.counts.iter().zip(&part.totals));
        of_series.filter_map(|(count, total)| share(*count, *total).filter(|_| !is_thin(*total))).fold(0.0, f64::max)
    };
    let top = split.parts.iter().map(shares).fold(0.0, f64::max);
    let chart = |part: &Part| {
        let drawn = Drawn::new(found, part.totals.clone());
        let searches = |query: &str| params.searches(query, Some((split.facet, &part.value)));
        let described = described_part(split.facet, part, found, texts);
        if found.series.is_empty() {
            return drawn.chart(Measure::Count, ("chart-all", described), &[""], &[&*part.totals], &[searches("")]);
        }
        let counts: Vec<&[usize]> = part.series.iter().map(|series| &*series.counts).collect();
        let searches: Vec<PeriodLinks> = found.series.iter().map(|series| searches(&series.query)).collect();
        drawn.chart(Measure::Share { least_top: top }, ("chart-share", described), &called, &counts, &searches)
    };
    split.parts.iter().map(chart).collect()
}

/// What the charts over the same bulletins share.
struct Drawn {
    names: Vec<String>,
    periods: Vec<PartialDate>,
    totals: Vec<usize>,
    thin: Vec<bool>,
}

impl Drawn {
    fn new(found: &Trends, totals: Vec<usize>) -> Self {
        let periods: Vec<_> = found.periods.iter().map(|(period, _)| *period).collect();
        let thin = totals.iter().map(|total| is_thin(*total)).collect();
        Self { names: periods.iter().map(ToString::to_string).collect(), periods, totals, thin }
    }

    /// A chart called by a label and described for the ear, with a line for each name, its counts and its searches.
    fn chart(
        &self,
        measure: Measure,
        (label, description): (&'static str, String),
        called: &[&str],
        counts: &[&[usize]],
        searches: &[PeriodLinks],
    ) -> Chart {
        let value = |(count, total): (&usize, &usize)| match measure {
            Measure::Share { .. } => share(*count, *total),
            Measure::Count => Some(*count as f64),
        };
        let (least_top, whole, written): (f64, bool, &dyn Fn(f64) -> String) = match measure {
            Measure::Share { least_top } => (least_top, false, &percentage),
            Measure::Count => (0.0, true, &|value| grouped(value as u64)),
        };
        let lines = counts.iter().map(|counts| counts.iter().zip(&self.totals).map(value).collect());
        Chart::new(Values {
            label,
            description,
            periods: &self.names,
            series: called.iter().copied().zip(lines).collect(),
            url: &|series, period| searches[series].search_url(self.periods[period]),
            thin: &self.thin,
            least_top,
            whole,
            written,
        })
    }
}

/// What a chart shows of bulletins.
#[derive(Clone, Copy)]
enum Measure {
    /// Which share they are of all of their time; with room for this share.
    Share { least_top: f64 },
    /// How many there are.
    Count,
}

/// What the points of each line call it: nothing where there is but one.
fn called(found: &Trends, texts: &'static Texts) -> Vec<String> {
    let several = found.series.len() > 1;
    let name =
        |series: &Series| if several { format!("{}{}", series.query, texts.text("list-comma")) } else { String::new() };
    found.series.iter().map(name).collect()
}

/// What a series came to, for the ear: by share and by count.
fn described(series: &Series, texts: &'static Texts) -> String {
    let (Some(peak), Some(of_share)) = (&series.peak, &series.peak_share) else {
        return texts.format("chart-no-series").with("query", series.query.as_str()).to_string();
    };
    let described = texts.format("chart-series").with("query", series.query.as_str()).with("total", series.total);
    let told = |peak: &Peak| (texts.date(peak.period), peak.count, shown_share(peak.count, peak.of));
    let ((period, count, _), (share_period, _, share)) = (told(peak), told(of_share));
    described
        .with("period", period)
        .with("count", count)
        .with("share-period", share_period)
        .with("share", share)
        .to_string()
}

/// What one value came to, for the ear.
fn described_part(facet: &'static Facet, part: &Part, found: &Trends, texts: &'static Texts) -> String {
    let value = texts
        .format("chart-part")
        .with("facet", texts.facet(facet))
        .with("value", part.value.as_str())
        .with("total", part.total);
    let lines = found.series.iter().zip(&part.series).map(|(series, of_part)| {
        let share = shown_share(of_part.total, part.total);
        let line = texts.format("chart-part-series").with("query", series.query.as_str());
        line.with("count", of_part.total).with("share", share).to_string()
    });
    let lines: Vec<String> = lines.collect();
    format!("{value}{}", lines.join(texts.text("list-of-sentences")))
}

/// A share as it is written.
fn percentage(share: f64) -> String {
    format!("{}%", rounded(share * 100.0))
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
