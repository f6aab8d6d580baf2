//! The values of parameters: their names in addresses, their parsers, and what is said where a value is wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::fields::FieldName;
use crate::model::{FACETS, Facet, PartialDate};
use crate::search::engine::query::Sort;
use crate::search::features::trends::Interval;
use crate::search::pipeline::recency::MAX_HALF_LIFE;
use crate::search::query::Match;
use crate::search::types::as_of::AsOf;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::invalid_value;
use crate::web::i18n::localized_text::LocalizedText;

/// Values of a facet that can be asked for at most.
pub const MAX_FACET_VALUES: usize = 1_000;

/// What `facets=` says for those counted by default with the further ones.
pub const FURTHER_FACETS: &str = "more";

/// Values of each further facet.
const FURTHER_VALUES: usize = 8;

/// Every order, the default first.
pub const SORTS: [Sort; 5] = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::NewestSeen, Sort::OldestSeen];

/// Every way of matching, the default first.
pub const MATCHES: [Match; 2] = [Match::Words, Match::Exact];

/// The facets that trends can be told apart by: all but the year, which is a time.
pub fn split_facets() -> impl Iterator<Item = &'static Facet> {
    FACETS.iter().filter(|facet| facet.name != "year")
}

/// The name of an order in addresses.
pub fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::Newest => "-date",
        Sort::Oldest => "date",
        Sort::NewestSeen => "-seen",
        Sort::OldestSeen => "seen",
    }
}

/// The name of a way of matching in addresses.
pub fn match_name(matching: Match) -> &'static str {
    match matching {
        Match::Words => "words",
        Match::Exact => "exact",
    }
}

/// On or off.
pub fn switch_name(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// Whether reprints are put under one of them, as addresses say it.
pub fn collapse_name(on: bool) -> &'static str {
    if on { "reprints" } else { "off" }
}

/// Whether scores are explained, as addresses say it.
pub fn explain_name(on: bool) -> &'static str {
    if on { "1" } else { "0" }
}

/// The facets that a search counts, as `facets=` states them.
pub fn facet_sizes(request: &SearchRequest) -> String {
    if (&request.facets, &request.facet_values) == (&further_facets().0, &further_facets().1) {
        return FURTHER_FACETS.to_owned();
    }
    let mut text = String::new();
    for facet in &request.facets {
        let separator = if text.is_empty() { "" } else { "," };
        text.extend([separator, facet.name]);
        if let Some(size) = request.facet_values.get(facet) {
            text.push_str(&format!(":{size}"));
        }
    }
    if text.is_empty() { "none".to_owned() } else { text }
}

pub fn parse_match(value: &str) -> Result<Match, WebError> {
    let known = MATCHES.into_iter().find(|known| match_name(*known) == value);
    known.ok_or_else(|| invalid_value("match", value, LocalizedText::new("allowed-match"), "match=exact"))
}

pub fn parse_sort(value: &str) -> Result<Sort, WebError> {
    SORTS
        .into_iter()
        .find(|known| sort_name(*known) == value)
        .ok_or_else(|| invalid_value("sort", value, LocalizedText::new("allowed-sort"), "sort=-date"))
}

/// On or off.
pub fn parse_switch(name: &str, value: &str) -> Result<bool, WebError> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(invalid_value(name, value, LocalizedText::new("allowed-switch"), &format!("{name}=off"))),
    }
}

/// Whether reprints are put under one of them.
pub fn parse_collapse(value: &str) -> Result<bool, WebError> {
    match value {
        "reprints" => Ok(true),
        "off" => Ok(false),
        _ => Err(invalid_value("collapse", value, LocalizedText::new("allowed-collapse"), "collapse=reprints")),
    }
}

pub fn parse_recency(value: &str) -> Result<Option<u32>, WebError> {
    match value {
        "off" => Ok(None),
        _ => {
            let most = MAX_HALF_LIFE as usize;
            parse_number("recency", value, most).map(|days| u32::try_from(days).ok()).map_err(|_| {
                let allowed = LocalizedText::new("allowed-recency").with("most", most);
                invalid_value("recency", value, allowed, "recency=365")
            })
        }
    }
}

