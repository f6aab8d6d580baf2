//! The page of results: what was found, how to narrow it, and what to try where nothing was.

use askama::Template;
use axum::response::Response;

use super::filters::{Filters, Further, is_filtered};
use super::translations::Translation;
use crate::model::DocumentNumber;
use crate::model::text::is_han;
use crate::search::Search;
use crate::search::engine::query::Sort;
use crate::search::message::Message;
use crate::search::query::{FilterSuggestion, Part, PartKind};
use crate::search::types::explanation::ScoreExplanation;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::{ResultItem, SearchResponse};
use crate::search::types::suggestion::Relaxation;
use crate::web::format::Representation;
use crate::web::html::conditions::name;
use crate::web::html::histogram::HistogramView;
use crate::web::html::layout::{Link, PageLayout};
use crate::web::html::standing;
use crate::web::html::title::title;
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::markup::MarkedHtml;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks, attachment_url, query_url, relaxation_url, result_url};
use crate::web::url::pagination::{intake_feed_url, next_and_previous, trends_url};
use crate::web::url::params::SearchParams;
use crate::web::url::values::Unit;
use crate::web::view::histogram::Histogram;

/// Sizes of a page that are offered.
const PAGE_SIZES: [usize; 4] = [10, 20, 50, 100];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    layout: PageLayout<'a>,
    interpretation: Interpretation,
    filters: Filters<'a>,
    total: usize,
    /// How many have all words, where not all do and some have.
    with_all_words: Option<usize>,
    took_ms: String,
    sorts: Vec<Choice>,
    histogram: Option<HistogramView<'a>>,
    warnings: &'a [Message],
    results: Vec<Hit<'a>>,
    /// Where there are no results.
    empty: Option<Empty>,
    pagination: Pagination,
    /// Other queries that lead on.
    related: Vec<Link>,
    alternatives: Alternatives,
}

/// How the query was understood, and how else it could be.
struct Interpretation {
    meant: Option<Meant>,
    parts: Vec<Link>,
    /// Filters that words of the query may mean.
    filters: Vec<Link>,
    synonyms: String,
    without_synonyms: bool,
    /// To the same search without synonyms, or with them where they are switched off.
    switch_synonyms: String,
}

/// The pages of results, and how many results a page has.
struct Pagination {
    page: usize,
    last_page: usize,
    numbers: Vec<PageLink>,
    previous: Option<String>,
    next: Option<String>,
    sizes: Vec<(usize, String, bool)>,
}

/// The same search in other ways.
struct Alternatives {
    /// In its other representations: media type, name, address.
    representations: Vec<(&'static str, &'static str, String)>,
    /// The feed by first intake.
    intake_feed: String,
    trends: String,
    /// By mail, when it finds something new.
    alerts: String,
    /// With every duplicate by itself, or with them put together again.
    duplicates: Option<Link>,
    /// With the scores explained, or without.
    explain: Option<Link>,
}

struct Hit<'a> {
    url: String,
    title: String,
    date: Option<(String, String)>,
    source: Option<&'a str>,
    column: Option<&'a str>,
    document_number: Option<&'a str>,
    language: &'a str,
    excerpt: MarkedHtml<'a>,
    cut_before: bool,
    cut_after: bool,
    withdrawn: bool,
    /// The key of what it is, where it is not in force.
    standing: Option<&'static str>,
    /// The file that the excerpt stands in, and where in it.
    place: Option<Place<'a>>,
    missing: &'a [String],
    /// What tells it from others of the same title and date.
    distinction: Option<&'a str>,
    /// How many files there are.
    files: usize,
    /// How many versions there are.
    versions: u32,
    /// The version that was shown then, where it is not shown now.
    past: Option<u32>,
    explanation: Vec<Message>,
    /// How many duplicates there are.
    duplicates: usize,
    /// Their list, on the page of the article.
    duplicates_url: String,
}

struct Place<'a> {
    url: String,
    title: &'a str,
    name: Option<&'a str>,
    page: Option<u32>,
}

/// One of several orders.
struct Choice {
    /// The key of what it is called.
    key: &'static str,
    url: String,
    chosen: bool,
}

/// A page number, or a gap in their row.
enum PageLink {
    Number { number: usize, url: String, current: bool },
    Gap,
}

/// Another query that may have been meant.
struct Meant {
    query: String,
    total: usize,
    url: String,
}

/// Why nothing is shown, as HTML, and what to try.
struct Empty {
    why: String,
    /// The query in Chinese, where it is not.
    translations: Vec<Link>,
    /// Whether to say in which language bulletins are.
    is_foreign: bool,
    try_these: Vec<Link>,
}

