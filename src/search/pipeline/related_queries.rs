//! Related queries: people, bodies, columns and phrases that several of the first results share and few other
//! bulletins have. They come from the results and the lexicon alone, so each stands in bulletins, and none costs a
//! further search.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use crate::model::Article;
use crate::search::analysis::{Analyzer, fold_for_words};
use crate::search::suggest::completion::Candidate;
use crate::search::suggest::typed::key;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::ResultItem;
use crate::search::types::suggestion::{Kind, RelatedQuery};

/// Related queries at most.
const MAX_RELATED: usize = 8;

/// Results that are looked at.
const RESULTS: usize = 20;

/// Results that share a query at least.
const MIN_SHARED: usize = 2;

/// Words of a title that are taken together at most.
const MAX_JOINED: usize = 4;

/// Letters and ideographs of a query.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=20;

/// What is known of a candidate: how many results share it, and what the lexicon says of it.
struct Shared {
    results: usize,
    text: String,
    kind: Kind,
    count: u64,
}

/// What the first results of a request share, the most telling first, where that is asked for. Of another time than
/// now it is not known.
pub fn related_queries(cx: &Context, request: &SearchRequest, results: &[ResultItem]) -> Vec<RelatedQuery> {
    if !request.related || request.as_of.is_some() {
        return Vec::new();
    }
    let documents = cx.engine.documents();
    let weight = |of: &Shared| of.results as f32 * (documents as f32 / of.count.max(1) as f32).max(1.0).ln();
    let mut best = shared(cx, &request.query, results);
    best.retain(|of| of.results >= MIN_SHARED);
    best.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.text.cmp(&b.text)));
    let mut related: Vec<RelatedQuery> = Vec::new();
    for Shared { results, text, kind, .. } in best {
        // Of a name and its parts the more telling is enough.
        let is_covered = related.iter().any(|of| of.text.contains(&text) || text.contains(&of.text));
        if related.len() < MAX_RELATED && !is_covered {
            related.push(RelatedQuery { text, kind, shared: results });
        }
    }
    related
}

/// What the lexicon knows of the names and words of the first results.
fn shared(cx: &Context, query: &str, results: &[ResultItem]) -> Vec<Shared> {
    let lexicon = cx.suggester.current();
    let analyzer = cx.engine.analyzer();
    let asked = key(query);
    let mut shared: BTreeMap<String, Shared> = BTreeMap::new();
    for item in results.iter().take(RESULTS) {
        for name in names_and_words(&item.stored.article, &analyzer) {
            if let Some(known) = shared.get_mut(&name) {
                known.results += 1;
                continue;
            }
            if !LENGTH.contains(&name.chars().count()) || asked.contains(&name) {
                continue;
            }
            if let Some(entry) = lexicon.words.exact(&name).next() {
                let candidate = lexicon.words.candidate(entry);
                let Candidate { text, kind, count, .. } = candidate;
                shared.insert(name, Shared { results: 1, text: text.clone(), kind: *kind, count: *count });
            }
        }
    }
    shared.into_values().collect()
}

/// The names in the record of an article, and the words of its title, also several that follow each other as one; by
/// their keys.
fn names_and_words(article: &Article, analyzer: &Analyzer) -> BTreeSet<String> {
    let names = article.authors.iter().chain(&article.issuers).chain(&article.keywords);
    let names = names.chain(&article.source).chain(&article.column);
    let mut all: BTreeSet<String> = names.map(|name| key(name)).collect();
    let title = fold_for_words(&article.title);
    let words: Vec<&str> = analyzer.segment(&title, true).collect();
    for start in 0..words.len() {
        let mut joined = String::new();
        for word in words[start..].iter().take(MAX_JOINED) {
            if !word.chars().all(char::is_alphanumeric) {
                break;
            }
            joined.push_str(word);
            all.insert(key(&joined));
        }
    }
    all
}
