//! Conditions as tantivy queries.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, Query, RangeQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use tantivy::{Searcher, Term};

use super::excluded::Excluded;
use super::phrase::FilteredPhraseQuery;
use crate::model::FACETS;
use crate::search::analysis::Phrase;
use crate::search::engine::Deadline;
use crate::search::engine::query::{Condition, EngineQuery};
use crate::search::schema::identity::Identity;

/// The fields of the index.
#[derive(Clone)]
pub struct Fields {
    /// The store's key.
    pub key: Field,
    /// The store's revision.
    pub revision: Field,
    /// The number of the version.
    pub version: Field,
    /// When it is or was shown: from when, and before when where that is over.
    pub shown: (Field, Field),
    /// Days since 1970-01-01.
    pub day: Field,
    /// The lanes over every text.
    pub anywhere: FieldLanes,
    /// The lanes over title and subtitle.
    pub title: FieldLanes,
    /// Numbers and whole titles, each one term.
    pub identities: Field,
    /// The numbers and titles of other documents that are cited.
    pub cited: Field,
    /// What the document itself is cited as.
    pub cited_as: Field,
    /// One field for each of [`FACETS`], in that order.
    pub facets: Vec<Field>,
}

/// The lanes over some texts.
#[derive(Debug, Clone, Copy)]
pub struct FieldLanes {
    /// The word lane: frequencies without positions, because runs are the character lane's.
    pub words: Field,
    /// The character lane, with positions.
    pub characters: Field,
    /// The segmented lane: in which documents a word stands as a word.
    pub segmented: Field,
}

/// Terms that a beginning stands for, at most.
const MAX_PREFIX_EXPANSIONS: usize = 1_000;

/// The name of the column with what each document is cited as.
pub const CITED_AS: &str = "cited_as";

/// The name of a facet's field.
pub fn facet_field(name: &str) -> String {
    format!("facet_{name}")
}

impl Fields {
    /// The schema and its fields.
    pub fn schema() -> (Schema, Self) {
        let mut builder = SchemaBuilder::new();
        let mut field = |name: &str, tokenizer: &str, option: IndexRecordOption| {
            let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
            builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
        };
        let mut lanes = |prefix: &str| FieldLanes {
            words: field(&format!("{prefix}words"), "words", IndexRecordOption::WithFreqs),
            characters: field(&format!("{prefix}characters"), "characters", IndexRecordOption::WithFreqsAndPositions),
            segmented: field(&format!("{prefix}segmented"), "segmented", IndexRecordOption::Basic),
        };
        let anywhere = lanes("");
        let title = lanes("title_");
        let fields = Self {
            key: builder.add_u64_field("key", FAST | INDEXED),
            revision: builder.add_u64_field("revision", FAST),
            version: builder.add_u64_field("version", FAST),
            shown: (builder.add_i64_field("shown_from", FAST), builder.add_i64_field("shown_until", FAST)),
            day: builder.add_i64_field("day", FAST),
            anywhere,
            title,
            identities: builder.add_u64_field("identities", INDEXED),
            cited: builder.add_u64_field("cited", INDEXED),
            cited_as: builder.add_u64_field(CITED_AS, FAST),
            facets: FACETS
                .iter()
                .map(|facet| builder.add_text_field(&facet_field(facet.name), STRING | FAST))
                .collect(),
        };
        (builder.build(), fields)
    }

