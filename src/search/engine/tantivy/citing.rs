//! A [`CitingTable`] says how many documents cite each, in one state of the index.

use tantivy::{DocId, Searcher, SegmentOrdinal, Term};

use super::conditions::{CITED_AS, Fields};

/// How many documents cite each document. Four bytes a document.
pub struct CitingTable {
    segments: Vec<Vec<u32>>,
}

impl CitingTable {
    /// Counts the documents of `citing` for every name of every document: some microseconds for each name.
    pub fn read(searcher: &Searcher, fields: &Fields, citing: &Searcher) -> tantivy::Result<Self> {
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let Some(column) = reader.fast_fields().str(CITED_AS)? else {
                segments.push(vec![0; reader.max_doc() as usize]);
                continue;
            };
            let mut of_name: Vec<u32> = Vec::with_capacity(column.num_terms());
            let mut names = column.dictionary().stream()?;
            while names.advance() {
                let name = String::from_utf8_lossy(names.key());
                of_name.push(citing.doc_freq(&Term::from_field_text(fields.cited, &name))? as u32);
            }
            let of = |doc: DocId| column.ords().values_for_doc(doc).map(|name| of_name[name as usize]).sum();
            segments.push((0..reader.max_doc()).map(of).collect());
        }
        Ok(Self { segments })
    }

    /// How many documents cite this one.
    pub fn citing(&self, segment: SegmentOrdinal, doc: DocId) -> u32 {
        self.segments[segment as usize][doc as usize]
    }
}
