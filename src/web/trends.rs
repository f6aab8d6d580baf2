//! `/trends`: how often phrases were used, month by month or year by year, as a page with charts, as data and as a
//! table. It takes the filters and dates of a search, and `q` several times.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::api;
use super::error::WebError;
use super::exports;
use super::links::SearchLinks;
use super::negotiate::Form;
use super::pages;
use super::params::{SearchParams, one_of, pairs};
use super::resources::today;
use super::respond::Tag;
use super::visit::Visit;
use crate::app::App;
use crate::model::PartialDate;
use crate::search::note::{Note, note};
use crate::search::request::Match;
use crate::search::trends::{Interval, MOST_PERIODS, MOST_QUERIES, Trends};

/// The forms that trends are to be had in.
pub const FORMS: &[Form] = &[Form::Html, Form::Json, Form::Csv];

/// Parameters of a search that mean nothing here.
const OF_RESULTS: [&str; 11] =
    ["as_of", "sort", "page", "per_page", "cursor", "facets", "fields", "highlight", "collapse", "recency", "explain"];

/// What an address of trends says.
pub struct TrendsParams {
    /// The filters and dates, with an empty query.
    pub search: SearchParams,
    /// The queries, each once, none empty; at most [`MOST_QUERIES`].
    pub queries: Vec<String>,
    /// How long a period is.
    pub interval: Interval,
}

/// The name of an interval in addresses.
pub fn interval_name(interval: Interval) -> &'static str {
    match interval {
        Interval::Month => "month",
        Interval::Year => "year",
    }
}

impl TrendsParams {
    /// Reads the query part of an address. Unless it says `match=words`, words are looked for as they are typed: who
    /// follows a phrase through the years means that phrase.
    ///
    /// # Errors
    /// 400, naming the parameter and saying what is allowed.
    pub fn parse(query: Option<&str>) -> Result<Self, WebError> {
        let (mut queries, mut others): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
        let mut given = 0;
        for piece in query.unwrap_or_default().split('&') {
            match pairs(Some(piece)).next().transpose()? {
                Some((name, value)) if name == "q" => {
                    given += 1;
                    let value = value.trim();
                    if !value.is_empty() && !queries.iter().any(|known| known == value) {
                        queries.push(value.to_owned());
                    }
                }
                _ => others.push(piece),
            }
        }
        if given > MOST_QUERIES {
            let detail = format!("一次最多比较 {MOST_QUERIES} 个词语，给了 {given} 个。");
            let detail_en = format!("At most {MOST_QUERIES} queries are compared at once; {given} were given.");
            return Err(WebError::parameter("q", detail, detail_en, "q=两个维护&q=四个意识"));
        }
        let mut interval = Interval::default();
        let mut search = SearchParams::parse_with(Some(&others.join("&")), |name, value| match name {
            "interval" => {
                let known = [Interval::Month, Interval::Year].into_iter().find(|known| interval_name(*known) == value);
                interval = known.ok_or_else(|| {
                    one_of("interval", value, "month（按月）或 year（按年）", "month or year", "interval=year")
                })?;
                Ok(true)
            }
            _ => Ok(false),
        })?;
        if let Some(name) = OF_RESULTS.into_iter().find(|name| search.states(name)) {
            let taken = "q（可以重复）、match、synonyms、interval、from、to、missing、各项筛选与 not_…、format";
            let taken_en = "q (several times), match, synonyms, interval, from, to, missing, the facets with and without not_, format";
            let detail = format!("这个地址没有参数「{name}」，只有 {taken}。");
            let detail_en = format!("This address has no parameter \"{name}\"; it takes {taken_en}.");
            return Err(WebError::parameter(name, detail, detail_en, "interval=year"));
        }
        if !search.states("match") {
            search.request.matching = Match::Exact;
        }
        search.request.highlight = false;
        Ok(Self { search, queries, interval })
    }

    /// The address of the same trends in this form and interval.
    pub fn url(&self, interval: Interval, form: Option<Form>) -> String {
        SearchLinks::new(&self.search).trends(&self.queries, self.search.request.matching, interval, form)
    }