    /// Makes queries of conditions that hold anywhere.
    pub fn translation<'a>(&'a self, searcher: &'a Searcher, deadline: &'a Deadline) -> Translation<'a> {
        Translation { fields: self, searcher, lanes: self.anywhere, deadline }
    }

    /// In how many documents a term stands; of other conditions an upper bound.
    pub fn document_frequency(&self, searcher: &Searcher, condition: &Condition) -> u64 {
        let (lanes, condition) = match condition {
            Condition::TitleField(inner) => (&self.title, &**inner),
            other => (&self.anywhere, other),
        };
        match lanes.leaf(condition, self.identities) {
            Some(phrase) => phrase.terms().filter_map(|term| searcher.doc_freq(term).ok()).min().unwrap_or(0),
            None => 0,
        }
    }

    /// Roughly the postings read for a condition: the sum of its terms' document frequencies.
    pub fn cost(&self, searcher: &Searcher, condition: &Condition) -> u64 {
        let frequency = |field: Field, text: &str| searcher.doc_freq(&Term::from_field_text(field, text)).unwrap_or(0);
        let named =
            |field: Field, name: &Identity| searcher.doc_freq(&Term::from_field_u64(field, name.key())).unwrap_or(0);
        match condition {
            Condition::All => searcher.num_docs(),
            Condition::Nothing | Condition::Facet(..) | Condition::Missing(_) | Condition::Days(..) => 0,
            Condition::Identity(identity) => named(self.identities, identity),
            Condition::Cites(any) => any.iter().map(|identity| named(self.cited, identity)).sum(),
            Condition::Word(word) => frequency(self.anywhere.words, word),
            Condition::Segmented(word) => frequency(self.anywhere.segmented, word),
            Condition::Character(character) => frequency(self.anywhere.characters, character),
            Condition::Prefix(_) => MAX_PREFIX_EXPANSIONS as u64,
            Condition::Phrase(phrase) => {
                let required_terms =
                    phrase.required_terms.iter().map(|required| frequency(self.anywhere.words, required));
                let characters = phrase.segments.iter().flatten();
                let characters = characters.map(|(_, character)| frequency(self.anywhere.characters, character));
                required_terms.chain(characters).sum()
            }
            Condition::And(nodes) | Condition::Or(nodes) | Condition::Some(nodes, _) => {
                nodes.iter().map(|condition| self.cost(searcher, condition)).sum()
            }
            Condition::Except(condition, excluded) => self.cost(searcher, condition) + self.cost(searcher, excluded),
            Condition::TitleField(condition) | Condition::Boost(condition, _) | Condition::Part(_, condition) => {
                self.cost(searcher, condition)
            }
        }
    }
}

impl FieldLanes {
    /// A run of characters as terms.
    pub fn phrase(&self, phrase: &Phrase) -> FilteredPhraseQuery {
        let place = |(at, character): &(usize, String)| (*at, Term::from_field_text(self.characters, character));
        FilteredPhraseQuery {
            required_terms: phrase
                .required_terms
                .iter()
                .map(|required| Term::from_field_text(self.words, required))
                .collect(),
            segments: phrase.segments.iter().map(|part| part.iter().map(place).collect()).collect(),
            slop: phrase.slop,
            deadline: Deadline::NONE,
        }
    }
}

/// Makes queries of conditions, over the lanes in scope.
#[derive(Clone, Copy)]
pub struct Translation<'a> {
    fields: &'a Fields,
    searcher: &'a Searcher,
    lanes: FieldLanes,
    deadline: &'a Deadline,
}

