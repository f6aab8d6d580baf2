//! An [`EngineQuery`] is what an engine is asked: a [`Condition`] that documents must satisfy, what boosts some of
//! them, filters, the order, and what to count.

use crate::model::{ArticleKey, Facet};
use crate::search::analysis::{Analyzer, Phrase, letter_spaced};
use crate::search::schema::identity::Identity;

/// A condition on documents, over the terms that [`analysis`](crate::search::analysis) makes.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// A term of the word lane: a pair of ideographs or a longer word of the dictionary.
    Word(String),
    /// A word that stands in the text as a word: a term of the segmented lane, not folded beyond the script. All count the
    /// same.
    Segmented(String),
    /// A term of the character lane: an ideograph, or a whole run of letters or digits.
    Character(String),
    /// Characters side by side, or several such runs near each other.
    Phrase(Phrase),
    /// A run of letters or digits that begins so; does not score.
    Prefix(String),
    /// The condition on title and subtitle alone.
    TitleField(Box<Condition>),
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
    And(Vec<Condition>),
    /// At least one of these; the scores add up.
    Or(Vec<Condition>),
    /// At least so many of these; the scores add up.
    Some(Vec<Condition>, usize),
    /// The first, where the second does not hold.
    Except(Box<Condition>, Box<Condition>),
    /// The score multiplied.
    Boost(Box<Condition>, f32),
    /// The condition itself, and the part of the query that it is for, as it was typed.
    Part(String, Box<Condition>),
}

/// What an engine is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineQuery {
    /// The condition that scores.
    pub condition: Condition,
    /// What boosts a document that satisfies the condition anyway. Only for the order by relevance.
    pub boosts: Vec<Boost>,
    /// For each facet the values of which one is needed; they do not score.
    pub filters: Vec<(&'static Facet, Vec<String>)>,
    /// Facets that need no value: of one with values in `filters`, one of those or none at all; of any other, none.
    pub missing: Vec<&'static Facet>,
    /// For each facet the values of which there must be none.
    pub excluded: Vec<(&'static Facet, Vec<String>)>,
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
    /// The [`snapshot_id`](super::Engine::snapshot_id) to answer from, where not the newest.
    pub snapshot_id: Option<u64>,
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
    pub fn new(condition: Condition) -> Self {
        Self {
            condition,
            boosts: Vec::new(),
            filters: Vec::new(),
            missing: Vec::new(),
            excluded: Vec::new(),
            after: None,
            snapshot_id: None,
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

/// What raises the score of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Boost {
    /// What must hold of it: a term, a run or an identity, or several of them, also in the title.
    pub condition: Condition,
    /// What it adds.
    pub weight: BoostWeight,
}

/// What a [`Boost`] adds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BoostWeight {
    /// Always as much.
    Fixed(f32),
    /// The more, the more of the title is asked for.
    TitleShare(TitleShare),
}

/// A weight that grows with the share of a title that is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TitleShare {
    /// So many ideographs and runs of letters or digits are asked for.
    pub units: u32,
    /// The share from which on a title counts much.
    pub min_share: f32,
    /// What a title counts with this share or more.
    pub much: f32,
    /// What it counts with less.
    pub little: f32,
    /// What is added for the whole title, and a share of it for a share.
    pub by_share: f32,
}

impl TitleShare {
    /// What it adds for a title of so many ideographs and runs; with none, the most.
    fn weight(self, length: u32) -> f32 {
        let share = (self.units as f32 / length.max(self.units).max(1) as f32).min(1.0);
        let base = if share >= self.min_share { self.much } else { self.little };
        base + self.by_share * share
    }
}

impl Boost {
    /// One that always adds as much.
    pub fn fixed(condition: Condition, weight: f32) -> Self {
        Self { condition, weight: BoostWeight::Fixed(weight) }
    }

    /// The most that it adds.
    pub fn most(&self) -> f32 {
        self.weight.of_title(0)
    }
}

impl BoostWeight {
    /// What it adds to a document with a title of so many ideographs and runs.
    pub fn of_title(self, length: u32) -> f32 {
        match self {
            Self::Fixed(weight) => weight,
            Self::TitleShare(share) => share.weight(length),
        }
    }
}

/// Where a hit stands in an order: by score, then by the value of the order, then by key, the greatest first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// The score; 0 where the order is another.
    pub score: f32,
    /// The day, or the key where the order is by intake: turned round where the oldest come first, the least of all
    /// where there is no day.
    pub sort_value: i64,
    /// The store's key.
    pub key: ArticleKey,
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

/// Where a run of characters stands: by the one term that says it, or by its characters side by side.
pub fn lookup(folded: &str, analyzer: &Analyzer) -> Condition {
    of_phrase(Phrase::new(folded, analyzer))
}

/// Where a quotation stands, also letter-spaced: the same with marks of the kind that was typed within its numbers.
pub fn quotation(folded: &str, analyzer: &Analyzer) -> Condition {
    let own = of_phrase(Phrase::quotation(folded, analyzer));
    match letter_spaced(folded) {
        Some(spaced) => Condition::Or(vec![own, of_phrase(Phrase::quotation(&spaced, analyzer))]),
        None => own,
    }
}

fn of_phrase(phrase: Option<Phrase>) -> Condition {
    match phrase {
        None => Condition::Nothing,
        Some(mut phrase) => match (phrase.required_terms.len(), phrase.segments.as_slice()) {
            (1, []) => Condition::Word(phrase.required_terms.remove(0)),
            (0, [part]) if part.len() == 1 => Condition::Character(part[0].1.clone()),
            _ => Condition::Phrase(phrase),
        },
    }
}

/// The order of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By score, then newest first.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Oldest first; bulletins without a date come last in either order.
    Oldest,
    /// By the first intake, the last taken in first. Keys are given in that order, so they are the order.
    NewestSeen,
    /// By the first intake, from the beginning of the archive.
    OldestSeen,
}