    /// The searches of one query.
    pub fn searches(&self, query: &str) -> PeriodLinks {
        let mut search = self.search.clone();
        search.request.query = query.to_owned();
        search.request.highlight = true;
        search.format = None;
        let all = SearchLinks::new(&search).url(super::links::Change::Nothing);
        let (from, to) = (search.request.from.take(), search.request.to.take());
        let undated = SearchLinks::new(&search).url(super::links::Change::Nothing);
        PeriodLinks { all, undated, from, to }
    }
}

/// The addresses of the searches behind the counts of one query.
pub struct PeriodLinks {
    /// Of all its bulletins.
    pub all: String,
    /// The same without dates.
    undated: String,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
}

impl PeriodLinks {
    /// The search that finds what was counted in a period: no further than the dates that were asked for.
    pub fn of(&self, period: PartialDate) -> String {
        let from = self.from.filter(|from| from.first_day() > period.first_day()).unwrap_or(period);
        let to = self.to.filter(|to| to.last_day() < period.last_day()).unwrap_or(period);
        let separator = if self.undated.contains('?') { '&' } else { '?' };
        format!("{}{separator}from={from}&to={to}", self.undated)
    }
}

/// What is to be known about all counts.
pub fn warnings(trends: &Trends) -> Vec<Note> {
    let mut warnings = Vec::new();
    if trends.left_out > 0 {
        warnings.push(note!(
            "note-many-periods",
            "时间跨度太长，只列出最近 {most} 期，更早的 {earlier} 期略去；可以用 from、to 或 interval=year",
            most = MOST_PERIODS,
            earlier = trends.left_out
        ));
    }
    warnings
}

/// `GET /trends`.
pub async fn trends(State(app): State<Arc<App>>, visit: Visit, headers: HeaderMap) -> Result<Response, WebError> {
    let mut params = TrendsParams::parse(visit.uri.query())?;
    let form = visit.among(FORMS)?;
    let today = today();
    let tag = Tag::of(&visit, form, &format!("{} {today}", app.search.state()));
    if let Some(response) = tag.known_to(&headers) {
        return Ok(response);
    }
    params.search.request.today = Some(today);
    let found = app.search.trends(&params.search.request, &params.queries, params.interval).await?;
    tag.on(match form {
        Form::Html => pages::trends(&visit, &params, &found),
        Form::Csv => exports::trends(&found),
        _ => api::trends(&params, &found),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_repeat_and_words_are_exact_unless_said() {
        let params = TrendsParams::parse(Some("q=a&q=+&q=b&q=a&interval=year&source=s&from=2020-03-15")).unwrap();
        assert_eq!(params.queries, ["a", "b"]);
        assert_eq!((params.interval, params.search.request.matching), (Interval::Year, Match::Exact));
        assert_eq!(params.url(Interval::Month, Some(Form::Csv)), "/trends?q=a&q=b&source=s&from=2020-03-15&format=csv");
        let searches = params.searches("a");
        assert_eq!(searches.all, "/search?q=a&match=exact&source=s&from=2020-03-15");
        let of = |period: &str| searches.of(period.parse().unwrap());
        assert_eq!(of("2020"), "/search?q=a&match=exact&source=s&from=2020-03-15&to=2020");
        assert_eq!(of("2021"), "/search?q=a&match=exact&source=s&from=2021&to=2021");
        let words = TrendsParams::parse(Some("q=a&match=words")).unwrap();
        assert_eq!(words.url(Interval::Year, None), "/trends?q=a&match=words&interval=year");
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        for (query, parameter) in [
            ("interval=week", "interval"),
            ("q=a&sort=date", "sort"),
            ("page=2", "page"),
            ("q=1&q=2&q=3&q=4&q=5&q=6&q=7", "q"),
            ("q=&q=&q=&q=&q=&q=&q=", "q"),
            ("interval=year&interval=year", "interval"),
            ("colour=red", "colour"),
            ("q=%B9", "q"),
            ("from=2021&to=2020", "from"),
        ] {
            let error = TrendsParams::parse(Some(query)).err().expect(query);
            assert_eq!((error.status().as_u16(), error.parameter_name()), (400, Some(parameter)), "{query}");
        }
    }
}
