//! A [`WebError`] is what a reader is told when there is no answer: a problem (RFC 9457) for programs, a
//! page of the same words for browsers. What went wrong inside is logged once and never shown.

use std::fmt;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::locale::Language;
use crate::model::{FACETS, Facet};
use crate::search::engine::EngineError;
use crate::search::types::error::SearchError;
use crate::store::{DamagedRow, RowKind, StoreError};
use crate::web::i18n::localized_text::LocalizedText;

/// Why a request has no answer.
#[derive(Debug, Clone)]
pub struct WebError(Box<Problem>);

impl WebError {
    fn new(status: StatusCode, kind: &'static str, detail: LocalizedText) -> Self {
        Self(Box::new(Problem { status, kind, detail, parameter: None, example: None, retry_after: None, cause: None }))
    }

    fn not_found(kind: &'static str, detail: LocalizedText) -> Self {
        Self::new(StatusCode::NOT_FOUND, kind, detail)
    }

    /// 400: a parameter is unknown, malformed or repeated.
    pub fn bad_parameter(name: &str, detail: LocalizedText, example: impl Into<String>) -> Self {
        let mut error = Self::new(StatusCode::BAD_REQUEST, "bad-parameter", detail);
        error.0.parameter = Some(name.to_owned());
        error.0.example = Some(example.into());
        error
    }

    /// 400: the request names no host, or several.
    pub fn no_host() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-request", LocalizedText::new("error-no-host"))
    }

    /// 404: no bulletin has this id.
    pub fn no_article(id: &str) -> Self {
        Self::not_found("no-such-article", LocalizedText::new("error-no-article").with("id", id))
    }

    /// 404: the bulletin has no such file.
    pub fn no_attachment(id: &str, number: &str) -> Self {
        let detail = LocalizedText::new("error-no-attachment").with("id", id).with("number", number);
        Self::not_found("no-such-attachment", detail)
    }

    /// 404: the bulletin has no such picture, or it is not to be had.
    pub fn no_picture(id: &str, number: &str) -> Self {
        let detail = LocalizedText::new("error-no-picture").with("id", id).with("number", number);
        Self::not_found("no-such-picture", detail)
    }

    /// 404: the bulletin has no such version.
    pub fn no_version(id: &str, number: &str) -> Self {
        let detail = LocalizedText::new("error-no-version").with("id", id).with("number", number);
        Self::not_found("no-such-version", detail)
    }

    /// 404: no bulletin bears this document number, or it is none.
    pub fn no_document_number(text: &str) -> Self {
        let detail = LocalizedText::new("error-no-document-number").with("text", text);
        Self::not_found("no-such-document-number", detail)
    }

    /// 404: there is no such facet.
    pub fn no_facet(name: &str) -> Self {
        let names = FACETS.iter().map(|facet| facet.name).collect::<Vec<_>>().join(", ");
        let detail = LocalizedText::new("error-no-facet").with("name", name).with("names", names);
        Self::not_found("no-such-facet", detail)
    }

    /// 404: no bulletin has this value of the facet.
    pub fn no_value(facet: &'static Facet, value: &str) -> Self {
        let detail = LocalizedText::new("error-no-value").with("facet", facet);
        Self::not_found("no-such-value", detail.with("value", value).with("name", facet.name))
    }

    /// 404: the operator has set no mail server.
    pub fn no_alerts() -> Self {
        Self::not_found("no-such-page", LocalizedText::new("error-no-alerts"))
    }

    /// 404: the link of a mail leads to no alert.
    pub fn no_alert() -> Self {
        Self::not_found("no-such-page", LocalizedText::new("error-no-alert"))
    }

    /// 410: the state of the index that a walk went over is no longer kept.
    fn cursor_gone() -> Self {
        let mut error = Self::new(StatusCode::GONE, "cursor-gone", LocalizedText::new("error-cursor-gone"));
        error.0.parameter = Some("cursor".to_owned());
        error.0.example = Some("cursor=*&sort=-date".to_owned());
        error
    }

    /// 414: the address is too long.
    pub fn address_too_long(most: usize) -> Self {
        let detail = LocalizedText::new("error-address-too-long").with("most", most);
        Self::new(StatusCode::URI_TOO_LONG, "address-too-long", detail)
    }

    /// 429: the client has used up what it may ask for in a minute.
    pub fn too_many_requests(quota: u32, seconds: u64) -> Self {
        let detail = LocalizedText::new("error-too-many-requests").with("quota", quota).with("seconds", seconds);
        let mut error = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", detail);
        error.0.retry_after = Some(seconds);
        error
    }

    /// 503: a search took too long and was broken off.
    fn too_costly() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "too-costly", LocalizedText::new("error-too-costly"))
    }

    /// 500: a fault of ours.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let mut error = Self::from_status(StatusCode::INTERNAL_SERVER_ERROR);
        error.0.cause = Some(cause.to_string());
        error
    }

    /// 500: what was kept of the bulletin does not read.
    fn damaged_article(damaged: &DamagedRow) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        let mut error = Self::new(status, "damaged-article", LocalizedText::new("error-damaged-article"));
        error.0.cause = Some(damaged.to_string());
        error
    }

    /// What a status says where nothing else is known.
    pub fn from_status(status: StatusCode) -> Self {
        let (kind, detail) = match status {
            StatusCode::NOT_FOUND => ("no-such-page", "error-no-page"),
            StatusCode::REQUEST_TIMEOUT => ("bad-request", "error-slow-request"),
            StatusCode::METHOD_NOT_ALLOWED => ("method-not-allowed", "error-method-not-allowed"),
            StatusCode::PAYLOAD_TOO_LARGE => ("body-too-large", "error-body-too-large"),
            StatusCode::SERVICE_UNAVAILABLE => ("overloaded", "error-overloaded"),
            status if status.is_server_error() => ("internal-error", "error-internal"),
            _ => ("bad-request", "error-bad-request"),
        };
        Self::new(status, kind, LocalizedText::new(detail))
    }

    /// What is told of it.
    pub fn problem(&self) -> &Problem {
        &self.0
    }

    /// What is wrong and what to do, in Chinese.
    pub fn detail(&self) -> String {
        self.0.detail.in_language(Language::Hans)
    }

    /// The status.
    #[cfg(test)]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The parameter that is at fault.
    #[cfg(test)]
    pub fn parameter_name(&self) -> Option<&str> {
        self.0.parameter.as_deref()
    }
}

/// The bare status; the middleware that renders errors gives it its words, because only there the visitor's form is known.
impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<SearchError> for WebError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Engine(EngineError::Gone) => Self::cursor_gone(),
            SearchError::Engine(EngineError::TimedOut) => Self::too_costly(),
            SearchError::Store(error) => error.into(),
            SearchError::Overloaded => Self::from_status(StatusCode::SERVICE_UNAVAILABLE),
            other => Self::internal(other),
        }
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged(damaged) if damaged.kind == RowKind::Article => Self::damaged_article(&damaged),
            other => Self::internal(other),
        }
    }
}
