//! The page of results: what was found, how to narrow it, and what to try where nothing was.

use askama::Template;
use axum::response::Response;

use crate::model::DocumentNumber;
use crate::model::date::in_beijing;
use crate::search::engine::query::Sort;
use crate::search::message::Message;
use crate::search::query::{Match, Part, PartKind};
use crate::search::types::as_of::AsOf;
use crate::search::types::explanation::ScoreExplanation;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::{ResultItem, SearchResponse};
use crate::search::types::suggestion::Relaxation;
use crate::web::format::Representation;
use crate::web::html::facets::{FacetView, filter_text};
use crate::web::html::histogram::HistogramView;
use crate::web::html::layout::{Link, PageLayout};
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::markup::MarkedHtml;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks, attachment_url, escaped, query_url, relaxation_url, result_url};
use crate::web::url::pagination::{next_and_previous, trends_url};
use crate::web::url::params::SearchParams;
use crate::web::url::values::Unit;
use crate::web::view::histogram::Histogram;

/// Sizes of a page that are offered.
const PAGE_SIZES: [usize; 4] = [10, 20, 50, 100];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    layout: PageLayout<'a>,
    total: usize,
    took_ms: String,
    page: usize,
    warnings: &'a [Message],
    results: Vec<Hit<'a>>,
    exact: bool,
    from: String,
    to: String,
    hidden: Vec<(&'static str, &'a str)>,
    /// The whole search, to be repeated by forms that narrow it.
    whole: Vec<(&'static str, &'a str)>,
    advanced: String,
    times: Option<HistogramView<'a>>,
    meant: Option<Meant>,
    sorts: Vec<Choice>,
    understood: Vec<Link>,
    offers: Vec<Link>,
    synonyms: String,
    /// To the same search without synonyms, or with them where they are switched off.
    switch_synonyms: String,
    without_synonyms: bool,
    explain: Option<Link>,
    trends: String,
    /// To the same search with every reprint by itself, or with them put together again.
    reprints: Option<Link>,
    active: Vec<Link>,
    /// The time at which the archive is looked at, and the same search of now.
    as_of: Option<Link>,
    no_filters: Option<String>,
    facets: Vec<FacetView<'a>>,
    pages: Vec<PageLink>,
    sizes: Vec<(usize, String, bool)>,
    previous: Option<String>,
    next: Option<String>,
    last_page: usize,
    empty: Option<Empty>,
    related: Vec<Link>,
    /// The search in its other forms: media type, name, address.
    representations: Vec<(&'static str, &'static str, String)>,
}

struct Hit<'a> {
    url: String,
    title: MarkedHtml<'a>,
    date: Option<(String, String)>,
    source: Option<&'a str>,
    column: Option<&'a str>,
    document_number: Option<&'a str>,
    language: &'a str,
    excerpt: MarkedHtml<'a>,
    cut_before: bool,
    cut_after: bool,
    withdrawn: bool,
    /// The file that the excerpt stands in, and where in it.
    place: Option<Place<'a>>,
    missing: &'a [String],
    /// How many files there are.
    files: usize,
    /// How many versions there are.
    versions: u32,
    /// The version that was shown then, where it is not shown now.
    past: Option<u32>,
    explanation: Vec<Message>,
    /// How many others say the same.
    reprints: usize,
    /// Their list, on the page of the article.
    reprints_url: String,
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
    try_these: Vec<Link>,
}

