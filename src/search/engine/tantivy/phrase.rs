//! A [`FilteredPhraseQuery`] finds documents in which a run of characters stands: first those that have all its
//! terms, then, of these, those that have its characters side by side.

use std::fmt;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::engine::Deadline;

/// After how many documents the deadline is looked at: a long one takes some tens of microseconds.
const LOOK_EVERY: u32 = 16;

/// A [`Phrase`](crate::search::analysis::Phrase) as terms.
#[derive(Clone, Debug)]
pub struct FilteredPhraseQuery {
    pub required_terms: Vec<Term>,
    pub segments: Vec<Vec<(usize, Term)>>,
    pub slop: usize,
    /// When documents are looked for no more.
    pub deadline: Deadline,
}

impl FilteredPhraseQuery {
    /// Looks for the run in one segment; `None` where a term is missing there.
    fn matcher(&self, reader: &SegmentReader) -> tantivy::Result<Option<PhraseMatcher>> {
        let (Some(required_terms), Some(segments)) = (self.required_terms_in(reader)?, self.segments_in(reader)?)
        else {
            return Ok(None);
        };
        Ok(Some(PhraseMatcher { required_terms, segments, slop: self.slop as u32, next: Vec::new() }))
    }

    /// Looks for the run in single documents of one segment; `None` where a guard is missing there.
    pub fn probe<'s>(&'s self, reader: &'s SegmentReader) -> tantivy::Result<Option<PhraseProbe<'s>>> {
        let Some(required_terms) = self.required_terms_in(reader)? else { return Ok(None) };
        let matcher = PhraseMatcher { required_terms, segments: Vec::new(), slop: self.slop as u32, next: Vec::new() };
        Ok(Some(PhraseProbe { query: self, reader, matcher, characters: self.segments.is_empty().then_some(true) }))
    }

    /// The postings of the required terms, the rarest first; `None` where one is missing.
    fn required_terms_in(&self, reader: &SegmentReader) -> tantivy::Result<Option<Vec<SegmentPostings>>> {
        let mut required_terms = Vec::with_capacity(self.required_terms.len());
        for term in &self.required_terms {
            // Frequencies stand in for the count where one term says it all.
            let option = IndexRecordOption::WithFreqs;
            match reader.inverted_index(term.field())?.read_postings(term, option)? {
                Some(postings) => required_terms.push(postings),
                None => return Ok(None),
            }
        }
        required_terms.sort_by_key(SegmentPostings::doc_freq);
        Ok(Some(required_terms))
    }

    /// The postings of the characters; `None` where one is missing.
    fn segments_in(&self, reader: &SegmentReader) -> tantivy::Result<Option<Vec<Segment>>> {
        let mut segments = Vec::with_capacity(self.segments.len());
        for part in &self.segments {
            let mut places = Vec::with_capacity(part.len());
            for (at, term) in part {
                let option = IndexRecordOption::WithFreqsAndPositions;
                match reader.inverted_index(term.field())?.read_postings(term, option)? {
                    Some(postings) => places.push((*at as u32, postings)),
                    None => return Ok(None),
                }
            }
            let length = places.last().map_or(0, |(at, _)| at + 1);
            segments.push(Segment { places, length, starts: Vec::new() });
        }
        Ok(Some(segments))
    }

    /// Every term of it.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.required_terms.iter().chain(self.segments.iter().flatten().map(|(_, term)| term))
    }
}

/// Looks for a phrase in single documents of one segment. Most have not even all required terms, and then no postings of
/// characters, which are long, are opened.
pub struct PhraseProbe<'s> {
    query: &'s FilteredPhraseQuery,
    reader: &'s SegmentReader,
    matcher: PhraseMatcher,
    /// Whether the segment has all the characters, once that was looked up.
    characters: Option<bool>,
}