impl<'a> Translation<'a> {
    /// The fields that are looked at.
    pub fn fields(&self) -> &'a Fields {
        self.fields
    }

    /// The index that is looked at.
    pub fn searcher(&self) -> &'a Searcher {
        self.searcher
    }

    /// How long what is made here may work.
    pub fn deadline(&self) -> &'a Deadline {
        self.deadline
    }

    /// The whole query, filters and days included.
    pub fn query(&self, query: &EngineQuery) -> tantivy::Result<Box<dyn Query>> {
        let mut must = self.all_of(&query.condition)?;
        for (facet, values) in &query.filters {
            let one_of = Condition::Facet(facet, values.clone());
            must.push(self.condition(&if query.missing.contains(facet) {
                Condition::Or(vec![one_of, Condition::Missing(facet)])
            } else {
                one_of
            })?);
        }
        for facet in query.missing.iter().filter(|facet| !query.filters.iter().any(|(other, _)| other == *facet)) {
            must.push(self.condition(&Condition::Missing(facet))?);
        }
        if query.days != (None, None) {
            must.push(self.condition(&Condition::Days(query.days.0, query.days.1))?);
        }
        if query.excluded.is_empty() {
            return Ok(intersection(must));
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = must.into_iter().map(|query| (Occur::Must, query)).collect();
        for (facet, values) in &query.excluded {
            let any = self.condition(&Condition::Facet(facet, values.clone()))?;
            clauses.push((Occur::MustNot, Box::new(Excluded(any))));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// The same over title and subtitle alone.
    pub fn in_title(self) -> Self {
        Self { lanes: self.fields.title, ..self }
    }

    /// How to count a term or a run in a document; `None` of any other condition.
    pub fn leaf(&self, condition: &Condition) -> Option<FilteredPhraseQuery> {
        self.lanes.leaf(condition, self.fields.identities)
    }

    /// A condition as queries that must all hold: an intersection takes them side by side.
    fn all_of(&self, condition: &Condition) -> tantivy::Result<Vec<Box<dyn Query>>> {
        match condition {
            Condition::And(nodes) => {
                let parts: Vec<_> =
                    nodes.iter().map(|condition| self.all_of(condition)).collect::<tantivy::Result<_>>()?;
                Ok(parts.into_iter().flatten().collect())
            }
            Condition::Or(nodes) => match nodes.as_slice() {
                [single] => self.all_of(single),
                several => {
                    let any =
                        several.iter().map(|condition| self.condition(condition)).collect::<tantivy::Result<_>>()?;
                    Ok(vec![union(any)])
                }
            },
            Condition::Part(_, condition) => self.all_of(condition),
            other => Ok(vec![self.condition(other)?]),
        }
    }

    /// A condition as one query.
    pub fn condition(&self, condition: &Condition) -> tantivy::Result<Box<dyn Query>> {
        Ok(match condition {
            Condition::All => Box::new(AllQuery),
            Condition::Nothing => Box::new(EmptyQuery),
            Condition::Word(word) => term_query(self.lanes.words, word, IndexRecordOption::WithFreqs),
            Condition::Segmented(word) => {
                let term = term_query(self.lanes.segmented, word, IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(term, 1.0))
            }
            Condition::Character(character) => {
                term_query(self.lanes.characters, character, IndexRecordOption::WithFreqs)
            }
            Condition::Phrase(phrase) => {
                let query = self.lanes.phrase(phrase);
                Box::new(FilteredPhraseQuery { deadline: self.deadline.clone(), ..query })
            }
            Condition::Prefix(beginning) => self.beginning(beginning)?,
            Condition::TitleField(condition) => self.in_title().condition(condition)?,
            Condition::Identity(identity) => {
                Box::new(ConstScoreQuery::new(identity_query(self.fields.identities, identity), 1.0))
            }
            // What is cited is noted of the whole document.
            Condition::Cites(_) if self.lanes.words == self.fields.title.words => Box::new(EmptyQuery),
            Condition::Cites(any) => {
                let any = any.iter().map(|identity| identity_query(self.fields.cited, identity)).collect();
                Box::new(ConstScoreQuery::new(union(any), 0.0))
            }
            Condition::Facet(facet, values) => {
                let field = self.fields.facets[facet.index()];
                let any = values.iter().map(|value| term_query(field, value, IndexRecordOption::Basic)).collect();
                Box::new(ConstScoreQuery::new(union(any), 0.0))
            }
            Condition::Missing(facet) => {
                let any = ExistsQuery::new(facet_field(facet.name), false);
                let none: Vec<(Occur, Box<dyn Query>)> =
                    vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, Box::new(Excluded(Box::new(any))))];
                Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(none)), 0.0))
            }
            Condition::Days(from, to) => {
                let bound = |day: &Option<i64>| match day {
                    Some(day) => Bound::Included(Term::from_field_i64(self.fields.day, *day)),
                    None => Bound::Unbounded,
                };
                Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(bound(from), bound(to))), 0.0))
            }
            Condition::And(_) | Condition::Or(_) | Condition::Part(..) => intersection(self.all_of(condition)?),
            Condition::Some(nodes, least) => {
                let any: Vec<(Occur, Box<dyn Query>)> = nodes
                    .iter()
                    .map(|condition| Ok((Occur::Should, self.condition(condition)?)))
                    .collect::<tantivy::Result<_>>()?;
                Box::new(BooleanQuery::with_minimum_required_clauses(any, *least))
            }
            Condition::Except(condition, excluded) => {
                let mut clauses: Vec<(Occur, Box<dyn Query>)> =
                    self.all_of(condition)?.into_iter().map(|query| (Occur::Must, query)).collect();
                clauses.push((Occur::MustNot, Box::new(Excluded(self.condition(excluded)?))));
                Box::new(BooleanQuery::new(clauses))
            }
            Condition::Boost(condition, boost) => Box::new(BoostQuery::new(self.condition(condition)?, *boost)),
        })
    }

    /// Every term of the character lane that begins so, the first [`MAX_PREFIX_EXPANSIONS`] in their order.
    fn beginning(&self, beginning: &str) -> tantivy::Result<Box<dyn Query>> {
        let field = self.lanes.characters;
        let mut terms: Vec<Term> = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut begun = index.terms().range().ge(beginning.as_bytes()).into_stream()?;
            let mut left = MAX_PREFIX_EXPANSIONS;
            while left > 0 && begun.advance() && begun.key().starts_with(beginning.as_bytes()) {
                terms.push(Term::from_field_text(field, &String::from_utf8_lossy(begun.key())));
                left -= 1;
            }
        }
        Ok(Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0)))
    }
}

fn term_query(field: Field, text: &str, option: IndexRecordOption) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), option))
}

fn identity_query(field: Field, name: &Identity) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_u64(field, name.key()), IndexRecordOption::Basic))
}

fn intersection(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::intersection(queries)),
    }
}

fn union(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}
