//! The page for whoever runs the site: version, last import, index, size and the plan of crawls, in plain words.

use askama::Template;
use axum::response::Response;

use super::view::{Figures, Operation};
use crate::app::App;
use crate::app::readiness::{Readiness, Status};
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::files::size;

/// Sources of the plan that are listed.
const MAX_SOURCES: usize = 200;

#[derive(Template)]
#[template(path = "stats.html")]
struct StatsPage<'a> {
    layout: PageLayout<'a>,
    version: &'static str,
    articles: u64,
    withdrawn: u64,
    versions: u64,
    span: Option<(String, String)>,
    last_import: Option<String>,
    readiness: Readiness,
    indexed: usize,
    database: String,
    index: String,
    sources: Vec<Planned<'a>>,
    more_sources: usize,
}

/// A site that is crawled by itself.
struct Planned<'a> {
    name: &'a str,
    /// The unit as the key of a text, and how many of it lie between two rounds.
    every: (&'static str, u64),
    starts: usize,
    requests: u64,
}

/// `GET /stats`.
pub fn render(context: &RequestContext, app: &App, figures: &Figures, operation: &Operation) -> Response {
    let texts = context.texts();
    context.page(&StatsPage {
        layout: PageLayout::new(context, texts.text("nav-stats"), ""),
        version: env!("CARGO_PKG_VERSION"),
        articles: figures.counts.articles,
        withdrawn: figures.counts.withdrawn,
        versions: figures.counts.versions,
        span: figures.earliest.zip(figures.latest).map(|(first, last)| (texts.date(first), texts.date(last))),
        last_import: operation.last_import.map(|moment| texts.moment(moment)),
        readiness: operation.readiness,
        indexed: figures.all.total,
        database: size(operation.database_bytes),
        index: size(operation.index_bytes),
        sources: app
            .config
            .source
            .iter()
            .take(MAX_SOURCES)
            .map(|source| Planned {
                name: &source.name,
                every: every(source.interval_minutes),
                starts: source.start.len(),
                requests: source.requests,
            })
            .collect(),
        more_sources: app.config.source.len().saturating_sub(MAX_SOURCES),
    })
}

/// An interval in the largest unit that has it whole.
fn every(minutes: u64) -> (&'static str, u64) {
    [("every-days", 1_440), ("every-hours", 60)]
        .into_iter()
        .find(|(_, length)| minutes.is_multiple_of(*length))
        .map_or(("every-minutes", minutes), |(unit, length)| (unit, minutes / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_said_as_people_say_them() {
        assert_eq!(every(1_440), ("every-days", 1));
        assert_eq!(every(180), ("every-hours", 3));
        assert_eq!(every(90), ("every-minutes", 90));
    }
}
