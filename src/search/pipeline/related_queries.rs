//! Related queries: people, bodies, columns and phrases that several of the first results share and few other
//! bulletins have. They come from the results and the lexicon alone, so each stands in bulletins, and none costs a
//! further search.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use moka::sync::Cache;

use super::context::Context;
use crate::model::{Article, ArticleKey, StoredArticle};
use crate::search::analysis::{Analyzer, fold_for_words};
use crate::search::suggest::completion::Candidate;
use crate::search::suggest::lexicon::Lexicon;
use crate::search::suggest::prefix_index::Entry;
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

/// Words of a title that are taken together at most.
const MAX_JOINED: usize = 4;

/// Letters and ideographs of a query.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=20;

/// Bytes of names that are kept at most.
const MAX_KEPT: u64 = 4 << 20;

/// A name or words of an article that the lexicon has: the key, and its entry.
type Known = (String, Entry);

/// What the lexicon knows of articles that were among first results lately, by article, its revision and that of the
/// lexicon.
pub struct KnownNames {
    articles: Cache<(ArticleKey, i64, i64), Arc<[Known]>>,
}

impl Default for KnownNames {
    fn default() -> Self {
        let bytes = |_: &(ArticleKey, i64, i64), names: &Arc<[Known]>| {
            let names: usize = names.iter().map(|(name, _)| name.len() + size_of::<Known>()).sum();
            u32::try_from(names + 100).unwrap_or(u32::MAX)
        };
        Self { articles: Cache::builder().max_capacity(MAX_KEPT).weigher(bytes).build() }
    }
}

impl KnownNames {
    /// The names of an article that a lexicon has.
    fn of(&self, stored: &StoredArticle, lexicon: &Lexicon, analyzer: &Analyzer) -> Arc<[Known]> {
        let key = (stored.key, stored.revision, lexicon.revision);
        self.articles.get_with(key, || {
            let names = names_and_words(&stored.article, analyzer).into_iter();
            let names = names.filter(|name| LENGTH.contains(&name.chars().count()));
            names.filter_map(|name| lexicon.words.exact(&name).next().map(|entry| (name, entry))).collect()
        })
    }
}

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
