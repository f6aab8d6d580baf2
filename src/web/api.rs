//! The data form of every resource. Keys are stable: what is absent is `null` or an empty list. Answers
//! borrow from what was found and are serialised straight to bytes, since `/search` is asked by the thousand.

mod audit;
mod files;
mod reprints;

use axum::response::Response;
use jiff::Timestamp;
use serde::{Serialize, Serializer};

pub use self::audit::audit_json;
use self::files::{AttachmentJson, PlaceJson, attachment};
use self::reprints::ReprintsJson;
use super::explained::{ExplanationJson, explained};
use super::help::{self, Section};
use super::links::{Change, SearchLinks, article_url};
use super::marks::{MarkedHtml, split};
use super::negotiate::Form;
use super::params::{SearchParams, match_name, sort_name};
use super::resources::{ArticleView, Home};
use super::respond;
use crate::model::{Article, DocumentNumber, Facet, Origins, PartialDate, StoredArticle};
use crate::search::Search;
use crate::search::query::{Offer, Part};
use crate::search::request::SearchRequest;
use crate::search::result::{FacetCounts, Marked, ResultItem, ResultPage};
use crate::store::Version;
use crate::store::audit::Audit;

#[derive(Serialize)]
struct SearchJson<'a> {
    total: usize,
    page: usize,
    per_page: usize,
    pages: usize,
    next: Option<String>,
    previous: Option<String>,
    took_ms: f64,
    query: &'a str,
    r#match: &'static str,
    sort: &'static str,
    recency: Option<u32>,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    warnings: &'a [String],
    did_you_mean: Option<DidYouMeanJson<'a>>,
    query_interpreted: Vec<PartJson<'a>>,
    offers: Vec<OfferJson<'a>>,
    synonyms: Vec<SynonymJson<'a>>,
    synonyms_off_url: Option<String>,
    facets: FacetsJson<'a>,
    results: Vec<ResultJson<'a>>,
    links: LinksJson,
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

#[derive(Serialize)]
struct LinksJson {
    #[serde(rename = "self")]
    itself: String,
    html: String,
}

#[derive(Serialize)]
struct ResultJson<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    score: f32,
    highlights: HighlightsJson<'a>,
    missing: &'a [String],
    explanation: Option<ExplanationJson<'a>>,
    reprints: Option<ReprintsJson<'a>>,
}

/// What a list says of an article.
#[derive(Serialize)]
struct Summary<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<&'a str>,
    links: LinksJson,
    published_on: Option<PartialDate>,
    published_at: Option<&'a str>,
    issued_on: Option<PartialDate>,
    source: Option<&'a str>,
    column: Option<&'a str>,
    authors: &'a [String],
    editor: Option<&'a str>,
    issuers: &'a [String],
    document_number: Option<&'a str>,
    site: Option<&'a str>,
    region: Option<&'a str>,
    document_kind: Option<&'a str>,
    language: Option<&'a str>,
}

impl<'a> Summary<'a> {
    fn of(article: &'a Article) -> Self {
        Self {
            id: article.id.as_str(),
            title: &article.title,
            url: article.url.as_deref(),
            links: LinksJson::of(article),
            published_on: article.published_on,
            published_at: article.published_at.as_deref(),
            issued_on: article.issued_on,
            source: article.source.as_deref(),
            column: article.column.as_deref(),
            authors: &article.authors,
            editor: article.editor.as_deref(),
            issuers: &article.issuers,
            document_number: article.document_number.as_ref().map(DocumentNumber::as_published),
            site: article.site.as_deref(),
            region: article.region.as_deref(),
            document_kind: article.document_kind.as_deref(),
            language: article.language.as_deref(),
        }
    }
}

impl LinksJson {
    fn of(article: &Article) -> Self {
        let address = article_url(&article.id);
        Self { html: format!("{address}?format=html"), itself: address }
    }
}

#[derive(Serialize)]
struct HighlightsJson<'a> {
    title: MarkedJson<'a>,
    body: MarkedJson<'a>,
    attachment: Option<PlaceJson<'a>>,
}

#[derive(Serialize)]
struct MarkedJson<'a> {
    html: MarkedHtml<'a>,
    ranges: &'a [(usize, usize)],
    text: &'a str,
    cut_before: bool,
    cut_after: bool,
}

impl<'a> MarkedJson<'a> {
    fn of(marked: &'a Marked) -> Self {
        Self {
            html: MarkedHtml(marked),
            ranges: &marked.ranges,
            text: &marked.text,
            cut_before: marked.cut_before,
            cut_after: marked.cut_after,
        }
    }
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
}

#[derive(Serialize)]
struct FacetValueJson<'a> {
    value: &'a str,
    count: usize,
    selected: bool,
    url: String,
}

impl Serialize for FacetsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.counts.iter().map(|counts| {
            let chosen = self.request.filters.get(counts.facet).map_or(&[][..], Vec::as_slice);
            let values = counts.values.iter().map(|(value, count)| FacetValueJson {
                value,
                count: *count,
                selected: chosen.contains(value),
                url: self.links.url(Change::Toggle(counts.facet, value)),
            });
            let Facet { label, label_en, .. } = counts.facet;
            (counts.facet.name, FacetJson { label, label_en, values: values.collect(), more: counts.more })
        }))
    }
}

