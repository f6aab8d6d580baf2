//! The page of results: what was found, how to narrow it, and what to try where nothing was.

use askama::Template;
use axum::response::Response;

use super::article::in_beijing;
use super::facets::FacetView;
use super::timeline::TimelineView;
use super::{Link, Shell, chinese_date, grouped};
use crate::model::DocumentNumber;
use crate::search::as_of::AsOf;
use crate::search::explain::ScoreExplanation;
use crate::search::query::{Part, PartKind};
use crate::search::remedies::Remedy;
use crate::search::request::{Match, SearchRequest, Sort};
use crate::search::result::{ResultItem, ResultPage};
use crate::web::api::{neighbours, trends_of};
use crate::web::links::{Change, SearchLinks, attachment_url, escaped, query_url, remedy_url, result_url};
use crate::web::marks::MarkedHtml;
use crate::web::negotiate::Form;
use crate::web::params::SearchParams;
use crate::web::respond;
use crate::web::timeline::{Timeline, Unit};
use crate::web::visit::Visit;

/// Sizes of a page that are offered.
const SIZES: [usize; 4] = [10, 20, 50, 100];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    shell: Shell<'a>,
    total: String,
    took_ms: String,
    page: usize,
    warnings: &'a [String],
    results: Vec<Hit<'a>>,
    exact: bool,
    from: String,
    to: String,
    hidden: Vec<(&'static str, &'a str)>,
    /// The whole search, to be repeated by forms that narrow it.
    whole: Vec<(&'static str, &'a str)>,
    advanced: String,
    times: Option<TimelineView<'a>>,
    meant: Option<Meant>,
    sorts: Vec<Choice>,
    understood: Vec<Link>,
    offers: Vec<Link>,
    synonyms: Vec<String>,
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
    forms: Vec<(&'static str, &'static str, String)>,
}

struct Hit<'a> {
    url: String,
    title: MarkedHtml<'a>,
    date: Option<(String, String)>,
    source: Option<&'a str>,
    column: Option<&'a str>,
    document_number: Option<&'a str>,
    language: Option<&'a str>,
    excerpt: MarkedHtml<'a>,
    cut_before: bool,
    cut_after: bool,
    withdrawn: bool,
    /// The file that the excerpt stands in, and where in it.
    place: Option<Place>,
    missing: &'a [String],
    /// How many files there are.
    files: usize,
    /// How many versions there are.
    versions: u32,
    /// The version that was shown then, where it is not shown now.
    past: Option<u32>,
    explanation: Vec<String>,
    /// How many others say the same.
    reprints: usize,
    /// Their list, on the page of the article.
    reprints_url: String,
}

struct Place {
    url: String,
    title: String,
    page: String,
}

/// One of several orders.
struct Choice {
    label: &'static str,
    label_en: &'static str,
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
    total: String,
    url: String,
}

/// Why nothing is shown, and what to try.
struct Empty {
    why: String,
    try_these: Vec<Link>,
}

