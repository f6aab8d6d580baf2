//! The data of results: what was found, how the query was understood, how to narrow it, and what to try instead.

use axum::response::Response;
use serde::{Serialize, Serializer};

use super::translations::Translation;
use crate::model::PartialDate;
use crate::search::message::Message;
use crate::search::query::{FilterSuggestion, Part};
use crate::search::types::response::SearchResponse;
use crate::search::types::suggestion::{RelatedQuery, Relaxation};
use crate::web::format::Representation;
use crate::web::http::response;
use crate::web::json::facets::FacetsJson;
use crate::web::json::histogram::HistogramJson;
use crate::web::json::record::{Record, RecordJson};
use crate::web::url::cursor;
use crate::web::url::links::{Change, SearchLinks, query_url, relaxation_url};
use crate::web::url::pagination::{intake_feed_url, next_and_previous, trends_url};
use crate::web::url::params::SearchParams;
use crate::web::url::values::{match_name, sort_name};
use crate::web::view::histogram::Histogram;

#[derive(Serialize)]
struct SearchJson<'a> {
    total: usize,
    total_all_words: usize,
    page: Option<usize>,
    per_page: usize,
    pages: Option<usize>,
    next: Option<String>,
    previous: Option<String>,
    took_ms: f64,
    query: &'a str,
    r#match: &'static str,
    sort: &'static str,
    recency: Option<u32>,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    as_of: Option<String>,
    revision: i64,
    warnings: &'a [Message],
    did_you_mean: Option<DidYouMeanJson<'a>>,
    query_interpreted: Vec<PartJson<'a>>,
    offers: Vec<FilterSuggestionJson<'a>>,
    synonyms: Vec<SynonymJson<'a>>,
    synonyms_off_url: Option<String>,
    facets: FacetsJson<'a>,
    histogram: Option<HistogramJson<'a>>,
    #[serde(rename = "remedies")]
    relaxations: Vec<RelaxationJson<'a>>,
    translations: Vec<TranslationJson>,
    related: Vec<RelatedQueryJson<'a>>,
    results: Vec<RecordJson<'a>>,
    links: SearchLinksJson,
}

/// The search in its representations.
#[derive(Serialize)]
struct SearchLinksJson {
    #[serde(rename = "self")]
    itself: String,
    html: String,
    /// The first page of cursor pagination over every hit.
    walk: String,
    /// It in every other representation, by name.
    #[serde(flatten)]
    others: Others,
    /// The feed by first intake.
    atom_seen: String,
    /// How often the query finds something, month by month.
    trends: String,
}

/// Addresses by the names of representations, in their order.
struct Others(Vec<(&'static str, String)>);

impl Serialize for Others {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, url)| (name, url)))
    }
}

/// Another query that may have been meant.
#[derive(Serialize)]
struct DidYouMeanJson<'a> {
    q: &'a str,
    total: usize,
    because: &'static str,
    url: String,
}

/// A part of the query as it was understood.
#[derive(Serialize)]
struct PartJson<'a> {
    kind: &'static str,
    label: &'a str,
    text: &'a str,
    without: &'a str,
    without_url: String,
}

/// A filter that words of the query may mean.
#[derive(Serialize)]
struct FilterSuggestionJson<'a> {
    kind: &'static str,
    label: &'a str,
    text: &'a str,
    query: &'a str,
    url: String,
}

/// A form of the query and what it also stood for.
#[derive(Serialize)]
struct SynonymJson<'a> {
    text: &'a str,
    also: &'a [String],
}

/// What finds something where a search finds nothing.
#[derive(Serialize)]
struct RelaxationJson<'a> {
    label: &'a str,
    total: usize,
    url: String,
}

/// A query in Chinese for one in English that finds nothing.
#[derive(Serialize)]
struct TranslationJson {
    q: String,
    total: usize,
    url: String,
}

/// A query that results share.
#[derive(Serialize)]
struct RelatedQueryJson<'a> {
    q: &'a str,
    kind: &'static str,
    shared: usize,
    url: String,
}

