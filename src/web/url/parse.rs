//! Reads addresses into [`SearchParams`], each parameter as the [`registry`] says. What a person types as
//! `q` is never wrong; any other parameter that is malformed or repeated is an error that names it, and so is one that is
//! unknown, but on a page.

use jiff::civil::Date;

use super::cursor;
use super::params::SearchParams;
use super::registry::{self, NOT_PREFIX};
use super::values::{facet_names, parse_format};
use crate::search::engine::query::Sort;
use crate::search::query::narrowed;
use crate::search::types::request::{ScanCursor, SearchRequest};
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::{self, Query, not_taken, repeated};
use crate::web::i18n::localized_text::LocalizedText;

/// Results in a feed by default: a reader who looks once a day should miss nothing.
const FEED_LENGTH: usize = 50;

impl SearchParams {
    /// Reads the query part of an address.
    ///
    /// # Errors
    /// 400, naming the parameter and saying what is allowed.
    pub fn parse<'q>(query: impl Into<Query<'q>>) -> Result<Self, WebError> {
        Self::parse_with(query, |_, _| Ok(false))
    }

    /// The same for an address that takes further parameters: `further` tells whether it has taken one.
    ///
    /// # Errors
    /// 400, naming the parameter and saying what is allowed.
    pub fn parse_with<'q>(
        query: impl Into<Query<'q>>,
        mut further: impl FnMut(&str, &str) -> Result<bool, WebError>,
    ) -> Result<Self, WebError> {
        let (mut params, query) = (Self::everything(), query.into());
        for pair in query.pairs() {
            let (name, value) = pair?;
            match (registry::find(&name), value) {
                (Some(entry), value) => {
                    entry.parameter.apply(&mut params, &value?)?;
                    if entry.parameter.repeats() {
                        continue;
                    }
                }
                (None, Ok(value)) if further(&name, &value)? => {}
                _ if query.ignores_unknown() => continue,
                (None, Ok(_)) => return Err(unknown(&name)),
                (None, Err(error)) => return Err(error),
            }
            if params.states(&name) {
                return Err(repeated(&name));
            }
            params.stated.push(name);
        }
        check_dates(&params.request)?;
        check_past(&params.request)?;
        check_depth(&params.request)?;
        let within = std::mem::take(&mut params.within);
        let request = &mut params.request;
        request.query = narrowed(&request.query, &within, request.matching);
        request.histogram = params.histogram.is_some();
        params.resume()?;
        Ok(params)
    }

    /// Goes on where the cursor says.
    fn resume(&mut self) -> Result<(), WebError> {
        let Some(text) = &self.cursor else { return Ok(()) };
        let (place, today) = if text == cursor::BEGIN {
            (ScanCursor::default(), None)
        } else {
            let (place, today) = cursor::decode(&self.request, text).ok_or_else(foreign_cursor)?;
            (place, Some(today))
        };
        if self.states("page") {
            let detail = LocalizedText::new("error-cursor-page");
            return Err(WebError::bad_parameter("cursor", detail, "cursor=*&per_page=100"));
        }
        if self.request.collapse == Some(true) {
            let detail = LocalizedText::new("error-cursor-collapse");
            return Err(WebError::bad_parameter("collapse", detail, "collapse=off"));
        }
        self.request.cursor = Some(place);
        self.request.today = today;
        Ok(())
    }

    /// Makes it the request of a form: a feed is of the newest, and long, where nothing else is stated; what holds
    /// every hit has no pages. Without the day there is no 去年, and a cursor goes on in the day it was begun.
    ///
    /// # Errors
    /// 400 where a page of what holds every hit is asked for.
    pub fn apply_defaults(&mut self, form: Representation, today: Date) -> Result<(), WebError> {
        self.request.today.get_or_insert(today);
        if form.is_feed() {
            if !self.states("sort") {
                self.request.sort = Sort::Newest;
            }
            if !self.states("per_page") {
                self.request.per_page = FEED_LENGTH;
            }
        }
        if !form.is_whole() {
            return Ok(());
        }
        let Some(name) = registry::not_in_exports().find(|name| self.states(name)) else { return Ok(()) };
        let form = form.name();
        let detail = LocalizedText::new("error-export-page").with("form", form).with("name", name);
        Err(WebError::bad_parameter(name, detail, format!("format={form}")))
    }

    /// Reads the query part of an address that takes no parameter but `format`.
    ///
    /// # Errors
    /// 400, naming the parameter.
    pub fn only_format<'q>(query: impl Into<Query<'q>>) -> Result<(), WebError> {
        Self::only(query, &[], |_, _| Ok(()))
    }

    /// Reads the query part of an address that takes `format` and these parameters, each once.
    ///
    /// # Errors
    /// 400, naming the parameter; what `take` finds wrong with a value.
    pub fn only<'q>(
        query: impl Into<Query<'q>>,
        names: &[&str],
        mut take: impl FnMut(&str, String) -> Result<(), WebError>,
    ) -> Result<(), WebError> {
        let (mut seen, query): (Vec<String>, Query<'_>) = (Vec::new(), query.into());
        for pair in query.pairs() {
            let (name, value) = pair?;
            let is_known = name == "format" || names.contains(&name.as_str());
            if !is_known && query.ignores_unknown() {
                continue;
            }
            if seen.contains(&name) {
                return Err(repeated(&name));
            }
            match name.as_str() {
                "format" => drop(parse_format(&value?)?),
                _ if is_known => take(&name, value?)?,
                _ => return Err(not_here(&name, names)),
            }
            seen.push(name);
        }
        Ok(())
    }
}

