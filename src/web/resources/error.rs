//! Errors as readers see them: a page, or problem details (RFC 9457) for programs. [`render_errors`] gives every error
//! response its body.

use std::time::Duration;

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;

use crate::locale::Language;
use crate::web::format::Representation;
use crate::web::html::layout::PageLayout;
use crate::web::http::error::WebError;
use crate::web::http::problem::Problem;
use crate::web::http::request_context::RequestContext;
use crate::web::http::{rate_limit, response};
use crate::web::i18n::texts::{Markup, Texts};

/// How long a client is asked to wait where there is too much to do.
pub const RETRY_AFTER: Duration = Duration::from_secs(2);

/// What is wrong and what to do, for a page: in its language, each with its tag; in Chinese the English of it follows.
fn details(problem: &Problem, texts: &'static Texts) -> Vec<(&'static str, Markup<String>)> {
    let languages = if texts.language == Language::English {
        vec![Language::English]
    } else {
        vec![texts.language, Language::English]
    };
    let detail = |language: Language| {
        let text = problem.detail.in_language(language);
        (language.tag(), texts.mark_language(&text))
    };
    languages.into_iter().map(detail).collect()
}

impl WebError {
    /// The problem as RFC 9457 lays it down, in the representation that the client asked for.
    pub fn render(&self, context: &RequestContext) -> Response {
        let problem = self.problem();
        let mut response = match context.representation {
            // A program that asked for a table or a feed still reads errors as data.
            representation if representation != Representation::Html => {
                let mut response = response::json(&ProblemJson {
                    r#type: format!("/about#{}", problem.kind),
                    title: problem.title(Language::Hans),
                    title_en: problem.title(Language::English),
                    status: problem.status.as_u16(),
                    detail: problem.detail.in_language(Language::Hans),
                    detail_en: problem.detail.in_language(Language::English),
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
                let title = problem.title_key();
                context.page(&ErrorPage {
                    layout: PageLayout::new(context, texts.text(&title), context.typed_query()).nowhere(),
                    status: problem.status.as_u16(),
                    title: texts.marked(&title),
                    details: details(problem, texts),
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
    let context = RequestContext::from_request(&request);
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
    let error = parts.extensions.get::<WebError>().cloned().unwrap_or_else(|| WebError::from_status(status));
    if status.is_server_error() && status != StatusCode::SERVICE_UNAVAILABLE {
        let cause = error.problem().cause.as_deref().unwrap_or("unknown");
        tracing::error!(request_id = %context.request_id, path = context.uri.path(), cause, "请求失败");
    }
    let mut rendered = error.render(&context);
    for name in [header::ALLOW, rate_limit::RATE_LIMIT, rate_limit::RATE_LIMIT_POLICY] {
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
    detail: String,
    detail_en: String,
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
