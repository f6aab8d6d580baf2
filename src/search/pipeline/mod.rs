//! FIXME

pub(crate) mod article_cache;
mod collapse;
pub(crate) mod context;
mod did_you_mean;
mod duplicates;
mod explain;
mod facets;
pub mod highlight;
mod histogram;
pub(crate) mod permits;
mod present;
pub(crate) mod recency;
mod related_queries;
mod relaxations;
mod rerank;
mod scan;
mod sentence_features;
mod understand;

use std::collections::HashMap;
use std::time::Instant;

use self::collapse::{SLACK, collapse};
use self::context::{Search, engine_query};
use self::highlight::Highlighter;
use self::present::file_place;
use self::rerank::RerankScores;
use self::scan::{Text, next_cursor};
use self::sentence_features::SentenceFeatures;
use crate::model::StoredArticle;
use crate::search::engine::answer::EngineAnswer;
use crate::search::engine::query::{Condition, EngineQuery, Sort};
use crate::search::message::{Message, message};
use crate::search::plan::{MatchStrategy, Plan};
use crate::search::ranking;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::{Marked, ResultItem, ResultPage};

impl Search {
    /// Answers a request.
    ///
    /// # Errors
    /// [`SearchError`]; never for anything about the query itself.
    pub async fn search(&self, request: &SearchRequest) -> Result<ResultPage, SearchError> {
        let started = Instant::now();
        let permit = self.permits.acquire().await.ok_or(SearchError::Overloaded)?;
        let analyzer = self.engine.analyzer();
        let mut parsed = self.parsed(request, &request.query)?;
        let plan = Plan::with_synonyms(&parsed, &analyzer, &self.synonyms(request));
        for (node, _) in &plan.boosts {
            if let Condition::Identity(number) = node
                && number.is_number()
                && self.has_no_matches(request, node)?
            {
                parsed.warnings.push(message!(
                    "note-no-number",
                    "没有文号是「{number}」的公报",
                    number = number.shown()
                ));
            }
        }
        parsed.warnings.extend(understand::warning(request));
        let mut query = EngineQuery::new(Condition::Nothing);
        let mut manner = MatchStrategy::AllTerms;
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
            (query, manner) = (engine_query(request, condition.clone(), &plan.boosts), *tried);
            if manner == MatchStrategy::AllTerms {
                query.boosts.extend_from_slice(&plan.strict_boosts);
            }
            // A sentence is put in order by the texts of its best matches, and newness by their dates: they are
            // all needed for any page.
            sentence = manner != MatchStrategy::AllTerms;
            again = (sentence || recency.is_some())
                && walk.is_none()
                && query.sort == Sort::Relevance
                && query.offset + query.limit <= ranking::RERANK_DEPTH;
            if again {
                (query.offset, query.limit, query.citing) = (0, ranking::RERANK_DEPTH, true);
            }
            if collapsing && !again {
                (query.offset, query.limit) = (0, request.offset() + request.per_page + SLACK);
            }
            answer = self.query_page(&mut query, walk)?;
            if answer.total > 0 {
                break;
            }
        }
        let shortfall = match manner {
            _ if answer.total == 0 => None,
            MatchStrategy::AllTerms | MatchStrategy::MostTerms => None,
            MatchStrategy::QuotedOnly => {
                Some(message!("note-around", "没有一篇含有全部字词；以下各篇都含有引号里的文字"))
            }
            MatchStrategy::AnyTerm => Some(message!("note-relaxed", "没有一篇含有全部字词；以下各篇含有其中一部分")),
        };
        if (answer.total == 0 && parsed.parts.len() > 1) || shortfall.is_some() {
            let absent = self.absent(request, &plan, &analyzer)?;
            let words = format!("「{}」", absent.join("」「"));
            let absent =
                (!absent.is_empty()).then(|| message!("note-absent", "没有一篇公报含有{words}", words = words));
            let said: Vec<Message> = shortfall.into_iter().chain(absent).collect();
            parsed.warnings.extend((!said.is_empty()).then(|| message!("note-several", "{said}", said = said)));
        }
        if walk.is_some() && request.effective_sort() == Sort::Relevance && (sentence || recency.is_some()) {
            let walk = message!("note-walk", "逐页取全部结果时按引擎的得分排序，不作二次排序，也不计新旧");
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
            MatchStrategy::AllTerms => self.did_you_mean(request, &parsed, answer.total)?,
            MatchStrategy::QuotedOnly | MatchStrategy::AnyTerm => self.did_you_mean(request, &parsed, 0)?,
            MatchStrategy::MostTerms => None,
        };
        let remedies = match answer.total == 0 && walk.is_none() {
            true => self.remedies(request, &parsed)?,
            false => Vec::new(),
        };
        drop(permit);

        let mut hits = answer.hits;
        let next = walk.and_then(|_| next_cursor(&mut hits, request.per_page, walked, query.snapshot_id));
        let mut told = RerankScores::default();
        if again {
            let sentence = sentence.then(|| SentenceFeatures::of(&plan.text, &analyzer, &*self.engine));
            told = self.look_again(&mut hits, sentence.as_ref(), recency).await?;
            if collapsing {
                hits = collapse(hits, &self.reprints, first);
                exhausted = answer.total <= ranking::RERANK_DEPTH && hits.len() <= request.offset() + request.per_page;
            }
            hits = hits.into_iter().skip(request.offset()).take(request.per_page).collect();
        }
        let found = self.texts(request, &hits).await?;
        let explanations = match request.explain && query.sort == Sort::Relevance {
            true => self.explanations(&query, &plan, &told, &hits).await?,
            false => Vec::new(),
        };
        let mut explanations = explanations.into_iter();
        let highlighter = Highlighter::new(&plan.highlight_terms);
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
                let files = article_cache::attached_texts(article).map(|(_, text)| text).zip(&cached.folded_files);
                let texts = paragraphs.chain(files).map(|(text, folded)| (text, &**folded));
                let (excerpt, number) = highlighter.excerpt(texts);
                ResultItem {
                    stored: cached.stored.clone(),
                    is_past: is_past(&cached.stored),
                    score: hit.score,
                    title: highlighter.mark(&article.title, &cached.folded_title),
                    excerpt,
                    place: number.and_then(|number| file_place(article, number)),
                    missing: if manner == MatchStrategy::AllTerms { Vec::new() } else { cached.missing(&plan.words) },
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
}