impl PhraseProbe<'_> {
    /// How often the run stands in the document, which must not lie before one asked for earlier.
    pub fn count_in(&mut self, doc: DocId) -> tantivy::Result<u32> {
        if self.matcher.candidate(doc) != doc {
            return Ok(0);
        }
        let known = match self.characters {
            Some(known) => known,
            None => {
                let segments = self.query.segments_in(self.reader)?;
                let known = *self.characters.insert(segments.is_some());
                self.matcher.segments = segments.unwrap_or_default();
                known
            }
        };
        Ok(if known && self.matcher.candidate(doc) == doc { self.matcher.count() } else { 0 })
    }
}

/// Looks for a run in documents of one segment, in ascending order.
struct PhraseMatcher {
    required_terms: Vec<SegmentPostings>,
    segments: Vec<Segment>,
    slop: u32,
    next: Vec<u32>,
}

/// Characters that must stand side by side.
struct Segment {
    places: Vec<(u32, SegmentPostings)>,
    length: u32,
    /// Where the part begins in the current document.
    starts: Vec<u32>,
}

impl PhraseMatcher {
    /// The first document from this one on that has all the terms.
    fn candidate(&mut self, from: DocId) -> DocId {
        let mut doc = from;
        'documents: while doc < TERMINATED {
            let characters = self.segments.iter_mut().flat_map(|part| &mut part.places).map(|(_, postings)| postings);
            for postings in self.required_terms.iter_mut().chain(characters) {
                if postings.doc() < doc {
                    postings.seek(doc);
                }
                if postings.doc() > doc {
                    doc = postings.doc();
                    continue 'documents;
                }
            }
            return doc;
        }
        TERMINATED
    }

    /// How often the run stands in the document at which all postings are.
    fn count(&mut self) -> u32 {
        for part in &mut self.segments {
            if !part.find(&mut self.next) {
                return 0;
            }
        }
        match self.segments.first() {
            // One term says it all.
            None => self.required_terms.iter().map(Postings::term_freq).min().unwrap_or(1),
            Some(_) => self.near(),
        }
    }

    /// How often the first segment stands with each of the others near it.
    fn near(&mut self) -> u32 {
        let Some((first, others)) = self.segments.split_first_mut() else { return 0 };
        for other in others {
            let before = other.length + self.slop;
            retain_near(&mut first.starts, &other.starts, before, first.length + self.slop);
            if first.starts.is_empty() {
                break;
            }
        }
        first.starts.len() as u32
    }
}

/// Keeps the starts that have one of `others` at most so far before or behind them. Both lists ascend, and so they are walked
/// together: a text may have a hundred thousand of each.
fn retain_near(starts: &mut Vec<u32>, others: &[u32], before: u32, behind: u32) {
    let mut reached = 0;
    starts.retain(|start| {
        while others.get(reached).is_some_and(|other| other + before < *start) {
            reached += 1;
        }
        others.get(reached).is_some_and(|other| *other <= start + behind)
    });
}

impl Segment {
    /// Finds where the part begins in the current document.
    fn find(&mut self, next: &mut Vec<u32>) -> bool {
        let Some(((first, postings), others)) = self.places.split_first_mut() else { return false };
        postings.positions(&mut self.starts);
        for (at, postings) in others {
            postings.positions(next);
            let offset = *at - *first;
            let mut reached = 0;
            self.starts.retain(|start| {
                // Positions ascend in both lists.
                while reached < next.len() && next[reached] < start + offset {
                    reached += 1;
                }
                next.get(reached) == Some(&(start + offset))
            });
            if self.starts.is_empty() {
                return false;
            }
        }
        true
    }
}

impl Query for FilteredPhraseQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let similarity = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => Some(similarity(self, statistics_provider)?),
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(RunWeight { query: self.clone(), similarity }))
    }
}

