//! A [`FacetTable`] numbers the values of one facet across all segments and keeps the numbers of every
//! document side by side, so that counting touches only integers and a value's text is read once for each
//! commit, not for each query.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use tantivy::{DocId, Searcher, SegmentOrdinal, SegmentReader};

use crate::model::PartialDate;
use crate::search::analysis::fold;
use crate::search::engine::answer::{FacetAnswer, MonthCounts};
use crate::search::engine::query::Values;

/// The values of one facet in one state of the index. Four bytes a document.
pub struct FacetTable {
    values: Vec<String>,
    segments: Vec<Numbers>,
    /// The values by their folded texts; made when first asked for, since few facets ever are.
    folded: OnceLock<HashMap<String, Vec<u32>>>,
}

/// The numbers of the values of each document in a segment.
pub enum Numbers {
    /// No document has a value.
    Nowhere,
    /// At most one each; [`NONE`] where there is none.
    One(Vec<u32>),
    /// Those of a document end where its entry in `ends` says, and begin where those before it end.
    Several { ends: Vec<u32>, numbers: Vec<u32> },
}

const NONE: u32 = u32::MAX;

impl FacetTable {
    /// Reads the facet's column in every segment.
    pub fn load(searcher: &Searcher, field: &str) -> tantivy::Result<Self> {
        let mut values: Vec<String> = Vec::new();
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            segments.push(Numbers::load(reader, field, &mut |text| {
                *known.entry(text).or_insert_with_key(|text| {
                    values.push(text.clone());
                    values.len() as u32 - 1
                })
            })?);
        }
        Ok(Self { values, segments, folded: OnceLock::new() })
    }

    /// Reads the day of every document as its month, written `2020-02`.
    pub fn load_months(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut values: Vec<String> = Vec::new();
        let mut of_month: HashMap<String, u32> = HashMap::new();
        // Many documents share a day, and its month is worked out once.
        let mut of_day: HashMap<i64, u32> = HashMap::new();
        let mut number = |day: i64| {
            *of_day.entry(day).or_insert_with(|| {
                let Some(month) = PartialDate::month_of_day(day) else { return NONE };
                *of_month.entry(month.to_string()).or_insert_with_key(|month| {
                    values.push(month.clone());
                    values.len() as u32 - 1
                })
            })
        };
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let days = reader.fast_fields().i64("day")?;
            let numbers = (0..reader.max_doc()).map(|doc| days.first(doc).map_or(NONE, &mut number));
            segments.push(Numbers::One(numbers.collect()));
        }
        Ok(Self { values, segments, folded: OnceLock::new() })
    }

    /// Of counts by number all values, as months.
    pub fn months(&self, counts: &[u32], undated: usize) -> MonthCounts {
        let counted = self.values.iter().zip(counts).filter(|(_, count)| **count > 0);
        let mut months: Vec<_> =
            counted.filter_map(|(month, count)| Some((month.parse().ok()?, *count as usize))).collect();
        months.sort_unstable();
        MonthCounts { months, undated }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The numbers of a segment's documents.
    pub fn segment(&self, segment: SegmentOrdinal) -> &Numbers {
        &self.segments[segment as usize]
    }

    /// The values that are asked for by their folded texts.
    pub fn wanted(&self, wanted: Values<'_>, limit: usize) -> Vec<String> {
        let folded = self.folded.get_or_init(|| {
            let mut folded: HashMap<String, Vec<u32>> = HashMap::new();
            for (number, value) in self.values.iter().enumerate() {
                folded.entry(fold(value)).or_default().push(number as u32);
            }
            folded
        });
        let named = |numbers: &[u32]| numbers.iter().map(|n| self.values[*n as usize].clone()).collect::<Vec<_>>();
        // Values in the order of how little they fit, then of their text, so that the answer is always the same.
        let best = |unfit: &dyn Fn(&str) -> Option<usize>| -> Vec<String> {
            let mut best: BTreeSet<(usize, &str)> = BTreeSet::new();
            for (text, numbers) in folded {
                let Some(unfit) = unfit(text) else { continue };
                for number in numbers {
                    best.insert((unfit, &self.values[*number as usize]));
                    if best.len() > limit {
                        best.pop_last();
                    }
                }
            }
            best.into_iter().map(|(_, value)| value.to_owned()).collect()
        };
        match wanted {
            Values::Equal(texts) => {
                let mut seen = HashSet::new();
                let known = texts
                    .iter()
                    .filter_map(|text| folded.get_key_value(*text))
                    .filter(|(text, _)| seen.insert(text.as_str()))
                    .map(|(_, numbers)| numbers);
                known.flat_map(|numbers| named(numbers)).take(limit).collect()
            }
            Values::Containing(text) => best(&|value| value.contains(text).then(|| value.chars().count())),
            Values::Like(text) => best(&|value| {
                let common = text.chars().filter(|c| c.is_alphanumeric() && value.contains(*c)).count();
                // Half of the shorter of the two at least, else they are not alike.
                let length = value.chars().count();
                let enough = common * 2 >= length.min(text.chars().count()) && common > 0;
                enough.then(|| (usize::MAX / 2).saturating_sub(common * 100) + length)
            }),
        }
    }

    /// Of counts by number the most frequent values, equal counts in the order of the text.
    pub fn answer(&self, counts: &[u32], missing: usize, limit: usize) -> FacetAnswer {
        let mut numbers: Vec<u32> = (0..counts.len() as u32).filter(|n| counts[*n as usize] > 0).collect();
        let distinct = numbers.len();
        let order = |a: &u32, b: &u32| {
            let (a, b) = (*a as usize, *b as usize);
            counts[b].cmp(&counts[a]).then_with(|| self.values[a].cmp(&self.values[b]))
        };
        if distinct > limit && limit > 0 {
            numbers.select_nth_unstable_by(limit - 1, order);
        }
        numbers.truncate(limit);
        numbers.sort_unstable_by(order);
        let named = |n: u32| (self.values[n as usize].clone(), counts[n as usize] as usize);
        FacetAnswer { values: numbers.into_iter().map(named).collect(), distinct, missing }
    }
}

