//! A [`SearchRequest`] is what a reader asked: words, filters, dates, order and page. It is neutral: no
//! URL, no engine.

use std::collections::{BTreeMap, BTreeSet};

use super::as_of::AsOf;
use crate::model::{Facet, PartialDate};
use crate::search::engine::query::{Position, Sort};
use crate::search::query::Match;

/// The facet that is a time.
const YEAR: &str = "year";

/// A place in a walk: pages that follow each other over every hit, however many, in the order of the engine's scores
/// or of the days. What is there throughout is met exactly once, whatever comes or goes meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ScanCursor {
    /// What was met last; absent at the beginning.
    pub after: Option<Position>,
    /// Which of the plan's conditions is scanned: another would find other bulletins.
    pub condition: usize,
    /// The [snapshot_id](crate::search::engine::Engine::snapshot_id) that is scanned in the order by relevance, where scores change
    /// with all that comes.
    pub snapshot_id: Option<u64>,
}

/// A search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// What was typed; empty asks for everything.
    pub query: String,
    /// How it is matched.
    pub matching: Match,
    /// For each facet the values of which a bulletin must have one.
    pub filters: BTreeMap<&'static Facet, Vec<String>>,
    /// Facets that need no value: of one with values in `filters`, one of those or none; of any other, none.
    pub missing: BTreeSet<&'static Facet>,
    /// For each facet the values of which a bulletin must have none.
    pub excluded: BTreeMap<&'static Facet, Vec<String>>,
    /// Published on or after the first day of this date.
    pub from: Option<PartialDate>,
    /// Published on or before the last day of this date.
    pub to: Option<PartialDate>,
    /// The time at which the archive is looked at, where not now: what it showed then, with the texts of then.
    pub as_of: Option<AsOf>,
    /// The order; an empty query is always listed by date.
    pub sort: Sort,
    /// The page, from 1.
    pub page: usize,
    /// Results on a page, 1 to [`SearchRequest::MAX_PER_PAGE`].
    pub per_page: usize,
    /// The place in a walk, instead of the page.
    pub cursor: Option<ScanCursor>,
    /// The facets to count.
    pub facets: Vec<&'static Facet>,
    /// Whether [reprints](crate::search::duplicates) are put under one of them; they are not, where nothing is said.
    pub collapse: Option<bool>,
    /// How many values of a facet to return, where not as many as by default.
    pub facet_values: BTreeMap<&'static Facet, usize>,
    /// Whether results say what matches in them.
    pub highlight: bool,
    /// Whether words also stand for their [synonyms](crate::search::analysis::synonyms).
    pub synonyms: bool,
    /// Whether to count the hits of all time by month, whatever dates are asked for.
    pub histogram: bool,
    /// Whether to say what the first results share.
    pub related: bool,
    /// Whether results say how they came by their scores.
    pub explain: bool,
    /// After how many days a bulletin has lost half of what newness counts, where newness counts at all: 1 to
    /// [`MAX_HALF_LIFE`](crate::search::pipeline::recency::MAX_HALF_LIFE). Only in the order by relevance, and only where today is known.
    pub recency: Option<u32>,
    /// The day on which it is asked, for 去年 and 最近30天; without it they are words.
    pub today: Option<jiff::civil::Date>,
}

impl SearchRequest {
    /// Results on a page by default.
    pub const DEFAULT_PER_PAGE: usize = 10;
    /// Results on a page, at most.
    pub const MAX_PER_PAGE: usize = 100;
    /// The last result that paging reaches.
    pub const MAX_DEPTH: usize = 10_000;

    /// A request for the first page of a query, with the facets that are shown by default.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            matching: Match::default(),
            filters: BTreeMap::new(),
            missing: BTreeSet::new(),
            excluded: BTreeMap::new(),
            from: None,
            to: None,
            as_of: None,
            sort: Sort::default(),
            page: 1,
            per_page: Self::DEFAULT_PER_PAGE,
            cursor: None,
            facet_values: BTreeMap::new(),
            highlight: true,
            facets: Facet::by_default().collect(),
            collapse: None,
            synonyms: true,
            histogram: false,
            related: false,
            explain: false,
            recency: None,
            today: None,
        }
    }

    /// Whether it asks for some time, or for what states none.
    pub fn is_dated(&self) -> bool {
        let of_year = |facet: &&Facet| facet.name == YEAR;
        self.from.is_some()
            || self.to.is_some()
            || self.filters.keys().any(of_year)
            || self.excluded.keys().any(of_year)
            || self.missing.iter().any(of_year)
    }

    /// The same of all time.
    #[must_use]
    pub fn any_time(&self) -> Self {
        let mut all = self.clone();
        (all.from, all.to) = (None, None);
        all.filters.retain(|facet, _| facet.name != YEAR);
        all.excluded.retain(|facet, _| facet.name != YEAR);
        all.missing.retain(|facet| facet.name != YEAR);
        all
    }

    /// Results before the page.
    pub fn offset(&self) -> usize {
        (self.page - 1) * self.per_page
    }

    /// The order that is really used: without words there is no relevance.
    pub fn effective_sort(&self) -> Sort {
        match self.sort {
            Sort::Relevance if self.query.trim().is_empty() => Sort::Newest,
            sort => sort,
        }
    }
}