/// A run is as rare as its rarest term at least.
fn similarity(query: &FilteredPhraseQuery, statistics: &dyn Bm25StatisticsProvider) -> tantivy::Result<Bm25Weight> {
    let mut rarest: Option<(u64, &Term)> = None;
    for term in query.terms() {
        let frequency = statistics.doc_freq(term)?;
        if rarest.is_none_or(|(least, _)| frequency < least) {
            rarest = Some((frequency, term));
        }
    }
    let documents = statistics.total_num_docs()?.max(1);
    let Some((frequency, term)) = rarest else {
        return Ok(Bm25Weight::for_one_term_without_explain(0, documents, 1.0));
    };
    let length = statistics.total_num_tokens(term.field())? as f32 / documents as f32;
    Ok(Bm25Weight::for_one_term_without_explain(frequency, documents, length))
}

struct RunWeight {
    query: FilteredPhraseQuery,
    similarity: Option<Bm25Weight>,
}

impl Weight for RunWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(matcher) = self.query.matcher(reader)? else { return Ok(Box::new(EmptyScorer)) };
        let field = self.query.terms().next();
        let norms = match field {
            Some(term) => reader.fieldnorms_readers().get_field(term.field())?,
            None => None,
        };
        let mut scorer = RunScorer {
            matcher,
            doc: 0,
            count: 0,
            deadline: self.query.deadline.clone(),
            looked_at: 0,
            similarity: self.similarity.as_ref().map(|similarity| similarity.boost_by(boost)),
            norms: norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
        };
        scorer.find(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.seek(doc) == doc {
            Ok(Explanation::new("run of characters", scorer.score()))
        } else {
            Err(tantivy::TantivyError::InvalidArgument(format!("document {doc} does not match")))
        }
    }
}

impl fmt::Debug for RunWeight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.query.fmt(f)
    }
}

struct RunScorer {
    matcher: PhraseMatcher,
    doc: DocId,
    count: u32,
    deadline: Deadline,
    /// Documents whose positions were read.
    looked_at: u32,
    similarity: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl RunScorer {
    fn find(&mut self, from: DocId) -> DocId {
        let mut from = from;
        loop {
            self.doc = self.matcher.candidate(from);
            self.looked_at += 1;
            if self.looked_at.is_multiple_of(LOOK_EVERY) && self.deadline.has_passed() {
                self.doc = TERMINATED;
            }
            if self.doc == TERMINATED {
                return TERMINATED;
            }
            self.count = self.matcher.count();
            if self.count > 0 {
                return self.doc;
            }
            from = self.doc + 1;
        }
    }
}

impl DocSet for RunScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.find(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target { self.find(target) } else { self.doc }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        // Of the documents with the rarest term about half have the run itself.
        self.matcher.required_terms.first().map_or(1, |postings| postings.doc_freq() / 2)
    }
}

impl Scorer for RunScorer {
    fn score(&mut self) -> Score {
        let similarity = self.similarity.as_ref();
        similarity.map_or(1.0, |similarity| similarity.score(self.norms.fieldnorm_id(self.doc), self.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(starts: &[u32], others: &[u32], expected: &[u32]) {
        let mut kept = starts.to_vec();
        retain_near(&mut kept, others, 2, 3);
        assert_eq!(kept, expected, "{starts:?} {others:?}");
    }

    #[test]
    fn what_stands_near_is_kept() {
        check(&[5], &[3], &[5]);
        check(&[5], &[2], &[]);
        check(&[5], &[8], &[5]);
        check(&[5], &[9], &[]);
        check(&[1, 5, 9, 20], &[0, 8, 12], &[1, 5, 9]);
        check(&[1, 2, 3], &[], &[]);
        check(&[10, 30], &[0, 1, 2, 31, 40], &[30]);
    }

    #[test]
    fn long_lists_are_walked_once() {
        // Each with each, this would take hours.
        let mut starts: Vec<u32> = (0..2_000_000).collect();
        let others: Vec<u32> = (3_000_000..5_000_000).collect();
        retain_near(&mut starts, &others, 500, 500);
        assert!(starts.is_empty());
    }
}
