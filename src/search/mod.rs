//! Search: a [`SearchRequest`] becomes a [`ResultPage`]. [`Search::search`] is the whole story.

pub mod analysis;
mod cache;
pub mod engine;
pub mod evaluation;
mod highlight;
pub mod indexer;
mod permits;
pub mod plan;
pub mod query;
mod ranking;
mod related;
pub mod request;
pub mod result;
pub mod schema;
mod second_look;

use std::sync::Arc;
use std::time::{Duration, Instant};

use self::analysis::fold;
use self::cache::ArticleCache;
use self::engine::{Engine, EngineAnswer, EngineError, EngineQuery, FacetAnswer, Node};
use self::highlight::Highlighter;
use self::permits::Permits;
use self::plan::{Manner, Plan};
use self::query::ParsedQuery;
use self::request::{Match, SearchRequest, Sort};
use self::result::{FacetCounts, FilePlace, Marked, ResultItem, ResultPage};
use self::second_look::SecondLook;
use crate::model::{Article, ArticleId, AttachedPage, StoredArticle};
use crate::store::{Store, StoreError};

/// Values of a facet that a result page carries.
const FACET_VALUES: usize = 30;

/// Why a search was not answered.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// There is too much to do already; the same search may succeed in a moment.
    #[error("正在处理的查询太多，请稍后再试")]
    Overloaded,
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Searches one store through one engine.
pub struct Search {
    store: Arc<dyn Store>,
    engine: Arc<dyn Engine>,
    cache: ArticleCache,
    permits: Permits,
}

impl Search {
    /// A search with a text cache of at most `cache_bytes`, and at most `waiting` searches in the queue.
    pub fn new(store: Arc<dyn Store>, engine: Arc<dyn Engine>, cache_bytes: u64, waiting: usize) -> Self {
        Self {
            cache: ArticleCache::new(store.clone(), cache_bytes),
            permits: Permits::new(waiting, Duration::from_secs(2)),
            store,
            engine,
        }
    }

    /// Answers a request.
    ///
    /// # Errors
    /// [`SearchError`]; never for anything about the query itself.
    pub async fn search(&self, request: &SearchRequest) -> Result<ResultPage, SearchError> {
        let started = Instant::now();
        let permit = self.permits.acquire().await.ok_or(SearchError::Overloaded)?;
        let analyzer = self.engine.analyzer();
        let parsed = ParsedQuery::parse_on(&request.query, request.matching, request.today);
        let mut parsed = parsed.resolve(&*self.engine)?;
        let plan = Plan::of(&parsed, &analyzer);
        let mut query = EngineQuery::of(Node::Nothing);
        let mut manner = Manner::Strict;
        let mut again = false;
        let mut answer = EngineAnswer::default();
        for (condition, tried) in &plan.conditions {
            (query, manner) = (engine_query(request, condition.clone(), &plan.preferences), *tried);
            // A sentence is put in order by the texts of its best matches: they are all needed for any page.
            again = manner != Manner::Strict
                && query.sort == Sort::Relevance
                && query.offset + query.limit <= ranking::SECOND_LOOK;
            if again {
                (query.offset, query.limit) = (0, ranking::SECOND_LOOK);
            }
            answer = self.ask(&query)?;
            if answer.total > 0 {
                break;
            }
        }
        if manner == Manner::Relaxed && answer.total > 0 {
            parsed.warnings.push("没有一篇含有全部字词；以下各篇含有其中一部分".to_owned());
        }
        let facets = self.facet_counts(request, &query, std::mem::take(&mut answer.facets))?;
        drop(permit);

        let mut found = self.cache.of_hits(&answer.hits).await?;
        if again {
            second_look::reorder(&SecondLook::of(&plan.text, &analyzer, &*self.engine), &mut found);
            found = found.into_iter().skip(request.offset()).take(request.per_page).collect();
        }
        let highlighter = Highlighter::new(&plan.needles);
        let results = found
            .into_iter()
            .map(|(hit, cached)| {
                let article = &cached.stored.article;
                let paragraphs = article.paragraphs.iter().map(String::as_str).zip(&cached.folded_paragraphs);
                let files = cache::attached_texts(article).map(|(_, text)| text).zip(&cached.folded_files);
                let texts = paragraphs.chain(files).map(|(text, folded)| (text, &**folded));
                let (excerpt, number) = highlighter.excerpt(texts);
                ResultItem {
                    stored: cached.stored.clone(),
                    score: hit.score,
                    title: highlighter.mark(&article.title, &cached.folded_title),
                    excerpt,
                    place: number.and_then(|number| file_place(article, number)),
                    missing: if manner == Manner::Strict { Vec::new() } else { cached.missing(&plan.words) },
                }
            })
            .collect();
        Ok(ResultPage {
            total: answer.total,
            results,
            facets,
            warnings: parsed.warnings,
            interpreted: parsed.parts,
            offers: parsed.offers,
            took: started.elapsed(),
            revision: answer.revision,
        })
    }

