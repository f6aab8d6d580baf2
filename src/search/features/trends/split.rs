//! A [`Split`] is [trends](super) apart for the values of a facet: each of the sources that say a phrase most often, say,
//! with its own counts and its own bulletins to compare them with.

use std::collections::BTreeMap;

use super::count::{count_days, over};
use super::interval::Interval;
use crate::model::{Facet, PartialDate};
use crate::search::engine::EngineError;
use crate::search::engine::query::EngineQuery;
use crate::search::pipeline::context::Context;

/// Values that are told apart, at most: what the eye can compare.
pub const MAX_PARTS: usize = 6;

/// Trends apart for the values of a facet.
#[derive(Debug, Clone)]
pub struct Split {
    /// The facet.
    pub facet: &'static Facet,
    /// The values that the queries find most of, at most [`MAX_PARTS`].
    pub parts: Vec<Part>,
    /// Further values.
    pub more: usize,
}

/// What has one value of the facet.
#[derive(Debug, Clone)]
pub struct Part {
    /// The value.
    pub value: String,
    /// All of its bulletins.
    pub total: usize,
    /// How many bulletins it has in each of the periods.
    pub totals: Vec<usize>,
    /// One for each query.
    pub series: Vec<PartSeries>,
}

/// One query among what has one value.
#[derive(Debug, Clone)]
pub struct PartSeries {
    /// How many it finds, undated ones too.
    pub total: usize,
    /// How many it finds in each of the periods.
    pub counts: Vec<usize>,
}

impl Split {
    /// Of what these queries find, over these periods; `all` finds every bulletin, and without a query is itself split.
    pub fn new(
        cx: &Context,
        facet: &'static Facet,
        all: &EngineQuery,
        queries: &[&EngineQuery],
        interval: Interval,
        periods: &[PartialDate],
    ) -> Result<Self, EngineError> {
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        let of_all = [all];
        for query in if queries.is_empty() { &of_all } else { queries } {
            let counted = EngineQuery { limit: 0, facets: vec![facet], facet_values: usize::MAX, ..(**query).clone() };
            for (value, count) in cx.ask(&counted)?.facets.pop().unwrap_or_default().values {
                *found.entry(value).or_default() += count;
            }
        }
        let mut found: Vec<(String, usize)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let more = found.len().saturating_sub(MAX_PARTS);
        let count = |query: &EngineQuery, value: &str| {
            let days = count_days(cx, &having(query, facet, value))?;
            Ok::<_, EngineError>((days.total(), over(periods, &interval.counts(&days))))
        };
        let part = |(value, _): (String, usize)| {
            let (total, totals) = count(all, &value)?;
            let series = queries.iter().map(|query| count(query, &value));
            let series = series.map(|counted| counted.map(|(total, counts)| PartSeries { total, counts }));
            Ok(Part { total, totals, series: series.collect::<Result<_, EngineError>>()?, value })
        };
        let parts = found.into_iter().take(MAX_PARTS).map(part).collect::<Result<_, EngineError>>()?;
        Ok(Self { facet, parts, more })
    }
}

/// The query among what has this value; the values that were asked for already have it among them.
fn having(query: &EngineQuery, facet: &'static Facet, value: &str) -> EngineQuery {
    let mut query = query.clone();
    query.filters.retain(|(filtered, _)| *filtered != facet);
    query.filters.push((facet, vec![value.to_owned()]));
    query.missing.retain(|missing| *missing != facet);
    query
}
