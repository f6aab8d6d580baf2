//! A [`FacetTable`] numbers the values of one facet across all segments and keeps the numbers of every
//! document side by side, so that counting touches only integers and a value's text is read once for each
//! commit, not for each query.

use std::collections::HashMap;

use tantivy::{DocId, Searcher, SegmentOrdinal, SegmentReader};

use crate::search::engine::FacetAnswer;

/// The values of one facet in one state of the index. Four bytes a document.
pub struct FacetTable {
    values: Vec<String>,
    segments: Vec<Numbers>,
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
    pub fn read(searcher: &Searcher, field: &str) -> tantivy::Result<Self> {
        let mut values: Vec<String> = Vec::new();
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            segments.push(Numbers::read(reader, field, &mut |text| {
                *known.entry(text).or_insert_with_key(|text| {
                    values.push(text.clone());
                    values.len() as u32 - 1
                })
            })?);
        }
        Ok(Self { values, segments })
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The numbers of a segment's documents.
    pub fn segment(&self, segment: SegmentOrdinal) -> &Numbers {
        &self.segments[segment as usize]
    }

    /// Of counts by number the most frequent values, equal counts in the order of the text.
    pub fn answer(&self, counts: &[u32], limit: usize) -> FacetAnswer {
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
        FacetAnswer { values: numbers.into_iter().map(named).collect(), distinct }
    }
}

impl Numbers {
    fn read(reader: &SegmentReader, field: &str, number: &mut impl FnMut(String) -> u32) -> tantivy::Result<Self> {
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

    /// Counts the values of a document.
    pub fn count(&self, doc: DocId, counts: &mut [u32]) {
        match self {
            Self::Nowhere => {}
            Self::One(numbers) => {
                if let Some(count) = counts.get_mut(numbers[doc as usize] as usize) {
                    *count += 1;
                }
            }
            Self::Several { ends, numbers } => {
                let doc = doc as usize;
                let begin = if doc == 0 { 0 } else { ends[doc - 1] as usize };
                numbers[begin..ends[doc] as usize].iter().for_each(|number| counts[*number as usize] += 1);
            }
        }
    }
}
