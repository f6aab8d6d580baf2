//! The data form of every resource. Keys are stable: what is absent is `null` or an empty list. Answers
//! borrow from what was found and are serialised straight to bytes, since `/search` is asked by the thousand.

mod advanced;
mod archive;
mod audit;
mod browse;
mod citations;
mod files;
mod landing;
mod named;
mod reprints;
mod result;
mod timeline;
mod trends;
mod versions;

use axum::response::Response;
use jiff::Timestamp;
use serde::{Serialize, Serializer};

pub use self::advanced::advanced;
pub use self::archive::{articles, change, changes, facet, related_to, stats};
pub use self::audit::audit_json;
use self::browse::NewInJson;
pub use self::browse::{browse, browse_index, latest, neighbours as browse_neighbours};
pub use self::citations::citations;
use self::citations::{CitationsJson, SharesJson};
use self::files::{AttachmentJson, attachment};
pub use self::landing::landing;
use self::named::NamedJson;
use self::reprints::ReprintsJson;
pub use self::result::{LinksJson, Record, RecordJson};
use self::result::{MarkedJson, Summary};
use self::timeline::{RelatedQueryJson, RemedyJson, TimelineJson};
pub use self::trends::trends;
pub use self::versions::{compared, version, versions};
use super::cursor;
use super::help::{self, Section};
use super::links::{Change, SearchLinks};
use super::marks::split;
use super::negotiate::Form;
use super::outline::Outline;
use super::params::{SearchParams, match_name, sort_name};
use super::resources::{ArticleView, Home};
use super::respond;
use super::texts::{Language, Texts};
use super::timeline::Timeline;
use crate::model::{Article, Facet, Origins, PartialDate};
use crate::search::Search;
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

#[derive(Serialize)]
struct ArticleJson<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    document_number_parts: Option<DocumentNumberJson<'a>>,
    paragraphs: &'a [String],
    body_html: Option<&'a str>,
    attachments: Vec<AttachmentJson<'a>>,
    origins: &'a Origins,
    content_hash: &'a str,
    first_seen: Timestamp,
    last_seen: Timestamp,
    version: u32,
    versions: u32,
    withdrawn_at: Option<Timestamp>,
    contents: &'a Outline,
    citations: CitationsJson<'a>,
    named: Vec<NamedJson<'a>>,
    earlier: Option<RelatedJson<'a>>,
    later: Option<RelatedJson<'a>>,
    related: Vec<RelatedJson<'a>>,
    reprints: Option<ReprintsJson<'a>>,
    highlights: Option<ArticleHighlightsJson<'a>>,
}

#[derive(Serialize)]
struct DocumentNumberJson<'a> {
    organ: &'a str,
    year: i16,
    number: u32,
    key: String,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    id: &'a str,
    title: &'a str,
    published_on: Option<PartialDate>,
    source: Option<&'a str>,
    /// What the two have in common; `null` where it is not related by content.
    shares: Option<SharesJson<'a>>,
    links: LinksJson,
}

/// What `q` matches; one entry a paragraph.
#[derive(Serialize)]
struct ArticleHighlightsJson<'a> {
    title: MarkedJson<'a>,
    paragraphs: Vec<MarkedJson<'a>>,
}

