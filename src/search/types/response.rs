//! A [`SearchResponse`] is the answer to a search, ready to be shown in any form.

use std::sync::Arc;
use std::time::Duration;

use super::explanation::ScoreExplanation;
use super::request::ScanCursor;
use super::suggestion::{DidYouMean, RelatedQuery, Relaxation};
use crate::model::{Facet, StoredArticle};
use crate::search::analysis::synonyms::SynonymUse;
use crate::search::engine::answer::MonthCounts;
use crate::search::message::Message;
use crate::search::query::{FilterSuggestion, Part};

/// A page of results.
#[derive(Debug, Clone)]
pub struct SearchResponse {
    /// How many bulletins match, exactly; reprints count, collapsed or not.
    pub total: usize,
    /// How many of them have all units of the query, where not all do.
    pub with_all_terms: Option<usize>,
    /// Whether no results follow those of this page, where reprints were collapsed: there are fewer pages then
    /// than `total` makes.
    pub exhausted: bool,
    /// The results of this page, in order.
    pub results: Vec<ResultItem>,
    /// Where a walk goes on; absent at its end and for pages.
    pub next: Option<ScanCursor>,
    /// Counts for each facet asked for, in that order.
    pub facets: Vec<FacetCounts>,
    /// The hits of all time by month, where that was asked for.
    pub histogram: Option<MonthCounts>,
    /// What finds something, where this search finds nothing.
    pub relaxations: Vec<Relaxation>,
    /// What the first results share, where that was asked for.
    pub related: Vec<RelatedQuery>,
    /// What may have been meant, where the query finds nothing or next to nothing.
    pub did_you_mean: Option<DidYouMean>,
    /// What was odd about the query, as plain sentences; the query was answered all the same.
    pub warnings: Vec<Message>,
    /// What was understood of the query; all of it must hold.
    pub interpreted: Vec<Part>,
    /// What the words of the query may mean beside themselves.
    pub offers: Vec<FilterSuggestion>,
    /// What of the query also stood for something else.
    pub synonyms: Vec<SynonymUse>,
    /// Time from the request to the finished page.
    pub took: Duration,
    /// The store's revision that the answer reflects.
    pub revision: i64,
}

/// One result.
#[derive(Debug, Clone)]
pub struct ResultItem {
    /// The bulletin; where the archive is looked at as of another time, in the version of then.
    pub stored: Arc<StoredArticle>,
    /// Whether the archive shows something else of it now, where it is looked at as of another time.
    pub is_past: bool,
    /// Its score; 0 where the order is by date.
    pub score: f32,
    /// The title with what matched in it; no text where that was not asked.
    pub title: Marked,
    /// The best passage of the body, or of a file where that shows more.
    pub excerpt: Marked,
    /// The file and the page of it that the passage stands on, where it is one.
    pub place: Option<FilePlace>,
    /// What tells it from other results of the same title and date: the first line of its text that is its own.
    pub distinction: Option<String>,
    /// Words of the query that stand nowhere in it, as they were typed.
    pub missing: Vec<String>,
    /// How it came by its score, where that was asked and there is one.
    pub explanation: Option<ScoreExplanation>,
    /// The other bulletins that say the same, where there are any.
    pub reprints: Option<ReprintSet>,
}

/// The bulletins that say what a result says.
#[derive(Debug, Clone)]
pub struct ReprintSet {
    /// How many others there are.
    pub count: usize,
    /// The one published first, which may be the result itself.
    pub first: Arc<StoredArticle>,
    /// The others, the first first, at most [`ReprintSet::MAX_LISTED`].
    pub others: Vec<Arc<StoredArticle>>,
}

impl ReprintSet {
    /// Others that are listed with a result; the page of the article lists more.
    pub const MAX_LISTED: usize = 20;
}

/// A place in a file of a bulletin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePlace {
    /// The attachment, counted from 1.
    pub attachment: usize,
    /// The page, where the file has printed pages.
    pub page: Option<u32>,
    /// The sheet, chapter or entry, where it has a name.
    pub name: Option<String>,
}

/// A text and the ranges in it that match the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// The text as published.
    pub text: String,
    /// Half-open ranges in Unicode scalar values from the start of `text`, ascending, never touching.
    pub ranges: Vec<(usize, usize)>,
    /// Whether something was left out before `text`.
    pub cut_before: bool,
    /// Whether something was left out after it.
    pub cut_after: bool,
}

impl Marked {
    /// The text in pieces, each with whether it matches; together they are the text.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        let mut pieces = Vec::with_capacity(self.ranges.len() * 2 + 1);
        let mut rest = self.text.as_str();
        let mut at = 0;
        for &(start, end) in &self.ranges {
            let (plain, tail) = split_at_char(rest, start - at);
            let (marked, tail) = split_at_char(tail, end - start);
            pieces.extend([(plain, false), (marked, true)].into_iter().filter(|(text, _)| !text.is_empty()));
            rest = tail;
            at = end;
        }
        if !rest.is_empty() {
            pieces.push((rest, false));
        }
        pieces
    }
}

fn split_at_char(text: &str, count: usize) -> (&str, &str) {
    let byte = text.char_indices().nth(count).map_or(text.len(), |(byte, _)| byte);
    text.split_at(byte)
}

/// The values of one facet among the results, most frequent first, and how many bulletins have each.
/// The facet's own filter does not narrow its counts, so a reader sees what else there is to choose.
#[derive(Debug, Clone)]
pub struct FacetCounts {
    /// The facet.
    pub facet: &'static Facet,
    /// Values and counts; `year` is newest first instead.
    pub values: Vec<(String, usize)>,
    /// How many further values there are.
    pub more: usize,
    /// How many bulletins have none.
    pub missing: usize,
}
