//! A [`FacetTable`] numbers the values of one facet across all segments, so that counting touches only
//! integers and a value's text is read once for each commit, not for each query.

use std::collections::HashMap;

use tantivy::columnar::Column;
use tantivy::{Searcher, SegmentOrdinal};

/// The values of one facet in one state of the index.
pub struct FacetTable {
    values: Vec<String>,
    segments: Vec<SegmentTable>,
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
        Ok(Self { values, segments })
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
