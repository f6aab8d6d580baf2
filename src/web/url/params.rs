//! The parameters of an address, read into a [`SearchRequest`]. What a person types as `q` is never
//! wrong; any other parameter that is unknown, malformed or repeated is an error that names it.

use jiff::civil::Date;

use super::cursor;
use super::fields::FieldName;
use super::values::{
    Unit, check_together, parse_as_of, parse_collapse, parse_date, parse_explain, parse_facet_names, parse_facets,
    parse_fields, parse_format, parse_histogram, parse_match, parse_number, parse_recency, parse_sort, parse_switch,
    unknown,
};
use crate::model::Facet;
use crate::search::engine::query::Sort;
use crate::search::query::narrowed;
use crate::search::types::request::{ScanCursor, SearchRequest};
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::{pairs, repeated};

/// What begins the name of the parameter that leaves values of a facet out.
pub const NOT_PREFIX: &str = "not_";

/// Results in a feed, unasked: a reader who looks once a day should miss nothing.
const FEED_LENGTH: usize = 50;

/// What the address of a search says.
#[derive(Debug, Clone)]
pub struct SearchParams {
    /// The search.
    pub request: SearchRequest,
    /// The form, where `format=` states one.
    pub format: Option<Representation>,
    /// What results are to tell, where `fields=` states it.
    pub fields: Option<Vec<FieldName>>,
    /// How the hits are to be counted over time, where `histogram=` states it.
    pub histogram: Option<Unit>,
    /// The cursor as it was stated.
    pub cursor: Option<String>,
    /// The names of the parameters that were stated, but for facets.
    stated: Vec<String>,
}

impl SearchParams {
    /// Reads the query part of an address.
    ///
    /// # Errors
    /// 400, naming the parameter and saying what is allowed.
    pub fn parse(query: Option<&str>) -> Result<Self, WebError> {
        Self::parse_with(query, |_, _| Ok(false))
    }

    /// The same for an address that takes further parameters: `further` tells whether it has taken one.
    ///
    /// # Errors
    /// 400, naming the parameter and saying what is allowed.
    pub fn parse_with(
        query: Option<&str>,
        mut further: impl FnMut(&str, &str) -> Result<bool, WebError>,
    ) -> Result<Self, WebError> {
        let mut request = SearchRequest::new("");
        let (mut format, mut fields, mut cursor, mut histogram) = (None, None, None, None);
        let mut within = String::new();
        let mut stated: Vec<String> = Vec::new();
        for pair in pairs(query) {
            let (name, value) = pair?;
            let (facet, rejects) = match name.strip_prefix(NOT_PREFIX) {
                Some(rejected) => (Facet::named(rejected), true),
                None => (Facet::named(&name), false),
            };
            if let Some(facet) = facet {
                let value = value.trim();
                if !value.is_empty() {
                    let of_facets = if rejects { &mut request.rejected } else { &mut request.filters };
                    let values = of_facets.entry(facet).or_default();
                    if !values.iter().any(|known| known == value) {
                        values.push(value.to_owned());
                    }
                }
                continue;
            }
            match name.as_str() {
                "q" => request.query = value,
                "within" => within = value,
                "match" => request.matching = parse_match(&value)?,
                "sort" => request.sort = parse_sort(&value)?,
                "page" => request.page = parse_number("page", &value, SearchRequest::MAX_DEPTH)?,
                "per_page" => request.per_page = parse_number("per_page", &value, SearchRequest::MAX_PER_PAGE)?,
                "cursor" => cursor = Some(value),
                "from" => request.from = parse_date("from", &value)?,
                "to" => request.to = parse_date("to", &value)?,
                "as_of" => request.as_of = parse_as_of(&value)?,
                "missing" => request.missing = parse_facet_names(&value)?,
                "facets" => {
                    if let Some((facets, sizes)) = parse_facets(&value)? {
                        (request.facets, request.facet_values) = (facets, sizes);
                    }
                }
                "fields" => fields = parse_fields(&value)?,
                "highlight" => request.highlight = parse_switch("highlight", &value)?,
                "synonyms" => request.synonyms = parse_switch("synonyms", &value)?,
                "collapse" => request.collapse = Some(parse_collapse(&value)?),
                "recency" => request.recency = parse_recency(&value)?,
                "related" => request.related = parse_switch("related", &value)?,
                "explain" => request.explain = parse_explain(&value)?,
                "histogram" => histogram = parse_histogram(&value)?,
                "format" => format = Some(parse_format(&value)?),
                other if further(other, &value)? => {}
                _ => return Err(unknown(&name)),
            }
            if stated.contains(&name) {
                return Err(repeated(&name));
            }
            stated.push(name);
        }
        check_together(&request)?;
        request.query = narrowed(&request.query, &within, request.matching);
        request.histogram = histogram.is_some();
        let mut params = Self { request, format, fields, histogram, cursor, stated };
        params.read_cursor()?;
        Ok(params)
    }