/// 400: the address takes `format` and these alone.
fn not_here(name: &str, names: &[&str]) -> WebError {
    not_taken(name, LocalizedText::names(names.iter().chain(&["format"])), "format=json")
}

/// 400: a search has no such parameter.
fn unknown(name: &str) -> WebError {
    let (names, facets) = (registry::names().collect::<Vec<_>>().join(", "), facet_names());
    let names = format!("{names}, {facets}, {NOT_PREFIX}…（{facets}）");
    query_string::unknown(name, &names, "q=脱贫攻坚&sort=-date")
}

/// 400: the cursor was given for another search, or by nobody.
fn foreign_cursor() -> WebError {
    WebError::bad_parameter("cursor", LocalizedText::new("error-cursor-foreign"), "cursor=*")
}

/// The first date is not after the last.
fn check_dates(request: &SearchRequest) -> Result<(), WebError> {
    let (Some(from), Some(to)) = (request.from, request.to) else { return Ok(()) };
    if from.first_day() <= to.last_day() {
        return Ok(());
    }
    Err(query_string::dates_reversed(from, to))
}

/// Of the past nothing is asked that is known of the present alone.
fn check_past(request: &SearchRequest) -> Result<(), WebError> {
    if request.as_of.is_none() || request.collapse != Some(true) {
        return Ok(());
    }
    Err(WebError::bad_parameter("collapse", LocalizedText::new("error-collapse-past"), "collapse=off"))
}

