//! A [`CitingTable`] says how many documents cite each, in one state of the index.

use tantivy::{DocId, Searcher, SegmentOrdinal, Term};

use super::conditions::{CITED_AS, Fields};

/// How many documents cite each document. Four bytes a document.
pub struct CitingTable {
    segments: Vec<Vec<u32>>,
}

impl CitingTable {
    /// Counts for every name of every document: some microseconds for each name.
    pub fn read(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let names = reader.fast_fields().u64(CITED_AS)?;
            let citing = |name| Ok(searcher.doc_freq(&Term::from_field_u64(fields.cited, name))? as u32);
            let of = |doc: DocId| names.values_for_doc(doc).map(citing).sum();
            segments.push((0..reader.max_doc()).map(of).collect::<tantivy::Result<_>>()?);
        }
        Ok(Self { segments })
    }

    /// How many documents cite this one.
    pub fn citing(&self, segment: SegmentOrdinal, doc: DocId) -> u32 {
        self.segments[segment as usize][doc as usize]
    }
}
