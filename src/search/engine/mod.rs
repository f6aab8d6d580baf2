//! An [`Engine`] finds and counts. It returns keys, scores and counts, never texts: those come from the
//! store, so results read the same on every engine.

pub mod answer;
mod day_counts;
mod deadline;
mod error;
mod explanation;
pub mod query;
pub mod tantivy;

use self::answer::EngineAnswer;
pub use self::day_counts::DayCounts;
pub use self::deadline::Deadline;
pub use self::error::EngineError;
pub use self::explanation::{BoostScore, Explanation, TermScore};
use self::query::{Condition, EngineQuery, Values};
use crate::model::{ArticleKey, Facet};
use crate::search::analysis::{Analyzer, Dictionary};
use crate::search::schema::IndexDocument;

/// Finds documents. Every method blocks; none may be called where waiting is not allowed. Those that are given a
/// [`Deadline`] stop soon after it has passed, with [`EngineError::TimedOut`].
pub trait Engine: Send + Sync {
    /// Answers a query from what was last committed and [`refresh`](Engine::refresh)ed, or from the state it names:
    /// one that was named before and has been named again every few minutes. Else [`EngineError::Gone`].
    fn search(&self, query: &EngineQuery, deadline: &Deadline) -> Result<EngineAnswer, EngineError>;

    /// How many documents a query finds on each day of publication; its order, its place and its facets do not matter.
    fn day_counts(&self, query: &EngineQuery, deadline: &Deadline) -> Result<DayCounts, EngineError>;

    /// How a document came by the score that [`search`](Engine::search) gives it in the order by relevance; `None`
    /// where the query does not find it.
    fn explain(
        &self,
        query: &EngineQuery,
        key: ArticleKey,
        deadline: &Deadline,
    ) -> Result<Option<Explanation>, EngineError>;

    /// Roughly how many postings a condition makes the engine read.
    fn cost(&self, condition: &Condition) -> u64;

    /// In how many documents each [`Condition::Word`], [`Condition::Segmented`], [`Condition::Character`] or
    /// [`Condition::Identity`] stands, at most how many have a run of characters, and 0 of any other condition.
    fn document_frequency(&self, condition: &Condition) -> u64;

    /// The analysis of the index that searches here use: its dictionary is the index's own. Cheap.
    fn analyzer(&self) -> Analyzer;

    /// At most `limit` values of the facet, as documents have or lately had them; with `past`, also as they had them at
    /// any time. [`Values::Equal`] is cheap enough for every query; the others may look at each value.
    fn facet_values(
        &self,
        facet: &Facet,
        wanted: Values<'_>,
        past: bool,
        limit: usize,
    ) -> Result<Vec<String>, EngineError>;

    /// The words of the segmented lane that are `wanted`, as they are written there, with the number of documents in which
    /// each stands as a word. Reads the whole lane: for work in the background.
    fn words(&self, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, u64)>, EngineError>;

    /// The runs of letters and digits with a letter of the Latin alphabet in them that stand in at least so many
    /// documents, folded, with that number. Reads the whole lane of characters: for work in the background.
    fn latin_words(&self, min_documents: u64) -> Result<Vec<(String, u64)>, EngineError>;

    /// How many documents there are, one for each bulletin that is shown.
    fn documents(&self) -> u64;

    /// How many documents there are of what is shown no more.
    fn past_documents(&self) -> u64;

    /// How many characters a document has in the mean.
    fn average_length(&self) -> f32;

    /// Takes the right to write, unless another process or thread has it (`None`).
    fn writer(&self) -> Result<Option<Box<dyn EngineWriter>>, EngineError>;

    /// Makes what any process has committed visible to searches here.
    fn refresh(&self) -> Result<(), EngineError>;

    /// The store's revision that searches here reflect.
    fn revision(&self) -> i64;

    /// The token of the store's commit that brought this revision; `None` where it was not known when the index was written.
    fn commit_token(&self) -> Option<String>;

    /// Tells the state that searches here use from every other: the same query has the same answer in the same
    /// state, scores included. Equal after a restart where nothing changed.
    fn snapshot_id(&self) -> u64;

    /// Keys and revisions of every document that is shown, ascending by key.
    fn entries(&self) -> Result<Vec<(ArticleKey, i64)>, EngineError>;

    /// Reads the whole index, and names the files that are not as they were written.
    fn damaged_files(&self) -> Result<Vec<String>, EngineError>;

    /// Whether something failed since this was last asked that a damaged file may explain; true at first.
    fn take_suspicion(&self) -> bool;

    /// Puts an empty index in the place of the one in use.
    fn start_anew(&self) -> Result<(), EngineError>;

    /// Puts the index of an engine that was built beside the one in use in its place. Other processes take it up at
    /// their next [`refresh`](Engine::refresh).
    fn publish(&self) -> Result<(), EngineError>;

    /// The bytes of the index.
    fn bytes(&self) -> u64;

    /// Gives up what is kept to be gone back to, where the disk is full; whether that made room.
    fn make_room(&self) -> bool;

    /// Why the index should be built anew, if it should; `dictionary` has the operator's words as they are now.
    fn rebuild_due(&self, dictionary: &Dictionary) -> Option<RebuildDue>;
}

/// The index that was in use before the last rebuild, and is kept to be gone back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviousIndex {
    /// Its name.
    pub name: String,
    /// Bytes on disk.
    pub bytes: u64,
    /// Whether this program can use it: its format is that of this program.
    pub is_usable: bool,
}

/// Why an index should be built anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RebuildDue {
    /// It was begun by itself in the place of one of another format, of another history or that did not open: without words
    /// learnt from bulletins.
    Unlearnt,
    /// The operator's words have changed since it was built.
    Dictionary,
}

impl RebuildDue {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unlearnt => "unlearnt",
            Self::Dictionary => "dictionary",
        }
    }
}

impl std::fmt::Display for RebuildDue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unlearnt => "索引是自行从头建的（格式改变、打不开或恢复过备份），还没有从公报学词",
            Self::Dictionary => "用户词典在建索引之后改过，还没有用上",
        })
    }
}

/// Changes an index. What is not committed is lost with the writer, and only that.
pub trait EngineWriter: Send + Sync {
    /// Adds a document. Where one with its key may be there, [`remove`](EngineWriter::remove) it first.
    fn add(&mut self, document: &IndexDocument<'_>) -> Result<(), EngineError>;

    /// Removes the document with this key from what is shown.
    fn remove(&mut self, key: ArticleKey) -> Result<(), EngineError>;

    /// Makes these, and no others, what the past has of a key.
    fn replace_history(&mut self, key: ArticleKey, documents: &[IndexDocument<'_>]) -> Result<(), EngineError>;

    /// Makes the changes durable, and with them the revision they reach and the token of the commit that brought it.
    fn commit(&mut self, revision: i64, token: Option<&str>) -> Result<(), EngineError>;

    /// Starts merging small segments, in the background, where that is worth its work: an index in few segments is
    /// smaller and faster. What is committed meanwhile stays, and so does what is searched.
    fn merge_segments(&mut self) -> Result<(), EngineError>;

    /// Waits for the work in the background.
    fn finish(self: Box<Self>) -> Result<(), EngineError>;

    /// The revision of the last commit.
    fn committed(&self) -> i64;

    /// Whether this writer's index has been replaced by another, so that writing on would be in vain.
    fn is_superseded(&self) -> bool;
}