/// `GET /search`.
pub fn render(context: &RequestContext, params: &SearchParams, found: &SearchResponse) -> Response {
    let request = &params.request;
    let links = SearchLinks::new(params);
    let last_page = if found.exhausted { request.page } else { params.pages(found.total) };
    let collapsed = request.collapse != Some(false);
    let with_reprints = found.results.iter().any(|item| item.reprints.is_some());
    let (next, previous) = next_and_previous(params, found, &links);
    let texts = context.texts();
    let layout = match request.query.as_str() {
        "" => PageLayout::new(context, texts.text("nav-all"), ""),
        query => PageLayout::new(context, query, query).titled_in(""),
    };
    let is_filtered = !request.filters.is_empty()
        || !request.rejected.is_empty()
        || !request.missing.is_empty()
        || request.from.is_some()
        || request.to.is_some();
    let no_filters = is_filtered.then(|| links.url(Change::NoFilters));
    let times = found.histogram.as_ref();
    let times = times.map(|counts| Histogram::new(params, counts, params.histogram.unwrap_or(Unit::Auto)));
    context.page(&SearchPage {
        layout,
        total: found.total,
        took_ms: format!("{:.1}", found.took.as_secs_f64() * 1_000.0),
        page: request.page,
        warnings: &found.warnings,
        results: found.results.iter().map(|item| hit(item, &links, texts)).collect(),
        exact: request.matching == Match::Exact,
        from: request.from.map(|date| date.to_string()).unwrap_or_default(),
        to: request.to.map(|date| date.to_string()).unwrap_or_default(),
        hidden: links.hidden_in_form().collect(),
        whole: links.in_form().collect(),
        advanced: advanced_url(&request.query),
        times: times.as_ref().and_then(|times| HistogramView::new(times, texts)),
        meant: found.did_you_mean.as_ref().map(|meant| Meant {
            query: meant.query.clone(),
            total: meant.total,
            url: links.url(Change::Query(&meant.query)),
        }),
        sorts: sorts(request, &links),
        understood: understood(found, &links, texts),
        offers: found
            .offers
            .iter()
            .map(|suggestion| Link {
                text: texts.message(&suggestion.label).0,
                url: links.url(Change::Query(&suggestion.query)),
            })
            .collect(),
        synonyms: synonyms(found),
        switch_synonyms: links.url(Change::Synonyms(!request.synonyms)),
        without_synonyms: !request.synonyms,
        explain: (request.effective_sort() == Sort::Relevance && !found.results.is_empty()).then(|| Link {
            text: texts.text(if request.explain { "explain-off" } else { "explain-on" }).to_owned(),
            url: links.url(Change::Explain(!request.explain)),
        }),
        trends: trends_url(request, &links),
        reprints: (with_reprints || !collapsed).then(|| Link {
            text: texts.text(if collapsed { "reprints-apart" } else { "reprints-together" }).to_owned(),
            url: links.url(Change::Collapse(!collapsed)),
        }),
        active: active(request, &links, texts),
        as_of: request.as_of.map(|as_of| Link { text: as_of_text(as_of, texts), url: links.url(Change::Now) }),
        facets: found
            .facets
            .iter()
            .filter(|counts| !counts.values.is_empty() || request.missing.contains(counts.facet))
            .map(|counts| FacetView::new(counts, request, &links, texts))
            .collect(),
        // A walk has no numbers and only goes on.
        pages: if request.cursor.is_some() { Vec::new() } else { page_links(request.page, last_page, &links) },
        sizes: PAGE_SIZES
            .iter()
            .filter(|_| found.total > PAGE_SIZES[0])
            .map(|size| (*size, links.url(Change::PerPage(*size)), *size == request.per_page))
            .collect(),
        previous: previous.map(|_| links.url(Change::Page(usize::min(request.page - 1, last_page)))),
        next,
        last_page,
        empty: found.results.is_empty().then(|| empty(params, found, is_filtered, &links, texts)),
        related: found.related.iter().map(|of| Link { text: of.text.clone(), url: query_url(&of.text) }).collect(),
        no_filters,
        representations: Representation::OF_LISTS
            .iter()
            .filter(|representation| **representation != Representation::Html)
            .map(|representation| {
                (
                    representation.media_type(),
                    texts.form(*representation),
                    links.url(Change::Representation(*representation)),
                )
            })
            .collect(),
    })
}

fn hit<'a>(item: &'a ResultItem, links: &SearchLinks, texts: &'static Texts) -> Hit<'a> {
    let article = &item.stored.article;
    let past = item.is_past.then_some(item.stored.version);
    Hit {
        url: if item.is_past { result_url(item) } else { links.article(&article.id) },
        title: MarkedHtml(&item.title),
        date: article.published_on.map(|date| (date.to_string(), texts.date(date))),
        source: article.source.as_deref(),
        column: article.column.as_deref(),
        document_number: article.document_number.as_ref().map(DocumentNumber::as_published),
        language: article.language.as_deref().unwrap_or("zh"),
        excerpt: MarkedHtml(&item.excerpt),
        cut_before: item.excerpt.cut_before,
        cut_after: item.excerpt.cut_after,
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
        files: article.attachments.len(),
        versions: item.stored.versions,
        past,
        explanation: item.explanation.as_ref().map(ScoreExplanation::sentences).unwrap_or_default(),
        reprints: item.reprints.as_ref().map_or(0, |set| set.count),
        reprints_url: format!("{}#reprints", links.article(&article.id)),
    }
}

