//! The data form of every resource. Keys are stable: what is absent is `null` or an empty list. Answers
//! borrow from what was found and are serialised straight to bytes, since `/search` is asked by the thousand.

mod advanced;
mod archive;
mod article;
mod audit;
mod browse;
mod citations;
mod files;
mod home;
mod landing;
mod named;
mod reprints;
mod result;
mod timeline;
mod trends;
mod versions;

use axum::response::Response;
use serde::{Serialize, Serializer};

pub use self::advanced::advanced;
pub use self::archive::{articles, change, changes, facet, related_to, stats};
pub use self::article::article;
pub use self::audit::audit_json;
pub use self::browse::{browse, browse_index, latest, neighbours as browse_neighbours};
pub use self::citations::citations;
pub use self::home::home;
pub use self::landing::landing;
pub use self::result::{LinksJson, Record, RecordJson};
use self::timeline::{RelatedQueryJson, RemedyJson, TimelineJson};
pub use self::trends::trends;
pub use self::versions::{compared, version, versions};
use super::cursor;
use super::help::{self, Section};
use super::links::{Change, SearchLinks};
use super::negotiate::Form;
use super::params::{SearchParams, match_name, sort_name};
use super::respond;
use super::texts::{Language, Texts};
use super::timeline::Timeline;
use crate::model::{Facet, PartialDate};
use crate::search::note::Note;
use crate::search::query::{Offer, Part};
use crate::search::request::SearchRequest;
use crate::search::result::{FacetCounts, ResultPage};
use crate::search::trends::Interval;
use crate::store::audit::Audit;

#[derive(Serialize)]
struct SearchJson<'a> {
    total: usize,
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
    warnings: &'a [Note],
    did_you_mean: Option<DidYouMeanJson<'a>>,
    query_interpreted: Vec<PartJson<'a>>,
    offers: Vec<OfferJson<'a>>,
    synonyms: Vec<SynonymJson<'a>>,
    synonyms_off_url: Option<String>,
    facets: FacetsJson<'a>,
    histogram: Option<TimelineJson<'a>>,
    remedies: Vec<RemedyJson<'a>>,
    related: Vec<RelatedQueryJson<'a>>,
    results: Vec<RecordJson<'a>>,
    links: SearchLinksJson,
}

/// The search in its forms.
#[derive(Serialize)]
struct SearchLinksJson {
    #[serde(rename = "self")]
    itself: String,
    html: String,
    /// The beginning of a walk over every hit.
    walk: String,
    csv: String,
    ndjson: String,
    atom: String,
    jsonfeed: String,
    ris: String,
    bibtex: String,
    gbt7714: String,
    /// How often the query finds something, month by month.
    trends: String,
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
struct OfferJson<'a> {
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

/// Facets by name, in the order asked for.
struct FacetsJson<'a> {
    counts: &'a [FacetCounts],
    request: &'a SearchRequest,
    links: &'a SearchLinks,
}

#[derive(Serialize)]
struct FacetJson<'a> {
    label: &'static str,
    label_en: &'static str,
    values: Vec<FacetValueJson<'a>>,
    more: usize,
    missing: MissingJson,
}

/// 未标明: bulletins without a value.
#[derive(Serialize)]
struct MissingJson {
    count: usize,
    selected: bool,
    url: String,
}

#[derive(Serialize)]
struct FacetValueJson<'a> {
    value: &'a str,
    count: usize,
    selected: bool,
    rejected: bool,
    url: String,
}

impl Serialize for FacetsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.counts.iter().map(|counts| (counts.facet.name, FacetJson::of(counts, self.request, self.links))),
        )
    }
}

impl<'a> FacetJson<'a> {
    fn of(counts: &'a FacetCounts, request: &SearchRequest, links: &SearchLinks) -> Self {
        let facet = counts.facet;
        let chosen = request.filters.get(facet).map_or(&[][..], Vec::as_slice);
        let out = request.rejected.get(facet).map_or(&[][..], Vec::as_slice);
        let values = counts.values.iter().map(|(value, count)| {
            let rejected = out.contains(value);
            let toggle = if rejected { Change::Reject(facet, value) } else { Change::Toggle(facet, value) };
            FacetValueJson { value, count: *count, selected: chosen.contains(value), rejected, url: links.url(toggle) }
        });
        let missing = MissingJson {
            count: counts.missing,
            selected: request.missing.contains(facet),
            url: links.url(Change::Missing(facet)),
        };
        let Facet { label, label_en, .. } = facet;
        Self { label, label_en, values: values.collect(), more: counts.more, missing }
    }
}

