//! The writer of a generation; tantivy's lock file keeps it the only one, and falls with its process. Whoever writes
//! the present writes the past, so there is one lock that counts.

use std::path::PathBuf;
use std::sync::Arc;

use tantivy::directory::error::LockError;
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use super::conditions::Fields;
use super::generation::{Generation, payload};
use crate::model::ArticleKey;
use crate::search::engine::{EngineError, EngineWriter};
use crate::search::schema::IndexDocument;

/// Writes to one generation.
pub struct TantivyWriter {
    generation: Arc<Generation>,
    root: PathBuf,
    /// Opened when there first is something past. It goes before the other, so that whoever waits for that has both.
    past: Option<IndexWriter>,
    past_changed: bool,
    writer: IndexWriter,
    committed: i64,
}

/// Memory that the writer of the past fills before it writes a segment, in bytes.
const PAST_MEMORY: usize = 32 << 20;

impl TantivyWriter {
    /// Takes the lock; `None` where another has it.
    pub fn open(generation: Arc<Generation>, root: PathBuf, memory: usize) -> Result<Option<Self>, EngineError> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let writer = match generation.index.writer_with_num_threads(threads, memory) {
            Ok(writer) => writer,
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        // Read under the lock: whoever had it before has committed all it ever will.
        let committed = generation.committed()?;
        Ok(Some(Self { generation, root, past: None, past_changed: false, writer, committed }))
    }
}

impl EngineWriter for TantivyWriter {
    fn add(&mut self, document: &IndexDocument<'_>) -> Result<(), EngineError> {
        self.writer.add_document(row(&self.generation.fields, document))?;
        Ok(())
    }

    fn remove(&mut self, key: ArticleKey) -> Result<(), EngineError> {
        self.writer.delete_term(Term::from_field_u64(self.generation.fields.key, key.0 as u64));
        Ok(())
    }

    fn replace_history(&mut self, key: ArticleKey, documents: &[IndexDocument<'_>]) -> Result<(), EngineError> {
        let past = match &mut self.past {
            Some(past) => past,
            none => none.insert(self.generation.past.writer_with_num_threads(1, PAST_MEMORY)?),
        };
        self.past_changed = true;
        past.delete_term(Term::from_field_u64(self.generation.fields.key, key.0 as u64));
        for document in documents {
            past.add_document(row(&self.generation.fields, document))?;
        }
        Ok(())
    }

    fn commit(&mut self, revision: i64, token: Option<&str>) -> Result<(), EngineError> {
        // First: the present tells how far the past is to be believed.
        if let Some(past) = self.past.as_mut().filter(|_| self.past_changed) {
            past.commit()?;
            self.past_changed = false;
        }
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload(revision, token));
        commit.commit()?;
        self.committed = revision;
        Ok(())
    }

    fn merge_segments(&mut self) -> Result<(), EngineError> {
        let mut segments = self.generation.index.searchable_segment_metas()?;
        segments.sort_by_key(|segment| segment.num_docs());
        let sizes: Vec<u32> = segments.iter().map(|segment| segment.num_docs()).collect();
        let together: Vec<_> = segments[..segments_to_merge(&sizes)].iter().map(|segment| segment.id()).collect();
        if !together.is_empty() {
            // It goes on by itself. Where one of them is being merged already there is nothing to do.
            drop(self.writer.merge(&together));
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), EngineError> {
        let Self { past, writer, .. } = *self;
        past.map_or(Ok(()), IndexWriter::wait_merging_threads)?;
        Ok(writer.wait_merging_threads()?)
    }

    fn committed(&self) -> i64 {
        self.committed
    }

    fn is_superseded(&self) -> bool {
        self.generation.is_superseded(&self.root)
    }
}

/// A document as tantivy takes it.
fn row(fields: &Fields, document: &IndexDocument<'_>) -> TantivyDocument {
    let mut row = TantivyDocument::new();
    row.add_u64(fields.key, document.key.0 as u64);
    row.add_u64(fields.revision, document.revision as u64);
    row.add_u64(fields.version, u64::from(document.version));
    row.add_i64(fields.shown.0, document.shown.0);
    if let Some(until) = document.shown.1 {
        row.add_i64(fields.shown.1, until);
    }
    if let Some(day) = document.day {
        row.add_i64(fields.day, day);
    }
    for (text, weight) in &document.texts {
        for _ in 0..*weight {
            row.add_text(fields.anywhere.words, text);
        }
        row.add_text(fields.anywhere.characters, text);
        row.add_text(fields.anywhere.segmented, text);
    }
    for title in &document.titles {
        row.add_text(fields.title.words, title);
        row.add_text(fields.title.characters, title);
        row.add_text(fields.title.segmented, title);
    }
    for identity in &document.identities {
        row.add_u64(fields.identities, identity.key());
    }
    for (field, identities) in [(fields.cited, &document.cited), (fields.cited_as, &document.cited_as)] {
        for identity in identities {
            row.add_u64(field, identity.key());
        }
    }
    for (field, values) in fields.facets.iter().zip(&document.facets) {
        for value in values {
            row.add_text(*field, value);
        }
    }
    row
}

/// Of segments, the smallest first, how many are worth being one: each that comes after smaller ones which have at least
/// a quarter of its documents together. So a document is merged again only when what it is in has grown by a quarter.
fn segments_to_merge(sizes: &[u32]) -> usize {
    let mut smaller = 0;
    let mut worth = 0;
    for (place, size) in sizes.iter().enumerate() {
        if place > 0 && smaller >= u64::from(*size) / 4 {
            worth = place + 1;
        }
        smaller += u64::from(*size);
    }
    worth
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_merged_where_the_small_ones_weigh_enough() {
        assert_eq!(segments_to_merge(&[]), 0);
        assert_eq!(segments_to_merge(&[7]), 0);
        assert_eq!(segments_to_merge(&[4454, 5017, 5304, 5704, 8927, 8945]), 6);
        assert_eq!(segments_to_merge(&[50, 38_351]), 0);
        assert_eq!(segments_to_merge(&[20, 50, 38_351]), 2);
        assert_eq!(segments_to_merge(&[20, 50, 9_600, 38_351]), 4);
    }
}
