//! [`SearchLinks`] writes the addresses of a search and of its neighbours: another page, another
//! order, a filter more or less. It is the inverse of [`super::params`].

use std::sync::LazyLock;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::params::{NOT_PREFIX, SearchParams};
use super::values::{interval_name, match_name, sort_name};
use crate::model::{ArticleId, FACETS, Facet, PartialDate};
use crate::search::engine::query::Sort;
use crate::search::features::trends::Interval;
use crate::search::query::Match;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::ResultItem;
use crate::search::types::suggestion::Relaxation;
use crate::web::format::Representation;

/// Everything but the unreserved characters of RFC 3986.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The parameters in the order in which an address states them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Query,
    Match,
    Synonyms,
    Filter(&'static Facet),
    Rejected(&'static Facet),
    Missing,
    From,
    To,
    AsOf,
    Sort,
    Recency,
    Collapse,
    PerPage,
    Facets,
    Fields,
    Highlight,
    Histogram,
    Related,
    Explain,
    Format,
    Page,
    Cursor,
}

/// The names of the parameters that leave values of facets out.
static REJECTED: LazyLock<Vec<String>> =
    LazyLock::new(|| FACETS.iter().map(|facet| format!("{NOT_PREFIX}{}", facet.name)).collect());

impl Slot {
    fn name(self) -> &'static str {
        match self {
            Slot::Query => "q",
            Slot::Match => "match",
            Slot::Synonyms => "synonyms",
            Slot::Filter(facet) => facet.name,
            Slot::Rejected(facet) => &REJECTED[facet.index()],
            Slot::Missing => "missing",
            Slot::From => "from",
            Slot::To => "to",
            Slot::AsOf => "as_of",
            Slot::Sort => "sort",
            Slot::Recency => "recency",
            Slot::Collapse => "collapse",
            Slot::PerPage => "per_page",
            Slot::Facets => "facets",
            Slot::Fields => "fields",
            Slot::Highlight => "highlight",
            Slot::Histogram => "histogram",
            Slot::Related => "related",
            Slot::Explain => "explain",
            Slot::Format => "format",
            Slot::Page => "page",
            Slot::Cursor => "cursor",
        }
    }
}

/// One parameter, ready to be written. A page of results has a hundred links, so what they share is
/// encoded once.
#[derive(Debug)]
struct Part {
    slot: Slot,
    value: String,
    encoded: String,
}

impl Part {
    fn new(slot: Slot, value: impl Into<String>) -> Self {
        let value = value.into();
        let mut encoded = String::with_capacity(16 + value.len() * 3);
        encoded.push_str(slot.name());
        encoded.push('=');
        encoded.extend(utf8_percent_encode(&value, ESCAPED));
        Self { slot, value, encoded }
    }
}

