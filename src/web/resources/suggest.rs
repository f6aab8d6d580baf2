//! `GET /suggest`: what may be meant by what was typed so far. Data only; the search box asks it with every
//! keystroke, so it computes little and answers with little.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::app::App;
use crate::search::types::suggestion::Suggestion;
use crate::web::http::error::WebError;
use crate::web::http::query_string::{invalid_value, pairs, repeated, unknown};
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::url::links::escaped;

#[derive(Serialize)]
struct SuggestJson<'a> {
    q: &'a str,
    suggestions: Vec<SuggestionJson<'a>>,
}

#[derive(Serialize)]
struct SuggestionJson<'a> {
    text: &'a str,
    kind: &'static str,
    count: u64,
    by: &'static str,
    url: String,
}

/// The parameters of the address.
#[derive(Debug, PartialEq, Eq)]
struct SuggestParams {
    query: String,
    limit: usize,
}

impl SuggestParams {
    /// Reads the query part of an address.
    fn parse(query: Option<&str>) -> Result<Self, WebError> {
        let mut params = Self { query: String::new(), limit: Suggestion::DEFAULT_LIMIT };
        let mut seen: Vec<String> = Vec::new();
        for pair in pairs(query) {
            let (name, value) = pair?;
            match name.as_str() {
                "q" => params.query = value,
                "limit" => params.limit = parse_limit(&value)?,
                "format" if value == "json" => {}
                "format" => {
                    return Err(WebError::bad_parameter(&name, LocalizedText::new("error-only-json"), "format=json"));
                }
                _ => {
                    return Err(unknown(&name, "q, limit, format", "q=yqfk&limit=8"));
                }
            }
            if seen.contains(&name) {
                return Err(repeated(&name));
            }
            seen.push(name);
        }
        Ok(params)
    }
}

fn parse_limit(value: &str) -> Result<usize, WebError> {
    let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let limit = value.parse().ok().filter(|limit| digits && (1..=Suggestion::MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| {
        let allowed = LocalizedText::new("allowed-number").with("most", Suggestion::MAX_LIMIT);
        invalid_value("limit", value, allowed, "limit=8")
    })
}

/// `GET /suggest`.
pub async fn suggest(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    let params = SuggestParams::parse(context.uri.query())?;
    let suggestions = app.search.suggest(&params.query, params.limit).await?;
    let shown = suggestions.iter().map(|suggestion| SuggestionJson {
        text: &suggestion.text,
        kind: suggestion.kind.name(),
        count: suggestion.count,
        by: suggestion.by.name(),
        url: format!("/search?q={}", escaped(&suggestion.text)),
    });
    Ok(response::json(&SuggestJson { q: &params.query, suggestions: shown.collect() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_asked_and_refuses_by_name() {
        let check = |query: &str, expected: (&str, usize)| {
            let params = SuggestParams::parse(Some(query)).unwrap();
            assert_eq!((&*params.query, params.limit), expected, "{query}");
        };
        check("", ("", 8));
        check("q=%E7%96%AB+f&limit=20", ("疫 f", 20));
        check("q=a&format=json", ("a", 8));
        for (query, parameter) in [
            ("query=a", "query"),
            ("q=a&q=b", "q"),
            ("q=a&limit=0", "limit"),
            ("q=a&limit=21", "limit"),
            ("q=a&limit=", "limit"),
            ("q=a&limit=-1", "limit"),
            ("q=a&limit=+1", "limit"),
            ("q=a&format=html", "format"),
            ("q=%FF", "q"),
        ] {
            let error = SuggestParams::parse(Some(query)).expect_err(query);
            assert_eq!((error.status().as_u16(), error.parameter_name()), (400, Some(parameter)), "{query}");
        }
    }
}
