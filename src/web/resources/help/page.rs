//! The page of the query language: what can be typed, by examples that are links.

use askama::Template;
use axum::response::Response;

use super::sections;
use super::sections::Section;
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage<'a> {
    layout: PageLayout<'a>,
    sections: &'static [Section],
}

impl HelpPage<'_> {
    fn url(&self, query: &str) -> String {
        sections::url(query)
    }
}

/// `GET /help`.
pub fn render(context: &RequestContext) -> Response {
    let layout = PageLayout::new(context, context.texts().text("nav-help"), "");
    context.page(&HelpPage { layout, sections: sections::SECTIONS })
}
