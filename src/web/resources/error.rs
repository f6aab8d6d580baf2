//! Errors as readers see them: a page, or problem details (RFC 9457) for programs. [`render_errors`] gives every error
//! response its body.

use std::time::Duration;

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;

use crate::web::format::Representation;
use crate::web::html::layout::PageLayout;
use crate::web::http::error::{Problem, WebError};
use crate::web::http::request_context::RequestContext;
use crate::web::http::{rate_limit, response};
use crate::web::i18n::script::Script;
use crate::web::i18n::texts::{Language, Markup, Texts};

/// How long a client is asked to wait where there is too much to do.
pub const RETRY_AFTER: Duration = Duration::from_secs(2);

impl Problem {
    /// What is wrong and what to do, for a page.
    fn details(&self, texts: &'static Texts) -> Vec<(&'static str, Markup<String>)> {
        let english = (Language::English.tag(), texts.mark_language(&self.detail_en));
        let chinese = match texts.language {
            Language::Hans => texts.mark_language(&self.detail),
            Language::Hant => texts.mark_language(&Script::Hant.text(&self.detail)),
            Language::English => return vec![english],
        };
        vec![(texts.language.tag(), chinese), english]
    }
}

impl WebError {
    /// The problem as RFC 9457 lays it down, in the representation that the client asked for.
    fn render(&self, context: &RequestContext) -> Response {
        let problem = &*self.0;
        let mut response = match context.representation {
            // A program that asked for a table or a feed still reads errors as data.
            representation if representation != Representation::Html => {
                let mut response = response::json(&ProblemJson {
                    r#type: format!("/about#{}", problem.kind),
                    title: problem.title,
                    title_en: problem.title_en,
                    status: problem.status.as_u16(),
                    detail: &problem.detail,
                    detail_en: &problem.detail_en,
                    instance: context.here(),
                    parameter: problem.parameter.as_deref(),
                    example: problem.example.as_deref(),
                    request_id: &context.request_id,
                });
                let problem_json = HeaderValue::from_static("application/problem+json; charset=utf-8");
                response.headers_mut().insert(header::CONTENT_TYPE, problem_json);
                response
            }
            _ => {
                let texts = context.texts();
                let title = format!("problem-{}", problem.kind);
                context.page(&ErrorPage {
                    layout: PageLayout::new(context, texts.text(&title), context.typed_query()),
                    status: problem.status.as_u16(),
                    title: texts.bilingual(&title),
                    details: problem.details(texts),
                    example: problem.example.as_deref(),
                    request_id: &context.request_id,
                })
            }
        };
        *response.status_mut() = problem.status;
        let busy = (problem.status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER.as_secs());
        if let Some(seconds) = problem.retry_after.or(busy) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Gives every error its body: our own errors, and those that a router or a layer raised with a bare status.
/// An error that is already JSON is an answer of its own, such as that of `/readyz`.
pub async fn render_errors(request: Request, next: Next) -> Response {
    let context = RequestContext::of(&request);
    let response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == response::JSON);
    if is_json {
        return response;
    }
    let (parts, _) = response.into_parts();
    let error = parts.extensions.get::<WebError>().cloned().unwrap_or_else(|| WebError::of_status(status));
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        let cause = error.0.cause.as_deref().unwrap_or("unknown");
        tracing::error!(request_id = %context.request_id, path = context.uri.path(), cause, "the request failed");
    }
    let mut rendered = error.render(&context);
    for name in [header::ALLOW, rate_limit::LEFT, rate_limit::POLICY] {
        if let Some(value) = parts.headers.get(&name) {
            rendered.headers_mut().insert(name, value.clone());
        }
    }
    rendered
}

#[derive(Serialize)]
pub struct ProblemJson<'a> {
    r#type: String,
    title: &'a str,
    title_en: &'a str,
    status: u16,
    detail: &'a str,
    detail_en: &'a str,
    instance: &'a str,
    parameter: Option<&'a str>,
    example: Option<&'a str>,
    request_id: &'a str,
}

#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage<'a> {
    layout: PageLayout<'a>,
    status: u16,
    title: Markup<&'static str>,
    /// What is wrong and what to do, with its language; in Chinese the English of it follows.
    details: Vec<(&'static str, Markup<String>)>,
    example: Option<&'a str>,
    request_id: &'a str,
}
