//! [`TrendsParams`] are the parameters of `/trends`: several queries, the filters and dates of a search, an interval, and the
//! facet whose values are told apart; [`PeriodLinks`] are the searches behind its counts.

use crate::model::{Facet, PartialDate};
use crate::search::features::trends::{self, Interval, MAX_PERIODS, MAX_QUERIES, THIN_BELOW};
use crate::search::message::{Message, message};
use crate::search::query::Match;
use crate::web::http::error::WebError;
use crate::web::http::query_string::{Query, invalid_value, not_taken};
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::url::parameter::{Subject, Trends};
use crate::web::url::params::SearchParams;
use crate::web::url::registry;
use crate::web::url::values::{Unit, match_name, split_facets};

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
    /// How long a period is; automatically what suits the span.
    pub unit: Unit,
    /// The facet whose values are told apart.
    pub split: Option<&'static Facet>,
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
        let mut unit = Unit::Auto;
        let mut split = None;
        let mut search = SearchParams::parse_with(query.with_text(&others.join("&")), |name, value| {
            match name {
                "interval" => unit = parse_unit(value)?,
                "split" => split = parse_split(value)?,
                _ => return Ok(false),
            }
            Ok(true)
        })?;
        if let Some(parameter) = registry::in_trends(Trends::Rejected).find(|row| search.states(row.name)) {
            return Err(not_here(parameter.name));
        }
        let is_stated = search.states("match");
        let request = &mut search.request;
        if !is_stated {
            request.matching = Match::Exact;
        }
        request.highlight = false;
        // The time is chosen in the chart.
        request.facets = Facet::by_default().filter(|facet| facet.name != "year").collect();
        Ok(Self { search, queries, unit, split })
    }

    /// How long a period is, where it is said.
    pub fn interval(&self) -> Option<Interval> {
        match self.unit {
            Unit::Auto => None,
            Unit::Month => Some(Interval::Month),
            Unit::Year => Some(Interval::Year),
        }
    }

    /// The addresses of the same trends and of their neighbours.
    pub fn links(&self) -> SearchLinks {
        let mut own: Vec<(&'static str, &str)> = self.queries.iter().map(|query| ("q", query.as_str())).collect();
        let matching = self.search.request.matching;
        own.extend((matching == Match::Words).then(|| ("match", match_name(matching))));
        own.extend((self.unit != Unit::Auto).then(|| ("interval", self.unit.name())));
        own.extend(self.split.map(|facet| ("split", facet.name)));
        SearchLinks::of_trends(&self.search, &own)
    }

    /// The searches of one query, of what has this value of a facet where one is given.
    pub fn searches(&self, query: &str, value: Option<(&'static Facet, &str)>) -> PeriodLinks {
        let mut search = self.search.clone();
        let request = &mut search.request;
        request.query = query.to_owned();
        request.highlight = true;
        request.facets = SearchParams::everything().request.facets;
        if let Some((facet, value)) = value {
            request.filters.insert(facet, vec![value.to_owned()]);
            request.missing.remove(facet);
        }
        search.format = None;
        PeriodLinks::new(search)
    }
}

fn parse_unit(value: &str) -> Result<Unit, WebError> {
    let unknown = || invalid_value("interval", value, LocalizedText::new("allowed-interval"), "interval=year");
    Unit::from_name(value).ok_or_else(unknown)
}

/// Absent where the field of a form was left empty.
fn parse_split(value: &str) -> Result<Option<&'static Facet>, WebError> {
    if value.is_empty() {
        return Ok(None);
    }
    let known = split_facets().find(|facet| facet.name == value);
    known.map(Some).ok_or_else(|| {
        let names = split_facets().map(|facet| facet.name).collect::<Vec<_>>().join(", ");
        invalid_value("split", value, LocalizedText::new("allowed-split").with("names", names), "split=source")
    })
}

/// 400: the parameter is of a search and means nothing here.
fn not_here(name: &str) -> WebError {
    let narrowing = |subject: Subject| {
        let rows = registry::in_trends(Trends::Narrows).filter(move |row| row.subject == subject);
        rows.map(|row| row.name).collect::<Vec<_>>()
    };
    let own = vec!["interval", "split"];
    let names = [vec!["match"], narrowing(Subject::Query), own, narrowing(Subject::Bulletins)].concat();
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
    fn new(mut search: SearchParams) -> Self {
        let all = SearchLinks::new(&search).url(Change::Nothing);
        let (from, to) = (search.request.from.take(), search.request.to.take());
        Self { all, undated: SearchLinks::new(&search).url(Change::Nothing), from, to }
    }

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
    let thin = trends.periods.iter().filter(|(_, total)| is_thin(*total)).count();
    if thin > 0 && !trends.series.is_empty() {
        warnings.push(message!("message-thin-periods", count = thin, least = THIN_BELOW));
    }
    warnings
}

/// Whether a period has so few bulletins that a share of them means little.
pub fn is_thin(total: usize) -> bool {
    total < THIN_BELOW
}