/// `GET /search`.
pub fn render(
    context: &RequestContext,
    search: &Search,
    params: &SearchParams,
    found: &SearchResponse,
    translations: &[Translation],
) -> Response {
    let request = &params.request;
    let links = SearchLinks::new(params);
    let texts = context.texts();
    let name = name(request, texts);
    let title = match request.page {
        page if page > 1 => format!("{name} · {}", texts.format("page-number").with("page", page)),
        _ => name.clone(),
    };
    let layout = PageLayout::new(context, title, request.query.as_str()).titled_in("").at(&links.url(Change::Nothing));
    let counts = found.histogram.as_ref();
    let histogram = counts.map(|counts| Histogram::new(params, counts, params.histogram.unwrap_or(Unit::Auto)));
    context.page(&SearchPage {
        layout,
        interpretation: Interpretation::new(request, found, &links, texts),
        filters: Filters::new(name, params, found, &links, texts),
        total: found.total,
        with_all_words: found.with_all_terms.filter(|count| (1..found.total).contains(count)),
        took_ms: format!("{:.1}", found.took.as_secs_f64() * 1_000.0),
        sorts: sorts(request, &links),
        histogram: histogram.as_ref().and_then(|histogram| HistogramView::new(histogram, texts)),
        warnings: &found.warnings,
        results: found.results.iter().map(|item| hit(item, search, &links, texts)).collect(),
        empty: found.results.is_empty().then(|| empty(params, found, translations, &links, texts)),
        pagination: Pagination::new(params, found, &links),
        related: found.related.iter().map(|of| Link { text: of.text.clone(), url: query_url(&of.text) }).collect(),
        alternatives: Alternatives::new(params, found, &links, texts),
    })
}

impl Interpretation {
    fn new(request: &SearchRequest, found: &SearchResponse, links: &SearchLinks, texts: &'static Texts) -> Self {
        let filter = |suggestion: &FilterSuggestion| Link {
            text: texts.message(&suggestion.label).0,
            url: links.url(Change::Query(&suggestion.query)),
        };
        Self {
            meant: found.did_you_mean.as_ref().map(|meant| Meant {
                query: meant.query.clone(),
                total: meant.total,
                url: links.url(Change::Query(&meant.query)),
            }),
            parts: parts(found, links, texts),
            filters: found.offers.iter().map(filter).collect(),
            synonyms: synonyms(found),
            without_synonyms: !request.synonyms,
            switch_synonyms: links.url(Change::Synonyms(!request.synonyms)),
        }
    }
}

impl Pagination {
    fn new(params: &SearchParams, found: &SearchResponse, links: &SearchLinks) -> Self {
        let request = &params.request;
        let (next, previous) = next_and_previous(params, found, links);
        let last_page = if found.exhausted { request.page } else { params.pages(found.total) };
        let size = |size: &usize| (*size, links.url(Change::PerPage(*size)), *size == request.per_page);
        Self {
            page: request.page,
            last_page,
            // A cursor has no page numbers and only goes on.
            numbers: if request.cursor.is_some() { Vec::new() } else { page_links(request.page, last_page, links) },
            previous: previous.map(|_| links.url(Change::Page(usize::min(request.page - 1, last_page)))),
            next,
            sizes: PAGE_SIZES.iter().filter(|_| found.total > PAGE_SIZES[0]).map(size).collect(),
        }
    }
}

impl Alternatives {
    fn new(params: &SearchParams, found: &SearchResponse, links: &SearchLinks, texts: &'static Texts) -> Self {
        let request = &params.request;
        let collapsed = request.collapse != Some(false);
        let has_duplicates = found.results.iter().any(|item| item.reprints.is_some());
        let has_scores = request.effective_sort() == Sort::Relevance && !found.results.is_empty();
        let link = |representation: &Representation| {
            let url = links.url(Change::Representation(*representation));
            (representation.media_type(), texts.form(*representation), url)
        };
        let others = Representation::OF_LISTS.iter().filter(|other| **other != Representation::Html);
        Self {
            representations: others.map(link).collect(),
            intake_feed: intake_feed_url(params),
            trends: trends_url(params),
            alerts: links.alerts(),
            duplicates: (has_duplicates || !collapsed).then(|| Link {
                text: texts.text(if collapsed { "reprints-apart" } else { "reprints-together" }).to_owned(),
                url: links.url(Change::Collapse(!collapsed)),
            }),
            explain: has_scores.then(|| Link {
                text: texts.text(if request.explain { "explain-off" } else { "explain-on" }).to_owned(),
                url: links.url(Change::Explain(!request.explain)),
            }),
        }
    }
}

fn hit<'a>(item: &'a ResultItem, search: &Search, links: &SearchLinks, texts: &'static Texts) -> Hit<'a> {
    let article = &item.stored.article;
    let past = item.is_past.then_some(item.stored.version);
    Hit {
        url: if item.is_past { result_url(item) } else { links.article(&article.id) },
        title: title(search, &item.title),
        date: article.published_on.map(|date| (date.to_string(), texts.date(date))),
        source: article.source.as_deref(),
        column: article.column.as_deref(),
        document_number: article.document_number.as_ref().map(DocumentNumber::as_published),
        language: article.language.as_deref().unwrap_or("zh"),
        excerpt: MarkedHtml(&item.excerpt),
        cut_before: item.excerpt.cut_before,
        cut_after: item.excerpt.cut_after,
        standing: standing::tag(item.stored.standing.as_ref()),
        withdrawn: !item.is_past && item.stored.withdrawn_at.is_some(),
        place: item.place.as_ref().and_then(|place| {
            let title = &article.attachments.get(place.attachment - 1)?.title;
            let url = match past {
                Some(_) => attachment_url(&article.id, place.attachment, past),
                None => format!("{}#attachment-{}", links.article(&article.id), place.attachment),
            };
            Some(Place { url, title, name: place.name.as_deref(), page: place.page })
        }),
        missing: &item.missing,
        distinction: item.distinction.as_deref(),
        files: article.attachments.len(),
        versions: item.stored.versions,
        past,
        explanation: item.explanation.as_ref().map(ScoreExplanation::sentences).unwrap_or_default(),
        duplicates: item.reprints.as_ref().map_or(0, |set| set.count),
        duplicates_url: format!("{}#reprints", links.article(&article.id)),
    }
}

