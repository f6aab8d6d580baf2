//! A [`Query`] is what stands after the `?` of an address: names and values, what becomes of names that nobody knows, and
//! what is said where it cannot be read.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::percent_decode_str;

use super::error::WebError;
use crate::web::i18n::localized_text::LocalizedText;

/// The query of an address.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    text: &'a str,
    ignores_unknown: bool,
}

impl<'a> Query<'a> {
    /// The query of a page: who passes its address on adds this and that to it, and what nobody knows is passed over.
    pub fn of_page(text: Option<&'a str>) -> Self {
        Self { text: text.unwrap_or_default(), ignores_unknown: true }
    }

    /// As it stands in the address.
    pub fn text(self) -> &'a str {
        self.text
    }

    /// Another text in its place.
    pub fn with_text<'b>(self, text: &'b str) -> Query<'b> {
        Query { text, ignores_unknown: self.ignores_unknown }
    }

    /// Whether parameters that are not known are passed over; else they are an error that names them.
    pub fn ignores_unknown(self) -> bool {
        self.ignores_unknown
    }

    /// The names with what can be read of their values. Whether a value that cannot be decoded matters depends on who
    /// takes it; a name that cannot be is none that anyone knows.
    pub fn pairs(self) -> impl Iterator<Item = Result<(String, Result<String, WebError>), WebError>> + 'a {
        let pieces = self.text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pieces.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name).ok_or_else(|| not_utf8(name))?;
            let value = decode(value).ok_or_else(|| not_utf8(&name));
            Ok((name, value))
        });
        pairs.filter(move |pair| pair.is_ok() || !self.ignores_unknown)
    }
}

/// The query of what is not a page: a program hears of each parameter that is not known.
impl<'a> From<Option<&'a str>> for Query<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self { text: text.unwrap_or_default(), ignores_unknown: false }
    }
}

/// The names and values of a query, decoded.
pub fn pairs(query: Option<&str>) -> impl Iterator<Item = Result<(String, String), WebError>> {
    Query::from(query).pairs().map(|pair| pair.and_then(|(name, value)| Ok((name, value?))))
}

/// A name or a value as it was typed; `None` where it is not UTF-8.
pub fn decode(text: &str) -> Option<String> {
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
