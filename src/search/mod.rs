//! Search: a [`SearchRequest`] becomes a [`ResultPage`]. [`Search::search`] is the whole story.

pub mod analysis;
pub mod as_of;
mod cache;
pub mod citations;
pub mod compare;
pub mod engine;
pub mod evaluation;
pub mod explain;
pub mod highlight;
pub mod indexer;
mod neighbours;
pub mod note;
mod permits;
pub mod plan;
pub mod query;
mod ranking;
pub mod recency;
pub mod related;
pub mod remedies;
pub mod reprints;
pub mod request;
pub mod result;
pub mod schema;
mod second_look;
pub mod suggest;
pub mod synonyms;
mod timeline;
pub mod trends;
mod walk;

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use self::analysis::fold;
use self::as_of::AsOf;
use self::cache::ArticleCache;
use self::engine::{Engine, EngineAnswer, EngineError, EngineQuery, FacetAnswer, Hit, Node};
use self::explain::ScoreExplanation;
use self::highlight::Highlighter;
pub use self::neighbours::Neighbours;
use self::note::{Note, note};
use self::permits::Permits;
use self::plan::{Manner, Plan};
use self::query::ParsedQuery;
use self::reprints::Reprints;
use self::reprints::collapse::{SLACK, collapse};
use self::request::{SearchRequest, Sort};
use self::result::{FacetCounts, FilePlace, Marked, ResultItem, ResultPage};
use self::second_look::{Evidence, SecondLook};
use self::suggest::Suggester;
use self::synonyms::Synonyms;
use self::walk::{Text, take_step};
use crate::model::{Article, ArticleId, ArticleKey, AttachedPage, StoredArticle};
use crate::store::{Store, StoreError};

/// Values of a facet that a result page carries, unasked.
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

/// What looking again told of the matches, by their keys.
#[derive(Default)]
struct Told {
    /// What their texts and their citations add.
    evidence: HashMap<ArticleKey, Evidence>,
    /// What their age takes away.
    aged: HashMap<ArticleKey, f32>,
}

/// Searches one store through one engine.
pub struct Search {
    store: Arc<dyn Store>,
    engine: Arc<dyn Engine>,
    suggester: Suggester,
    cache: ArticleCache,
    permits: Permits,
    synonyms: RwLock<Arc<Synonyms>>,
    reprints: Arc<Reprints>,
    /// Another number for every list of synonyms that this or another process has used.
    synonyms_state: AtomicU64,
}

impl Search {
    /// A search with a text cache of at most `cache_bytes`, and at most `waiting` searches in the queue.
    pub fn new(store: Arc<dyn Store>, engine: Arc<dyn Engine>, cache_bytes: u64, waiting: usize) -> Self {
        Self {
            suggester: Suggester::default(),
            cache: ArticleCache::new(store.clone(), cache_bytes),
            permits: Permits::new(waiting, Duration::from_secs(2)),
            synonyms: RwLock::new(Arc::new(Synonyms::built_in())),
            reprints: Arc::new(Reprints::new(store.clone())),
            synonyms_state: AtomicU64::new(RandomState::new().hash_one(0)),
            store,
            engine,
        }
    }

    /// The reprints among the articles; an indexer keeps them up to date.
    pub fn reprints(&self) -> Arc<Reprints> {
        self.reprints.clone()
    }

