//! The terms of the segmented lane and the number of documents in which each stands.

use std::collections::HashMap;

use tantivy::Searcher;
use tantivy::schema::{Field, IndexRecordOption};

use crate::search::engine::EngineError;

/// The terms of a field that are wanted, over all segments. Documents that were removed do not count.
pub fn document_frequencies(
    searcher: &Searcher,
    field: Field,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<(String, u64)>, EngineError> {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut terms = index.terms().stream().map_err(tantivy::TantivyError::from)?;
        while terms.advance() {
            let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
            if !wanted(term) {
                continue;
            }
            let count = match reader.alive_bitset() {
                None => terms.value().doc_freq,
                Some(alive) => index
                    .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)
                    .map_err(tantivy::TantivyError::from)?
                    .doc_freq_given_deletes(alive),
            };
            if count > 0 {
                *counts.entry(term.to_owned()).or_default() += u64::from(count);
            }
        }
    }
    Ok(counts.into_iter().collect())
}
