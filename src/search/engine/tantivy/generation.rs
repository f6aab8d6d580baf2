//! A generation is one index in a folder of its own; the file `CURRENT` names the one in use. A new one
//! is built beside it and put in its place by one rename, so readers never meet half an index. It keeps the
//! dictionary it is built with, so that documents and queries are cut by the same words. The one that was in use before a
//! rebuild is kept, to be gone back to; `PREVIOUS` names it.

use std::fs;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tantivy::directory::MmapDirectory;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher};

use super::citing::CitingTable;
use super::conditions::{Fields, facet_field};
use super::damage;
use super::facets::FacetTable;
use super::lanes::LaneTokenizer;
use super::locks::{RebuildLock, locked, unusable};
use crate::model::{FACETS, Facet};
use crate::search::analysis::{Analyzer, Dictionary, Segmented};
use crate::search::engine::{EngineError, RebuildDue};
use crate::search::{analysis, schema};

/// Earlier states that are kept at most: each holds the files of its segments open.
const MAX_SNAPSHOTS: usize = 8;

/// How long a state is kept after it was last asked for by its number.
const KEPT_FOR: Duration = Duration::from_secs(300);

const CURRENT: &str = "CURRENT";

const PREVIOUS: &str = "PREVIOUS";

const FORMAT: &str = "FORMAT";

/// In a generation that took the place of another by itself, without words learnt from bulletins.
const UNLEARNT: &str = "UNLEARNT";

const DICTIONARY: &str = "dictionary.txt";

/// The hash of the operator's words as they were given when it was built.
const USER_WORDS: &str = "USER_WORDS";

const PAST: &str = "past";

/// Whether what is in the folder of a generation is of use to this program.
pub fn is_usable(folder: &Path) -> bool {
    fs::read_to_string(folder.join(FORMAT)).is_ok_and(|written| written == format())
}

/// What must be the same for that.
fn format() -> String {
    format!("schema {}, analysis {}, tantivy 0.27", schema::VERSION, analysis::VERSION)
}

/// An index and what of it is visible here.
pub struct Generation {
    pub name: String,
    folder: PathBuf,
    pub index: Index,
    /// What is shown no more, in a folder within.
    pub past: Index,
    pub fields: Fields,
    pub analyzer: Analyzer,
    reader: IndexReader,
    past_reader: IndexReader,
    /// Whether it is being built beside the one in use, which is then no reason to give it up.
    beside: AtomicBool,
    snapshot: RwLock<Arc<Snapshot>>,
    /// Earlier states that someone is still asking for, the one asked for last at the end.
    kept: Mutex<Vec<Arc<Snapshot>>>,
}

/// One committed state of an index.
pub struct Snapshot {
    pub searcher: Searcher,
    /// What is shown no more, at least as new; none in the past itself.
    pub past: Option<Box<Snapshot>>,
    /// For each of [`FACETS`], in that order, read when it is first counted.
    facets: Vec<OnceLock<Arc<FacetTable>>>,
    /// The months of documents, read when they are first counted.
    months: OnceLock<Arc<FacetTable>>,
    /// Read when it is first asked for.
    citing: OnceLock<Arc<CitingTable>>,
    pub revision: i64,
    /// Of the store's commit that brought it.
    pub token: Option<String>,
    /// Tells this state from others: the commit and the segments it consists of.
    state: String,
    /// The same as a number.
    pub number: u64,
    /// When it was last asked for by its number.
    last_used: Mutex<Option<Instant>>,
}

impl Generation {
    /// The name of the generation in use.
    pub fn current(root: &Path) -> Option<String> {
        current(root)
    }

    /// Opens the generation in use; makes an empty one, with `dictionary`, where there
    /// is none that serves this program.
    pub fn open_current(root: &Path, dictionary: &Dictionary) -> Result<Self, EngineError> {
        fs::create_dir_all(root).map_err(unusable(root))?;
        let _lock = locked(root)?;
        let before = current(root);
        if let Some(name) = &before {
            match Self::open(root, name) {
                Ok(Some(generation)) => {
                    remove_leftovers(root);
                    return Ok(generation);
                }
                Ok(None) => tracing::info!("索引 {name} 属于另一版本的分词或结构，将从数据库重建"),
                Err(error) => tracing::warn!("索引 {name} 无法打开（{error}），将从数据库重建"),
            }
        }
        let generation = Self::create(root, dictionary)?;
        if before.is_some() {
            write_durably(&generation.folder.join(UNLEARNT), "").map_err(unusable(root))?;
            forget_previous(root);
        }
        generation.put_in_use(root)?;
        remove_leftovers(root);
        Ok(generation)
    }

