//! The embedded [`Engine`]: tantivy in a folder. tantivy is named nowhere else.

mod boosts;
mod citing;
mod collector;
mod conditions;
mod damage;
mod day_counts;
mod each_match;
mod excluded;
mod explain;
mod facets;
mod generation;
mod lanes;
mod locks;
mod pass;
mod phrase;
pub mod previous;
mod probe;
mod words;
mod writer;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use ::tantivy::directory::error::OpenWriteError;

use self::generation::Generation;
pub use self::locks::RebuildLock;
use self::writer::TantivyWriter;
use crate::model::{ArticleKey, Facet};
use crate::search::analysis::{Analyzer, Dictionary};
use crate::search::engine::answer::EngineAnswer;
use crate::search::engine::day_counts::DayCounts;
use crate::search::engine::explanation::Explanation;
use crate::search::engine::query::{Condition, EngineQuery, Values};
use crate::search::engine::{Deadline, Engine, EngineError, EngineWriter, RebuildDue};

impl From<::tantivy::TantivyError> for EngineError {
    fn from(error: ::tantivy::TantivyError) -> Self {
        use ::tantivy::TantivyError::{IoError, OpenWriteError as Open};
        let io_error = match &error {
            IoError(error) | Open(OpenWriteError::IoError { io_error: error, .. }) => Some(error.kind()),
            _ => None,
        };
        if io_error == Some(ErrorKind::StorageFull) { Self::Full } else { Self::Index(Box::new(error)) }
    }
}

/// How often the files are read until damage is believed.
const TRIES: usize = 3;

const BETWEEN_TRIES: Duration = Duration::from_millis(500);

/// tantivy in a folder.
pub struct TantivyEngine {
    root: PathBuf,
    dictionary: Dictionary,
    memory: usize,
    generation: RwLock<Arc<Generation>>,
    /// While this is built beside the one in use.
    rebuilding: Option<RebuildLock>,
    /// Whether something failed that damage may explain; not known to be sound at first.
    suspect: AtomicBool,
}

impl TantivyEngine {
    /// Memory that a writer fills before it writes a segment, in bytes.
    pub const DEFAULT_MEMORY: usize = 192 << 20;

    /// Whether there is an index in the folder.
    pub fn is_in(root: &Path) -> bool {
        Generation::current(root).is_some()
    }

    /// Opens the index in the folder with the dictionary it keeps, or makes an empty one with `dictionary`.
    ///
    /// # Errors
    /// Where the folder cannot be made or written.
    pub fn open(root: &Path, dictionary: Dictionary, memory: usize) -> Result<Self, EngineError> {
        let generation = Arc::new(Generation::open_current(root, &dictionary)?);
        Ok(Self::with(generation, root, dictionary, memory, None))
    }

    /// An engine on a new, empty index with `dictionary` beside the one in use, which goes on serving until
    /// [`publish`](Engine::publish).
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn rebuild(root: &Path, lock: RebuildLock, dictionary: Dictionary, memory: usize) -> Result<Self, EngineError> {
        // There are never more than two: the one before gives way to what will be the one before.
        previous::remove(root, &lock);
        let generation = Arc::new(Generation::create(root, &dictionary)?);
        Ok(Self::with(generation, root, dictionary, memory, Some(lock)))
    }

    fn with(
        generation: Arc<Generation>,
        root: &Path,
        dictionary: Dictionary,
        memory: usize,
        rebuilding: Option<RebuildLock>,
    ) -> Self {
        Self {
            root: root.to_owned(),
            dictionary,
            memory,
            generation: RwLock::new(generation),
            rebuilding,
            suspect: AtomicBool::new(true),
        }
    }

    /// Does what reads the index; where it cannot, the index is suspected of damage.
    fn read<T>(&self, work: impl FnOnce() -> Result<T, EngineError>) -> Result<T, EngineError> {
        let read = damage::read(work);
        if matches!(read, Err(EngineError::Index(_))) {
            self.suspect.store(true, Ordering::Relaxed);
        }
        read
    }

