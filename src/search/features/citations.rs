//! [`Citations`] answers what an article cites, where in its text, and which bulletins cite it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{ArticleKey, StoredArticle};
use crate::search::engine::EngineError;
use crate::search::engine::answer::Hit;
use crate::search::engine::query::{Condition, EngineQuery, Sort};
use crate::search::pipeline::context::Context;
use crate::search::schema::citations::{Mention, Reading, mentions, names};
use crate::search::schema::identity::Identity;
use crate::search::types::error::SearchError;
use crate::search::validity::kind::RelationKind;
use crate::search::validity::relation::relations;

/// Different documents that an answer tells of one article.
const MAX_CITED: usize = 200;

/// Mentions that are looked at: a list of repealed documents may have thousands.
const MAX_MENTIONS: usize = 2_000;

/// Places that are told of each document.
const MAX_PLACES: usize = 20;

/// What an article cites and what cites it.
#[derive(Debug, Clone, Default)]
pub struct Citations {
    /// The documents it cites, in the order of the text.
    pub cites: Vec<Cited>,
    /// Bulletins that cite it, the newest first.
    pub cited_by: Vec<Citing>,
    /// How many there are of those.
    pub citing: usize,
    /// Where in `cites` a document of this name stands.
    known: HashMap<Identity, usize>,
}

/// A document that an article cites.
#[derive(Debug, Clone)]
pub struct Cited {
    /// As it is named where it is first cited; a title with its 《》.
    pub text: String,
    /// Whether it is named by its number, not by its title.
    pub is_number: bool,
    /// What the article does to it, beside citing it.
    pub relation: Option<RelationKind>,
    /// Where it is cited: the first places, at most twenty.
    pub places: Vec<Place>,
    /// The bulletin of this name, the newest of several; `None` where the archive has none.
    pub found: Option<Arc<StoredArticle>>,
    /// How many bulletins bear the name.
    pub bearers: usize,
}

/// A bulletin that cites an article.
#[derive(Debug, Clone)]
pub struct Citing {
    /// The bulletin.
    pub stored: Arc<StoredArticle>,
    /// What it does to the article, beside citing it.
    pub relation: Option<RelationKind>,
}

/// A place in the text of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The paragraph of the body, from 0; `None` for the title.
    pub paragraph: Option<usize>,
    /// Half-open range in it, in Unicode scalar values.
    pub range: (usize, usize),
}

impl Citations {
    /// The places in a text that name a bulletin of the archive: half-open ranges in Unicode scalar values,
    /// ascending, none within another.
    pub fn in_text(&self, text: &str) -> Vec<(usize, usize, &StoredArticle)> {
        let known = |mention: Mention| {
            mention.readings.iter().find_map(|reading| {
                let cited = &self.cites[*self.known.get(&reading.identity)?];
                Some((reading.start, mention.end, &**cited.found.as_ref()?))
            })
        };
        let mut places: Vec<_> = mentions(text).into_iter().filter_map(known).collect();
        // Of a title within a title the outer is meant.
        places.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let mut reached = 0;
        places.retain(|(start, end, _)| {
            let apart = *start >= reached;
            if apart {
                reached = *end;
            }
            apart
        });
        places
    }
}

/// What an article cites, and at most `limit` of those that cite it, without the first `offset`.
///
/// # Errors
/// [`SearchError`].
pub async fn citations(
    cx: &Context,
    stored: &StoredArticle,
    offset: usize,
    limit: usize,
) -> Result<Citations, SearchError> {
    let own = names(&stored.article);
    let permit = cx.permits.acquire().await.ok_or(SearchError::Overloaded)?;
    let (mut citations, keys) = cited_by_text(cx, stored, &own)?;
    let citing = citing(cx, stored, own.clone(), offset, limit)?;
    drop(permit);

    let wanted: Vec<Hit> = keys.iter().flatten().map(|key| Hit::from_key(*key)).collect();
    let found: HashMap<ArticleKey, Arc<StoredArticle>> =
        cx.cache.load(&wanted).await?.into_iter().map(|(hit, of)| (hit.key, of.stored.clone())).collect();
    for (cited, key) in citations.cites.iter_mut().zip(keys) {
        cited.found = key.and_then(|key| found.get(&key).cloned());
    }
    let (hits, total) = citing;
    citations.citing = total;
    let (numbers, works): (Vec<Identity>, Vec<Identity>) = own.into_iter().partition(Identity::is_number);
    let citing = |stored: Arc<StoredArticle>| {
        let mut all = relations(&stored.article).into_iter();
        let relation = all.find(|relation| relation.means(&numbers, &works)).map(|relation| relation.kind);
        Citing { stored, relation }
    };
    citations.cited_by = cx.cache.load(&hits).await?.into_iter().map(|(_, of)| citing(of.stored.clone())).collect();
    Ok(citations)
}