/// The form for the parts of a query, which starts from this one.
fn advanced_url(query: &str) -> String {
    match query.trim() {
        "" => "/advanced".to_owned(),
        query => format!("/advanced?q={}", escaped(query)),
    }
}

/// The orders there are; without words there is no relevance to offer.
fn sorts(request: &SearchRequest, links: &SearchLinks) -> Vec<Choice> {
    let all = [(Sort::Relevance, "sort-relevance"), (Sort::Newest, "sort-newest"), (Sort::Oldest, "sort-oldest")];
    let offered = all.into_iter().skip(usize::from(request.query.trim().is_empty()));
    let choice = |(sort, key)| {
        let chosen = request.effective_sort() == sort;
        Choice { key, url: links.url(Change::Sort(sort)), chosen }
    };
    offered.map(choice).collect()
}

/// The parts of the query, each as a link to the search without it. Where there is but one word, the
/// search box says it all.
fn understood(found: &SearchResponse, links: &SearchLinks, texts: &'static Texts) -> Vec<Link> {
    let parts = &found.interpreted;
    let telling = parts.len() > 1 || parts.iter().any(|part| part.kind != PartKind::Words);
    let link = |part: &Part| Link { text: texts.message(&part.label).0, url: links.url(Change::Query(&part.without)) };
    parts.iter().filter(|_| telling).map(link).collect()
}

/// The filters that hold, each as a link to the search without it.
fn active(request: &SearchRequest, links: &SearchLinks, texts: &'static Texts) -> Vec<Link> {
    let values = request.filters.iter().flat_map(|(facet, values)| values.iter().map(move |value| (*facet, value)));
    let mut active: Vec<Link> = values
        .map(|(facet, value)| Link {
            text: filter_text("filter-value", facet, value, texts),
            url: links.url(Change::Toggle(facet, value)),
        })
        .collect();
    let rejected = request.rejected.iter().flat_map(|(facet, values)| values.iter().map(move |value| (*facet, value)));
    active.extend(rejected.map(|(facet, value)| Link {
        text: filter_text("filter-not-value", facet, value, texts),
        url: links.url(Change::Reject(facet, value)),
    }));
    active.extend(request.missing.iter().map(|facet| Link {
        text: texts.format("filter-unstated").with("facet", texts.facet(facet)).to_string(),
        url: links.url(Change::Missing(facet)),
    }));
    let dates = match (request.from, request.to) {
        (Some(from), Some(to)) => {
            Some(texts.format("filter-dates").with("from", from.to_string()).with("to", to.to_string()))
        }
        (Some(from), None) => Some(texts.format("filter-from").with("from", from.to_string())),
        (None, Some(to)) => Some(texts.format("filter-to").with("to", to.to_string())),
        (None, None) => None,
    };
    active.extend(dates.map(|dates| Link { text: dates.to_string(), url: links.url(Change::AnyDate) }));
    active
}

/// What was also looked for, and for which words.
fn synonyms(found: &SearchResponse) -> String {
    let used = found.synonyms.iter().map(|used| format!("{}（{}）", used.also.join("、"), used.text));
    used.collect::<Vec<_>>().join("；")
}

/// A time as a reader is told it.
fn as_of_text(as_of: AsOf, texts: &'static Texts) -> String {
    match as_of {
        AsOf::Date(date) => texts.date(date),
        AsOf::Moment(moment) => in_beijing(moment),
    }
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
    is_filtered: bool,
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
    let mut try_these: Vec<Link> = found.remedies.iter().map(offered).collect();
    let why = match (is_filtered, request.query.trim()) {
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
    Empty { why, try_these }
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
