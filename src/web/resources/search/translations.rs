//! A [`Translation`] is a query in Chinese that stands for one in English: bulletins are Chinese, and who asks in English
//! finds nothing. The terms are those of `data/translations.txt`; what finds nothing either is not offered.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::app::App;
use crate::search::types::error::SearchError;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::SearchResponse;

const TERMS: &str = include_str!("../../../../data/translations.txt");

/// Words of the longest term that is looked for.
const MAX_TERM_WORDS: usize = 5;

/// Translations that are tried: each is a search.
const MAX_TRIED: usize = 6;

/// Words between terms that need no translation.
const FUNCTION_WORDS: &[&str] = &["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"];

/// A query in Chinese with the bulletins that it finds.
pub struct Translation {
    pub query: String,
    pub total: usize,
}

/// What stands for the query of a search that found nothing, under the same filters.
///
/// # Errors
/// [`SearchError`].
pub async fn translations(
    app: &App,
    request: &SearchRequest,
    found: &SearchResponse,
) -> Result<Vec<Translation>, SearchError> {
    let mut found_by = Vec::new();
    if found.total > 0 || request.cursor.is_some() {
        return Ok(found_by);
    }
    for query in in_chinese(&request.query).into_iter().take(MAX_TRIED) {
        let asked = SearchRequest {
            query,
            page: 1,
            per_page: 1,
            facets: Vec::new(),
            histogram: false,
            related: false,
            highlight: false,
            ..request.clone()
        };
        let total = app.search.search(&asked).await?.total;
        found_by.extend((total > 0).then_some(Translation { query: asked.query, total }));
    }
    Ok(found_by)
}

/// The Chinese of each English term, the most usual first.
static CHINESE: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut terms = HashMap::new();
    for line in TERMS.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let Some((english, chinese)) = line.split_once("=>") else { continue };
        let chinese: Vec<&str> = chinese.split('=').map(str::trim).collect();
        for term in english.split(',') {
            terms.insert(words(term).join(" "), chinese.clone());
        }
    }
    terms
});

/// Chinese queries for an English one: where it has several terms all of them together, then each way to say each.
fn in_chinese(query: &str) -> Vec<String> {
    let words = words(query);
    let mut terms: Vec<&[&'static str]> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut longest_first = (1..=MAX_TERM_WORDS.min(words.len() - at)).rev();
        let term = longest_first.find_map(|length| Some((length, CHINESE.get(&words[at..at + length].join(" "))?)));
        terms.extend(term.map(|(_, chinese)| chinese.as_slice()));
        at += term.map_or(1, |(length, _)| length);
    }
    let mut queries = Vec::new();
    if terms.len() > 1 {
        queries.push(terms.iter().map(|chinese| chinese[0]).collect::<Vec<_>>().join(" "));
    }
    queries.extend(terms.into_iter().flatten().map(|chinese| (*chinese).to_owned()));
    queries
}

/// The words of an English text as terms are compared: small letters, singular, without function words.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'').map(str::to_ascii_lowercase);
    words.filter(|word| !word.is_empty() && !FUNCTION_WORDS.contains(&word.as_str())).map(singular).collect()
}

/// A noun in the singular, as far as endings tell: policies, pensions; but gas, campus, business.
fn singular(word: String) -> String {
    let kept = ["ss", "us", "is", "as", "'s", "news"];
    if word.len() <= 3 || !word.ends_with('s') || kept.iter().any(|ending| word.ends_with(ending)) {
        return word;
    }
    match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word[..word.len() - 1].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &[&str]) {
        assert_eq!(in_chinese(query), expected, "{query}");
    }

    #[test]
    fn the_longest_terms_are_translated_together_and_one_by_one() {
        check("flood control", &["防汛", "防洪"]);
        check("Budgets for Flood-Control", &["预算 防汛", "预算", "防汛", "防洪"]);
        check("the policies of housing in Bozhou", &["政策 住房", "政策", "住房", "住宅"]);
        check("natural gas", &["天然气"]);
        check("prevention and control of epidemics", &["疫情"]);
        check("epidemic prevention and control", &["疫情防控"]);
        check("防汛", &[]);
        check("", &[]);
    }

    #[test]
    fn every_line_of_the_table_is_whole() {
        let lines = TERMS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            let (english, chinese) = line.split_once(" => ").expect(line);
            let mut terms = english.split(", ");
            assert!(terms.all(|term| term.is_ascii() && term == term.trim() && !words(term).is_empty()), "{line}");
            assert!(chinese.split(" = ").all(|term| term.chars().all(crate::model::text::is_han)), "{line}");
        }
        assert!(CHINESE.len() > 200, "{}", CHINESE.len());
        assert!(CHINESE.keys().all(|term| term.split(' ').count() <= MAX_TERM_WORDS));
    }
}