    /// An article by its id, withdrawn or not.
    ///
    /// # Errors
    /// Of the store.
    pub async fn article(&self, id: &ArticleId) -> Result<Option<Arc<StoredArticle>>, SearchError> {
        Ok(self.store.article(id).await?.map(Arc::new))
    }

    /// Articles with the most telling words in common, best first.
    ///
    /// # Errors
    /// [`SearchError`].
    pub async fn related(&self, stored: &StoredArticle, limit: usize) -> Result<Vec<Arc<StoredArticle>>, SearchError> {
        let permit = self.permits.acquire().await.ok_or(SearchError::Overloaded)?;
        let condition = related::condition(stored, &self.engine.analyzer(), &*self.engine);
        let query = EngineQuery { limit: limit + 1, ..EngineQuery::of(condition) };
        let answer = self.ask(&query)?;
        drop(permit);
        let others: Vec<_> = answer.hits.into_iter().filter(|hit| hit.key != stored.key).take(limit).collect();
        Ok(self.cache.of_hits(&others).await?.into_iter().map(|(_, cached)| cached.stored.clone()).collect())
    }

    /// A whole text with what the query matches in it.
    pub fn mark(&self, query: &str, matching: Match, text: &str) -> Marked {
        let plan = Plan::of(&ParsedQuery::parse(query, matching), &self.engine.analyzer());
        Highlighter::new(&plan.needles).mark(text, &fold(text))
    }

    /// The store's revision that searches reflect.
    pub fn indexed_revision(&self) -> i64 {
        self.engine.revision()
    }

    fn ask(&self, query: &EngineQuery) -> Result<EngineAnswer, EngineError> {
        permits::run(self.engine.cost(&query.condition), || self.engine.search(query))
    }

    /// Counts as a reader needs them: a facet's own filter does not narrow its own counts.
    fn facet_counts(
        &self,
        request: &SearchRequest,
        query: &EngineQuery,
        counted: Vec<FacetAnswer>,
    ) -> Result<Vec<FacetCounts>, EngineError> {
        let mut all = Vec::with_capacity(counted.len());
        for (facet, mut answer) in request.facets.iter().copied().zip(counted) {
            let chosen = request.filters.get(facet);
            if chosen.is_some() {
                let mut others = query.clone();
                others.filters.retain(|(filtered, _)| *filtered != facet);
                // All values: the chosen ones may be rare.
                (others.limit, others.facets, others.facet_values) = (0, vec![facet], usize::MAX);
                answer = self.ask(&others)?.facets.pop().unwrap_or_default();
            }
            let mut values = answer.values;
            let rare: Vec<(String, usize)> = values.drain(FACET_VALUES.min(values.len())..).collect();
            if facet.name == "year" {
                values.sort_by(|a, b| b.0.cmp(&a.0));
            }
            let more = answer.distinct - values.len();
            for value in chosen.into_iter().flatten() {
                if !values.iter().any(|(known, _)| known == value) {
                    let count = rare.iter().find(|(known, _)| known == value).map_or(0, |(_, count)| *count);
                    values.push((value.clone(), count));
                }
            }
            all.push(FacetCounts { facet, values, more });
        }
        Ok(all)
    }
}

/// The place in a file of the text that an excerpt was cut from, counted over body and files.
fn file_place(article: &Article, number: usize) -> Option<FilePlace> {
    let (attachment, page) = match number.checked_sub(article.paragraphs.len()) {
        Some(number) => cache::attached_texts(article).nth(number)?.0,
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

impl EngineQuery {
    /// The first ten by score, unfiltered.
    fn of(condition: Node) -> Self {
        Self {
            condition,
            preferences: Vec::new(),
            filters: Vec::new(),
            days: (None, None),
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            facets: Vec::new(),
            facet_values: 0,
        }
    }
}

fn engine_query(request: &SearchRequest, condition: Node, preferences: &[(Node, f32)]) -> EngineQuery {
    EngineQuery {
        condition,
        preferences: preferences.to_vec(),
        filters: request.filters.iter().map(|(facet, values)| (*facet, values.clone())).collect(),
        days: (request.from.map(|date| i64::from(date.first_day())), request.to.map(|date| i64::from(date.last_day()))),
        sort: request.effective_sort(),
        offset: request.offset(),
        limit: request.per_page,
        facets: request.facets.clone(),
        facet_values: FACET_VALUES,
    }
}