/// The orders there are; without words there is no relevance to offer.
fn sorts(request: &SearchRequest, links: &SearchLinks) -> Vec<Choice> {
    let all = [
        (Sort::Relevance, "sort-relevance"),
        (Sort::Newest, "sort-newest"),
        (Sort::Oldest, "sort-oldest"),
        (Sort::NewestSeen, "sort-seen"),
    ];
    let offered = all.into_iter().skip(usize::from(request.query.trim().is_empty()));
    let choice = |(sort, key)| {
        let chosen = request.effective_sort() == sort;
        Choice { key, url: links.url(Change::Sort(sort)), chosen }
    };
    offered.map(choice).collect()
}

/// The parts of the query, each as a link to the search without it. Where there is but one word, the
/// search box says it all.
fn parts(found: &SearchResponse, links: &SearchLinks, texts: &'static Texts) -> Vec<Link> {
    let parts = &found.interpreted;
    let worth_showing = parts.len() > 1 || parts.iter().any(|part| part.kind != PartKind::Words);
    let link = |part: &Part| Link { text: texts.message(&part.label).0, url: links.url(Change::Query(&part.without)) };
    parts.iter().filter(|_| worth_showing).map(link).collect()
}

/// What was also looked for, and for which words.
fn synonyms(found: &SearchResponse) -> String {
    let used = found.synonyms.iter().map(|used| format!("{}（{}）", used.also.join("、"), used.text));
    used.collect::<Vec<_>>().join("；")
}

/// The first page, the last one and those around the current; gaps between.
fn page_links(current: usize, last: usize, links: &SearchLinks) -> Vec<PageLink> {
    if last < 2 {
        return Vec::new();
    }
    let mut row = Vec::new();
    let mut before = 0;
    for number in (1..=last).filter(|&number| number == 1 || number == last || number.abs_diff(current) <= 2) {
        if number > before + 1 {
            row.push(PageLink::Gap);
        }
        let url = links.url(Change::Page(number));
        row.push(PageLink::Number { number, url, current: number == current });
        before = number;
    }
    row
}

/// Why nothing is shown. What is offered has results, and says how many.
fn empty(
    params: &SearchParams,
    found: &SearchResponse,
    translations: &[Translation],
    links: &SearchLinks,
    texts: &'static Texts,
) -> Empty {
    let request = &params.request;
    let offered = |relaxation: &Relaxation| Link {
        text: format!(
            "{}{}",
            texts.message(&relaxation.label),
            texts.format("in-brackets").with("count", relaxation.total)
        ),
        url: relaxation_url(relaxation, params),
    };
    let mut try_these: Vec<Link> = found.relaxations.iter().map(offered).collect();
    let why = match (is_filtered(request), request.query.trim()) {
        _ if found.total > 0 => {
            try_these.push(Link { text: texts.text("try-first-page").to_owned(), url: links.url(Change::Page(1)) });
            texts.format("empty-page").with("page", request.page).with("count", found.total).to_string()
        }
        (false, "") if request.as_of.is_some() => texts.text("no-bulletins-then").to_owned(),
        (false, "") => texts.text("no-bulletins").to_owned(),
        (true, "") => texts.text("empty-filters").to_owned(),
        (true, query) => texts.format("empty-query-in-filters").with("query", query).html().0,
        (false, query) => texts.format("empty-query").with("query", query).html().0,
    };
    let in_chinese = |Translation { query, total }: &Translation| Link {
        text: format!("{query}{}", texts.format("in-brackets").with("count", *total)),
        url: links.url(Change::Query(query)),
    };
    let is_foreign = found.total == 0 && !request.query.is_empty() && !request.query.chars().any(is_han);
    Empty { why, try_these, is_foreign, translations: translations.iter().map(in_chinese).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(current: usize, last: usize, expected: &str) {
        let links = SearchLinks::new(&SearchParams::everything());
        let shown: Vec<String> = page_links(current, last, &links)
            .iter()
            .map(|link| match link {
                PageLink::Number { number, current: true, .. } => format!("[{number}]"),
                PageLink::Number { number, .. } => number.to_string(),
                PageLink::Gap => "…".to_owned(),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn the_row_of_pages_stays_short() {
        check(1, 1, "");
        check(1, 3, "[1] 2 3");
        check(6, 20, "1 … 4 5 [6] 7 8 … 20");
        check(20, 20, "1 … 18 19 [20]");
        check(99, 3, "1 … 3");
    }
}