/// `GET /search`.
pub fn render(params: &SearchParams, found: &SearchResponse, translations: &[Translation]) -> Response {
    let request = &params.request;
    let links = SearchLinks::new(params);
    let record = Record::new(params);
    let histogram = params.histogram.zip(found.histogram.as_ref());
    let histogram = histogram.map(|(unit, counts)| Histogram::new(params, counts, unit));
    let (next, previous) = next_and_previous(params, found, &links);
    let walks = request.cursor.is_some();
    let translation = |Translation { query, total }: &'_ Translation| TranslationJson {
        q: query.clone(),
        total: *total,
        url: links.url(Change::Query(query)),
    };
    let representation = |representation| links.url(Change::Representation(representation));
    let shown = [Representation::Html, Representation::Json];
    let others = Representation::OF_LISTS.iter().filter(|other| !shown.contains(other));
    let mut response = response::json(&SearchJson {
        total: found.total,
        total_all_words: found.with_all_terms.unwrap_or(found.total),
        page: (!walks).then_some(request.page),
        per_page: request.per_page,
        pages: (!walks).then(|| params.pages(found.total)),
        next: next.clone(),
        previous: previous.clone(),
        took_ms: found.took.as_micros() as f64 / 1_000.0,
        query: &request.query,
        r#match: match_name(request.matching),
        sort: sort_name(request.effective_sort()),
        recency: request.recency,
        from: request.from,
        to: request.to,
        as_of: request.as_of.map(|as_of| as_of.to_string()),
        revision: found.revision,
        warnings: &found.warnings,
        did_you_mean: found.did_you_mean.as_ref().map(|meant| DidYouMeanJson {
            q: &meant.query,
            total: meant.total,
            because: meant.because.name(),
            url: links.url(Change::Query(&meant.query)),
        }),
        query_interpreted: found.interpreted.iter().map(|part| interpreted(part, &links)).collect(),
        offers: found.offers.iter().map(|suggestion| filter_suggestion(suggestion, &links)).collect(),
        synonyms: found.synonyms.iter().map(|used| SynonymJson { text: &used.text, also: &used.also }).collect(),
        synonyms_off_url: (!found.synonyms.is_empty()).then(|| links.url(Change::Synonyms(false))),
        facets: FacetsJson { counts: &found.facets, request, links: &links },
        histogram: histogram.as_ref().map(HistogramJson::new),
        relaxations: found.relaxations.iter().map(|relaxation| RelaxationJson::new(relaxation, params)).collect(),
        translations: translations.iter().map(translation).collect(),
        related: found.related.iter().map(RelatedQueryJson::new).collect(),
        results: found.results.iter().map(|item| record.item(item)).collect(),
        links: SearchLinksJson {
            itself: links.url(Change::Nothing),
            html: representation(Representation::Html),
            walk: links.url(Change::Cursor(cursor::BEGIN)),
            others: Others(others.map(|other| (other.name(), representation(*other))).collect()),
            atom_seen: intake_feed_url(params),
            trends: trends_url(params),
        },
    });
    response::link(&mut response, &[("next", next), ("prev", previous)]);
    response
}

fn interpreted<'a>(part: &'a Part, links: &SearchLinks) -> PartJson<'a> {
    let Part { kind, label, text, without, .. } = part;
    PartJson { kind: kind.name(), label, text, without, without_url: links.url(Change::Query(without)) }
}

fn filter_suggestion<'a>(suggestion: &'a FilterSuggestion, links: &SearchLinks) -> FilterSuggestionJson<'a> {
    let FilterSuggestion { kind, label, text, query, .. } = suggestion;
    FilterSuggestionJson { kind: kind.name(), label, text, query, url: links.url(Change::Query(query)) }
}

impl<'a> RelaxationJson<'a> {
    fn new(relaxation: &'a Relaxation, params: &SearchParams) -> Self {
        Self { label: &relaxation.label, total: relaxation.total, url: relaxation_url(relaxation, params) }
    }
}

impl<'a> RelatedQueryJson<'a> {
    fn new(related: &'a RelatedQuery) -> Self {
        Self { q: &related.text, kind: related.kind.name(), shared: related.shared, url: query_url(&related.text) }
    }
}
