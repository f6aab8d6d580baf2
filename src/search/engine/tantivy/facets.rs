//! A [`FacetTable`] numbers the values of one facet across all segments, so that counting touches only
//! integers and a value's text is read once for each commit, not for each query.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use tantivy::columnar::Column;
use tantivy::{Searcher, SegmentOrdinal};

use crate::search::analysis::fold;
use crate::search::engine::Values;

/// The values of one facet in one state of the index.
pub struct FacetTable {
    values: Vec<String>,
    segments: Vec<SegmentTable>,
    /// The values by their folded texts; made when first asked for, since few facets ever are.
    folded: OnceLock<HashMap<String, Vec<u32>>>,
}

/// A segment's column of ordinals and their global numbers.
struct SegmentTable {
    ordinals: Option<Column<u64>>,
    global: Vec<u32>,
}

impl FacetTable {
    /// Reads the dictionaries of the facet's column in every segment.
    pub fn read(searcher: &Searcher, field: &str) -> tantivy::Result<Self> {
        let mut values: Vec<String> = Vec::new();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let Some(column) = reader.fast_fields().str(field)? else {
                segments.push(SegmentTable { ordinals: None, global: Vec::new() });
                continue;
            };
            let mut global = Vec::with_capacity(column.num_terms());
            let mut terms = column.dictionary().stream()?;
            while terms.advance() {
                let text = String::from_utf8_lossy(terms.key());
                let number = match numbers.get(&*text) {
                    Some(number) => *number,
                    None => {
                        let number = values.len() as u32;
                        values.push(text.clone().into_owned());
                        numbers.insert(text.into_owned(), number);
                        number
                    }
                };
                global.push(number);
            }
            segments.push(SegmentTable { ordinals: Some(column.ords().clone()), global });
        }
        Ok(Self { values, segments, folded: OnceLock::new() })
    }

    /// The values, by global number.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// The column of a segment's own ordinals; none where no document of it has a value.
    pub fn ordinals(&self, segment: SegmentOrdinal) -> Option<&Column<u64>> {
        self.segments[segment as usize].ordinals.as_ref()
    }

    /// The global number of each of a segment's ordinals.
    pub fn global(&self, segment: SegmentOrdinal) -> &[u32] {
        &self.segments[segment as usize].global
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

    /// Values with their counts, most frequent first, equal counts in the order of the text.
    pub fn named(&self, counts: &[u32]) -> Vec<(String, usize)> {
        let mut numbers: Vec<u32> = (0..counts.len() as u32).filter(|n| counts[*n as usize] > 0).collect();
        numbers.sort_unstable_by(|a, b| {
            let (a, b) = (*a as usize, *b as usize);
            counts[b].cmp(&counts[a]).then_with(|| self.values[a].cmp(&self.values[b]))
        });
        numbers.into_iter().map(|n| (self.values[n as usize].clone(), counts[n as usize] as usize)).collect()
    }
}
