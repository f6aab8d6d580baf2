//! A [`Pass`] is a query looked for in one index in one state. What is shown now takes one pass; what was shown at
//! another time takes two, over the present and over the past, whose findings are put together in [`Found`].

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Bound;

use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, ConstScoreQuery, EnableScoring, Query, RangeQuery};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::boosts::Boosts;
use super::collector::{PageCollector, Ranked};
use super::conditions::{Fields, Translation};
use super::day_counts::DayCollector;
use super::generation::Snapshot;
use crate::search::engine::Deadline;
use crate::search::engine::answer::{EngineAnswer, FacetAnswer, Hit, MonthCounts};
use crate::search::engine::day_counts::DayCounts;
use crate::search::engine::query::{EngineQuery, Sort};

/// An index, and what of it is looked at.
pub struct Pass<'a> {
    pub fields: &'a Fields,
    snapshot: &'a Snapshot,
    /// The indexes whose words are counted, so that a document has the same score by whichever it is found.
    statistics: Statistics<'a>,
    /// What holds of the documents that were shown then; of all, where the present is looked at.
    shown: Vec<Box<dyn Query>>,
    deadline: &'a Deadline,
}

/// Counts of words in several indexes together.
#[derive(Clone)]
struct Statistics<'a>(Vec<&'a Searcher>);

/// What passes have found.
#[derive(Default)]
struct Found {
    total: usize,
    /// The first hits of each pass, with the number of the pass.
    ranked: Vec<(Ranked, usize)>,
    facets: Vec<FacetAnswer>,
    months: MonthCounts,
}

/// The passes that a query takes.
pub fn passes<'a>(
    fields: &'a Fields,
    snapshot: &'a Snapshot,
    as_of: Option<i64>,
    deadline: &'a Deadline,
) -> Vec<Pass<'a>> {
    let (Some(at), Some(past)) = (as_of, &snapshot.past) else {
        let statistics = Statistics(vec![&snapshot.searcher]);
        return vec![Pass { fields, snapshot, statistics, shown: Vec::new(), deadline }];
    };
    let statistics = Statistics(vec![&snapshot.searcher, &past.searcher]);
    let time = |field: Field, from, before| range(Term::from_field_i64, field, from, before);
    let (from, until) = fields.shown;
    let begun = || time(from, Bound::Unbounded, Bound::Included(at));
    let not_over = time(until, Bound::Excluded(at), Bound::Unbounded);
    // The past may be newer than the present: what it tells beyond that is still shown there.
    let ended = Bound::Included(snapshot.revision as u64);
    let ended = range(Term::from_field_u64, fields.revision, Bound::Unbounded, ended);
    vec![
        Pass { fields, snapshot, statistics: statistics.clone(), shown: vec![begun()], deadline },
        Pass { fields, snapshot: past, statistics, shown: vec![begun(), not_over, ended], deadline },
    ]
}

fn range<T>(term: fn(Field, T) -> Term, field: Field, from: Bound<T>, to: Bound<T>) -> Box<dyn Query> {
    let range = RangeQuery::new(from.map(|value| term(field, value)), to.map(|value| term(field, value)));
    Box::new(ConstScoreQuery::new(Box::new(range), 0.0))
}