/// The page is one that paging reaches.
fn check_depth(request: &SearchRequest) -> Result<(), WebError> {
    let (most, size) = (SearchRequest::MAX_DEPTH, request.per_page);
    if request.page.saturating_mul(size) <= most {
        return Ok(());
    }
    let last = most / size;
    let detail = LocalizedText::new("error-page-depth").with("most", most).with("size", size).with("last", last);
    Err(WebError::bad_parameter("page", detail, format!("page={last}&per_page={size}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Facet;
    use crate::search::query::Match;

    fn check(query: &str, expected: &SearchRequest) {
        assert_eq!(&SearchParams::parse(Some(query)).unwrap().request, expected, "{query}");
    }

    fn check_refused(query: &str, parameter: &str) {
        let error = SearchParams::parse(Some(query)).expect_err(query);
        assert_eq!(error.status(), 400, "{query}");
        assert_eq!(error.parameter_name(), Some(parameter), "{query}");
    }

    #[test]
    fn reads_what_is_asked() {
        check("", &SearchRequest::new(""));
        check("q=%E8%84%B1%E8%B4%AB+%22a%22", &SearchRequest::new("脱贫 \"a\""));
        check("q=100%", &SearchRequest::new("100%"));
        check("&&q=a&", &SearchRequest::new("a"));
        check("from=&to=+&source=&facets=&q=", &SearchRequest::new(""));
        let mut request = SearchRequest::new("a");
        request.sort = Sort::Newest;
        request.matching = Match::Exact;
        (request.page, request.per_page) = (100, 100);
        request.from = "2019".parse().ok();
        request.to = "2020-02-29".parse().ok();
        request.facets = vec![Facet::from_name("site").unwrap()];
        request.filters.insert(Facet::from_name("source").unwrap(), vec!["甲,乙".to_owned(), "丙".to_owned()]);
        check(
            "q=a&sort=-date&match=exact&page=100&per_page=100&from=2019&to=2020-02-29&facets=site\
             &source=%E7%94%B2,%E4%B9%99&source=%E4%B8%99&source=%E4%B8%99",
            &request,
        );
        check(
            "from=2020-02&to=2020",
            &SearchRequest { from: "2020-02".parse().ok(), to: "2020".parse().ok(), ..SearchRequest::new("") },
        );
    }

    #[test]
    fn refuses_by_name() {
        check_refused("query=a", "query");
        check_refused("q=a&q=b", "q");
        check_refused("sort=-date&sort=-date", "sort");
        check_refused("from=&from=2020", "from");
        check_refused("match=fuzzy", "match");
        check_refused("sort=newest", "sort");
        check_refused("sort=", "sort");
        check_refused("page=0", "page");
        check_refused("page=-1", "page");
        check_refused("page=+1", "page");
        check_refused("page=", "page");
        check_refused("page=two", "page");
        check_refused("page=99999999999999999999999", "page");
        check_refused("page=1001", "page");
        check_refused("page=101&per_page=100", "page");
        check_refused("per_page=0", "per_page");
        check_refused("per_page=101", "per_page");
        check_refused("from=2020-13", "from");
        check_refused("from=2021-02-29", "from");
        check_refused("to=2020/01/02", "to");
        check_refused("to=yesterday", "to");
        check_refused("from=2021&to=2020", "from");
        check_refused("as_of=yesterday", "as_of");
        check_refused("as_of=2021-02-29", "as_of");
        check_refused("as_of=2021-02-28T12:00:00", "as_of");
        check_refused("as_of=2021-02-28T12:00:00+08:00", "as_of");
        check_refused("as_of=2021-02-28%2012:00:00Z", "as_of");
        check_refused("as_of=2021&as_of=2021", "as_of");
        check_refused("as_of=2021&collapse=reprints", "collapse");
        check_refused("facets=year,colour", "facets");
        check_refused("format=pdf", "format");
        check_refused("synonyms=no", "synonyms");
        check_refused("recency=0", "recency");
        check_refused("recency=on", "recency");
        check_refused("recency=99999", "recency");
        check_refused("explain=2", "explain");
        check_refused("explain=", "explain");
        check_refused("q=%B9%AB", "q");
        check_refused("cursor=", "cursor");
        check_refused("cursor=abc", "cursor");
        check_refused("cursor=*&page=1", "cursor");
        check_refused("missing=colour", "missing");
        check_refused("not_colour=red", "not_colour");
        check_refused("facets=year:0", "facets");
        check_refused("facets=year:1001", "facets");
        check_refused("fields=id,colour", "fields");
        check_refused("highlight=maybe", "highlight");
        check_refused("histogram=week", "histogram");
        check_refused("histogram=", "histogram");
    }

    #[test]
    fn dates_compare_by_their_span() {
        check(
            "from=2020-06&to=2020",
            &SearchRequest { from: "2020-06".parse().ok(), to: "2020".parse().ok(), ..SearchRequest::new("") },
        );
        check_refused("from=2020-02-01&to=2020-01", "from");
    }
}