impl Numbers {
    fn load(reader: &SegmentReader, field: &str, number: &mut impl FnMut(String) -> u32) -> tantivy::Result<Self> {
        let Some(column) = reader.fast_fields().str(field)? else { return Ok(Self::Nowhere) };
        let mut of_ordinal = Vec::with_capacity(column.num_terms());
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            of_ordinal.push(number(String::from_utf8_lossy(terms.key()).into_owned()));
        }
        let documents = 0..reader.max_doc();
        let of = |doc: DocId| column.ords().values_for_doc(doc).map(|ordinal| of_ordinal[ordinal as usize]);
        if !column.ords().get_cardinality().is_multivalue() {
            return Ok(Self::One(documents.map(|doc| of(doc).next().unwrap_or(NONE)).collect()));
        }
        let (mut ends, mut numbers) = (Vec::with_capacity(documents.len()), Vec::new());
        for doc in documents {
            numbers.extend(of(doc));
            ends.push(numbers.len() as u32);
        }
        Ok(Self::Several { ends, numbers })
    }

    /// Counts the values of a document; tells whether it has any.
    pub fn count(&self, doc: DocId, counts: &mut [u32]) -> bool {
        match self {
            Self::Nowhere => false,
            Self::One(numbers) => {
                // NONE lies beyond every count.
                let count = counts.get_mut(numbers[doc as usize] as usize);
                count.map(|count| *count += 1).is_some()
            }
            Self::Several { ends, numbers } => {
                let doc = doc as usize;
                let begin = if doc == 0 { 0 } else { ends[doc - 1] as usize };
                let own = &numbers[begin..ends[doc] as usize];
                own.iter().for_each(|number| counts[*number as usize] += 1);
                !own.is_empty()
            }
        }
    }
}
