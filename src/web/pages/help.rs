//! The page of the query language: what can be typed, by examples that are links.

use askama::Template;
use axum::response::Response;

use super::Shell;
use crate::web::help::{self, Section};
use crate::web::respond;
use crate::web::visit::Visit;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage<'a> {
    shell: Shell<'a>,
    sections: &'static [Section],
}

impl HelpPage<'_> {
    fn url(&self, query: &str) -> String {
        help::url(query)
    }
}

/// `GET /help`.
pub fn help(visit: &Visit) -> Response {
    respond::page(&HelpPage { shell: Shell::new(visit, "检索语法", ""), sections: help::SECTIONS })
}
