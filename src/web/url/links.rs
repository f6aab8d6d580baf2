//! [`SearchLinks`] writes the addresses of a search and of its neighbours: another page, another
//! order, a filter more or less. It is the inverse of [`super::parse`].

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use super::change::Change;
use super::parameter::{Entry, Parameter, Trends};
use super::params::SearchParams;
use super::registry;
use crate::model::{ArticleId, Facet};
use crate::search::types::response::ResultItem;
use crate::search::types::suggestion::Relaxation;

/// Everything but the unreserved characters of RFC 3986.
pub const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// One parameter with one value, ready to be written. A page of results has a hundred links, so what they share is
/// encoded once.
struct Part {
    entry: &'static Entry,
    value: String,
    encoded: String,
}

impl Part {
    fn new(entry: &'static Entry, value: impl Into<String>) -> Self {
        let value = value.into();
        let mut encoded = String::with_capacity(16 + value.len() * 3);
        encoded.extend([entry.parameter.name, "="]);
        encoded.extend(utf8_percent_encode(&value, ESCAPED));
        Self { entry, value, encoded }
    }

    /// The parameter with this value, where that is not its default.
    fn unless_default(entry: &'static Entry, value: &str) -> Option<Self> {
        (value != entry.default).then(|| Self::new(entry, value))
    }
}

/// The addresses of a search, or of its trends, and of the neighbours.
pub struct SearchLinks {
    path: &'static str,
    /// What stands before all else, ready to be written.
    head: Vec<String>,
    /// In the order of links.
    parts: Vec<Part>,
    missing: Vec<&'static str>,
}

impl SearchLinks {
    /// The links of a search.
    pub fn new(params: &SearchParams) -> Self {
        let mut parts = Vec::new();
        for entry in registry::in_links() {
            entry.write(params, |value| parts.push(Part::new(entry, value)));
        }
        Self { path: "/search", head: Vec::new(), parts, missing: registry::missing_names(params) }
    }