    fn read_cursor(&mut self) -> Result<(), WebError> {
        let Some(text) = &self.cursor else { return Ok(()) };
        let (walk, today) = match text.as_str() {
            cursor::BEGIN => (ScanCursor::default(), None),
            _ => {
                let (walk, today) = cursor::decode(&self.request, text).ok_or_else(|| {
                    let detail = "参数 cursor 不是这次检索给出的；请从 cursor=* 开始，之后照抄每次回答里的 next，检索条件与排序不能改动。";
                    let detail_en = "This cursor was not given for this search; begin with cursor=* and follow next, \
                                     leaving query, filters and order as they are.";
                    WebError::parameter("cursor", detail, detail_en, "cursor=*")
                })?;
                (walk, Some(today))
            }
        };
        if self.states("page") {
            let detail = "page 与 cursor 只能用一个：cursor 依次走完全部结果，没有页码。";
            let detail_en = "State page or cursor, not both: a cursor walks over every hit and has no page numbers.";
            return Err(WebError::parameter("cursor", detail, detail_en, "cursor=*&per_page=100"));
        }
        if self.request.collapse == Some(true) {
            let detail = "collapse=reprints 与 cursor 不能同用：cursor 依次走完每一篇，转载也在内。";
            let detail_en = "A cursor walks over every bulletin, reprints as well; leave collapse out.";
            return Err(WebError::parameter("collapse", detail, detail_en, "collapse=off"));
        }
        self.request.cursor = Some(walk);
        self.request.today = today;
        Ok(())
    }

    /// The same parameters with another request.
    #[must_use]
    pub fn with_request(&self, request: SearchRequest) -> Self {
        Self { request, ..self.clone() }
    }

    /// Whether the address states this parameter.
    pub fn states(&self, name: &str) -> bool {
        self.stated.iter().any(|stated| stated == name)
    }

    /// Makes it the request of a form: a feed is of the newest, and long, where nothing else is stated; what holds
    /// every hit has no pages. Without the day there is no 去年, and a walk goes on in the day it was begun.
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
        if let Some(name) =
            ["page", "per_page", "collapse"].into_iter().find(|name| form.is_whole() && self.states(name))
        {
            let detail = format!(
                "format={} 总是给出全部结果，没有参数 {name}；要分段取，可用 format=json 与 cursor=*。",
                form.name()
            );
            let detail_en = format!("format={} holds every hit and takes no {name}.", form.name());
            return Err(WebError::parameter(name, detail, detail_en, format!("format={}", form.name())));
        }
        Ok(())
    }

    /// Whether anything that this form shows of a result is marked: what nobody reads need not be looked for.
    pub fn needs_highlights(&self, form: Representation) -> bool {
        match form {
            Representation::Html | Representation::Atom | Representation::JsonFeed => true,
            Representation::Ris | Representation::Bibtex | Representation::Gbt7714 => false,
            Representation::Json | Representation::Csv | Representation::Ndjson => {
                self.fields.as_ref().is_none_or(|fields| fields.iter().any(|field| field.needs_query()))
            }
        }
    }

    /// Reads the query part of an address that takes no parameter but `format`.
    ///
    /// # Errors
    /// 400, naming the parameter.
    pub fn only_format(query: Option<&str>) -> Result<(), WebError> {
        Self::only(query, &[], |_, _| Ok(()))
    }

    /// Reads the query part of an address that takes `format` and these parameters, each once.
    ///
    /// # Errors
    /// 400, naming the parameter; what `take` finds wrong with a value.
    pub fn only(
        query: Option<&str>,
        names: &[&str],
        mut take: impl FnMut(&str, String) -> Result<(), WebError>,
    ) -> Result<(), WebError> {
        let mut seen: Vec<String> = Vec::new();
        for pair in pairs(query) {
            let (name, value) = pair?;
            if seen.contains(&name) {
                return Err(repeated(&name));
            }
            match name.as_str() {
                "format" => drop(parse_format(&value)?),
                known if names.contains(&known) => take(&name, value)?,
                _ => {
                    let others: String = names.iter().map(|name| format!("{name}、")).collect();
                    let detail = format!("这个地址没有参数「{name}」，只有 {others}format。");
                    let others: String = names.iter().map(|name| format!("{name}, ")).collect();
                    let detail_en = format!("This address has no parameter \"{name}\"; it takes {others}format.");
                    return Err(WebError::parameter(&name, detail, detail_en, "format=json"));
                }
            }
            seen.push(name);
        }
        Ok(())
    }

    /// How many pages of `total` results there are, as far as paging reaches.
    pub fn pages(&self, total: usize) -> usize {
        total.div_ceil(self.request.per_page).min(SearchRequest::MAX_DEPTH / self.request.per_page)
    }

    /// The request of a page that shows the newest of everything.
    pub fn everything() -> Self {
        Self {
            request: SearchRequest::new(""),
            format: None,
            fields: None,
            histogram: None,
            cursor: None,
            stated: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        request.facets = vec![Facet::named("site").unwrap()];
        request.filters.insert(Facet::named("source").unwrap(), vec!["甲,乙".to_owned(), "丙".to_owned()]);
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
