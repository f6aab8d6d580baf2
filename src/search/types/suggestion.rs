//! What a reader is proposed: suggestions while typing, a query that may have been meant, queries like one, searches
//! that find something.

use super::request::SearchRequest;
use crate::search::message::Message;

/// A search like the one that found nothing.
#[derive(Debug, Clone)]
pub struct Relaxation {
    /// What is different.
    pub label: Message,
    /// The search.
    pub request: SearchRequest,
    /// How many bulletins it finds.
    pub total: usize,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A word or several that bulletins use.
    Phrase,
    /// The title of a bulletin.
    Title,
    /// A reporter or an editor.
    Person,
    /// 来源 or 发文机关.
    Body,
    /// 栏目.
    Column,
    /// 发文字号.
    DocumentNumber,
}

impl Kind {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phrase => "phrase",
            Self::Title => "title",
            Self::Person => "person",
            Self::Body => "body",
            Self::Column => "column",
            Self::DocumentNumber => "document_number",
        }
    }
}

/// By what a text was matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Its own characters.
    Characters,
    /// Syllables in full, the last perhaps unfinished; also after characters.
    Pinyin,
    /// First letters of syllables, at least one.
    Initials,
}

impl By {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Pinyin => "pinyin",
            Self::Initials => "initials",
        }
    }
}

/// A query that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DidYouMean {
    /// The query.
    pub query: String,
    /// How many bulletins it finds, with the same filters.
    pub total: usize,
    /// Why it is proposed.
    pub because: Because,
}

/// What someone who types may want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The query.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Of a title how many bulletins bear it; else how many had it, character by character, when the suggestions
    /// were last made. A search may find more, with its words elsewhere.
    pub count: u64,
    /// By what it was matched.
    pub by: By,
}

impl Suggestion {
    /// Suggestions by default.
    pub const DEFAULT_LIMIT: usize = 8;
    /// Suggestions at most.
    pub const MAX_LIMIT: usize = 20;
}

/// A query that the results of another suggest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedQuery {
    /// The query.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// How many of the first results have it.
    pub shared: usize,
}

/// Why a word may have been meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// It sounds the same, or nearly.
    Homophone,
    /// One character is wrong, missing, too many or in its neighbour's place.
    Near,
    /// It was typed as it sounds.
    Pinyin,
    /// It is the title of a law that is called so.
    ShortName,
}

impl Because {
    /// Its name in data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Homophone => "homophone",
            Self::Near => "near",
            Self::Pinyin => "pinyin",
            Self::ShortName => "short_name",
        }
    }
}
