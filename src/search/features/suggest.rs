//! Suggestions: what someone who types may want to type, and what someone who mistyped may have meant.
//!
//! All of it is derived from the index and the titles in the store: a [`Lexicon`] is made in the background
//! whenever the index has moved on, and put in the place of the last. Pinyin only suggests: no search
//! matches by it. What is told to readers is in `docs/suggest.md`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinError;

use crate::model::ArticleKey;
use crate::model::text::is_han;
use crate::search::analysis::works::Works;
use crate::search::pipeline::context::Context;
use crate::search::pipeline::did_you_mean::total_of;
use crate::search::suggest::completion::{Completion, Found};
use crate::search::suggest::latin::LatinWords;
use crate::search::suggest::laws::laws;
use crate::search::suggest::lexicon::{Lexicon, MAX_TITLES, min_latin};
use crate::search::suggest::lexicon_file;
use crate::search::suggest::names::Names;
use crate::search::suggest::short_names::ShortNames;
use crate::search::suggest::typed::Typed;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::suggestion::{By, Suggestion};

/// How often a running keeper looks whether the index has moved on.
const TICK: Duration = Duration::from_secs(1);

/// How much longer than it took to make it a lexicon is kept at least: making them takes a tenth of one
/// processor at most.
const REST_FACTOR: u32 = 10;

/// A lexicon that took longer to make is kept in a file.
const WORTH_KEEPING: Duration = Duration::from_secs(1);

/// Of a list one in so many is a title, where there are any, and one in so many a document number.
const SHARE: usize = 4;

/// Letters from which on document numbers are suggested, where no ideograph was typed: nearly anything begins one with less.
const MIN_OF_NUMBER: usize = 3;

/// Characters of a document number that must have been typed, in letters.
const MIN_LENGTH: usize = 2;

/// Bulletins that are read at a time.
const CHUNK: usize = 50;

/// Suggestions for the last of several words that are looked up.
const MAX_CHECKED: usize = 5;

/// The time after which no further one is looked up: the next keystroke will not wait.
const CHECKING: Duration = Duration::from_millis(3);

/// What may be meant by what was typed so far, the best first, at most `limit`. Each has results.
///
/// # Errors
/// [`SearchError`]; never for anything about what was typed.
pub async fn suggest(cx: &Context, typed: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
    let lexicon = cx.suggester.current();
    let limit = limit.min(Suggestion::MAX_LIMIT);
    let typed: String = typed.chars().take(crate::search::query::MAX_CHARS).collect();
    let wanted = Typed::new(&typed);
    if wanted.letters.len() > Typed::MAX_LETTERS {
        return Ok(Vec::new());
    }
    let works = cx.synonyms(&SearchRequest::new("")).known_works();
    let suggestions = together(&lexicon, &wanted, laws(&lexicon, &works, &typed), limit);
    if !suggestions.is_empty() {
        return Ok(suggestions);
    }
    let Some((head, last)) = typed.trim_end().rsplit_once(char::is_whitespace) else { return Ok(Vec::new()) };
    let (head, last) = (head.trim(), Typed::new(last));
    let found = lexicon.words.complete(&last, limit.min(MAX_CHECKED));
    if head.is_empty() || found.is_empty() {
        return Ok(Vec::new());
    }
    let _permit = cx.permits.acquire().await.ok_or(SearchError::Overloaded)?;
    let mut suggestions = Vec::new();
    let started = Instant::now();
    for Found { entry, by, .. } in found {
        if started.elapsed() > CHECKING {
            break;
        }
        let candidate = lexicon.words.candidate(entry);
        let text = format!("{head} {}", candidate.text);
        let count = total_of(cx, &SearchRequest::new(""), &text)?;
        if count > 0 {
            suggestions.push(Suggestion { text, kind: candidate.kind, count: count as u64, by });
        }
    }
    suggestions.sort_by_key(|suggestion| std::cmp::Reverse(suggestion.count));
    Ok(suggestions)
}

