//! The last stage: the hits of a page with their texts, what matches marked in them.

use std::collections::HashMap;
use std::sync::Arc;

use super::article_cache::{self, CachedArticle, attached_texts};
use super::context::Context;
use super::distinction::distinguish;
use super::duplicates;
use super::explain::explanations;
use super::folded_text::FoldedText;
use super::highlight::Highlighter;
use super::rank::Ranked;
use super::understand::Understood;
use crate::model::{Article, ArticleKey, AttachedPage, StoredArticle};
use crate::search::engine::answer::Hit;
use crate::search::plan::{Plan, QueryTerm};
use crate::search::query::ParsedQuery;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::{FilePlace, Marked, ResultItem};
use crate::store::StoreError;

/// The text of a hit.
enum Text {
    /// With its folded form, to mark in.
    Folded(Arc<CachedArticle>),
    /// As it is stored.
    Plain(Arc<StoredArticle>),
}

/// The results that ranked hits are.
pub async fn present(
    cx: &Context,
    request: &SearchRequest,
    understood: &Understood,
    ranked: &Ranked,
) -> Result<Vec<ResultItem>, SearchError> {
    let plan = &understood.plan;
    let texts = texts(cx, request, &ranked.hits).await?;
    let mut explanations = explanations(cx, request, plan, ranked).await?.into_iter();
    // Which bulletins say the same is known of the present alone.
    let mut near_duplicates = match request.as_of {
        None => duplicates::of_hits(cx, &ranked.hits).await?,
        Some(_) => HashMap::new(),
    };
    // Where all words had to stand, none is missing, and no pieces of them are looked for.
    let has_all = ranked.strategy.has_all_terms();
    let highlighter = if has_all {
        Highlighter::new(&plan.highlight_terms)
    } else {
        Highlighter::new(&[&plan.highlight_terms[..], &plan.piece_terms].concat())
    };
    let words = if has_all { &[][..] } else { &plan.words };
    let results = texts.into_iter().map(|(hit, text)| {
        // Texts may be long and results many.
        cx.deadline.check()?;
        let item = match text {
            Text::Folded(cached) => highlighted(&cached, &highlighter, words),
            Text::Plain(stored) => plain(stored),
        };
        Ok(ResultItem {
            is_past: request.as_of.is_some() && !item.stored.is_current(),
            score: hit.score,
            explanation: explanations.next().flatten(),
            reprints: near_duplicates.remove(&hit.key),
            ..item
        })
    });
    // A scan may be in a snapshot that knew what has been withdrawn since.
    let is_shown = |item: &ResultItem| request.cursor.is_none() || item.is_past || item.stored.withdrawn_at.is_none();
    let mut results = results.collect::<Result<Vec<ResultItem>, SearchError>>()?;
    results.retain(is_shown);
    if request.highlight && request.cursor.is_none() {
        distinguish(&mut results);
    }
    Ok(results)
}

/// A whole text with what the query of a request matches in it.
pub fn highlight(cx: &Context, request: &SearchRequest, text: &str) -> Marked {
    let parsed = ParsedQuery::parse(&request.query, request.matching);
    let plan = Plan::with_synonyms(&parsed, &cx.engine.analyzer(), &cx.synonyms(request));
    Highlighter::new(&plan.highlight_terms).mark(text, &FoldedText::new(text))
}

/// The texts of hits, folded where something is to be marked in them.
async fn texts(cx: &Context, request: &SearchRequest, hits: &[Hit]) -> Result<Vec<(Hit, Text)>, StoreError> {
    if request.highlight {
        let found = match request.cursor {
            Some(_) => cx.cache.load_uncached(hits).await?,
            None => cx.cache.load(hits).await?,
        };
        return Ok(found.into_iter().map(|(hit, cached)| (hit, Text::Folded(cached))).collect());
    }
    // A scan asks the store itself, which knows what has been withdrawn since.
    let get_cached = |hit: &Hit| cx.cache.get_cached(hit).filter(|_| request.cursor.is_none());
    let mut stored: HashMap<ArticleKey, Arc<StoredArticle>> =
        hits.iter().filter_map(|hit| Some((hit.key, get_cached(hit)?.stored.clone()))).collect();
    let others: Vec<&Hit> = hits.iter().filter(|hit| !stored.contains_key(&hit.key)).collect();
    if !others.is_empty() {
        let read = article_cache::load(&*cx.store, &others).await?;
        stored.extend(read.into_iter().map(|stored| (stored.key, Arc::new(stored))));
    }
    Ok(hits.iter().filter_map(|hit| Some((*hit, Text::Plain(stored.remove(&hit.key)?)))).collect())
}

/// A result in which nothing is marked.
fn plain(stored: Arc<StoredArticle>) -> ResultItem {
    ResultItem {
        stored,
        is_past: false,
        score: 0.0,
        title: Marked::default(),
        excerpt: Marked::default(),
        place: None,
        missing: Vec::new(),
        explanation: None,
        distinction: None,
        reprints: None,
    }
}

/// A result with what matches marked in its title and in its best passage, and which of these words it misses.
fn highlighted(cached: &CachedArticle, highlighter: &Highlighter, words: &[QueryTerm]) -> ResultItem {
    let article = &cached.stored.article;
    let paragraphs = article.paragraphs.iter().map(String::as_str).zip(&cached.paragraphs);
    let files = attached_texts(article).map(|(_, text)| text).zip(&cached.files);
    let (excerpt, number) = highlighter.excerpt(paragraphs.chain(files));
    ResultItem {
        title: highlighter.mark(&article.title, &cached.title),
        excerpt,
        place: number.and_then(|number| file_place(article, number)),
        missing: cached.missing(words),
        ..plain(cached.stored.clone())
    }
}

/// The place in a file of the text that an excerpt was cut from, counted over body and files.
fn file_place(article: &Article, number: usize) -> Option<FilePlace> {
    let (attachment, page) = match number.checked_sub(article.paragraphs.len()) {
        Some(number) => article_cache::attached_texts(article).nth(number)?.0,
        // The body itself may be that of a file.
        None => article.attachments.iter().enumerate().find_map(|(attachment, of)| {
            let pages = &of.file.as_ref()?.pages;
            let begins = |page: &AttachedPage| page.first.is_some_and(|first| first <= number);
            Some((attachment, pages.iter().rposition(begins)?))
        })?,
    };
    let page = article.attachments.get(attachment)?.file.as_ref()?.pages.get(page)?;
    if page.first.is_some() && page.number.is_none() && page.name.is_none() {
        // The file says no more than the body does.
        return None;
    }
    Some(FilePlace { attachment: attachment + 1, page: page.number, name: page.name.clone() })
}