pub fn parse_explain(value: &str) -> Result<bool, WebError> {
    match value {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(invalid_value("explain", value, LocalizedText::new("allowed-explain"), "explain=1")),
    }
}

/// How hits are counted over time; `None` where they are not.
pub fn parse_histogram(value: &str) -> Result<Option<Unit>, WebError> {
    match Unit::from_name(value) {
        Some(unit) => Ok(Some(unit)),
        None if value == "off" => Ok(None),
        None => Err(invalid_value("histogram", value, LocalizedText::new("allowed-histogram"), "histogram=auto")),
    }
}

pub fn parse_format(value: &str) -> Result<Representation, WebError> {
    Representation::from_name(value).ok_or_else(|| {
        let names = Representation::OF_LISTS.iter().map(|form| form.name()).collect::<Vec<_>>().join(", ");
        invalid_value("format", value, LocalizedText::new("allowed-format").with("names", names), "format=json")
    })
}

pub fn parse_number(name: &str, value: &str, most: usize) -> Result<usize, WebError> {
    // `parse` alone would take "+5".
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    match value.parse() {
        Ok(number) if digits && number >= 1 && (number <= most || name == "page") => Ok(number),
        // Larger than any page that could be: let the depth, which has the remedy, speak.
        Err(_) if digits && !value.is_empty() && name == "page" => Ok(usize::MAX),
        _ if name == "page" => Err(invalid_value(name, value, LocalizedText::new("allowed-page"), "page=2")),
        _ => {
            let allowed = LocalizedText::new("allowed-number").with("most", most);
            Err(invalid_value(name, value, allowed, &format!("{name}=20")))
        }
    }
}

/// Absent where the field of a form was left empty.
pub fn parse_date(name: &str, value: &str) -> Result<Option<PartialDate>, WebError> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    // `PartialDate` reads every writing that pages use; an address has one writing a date.
    let date = value.parse().ok().filter(|date: &PartialDate| date.to_string() == value);
    date.map(Some)
        .ok_or_else(|| invalid_value(name, value, LocalizedText::new("allowed-date"), &format!("{name}=2020-02")))
}

/// The time to look at; absent where the field of a form was left empty.
pub fn parse_as_of(value: &str) -> Result<Option<AsOf>, WebError> {
    if let Ok(date) = parse_date("as_of", value) {
        return Ok(date.map(AsOf::Date));
    }
    // jiff also reads other writings of ISO 8601, and names of time zones after them.
    let moment = value.parse().ok().filter(|_| is_rfc3339(value));
    moment
        .map(|moment| Some(AsOf::Moment(moment)))
        .ok_or_else(|| invalid_value("as_of", value, LocalizedText::new("allowed-as-of"), "as_of=2024-05-01"))
}

/// Whether a text is written as RFC 3339 writes a time, of a year of four digits that a [`PartialDate`] can have.
fn is_rfc3339(text: &str) -> bool {
    let has_form = |text: &str, form: &str| {
        let fits = |(own, form): (u8, u8)| own == form || (form == b'0' && own.is_ascii_digit());
        text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
    };
    let Some((clock, rest)) = text.split_at_checked(19) else { return false };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    has_form(clock, "0000-00-00T00:00:00")
        && clock.starts_with(['1', '2'])
        && ["Z", "+00:00", "-00:00"].iter().any(|form| has_form(zone, form))
}

/// Facets to count, and how many values of some of them.
pub type FacetSizes = (Vec<&'static Facet>, BTreeMap<&'static Facet, usize>);

/// The facets counted by default and the further ones, of which few values are shown.
pub fn further_facets() -> FacetSizes {
    let sizes = Facet::further().map(|facet| (facet, FURTHER_VALUES));
    (Facet::by_default().chain(Facet::further()).collect(), sizes.collect())
}

