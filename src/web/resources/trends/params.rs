//! [`TrendsParams`] are the parameters of `/trends`: several queries, the filters and dates of a search, and an interval;
//! [`PeriodLinks`] are the searches behind its counts.

use crate::model::PartialDate;
use crate::search::features::trends::{self, Interval, MAX_PERIODS, MAX_QUERIES};
use crate::search::message::{Message, message};
use crate::search::query::Match;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::{Query, invalid_value, not_taken};
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::url::parameter::{Subject, Trends};
use crate::web::url::params::SearchParams;
use crate::web::url::registry;
use crate::web::url::values::{INTERVALS, interval_name};

/// The share of a count, to six places; `None` of nothing.
pub fn share(count: usize, total: usize) -> Option<f64> {
    (total > 0).then(|| (count as f64 / total as f64 * 1e6).round() / 1e6)
}

/// The parameters of an address of trends.
pub struct TrendsParams {
    /// The filters and dates, with an empty query.
    pub search: SearchParams,
    /// The queries, each once, none empty; at most [`MAX_QUERIES`].
    pub queries: Vec<String>,
    /// How long a period is.
    pub interval: Interval,
}

impl TrendsParams {
    /// Reads the query part of an address. Unless it says `match=words`, words are looked for as they are typed: who
    /// follows a phrase through the years means that phrase.
    ///
    /// # Errors
    /// 400, naming the parameter and saying what is allowed.
    pub fn parse<'q>(query: impl Into<Query<'q>>) -> Result<Self, WebError> {
        let query = query.into();
        let (mut queries, mut others): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
        let mut given = 0_usize;
        for piece in query.text().split('&') {
            match query.with_text(piece).pairs().next().transpose()? {
                Some((name, value)) if name == "q" => {
                    given += 1;
                    let value = value?;
                    let value = value.trim();
                    if !value.is_empty() && !queries.iter().any(|known| known == value) {
                        queries.push(value.to_owned());
                    }
                }
                _ => others.push(piece),
            }
        }
        if given > MAX_QUERIES {
            let detail = LocalizedText::new("error-too-many-queries").with("most", MAX_QUERIES).with("given", given);
            return Err(WebError::bad_parameter("q", detail, "q=两个维护&q=四个意识"));
        }
        let mut interval = Interval::default();
        let mut search = SearchParams::parse_with(query.with_text(&others.join("&")), |name, value| match name {
            "interval" => {
                let known = INTERVALS.into_iter().find(|known| interval_name(*known) == value);
                interval = known.ok_or_else(|| {
                    invalid_value("interval", value, LocalizedText::new("allowed-interval"), "interval=year")
                })?;
                Ok(true)
            }
            _ => Ok(false),
        })?;
        if let Some(parameter) = registry::in_trends(Trends::Rejected).find(|row| search.states(row.name)) {
            return Err(not_here(parameter.name));
        }
        if !search.states("match") {
            search.request.matching = Match::Exact;
        }
        search.request.highlight = false;
        Ok(Self { search, queries, interval })
    }

    /// The address of the same trends in this form and interval.
    pub fn url(&self, interval: Interval, representation: Option<Representation>) -> String {
        SearchLinks::new(&self.search).trends(&self.queries, self.search.request.matching, interval, representation)
    }

    /// The searches of one query.
    pub fn searches(&self, query: &str) -> PeriodLinks {
        let mut search = self.search.clone();
        search.request.query = query.to_owned();
        search.request.highlight = true;
        search.format = None;
        let all = SearchLinks::new(&search).url(Change::Nothing);
        let (from, to) = (search.request.from.take(), search.request.to.take());
        let undated = SearchLinks::new(&search).url(Change::Nothing);
        PeriodLinks { all, undated, from, to }
    }
}

/// 400: the parameter is of a search and means nothing here.
fn not_here(name: &str) -> WebError {
    let narrowing = |subject: Subject| {
        let rows = registry::in_trends(Trends::Narrows).filter(move |row| row.subject == subject);
        rows.map(|row| row.name).collect::<Vec<_>>()
    };
    let names = [vec!["match"], narrowing(Subject::Query), vec!["interval"], narrowing(Subject::Bulletins)].concat();
    let taken = LocalizedText::new("taken-trends").with("names", LocalizedText::names(&names));
    not_taken(name, taken, "interval=year")
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
    pub fn search_url(&self, period: PartialDate) -> String {
        let from = self.from.filter(|from| from.first_day() > period.first_day()).unwrap_or(period);
        let to = self.to.filter(|to| to.last_day() < period.last_day()).unwrap_or(period);
        let separator = if self.undated.contains('?') { '&' } else { '?' };
        format!("{}{separator}from={from}&to={to}", self.undated)
    }
}

/// What is to be known about all counts.
pub fn warnings(trends: &trends::Trends) -> Vec<Message> {
    let mut warnings = Vec::new();
    if trends.left_out > 0 {
        warnings.push(message!("message-many-periods", most = MAX_PERIODS, earlier = trends.left_out));
    }
    warnings
}