/// What is different in a neighbour of a search. Every change but that of the page,
/// the form or the explanations leads to the first page.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// Nothing: the address of the search itself.
    Nothing,
    /// This page of it.
    Page(usize),
    /// This place in a walk over every hit.
    Cursor(&'a str),
    /// This order.
    Sort(Sort),
    /// With or without synonyms.
    Synonyms(bool),
    /// With reprints under one of them, as pages have it unasked, or each by itself.
    Collapse(bool),
    /// So many results on a page.
    PerPage(usize),
    /// With or without explanations of scores.
    Explain(bool),
    /// Another query.
    Query(&'a str),
    /// This value of a facet, set if it was not and unset if it was.
    Toggle(&'static Facet, &'a str),
    /// This value of a facet left out, or no longer left out if it was.
    Reject(&'static Facet, &'a str),
    /// No value of this facet asked for, or no longer if it was.
    Missing(&'static Facet),
    /// From this date to that one.
    Dates(PartialDate, PartialDate),
    /// No dates.
    AnyDate,
    /// The archive as it is now.
    Now,
    /// No dates and no values of facets.
    NoFilters,
    /// In this form.
    Representation(Representation),
}

/// The addresses of a search and of its neighbours.
#[derive(Debug)]
pub struct SearchLinks {
    parts: Vec<Part>,
    missing: Vec<&'static str>,
}

impl SearchLinks {
    /// The links of a search.
    pub fn new(params: &SearchParams) -> Self {
        let SearchParams { request, format, fields, cursor, histogram, .. } = params;
        let mut parts = Vec::new();
        let mut add = |slot, value: String| parts.push(Part::new(slot, value));
        if !request.query.is_empty() {
            add(Slot::Query, request.query.clone());
        }
        if request.matching != Match::default() {
            add(Slot::Match, match_name(request.matching).to_owned());
        }
        if !request.synonyms {
            add(Slot::Synonyms, "off".to_owned());
        }
        for (facet, values) in &request.filters {
            for value in values {
                add(Slot::Filter(facet), value.clone());
            }
        }
        for (facet, values) in &request.rejected {
            for value in values {
                add(Slot::Rejected(facet), value.clone());
            }
        }
        let missing: Vec<&'static str> = request.missing.iter().map(|facet| facet.name).collect();
        if !missing.is_empty() {
            add(Slot::Missing, missing.join(","));
        }
        for (slot, date) in [(Slot::From, request.from), (Slot::To, request.to)] {
            if let Some(date) = date {
                add(slot, date.to_string());
            }
        }
        if let Some(as_of) = request.as_of {
            add(Slot::AsOf, as_of.to_string());
        }
        if request.sort != Sort::default() {
            add(Slot::Sort, sort_name(request.sort).to_owned());
        }
        if let Some(days) = request.recency {
            add(Slot::Recency, days.to_string());
        }
        if let Some(on) = request.collapse {
            add(Slot::Collapse, if on { "reprints" } else { "off" }.to_owned());
        }
        if request.per_page != SearchRequest::DEFAULT_PER_PAGE {
            add(Slot::PerPage, request.per_page.to_string());
        }
        if !request.facet_values.is_empty() || !request.facets.iter().copied().eq(SearchRequest::new("").facets) {
            let size = |facet: &Facet| request.facet_values.get(facet).map_or(String::new(), |size| format!(":{size}"));
            let names: Vec<_> = request.facets.iter().map(|facet| format!("{}{}", facet.name, size(facet))).collect();
            add(Slot::Facets, if names.is_empty() { "none".to_owned() } else { names.join(",") });
        }
        if let Some(fields) = fields {
            let names: Vec<_> = fields.iter().map(|field| field.name()).collect();
            add(Slot::Fields, names.join(","));
        }
        if !request.highlight {
            add(Slot::Highlight, "off".to_owned());
        }
        if let Some(unit) = histogram {
            add(Slot::Histogram, unit.name().to_owned());
        }
        if request.related {
            add(Slot::Related, "on".to_owned());
        }
        if request.explain {
            add(Slot::Explain, "1".to_owned());
        }
        if let Some(form) = format {
            add(Slot::Format, form.name().to_owned());
        }
        if request.page > 1 {
            add(Slot::Page, request.page.to_string());
        }
        if let Some(cursor) = cursor {
            add(Slot::Cursor, cursor.clone());
        }
        Self { parts, missing }
    }

    /// The address of the search with one thing changed.
    pub fn url(&self, change: Change<'_>) -> String {
        self.with_path("/search".to_owned(), change)
    }

    /// The address of an article that remembers the search it was found by.
    pub fn article(&self, id: &ArticleId) -> String {
        self.with_path(article_url(id), Change::Nothing)
    }

    /// The address of how often these queries find something over time, under the filters and dates of the search.
    pub fn trends(
        &self,
        queries: &[String],
        matching: Match,
        interval: Interval,
        form: Option<Representation>,
    ) -> String {
        let mut parts: Vec<String> =
            queries.iter().map(|query| Part::new(Slot::Query, query.as_str()).encoded).collect();
        parts.extend((matching == Match::Words).then(|| Part::new(Slot::Match, match_name(matching)).encoded));
        parts.extend((interval != Interval::default()).then(|| format!("interval={}", interval_name(interval))));
        let narrows = |slot: Slot| {
            matches!(slot, Slot::Synonyms | Slot::Filter(_) | Slot::Rejected(_) | Slot::Missing | Slot::From | Slot::To)
        };
        parts.extend(self.parts.iter().filter(|part| narrows(part.slot)).map(|part| part.encoded.clone()));
        parts.extend(form.map(|form| Part::new(Slot::Format, form.name()).encoded));
        let separator = if parts.is_empty() { "" } else { "?" };
        format!("/trends{separator}{}", parts.join("&"))
    }

    /// The same search in the values of a facet alone.
    pub fn facet(&self, facet: &Facet) -> String {
        self.with_path(format!("/facets/{}", facet.name), Change::Nothing)
    }

    /// The parameters that a form must repeat, by name and value, where it shows none of them.
    pub fn in_form(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let place = [Slot::Page, Slot::Cursor, Slot::Format];
        let kept = self.parts.iter().filter(move |part| !place.contains(&part.slot));
        kept.map(|part| (part.slot.name(), part.value.as_str()))
    }

    /// The parameters that a form must repeat, by name and value, because it does not show them.
    pub fn hidden_in_form(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let shown = [Slot::Query, Slot::Match, Slot::From, Slot::To, Slot::Page, Slot::Cursor];
        let hidden = self.parts.iter().filter(move |part| !shown.contains(&part.slot));
        hidden.map(|part| (part.slot.name(), part.value.as_str()))
    }

    fn with_path(&self, path: String, change: Change<'_>) -> String {
        let mut added = match change {
            Change::Nothing | Change::AnyDate | Change::Now | Change::NoFilters => None,
            Change::Page(page) => (page > 1).then(|| Part::new(Slot::Page, page.to_string())),
            Change::Cursor(cursor) => Some(Part::new(Slot::Cursor, cursor)),
            Change::Sort(sort) => (sort != Sort::default()).then(|| Part::new(Slot::Sort, sort_name(sort))),
            Change::Synonyms(on) => (!on).then(|| Part::new(Slot::Synonyms, "off")),
            Change::Collapse(on) => (!on).then(|| Part::new(Slot::Collapse, "off")),
            Change::PerPage(size) => {
                (size != SearchRequest::DEFAULT_PER_PAGE).then(|| Part::new(Slot::PerPage, size.to_string()))
            }
            Change::Explain(on) => on.then(|| Part::new(Slot::Explain, "1")),
            Change::Query(query) => (!query.is_empty()).then(|| Part::new(Slot::Query, query)),
            Change::Toggle(facet, value) => Some(Part::new(Slot::Filter(facet), value)),
            Change::Reject(facet, value) => Some(Part::new(Slot::Rejected(facet), value)),
            Change::Missing(facet) => {
                let mut names = self.missing.clone();
                match names.iter().position(|name| *name == facet.name) {
                    Some(place) => drop(names.remove(place)),
                    None => names.push(facet.name),
                }
                (!names.is_empty()).then(|| Part::new(Slot::Missing, names.join(",")))
            }
            // Both dates stand side by side in every address.
            Change::Dates(from, to) => {
                let encoded = format!("{}={from}&{}={to}", Slot::From.name(), Slot::To.name());
                Some(Part { slot: Slot::From, value: String::new(), encoded })
            }
            Change::Representation(form) => Some(Part::new(Slot::Format, form.name())),
        };
        let mut url = path;
        url.reserve(self.parts.iter().map(|part| part.encoded.len() + 1).sum::<usize>() + 64);
        let mut separator = '?';
        let mut write = |encoded: &str| {
            url.push(separator);
            url.push_str(encoded);
            separator = '&';
        };
        for part in &self.parts {
            if added.as_ref().is_some_and(|added| part.slot > added.slot)
                && let Some(added) = added.take()
            {
                write(&added.encoded);
            }
            match change {
                Change::Toggle(facet, value) if part.slot == Slot::Filter(facet) && part.value == value => added = None,
                Change::Reject(facet, value) if part.slot == Slot::Rejected(facet) && part.value == value => {
                    added = None;
                }
                _ if part.stays(change) => write(&part.encoded),
                _ => {}
            }
        }
        if let Some(added) = added {
            write(&added.encoded);
        }
        url
    }
}

impl Part {
    /// Whether a neighbour that differs in `change` still says this.
    fn stays(&self, change: Change<'_>) -> bool {
        match self.slot {
            Slot::Page => match change {
                Change::Representation(form) => !form.is_whole(),
                _ => matches!(change, Change::Nothing | Change::Explain(_)),
            },
            // What holds every hit has no pages, and a cursor is of its search alone.
            Slot::Cursor => matches!(change, Change::Nothing | Change::Representation(_) | Change::Explain(_)),
            Slot::PerPage => match change {
                Change::Representation(form) => !form.is_whole(),
                _ => !matches!(change, Change::PerPage(_)),
            },
            Slot::Sort => !matches!(change, Change::Sort(_)),
            Slot::Synonyms => !matches!(change, Change::Synonyms(_)),
            Slot::Collapse => !matches!(change, Change::Collapse(_)),
            Slot::Explain => !matches!(change, Change::Explain(_)),
            Slot::Query => !matches!(change, Change::Query(_)),
            Slot::Format => !matches!(change, Change::Representation(_)),
            Slot::From | Slot::To => !matches!(change, Change::AnyDate | Change::NoFilters | Change::Dates(..)),
            Slot::AsOf => !matches!(change, Change::Now),
            Slot::Missing => !matches!(change, Change::NoFilters | Change::Missing(_)),
            Slot::Filter(_) | Slot::Rejected(_) => !matches!(change, Change::NoFilters),
            Slot::Match
            | Slot::Recency
            | Slot::Facets
            | Slot::Fields
            | Slot::Highlight
            | Slot::Histogram
            | Slot::Related => true,
        }
    }
}

/// The address of an article.
pub fn article_url(id: &ArticleId) -> String {
    format!("/articles/{}", escaped(id.as_str()))
}

/// The address of the page of a facet's value.
pub fn landing_url(facet: &Facet, value: &str) -> String {
    format!("/browse/{}/{}", facet.name, escaped(value))
}

/// The address of a version of an article.
pub fn version_url(id: &ArticleId, number: u32) -> String {
    format!("{}/versions/{number}", article_url(id))
}

/// The address of what a result shows: the article, or the version of it that was shown then.
pub fn result_url(item: &ResultItem) -> String {
    let id = &item.stored.article.id;
    if item.is_past { version_url(id, item.stored.version) } else { article_url(id) }
}

/// The search for a query, of everything.
pub fn query_url(query: &str) -> String {
    format!("/search?q={}", escaped(query))
}

/// The search that a remedy offers, in the form that is asked for.
pub fn relaxation_url(remedy: &Relaxation, params: &SearchParams) -> String {
    SearchLinks::new(&params.with_request(remedy.request.clone())).url(Change::Nothing)
}

/// The address of a file of an article, counted from 1, as it is now or in a version of it.
pub fn attachment_url(id: &ArticleId, number: usize, version: Option<u32>) -> String {
    let version = version.map_or(String::new(), |version| format!("?version={version}"));
    format!("{}/attachments/{number}{version}", article_url(id))
}

/// The address of what is different between an article and another.
pub fn comparison_url(id: &ArticleId, other: &ArticleId) -> String {
    format!("{}/compare/{}", article_url(id), escaped(other.as_str()))
}

/// A text as one part of an address.
pub fn escaped(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, ESCAPED)
}

/// The address of the list of a facet's values.
pub fn browse_url(facet: &Facet) -> String {
    format!("/browse/{}", facet.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, change: Change<'_>, expected: &str) {
        let params = SearchParams::parse(Some(query)).unwrap();
        assert_eq!(SearchLinks::new(&params).url(change), expected, "{query} {change:?}");
    }

    fn source() -> &'static Facet {
        Facet::named("source").unwrap()
    }

    #[test]
    fn an_address_says_what_was_read_from_it() {
        let addresses = [
            "/search",
            "/search?q=a%20b&match=exact",
            "/search?q=%E8%84%B1%E8%B4%AB&year=2020&source=%E7%94%B2&source=%E4%B9%99",
            "/search?from=2019-05&to=2020&sort=-date&per_page=20&facets=year%2Csource&format=json&page=3",
            "/search?sort=date&facets=none",
            "/search?q=a&to=2020&as_of=2021-05&sort=date",
            "/search?as_of=2021-05-01T00%3A00%3A00Z&cursor=%2A",
            "/search?source=%E7%94%B2&not_column=c&not_column=d&missing=source%2Ceditor&facets=year%2Csource%3A50",
            "/search?q=a&fields=id%2Ctitle&highlight=off&format=csv",
            "/search?q=a&cursor=%2A",
            "/search?q=a&histogram=month&related=on&format=json",
            "/search?q=a&sort=-date&recency=30&per_page=20",
            "/search?q=a&recency=30&collapse=reprints&per_page=20",
            "/search?q=a&match=exact&synonyms=off&year=2020&facets=none&explain=1&format=json&page=2",
        ];
        for address in addresses {
            let query = address.split_once('?').map_or("", |(_, query)| query);
            check(query, Change::Nothing, address);
        }
    }

    #[test]
    fn one_thing_changes_and_the_page_is_the_first_again() {
        check("q=a&page=3", Change::Page(4), "/search?q=a&page=4");
        check("q=a&page=3", Change::Page(1), "/search?q=a");
        check("q=a&page=3", Change::Sort(Sort::Newest), "/search?q=a&sort=-date");
        check("q=a&sort=date&to=2020", Change::Sort(Sort::Relevance), "/search?q=a&to=2020");
        check("q=a&page=3&from=2020", Change::Toggle(source(), "甲 &"), "/search?q=a&source=%E7%94%B2%20%26&from=2020");
        check("source=x&source=y&page=2", Change::Toggle(source(), "x"), "/search?source=y");
        check("source=x&column=c", Change::Toggle(source(), "y"), "/search?source=x&source=y&column=c");
        check("source=x&from=2020&to=2021&q=a", Change::AnyDate, "/search?q=a&source=x");
        check("source=x&from=2020&year=2020&q=a", Change::NoFilters, "/search?q=a");
        check("from=2020&as_of=2021-05&page=2", Change::Now, "/search?from=2020");
        check("from=2020&as_of=2021-05&page=2", Change::NoFilters, "/search?as_of=2021-05");
        let month = |text: &str| text.parse().unwrap();
        let dates = Change::Dates(month("2020-02"), month("2020-03"));
        check("q=a&to=2021&sort=date&page=2", dates, "/search?q=a&from=2020-02&to=2020-03&sort=date");
        check("q=a&year=2020", Change::Query("b"), "/search?q=b&year=2020");
        check("q=a&year=2020&page=2", Change::Synonyms(false), "/search?q=a&synonyms=off&year=2020");
        check("q=a&synonyms=off", Change::Synonyms(true), "/search?q=a");
        check("q=a&page=2", Change::PerPage(50), "/search?q=a&per_page=50");
        check("q=a&per_page=50", Change::PerPage(10), "/search?q=a");
        check("q=a&page=2", Change::Collapse(false), "/search?q=a&collapse=off");
        check("q=a&collapse=off&page=2", Change::Collapse(true), "/search?q=a");
        check("q=a&page=2", Change::Explain(true), "/search?q=a&explain=1&page=2");
        check("not_source=x&page=2", Change::Reject(source(), "x"), "/search");
        check("q=a&page=2", Change::Reject(source(), "x"), "/search?q=a&not_source=x");
        check("missing=source,column", Change::Missing(source()), "/search?missing=column");
        check("from=2020", Change::Missing(source()), "/search?missing=source&from=2020");
        check("q=a&page=2", Change::Cursor("*"), "/search?q=a&cursor=%2A");
        check("q=a&per_page=20&page=2", Change::Representation(Representation::Csv), "/search?q=a&format=csv");
        check("q=a&page=2", Change::Representation(Representation::Json), "/search?q=a&format=json&page=2");
    }

    #[test]
    fn an_article_remembers_its_search() {
        let links = SearchLinks::new(&SearchParams::parse(Some("q=a&page=2")).unwrap());
        let id = ArticleId::new("甲/1?").unwrap();
        assert_eq!(links.article(&id), "/articles/%E7%94%B2%2F1%3F?q=a&page=2");
    }
}