/// What the text of an article cites, without itself; and for each the bulletin of this name, where there is one.
fn cited_by_text(
    cx: &Context,
    stored: &StoredArticle,
    own: &[Identity],
) -> Result<(Citations, Vec<Option<ArticleKey>>), EngineError> {
    let article = &stored.article;
    let related = relations(article);
    let mut citations = Citations::default();
    let mut keys: Vec<Option<ArticleKey>> = Vec::new();
    let body = article.paragraphs.iter().enumerate().map(|(number, text)| (Some(number), text));
    let texts = std::iter::once((None, &article.title)).chain(body);
    let all = texts.flat_map(|(paragraph, text)| mentions(text).into_iter().map(move |of| (paragraph, text, of)));
    for (paragraph, text, mention) in all.take(MAX_MENTIONS) {
        if mention.readings.iter().any(|reading| own.contains(&reading.identity)) {
            continue;
        }
        let known = |of: &Reading| citations.known.get(&of.identity).map(|cited| (*cited, of.start));
        if let Some((cited, start)) = mention.readings.iter().find_map(known) {
            let places = &mut citations.cites[cited].places;
            if places.len() < MAX_PLACES {
                places.push(Place { paragraph, range: (start, mention.end) });
            }
            continue;
        }
        if citations.cites.len() == MAX_CITED {
            continue;
        }
        let (reading, key, bearers) = resolve(cx, &mention, text, stored.key)?;
        if key.is_none() && mention.is_within {
            // Part of a name, and of no use to anybody by itself.
            continue;
        }
        let reading = &mention.readings[reading];
        citations.known.insert(reading.identity.clone(), citations.cites.len());
        keys.push(key);
        citations.cites.push(Cited {
            text: match reading.start == reading.organ {
                true => text.chars().take(mention.end).skip(reading.start).collect(),
                // Of 44号 alone nobody could tell what it is.
                false => reading.identity.shown(),
            },
            is_number: reading.identity.is_number(),
            relation: related.iter().find(|relation| relation.names(&reading.identity)).map(|relation| relation.kind),
            places: vec![Place { paragraph, range: (reading.start, mention.end) }],
            found: None,
            bearers,
        });
    }
    Ok((citations, keys))
}

/// The newest bulletins that cite an article by one of its own names, at most `limit` without the first `offset`, and how
/// many there are.
fn citing(
    cx: &Context,
    stored: &StoredArticle,
    own: Vec<Identity>,
    offset: usize,
    limit: usize,
) -> Result<(Vec<Hit>, usize), EngineError> {
    if own.is_empty() {
        return Ok((Vec::new(), 0));
    }
    // What it is called may stand in its own files as well; then one more is looked at.
    let query = EngineQuery { sort: Sort::Newest, offset, limit: limit + 1, ..EngineQuery::new(Condition::Cites(own)) };
    let answer = cx.ask(&query)?;
    let found = answer.hits.len();
    let mut others: Vec<Hit> = answer.hits.into_iter().filter(|hit| hit.key != stored.key).collect();
    let total = answer.total - (found - others.len());
    others.truncate(limit);
    Ok((others, total))
}

/// Which reading of a mention a bulletin of the archive bears, which bulletin, and how many bear it. Where none
/// does, the likeliest reading.
fn resolve(
    cx: &Context,
    mention: &Mention,
    text: &str,
    itself: ArticleKey,
) -> Result<(usize, Option<ArticleKey>, usize), EngineError> {
    for (number, reading) in mention.readings.iter().enumerate() {
        let name = Condition::Identity(reading.identity.clone());
        if cx.engine.document_frequency(&name) == 0 {
            continue;
        }
        // Of several that are called so, the one with just this title comes first, and then the newest.
        let standing: String = text.chars().take(mention.end).skip(reading.start).collect();
        let title = Identity::title(&standing).filter(|_| !reading.identity.is_number());
        let exact = title.map(Condition::Identity);
        let condition = Condition::Or(exact.into_iter().chain([name]).collect());
        let answer = cx.ask(&EngineQuery { limit: 2, ..EngineQuery::new(condition) })?;
        if let Some(hit) = answer.hits.iter().find(|hit| hit.key != itself) {
            return Ok((number, Some(hit.key), answer.total));
        }
    }
    Ok((likeliest(mention, text), None, 0))
}

/// Words that stand before a number in running text and are no part of an organ's code.
const BEFORE_NUMBERS: &[&str] = &[
    "根据", "按照", "依据", "依照", "遵照", "贯彻", "执行", "落实", "印发", "转发", "下发", "参照", "废止", "的", "及",
    "以", "见", "即", "号", "按",
];

/// The reading of a number that begins after such a word; the longest where there is none.
fn likeliest(mention: &Mention, text: &str) -> usize {
    let longest = mention.readings.first().map_or(0, |reading| reading.organ);
    let standing: String = text.chars().take(mention.end).skip(longest).collect();
    // The organ is what stands before a bracket, a year, or 第 of a serial number.
    let ends = |c: char| c.is_ascii_digit() || "〔[［(（【﹝第".contains(c);
    let organ = standing.split(ends).next().unwrap_or_default();
    let cut = BEFORE_NUMBERS.iter().filter_map(|word| Some(organ.rfind(word)? + word.len())).max().unwrap_or(0);
    let start = longest + organ[..cut].chars().count();
    mention.readings.iter().position(|reading| reading.organ == start).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_begins_after_the_words_that_introduce_it() {
        let check = |text: &str, expected: &str| {
            let mention = mentions(text).pop().unwrap();
            let mention = &mention;
            let start = mention.readings[likeliest(mention, text)].start;
            assert_eq!(text.chars().take(mention.end).skip(start).collect::<String>(), expected, "{text}");
        };
        check("现根据青政办发〔2021〕8号", "青政办发〔2021〕8号");
        check("青政办发〔2021〕8号", "青政办发〔2021〕8号");
        check("《规定》（青政发〔2020〕3号）", "青政发〔2020〕3号");
        check("现根据青岑县人民政府令第12号", "青岑县人民政府令第12号");
        check("经修改的青岑县人民政府第12号令", "青岑县人民政府第12号令");
    }
}