/// Makes the suggestions anew, if the index has moved on since they were made; tells whether it had.
///
/// # Errors
/// Of the store or the engine; the suggestions stay as they were.
pub async fn refresh(cx: &Context) -> Result<bool, SearchError> {
    if cx.suggester.current().revision == cx.engine.revision() {
        return Ok(false);
    }
    let titles = cx.store.titles(MAX_TITLES).await?;
    let (titles, latin) = match latin_words(cx, titles).await? {
        Ok(read) => read,
        Err(error) => return install(cx, Err(error)),
    };
    let short_names = match short_names(cx).await? {
        Ok(read) => read,
        Err(error) => return install(cx, Err(error)),
    };
    let (engine, file) = (cx.engine.clone(), cx.suggester.file.clone());
    let made = tokio::task::spawn_blocking(move || {
        let started = Instant::now();
        let mut lexicon = Lexicon::from_engine(&*engine, &titles, latin)?;
        lexicon.short_names = short_names.pairs();
        if let Some(file) = file.filter(|_| started.elapsed() > WORTH_KEEPING)
            && let Err(error) = lexicon_file::write(&file, &lexicon, engine.documents())
        {
            tracing::warn!("检索建议未能存入 {}：{error}；下次启动时将重新生成", file.display());
        }
        Ok::<_, SearchError>(lexicon)
    });
    install(cx, made.await)
}

/// How titles write words in Latin letters, and how bulletins do those that no title has; with the titles.
async fn latin_words(
    cx: &Context,
    titles: Vec<String>,
) -> Result<Result<(Vec<String>, LatinWords), JoinError>, SearchError> {
    let engine = cx.engine.clone();
    let read = tokio::task::spawn_blocking(move || {
        let latin = LatinWords::from_titles(&titles);
        let (unknown, keys) = latin.unknown(&*engine, min_latin(&*engine))?;
        Ok::<_, SearchError>((titles, latin, unknown, keys))
    });
    let (titles, mut latin, unknown, keys) = match read.await {
        Ok(read) => read?,
        Err(error) => return Ok(Err(error)),
    };
    read_paragraphs(cx, &keys, |paragraph| latin.read(paragraph, &|word| unknown.contains(word))).await?;
    Ok(Ok((titles, latin)))
}

/// What bulletins call works for short.
async fn short_names(cx: &Context) -> Result<Result<ShortNames, JoinError>, SearchError> {
    let engine = cx.engine.clone();
    let keys = match tokio::task::spawn_blocking(move || ShortNames::bulletins(&*engine)).await {
        Ok(keys) => keys?,
        Err(error) => return Ok(Err(error)),
    };
    let mut names = ShortNames::default();
    read_paragraphs(cx, &keys, |paragraph| names.read(paragraph)).await?;
    Ok(Ok(names))
}

async fn read_paragraphs(cx: &Context, keys: &[ArticleKey], mut read: impl FnMut(&str)) -> Result<(), SearchError> {
    for keys in keys.chunks(CHUNK) {
        for stored in cx.store.articles(keys).await? {
            stored.article.paragraphs.iter().for_each(|paragraph| read(paragraph));
        }
    }
    Ok(())
}

/// Takes up the suggestions that are kept, where they are those of the index.
async fn load_lexicon(cx: &Context) -> Result<bool, SearchError> {
    let Some(file) = cx.suggester.file.clone() else { return Ok(false) };
    let engine = cx.engine.clone();
    let read = tokio::task::spawn_blocking(move || {
        let Some(mut lexicon) = lexicon_file::load(&file, engine.revision(), engine.documents()) else {
            return Ok(None);
        };
        // These are not kept: they are made in a moment.
        lexicon.names = Arc::new(Names::from_engine(&*engine)?);
        Ok::<_, SearchError>(Some(lexicon))
    });
    match read.await {
        Ok(Ok(None)) => Ok(false),
        Ok(read) => install(cx, Ok(read.map(Option::unwrap_or_default))),
        Err(error) => install(cx, Err(error)),
    }
}

