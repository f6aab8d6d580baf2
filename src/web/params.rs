//! The parameters of an address, read into a [`SearchRequest`]. What a person types as `q` is never
//! wrong; any other parameter that is unknown, malformed or repeated is an error that names it.

use percent_encoding::percent_decode_str;

use super::error::WebError;
use super::negotiate::Form;
use crate::model::{FACETS, Facet, PartialDate};
use crate::search::recency::MOST_DAYS;
use crate::search::request::{Match, SearchRequest, Sort};

/// What the address of a search says.
#[derive(Debug, Clone)]
pub struct SearchParams {
    /// The search.
    pub request: SearchRequest,
    /// The form, where `format=` states one.
    pub format: Option<Form>,
}

impl SearchParams {
    /// Reads the query part of an address.
    ///
    /// # Errors
    /// 400, naming the parameter and saying what is allowed.
    pub fn parse(query: Option<&str>) -> Result<Self, WebError> {
        let mut request = SearchRequest::new("");
        let mut format = None;
        let mut seen: Vec<String> = Vec::new();
        for pair in pairs(query) {
            let (name, value) = pair?;
            if let Some(facet) = Facet::named(&name) {
                let value = value.trim();
                if !value.is_empty() {
                    let values = request.filters.entry(facet).or_default();
                    if !values.iter().any(|known| known == value) {
                        values.push(value.to_owned());
                    }
                }
                continue;
            }
            match name.as_str() {
                "q" => request.query = value,
                "match" => request.matching = read_match(&value)?,
                "sort" => request.sort = read_sort(&value)?,
                "page" => request.page = read_number("page", &value, SearchRequest::MAX_DEPTH)?,
                "per_page" => request.per_page = read_number("per_page", &value, SearchRequest::MAX_PER_PAGE)?,
                "from" => request.from = read_date("from", &value)?,
                "to" => request.to = read_date("to", &value)?,
                "facets" => request.facets = read_facets(&value)?.unwrap_or(request.facets),
                "synonyms" => request.synonyms = read_synonyms(&value)?,
                "collapse" => request.collapse = Some(read_collapse(&value)?),
                "recency" => request.recency = read_recency(&value)?,
                "explain" => request.explain = read_explain(&value)?,
                "format" => format = Some(read_form(&value)?),
                _ => return Err(unknown(&name)),
            }
            if seen.contains(&name) {
                return Err(repeated(&name));
            }
            seen.push(name);
        }
        check_together(&request)?;
        Ok(Self { request, format })
    }

    /// Reads the query part of an address that takes no parameter but `format`.
    ///
    /// # Errors
    /// 400, naming the parameter.
    pub fn only_format(query: Option<&str>) -> Result<(), WebError> {
        let mut seen = false;
        for pair in pairs(query) {
            let (name, value) = pair?;
            match name.as_str() {
                "format" if seen => return Err(repeated(&name)),
                "format" => read_form(&value).map(|_| seen = true)?,
                _ => {
                    let detail = format!("这个地址没有参数「{name}」，只有 format。");
                    let detail_en = format!("This address has no parameter \"{name}\"; it only takes format.");
                    return Err(WebError::parameter(&name, detail, detail_en, "format=json"));
                }
            }
        }
        Ok(())
    }

    /// How many pages of `total` results there are, as far as paging reaches.
    pub fn pages(&self, total: usize) -> usize {
        total.div_ceil(self.request.per_page).min(SearchRequest::MAX_DEPTH / self.request.per_page)
    }

    /// The request of a page that shows the newest of everything.
    pub fn everything() -> Self {
        Self { request: SearchRequest::new(""), format: None }
    }
}

/// The names and values of a query, decoded.
pub fn pairs(query: Option<&str>) -> impl Iterator<Item = Result<(String, String), WebError>> {
    query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name).ok_or_else(|| not_utf8(name))?;
        let value = decode(value).ok_or_else(|| not_utf8(&name))?;
        Ok((name, value))
    })
}

