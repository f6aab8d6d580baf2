//! A query string is what stands after the `?` of an address: names and values, and what is said where it cannot be read.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

use super::error::WebError;
use crate::web::i18n::localized_text::LocalizedText;

/// The names and values of a query, decoded.
pub fn pairs(query: Option<&str>) -> impl Iterator<Item = Result<(String, String), WebError>> {
    query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name).ok_or_else(|| not_utf8(name))?;
        let value = decode(value).ok_or_else(|| not_utf8(&name))?;
        Ok((name, value))
    })
}

/// A name or a value as it was typed; `None` where it is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
    percent_decode_str(&spaced).decode_utf8().ok().map(Cow::into_owned)
}

/// 400: a value is none of those allowed.
pub fn invalid_value(name: &str, value: &str, allowed: LocalizedText, example: &str) -> WebError {
    let detail = LocalizedText::new("error-invalid-value").with("name", name).with("value", value);
    WebError::bad_parameter(name, detail.with("allowed", allowed), example)
}

/// 400: a parameter of one value is stated twice.
pub fn repeated(name: &str) -> WebError {
    let detail = LocalizedText::new("error-repeated").with("name", name);
    WebError::bad_parameter(name, detail, format!("{name}=…"))
}

/// 400: there is no such parameter; these there are.
pub fn unknown(name: &str, names: &str, example: &str) -> WebError {
    let detail = LocalizedText::new("error-unknown-parameter").with("name", name).with("names", names);
    WebError::bad_parameter(name, detail, example)
}

/// 400: this address does not take a parameter; these it takes.
pub fn not_taken(name: &str, taken: LocalizedText, example: &str) -> WebError {
    let detail = LocalizedText::new("error-not-taken").with("name", name).with("taken", taken);
    WebError::bad_parameter(name, detail, example)
}

/// 400: a parameter cannot be decoded.
fn not_utf8(name: &str) -> WebError {
    let detail = LocalizedText::new("error-not-utf8").with("name", name);
    WebError::bad_parameter(name, detail, "q=%E5%85%AC%E6%8A%A5")
}

/// 400: the first date is after the last.
pub fn dates_reversed(from: impl fmt::Display, to: impl fmt::Display) -> WebError {
    let detail = LocalizedText::new("error-dates-reversed").with("from", from.to_string()).with("to", to.to_string());
    WebError::bad_parameter("from", detail, format!("from={to}&to={from}"))
}
