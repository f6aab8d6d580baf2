//! 相关阅读 by content: the words that tell an article from the others, and who else has them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Article, StoredArticle};
use crate::search::analysis::{Analyzer, fold, fold_for_words};
use crate::search::engine::query::{Condition, EngineQuery};
use crate::search::engine::{Engine, query};
use crate::search::pipeline::article_cache::CachedArticle;
use crate::search::pipeline::context::Context;
use crate::search::ranking;
use crate::search::types::error::SearchError;

/// Words of an article that are weighed against the index.
const CANDIDATES: usize = 60;

/// Words that are searched for: more find little else and cost more.
const MAX_KEY_TERMS: usize = 16;

/// Characters of an article that are read for its words.
const READ_CHARS: usize = 6_000;

/// Words that are told as a reason.
const MAX_REASONS: usize = 4;

/// An article that is like another, and why.
#[derive(Debug, Clone)]
pub struct Related {
    /// The article.
    pub stored: Arc<StoredArticle>,
    /// What the two have in common.
    pub shares: Shares,
}

/// What two articles have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shares {
    /// Key terms that stand in both, folded, the most telling first.
    pub words: Vec<String>,
    /// 记者, 作者 of both.
    pub people: Vec<String>,
    /// 发文机关 of both.
    pub issuers: Vec<String>,
    /// The column of both.
    pub column: Option<String>,
}

impl Shares {
    fn new(article: &Article, other: &CachedArticle, key_terms: &[KeyTerm]) -> Self {
        let both = |own: &[String], others: &[String]| -> Vec<String> {
            own.iter().filter(|name| others.contains(name)).take(MAX_REASONS).cloned().collect()
        };
        let stands = |word: &&KeyTerm| other.has(&fold(&word.word));
        let its = &other.stored.article;
        Self {
            words: key_terms.iter().filter(stands).take(MAX_REASONS).map(|word| word.word.clone()).collect(),
            people: both(&article.authors, &its.authors),
            issuers: both(&article.issuers, &its.issuers),
            column: article.column.clone().filter(|_| article.column == its.column),
        }
    }
}

/// Articles with the most telling words in common, best first.
///
/// # Errors
/// [`SearchError`].
pub async fn related(cx: &Context, stored: &StoredArticle, limit: usize) -> Result<Vec<Related>, SearchError> {
    let permit = cx.permits.acquire().await.ok_or(SearchError::Overloaded)?;
    let key_terms = key_terms(&stored.article, &cx.engine.analyzer(), &*cx.engine);
    let query = EngineQuery { limit: limit + 1, ..EngineQuery::new(condition(&key_terms)) };
    let answer = cx.ask(&query)?;
    drop(permit);
    let others: Vec<_> = answer.hits.into_iter().filter(|hit| hit.key != stored.key).take(limit).collect();
    let related = |cached: Arc<CachedArticle>| Related {
        stored: cached.stored.clone(),
        shares: Shares::new(&stored.article, &cached, &key_terms),
    };
    Ok(cx.cache.load(&others).await?.into_iter().map(|(_, cached)| related(cached)).collect())
}

/// A word that tells an article from the others.
struct KeyTerm {
    word: String,
    weight: f32,
    condition: Condition,
}

/// A condition that scores documents by the telling words they share with the article.
fn condition(key_terms: &[KeyTerm]) -> Condition {
    if key_terms.is_empty() {
        return Condition::Nothing;
    }
    Condition::Or(
        key_terms.iter().map(|word| Condition::Boost(Box::new(word.condition.clone()), word.weight)).collect(),
    )
}

/// The words of an article that are frequent in it and rare in the index (tf·idf, Salton and Buckley 1988), the most
/// telling first.
fn key_terms(article: &Article, analyzer: &Analyzer, engine: &dyn Engine) -> Vec<KeyTerm> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut count = |text: &str, weight: usize| {
        let written = fold_for_words(text);
        analyzer.each_word(&written, |word| {
            if word.chars().nth(1).is_some() && !word.bytes().all(|b| b.is_ascii_digit()) {
                *counts.entry(word.to_owned()).or_default() += weight;
            }
        });
    };
    count(&article.title, ranking::TITLE_WEIGHT);
    let mut left = READ_CHARS;
    for paragraph in &article.paragraphs {
        let piece: String = paragraph.chars().take(left).collect();
        left -= piece.chars().count();
        count(&piece, 1);
        if left == 0 {
            break;
        }
    }
    let mut candidates: Vec<(String, usize)> = counts.into_iter().collect();
    candidates.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    candidates.truncate(CANDIDATES);

    let documents = engine.documents() as f32;
    let mut key_terms: Vec<KeyTerm> = candidates
        .into_iter()
        .filter_map(|(word, count)| {
            let condition = query::lookup(&fold(&word), analyzer);
            let frequency = engine.document_frequency(&condition);
            let idf = (1.0 + documents / frequency.max(1) as f32).ln();
            // A word of this article alone finds nobody else.
            (frequency > 1).then(|| KeyTerm { word, weight: (1.0 + count as f32).ln() * idf, condition })
        })
        .collect();
    key_terms.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.word.cmp(&b.word)));
    key_terms.truncate(MAX_KEY_TERMS);
    key_terms
}