fn decode(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(|text| text.into_owned())
}

/// The name of an order in addresses.
pub fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::Newest => "-date",
        Sort::Oldest => "date",
    }
}

/// The name of a way of matching in addresses.
pub fn match_name(matching: Match) -> &'static str {
    match matching {
        Match::Words => "words",
        Match::Exact => "exact",
    }
}

fn read_match(value: &str) -> Result<Match, WebError> {
    [Match::Words, Match::Exact]
        .into_iter()
        .find(|known| match_name(*known) == value)
        .ok_or_else(|| one_of("match", value, "words（按词）或 exact（逐字）", "words or exact", "match=exact"))
}

fn read_sort(value: &str) -> Result<Sort, WebError> {
    [Sort::Relevance, Sort::Newest, Sort::Oldest].into_iter().find(|known| sort_name(*known) == value).ok_or_else(
        || {
            let allowed = "relevance（相关度）、-date（最新在前）或 date（最早在前）";
            one_of("sort", value, allowed, "relevance, -date (newest first) or date (oldest first)", "sort=-date")
        },
    )
}

fn read_synonyms(value: &str) -> Result<bool, WebError> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(one_of("synonyms", value, "on（也查同义词）或 off（不查）", "on or off", "synonyms=off")),
    }
}

fn read_collapse(value: &str) -> Result<bool, WebError> {
    match value {
        "reprints" => Ok(true),
        "off" => Ok(false),
        _ => Err(one_of(
            "collapse",
            value,
            "reprints（合并转载）或 off（不合并）",
            "reprints or off",
            "collapse=reprints",
        )),
    }
}

fn read_recency(value: &str) -> Result<Option<u32>, WebError> {
    match value {
        "off" => Ok(None),
        _ => {
            let most = MOST_DAYS as usize;
            read_number("recency", value, most).map(|days| u32::try_from(days).ok()).map_err(|_| {
                let allowed = format!("off，或 1 到 {most} 的天数");
                one_of("recency", value, &allowed, &format!("off, or days from 1 to {most}"), "recency=365")
            })
        }
    }
}

fn read_explain(value: &str) -> Result<bool, WebError> {
    match value {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(one_of("explain", value, "1（说明得分）或 0（不说明）", "1 or 0", "explain=1")),
    }
}

fn read_form(value: &str) -> Result<Form, WebError> {
    Form::named(value).ok_or_else(|| one_of("format", value, "html 或 json", "html or json", "format=json"))
}

fn read_number(name: &str, value: &str, most: usize) -> Result<usize, WebError> {
    // `parse` alone would take "+5".
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    match value.parse() {
        Ok(number) if digits && number >= 1 && (number <= most || name == "page") => Ok(number),
        // Larger than any page that could be: let the depth, which has the remedy, speak.
        Err(_) if digits && !value.is_empty() && name == "page" => Ok(usize::MAX),
        _ if name == "page" => Err(one_of(name, value, "从 1 起的整数", "a whole number from 1", "page=2")),
        _ => {
            let (allowed, allowed_en) = (format!("1 到 {most} 的整数"), format!("a whole number from 1 to {most}"));
            Err(one_of(name, value, &allowed, &allowed_en, &format!("{name}=20")))
        }
    }
}

/// Absent where the field of a form was left empty.
fn read_date(name: &str, value: &str) -> Result<Option<PartialDate>, WebError> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    // `PartialDate` reads every writing that pages use; an address has one writing a date.
    let date = value.parse().ok().filter(|date: &PartialDate| date.to_string() == value);
    date.map(Some).ok_or_else(|| {
        let allowed = "YYYY、YYYY-MM 或 YYYY-MM-DD，且须是真实存在的日期";
        one_of(name, value, allowed, "YYYY, YYYY-MM or YYYY-MM-DD, and a day that exists", &format!("{name}=2020-02"))
    })
}

