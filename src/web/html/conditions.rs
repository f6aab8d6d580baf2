//! The [`Condition`]s of a search, in words: the filters that hold, the time that is looked at, and what a reader would
//! call the whole.

use std::collections::BTreeMap;

use crate::model::Facet;
use crate::search::types::as_of::AsOf;
use crate::search::types::request::SearchRequest;
use crate::web::i18n::texts::{Formatted, Texts};
use crate::web::url::links::{Change, SearchLinks};
use crate::web::url::params::SearchParams;

/// A filter that holds: what it says, the same as HTML, and the search without it.
pub struct Condition {
    pub text: String,
    pub html: String,
    pub url: String,
}

/// The filters that hold.
pub fn conditions(request: &SearchRequest, links: &SearchLinks, texts: &'static Texts) -> Vec<Condition> {
    let told = |text: Formatted, url: String| Condition { text: text.to_string(), html: text.html().0, url };
    let of_value = |key: &'static str, facet: &Facet, value: &str, url: String| {
        told(texts.format(key).with("facet", texts.facet(facet)).with("value", value), url)
    };
    let values = |of: &'_ BTreeMap<&'static Facet, Vec<String>>| -> Vec<(&'static Facet, String)> {
        of.iter().flat_map(|(facet, values)| values.iter().map(|value| (*facet, value.clone()))).collect()
    };
    let mut conditions: Vec<Condition> = Vec::new();
    for (facet, value) in values(&request.filters) {
        conditions.push(of_value("filter-value", facet, &value, links.url(Change::Toggle(facet, &value))));
    }
    for (facet, value) in values(&request.excluded) {
        conditions.push(of_value("filter-not-value", facet, &value, links.url(Change::Exclude(facet, &value))));
    }
    for facet in &request.missing {
        let text = texts.format("filter-unstated").with("facet", texts.facet(facet));
        conditions.push(told(text, links.url(Change::Missing(facet))));
    }
    let dates = match (request.from, request.to) {
        (Some(from), Some(to)) => {
            Some(texts.format("filter-dates").with("from", from.to_string()).with("to", to.to_string()))
        }
        (Some(from), None) => Some(texts.format("filter-from").with("from", from.to_string())),
        (None, Some(to)) => Some(texts.format("filter-to").with("to", to.to_string())),
        (None, None) => None,
    };
    conditions.extend(dates.map(|dates| told(dates, links.url(Change::AnyDate))));
    conditions
}

/// What a reader would call the search: the words and the conditions.
pub fn name(request: &SearchRequest, texts: &'static Texts) -> String {
    let words = match request.query.trim() {
        "" => texts.text("nav-all").to_owned(),
        query => query.to_owned(),
    };
    let links = SearchLinks::new(&SearchParams::everything());
    let conditions = conditions(request, &links, texts).into_iter().map(|condition| condition.text);
    let then = request.as_of.map(|as_of| texts.format("as-of-chip").with("time", as_of_text(as_of, texts)).to_string());
    [words].into_iter().chain(conditions).chain(then).collect::<Vec<_>>().join(" · ")
}

/// A time as a reader sees it.
pub fn as_of_text(as_of: AsOf, texts: &'static Texts) -> String {
    match as_of {
        AsOf::Date(date) => texts.date(date),
        AsOf::Moment(moment) => texts.moment(moment),
    }
}