/// `GET /search`.
pub fn search(params: &SearchParams, found: &ResultPage) -> Response {
    let request = &params.request;
    let links = SearchLinks::new(params);
    let pages = params.pages(found.total);
    respond::json(&SearchJson {
        total: found.total,
        page: request.page,
        per_page: request.per_page,
        pages,
        next: (request.page < pages && !found.exhausted).then(|| links.url(Change::Page(request.page + 1))),
        previous: (request.page > 1).then(|| links.url(Change::Page(request.page - 1))),
        took_ms: found.took.as_micros() as f64 / 1_000.0,
        query: &request.query,
        r#match: match_name(request.matching),
        sort: sort_name(request.effective_sort()),
        recency: request.recency,
        from: request.from,
        to: request.to,
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
        results: found.results.iter().map(result).collect(),
        links: LinksJson { itself: links.url(Change::Nothing), html: links.url(Change::Form(Form::Html)) },
    })
}

fn interpreted<'a>(part: &'a Part, links: &SearchLinks) -> PartJson<'a> {
    let Part { kind, label, text, without, .. } = part;
    PartJson { kind: kind.name(), label, text, without, without_url: links.url(Change::Query(without)) }
}

fn offered<'a>(offer: &'a Offer, links: &SearchLinks) -> OfferJson<'a> {
    let Offer { kind, label, text, query, .. } = offer;
    OfferJson { kind: kind.name(), label, text, query, url: links.url(Change::Query(query)) }
}

fn result(item: &ResultItem) -> ResultJson<'_> {
    let highlights = HighlightsJson {
        title: MarkedJson::of(&item.title),
        body: MarkedJson::of(&item.excerpt),
        attachment: item.place.as_ref().and_then(|place| PlaceJson::of(&item.stored.article, place)),
    };
    ResultJson {
        summary: Summary::of(&item.stored.article),
        score: item.score,
        highlights,
        missing: &item.missing,
        explanation: item.explanation.as_ref().map(explained),
        reprints: item.reprints.as_ref().map(ReprintsJson::of),
    }
}

#[derive(Serialize)]
struct ArticleJson<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    subtitle: Option<&'a str>,
    document_number_parts: Option<DocumentNumberJson<'a>>,
    index_number: Option<&'a str>,
    subjects: &'a [String],
    keywords: &'a [String],
    validity: Option<&'a str>,
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
        subtitle: article.subtitle.as_deref(),
        document_number_parts: article.document_number.as_ref().map(|number| DocumentNumberJson {
            organ: number.organ(),
            year: number.year(),
            number: number.number(),
            key: number.key(),
        }),
        index_number: article.index_number.as_deref(),
        subjects: &article.subjects,
        keywords: &article.keywords,
        validity: article.validity.as_deref(),
        paragraphs: &article.paragraphs,
        body_html: article.body_html.as_deref(),
        attachments: (1..).zip(&article.attachments).map(|(number, of)| attachment(article, number, of)).collect(),
        origins: &article.origins,
        content_hash: &stored.content_hash,
        first_seen: stored.first_seen,
        last_seen: stored.last_seen,
        version: stored.version,
        versions: stored.version,
        withdrawn_at: stored.withdrawn_at,
        related: view.related.iter().map(|other| related(&other.article)).collect(),
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
        links: LinksJson::of(article),
    }
}

#[derive(Serialize)]
struct VersionsJson<'a> {
    id: &'a str,
    versions: Vec<VersionJson<'a>>,
    links: LinksJson,
}

#[derive(Serialize)]
struct VersionJson<'a> {
    version: u32,
    seen_at: Timestamp,
    content_hash: String,
    article: &'a Article,
}

/// `GET /articles/{id}/versions`.
pub fn versions(stored: &StoredArticle, versions: &[Version]) -> Response {
    let versions = versions.iter().map(|version| VersionJson {
        version: version.number,
        seen_at: version.seen_at,
        content_hash: version.article.content_hash(),
        article: &version.article,
    });
    respond::json(&VersionsJson {
        id: stored.article.id.as_str(),
        versions: versions.collect(),
        links: LinksJson::of(&stored.article),
    })
}

#[derive(Serialize)]
struct HomeJson<'a> {
    service: &'static str,
    description: &'static str,
    version: &'static str,
    totals: TotalsJson,
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
    article: &'static str,
    about: &'static str,
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
        latest: home.newest.results.iter().map(|item| Summary::of(&item.stored.article)).collect(),
        counts: FacetsJson { counts: &home.newest.facets, request: &everything.request, links: &links },
        links: ServiceLinksJson {
            itself: "/",
            html: "/?format=html",
            search: "/search?q={q}",
            suggest: "/suggest?q={q}",
            article: "/articles/{id}",
            about: "/about",
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
    let section = |section: &'static Section| SectionJson {
        title: section.title,
        title_en: section.title_en,
        examples: section
            .examples
            .iter()
            .map(|(query, meaning, meaning_en)| ExampleJson { query, meaning, meaning_en, url: help::url(query) })
            .collect(),
    };
    respond::json(&HelpJson {
        title: "检索语法",
        sections: help::SECTIONS.iter().map(section).collect(),
        links: LinksJson { itself: "/help".to_owned(), html: "/help?format=html".to_owned() },
    })
}
