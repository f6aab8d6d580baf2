//! Related queries: people, bodies, columns and phrases that several of the first results share and few other
//! bulletins have. They come from the results and the lexicon alone, so each stands in bulletins, and none costs a
//! further search.

use std::collections::HashMap;
use std::sync::Arc;

use super::context::Context;
use super::known_names::Known;
use crate::search::suggest::completion::Candidate;
use crate::search::suggest::typed::key;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::ResultItem;
use crate::search::types::suggestion::RelatedQuery;

/// Related queries at most.
const MAX_RELATED: usize = 8;

/// Results that are looked at.
const RESULTS: usize = 20;

/// Results that share a query at least.
const MIN_SHARED: usize = 2;

/// What the first results of a request share, the most telling first, where that is asked for. Of another time than
/// now it is not known.
pub fn related_queries(cx: &Context, request: &SearchRequest, results: &[ResultItem]) -> Vec<RelatedQuery> {
    if !request.related || request.as_of.is_some() {
        return Vec::new();
    }
    let (lexicon, analyzer) = (cx.suggester.current(), cx.engine.analyzer());
    let asked = key(&request.query);
    let names = |item: &ResultItem| cx.known_names.of(&item.stored, &lexicon, &analyzer);
    let known: Vec<Arc<[Known]>> = results.iter().take(RESULTS).map(names).collect();
    let mut shared: HashMap<&Known, usize> = HashMap::new();
    known.iter().flat_map(|names| names.iter()).for_each(|name| *shared.entry(name).or_default() += 1);
    shared.retain(|(name, _), results| *results >= MIN_SHARED && !asked.contains(name));
    let mut best: Vec<(&Candidate, usize)> =
        shared.into_iter().map(|((_, entry), results)| (lexicon.words.candidate(*entry), results)).collect();
    let documents = cx.engine.documents();
    let weight = |(of, results): &(&Candidate, usize)| {
        *results as f32 * (documents as f32 / of.count.max(1) as f32).max(1.0).ln()
    };
    best.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.0.text.cmp(&b.0.text)));
    let mut related: Vec<RelatedQuery> = Vec::new();
    for (Candidate { text, kind, .. }, shared) in best {
        // Of a name and its parts the more telling is enough.
        let is_covered = related.iter().any(|of| of.text.contains(text) || text.contains(&of.text));
        if related.len() < MAX_RELATED && !is_covered {
            related.push(RelatedQuery { text: text.clone(), kind: *kind, shared });
        }
    }
    related
}