/// The facets to count and how many values of each, where that is said; `None` where nothing is stated.
pub fn parse_facets(value: &str) -> Result<Option<FacetSizes>, WebError> {
    let (mut facets, mut sizes) = (Vec::new(), BTreeMap::new());
    match value {
        "" => return Ok(None),
        "none" => return Ok(Some((facets, sizes))),
        FURTHER_FACETS => return Ok(Some(further_facets())),
        _ => {}
    }
    for item in value.split(',') {
        let (name, size) = item.split_once(':').map_or((item, None), |(name, size)| (name, Some(size)));
        let size = size.map(|size| parse_number("facets", size.trim(), MAX_FACET_VALUES)).transpose();
        let (Some(facet), Ok(size)) = (Facet::from_name(name.trim()), size) else {
            let allowed =
                LocalizedText::new("allowed-facets").with("names", facet_names()).with("most", MAX_FACET_VALUES);
            return Err(invalid_value("facets", value, allowed, "facets=year,source:50"));
        };
        if !facets.contains(&facet) {
            facets.push(facet);
        }
        if let Some(size) = size {
            sizes.insert(facet, size);
        }
    }
    Ok(Some((facets, sizes)))
}

/// Facets by name.
pub fn parse_facet_names(value: &str) -> Result<BTreeSet<&'static Facet>, WebError> {
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    let read = |name: &str| {
        Facet::from_name(name).ok_or_else(|| {
            let allowed = LocalizedText::new("allowed-names").with("names", facet_names());
            invalid_value("missing", value, allowed, "missing=source")
        })
    };
    names.map(read).collect()
}

/// What results are to tell; `None` where nothing is stated.
pub fn parse_fields(value: &str) -> Result<Option<Vec<FieldName>>, WebError> {
    let mut fields = Vec::new();
    for name in value.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        let field = FieldName::from_name(name).ok_or_else(|| {
            let names = FieldName::all().collect::<Vec<_>>().join(", ");
            let allowed = LocalizedText::new("allowed-names").with("names", names);
            invalid_value("fields", value, allowed, "fields=id,title,published_on")
        })?;
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    Ok((!fields.is_empty()).then_some(fields))
}

/// Every facet by name, as errors list them.
pub fn facet_names() -> String {
    FACETS.iter().map(|facet| facet.name).collect::<Vec<_>>().join(", ")
}

/// What a bar is, as an address asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Years, and months where they can be seen.
    Auto,
    /// Years.
    Year,
    /// Months.
    Month,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 3] = [Unit::Auto, Unit::Year, Unit::Month];

    /// The name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Auto => "auto",
            Unit::Year => "year",
            Unit::Month => "month",
        }
    }

    /// The unit of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// The name of an interval in addresses.
pub fn interval_name(interval: Interval) -> &'static str {
    match interval {
        Interval::Month => "month",
        Interval::Year => "year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_one_writing() {
        for good in ["2024-05-01T08:00:00Z", "2024-05-01T08:00:00.25+08:00", "2024-02-29T23:59:59.123456789-14:30"] {
            assert!(matches!(parse_as_of(good), Ok(Some(AsOf::Moment(_)))), "{good}");
        }
        assert!(matches!(parse_as_of(" 2024-05 "), Ok(Some(AsOf::Date(_)))));
        assert!(matches!(parse_as_of(" "), Ok(None)));
        for bad in [
            "2024-05-01T08:00Z",
            "2024-05-01 08:00:00Z",
            "2024-05-01T08:00:00,5Z",
            "2024-05-01T08:00:00.Z",
            "2024-05-01T08:00:00+08",
            "2024-05-01T08:00:00+0800",
            "2024-05-01T08:00:00+08:00[Asia/Shanghai]",
            "0024-05-01T08:00:00Z",
            "2023-02-29T08:00:00Z",
            "２０２４-05-01T08:00:00Z",
        ] {
            assert!(parse_as_of(bad).is_err(), "{bad}");
        }
    }
}
