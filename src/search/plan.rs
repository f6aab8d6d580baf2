//! The plan says how an understood query is looked up: which terms of which lane, in which combination.
//! Words rank; the characters reach what segmentation hid.

use super::analysis::{self, Analyzer};
use super::engine::Node;
use super::query::{Clause, How, ParsedQuery, Text};
use super::ranking;
use super::schema::Identity;
use crate::model::DocumentNumber;
use crate::model::text::is_han;

/// Words of one text that are looked up.
const MAX_WORDS: usize = 64;

/// The condition under which every wanted text stands in a document; the document whose whole title was
/// typed comes first.
pub fn condition(query: &ParsedQuery, analyzer: &Analyzer) -> Node {
    let condition = node(&query.clause, &|text| text_condition(text, analyzer), Node::And);
    match query.whole.as_deref().and_then(Identity::title) {
        Some(title) => {
            let own = Node::Boost(Box::new(Node::Identity(title)), ranking::IDENTITY_BOOST);
            Node::Or(vec![condition, own])
        }
        None => condition,
    }
}

/// The condition under which some word of some wanted text stands in a document: what is tried when
/// nothing has them all.
pub fn relaxed(query: &ParsedQuery, analyzer: &Analyzer) -> Node {
    let any = |text: &Text| {
        let words = words_of(text, analyzer).into_iter().map(Node::Word);
        Node::Or(words.chain([text_condition(text, analyzer)]).collect())
    };
    node(&query.clause, &any, Node::Or)
}

/// The texts to look for when marking what matched: the phrases, and of each other text the whole and
/// its words. Folded.
pub fn needles(query: &ParsedQuery, analyzer: &Analyzer) -> Vec<String> {
    let mut needles: Vec<String> = Vec::new();
    wanted(&query.clause, &mut |text| {
        needles.push(text.text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
        if text.how == How::Words {
            needles.extend(words_of(text, analyzer));
        }
    });
    needles.retain(|needle| !needle.is_empty());
    needles.sort_unstable();
    needles.dedup();
    needles
}

/// Calls for every text that is wanted, not excluded.
fn wanted(clause: &Clause, each: &mut impl FnMut(&Text)) {
    match clause {
        Clause::Text(text) => each(text),
        Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().for_each(|clause| wanted(clause, each)),
        Clause::All | Clause::Facet(..) | Clause::Days(..) | Clause::Not(_) => {}
    }
}

/// A clause as a node, with `of_text` for what is wanted and `join` for what was typed side by side.
fn node(clause: &Clause, of_text: &impl Fn(&Text) -> Node, join: fn(Vec<Node>) -> Node) -> Node {
    match clause {
        Clause::All => Node::All,
        Clause::Text(text) => of_text(text),
        Clause::Facet(facet, value) => Node::Facet(facet, vec![value.clone()]),
        Clause::Days(from, to) => Node::Days(*from, *to),
        Clause::Or(clauses) => Node::Or(clauses.iter().map(|clause| node(clause, of_text, join)).collect()),
        Clause::Not(excluded) => Node::Except(Box::new(Node::All), Box::new(exclusion(excluded))),
        Clause::And(clauses) => {
            let (excluded, wanted): (Vec<&Clause>, Vec<&Clause>) =
                clauses.iter().partition(|clause| matches!(clause, Clause::Not(_)));
            let (filters, texts): (Vec<&Clause>, Vec<&Clause>) =
                wanted.into_iter().partition(|clause| clause.is_filter());
            let mut all: Vec<Node> = filters.into_iter().map(|clause| node(clause, of_text, join)).collect();
            match texts.len() {
                0 => {}
                1 => all.push(node(texts[0], of_text, join)),
                _ => all.push(join(texts.into_iter().map(|clause| node(clause, of_text, join)).collect())),
            }
            let wanted = match all.len() {
                0 => Node::All,
                1 => all.remove(0),
                _ => Node::And(all),
            };
            if excluded.is_empty() {
                return wanted;
            }
            let excluded = excluded.into_iter().map(|clause| match clause {
                Clause::Not(inner) => exclusion(inner),
                other => exclusion(other),
            });
            Node::Except(Box::new(wanted), Box::new(Node::Or(excluded.collect())))
        }
    }
}

/// What is excluded is excluded as it was typed, character by character.
fn exclusion(clause: &Clause) -> Node {
    node(clause, &|text| run(&text.text), Node::And)
}

fn words_of(text: &Text, analyzer: &Analyzer) -> Vec<String> {
    let mut words = analyzer.query_words(&text.text);
    words.truncate(MAX_WORDS);
    words
}

/// All the words of a text, or the text as typed: the words rank, and the characters reach what
/// segmentation hid. What segmentation hid includes every single ideograph inside a word.
fn text_condition(text: &Text, analyzer: &Analyzer) -> Node {
    let verbatim = run(&text.text);
    let mut choices = Vec::new();
    if let Some(number) = DocumentNumber::parse(&text.text) {
        let own = Node::Identity(Identity::number(&number));
        choices.push(Node::Boost(Box::new(own), ranking::IDENTITY_BOOST));
    }
    let words = words_of(text, analyzer);
    let single_ideograph = |word: &str| word.chars().count() == 1 && word.chars().all(is_han);
    if text.how != How::Words || words.iter().all(|word| single_ideograph(word)) {
        choices.push(verbatim);
    } else {
        let words = words.into_iter().map(|word| {
            // The word lane has an ideograph only where it stands alone.
            if single_ideograph(&word) { run(&word) } else { Node::Word(word) }
        });
        choices.push(Node::And(words.collect()));
        choices.push(Node::Boost(Box::new(verbatim), ranking::VERBATIM_BOOST));
    }
    match choices.len() {
        1 => choices.remove(0),
        _ => Node::Or(choices),
    }
}

fn run(folded: &str) -> Node {
    match analysis::phrase_terms(folded) {
        terms if terms.is_empty() => Node::Nothing,
        terms => Node::Characters(terms),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::request::Match;

    #[test]
    fn nothing_typed_can_fail() {
        let analyzer = Analyzer::new();
        for typed in ["\"", "--", "-\"", "OR", "AND (", "国务院:关于", "\u{200B}", &"长".repeat(10_000), "的 了"]
        {
            let parsed = ParsedQuery::parse(typed, Match::Words);
            condition(&parsed, &analyzer);
            relaxed(&parsed, &analyzer);
            needles(&parsed, &analyzer);
        }
    }
}