    /// Opens a generation; `None` where it was made by another analysis or schema.
    pub fn open(root: &Path, name: &str) -> Result<Option<Self>, EngineError> {
        damage::read(|| Self::open_sound(root, name))
    }

    fn open_sound(root: &Path, name: &str) -> Result<Option<Self>, EngineError> {
        let folder = root.join(name);
        if !is_usable(&folder) {
            return Ok(None);
        }
        let mut dictionary = match Dictionary::load(&folder.join(DICTIONARY)) {
            Ok(dictionary) => dictionary,
            Err(error) => {
                tracing::warn!("{error}");
                return Ok(None);
            }
        };
        let (index, past) = (Index::open_in_dir(&folder)?, Index::open_in_dir(folder.join(PAST))?);
        Self::with_indexes(name.to_owned(), folder, (index, past), Analyzer::with_dictionary(&mut dictionary)).map(Some)
    }

    /// Makes an empty generation that nobody uses yet, and writes down its dictionary.
    pub fn create(root: &Path, dictionary: &Dictionary) -> Result<Self, EngineError> {
        let number = generations(root).filter_map(|name| name[1..].parse::<u64>().ok()).max().unwrap_or(0) + 1;
        let name = format!("g{number:06}");
        let folder = root.join(&name);
        let past = folder.join(PAST);
        fs::create_dir_all(&past).map_err(unusable(&past))?;
        let empty = |folder: &Path| {
            let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
            Index::create(directory, Fields::schema().0, tantivy::IndexSettings::default())
        };
        let indexes = (empty(&folder)?, empty(&past)?);
        let mut dictionary = dictionary.clone();
        write_durably(&folder.join(USER_WORDS), &hash_of_words(&dictionary)).map_err(unusable(&folder))?;
        let analyzer = Analyzer::with_dictionary(&mut dictionary);
        write_durably(&folder.join(DICTIONARY), &dictionary.to_text()).map_err(unusable(&folder))?;
        // Last: a folder without it is not taken for an index.
        write_durably(&folder.join(FORMAT), &format()).map_err(unusable(&folder))?;
        let generation = Self::with_indexes(name, folder, indexes, analyzer)?;
        generation.beside.store(true, Ordering::Relaxed);
        Ok(generation)
    }

    fn with_indexes(
        name: String,
        folder: PathBuf,
        (index, past): (Index, Index),
        analyzer: Analyzer,
    ) -> Result<Self, EngineError> {
        for index in [&index, &past] {
            let tokenizers = index.tokenizers();
            tokenizers.register("words", TextAnalyzer::from(LaneTokenizer::Words(analyzer.clone())));
            tokenizers.register("characters", TextAnalyzer::from(LaneTokenizer::Characters));
            let segmented = LaneTokenizer::Segmented(Segmented::new(analyzer.clone()));
            tokenizers.register("segmented", TextAnalyzer::from(segmented));
        }
        let (_, fields) = Fields::schema();
        let reader_of = |index: &Index| index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let (reader, past_reader) = (reader_of(&index)?, reader_of(&past)?);
        let snapshot = RwLock::new(Arc::new(Snapshot::open((&index, &reader), Some((&past, &past_reader)))?));
        Ok(Self {
            name,
            folder,
            index,
            past,
            fields,
            analyzer,
            reader,
            past_reader,
            beside: AtomicBool::new(false),
            snapshot,
            kept: Mutex::default(),
        })
    }

    /// Makes this, which was built beside the others, the generation in use, and removes them, but for the one that was in use.
    pub fn publish(&self, root: &Path, _: &RebuildLock) -> Result<(), EngineError> {
        let _lock = locked(root)?;
        if let Some(before) = current(root).filter(|name| *name != self.name) {
            keep_previous(root, &before)?;
        }
        self.put_in_use(root)?;
        remove_others(root);
        Ok(())
    }

