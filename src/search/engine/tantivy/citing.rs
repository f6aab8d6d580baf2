//! A [`CitingTable`] says how many documents cite each, in one state of the index.

use tantivy::{DocId, Searcher, SegmentOrdinal, Term};

use super::conditions::{CITED_AS, Fields};

/// How many documents cite each document. Four bytes a document.
pub struct CitingTable {
    segments: Vec<Vec<u32>>,
}

impl CitingTable {
    /// Counts the documents of `citing` for every name of every document: some microseconds for each name.
    pub fn load(searcher: &Searcher, fields: &Fields, citing: &Searcher) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let names = reader.fast_fields().u64(CITED_AS)?;
            let of_name = |name| Ok(citing.doc_freq(&Term::from_field_u64(fields.cited, name))? as u32);
            let of = |doc: DocId| names.values_for_doc(doc).map(of_name).sum();
            segments.push((0..reader.max_doc()).map(of).collect::<tantivy::Result<_>>()?);
        }
        Ok(Self { segments })
    }

    /// How many documents cite this one.
    pub fn citing(&self, segment: SegmentOrdinal, doc: DocId) -> u32 {
        self.segments[segment as usize][doc as usize]
    }
}