/// The facets to count; `None` where nothing is stated.
fn read_facets(value: &str) -> Result<Option<Vec<&'static Facet>>, WebError> {
    match value {
        "" => Ok(None),
        "none" => Ok(Some(Vec::new())),
        _ => {
            let mut facets = Vec::new();
            for name in value.split(',') {
                let facet = Facet::named(name.trim()).ok_or_else(|| {
                    let names = facet_names();
                    let allowed = format!("以逗号分隔的 {names}，或 none");
                    one_of(
                        "facets",
                        value,
                        &allowed,
                        &format!("none, or of {names}, comma-separated"),
                        "facets=year,source",
                    )
                })?;
                if !facets.contains(&facet) {
                    facets.push(facet);
                }
            }
            Ok(Some(facets))
        }
    }
}

fn check_together(request: &SearchRequest) -> Result<(), WebError> {
    if let (Some(from), Some(to)) = (request.from, request.to)
        && from.first_day() > to.last_day()
    {
        let detail = format!("起始日期 from={from} 晚于截止日期 to={to}；请对调，或去掉其中一个。");
        let detail_en = format!("from={from} is later than to={to}; swap them or leave one out.");
        return Err(WebError::parameter("from", detail, detail_en, format!("from={to}&to={from}")));
    }
    if request.page.saturating_mul(request.per_page) > SearchRequest::MAX_DEPTH {
        let most = SearchRequest::MAX_DEPTH;
        let last = most / request.per_page;
        let detail = format!(
            "翻页最多到第 {most} 条：每页 {} 条时 page 最大是 {last}。请用 from、to 或筛选缩小范围，或换一种排序从另一端看起。",
            request.per_page
        );
        let detail_en = format!(
            "Paging reaches result {most}: at {} a page, page goes up to {last}. Narrow the search with from, to or a \
             facet, or sort the other way.",
            request.per_page
        );
        return Err(WebError::parameter(
            "page",
            detail,
            detail_en,
            format!("page={last}&per_page={}", request.per_page),
        ));
    }
    Ok(())
}

fn facet_names() -> String {
    FACETS.iter().map(|facet| facet.name).collect::<Vec<_>>().join(", ")
}

fn one_of(name: &str, value: &str, allowed: &str, allowed_en: &str, example: &str) -> WebError {
    let detail = format!("参数 {name} 的值「{value}」不对；应为{allowed}。");
    let detail_en = format!("The value \"{value}\" of {name} is not valid; it must be {allowed_en}.");
    WebError::parameter(name, detail, detail_en, example)
}

fn unknown(name: &str) -> WebError {
    let names = format!(
        "q, match, sort, page, per_page, from, to, facets, synonyms, collapse, recency, explain, format, {}",
        facet_names()
    );
    let detail = format!("没有名为「{name}」的参数；可用的参数有：{names}。");
    let detail_en = format!("There is no parameter \"{name}\"; there are: {names}.");
    WebError::parameter(name, detail, detail_en, "q=脱贫攻坚&sort=-date")
}

fn repeated(name: &str) -> WebError {
    let detail = format!("参数 {name} 出现了不止一次；它只能有一个值。");
    let detail_en = format!("The parameter {name} is stated more than once; it takes one value.");
    WebError::parameter(name, detail, detail_en, format!("{name}=…"))
}

fn not_utf8(name: &str) -> WebError {
    let detail = format!("参数 {name} 不是 UTF-8 编码；请按 UTF-8 作百分号编码。");
    let detail_en = format!("The parameter {name} is not UTF-8; percent-encode it as UTF-8.");
    WebError::parameter(name, detail, detail_en, "q=%E5%85%AC%E6%8A%A5")
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check_refused("facets=year,colour", "facets");
        check_refused("format=pdf", "format");
        check_refused("synonyms=no", "synonyms");
        check_refused("collapse=on", "collapse");
        check_refused("recency=0", "recency");
        check_refused("recency=on", "recency");
        check_refused("recency=99999", "recency");
        check_refused("explain=2", "explain");
        check_refused("explain=", "explain");
        check_refused("q=%B9%AB", "q");
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
