//! The API described: one table of [`operations`] is the OpenAPI document for programs and a page with forms to try
//! it for people, with the parameters of the [registry](crate::web::url::registry).

mod answers;
mod dates;
mod operations;
mod page;
mod parameters;
mod schemas;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Map, Value, json};

use self::answers::Answers;
use self::operations::{OPERATIONS, Operation};
use self::parameters::Parameter;
use crate::app::App;
use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::url::params::SearchParams;

/// `GET /openapi.json`.
pub async fn document(visit: RequestContext, headers: HeaderMap) -> Result<Response, WebError> {
    SearchParams::only_format(visit.uri.query())?;
    visit.negotiate(Representation::OF_DATA)?;
    response::tagged(&headers, response::json(&described())).await
}

/// `GET /api`: the same for people.
pub async fn page(
    State(app): State<Arc<App>>,
    visit: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    SearchParams::only_format(visit.query())?;
    if visit.negotiate(Representation::OF_PAGES)? == Representation::Json {
        return response::tagged(&headers, response::json(&described())).await;
    }
    let answers = Answers::new(&app).await;
    response::tagged(&headers, page::render(&visit, &app, answers)).await
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
    problem("503", "too busy, or the search takes too long; see Retry-After");
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
        "description": of.meaning.0,
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