fn install(cx: &Context, made: Result<Result<Lexicon, SearchError>, JoinError>) -> Result<bool, SearchError> {
    match made {
        Ok(lexicon) => {
            let lexicon = lexicon?;
            let works = Works::new(lexicon.titles.candidates().iter().map(|title| title.text.as_str()));
            cx.set_works(works.with_short_names(lexicon.short_names.iter().cloned()));
            cx.suggester.put(lexicon);
            Ok(true)
        }
        Err(error) => {
            tracing::error!("更新检索建议的线程意外结束：{error}");
            Ok(false)
        }
    }
}

/// Keeps the suggestions up to date until the task is dropped; failures are logged and tried again.
pub async fn keep(cx: &Context) {
    if let Err(error) = load_lexicon(cx).await {
        tracing::warn!("{error}");
    }
    loop {
        let started = Instant::now();
        let rest = match refresh(cx).await {
            Ok(false) => TICK,
            Ok(true) => {
                let (took, lexicon) = (started.elapsed(), cx.suggester.current());
                let (words, titles) = (lexicon.words.len(), lexicon.titles.len());
                tracing::debug!(words, titles, ?took, "检索建议已生成");
                TICK.max(took * REST_FACTOR)
            }
            Err(error) => {
                tracing::error!("检索建议未能更新：{error}；稍后再试");
                TICK * 10
            }
        };
        tokio::time::sleep(rest).await;
    }
}

/// Words and names first, then some document numbers, then some titles, of which laws that are called so come first.
fn together(lexicon: &Lexicon, typed: &Typed, mut titles: Vec<Suggestion>, limit: usize) -> Vec<Suggestion> {
    let shown = |completion: &Completion, found: &Found| {
        let candidate = completion.candidate(found.entry);
        Suggestion { text: candidate.text.clone(), kind: candidate.kind, count: candidate.count, by: found.by }
    };
    let words = lexicon.words.complete(typed, limit);
    let words: Vec<Suggestion> = words.iter().map(|found| shown(&lexicon.words, found)).collect();
    titles.retain(|law| !words.iter().any(|word| word.text == law.text));
    for title in lexicon.titles.complete(typed, limit) {
        let title = shown(&lexicon.titles, &title);
        if !titles.iter().any(|known| known.text == title.text) {
            titles.push(title);
        }
    }
    let numbers: Vec<Suggestion> =
        numbers(lexicon, typed, limit).iter().map(|found| shown(&lexicon.numbers, found)).collect();
    let least = |found: &[Suggestion]| found.len().min(limit / SHARE);
    let of_words = words.len().min(limit - least(&numbers) - least(&titles));
    let of_numbers = numbers.len().min(limit - of_words - least(&titles));
    let of_titles = titles.len().min(limit - of_words - of_numbers);
    let numbers = numbers.into_iter().take(of_numbers);
    words.into_iter().take(of_words).chain(numbers).chain(titles.into_iter().take(of_titles)).collect()
}

/// Document numbers that begin as was typed, in either order: 国务院第714 is 国务院令第714号.
fn numbers(lexicon: &Lexicon, typed: &Typed, limit: usize) -> Vec<Found> {
    let has_han = typed.letters.iter().any(|c| is_han(*c));
    if !has_han && typed.letters.len() < MIN_OF_NUMBER {
        return Vec::new();
    }
    let mut numbers = lexicon.numbers.complete(typed, limit);
    numbers.retain(|found| found.length >= MIN_LENGTH || found.by == By::Characters);
    if let Some(order) = order(typed) {
        for found in lexicon.numbers.complete(&order, limit) {
            if numbers.len() < limit && !numbers.iter().any(|known| known.entry == found.entry) {
                numbers.push(found);
            }
        }
    }
    numbers
}

/// What was typed as the beginning of the number of an order, where it has the number behind the organ.
fn order(typed: &Typed) -> Option<Typed> {
    let text: String = typed.letters.iter().collect();
    let (organ, number) = text.split_once('第')?;
    let is_order = !organ.is_empty() && !organ.ends_with('令') && number.bytes().all(|byte| byte.is_ascii_digit());
    is_order.then(|| Typed::new(&format!("{organ}令第{number}")))
}
