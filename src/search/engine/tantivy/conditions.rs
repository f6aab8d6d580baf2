//! Conditions as tantivy queries.

use std::ops::Bound;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{FAST, INDEXED, STRING};
use tantivy::schema::{Field, IndexRecordOption, Schema, SchemaBuilder, TextFieldIndexing, TextOptions};
use tantivy::{Searcher, Term};

use super::excluded::Excluded;
use crate::model::FACETS;
use crate::search::engine::{EngineQuery, Node};

/// The fields of the index.
#[derive(Clone)]
pub struct Fields {
    /// The store's key.
    pub key: Field,
    /// The store's revision.
    pub revision: Field,
    /// Days since 1970-01-01.
    pub day: Field,
    /// The word lane: frequencies without positions, because phrases are the other lane's.
    pub words: Field,
    /// The character lane, with positions.
    pub characters: Field,
    /// Numbers and whole titles, each one term.
    pub identities: Field,
    /// One field for each of [`FACETS`], in that order.
    pub facets: Vec<Field>,
}

/// The name of a facet's field.
pub fn facet_field(name: &str) -> String {
    format!("facet_{name}")
}

impl Fields {
    /// The schema and its fields.
    pub fn schema() -> (Schema, Self) {
        let mut builder = SchemaBuilder::new();
        let lane = |builder: &mut SchemaBuilder, name: &str, option: IndexRecordOption| {
            let indexing = TextFieldIndexing::default().set_tokenizer(name).set_index_option(option);
            builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
        };
        let fields = Self {
            key: builder.add_u64_field("key", FAST | INDEXED),
            revision: builder.add_u64_field("revision", FAST),
            day: builder.add_i64_field("day", FAST),
            words: lane(&mut builder, "words", IndexRecordOption::WithFreqs),
            characters: lane(&mut builder, "characters", IndexRecordOption::WithFreqsAndPositions),
            identities: builder.add_text_field("identities", STRING),
            facets: FACETS
                .iter()
                .map(|facet| builder.add_text_field(&facet_field(facet.name), STRING | FAST))
                .collect(),
        };
        (builder.build(), fields)
    }

    /// The whole query, filters and days included.
    pub fn query(&self, searcher: &Searcher, query: &EngineQuery) -> Box<dyn Query> {
        let mut must = self.all_of(searcher, &query.condition);
        for (facet, values) in &query.filters {
            must.push(self.condition(searcher, &Node::Facet(facet, values.clone())));
        }
        if query.days != (None, None) {
            must.push(self.condition(searcher, &Node::Days(query.days.0, query.days.1)));
        }
        intersection(must)
    }

    /// A condition as queries that must all hold: an intersection takes them side by side.
    fn all_of(&self, searcher: &Searcher, node: &Node) -> Vec<Box<dyn Query>> {
        match node {
            Node::And(nodes) => nodes.iter().flat_map(|node| self.all_of(searcher, node)).collect(),
            Node::Or(nodes) => match self.present(searcher, nodes).as_slice() {
                [single] => self.all_of(searcher, single),
                several => vec![union(several.iter().map(|node| self.condition(searcher, node)).collect())],
            },
            other => vec![self.condition(searcher, other)],
        }
    }

    /// The alternatives that some document may satisfy. Most queries are nobody's title, and a union of
    /// one is cheaper than a union.
    fn present<'n>(&self, searcher: &Searcher, nodes: &'n [Node]) -> Vec<&'n Node> {
        let absent = |node: &Node| match node {
            Node::Boost(inner, _) => matches!(&**inner, Node::Identity(identity)
                if searcher.doc_freq(&Term::from_field_text(self.identities, identity.term())).is_ok_and(|n| n == 0)),
            _ => false,
        };
        nodes.iter().filter(|node| !absent(node)).collect()
    }

    fn condition(&self, searcher: &Searcher, node: &Node) -> Box<dyn Query> {
        match node {
            Node::All => Box::new(AllQuery),
            Node::Nothing => Box::new(EmptyQuery),
            Node::Word(word) => term_query(self.words, word, IndexRecordOption::WithFreqs),
            Node::Characters(terms) => match terms.as_slice() {
                [(_, single)] => term_query(self.characters, single, IndexRecordOption::WithFreqs),
                _ => Box::new(PhraseQuery::new_with_offset(
                    terms.iter().map(|(at, term)| (*at, Term::from_field_text(self.characters, term))).collect(),
                )),
            },
            Node::Identity(identity) => {
                let term = term_query(self.identities, identity.term(), IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(term, 1.0))
            }
            Node::Facet(facet, values) => {
                let field = self.facets[facet.index()];
                let any = values.iter().map(|value| term_query(field, value, IndexRecordOption::Basic)).collect();
                Box::new(ConstScoreQuery::new(union(any), 0.0))
            }
            Node::Days(from, to) => {
                let bound = |day: &Option<i64>| match day {
                    Some(day) => Bound::Included(Term::from_field_i64(self.day, *day)),
                    None => Bound::Unbounded,
                };
                Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(bound(from), bound(to))), 0.0))
            }
            Node::And(_) | Node::Or(_) => intersection(self.all_of(searcher, node)),
            Node::Except(node, excluded) => {
                let mut clauses: Vec<(Occur, Box<dyn Query>)> =
                    self.all_of(searcher, node).into_iter().map(|query| (Occur::Must, query)).collect();
                clauses.push((Occur::MustNot, Box::new(Excluded(self.condition(searcher, excluded)))));
                Box::new(BooleanQuery::new(clauses))
            }
            Node::Boost(node, boost) => Box::new(BoostQuery::new(self.condition(searcher, node), *boost)),
        }
    }

    /// Roughly the postings read for a condition: the sum of its terms' document frequencies.
    pub fn cost(&self, searcher: &Searcher, node: &Node) -> u64 {
        let frequency = |field: Field, text: &str| searcher.doc_freq(&Term::from_field_text(field, text)).unwrap_or(0);
        match node {
            Node::All => searcher.num_docs(),
            Node::Nothing | Node::Identity(_) | Node::Facet(..) | Node::Days(..) => 0,
            Node::Word(word) => frequency(self.words, word),
            Node::Characters(terms) => terms.iter().map(|(_, term)| frequency(self.characters, term)).sum(),
            Node::And(nodes) | Node::Or(nodes) => nodes.iter().map(|node| self.cost(searcher, node)).sum(),
            Node::Except(node, excluded) => self.cost(searcher, node) + self.cost(searcher, excluded),
            Node::Boost(node, _) => self.cost(searcher, node),
        }
    }
}

fn term_query(field: Field, text: &str, option: IndexRecordOption) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), option))
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