/// `GET /articles/{id}`.
pub fn article(search: &Search, view: &ArticleView) -> Response {
    let stored = &*view.stored;
    let article = &stored.article;
    let request = &view.params.request;
    let marked = (!request.query.trim().is_empty()).then(|| {
        let mark = |text: &str| search.mark(request, text);
        (mark(&article.title), split(&mark(&article.paragraphs.join("\n")), '\n'))
    });
    respond::json(&ArticleJson {
        summary: Summary::of(article),
        document_number_parts: article.document_number.as_ref().map(|number| DocumentNumberJson {
            organ: number.organ(),
            year: number.year(),
            number: number.number(),
            key: number.key(),
        }),
        paragraphs: &article.paragraphs,
        body_html: article.body_html.as_deref(),
        attachments: (1..)
            .zip(&article.attachments)
            .map(|(number, of)| attachment(article, None, number, of))
            .collect(),
        origins: &article.origins,
        content_hash: &stored.content_hash,
        first_seen: stored.first_seen,
        last_seen: stored.last_seen,
        version: stored.version,
        versions: stored.version,
        withdrawn_at: stored.withdrawn_at,
        contents: &view.outline,
        citations: CitationsJson::of(stored, &view.citations),
        named: view.named.listed().map(NamedJson::of).collect(),
        earlier: view.neighbours.earlier.as_deref().map(|other| related(&other.article)),
        later: view.neighbours.later.as_deref().map(|other| related(&other.article)),
        related: view
            .related
            .iter()
            .map(|other| RelatedJson { shares: Some(SharesJson::of(&other.shares)), ..related(&other.stored.article) })
            .collect(),
        reprints: ReprintsJson::among(&view.reprints, stored.key),
        highlights: marked.as_ref().map(|(title, paragraphs)| ArticleHighlightsJson {
            title: MarkedJson::of(title),
            paragraphs: paragraphs.iter().map(MarkedJson::of).collect(),
        }),
    })
}

fn related(article: &Article) -> RelatedJson<'_> {
    RelatedJson {
        id: article.id.as_str(),
        title: &article.title,
        published_on: article.published_on,
        source: article.source.as_deref(),
        shares: None,
        links: LinksJson::of(article),
    }
}

#[derive(Serialize)]
struct HomeJson<'a> {
    service: &'static str,
    description: &'static str,
    version: &'static str,
    totals: TotalsJson,
    new: Vec<NewInJson>,
    latest: Vec<Summary<'a>>,
    counts: FacetsJson<'a>,
    links: ServiceLinksJson,
}

#[derive(Serialize)]
struct TotalsJson {
    articles: u64,
    withdrawn: u64,
    versions: u64,
}

#[derive(Serialize)]
struct ServiceLinksJson {
    #[serde(rename = "self")]
    itself: &'static str,
    html: &'static str,
    search: &'static str,
    suggest: &'static str,
    trends: &'static str,
    advanced: &'static str,
    browse: &'static str,
    new: &'static str,
    article: &'static str,
    articles: &'static str,
    document_number: &'static str,
    facet: &'static str,
    changes: &'static str,
    stats: &'static str,
    openapi: &'static str,
    about: &'static str,
    api: &'static str,
    help: &'static str,
    ready: &'static str,
}

/// `GET /`.
pub fn home(home: &Home) -> Response {
    let everything = SearchParams::everything();
    let links = SearchLinks::new(&everything);
    respond::json(&HomeJson {
        service: "gongbao",
        description: "公报全文检索",
        version: env!("CARGO_PKG_VERSION"),
        totals: TotalsJson {
            articles: home.counts.articles,
            withdrawn: home.counts.withdrawn,
            versions: home.counts.versions,
        },
        new: home.new.iter().map(NewInJson::of).collect(),
        latest: home.newest.results.iter().map(|item| Summary::of(&item.stored.article)).collect(),
        counts: FacetsJson { counts: &home.newest.facets, request: &everything.request, links: &links },
        links: ServiceLinksJson {
            itself: "/",
            html: "/?format=html",
            search: "/search?q={q}",
            suggest: "/suggest?q={q}",
            trends: "/trends?q={q}&q={q}",
            advanced: "/advanced",
            browse: "/browse",
            new: "/latest",
            article: "/articles/{id}",
            articles: "/articles?ids={id},{id}",
            document_number: "/document-numbers/{number}",
            facet: "/facets/{name}?prefix={prefix}",
            changes: "/changes?since={revision}",
            stats: "/stats",
            openapi: "/openapi.json",
            about: "/about",
            api: "/api",
            help: "/help",
            ready: "/readyz",
        },
    })
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
