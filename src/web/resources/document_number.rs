//! `GET /document-numbers/{文号}`: leads from a document number, however it is written, to the bulletin that bears it.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::model::{DocumentNumber, FACETS};
use crate::search::analysis::fold;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::url::links::{article_url, escaped};
use crate::web::url::params::SearchParams;

/// `GET /document-numbers/{文号}`: to the bulletin of that number, however it is written; to a search where
/// several bear it.
pub async fn document_number(
    State(app): State<Arc<App>>,
    context: RequestContext,
    number: Result<Path<String>, PathRejection>,
) -> Result<Response, WebError> {
    SearchParams::only_format(context.uri.query())?;
    context.negotiate(Representation::OF_ARTICLES)?;
    let text = number.map(|Path(text)| text).unwrap_or_default();
    let numbers = parse_document_number(&text);
    if numbers.is_empty() {
        return Err(WebError::no_document_number(&text));
    }
    let facet = FACETS.iter().find(|facet| facet.name == "document_number");
    let mut request = SearchRequest { facets: Vec::new(), highlight: false, per_page: 2, ..SearchRequest::new("") };
    request.filters.extend(facet.map(|facet| (facet, numbers.clone())));
    let found = app.search.search(&request).await?;
    let query = context.uri.query().map_or(String::new(), |query| format!("?{query}"));
    let address = match (found.total, found.results.first()) {
        (0, _) | (_, None) => return Err(WebError::no_document_number(&text)),
        (1, Some(item)) => format!("{}{query}", article_url(&item.stored.article.id)),
        _ => {
            let format = context.uri.query().map_or(String::new(), |query| format!("&{query}"));
            let numbers: Vec<String> =
                numbers.iter().map(|number| format!("document_number={}", escaped(number))).collect();
            format!("/search?{}{format}", numbers.join("&"))
        }
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::try_from(address).map_err(WebError::internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// A document number in any writing, as it may be published: 国办发〔2017〕47号, `国办发[2017]47`, 国办发 2017 47,
/// 國辦發〔2017〕47號. A bulletin in traditional characters bears it in those.
fn parse_document_number(text: &str) -> Vec<String> {
    if text.chars().count() > 60 {
        return Vec::new();
    }
    let folded = fold(text);
    let mut numbers: Vec<String> = [DocumentNumber::parse(text), DocumentNumber::parse(&folded), in_parts(&folded)]
        .into_iter()
        .flatten()
        .map(|number| number.to_string())
        .collect();
    numbers.dedup();
    numbers
}

/// A number of which only the order of its parts is as it should be: 国办发2017-47.
fn in_parts(text: &str) -> Option<DocumentNumber> {
    let text = text.trim().trim_end_matches('号');
    let begin = text.find(|c: char| c.is_ascii_digit())?;
    let (organ, rest) = text.split_at(begin);
    let mut parts = rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, number) = (parts.next()?, parts.next()?);
    let organ = organ.trim_matches(|c: char| !c.is_alphanumeric());
    parts.next().is_none().then(|| DocumentNumber::parse(&format!("{organ}〔{year}〕{number}号"))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn document_numbers_are_read_in_any_writing() {
        for writing in [
            "国办发〔2017〕47号",
            "国办发[2017]47",
            "国办发 2017 47",
            "国办发2017-47号",
            "國辦發〔2017〕47號",
            "国办发（２０１７）４７号",
        ] {
            assert!(parse_document_number(writing).iter().any(|number| number == "国办发〔2017〕47号"), "{writing}");
        }
        for other in ["", "国办发", "2017-47", "国办发2017", "国办发2017-47-3"] {
            assert!(parse_document_number(other).is_empty(), "{other}");
        }
    }
}