/// Answers a query from these passes over one state of the index.
pub fn answer(passes: &[Pass<'_>], query: &EngineQuery, snapshot: &Snapshot) -> tantivy::Result<EngineAnswer> {
    let mut found = Found::default();
    for (number, pass) in passes.iter().enumerate() {
        // Counts that are added up must be those of all values.
        let values = if passes.len() > 1 { usize::MAX } else { query.facet_values };
        found.add(pass.find(query, number, values)?);
    }
    if passes.len() > 1 {
        found.ranked.sort_unstable_by_key(|(ranked, _)| Reverse(*ranked));
        found.facets.iter_mut().for_each(|facet| facet.values.truncate(query.facet_values));
    }
    let page = found.ranked.into_iter().skip(query.offset).take(query.limit);
    Ok(EngineAnswer {
        total: found.total,
        hits: page.map(|(ranked, pass)| passes[pass].hit(&ranked, query, snapshot)).collect::<tantivy::Result<_>>()?,
        facets: found.facets,
        months: found.months,
        revision: snapshot.revision,
        snapshot_id: snapshot.number,
    })
}

impl Pass<'_> {
    /// The query, of what was shown then alone.
    pub fn query(&self, query: &EngineQuery) -> tantivy::Result<Box<dyn Query>> {
        let whole = self.translation().query(query)?;
        if self.shown.is_empty() {
            return Ok(whole);
        }
        let shown = self.shown.iter().map(|query| query.box_clone());
        Ok(Box::new(BooleanQuery::intersection(std::iter::once(whole).chain(shown).collect())))
    }

    /// What makes queries of conditions here.
    pub fn translation(&self) -> Translation<'_> {
        self.fields.translation(self.searcher(), self.deadline)
    }

    /// Whether nothing more should be done.
    pub fn is_over(&self) -> bool {
        self.deadline.has_passed()
    }

    /// The index.
    pub fn searcher(&self) -> &Searcher {
        &self.snapshot.searcher
    }

    /// How a query scores here.
    pub fn scoring(&self) -> EnableScoring<'_> {
        EnableScoring::enabled_from_statistics_provider(&self.statistics, self.searcher())
    }

    /// In how many documents a term stands.
    pub fn document_frequency(&self, term: &Term) -> tantivy::Result<u64> {
        self.statistics.doc_freq(term)
    }

    /// How many documents it finds on each day.
    pub fn day_counts(&self, query: &EngineQuery) -> tantivy::Result<DayCounts> {
        self.searcher().search(&self.query(query)?, &DayCollector { deadline: self.deadline })
    }

    fn find(&self, query: &EngineQuery, number: usize, values: usize) -> tantivy::Result<Found> {
        let (snapshot, searcher) = (self.snapshot, self.searcher());
        let mut facets = query.facets.iter().map(|facet| snapshot.facet(facet)).collect::<tantivy::Result<Vec<_>>>()?;
        // Months are counted like the values of one more facet.
        let months = query.months.then(|| snapshot.months()).transpose()?;
        facets.extend(months.clone());
        let depth = if query.limit == 0 { 0 } else { query.offset + query.limit };
        let boosts = if query.sort == Sort::Relevance && depth > 0 {
            Boosts::new(self.translation(), &query.boosts)?
        } else {
            Boosts::none(self.deadline)
        };
        let after = query.after.map(Ranked::from_position);
        let mut collector = PageCollector {
            sort: query.sort,
            depth: boosts.depth(depth),
            facets,
            listed: &boosts.listed,
            keep_all: boosts.need_all(after.is_some()),
            after,
            deadline: self.deadline,
        };
        let whole = self.query(query)?;
        let search = |collector: &PageCollector<'_>| {
            searcher.search_with_statistics_provider(&whole, collector, &self.statistics)
        };
        let mut collected = search(&collector)?;
        collected.hits = if collector.keep_all {
            boosts.of_all(searcher, &collected.matches, depth, after)?
        } else {
            let best = std::mem::take(&mut collected.hits);
            match boosts.of_best(searcher, best, collected.total, depth)? {
                Some(hits) => hits,
                None => {
                    // Some of the best have a word only across a border of words: then any match may come before them.
                    collector.keep_all = true;
                    let facets = std::mem::take(&mut collector.facets);
                    let again = search(&collector)?;
                    collector.facets = facets;
                    boosts.of_all(searcher, &again.matches, depth, after)?
                }
            }
        };
        let counted = months.and_then(|table| Some((table, collected.facets.pop()?)));
        let months = counted.map(|(table, (counts, undated))| table.months(&counts, undated));
        let tables = collector.facets.iter().zip(&collected.facets);
        Ok(Found {
            total: collected.total,
            ranked: collected.hits.into_iter().map(|ranked| (ranked, number)).collect(),
            facets: tables.map(|(table, (counts, none))| table.answer(counts, *none, values)).collect(),
            months: months.unwrap_or_default(),
        })
    }

    /// A hit of this pass; `present` is the state that is looked at.
    fn hit(&self, ranked: &Ranked, query: &EngineQuery, present: &Snapshot) -> tantivy::Result<Hit> {
        let citing = query.citing.then(|| self.snapshot.citing(self.fields, &present.searcher)).transpose()?;
        let hit = ranked.hit(citing.as_deref());
        if query.as_of.is_none() {
            return Ok(hit);
        }
        let (segment, doc) = ranked.place();
        let versions = self.searcher().segment_reader(segment).fast_fields().u64("version")?;
        Ok(Hit { version: versions.first(doc).map(|version| version as u32), ..hit })
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.0.iter().map(|searcher| searcher.total_num_tokens(field)).sum()
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.0.iter().map(|searcher| searcher.total_num_docs()).sum()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.0.iter().map(|searcher| searcher.doc_freq(term)).sum()
    }
}

impl Found {
    /// Adds what another pass has found.
    fn add(&mut self, other: Self) {
        if self.total == 0 {
            *self = other;
            return;
        }
        self.total += other.total;
        self.ranked.extend(other.ranked);
        for (own, other) in self.facets.iter_mut().zip(other.facets) {
            own.add(other);
        }
        let mut months: BTreeMap<_, usize> = std::mem::take(&mut self.months.months).into_iter().collect();
        other.months.months.into_iter().for_each(|(month, count)| *months.entry(month).or_default() += count);
        self.months.months = months.into_iter().collect();
        self.months.undated += other.months.undated;
    }
}

impl FacetAnswer {
    /// Adds the counts of other documents; both must be of all values.
    fn add(&mut self, other: Self) {
        let mut counts: BTreeMap<String, usize> = std::mem::take(&mut self.values).into_iter().collect();
        other.values.into_iter().for_each(|(value, count)| *counts.entry(value).or_default() += count);
        self.values = counts.into_iter().collect();
        // Stable, so equal counts stay in the order of the text.
        self.values.sort_by_key(|(_, count)| Reverse(*count));
        self.distinct = self.values.len();
        self.missing += other.missing;
    }
}