    /// Has `CURRENT` name it.
    pub fn put_in_use(&self, root: &Path) -> Result<(), EngineError> {
        point(root, CURRENT, &self.name)?;
        self.beside.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Makes an empty generation the one in use, whatever there is.
    pub fn begin_anew(root: &Path, dictionary: &Dictionary) -> Result<Self, EngineError> {
        let _lock = locked(root)?;
        let generation = Self::create(root, dictionary)?;
        write_durably(&generation.folder.join(UNLEARNT), "").map_err(unusable(root))?;
        generation.put_in_use(root)?;
        // It is of the other history as well.
        forget_previous(root);
        remove_leftovers(root);
        Ok(generation)
    }

    /// The files that are not as they were written.
    pub fn damaged_files(&self) -> Result<Vec<String>, EngineError> {
        let mut damaged = Vec::new();
        for (index, folder) in [&self.index, &self.past].into_iter().zip(["", "past/"]) {
            for path in index.validate_checksum()? {
                damaged.push(format!("{}/{folder}{}", self.name, path.display()));
            }
        }
        damaged.sort_unstable();
        Ok(damaged)
    }

    /// Why a rebuild is due, if one is: it began by itself, or the operator has other words by now than
    /// `dictionary` has.
    pub fn rebuild_due(&self, dictionary: &Dictionary) -> Option<RebuildDue> {
        if self.folder.join(UNLEARNT).exists() {
            return Some(RebuildDue::Unlearnt);
        }
        // What was built before this was written down tells nothing.
        let built = fs::read_to_string(self.folder.join(USER_WORDS)).ok()?;
        (built != hash_of_words(dictionary)).then_some(RebuildDue::Dictionary)
    }

    /// Where its files are.
    pub fn folders(&self) -> [PathBuf; 2] {
        [self.folder.clone(), self.folder.join(PAST)]
    }

    /// Whether `CURRENT` names another generation by now.
    pub fn is_superseded(&self, root: &Path) -> bool {
        !self.beside.load(Ordering::Relaxed) && current(root).is_some_and(|name| name != self.name)
    }

    /// The state that searches use.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        // A poisoned lock still holds a whole snapshot: it is replaced in one assignment.
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes up the newest committed state.
    pub fn refresh(&self) -> Result<(), EngineError> {
        // The past never changes alone: it is committed just before the present.
        if Commit::newest(&self.index)?.state == self.snapshot().state {
            return Ok(());
        }
        let past = Some((&self.past, &self.past_reader));
        let fresh = Arc::new(Snapshot::open((&self.index, &self.reader), past)?);
        let mut current = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        let earlier = std::mem::replace(&mut *current, fresh);
        drop(current);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(earlier);
        kept.retain(|snapshot| snapshot.is_wanted());
        let surplus = kept.len().saturating_sub(MAX_SNAPSHOTS);
        kept.drain(..surplus);
        Ok(())
    }

    /// The state of that number: the newest or one that is kept, which it then is for longer.
    pub fn snapshot_of(&self, number: u64) -> Option<Arc<Snapshot>> {
        let current = self.snapshot();
        if current.number == number {
            current.touch();
            return Some(current);
        }
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|snapshot| snapshot.is_wanted());
        let place = kept.iter().position(|snapshot| snapshot.number == number)?;
        let found = kept.remove(place);
        found.touch();
        kept.push(found.clone());
        Some(found)
    }

    /// The revision of the last commit.
    pub fn committed(&self) -> Result<i64, EngineError> {
        Ok(Commit::newest(&self.index)?.revision)
    }
}

/// What was committed last.
struct Commit {
    /// Tells it from others.
    state: String,
    revision: i64,
    token: Option<String>,
}

impl Commit {
    fn newest(index: &Index) -> tantivy::Result<Self> {
        let metas = index.load_metas()?;
        let payload = metas.payload.unwrap_or_default();
        let mut parts = payload.split_whitespace();
        let revision = parts.next().and_then(|revision| revision.parse().ok()).unwrap_or(0);
        let token = parts.next().map(str::to_owned);
        let segments: Vec<String> = metas.segments.iter().map(|segment| segment.id().uuid_string()).collect();
        Ok(Self { state: format!("{} {}", metas.opstamp, segments.join(" ")), revision, token })
    }
}

/// What a commit of this revision keeps beside the documents.
pub fn payload(revision: i64, token: Option<&str>) -> String {
    format!("{revision} {}", token.unwrap_or_default())
}

impl Snapshot {
    fn open((index, reader): (&Index, &IndexReader), past: Option<(&Index, &IndexReader)>) -> tantivy::Result<Self> {
        // The state is read before the reader: a commit in between is taken up at the next refresh.
        let Commit { state, revision, token } = Commit::newest(index)?;
        reader.reload()?;
        let searcher = reader.searcher();
        // After the present, so that it is no older.
        let past = past.map(|past| Self::open(past, None).map(Box::new)).transpose()?;
        let facets = FACETS.iter().map(|_| OnceLock::new()).collect();
        let mut hasher = blake3::Hasher::new();
        hasher.update(state.as_bytes());
        if let Some(past) = &past {
            hasher.update(&past.number.to_le_bytes());
        }
        let number = u64::from_le_bytes(*hasher.finalize().as_bytes().first_chunk().unwrap_or(&[0; 8]));
        let (months, citing) = (OnceLock::new(), OnceLock::new());
        let last_used = Mutex::default();
        Ok(Self { searcher, past, facets, months, citing, revision, token, state, number, last_used })
    }

