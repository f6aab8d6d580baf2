//! An [`Engine`] finds and counts. It returns keys, scores and counts, never texts: those come from the
//! store, so results read the same on every engine.

mod day_counts;
mod explanation;
pub mod tantivy;

pub use self::day_counts::DayCounts;
pub use self::explanation::{Explanation, TermScore};

use crate::model::{ArticleKey, Facet, PartialDate};
use crate::search::analysis::{Analyzer, Run};
use crate::search::request::Sort;
use crate::search::schema::{Identity, IndexDocument};

/// A condition on documents, over the terms that [`analysis`](crate::search::analysis) makes.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// A term of the word lane: a pair of ideographs or a longer word of the dictionary.
    Word(String),
    /// A term of the character lane: an ideograph, or a whole run of letters or digits.
    Character(String),
    /// Characters side by side, or several such runs near each other.
    Run(Run),
    /// A run of letters or digits that begins so; does not score.
    Beginning(String),
    /// The condition on title and subtitle alone.
    InTitle(Box<Node>),
    /// A document's own number or whole title.
    Identity(Identity),
    /// A document that cites one of these; does not score.
    Cites(Vec<Identity>),
    /// One of these values of the facet; does not score.
    Facet(&'static Facet, Vec<String>),
    /// No value of the facet; does not score.
    Missing(&'static Facet),
    /// Published between these days, both included, in days since 1970-01-01; does not score.
    Days(Option<i64>, Option<i64>),
    /// All of these; the scores add up.
    And(Vec<Node>),
    /// At least one of these; the scores add up.
    Or(Vec<Node>),
    /// At least so many of these; the scores add up.
    Some(Vec<Node>, usize),
    /// The first, where the second does not hold.
    Except(Box<Node>, Box<Node>),
    /// The score multiplied.
    Boost(Box<Node>, f32),
    /// The condition itself, and the part of the query that it is for, as it was typed.
    Part(String, Box<Node>),
}

/// What an engine is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineQuery {
    /// The condition that scores.
    pub condition: Node,
    /// What lifts a document that satisfies the condition anyway, and by how much: a [`Node::Run`] or
    /// [`Node::Identity`], also in the title. Only for the order by relevance.
    pub preferences: Vec<(Node, f32)>,
    /// For each facet the values of which one is needed; they do not score.
    pub filters: Vec<(&'static Facet, Vec<String>)>,
    /// Facets that need no value: of one with values in `filters`, one of those or none at all; of any other, none.
    pub missing: Vec<&'static Facet>,
    /// For each facet the values of which there must be none.
    pub rejected: Vec<(&'static Facet, Vec<String>)>,
    /// First and last day of publication, in days since 1970-01-01.
    pub days: (Option<i64>, Option<i64>),
    /// The time to look at, in milliseconds since 1970-01-01 UTC: what was shown then, each bulletin with the text that
    /// it had then. Where absent, what is shown now.
    pub as_of: Option<i64>,
    /// The order.
    pub sort: Sort,
    /// Only hits that come after this position, which need not be that of a document; total and counts do not
    /// depend on it.
    pub after: Option<Position>,
    /// The [`state`](Engine::state) to answer from, where not the newest.
    pub state: Option<u64>,
    /// Hits to leave out at the beginning.
    pub offset: usize,
    /// Hits to return; 0 only counts.
    pub limit: usize,
    /// Whether to say of each hit how many documents cite it.
    pub citing: bool,
    /// Facets to count.
    pub facets: Vec<&'static Facet>,
    /// Values of each facet to return, the most frequent.
    pub facet_values: usize,
    /// Whether to count the matches by month.
    pub months: bool,
}

impl EngineQuery {
    /// The first ten by score, unfiltered.
    pub fn of(condition: Node) -> Self {
        Self {
            condition,
            preferences: Vec::new(),
            filters: Vec::new(),
            missing: Vec::new(),
            rejected: Vec::new(),
            after: None,
            state: None,
            days: (None, None),
            as_of: None,
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            citing: false,
            facets: Vec::new(),
            facet_values: 0,
            months: false,
        }
    }
}

/// Where a hit stands in an order: by score, then by day, then by key, the greatest first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// The score; 0 where the order is by date.
    pub score: f32,
    /// The day as the order counts it: turned round where the oldest come first, the least of all where there is none.
    pub day: i64,
    /// The store's key.
    pub key: ArticleKey,
}

/// One document found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The store's key.
    pub key: ArticleKey,
    /// The revision that was indexed.
    pub revision: i64,
    /// The score; 0 where the order is by date.
    pub score: f32,
    /// The day as the order counts it: see [`Position`].
    pub day: i64,
    /// How many documents cite it, where the query asks for that.
    pub citing: u32,
    /// The version that was shown then, where the query asks for a time.
    pub version: Option<u32>,
}

impl Hit {
    /// A document by its key alone, whatever revision of it is indexed.
    pub fn of(key: ArticleKey) -> Self {
        Self { key, revision: 0, score: 0.0, day: 0, citing: 0, version: None }
    }

