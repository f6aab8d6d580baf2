//! The API described: one table of [`operations`] is the OpenAPI document for programs and a page with forms to try
//! it for people, with the parameters of the [registry](crate::web::url::registry).

mod dates;
mod operations;
mod parameters;
mod schemas;

use askama::Template;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use self::operations::{OPERATIONS, Operation};
use self::parameters::Parameter;
use crate::locale::Language;
use crate::model::{FACETS, Facet};
use crate::web::format::Representation;
use crate::web::html::layout::PageLayout;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::i18n::script::Script;
use crate::web::i18n::texts::{Markup, escaped};
use crate::web::url::params::SearchParams;

/// `GET /openapi.json`.
pub async fn document(visit: RequestContext, headers: HeaderMap) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    visit.negotiate(Representation::OF_DATA)?;
    response::tagged(&headers, response::json(&described())).await
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    layout: PageLayout<'a>,
    operations: &'static [Operation],
    facets: &'static [Facet],
}

/// `GET /api`: the same for people.
pub async fn page(visit: RequestContext, headers: HeaderMap) -> Result<Response, WebError> {
    SearchParams::only_format(visit.query())?;
    if visit.negotiate(Representation::OF_PAGES)? == Representation::Json {
        return response::tagged(&headers, response::json(&described())).await;
    }
    let layout = PageLayout::new(&visit, visit.texts().text("api-title"), "");
    response::tagged(&headers, visit.page(&ApiPage { layout, operations: OPERATIONS, facets: FACETS })).await
}

impl ApiPage<'_> {
    /// What an address is, as HTML. The descriptions are data, in Chinese and English; 繁體 is made of the Chinese.
    fn summary(&self, operation: &Operation) -> Markup<String> {
        let (chinese, english) = operation.summary;
        Markup(match self.layout.language {
            Language::Hans => format!("{} <span lang=\"en\">{}</span>", escaped(chinese), escaped(english)),
            Language::Hant => {
                format!("{} <span lang=\"en\">{}</span>", escaped(&Script::Hant.text(chinese)), escaped(english))
            }
            Language::English => escaped(english),
        })
    }

    /// What a parameter means, as HTML; it is described in Chinese alone.
    fn meaning(&self, parameter: &Parameter) -> Markup<String> {
        Markup(match self.layout.language {
            Language::Hans => escaped(parameter.meaning),
            Language::Hant => escaped(&Script::Hant.text(parameter.meaning)),
            Language::English => format!("<span lang=\"zh-Hans\">{}</span>", escaped(parameter.meaning)),
        })
    }
}

/// The description, as OpenAPI 3.1.
fn described() -> Value {
    let paths: Map<String, Value> =
        OPERATIONS.iter().map(|of| (of.path.to_owned(), json!({ "get": operation(of) }))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "公报全文检索",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Every address is one resource in several forms, by `Accept` or `format=`. Reading only.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": { "schemas": schemas::all() },
    })
}

fn operation(of: &Operation) -> Value {
    let parameters = of.parameters();
    json!({
        "operationId": of.id,
        "summary": of.summary.0,
        "description": of.summary.1,
        "parameters": parameters.iter().map(parameter).collect::<Vec<_>>(),
        "responses": responses(of, &parameters),
        "x-examples": of.examples,
    })
}

fn responses(of: &Operation, parameters: &[Parameter]) -> Map<String, Value> {
    let mut responses = Map::new();
    if let Some(schema) = of.schema {
        let content: Map<String, Value> = of.forms.iter().map(|form| content(*form, schema)).collect();
        responses.insert("200".to_owned(), json!({ "description": of.summary.1, "content": content }));
        responses.insert("304".to_owned(), json!({ "description": "as the client already has it" }));
    }
    // A number leads to its bulletin, and `go=1` to the results.
    if of.schema.is_none() || parameters.iter().any(|parameter| parameter.name == "go") {
        responses.insert("303".to_owned(), json!({ "description": "where it is" }));
    }
    let mut problem = |status: &str, description: &str| {
        let content = json!({
            "application/problem+json": { "schema": schemas::reference("Problem") },
            "text/html": { "schema": { "type": "string" } },
        });
        responses.insert(status.to_owned(), json!({ "description": description, "content": content }));
    };
    problem("400", "a parameter is unknown, malformed or repeated; `parameter` names it");
    if of.may_miss {
        problem("404", "there is no such thing");
    }
    if of.path == "/search" {
        problem("410", "the cursor has expired");
    }
    problem("414", "the address is too long");
    problem("429", "too many requests from one address, where the operator limits them; see Retry-After");
    problem("503", "too busy; see Retry-After");
    responses
}

fn content(form: Representation, schema: &str) -> (String, Value) {
    let schema = match form {
        Representation::Json => schemas::reference(schema),
        // Their contents are the business of their own standards.
        _ => json!({}),
    };
    let media_type = if form == Representation::Gbt7714 { "text/plain" } else { form.media_type() };
    (media_type.to_owned(), json!({ "schema": schema }))
}

fn parameter(of: &Parameter) -> Value {
    let mut said = json!({
        "name": of.name,
        "in": if of.in_path { "path" } else { "query" },
        "description": of.meaning,
        "schema": of.schema,
    });
    if of.in_path || of.name == "ids" {
        said["required"] = true.into();
    }
    if of.schema["type"] == "array" {
        (said["style"], said["explode"]) = ("form".into(), true.into());
    }
    said
}