    /// Puts other synonyms in the place of those in use, which are the program's at first.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        *self.synonyms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(synonyms);
        self.synonyms_state.store(RandomState::new().hash_one(0), Ordering::Relaxed);
    }

    /// The synonyms that a request is answered with.
    fn synonyms(&self, request: &SearchRequest) -> Arc<Synonyms> {
        match request.synonyms {
            // A poisoned lock still holds a whole list: it is replaced in one assignment.
            true => self.synonyms.read().unwrap_or_else(PoisonError::into_inner).clone(),
            false => Arc::default(),
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
        let mut parsed = self.parsed(request, &request.query)?;
        let plan = Plan::with(&parsed, &analyzer, &self.synonyms(request));
        for (node, _) in &plan.preferences {
            if let Node::Identity(number) = node
                && number.is_number()
                && self.is_nowhere(request, node)?
            {
                parsed.warnings.push(note!("note-no-number", "没有文号是「{number}」的公报", number = number.shown()));
            }
        }
        parsed.warnings.extend(as_of::warning(request));
        let mut query = EngineQuery::of(Node::Nothing);
        let mut manner = Manner::Strict;
        let (mut again, mut sentence) = (false, false);
        let recency = request.today.zip(request.recency);
        let mut answer = EngineAnswer::default();
        let walk = request.walk;
        // A walk meets every bulletin, reprints as well.
        let collapsing =
            walk.is_none() && request.as_of.is_none() && request.collapse == Some(true) && !self.reprints.is_empty();
        let mut walked = 0;
        for (number, (condition, tried)) in plan.conditions.iter().enumerate() {
            if walk.is_some_and(|walk| walk.after.is_some() && walk.condition != number) {
                continue;
            }
            walked = number;
            (query, manner) = (engine_query(request, condition.clone(), &plan.preferences), *tried);
            if manner == Manner::Strict {
                query.preferences.extend_from_slice(&plan.strict_preferences);
            }
            // A sentence is put in order by the texts of its best matches, and newness by their dates: they are
            // all needed for any page.
            sentence = manner != Manner::Strict;
            again = (sentence || recency.is_some())
                && walk.is_none()
                && query.sort == Sort::Relevance
                && query.offset + query.limit <= ranking::SECOND_LOOK;
            if again {
                (query.offset, query.limit, query.citing) = (0, ranking::SECOND_LOOK, true);
            }
            if collapsing && !again {
                (query.offset, query.limit) = (0, request.offset() + request.per_page + SLACK);
            }
            answer = self.ask_walking(&mut query, walk)?;
            if answer.total > 0 {
                break;
            }
        }
        let shortfall = match manner {
            _ if answer.total == 0 => None,
            Manner::Strict | Manner::Question => None,
            Manner::Around => Some(note!("note-around", "没有一篇含有全部字词；以下各篇都含有引号里的文字")),
            Manner::Relaxed => Some(note!("note-relaxed", "没有一篇含有全部字词；以下各篇含有其中一部分")),
        };
        if (answer.total == 0 && parsed.parts.len() > 1) || shortfall.is_some() {
            let absent = self.absent(request, &plan, &analyzer)?;
            let words = format!("「{}」", absent.join("」「"));
            let absent = (!absent.is_empty()).then(|| note!("note-absent", "没有一篇公报含有{words}", words = words));
            let said: Vec<Note> = shortfall.into_iter().chain(absent).collect();
            parsed.warnings.extend((!said.is_empty()).then(|| note!("note-several", "{said}", said = said)));
        }
        if walk.is_some() && request.effective_sort() == Sort::Relevance && (sentence || recency.is_some()) {
            let walk = note!("note-walk", "逐页取全部结果时按引擎的得分排序，不作二次排序，也不计新旧");
            parsed.warnings.push(walk);
        }
        let facets = self.facet_counts(request, &query, std::mem::take(&mut answer.facets))?;
        let timeline = match request.timeline && walk.is_none() {
            true => Some(self.timeline(request, &plan, std::mem::take(&mut answer.months))?),
            false => None,
        };
        let first = query.sort == Sort::Relevance;
        let mut exhausted = false;
        if collapsing && !again {
            exhausted = self.collapse_page(request, query.clone(), &mut answer.hits)?;
        }
        let did_you_mean = match manner {
            _ if walk.is_some_and(|walk| walk.after.is_some()) => None,
            Manner::Strict => self.did_you_mean(request, &parsed, answer.total)?,
            Manner::Around | Manner::Relaxed => self.did_you_mean(request, &parsed, 0)?,
            Manner::Question => None,
        };
        let remedies = match answer.total == 0 && walk.is_none() {
            true => self.remedies(request, &parsed)?,
            false => Vec::new(),
        };
        drop(permit);

        let mut hits = answer.hits;
        let next = walk.and_then(|_| take_step(&mut hits, request.per_page, walked, query.state));
        let mut told = Told::default();
        if again {
            let sentence = sentence.then(|| SecondLook::of(&plan.text, &analyzer, &*self.engine));
            told = self.look_again(&mut hits, sentence.as_ref(), recency).await?;
            if collapsing {
                hits = collapse(hits, &self.reprints, first);
                exhausted = answer.total <= ranking::SECOND_LOOK && hits.len() <= request.offset() + request.per_page;
            }
            hits = hits.into_iter().skip(request.offset()).take(request.per_page).collect();
        }
        let found = self.texts(request, &hits).await?;
        let explanations = match request.explain && query.sort == Sort::Relevance {
            true => self.explanations(&query, &plan, &told, &hits).await?,
            false => Vec::new(),
        };
        let mut explanations = explanations.into_iter();
        let highlighter = Highlighter::new(&plan.needles);
        // Which bulletins say the same is known of the present alone.
        let mut reprints = match request.as_of {
            None => self.reprints_of(&hits).await?,
            Some(_) => HashMap::new(),
        };
        let results: Vec<ResultItem> = found
            .into_iter()
            .map(|(hit, text)| {
                let is_past = |stored: &StoredArticle| request.as_of.is_some() && !stored.is_current();
                let cached = match text {
                    Text::Folded(cached) => cached,
                    Text::Plain(stored) => {
                        return ResultItem {
                            is_past: is_past(&stored),
                            stored,
                            score: hit.score,
                            title: Marked::default(),
                            excerpt: Marked::default(),
                            place: None,
                            missing: Vec::new(),
                            explanation: explanations.next().flatten(),
                            reprints: reprints.remove(&hit.key),
                        };
                    }
                };
                let article = &cached.stored.article;
                let paragraphs = article.paragraphs.iter().map(String::as_str).zip(&cached.folded_paragraphs);
                let files = cache::attached_texts(article).map(|(_, text)| text).zip(&cached.folded_files);
                let texts = paragraphs.chain(files).map(|(text, folded)| (text, &**folded));
                let (excerpt, number) = highlighter.excerpt(texts);
                ResultItem {
                    stored: cached.stored.clone(),
                    is_past: is_past(&cached.stored),
                    score: hit.score,
                    title: highlighter.mark(&article.title, &cached.folded_title),
                    excerpt,
                    place: number.and_then(|number| file_place(article, number)),
                    missing: if manner == Manner::Strict { Vec::new() } else { cached.missing(&plan.words) },
                    explanation: explanations.next().flatten(),
                    reprints: reprints.remove(&hit.key),
                }
            })
            // A walk may be in a state that knew what has been withdrawn since.
            .filter(|item: &ResultItem| walk.is_none() || item.is_past || item.stored.withdrawn_at.is_none())
            .collect();
        let related = if request.related && request.as_of.is_none() {
            self.related_queries(&request.query, &results)
        } else {
            Vec::new()
        };
        Ok(ResultPage {
            total: answer.total,
            exhausted,
            results,
            next,
            facets,
            timeline,
            remedies,
            related,
            did_you_mean,
            warnings: parsed.warnings,
            interpreted: parsed.parts,
            synonyms: plan.synonyms,
            offers: parsed.offers,
            took: started.elapsed(),
            revision: answer.revision,
        })
    }

    /// Puts the best matches in order once more: a sentence by citations and texts, newness by dates. What is not
    /// looked at closely stays behind what is.
    async fn look_again(
        &self,
        hits: &mut Vec<Hit>,
        sentence: Option<&SecondLook>,
        recency: Option<(jiff::civil::Date, u32)>,
    ) -> Result<Told, SearchError> {
        let mut told = Told::default();
        let top = if sentence.is_some() { second_look::lift_cited(hits) } else { 0.0 };
        let rest = hits.split_off(hits.len().min(ranking::SECOND_LOOK_TEXTS));
        let mut found = self.cache.of_hits(hits).await?;
        if let Some(look) = sentence {
            told.evidence = look.reorder(top, &mut found);
            told.evidence.extend(rest.iter().map(|hit| (hit.key, Evidence::of_citations(hit.citing, top))));
        }
        if let Some((today, days)) = recency {
            told.aged = recency::reorder(&mut found, today, days);
        }
        *hits = found.into_iter().map(|(hit, _)| hit).chain(rest).collect();
        Ok(told)
    }

    /// How the first results of a page came by their scores. An index that has changed meanwhile may know less
    /// of them than the search did.
    async fn explanations(
        &self,
        query: &EngineQuery,
        plan: &Plan,
        told: &Told,
        hits: &[Hit],
    ) -> Result<Vec<Option<ScoreExplanation>>, SearchError> {
        let _permit = self.permits.acquire().await.ok_or(SearchError::Overloaded)?;
        let past = query.as_of.map_or(0, |_| self.engine.past_documents());
        let documents = self.engine.documents() + past;
        let explain = |hit: &Hit| {
            let Some(explanation) = self.engine.explain(query, hit.key)? else { return Ok(None) };
            let (evidence, aged) = (told.evidence.get(&hit.key).copied(), told.aged.get(&hit.key).copied());
            Ok(Some(ScoreExplanation::of(explanation, evidence, aged, &plan.words, documents)))
        };
        let cost = self.engine.cost(&query.condition);
        permits::run(cost, || hits.iter().take(explain::MOST).map(explain).collect())
    }

    /// An article by its id, withdrawn or not.
    ///
    /// # Errors
    /// Of the store.
    pub async fn article(&self, id: &ArticleId) -> Result<Option<Arc<StoredArticle>>, SearchError> {
        Ok(self.store.article(id).await?.map(Arc::new))
    }

    /// A whole text with what the query of a request matches in it.
    pub fn mark(&self, request: &SearchRequest, text: &str) -> Marked {
        let parsed = ParsedQuery::parse(&request.query, request.matching);
        let plan = Plan::with(&parsed, &self.engine.analyzer(), &self.synonyms(request));
        Highlighter::new(&plan.needles).mark(text, &fold(text))
    }

    /// The store's revision that searches reflect.
    pub fn indexed_revision(&self) -> i64 {
        self.engine.revision()
    }

    /// What tells whether a search may have another answer than before: the state of the index, the synonyms and
    /// the suggestions in use.
    pub fn state(&self) -> u64 {
        let synonyms = self.synonyms_state.load(Ordering::Relaxed);
        self.engine.state() ^ synonyms.rotate_left(17) ^ (self.suggested_revision() as u64).rotate_left(43)
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
            let (chosen, rejected) = (request.filters.get(facet), request.rejected.get(facet));
            let limit = request.facet_values.get(facet).copied().unwrap_or(FACET_VALUES);
            if chosen.is_some() || rejected.is_some() || request.missing.contains(facet) {
                let mut others = query.clone();
                others.filters.retain(|(filtered, _)| *filtered != facet);
                others.rejected.retain(|(filtered, _)| *filtered != facet);
                others.missing.retain(|filtered| *filtered != facet);
                // All values: the chosen ones may be rare.
                (others.limit, others.facets, others.facet_values) = (0, vec![facet], usize::MAX);
                others.months = false;
                answer = self.ask(&others)?.facets.pop().unwrap_or_default();
            }
            let mut values = answer.values;
            let rare: Vec<(String, usize)> = values.drain(limit.min(values.len())..).collect();
            if facet.name == "year" {
                values.sort_by(|a, b| b.0.cmp(&a.0));
            }
            let more = answer.distinct - values.len();
            for value in chosen.into_iter().chain(rejected).flatten() {
                if !values.iter().any(|(known, _)| known == value) {
                    let count = rare.iter().find(|(known, _)| known == value).map_or(0, |(_, count)| *count);
                    values.push((value.clone(), count));
                }
            }
            all.push(FacetCounts { facet, values, more, missing: answer.missing });
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

fn engine_query(request: &SearchRequest, condition: Node, preferences: &[(Node, f32)]) -> EngineQuery {
    EngineQuery {
        condition,
        preferences: preferences.to_vec(),
        filters: request.filters.iter().map(|(facet, values)| (*facet, values.clone())).collect(),
        missing: request.missing.iter().copied().collect(),
        rejected: request.rejected.iter().map(|(facet, values)| (*facet, values.clone())).collect(),
        after: None,
        state: None,
        days: (request.from.map(|date| i64::from(date.first_day())), request.to.map(|date| i64::from(date.last_day()))),
        as_of: request.as_of.map(AsOf::millisecond),
        sort: request.effective_sort(),
        offset: request.offset(),
        limit: request.per_page,
        citing: false,
        facets: request.facets.clone(),
        facet_values: request.facet_values.values().copied().max().unwrap_or(0).max(FACET_VALUES),
        months: request.timeline && !request.is_dated(),
    }
}
