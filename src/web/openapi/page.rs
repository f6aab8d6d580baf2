//! The page of the API for people: how to begin, in three languages, and every address with what it takes, what it answers
//! here and now, and what may go wrong.

use std::fmt::Write;

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::answers::{self, Answers};
use super::dates::{date, date_or_time};
use super::operations::{OPERATIONS, Operation};
use super::parameters::Parameter;
use crate::app::App;
use crate::locale::Language;
use crate::model::{FACETS, Facet};
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::script::Script;
use crate::web::i18n::texts::{Markup, escaped};

/// Where a site is that was called by no name.
const NOWHERE: &str = "http://127.0.0.1:8080";

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    layout: PageLayout<'a>,
    operations: &'static [Operation],
    facets: &'static [Facet],
    /// The site as it was called.
    site: &'a str,
    answers: Answers,
    /// What the first of them answers, and what the one that is wrong.
    search: &'static str,
    problem: &'static str,
    /// Requests of one address in a minute, where they are limited.
    rate_limit: Option<u32>,
}

/// `GET /api`.
pub fn render(context: &RequestContext, app: &App, answers: Answers) -> Response {
    let site = if context.origin.is_empty() { NOWHERE } else { &context.origin };
    context.page(&ApiPage {
        layout: PageLayout::new(context, context.texts().text("api-title"), ""),
        operations: OPERATIONS,
        facets: FACETS,
        site,
        answers,
        search: answers::SEARCH,
        problem: answers::PROBLEM,
        rate_limit: Some(app.config.rate_limit).filter(|limit| *limit > 0),
    })
}

impl ApiPage<'_> {
    /// What an address is. The descriptions are data, in Chinese and English; 繁體 is made of the Chinese.
    fn summary(&self, operation: &Operation) -> String {
        self.in_language(operation.summary)
    }

    /// What a parameter means, as HTML.
    fn meaning(&self, parameter: &Parameter) -> Markup<String> {
        let meaning = self.in_language(parameter.meaning);
        // Chinese within English says so; 繁體 that was made of the description is the site's own.
        Markup(with_code(&meaning, |text| match self.layout.language {
            Language::English => self.layout.mark_language(text).0,
            _ => escaped(text),
        }))
    }

    /// What a parameter may be, as HTML.
    fn values(&self, parameter: &Parameter) -> Markup<String> {
        let schema = &parameter.schema;
        let number = |key: &str| schema[key].as_u64().unwrap_or_default();
        let text = |key: &'static str| self.layout.text(key).to_owned();
        Markup(if let Some(names) = schema["enum"].as_array() {
            let names: Vec<String> = names.iter().filter_map(Value::as_str).map(code).collect();
            names.join(" ")
        } else if *schema == date() {
            text("type-date")
        } else if *schema == date_or_time() {
            text("type-date-or-time")
        } else if let Some(most) = schema["anyOf"][0]["maximum"].as_u64() {
            let format = self.layout.format("type-number-or-off").with("most", most.to_string());
            with_code(&format.to_string(), escaped)
        } else {
            match schema["type"].as_str() {
                Some("integer") if schema["maximum"].as_u64().is_some_and(|most| most <= 100_000) => {
                    let format = self.layout.format("type-number").with("least", number("minimum").to_string());
                    escaped(&format.with("most", number("maximum").to_string()).to_string())
                }
                Some("integer") => {
                    let format = self.layout.format("type-number-from");
                    escaped(&format.with("least", number("minimum").to_string()).to_string())
                }
                Some("array") => text("type-texts"),
                _ if schema["pattern"].is_string() => format!("{} {}", text("type-text-like"), code(parameter.example)),
                _ => text("type-text"),
            }
        })
    }

    /// What an address answers here: the request and the JSON.
    fn answer(&self, operation: &Operation) -> Option<String> {
        let site = self.site;
        let (asked, answer) = match operation.id {
            "suggest" => (answers::SUGGEST.to_owned(), self.answers.suggest.as_ref()?),
            "article" => self.answers.article.as_ref().map(|(id, answer)| (format!("/articles/{id}"), answer))?,
            _ => return None,
        };
        Some(format!("GET {site}{asked}\n\n{answer}"))
    }

    fn in_language(&self, (chinese, english): (&'static str, &'static str)) -> String {
        match self.layout.language {
            Language::Hans => chinese.to_owned(),
            Language::Hant => Script::Hant.text(chinese),
            Language::English => english.to_owned(),
        }
    }
}

fn code(name: &str) -> String {
    format!("<code lang=\"\">{}</code>", escaped(name))
}

/// A description as HTML, by what makes HTML of its words: what stands between backticks is code, of a link there is its text.
fn with_code(text: &str, html_of: impl Fn(&str) -> String) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    for (place, piece) in text.split('`').enumerate() {
        // A string takes whatever is written.
        let _ = match place % 2 {
            0 => write!(html, "{}", html_of(&without_links(piece))),
            _ => write!(html, "{}", code(piece)),
        };
    }
    html
}

/// A text in which links are written as `[text](address)`, with their texts alone.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((linked, after)) = link.split_once("](") else { break };
        let Some((_, after)) = after.split_once(')') else { break };
        plain.extend([before, linked]);
        rest = after;
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_are_html() {
        assert_eq!(with_code("as `/help` <tells>", escaped), "as <code lang=\"\">/help</code> &lt;tells&gt;");
        assert_eq!(with_code("by [first intake](#feeds), `*`", escaped), "by first intake, <code lang=\"\">*</code>");
        assert_eq!(without_links("a [b] c"), "a [b] c");
    }
}