/// `GET /search`.
pub fn search(params: &SearchParams, found: &ResultPage) -> Response {
    let request = &params.request;
    let links = SearchLinks::new(params);
    let record = Record::of(params);
    let timeline = params.histogram.zip(found.timeline.as_ref());
    let timeline = timeline.map(|(unit, counts)| Timeline::of(params, counts, unit));
    let (next, previous) = neighbours(params, found, &links);
    let walks = request.walk.is_some();
    let form = |form| links.url(Change::Form(form));
    let mut response = respond::json(&SearchJson {
        total: found.total,
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
        offers: found.offers.iter().map(|offer| offered(offer, &links)).collect(),
        synonyms: found.synonyms.iter().map(|used| SynonymJson { text: &used.text, also: &used.also }).collect(),
        synonyms_off_url: (!found.synonyms.is_empty()).then(|| links.url(Change::Synonyms(false))),
        facets: FacetsJson { counts: &found.facets, request, links: &links },
        histogram: timeline.as_ref().map(TimelineJson::of),
        remedies: found.remedies.iter().map(|remedy| RemedyJson::of(remedy, params)).collect(),
        related: found.related.iter().map(RelatedQueryJson::of).collect(),
        results: found.results.iter().map(|item| record.of_item(item)).collect(),
        links: SearchLinksJson {
            itself: links.url(Change::Nothing),
            html: form(Form::Html),
            walk: links.url(Change::Cursor(cursor::BEGIN)),
            csv: form(Form::Csv),
            ndjson: form(Form::Ndjson),
            atom: form(Form::Atom),
            jsonfeed: form(Form::JsonFeed),
            ris: form(Form::Ris),
            bibtex: form(Form::Bibtex),
            gbt7714: form(Form::Gbt7714),
            trends: trends_of(request, &links),
        },
    });
    respond::link(&mut response, &[("next", next), ("prev", previous)]);
    response
}

/// The address of the query over time.
pub fn trends_of(request: &SearchRequest, links: &SearchLinks) -> String {
    let queries = Some(request.query.trim()).filter(|query| !query.is_empty()).map(str::to_owned);
    links.trends(queries.as_slice(), request.matching, Interval::default(), None)
}

/// The addresses of the next and the previous page, or of the next step of a walk.
pub fn neighbours(params: &SearchParams, found: &ResultPage, links: &SearchLinks) -> (Option<String>, Option<String>) {
    let request = &params.request;
    if request.walk.is_some() {
        let next = found.next.as_ref().and_then(|walk| cursor::write(request, walk));
        return (next.map(|cursor| links.url(Change::Cursor(&cursor))), None);
    }
    let next = (request.page < params.pages(found.total) && !found.exhausted)
        .then(|| links.url(Change::Page(request.page + 1)));
    (next, (request.page > 1).then(|| links.url(Change::Page(request.page - 1))))
}

fn interpreted<'a>(part: &'a Part, links: &SearchLinks) -> PartJson<'a> {
    let Part { kind, label, text, without, .. } = part;
    PartJson { kind: kind.name(), label, text, without, without_url: links.url(Change::Query(without)) }
}

fn offered<'a>(offer: &'a Offer, links: &SearchLinks) -> OfferJson<'a> {
    let Offer { kind, label, text, query, .. } = offer;
    OfferJson { kind: kind.name(), label, text, query, url: links.url(Change::Query(query)) }
}

/// `GET /audit`.
pub fn audit(audit: &Audit) -> Response {
    respond::json(&audit_json(audit))
}

#[derive(Serialize)]
struct HelpJson {
    title: &'static str,
    sections: Vec<SectionJson>,
    links: LinksJson,
}

#[derive(Serialize)]
struct SectionJson {
    title: &'static str,
    title_en: &'static str,
    examples: Vec<ExampleJson>,
}

#[derive(Serialize)]
struct ExampleJson {
    query: &'static str,
    meaning: &'static str,
    meaning_en: &'static str,
    url: String,
}

/// `GET /help`.
pub fn help() -> Response {
    // Data has the English that stands beside the Chinese.
    let chinese = Texts::of(Language::Hans);
    let section = |section: &'static Section| SectionJson {
        title: chinese.say(section.title),
        title_en: chinese.beside(section.title),
        examples: section
            .examples
            .iter()
            .map(|(query, meaning)| ExampleJson {
                query,
                meaning: chinese.say(meaning),
                meaning_en: chinese.beside(meaning),
                url: help::url(query),
            })
            .collect(),
    };
    respond::json(&HelpJson {
        title: chinese.say("nav-help"),
        sections: help::SECTIONS.iter().map(section).collect(),
        links: LinksJson { itself: "/help".to_owned(), html: "/help?format=html".to_owned() },
    })
}