    /// Where it stands in the order it was found in.
    pub fn position(&self) -> Position {
        Position { score: self.score, day: self.day, key: self.key }
    }
}

/// What an engine answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EngineAnswer {
    /// How many documents match, exactly.
    pub total: usize,
    /// The hits asked for, in order; equal scores newest first, then by key.
    pub hits: Vec<Hit>,
    /// For each facet asked for, its values among the matches.
    pub facets: Vec<FacetAnswer>,
    /// The matches by month, where the query asks for that.
    pub months: MonthCounts,
    /// The revision the answer reflects.
    pub revision: i64,
    /// The [`state`](Engine::state) it was given from.
    pub state: u64,
}

/// The values of one facet among the matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FacetAnswer {
    /// The most frequent with their counts, equal counts in the order of the text.
    pub values: Vec<(String, usize)>,
    /// How many there are in all.
    pub distinct: usize,
    /// How many documents have none.
    pub missing: usize,
}

/// How many documents were published in which month: that of the first day that their dates may mean, as
/// [`EngineQuery::days`] takes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthCounts {
    /// Months with at least one, ascending.
    pub months: Vec<(PartialDate, usize)>,
    /// How many have no date.
    pub undated: usize,
}

/// Why an engine could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The index failed.
    #[error("索引出错：{0}")]
    Index(#[from] ::tantivy::TantivyError),
    /// The folder of the index cannot be used.
    #[error("无法使用索引目录 {0}：{1}")]
    Unusable(String, std::io::Error),
    /// The state asked for is no longer kept.
    #[error("所指的索引状态已不再保留")]
    Gone,
}

/// Which values of a facet are asked for; the texts are folded, and values are compared folded.
#[derive(Debug, Clone, Copy)]
pub enum Values<'a> {
    /// Those that are one of these texts.
    Equal(&'a [&'a str]),
    /// Those with this text in them, the shortest first.
    Containing(&'a str),
    /// Those with the most characters in common with this text, the likest first.
    Like(&'a str),
}

/// Finds documents. Every method blocks; none may be called where waiting is not allowed.
pub trait Engine: Send + Sync {
    /// Answers a query from what was last committed and [`refresh`](Engine::refresh)ed, or from the state it names:
    /// one that was named before and has been named again every few minutes. Else [`EngineError::Gone`].
    fn search(&self, query: &EngineQuery) -> Result<EngineAnswer, EngineError>;

    /// How many documents a query finds on each day of publication; its order, its place and its facets do not matter.
    fn day_counts(&self, query: &EngineQuery) -> Result<DayCounts, EngineError>;

    /// How a document came by the score that [`search`](Engine::search) gives it in the order by relevance; `None`
    /// where the query does not find it.
    fn explain(&self, query: &EngineQuery, key: ArticleKey) -> Result<Option<Explanation>, EngineError>;

    /// Roughly how many postings a condition makes the engine read.
    fn cost(&self, condition: &Node) -> u64;

    /// In how many documents each [`Node::Word`], [`Node::Character`] or [`Node::Identity`] stands, and at most
    /// how many satisfy any other condition.
    fn document_frequency(&self, node: &Node) -> u64;

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

    /// The terms of the word lane that are `wanted`, with the number of documents in which each stands.
    /// Reads the whole lane: for work in the background.
    fn words(&self, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<(String, u64)>, EngineError>;

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

    /// Tells the state that searches here use from every other: the same query has the same answer in the same
    /// state, scores included. Equal after a restart where nothing changed.
    fn state(&self) -> u64;

    /// Keys and revisions of every document that is shown, ascending by key.
    fn entries(&self) -> Result<Vec<(ArticleKey, i64)>, EngineError>;
}

/// Changes an index. What is not committed is lost with the writer, and only that.
pub trait EngineWriter: Send + Sync {
    /// Adds a document. Where one with its key may be there, [`remove`](EngineWriter::remove) it first.
    fn add(&mut self, document: &IndexDocument<'_>) -> Result<(), EngineError>;

    /// Removes the document with this key from what is shown.
    fn remove(&mut self, key: ArticleKey) -> Result<(), EngineError>;

    /// Makes these, and no others, what the past has of a key.
    fn put_past(&mut self, key: ArticleKey, documents: &[IndexDocument<'_>]) -> Result<(), EngineError>;

    /// Makes the changes durable, and with them the revision they reach.
    fn commit(&mut self, revision: i64) -> Result<(), EngineError>;

    /// Begins to bring what is scattered together, in the background, where that is worth its work: an index in few
    /// pieces is smaller and faster. What is committed meanwhile stays, and so does what is searched.
    fn settle(&mut self) -> Result<(), EngineError>;

    /// Waits for the work in the background.
    fn finish(self: Box<Self>) -> Result<(), EngineError>;

    /// The revision of the last commit.
    fn committed(&self) -> i64;

    /// Whether this writer's index has been replaced by another, so that writing on would be in vain.
    fn is_superseded(&self) -> bool;
}
