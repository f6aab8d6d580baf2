//! The page for operators: each source with how completely it is read, by which rules, and what is wrong with it.

use askama::Template;
use axum::response::Response;

use crate::locale::grouped;
use crate::model::{Facet, Field};
use crate::store::audit::{Audit, DAYS, SILENCE, SourceAudit};
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::url::params::SearchParams;

/// Sources that the page shows; the data has them all.
const MAX_SOURCES: usize = 100;

/// Rules of a field that are named.
const MAX_RULES: usize = 3;

/// The fields that have a bar each; the others are told in words.
const BAR_FIELDS: [Field; 10] = [
    Field::Title,
    Field::PublishedOn,
    Field::Source,
    Field::Authors,
    Field::Editor,
    Field::Column,
    Field::DocumentNumber,
    Field::Url,
    Field::Site,
    Field::Body,
];

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage<'a> {
    layout: PageLayout<'a>,
    articles: u64,
    sources: Vec<SourceView<'a>>,
    sources_total: usize,
    more: usize,
    silent: usize,
    /// Sources silent for longer than usual, with the days and the usual days, the largest sources first.
    silent_sources: Vec<(&'a str, i64, i64)>,
    rejected: u64,
    failures: Vec<(&'a str, String)>,
    silence: i64,
    days: usize,
}

struct SourceView<'a> {
    name: &'a str,
    url: Option<String>,
    articles: u64,
    newest: Option<String>,
    /// Days silent and days usual, where that is unusual.
    silence: Option<(i64, i64)>,
    bars: Vec<Bar>,
    others: Vec<(Field, String)>,
    rules: Vec<(Field, String)>,
    failures: Vec<(&'a str, String)>,
}

struct Bar {
    field: Field,
    count: u64,
    articles: u64,
    percent: String,
}

/// `GET /audit`.
pub fn render(context: &RequestContext, audit: &Audit) -> Response {
    context.page(&AuditPage {
        layout: PageLayout::new(context, context.texts().text("audit-title"), ""),
        articles: audit.articles,
        sources: audit.sources.iter().take(MAX_SOURCES).map(source).collect(),
        sources_total: audit.sources.len(),
        more: audit.sources.len().saturating_sub(MAX_SOURCES),
        silent: audit.silent(),
        silent_sources: audit
            .sources
            .iter()
            .filter_map(|source| {
                let silence = source.silence.filter(|silence| silence.is_unusual())?;
                Some((source.name.as_str(), silence.days, silence.usual))
            })
            .take(MAX_SOURCES)
            .collect(),
        rejected: audit.rejected(),
        failures: failures(&audit.failures),
        silence: SILENCE,
        days: DAYS,
    })
}

fn source(source: &SourceAudit) -> SourceView<'_> {
    let links = SearchLinks::new(&SearchParams::everything());
    let facet = Facet::from_name(source.named_by.name());
    let counted = |field: Field| source.fields.iter().find(|(known, _)| *known == field).map_or(0, |(_, count)| *count);
    let bar = |field: &Field| Bar {
        field: *field,
        count: counted(*field),
        articles: source.articles.max(1),
        percent: percent(counted(*field), source.articles),
    };
    let others =
        source.fields.iter().filter(|(field, count)| *count > 0 && !BAR_FIELDS.contains(field) && *field != Field::Id);
    let rules = source.rules.iter().map(|(field, rules)| {
        let named: Vec<String> = rules
            .iter()
            .take(MAX_RULES)
            .map(|(rule, count)| format!("{rule} {}", percent(*count, source.articles)))
            .collect();
        (*field, named.join("，"))
    });
    SourceView {
        name: &source.name,
        url: facet.map(|facet| links.url(Change::Toggle(facet, &source.name))),
        articles: source.articles,
        newest: source.newest.map(|day| day.to_string()),
        silence: source.silence.filter(|silence| silence.is_unusual()).map(|silence| (silence.days, silence.usual)),
        bars: BAR_FIELDS.iter().map(bar).collect(),
        others: others.map(|(field, count)| (*field, percent(*count, source.articles))).collect(),
        rules: rules.collect(),
        failures: failures(&source.failures),
    }
}

fn failures(failures: &std::collections::BTreeMap<String, u64>) -> Vec<(&str, String)> {
    failures.iter().map(|(kind, count)| (kind.as_str(), grouped(*count))).collect()
}

/// A share as a whole percentage that says 0% and 100% only where that is so.
fn percent(count: u64, of: u64) -> String {
    match (count * 100).checked_div(of) {
        _ if count == 0 => "0%".to_owned(),
        Some(0) => "<1%".to_owned(),
        Some(percent) => format!("{percent}%"),
        None => "—".to_owned(),
    }
}