/// `GET /search`.
pub fn search(visit: &Visit, params: &SearchParams, found: &ResultPage) -> Response {
    let request = &params.request;
    let links = SearchLinks::new(params);
    let last_page = if found.exhausted { request.page } else { params.pages(found.total) };
    let collapsed = request.collapse != Some(false);
    let with_reprints = found.results.iter().any(|item| item.reprints.is_some());
    let (next, previous) = neighbours(params, found, &links);
    let title = if request.query.is_empty() { "全部公报".to_owned() } else { request.query.clone() };
    let is_filtered = !request.filters.is_empty()
        || !request.rejected.is_empty()
        || !request.missing.is_empty()
        || request.from.is_some()
        || request.to.is_some();
    let no_filters = is_filtered.then(|| links.url(Change::NoFilters));
    let times = found.timeline.as_ref();
    let times = times.map(|counts| Timeline::of(params, counts, params.histogram.unwrap_or(Unit::Auto)));
    respond::page(&SearchPage {
        shell: Shell::new(visit, &title, request.query.clone()),
        total: grouped(found.total as u64),
        took_ms: format!("{:.1}", found.took.as_secs_f64() * 1_000.0),
        page: request.page,
        warnings: &found.warnings,
        results: found.results.iter().map(|item| hit(item, &links)).collect(),
        exact: request.matching == Match::Exact,
        from: request.from.map(|date| date.to_string()).unwrap_or_default(),
        to: request.to.map(|date| date.to_string()).unwrap_or_default(),
        hidden: links.hidden_in_form().collect(),
        whole: links.in_form().collect(),
        advanced: advanced_url(&request.query),
        times: times.as_ref().and_then(TimelineView::of),
        meant: found.did_you_mean.as_ref().map(|meant| Meant {
            query: meant.query.clone(),
            total: grouped(meant.total as u64),
            url: links.url(Change::Query(&meant.query)),
        }),
        sorts: sorts(request, &links),
        understood: understood(found, &links),
        offers: found
            .offers
            .iter()
            .map(|offer| Link { text: offer.label.clone(), url: links.url(Change::Query(&offer.query)) })
            .collect(),
        synonyms: found.synonyms.iter().map(|used| format!("{}（{}）", used.also.join("、"), used.text)).collect(),
        switch_synonyms: links.url(Change::Synonyms(!request.synonyms)),
        without_synonyms: !request.synonyms,
        explain: (request.effective_sort() == Sort::Relevance && !found.results.is_empty()).then(|| Link {
            text: if request.explain { "不说明得分" } else { "说明得分" }.to_owned(),
            url: links.url(Change::Explain(!request.explain)),
        }),
        trends: trends_of(request, &links),
        reprints: (with_reprints || !collapsed).then(|| Link {
            text: if collapsed { "转载逐篇列出" } else { "转载合并显示" }.to_owned(),
            url: links.url(Change::Collapse(!collapsed)),
        }),
        active: active(request, &links),
        as_of: request.as_of.map(|as_of| Link { text: as_of_text(as_of), url: links.url(Change::Now) }),
        facets: found
            .facets
            .iter()
            .filter(|counts| !counts.values.is_empty() || request.missing.contains(counts.facet))
            .map(|counts| FacetView::of(counts, request, &links))
            .collect(),
        // A walk has no numbers and only goes on.
        pages: if request.walk.is_some() { Vec::new() } else { page_links(request.page, last_page, &links) },
        sizes: SIZES
            .iter()
            .filter(|_| found.total > SIZES[0])
            .map(|size| (*size, links.url(Change::PerPage(*size)), *size == request.per_page))
            .collect(),
        previous: previous.map(|_| links.url(Change::Page(usize::min(request.page - 1, last_page)))),
        next,
        last_page,
        empty: found.results.is_empty().then(|| empty(params, found, is_filtered, &links)),
        related: found.related.iter().map(|of| Link { text: of.text.clone(), url: query_url(&of.text) }).collect(),
        no_filters,
        forms: Form::OF_LISTS
            .iter()
            .filter(|form| **form != Form::Html)
            .map(|form| (form.media_type(), form.label(), links.url(Change::Form(*form))))
            .collect(),
    })
}

