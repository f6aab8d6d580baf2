//! The page of the query language: what can be typed, by examples that are links.

use askama::Template;
use axum::response::Response;

use super::sections;
use super::sections::Section;
use crate::web::html::shell::Shell;
use crate::web::http::request_context::Visit;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage<'a> {
    shell: Shell<'a>,
    sections: &'static [Section],
}

impl HelpPage<'_> {
    fn url(&self, query: &str) -> String {
        sections::url(query)
    }
}

/// `GET /help`.
pub fn help(visit: &Visit) -> Response {
    let shell = Shell::new(visit, visit.texts().say("nav-help"), "");
    visit.page(&HelpPage { shell, sections: sections::SECTIONS })
}