    /// Remembers that it was asked for by its number.
    fn touch(&self) {
        *self.last_used.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether it was asked for lately.
    fn is_wanted(&self) -> bool {
        self.last_used
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some_and(|last_used| last_used.elapsed() < KEPT_FOR)
    }
}

impl Snapshot {
    /// The values of a facet.
    pub fn facet(&self, facet: &Facet) -> tantivy::Result<Arc<FacetTable>> {
        let table = &self.facets[facet.index()];
        if let Some(table) = table.get() {
            return Ok(table.clone());
        }
        let read = Arc::new(FacetTable::load(&self.searcher, &facet_field(facet.name))?);
        Ok(table.get_or_init(|| read).clone())
    }

    /// The months of documents.
    pub fn months(&self) -> tantivy::Result<Arc<FacetTable>> {
        if let Some(table) = self.months.get() {
            return Ok(table.clone());
        }
        let read = Arc::new(FacetTable::load_months(&self.searcher)?);
        Ok(self.months.get_or_init(|| read).clone())
    }

    /// How many of the documents of an index, always the same, cite each of these.
    pub fn citing(&self, fields: &Fields, citing: &Searcher) -> tantivy::Result<Arc<CitingTable>> {
        if let Some(table) = self.citing.get() {
            return Ok(table.clone());
        }
        let read = Arc::new(CitingTable::load(&self.searcher, fields, citing)?);
        Ok(self.citing.get_or_init(|| read).clone())
    }
}

fn hash_of_words(dictionary: &Dictionary) -> String {
    blake3::hash(dictionary.user_words().as_bytes()).to_hex().to_string()
}

/// The bytes of the files in a folder.
pub fn bytes_in(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten();
    files.filter_map(|entry| entry.ok()?.metadata().ok()).filter(|data| data.is_file()).map(|data| data.len()).sum()
}

/// Has no generation be kept to be gone back to.
pub fn forget_previous(root: &Path) {
    drop(fs::remove_file(root.join(PREVIOUS)));
}

/// The generation that is kept to be gone back to.
pub fn previous(root: &Path) -> Option<String> {
    named_by(root, PREVIOUS).filter(|name| Some(name) != current(root).as_ref())
}

/// Keeps a generation to be gone back to.
pub fn keep_previous(root: &Path, name: &str) -> Result<(), EngineError> {
    point(root, PREVIOUS, name)
}

/// Removes what was begun and left; nothing while an index is being built.
fn remove_leftovers(root: &Path) {
    if let Ok(_lock) = RebuildLock::take(root) {
        remove_others(root);
    }
}

/// Removes what is neither in use nor kept.
pub fn remove_others(root: &Path) {
    let wanted = [current(root), named_by(root, PREVIOUS)];
    for other in generations(root).filter(|name| !wanted.iter().flatten().any(|wanted| wanted == name)) {
        // A reader of the old generation keeps the files it has open; what cannot go now goes next time.
        if let Err(error) = fs::remove_dir_all(root.join(&other)) {
            tracing::debug!("旧索引 {other} 暂未删除：{error}");
        }
    }
}

fn current(root: &Path) -> Option<String> {
    named_by(root, CURRENT)
}

/// The generation that one of the files that name some does.
fn named_by(root: &Path, file: &str) -> Option<String> {
    let name = fs::read_to_string(root.join(file)).ok()?;
    Some(name.trim().to_owned()).filter(|name| name.starts_with('g') && !name.contains(['/', '.']))
}

/// Has such a file name that generation, at once and durably.
fn point(root: &Path, file: &str, name: &str) -> Result<(), EngineError> {
    let write = || {
        let next = root.join(format!("{file}.next"));
        write_durably(&next, name)?;
        fs::rename(&next, root.join(file))?;
        File::open(root)?.sync_all()
    };
    write().map_err(unusable(root))
}

fn write_durably(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The names of all generations in the folder.
fn generations(root: &Path) -> impl Iterator<Item = String> {
    fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.len() == 7 && name.starts_with('g') && name[1..].bytes().all(|b| b.is_ascii_digit()))
}