fn hit<'a>(item: &'a ResultItem, links: &SearchLinks) -> Hit<'a> {
    let article = &item.stored.article;
    let past = item.is_past.then_some(item.stored.version);
    Hit {
        url: if item.is_past { result_url(item) } else { links.article(&article.id) },
        title: MarkedHtml(&item.title),
        date: article.published_on.map(|date| (date.to_string(), chinese_date(date))),
        source: article.source.as_deref(),
        column: article.column.as_deref(),
        document_number: article.document_number.as_ref().map(DocumentNumber::as_published),
        language: article.language.as_deref(),
        excerpt: MarkedHtml(&item.excerpt),
        cut_before: item.excerpt.cut_before,
        cut_after: item.excerpt.cut_after,
        withdrawn: !item.is_past && item.stored.withdrawn_at.is_some(),
        place: item.place.as_ref().and_then(|place| {
            let title = article.attachments.get(place.attachment - 1)?.title.clone();
            let name = place.name.as_ref().map_or(String::new(), |name| format!("「{name}」"));
            let page = place.page.map_or(String::new(), |page| format!("第 {page} 页"));
            let url = match past {
                Some(_) => attachment_url(&article.id, place.attachment, past),
                None => format!("{}#attachment-{}", links.article(&article.id), place.attachment),
            };
            Some(Place { url, title, page: format!("{name}{page}") })
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
    let all = [
        (Sort::Relevance, "相关度", "relevance"),
        (Sort::Newest, "最新", "newest first"),
        (Sort::Oldest, "最早", "oldest first"),
    ];
    let offered = all.into_iter().skip(usize::from(request.query.trim().is_empty()));
    let choice = |(sort, label, label_en)| {
        let chosen = request.effective_sort() == sort;
        Choice { label, label_en, url: links.url(Change::Sort(sort)), chosen }
    };
    offered.map(choice).collect()
}

/// The parts of the query, each as a link to the search without it. Where there is but one word, the
/// search box says it all.
fn understood(found: &ResultPage, links: &SearchLinks) -> Vec<Link> {
    let parts = &found.interpreted;
    let telling = parts.len() > 1 || parts.iter().any(|part| part.kind != PartKind::Words);
    let link = |part: &Part| Link { text: part.label.clone(), url: links.url(Change::Query(&part.without)) };
    parts.iter().filter(|_| telling).map(link).collect()
}

/// The filters that hold, each as a link to the search without it.
fn active(request: &SearchRequest, links: &SearchLinks) -> Vec<Link> {
    let values = request.filters.iter().flat_map(|(facet, values)| values.iter().map(move |value| (*facet, value)));
    let mut active: Vec<Link> = values
        .map(|(facet, value)| Link {
            text: format!("{}：{value}", facet.label),
            url: links.url(Change::Toggle(facet, value)),
        })
        .collect();
    let rejected = request.rejected.iter().flat_map(|(facet, values)| values.iter().map(move |value| (*facet, value)));
    active.extend(rejected.map(|(facet, value)| Link {
        text: format!("{}：不是 {value}", facet.label),
        url: links.url(Change::Reject(facet, value)),
    }));
    active.extend(
        request
            .missing
            .iter()
            .map(|facet| Link { text: format!("{}：未标明", facet.label), url: links.url(Change::Missing(facet)) }),
    );
    let dates = match (request.from, request.to) {
        (Some(from), Some(to)) => Some(format!("{from} 至 {to}")),
        (Some(from), None) => Some(format!("{from} 起")),
        (None, Some(to)) => Some(format!("至 {to}")),
        (None, None) => None,
    };
    active.extend(dates.map(|text| Link { text: format!("日期：{text}"), url: links.url(Change::AnyDate) }));
    active
}

/// A time as a reader is told it.
fn as_of_text(as_of: AsOf) -> String {
    match as_of {
        AsOf::Date(date) => chinese_date(date),
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
fn empty(params: &SearchParams, found: &ResultPage, is_filtered: bool, links: &SearchLinks) -> Empty {
    let request = &params.request;
    let offered = |remedy: &Remedy| Link {
        text: format!("{}（{} 篇）", remedy.label, grouped(remedy.total as u64)),
        url: remedy_url(remedy, params),
    };
    let mut try_these: Vec<Link> = found.remedies.iter().map(offered).collect();
    let why = match (is_filtered, request.query.trim()) {
        _ if found.total > 0 => {
            try_these.push(Link { text: "回到第一页".to_owned(), url: links.url(Change::Page(1)) });
            format!("第 {} 页没有内容：一共 {} 篇。", request.page, found.total)
        }
        (false, "") if request.as_of.is_some() => "那时存档里还没有公报。".to_owned(),
        (false, "") => "库中还没有公报。".to_owned(),
        (true, "") => "没有公报符合所选的条件。".to_owned(),
        (true, query) => format!("在所选的条件之内，没有公报含有「{query}」。"),
        (false, query) => format!("没有公报含有「{query}」。"),
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
