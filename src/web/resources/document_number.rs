//! `GET /document-numbers/{文号}`: leads from a document number, however it is written, to the bulletin that bears it.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::app::App;
use crate::model::document_number::HalfNumber;
use crate::model::{DocumentNumber, StoredArticle};
use crate::search::analysis::fold;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response::see_other;
use crate::web::url::links::{article_url, escaped};
use crate::web::url::params::SearchParams;

/// `GET /document-numbers/{文号}`: to the bulletin of that number, however it is written; to a search where
/// several bear it.
pub async fn document_number(
    State(app): State<Arc<App>>,
    context: RequestContext,
    number: Result<Path<String>, PathRejection>,
) -> Result<Response, WebError> {
    SearchParams::only_format(context.query())?;
    context.negotiate(Representation::OF_ARTICLES)?;
    let text = number.map(|Path(text)| text).unwrap_or_default();
    let mut found = Found::default();
    for number in readings(&text) {
        found = bearers(&app, &number).await?;
        if found.first.is_some() {
            break;
        }
    }
    let form = context.stated().map(|form| format!("format={}", form.name()));
    let address = match &found.first {
        None => return Err(WebError::no_document_number(&text)),
        Some(only) if found.count == 1 => {
            let address = article_url(&only.article.id);
            form.map_or_else(|| address.clone(), |form| format!("{address}?{form}"))
        }
        Some(_) => {
            let numbers = found.values.iter().map(|number| format!("document_number={}", escaped(number)));
            let parameters: Vec<String> = numbers.chain(form).collect();
            format!("/search?{}", parameters.join("&"))
        }
    };
    see_other(&address)
}

/// Characters of the longest number that is looked for.
const MAX_CHARS: usize = 200;

/// Bulletins of one number whose writings of it are looked at.
const MAX_BEARERS: usize = 20;

/// The bulletins that bear a number.
#[derive(Default)]
struct Found {
    first: Option<Arc<StoredArticle>>,
    count: usize,
    /// The values of the facet by which they are found: a bulletin in traditional characters bears its number in those.
    values: BTreeSet<String>,
}

/// The bulletins that bear a number, in any writing and either script.
async fn bearers(app: &App, number: &DocumentNumber) -> Result<Found, WebError> {
    let text = number.to_string().replace(['"', '“', '”'], " ");
    let request = SearchRequest {
        facets: Vec::new(),
        highlight: false,
        per_page: MAX_BEARERS,
        ..SearchRequest::new(format!("文号:\"{text}\""))
    };
    let results = app.search.search(&request).await?;
    let wanted = fold(&number.key());
    let mut found = Found::default();
    for item in &results.results {
        let own = item.stored.article.document_numbers().into_iter();
        let same: Vec<String> = own.filter(|own| fold(&own.key()) == wanted).map(|own| own.to_string()).collect();
        if !same.is_empty() {
            found.first.get_or_insert_with(|| item.stored.clone());
            found.count += 1;
            found.values.extend(same);
        }
    }
    // Of all that bear it no more than these are looked at.
    if found.count == results.results.len() {
        found.count = results.total;
    }
    Ok(found)
}

/// What a text may be as a document number, the likeliest first: 国办发〔2017〕47号, `国办发[2017]47`, 国办发 2017 47, 国办发201747,
/// 国务院第714号令; and what is none of a known kind as it stands.
fn readings(text: &str) -> Vec<DocumentNumber> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Vec::new();
    }
    let whole = DocumentNumber::typed(text).or_else(|| in_parts(&fold(text)));
    let run_together = || HalfNumber::parse(text).and_then(|half| half.whole());
    let known = whole.or_else(run_together);
    let as_it_stands = DocumentNumber::given(text).filter(DocumentNumber::is_other);
    known.into_iter().chain(as_it_stands).collect()
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
        let first = |text: &str| readings(text).first().map(|number| fold(&number.key()));
        for (writings, key) in [
            (
                &[
                    "国办发〔2017〕47号",
                    "国办发[2017]47",
                    "国办发 2017 47",
                    "国办发2017-47号",
                    "國辦發〔2017〕47號",
                    "国办发201747",
                ][..],
                "国办发|2017|47",
            ),
            (&["国务院令第714号", "国务院第714号令", "国令第714号", "國務院令第714號", "国务院令714"], "国务院令||714"),
            (
                &["青岑县水利局公告2021年第5号", "青岑县水利局公告〔2021〕5号", "青岑县水利局 2021年第5号公告"],
                "青岑县水利局公告|2021|5",
            ),
            (&["（2021）京0105民初3号", "(2021)京0105民初第3号"], "2021|京0105民初|3"),
            (&["青政发〔2015〕8-1号", "青政发2015年8-1号"], "青政发|2015|8-1"),
        ] {
            for writing in writings {
                assert_eq!(first(writing).as_deref(), Some(key), "{writing}");
            }
        }
        for other in ["国办发", "2017-47", "国办发2017", "国办发2017-47-3"] {
            assert!(readings(other).iter().all(DocumentNumber::is_other), "{other}");
        }
        assert!(readings("").is_empty());
    }
}
