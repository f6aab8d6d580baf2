//! A [`ProbeQuery`] is a condition that is asked of single documents: whether what boosts a document holds of it, and how
//! often a term stands in it.

use tantivy::schema::Field;
use tantivy::{DocId, Searcher, SegmentReader, Term};

use super::conditions::{FieldLanes, Fields};
use super::phrase::{FilteredPhraseQuery, PhraseProbe};
use crate::search::engine::Deadline;
use crate::search::engine::query::Condition;

/// A condition on single documents.
pub enum ProbeQuery {
    /// A run of characters or a term stands there.
    One(FilteredPhraseQuery),
    /// All of these.
    All(Vec<ProbeQuery>),
    /// One of these.
    Any(Vec<ProbeQuery>),
}

/// A [`ProbeQuery`] in one segment.
pub enum Probe<'s> {
    One(PhraseProbe<'s>),
    All(Vec<Probe<'s>>),
    Any(Vec<Probe<'s>>),
}

impl ProbeQuery {
    /// Of a condition; `None` where it is nothing that is asked of single documents, or holds of none.
    pub fn new(fields: &Fields, searcher: &Searcher, condition: &Condition) -> Option<Self> {
        Self::within(fields, searcher, condition, &fields.anywhere)
    }

    fn within(fields: &Fields, searcher: &Searcher, condition: &Condition, lanes: &FieldLanes) -> Option<Self> {
        match condition {
            Condition::TitleField(inner) => Self::within(fields, searcher, inner, &fields.title),
            Condition::Boost(inner, _) | Condition::Part(_, inner) => Self::within(fields, searcher, inner, lanes),
            Condition::And(all) => {
                let all = all.iter().map(|one| Self::within(fields, searcher, one, lanes));
                all.collect::<Option<_>>().map(Self::All)
            }
            Condition::Or(any) => {
                let any: Vec<Self> = any.iter().filter_map(|one| Self::within(fields, searcher, one, lanes)).collect();
                (!any.is_empty()).then_some(Self::Any(any))
            }
            leaf => {
                let query = lanes.leaf(leaf, fields.identities)?;
                // Most queries are nobody's title and many runs stand nowhere: then there is nothing to look for.
                let somewhere = |term: &Term| searcher.doc_freq(term).is_ok_and(|documents| documents > 0);
                query.required_terms.iter().all(somewhere).then_some(Self::One(query))
            }
        }
    }

    /// Whether runs of characters are looked for, which costs more than terms.
    pub fn has_runs(&self) -> bool {
        match self {
            Self::One(query) => !query.segments.is_empty(),
            Self::All(several) | Self::Any(several) => several.iter().any(Self::has_runs),
        }
    }

    /// In one segment; `None` where it holds of no document there.
    pub fn open<'s>(&'s self, reader: &'s SegmentReader) -> tantivy::Result<Option<Probe<'s>>> {
        Ok(match self {
            Self::One(query) => query.probe(reader)?.map(Probe::One),
            Self::All(all) => {
                let mut opened = Vec::with_capacity(all.len());
                for one in all {
                    let Some(probe) = one.open(reader)? else { return Ok(None) };
                    opened.push(probe);
                }
                Some(Probe::All(opened))
            }
            Self::Any(any) => {
                let opened: Vec<Option<Probe<'s>>> =
                    any.iter().map(|one| one.open(reader)).collect::<tantivy::Result<_>>()?;
                let opened: Vec<Probe<'s>> = opened.into_iter().flatten().collect();
                (!opened.is_empty()).then_some(Probe::Any(opened))
            }
        })
    }
}

impl Probe<'_> {
    /// Whether it holds of a document, which must not lie before one asked for earlier.
    pub fn holds(&mut self, doc: DocId) -> tantivy::Result<bool> {
        match self {
            Self::One(probe) => Ok(probe.count_in(doc)? > 0),
            Self::All(all) => {
                for probe in all {
                    if !probe.holds(doc)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Any(any) => {
                for probe in any {
                    if probe.holds(doc)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }
}

impl FieldLanes {
    /// The terms of a condition that is a term or a run; `None` of any other.
    pub fn leaf(&self, condition: &Condition, identities: Field) -> Option<FilteredPhraseQuery> {
        let single = |term: Term| FilteredPhraseQuery {
            required_terms: vec![term],
            segments: Vec::new(),
            slop: 0,
            deadline: Deadline::NONE,
        };
        Some(match condition {
            Condition::Phrase(phrase) => self.phrase(phrase),
            Condition::Word(word) => single(Term::from_field_text(self.words, word)),
            Condition::Segmented(word) => single(Term::from_field_text(self.segmented, word)),
            Condition::Character(character) => single(Term::from_field_text(self.characters, character)),
            Condition::Identity(identity) => single(Term::from_field_u64(identities, identity.key())),
            _ => return None,
        })
    }
}
