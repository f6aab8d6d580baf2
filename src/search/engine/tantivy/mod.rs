//! The embedded [`Engine`]: tantivy in a folder. tantivy is named nowhere else.

mod collector;
mod conditions;
mod excluded;
mod facets;
mod generation;
mod lanes;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::Term;

use self::collector::PageCollector;
use self::generation::Generation;
use self::writer::TantivyWriter;
use super::{Engine, EngineAnswer, EngineError, EngineQuery, EngineWriter, Node, Values};
use crate::model::{ArticleKey, Facet};
use crate::search::analysis::Analyzer;

/// tantivy in a folder.
pub struct TantivyEngine {
    root: PathBuf,
    analyzer: Analyzer,
    memory: usize,
    generation: RwLock<Arc<Generation>>,
}

impl TantivyEngine {
    /// Memory that a writer fills before it writes a segment, in bytes.
    pub const DEFAULT_MEMORY: usize = 192 << 20;

    /// Opens the index in the folder, or makes an empty one.
    ///
    /// # Errors
    /// Where the folder cannot be made or written.
    pub fn open(root: &Path, analyzer: Analyzer, memory: usize) -> Result<Self, EngineError> {
        let generation = Arc::new(Generation::open_current(root, &analyzer)?);
        Ok(Self { root: root.to_owned(), analyzer, memory, generation: RwLock::new(generation) })
    }

    /// An engine on a new, empty index beside the one in use, which goes on serving until
    /// [`publish`](Self::publish).
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn rebuild(root: &Path, analyzer: Analyzer, memory: usize) -> Result<Self, EngineError> {
        let generation = Arc::new(Generation::create(root, &analyzer)?);
        Ok(Self { root: root.to_owned(), analyzer, memory, generation: RwLock::new(generation) })
    }

    /// Puts this engine's index in the place of the one in use. Other processes take it up at their next
    /// [`refresh`](Engine::refresh).
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn publish(&self) -> Result<(), EngineError> {
        self.generation().publish(&self.root)
    }

    /// The bytes of the index on disk.
    pub fn bytes(&self) -> u64 {
        let files = std::fs::read_dir(&self.generation().folder);
        files.into_iter().flatten().filter_map(|entry| entry.ok()?.metadata().ok()).map(|data| data.len()).sum()
    }

    fn generation(&self) -> Arc<Generation> {
        self.generation.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Engine for TantivyEngine {
    fn search(&self, query: &EngineQuery) -> Result<EngineAnswer, EngineError> {
        let generation = self.generation();
        let snapshot = generation.snapshot();
        let tables: Vec<_> = query.facets.iter().map(|facet| snapshot.facets[facet.index()].clone()).collect();
        let depth = if query.limit == 0 { 0 } else { query.offset + query.limit };
        let collector = PageCollector { sort: query.sort, depth, facets: tables };
        let collected = snapshot.searcher.search(&generation.fields.query(&snapshot.searcher, query), &collector)?;
        Ok(EngineAnswer {
            total: collected.total,
            hits: collected.hits.into_iter().skip(query.offset).collect(),
            facets: collector.facets.iter().zip(collected.facets).map(|(table, counts)| table.named(&counts)).collect(),
            revision: snapshot.revision,
        })
    }

    fn cost(&self, condition: &Node) -> u64 {
        let generation = self.generation();
        generation.fields.cost(&generation.snapshot().searcher, condition)
    }

    fn document_frequencies(&self, words: &[String]) -> Result<Vec<u64>, EngineError> {
        let generation = self.generation();
        let searcher = &generation.snapshot().searcher;
        let field = generation.fields.words;
        words.iter().map(|word| Ok(searcher.doc_freq(&Term::from_field_text(field, word))?)).collect()
    }

    fn facet_values(&self, facet: &Facet, wanted: Values<'_>, limit: usize) -> Result<Vec<String>, EngineError> {
        Ok(self.generation().snapshot().facets[facet.index()].wanted(wanted, limit))
    }

    fn documents(&self) -> u64 {
        self.generation().snapshot().searcher.num_docs()
    }

    fn writer(&self) -> Result<Option<Box<dyn EngineWriter>>, EngineError> {
        TantivyWriter::open(self.generation(), self.root.clone(), self.memory)
            .map(|writer| writer.map(|writer| Box::new(writer) as Box<dyn EngineWriter>))
    }

    fn refresh(&self) -> Result<(), EngineError> {
        let generation = self.generation();
        if generation.is_superseded(&self.root) {
            let newer = Arc::new(Generation::open_current(&self.root, &self.analyzer)?);
            *self.generation.write().unwrap_or_else(PoisonError::into_inner) = newer;
            return Ok(());
        }
        generation.refresh()
    }

    fn revision(&self) -> i64 {
        self.generation().snapshot().revision
    }

    fn entries(&self) -> Result<Vec<(ArticleKey, i64)>, EngineError> {
        let snapshot = self.generation().snapshot();
        let mut entries = Vec::with_capacity(snapshot.searcher.num_docs() as usize);
        for reader in snapshot.searcher.segment_readers() {
            let keys = reader.fast_fields().u64("key")?;
            let revisions = reader.fast_fields().u64("revision")?;
            entries.extend(reader.doc_ids_alive().map(|doc| {
                let value = |column: &tantivy::columnar::Column<u64>| column.first(doc).unwrap_or_default() as i64;
                (ArticleKey(value(&keys)), value(&revisions))
            }));
        }
        entries.sort_unstable();
        Ok(entries)
    }
}