    /// The links of how often queries find something over time: what trends have of their own, by name and value, and
    /// the filters and dates of a search.
    pub fn of_trends(params: &SearchParams, own: &[(&'static str, &str)]) -> Self {
        let head = own.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let mut links = Self { path: "/trends", head, ..Self::new(params) };
        links.parts.retain(|part| part.entry.parameter.trends == Trends::Narrows);
        links
    }

    /// The address of the search with one thing changed.
    pub fn url(&self, change: Change<'_>) -> String {
        self.with_path(self.path.to_owned(), change)
    }

    /// The address of an article that remembers the search it was found by.
    pub fn article(&self, id: &ArticleId) -> String {
        self.with_path(article_url(id), Change::Nothing)
    }

    /// The address that asks for mails about what the search newly finds.
    pub fn alerts(&self) -> String {
        self.with_path("/alerts".to_owned(), Change::Page(1))
    }

    /// The same search in the values of a facet alone.
    pub fn facet(&self, facet: &Facet) -> String {
        self.with_path(format!("/facets/{}", facet.name), Change::Nothing)
    }

    /// The parameters that a form must repeat, by name and value, where it asks for the format and shows none of them.
    pub fn in_form(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.repeated(|parameter| parameter.name == "format")
    }

    /// The parameters that a form must repeat, by name and value, because it does not show them.
    pub fn hidden_in_form(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.repeated(|parameter| parameter.is_field)
    }

    /// The parameters that last when a form leads to another query, but for those that it asks for.
    fn repeated(&self, asks_for: fn(&Parameter) -> bool) -> impl Iterator<Item = (&'static str, &str)> {
        let lasting = |parameter: &Parameter| !(parameter.dropped)(Change::Query(""));
        let kept = self.parts.iter().filter(move |part| {
            let parameter = &part.entry.parameter;
            lasting(parameter) && !asks_for(parameter)
        });
        kept.map(|part| (part.entry.parameter.name, part.value.as_str()))
    }

    fn with_path(&self, path: String, change: Change<'_>) -> String {
        let Edit { mut added, dropped } = self.edit(change);
        let mut url = path;
        url.reserve(self.parts.iter().map(|part| part.encoded.len() + 1).sum::<usize>() + 64);
        let mut separator = '?';
        let mut write = |encoded: &str| {
            url.push(separator);
            url.push_str(encoded);
            separator = '&';
        };
        self.head.iter().for_each(|encoded| write(encoded));
        for part in &self.parts {
            if let Some(part) = added.take_if(|added| part.entry.rank > added.entry.rank) {
                write(&part.encoded);
            }
            if !dropped.has(part) && !(part.entry.parameter.dropped)(change) {
                write(&part.encoded);
            }
        }
        if let Some(part) = added {
            write(&part.encoded);
        }
        url
    }

    /// What a change comes to.
    fn edit(&self, change: Change<'_>) -> Edit<'_> {
        match change {
            Change::Toggle(facet, value) => self.toggle(registry::filter(facet), value),
            Change::Exclude(facet, value) => self.toggle(registry::exclusion(facet), value),
            Change::Missing(facet) => {
                let mut names = self.missing.clone();
                match names.iter().position(|name| *name == facet.name) {
                    Some(place) => drop(names.remove(place)),
                    None => names.push(facet.name),
                }
                Edit::restating("missing", &names.join(","))
            }
            // Both dates stand side by side in every address.
            Change::Dates(from, to) => {
                let entry = registry::known("from");
                let encoded = format!("from={from}&to={to}");
                Edit { added: Some(Part { entry, value: String::new(), encoded }), dropped: Dropped::Nothing }
            }
            other => match other.stated() {
                Some((name, value)) => Edit::restating(name, &value),
                None => Edit { added: None, dropped: Dropped::Nothing },
            },
        }
    }

    /// Takes a value away where it is there, and adds it where it is not.
    fn toggle(&self, entry: &'static Entry, value: &str) -> Edit<'_> {
        match self.parts.iter().find(|part| part.entry.rank == entry.rank && part.value == value) {
            Some(part) => Edit { added: None, dropped: Dropped::Value(part) },
            None => Edit { added: Some(Part::new(entry, value)), dropped: Dropped::Nothing },
        }
    }
}

/// What an address has more and less than that of the search itself, besides what the registry says.
struct Edit<'a> {
    added: Option<Part>,
    dropped: Dropped<'a>,
}

enum Dropped<'a> {
    Nothing,
    /// This value of a facet.
    Value(&'a Part),
    /// Whatever the search says of this parameter.
    Parameter(&'static Entry),
}

impl Edit<'_> {
    /// A parameter has this value and no other.
    fn restating(name: &str, value: &str) -> Self {
        let entry = registry::known(name);
        Self { added: Part::unless_default(entry, value), dropped: Dropped::Parameter(entry) }
    }
}

impl Dropped<'_> {
    fn has(&self, part: &Part) -> bool {
        match self {
            Dropped::Nothing => false,
            Dropped::Value(dropped) => std::ptr::eq(*dropped, part),
            Dropped::Parameter(entry) => entry.rank == part.entry.rank,
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

/// The search that a relaxation offers, in the form that is asked for.
pub fn relaxation_url(relaxation: &Relaxation, params: &SearchParams) -> String {
    SearchLinks::new(&params.with_request(relaxation.request.clone())).url(Change::Nothing)
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
    use crate::search::engine::query::Sort;
    use crate::web::format::Representation;

    fn check(query: &str, change: Change<'_>, expected: &str) {
        let params = SearchParams::parse(Some(query)).unwrap();
        assert_eq!(SearchLinks::new(&params).url(change), expected, "{query} {change:?}");
    }

    fn source() -> &'static Facet {
        Facet::from_name("source").unwrap()
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
        check("not_source=x&page=2", Change::Exclude(source(), "x"), "/search");
        check("q=a&page=2", Change::Exclude(source(), "x"), "/search?q=a&not_source=x");
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
