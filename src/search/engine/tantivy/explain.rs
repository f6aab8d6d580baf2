//! Explanations of scores. tantivy explains in words of its own and cannot say which part of a query a
//! clause is for, so the condition is gone through here, each of its leaves asked for its score in the one document.

use tantivy::query::Query;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

use super::conditions::{Fields, Translation};
use super::pass::Pass;
use super::phrase::FilteredPhraseQuery;
use super::probe::ProbeQuery;
use crate::model::ArticleKey;
use crate::search::engine::explanation::{BoostScore, Explanation, TermScore};
use crate::search::engine::query::{Condition, EngineQuery};

/// How a document came by its score; `None` where the query does not find it.
pub fn explain(pass: &Pass<'_>, query: &EngineQuery, key: ArticleKey) -> tantivy::Result<Option<Explanation>> {
    let (fields, searcher) = (pass.fields, pass.searcher());
    let whole = pass.query(query)?;
    for address in find(fields, searcher, key)? {
        let document = Document { pass, reader: searcher.segment_reader(address.segment_ord), doc: address.doc_id };
        if let Some(score) = document.score(&*whole, 1.0)? {
            return document.explain(query, score).map(Some);
        }
    }
    Ok(None)
}

/// The documents with this key: the past has one for each time that a bulletin was shown.
fn find(fields: &Fields, searcher: &Searcher, key: ArticleKey) -> tantivy::Result<Vec<DocAddress>> {
    let term = Term::from_field_u64(fields.key, key.0 as u64);
    let mut found = Vec::new();
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let index = reader.inverted_index(fields.key)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            if reader.alive_bitset().is_none_or(|alive| alive.is_alive(postings.doc())) {
                found.push(DocAddress::new(segment as u32, postings.doc()));
            }
            postings.advance();
        }
    }
    Ok(found)
}

/// The document that is explained.
struct Document<'a> {
    pass: &'a Pass<'a>,
    reader: &'a SegmentReader,
    doc: DocId,
}

/// Where in the condition a node stands.
#[derive(Clone, Copy)]
struct Scope<'a> {
    translation: Translation<'a>,
    in_title: bool,
    weight: f32,
    part: &'a str,
}