    fn generation(&self) -> Arc<Generation> {
        self.generation.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Engine for TantivyEngine {
    fn search(&self, query: &EngineQuery, deadline: &Deadline) -> Result<EngineAnswer, EngineError> {
        deadline.check()?;
        let generation = self.generation();
        let snapshot = match query.snapshot_id {
            Some(state) => generation.snapshot_of(state).ok_or(EngineError::Gone)?,
            None => generation.snapshot(),
        };
        let passes = pass::passes(&generation.fields, &snapshot, query.as_of, deadline);
        let answer = self.read(|| Ok(pass::answer(&passes, query, &snapshot)?))?;
        // What was broken off is not the whole.
        deadline.check()?;
        Ok(answer)
    }

    fn day_counts(&self, query: &EngineQuery, deadline: &Deadline) -> Result<DayCounts, EngineError> {
        deadline.check()?;
        let generation = self.generation();
        let snapshot = generation.snapshot();
        let mut counts = DayCounts::default();
        for pass in pass::passes(&generation.fields, &snapshot, query.as_of, deadline) {
            counts.add(self.read(|| Ok(pass.day_counts(query)?))?);
        }
        deadline.check()?;
        Ok(counts)
    }

    fn explain(
        &self,
        query: &EngineQuery,
        key: ArticleKey,
        deadline: &Deadline,
    ) -> Result<Option<Explanation>, EngineError> {
        deadline.check()?;
        let generation = self.generation();
        let snapshot = generation.snapshot();
        for pass in pass::passes(&generation.fields, &snapshot, query.as_of, deadline) {
            let explanation = self.read(|| Ok(explain::explain(&pass, query, key)?))?;
            deadline.check()?;
            if explanation.is_some() {
                return Ok(explanation);
            }
        }
        Ok(None)
    }

    fn cost(&self, condition: &Condition) -> u64 {
        let generation = self.generation();
        self.read(|| Ok(generation.fields.cost(&generation.snapshot().searcher, condition))).unwrap_or_default()
    }

    fn document_frequency(&self, condition: &Condition) -> u64 {
        let generation = self.generation();
        let searcher = &generation.snapshot().searcher;
        self.read(|| Ok(generation.fields.document_frequency(searcher, condition))).unwrap_or_default()
    }

    fn facet_values(
        &self,
        facet: &Facet,
        wanted: Values<'_>,
        past: bool,
        limit: usize,
    ) -> Result<Vec<String>, EngineError> {
        let snapshot = self.generation().snapshot();
        let mut values = self.read(|| Ok(snapshot.facet(facet)?.wanted(wanted, limit)))?;
        if let Some(past) = snapshot.past.as_ref().filter(|_| past) {
            let others = self.read(|| Ok(past.facet(facet)?.wanted(wanted, limit)))?;
            values.extend(others.into_iter().filter(|value| !values.contains(value)).collect::<Vec<_>>());
            values.truncate(limit);
        }
        Ok(values)
    }

    fn words(&self, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, u64)>, EngineError> {
        let generation = self.generation();
        let (searcher, field) = (&generation.snapshot().searcher, generation.fields.anywhere.segmented);
        self.read(|| words::document_frequencies(searcher, field, wanted))
    }

    fn latin_words(&self, min_documents: u64) -> Result<Vec<(String, u64)>, EngineError> {
        let generation = self.generation();
        let wanted = |term: &str| term.len() > 1 && term.bytes().any(|b| b.is_ascii_lowercase());
        let (searcher, field) = (&generation.snapshot().searcher, generation.fields.anywhere.characters);
        let mut words = self.read(|| words::document_frequencies(searcher, field, &wanted))?;
        words.retain(|(_, count)| *count >= min_documents);
        Ok(words)
    }

    fn documents(&self) -> u64 {
        self.generation().snapshot().searcher.num_docs()
    }

    fn past_documents(&self) -> u64 {
        self.generation().snapshot().past.as_ref().map_or(0, |past| past.searcher.num_docs())
    }

    fn average_length(&self) -> f32 {
        let generation = self.generation();
        let searcher = &generation.snapshot().searcher;
        let tokens = |segment: &tantivy::SegmentReader| {
            segment.inverted_index(generation.fields.anywhere.characters).map_or(0, |index| index.total_num_tokens())
        };
        let all: u64 = searcher.segment_readers().iter().map(tokens).sum();
        all as f32 / searcher.num_docs().max(1) as f32
    }

    fn analyzer(&self) -> Analyzer {
        self.generation().analyzer.clone()
    }

    fn writer(&self) -> Result<Option<Box<dyn EngineWriter>>, EngineError> {
        TantivyWriter::open(self.generation(), self.root.clone(), self.memory)
            .map(|writer| writer.map(|writer| Box::new(writer) as Box<dyn EngineWriter>))
    }

    fn refresh(&self) -> Result<(), EngineError> {
        let generation = self.generation();
        if generation.is_superseded(&self.root) {
            let newer = Arc::new(Generation::open_current(&self.root, &self.dictionary)?);
            *self.generation.write().unwrap_or_else(PoisonError::into_inner) = newer;
            return Ok(());
        }
        self.read(|| generation.refresh())
    }

    fn revision(&self) -> i64 {
        self.generation().snapshot().revision
    }

    fn commit_token(&self) -> Option<String> {
        self.generation().snapshot().token.clone()
    }

    fn damaged_files(&self) -> Result<Vec<String>, EngineError> {
        // A file that goes while it is read, because segments were merged, is no damage: then there are others to read.
        for _ in 1..TRIES {
            if let Ok(damaged) = self.read(|| self.generation().damaged_files())
                && damaged.is_empty()
            {
                return Ok(damaged);
            }
            std::thread::sleep(BETWEEN_TRIES);
        }
        self.read(|| self.generation().damaged_files())
    }

    fn take_suspicion(&self) -> bool {
        self.suspect.swap(false, Ordering::Relaxed)
    }

    fn start_anew(&self) -> Result<(), EngineError> {
        let anew = Arc::new(Generation::begin_anew(&self.root, &self.dictionary)?);
        *self.generation.write().unwrap_or_else(PoisonError::into_inner) = anew;
        Ok(())
    }

    fn snapshot_id(&self) -> u64 {
        self.generation().snapshot().number
    }

    fn entries(&self) -> Result<Vec<(ArticleKey, i64)>, EngineError> {
        let snapshot = self.generation().snapshot();
        self.read(|| {
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
        })
    }

    fn publish(&self) -> Result<(), EngineError> {
        // The index in use already is what it is.
        self.rebuilding.as_ref().map_or(Ok(()), |lock| self.generation().publish(&self.root, lock))
    }

    fn bytes(&self) -> u64 {
        self.generation().folders().iter().map(|folder| generation::bytes_in(folder)).sum()
    }

    fn make_room(&self) -> bool {
        // Whoever builds beside gave it up at the beginning.
        RebuildLock::take(&self.root).is_ok_and(|lock| previous::remove(&self.root, &lock).is_some())
    }

    fn rebuild_due(&self, dictionary: &Dictionary) -> Option<RebuildDue> {
        self.generation().rebuild_due(dictionary)
    }
}