impl Document<'_> {
    /// How it came by its score, which is `whole` without what boosts it.
    fn explain(&self, query: &EngineQuery, whole: Score) -> tantivy::Result<Explanation> {
        let scope = Scope { translation: self.pass.translation(), in_title: false, weight: 1.0, part: "" };
        let terms = self.walk(&query.condition, scope)?.unwrap_or_default();
        let mut boosts = Vec::with_capacity(query.boosts.len());
        let title_length = self.title_length()?;
        for boost in &query.boosts {
            let holds = match &boost.condition {
                Condition::Facet(..) => self.walk(&boost.condition, scope)?.is_some(),
                condition => self.probe(condition)?,
            };
            let contribution = if holds { boost.weight.of_title(title_length) } else { 0.0 };
            boosts.push(BoostScore { boost: boost.clone(), contribution });
        }
        let found: f32 = terms.iter().map(|term| term.contribution).sum();
        // tantivy counts one for a condition that holds of all documents, and nothing where another stands
        // beside it: only the whole tells which.
        let constant = if (whole - found).abs() > whole.abs() * 1e-4 { whole - found } else { 0.0 };
        let score = whole + boosts.iter().map(|boost| boost.contribution).sum::<f32>();
        Ok(Explanation { score, terms, constant, boosts })
    }

    /// Whether a term or a run stands in it.
    fn probe(&self, condition: &Condition) -> tantivy::Result<bool> {
        let Some(probe) = ProbeQuery::new(self.pass.fields, self.pass.searcher(), condition) else { return Ok(false) };
        probe.open(self.reader)?.map_or(Ok(false), |mut probe| probe.holds(self.doc))
    }

    /// How many ideographs and runs its title has.
    fn title_length(&self) -> tantivy::Result<u32> {
        let norms = self.reader.fieldnorms_readers().get_field(self.pass.fields.title.characters)?;
        Ok(norms.map_or(0, |norms| norms.fieldnorm(self.doc)))
    }

    /// Its score for a query; `None` where it does not match.
    fn score(&self, query: &dyn Query, boost: Score) -> tantivy::Result<Option<Score>> {
        let weight = query.weight(self.pass.scoring())?;
        let mut scorer = weight.scorer(self.reader, boost)?;
        if scorer.doc() < self.doc {
            scorer.seek(self.doc);
        }
        Ok((scorer.doc() == self.doc).then(|| scorer.score()))
    }

    /// What of a condition the document has; `None` where it does not satisfy it.
    fn walk(&self, condition: &Condition, scope: Scope<'_>) -> tantivy::Result<Option<Vec<TermScore>>> {
        match condition {
            Condition::All => Ok(Some(Vec::new())),
            Condition::Nothing => Ok(None),
            Condition::Facet(..) | Condition::Missing(_) | Condition::Days(..) | Condition::Cites(_) => {
                let score = self.score(&*scope.translation.condition(condition)?, 1.0)?;
                Ok(score.map(|_| Vec::new()))
            }
            Condition::Word(_)
            | Condition::Segmented(_)
            | Condition::Character(_)
            | Condition::Phrase(_)
            | Condition::Prefix(_)
            | Condition::Identity(_) => self.leaf(condition, scope),
            Condition::TitleField(condition) => {
                self.walk(condition, Scope { translation: scope.translation.in_title(), in_title: true, ..scope })
            }
            Condition::Boost(condition, boost) => self.walk(condition, Scope { weight: scope.weight * boost, ..scope }),
            Condition::Part(part, condition) => self.walk(condition, Scope { part, ..scope }),
            Condition::And(nodes) => self.some_of(nodes, nodes.len(), scope),
            Condition::Or(nodes) => self.some_of(nodes, 1, scope),
            Condition::Some(nodes, least) => self.some_of(nodes, *least, scope),
            Condition::Except(condition, excluded) => {
                let excluded = self.score(&*scope.translation.condition(excluded)?, 1.0)?.is_some();
                if excluded { Ok(None) } else { self.walk(condition, scope) }
            }
        }
    }

    fn some_of(&self, nodes: &[Condition], least: usize, scope: Scope<'_>) -> tantivy::Result<Option<Vec<TermScore>>> {
        let (mut terms, mut holding) = (Vec::new(), 0);
        for condition in nodes {
            if let Some(mut found) = self.walk(condition, scope)? {
                terms.append(&mut found);
                holding += 1;
            }
        }
        Ok((holding >= least).then_some(terms))
    }

    /// How often a run stands in it.
    fn count(&self, phrase: &FilteredPhraseQuery) -> tantivy::Result<u32> {
        phrase.probe(self.reader)?.map_or(Ok(0), |mut probe| probe.count_in(self.doc))
    }

    fn leaf(&self, condition: &Condition, scope: Scope<'_>) -> tantivy::Result<Option<Vec<TermScore>>> {
        let Scope { translation, in_title, weight, part } = scope;
        let phrase = translation.leaf(condition);
        let occurrences = phrase.as_ref().map(|phrase| self.count(phrase)).transpose()?;
        // Whether it stands here is found faster than the first document where it does.
        if occurrences == Some(0) || self.pass.is_over() {
            return Ok(None);
        }
        let Some(contribution) = self.score(&*translation.condition(condition)?, weight)? else { return Ok(None) };
        // What counts nothing only narrows.
        if weight == 0.0 {
            return Ok(Some(Vec::new()));
        }
        let frequencies = phrase.iter().flat_map(FilteredPhraseQuery::terms);
        let frequencies = frequencies.map(|term| self.pass.document_frequency(term));
        let documents = frequencies.collect::<tantivy::Result<Vec<_>>>()?.into_iter().min().unwrap_or(0);
        let occurrences = occurrences.unwrap_or(0);
        let (part, text) = (part.to_owned(), condition.text());
        Ok(Some(vec![TermScore { part, text, in_title, documents, occurrences, weight, contribution }]))
    }
}
