//! A [`WebError`] is what a reader is told when there is no answer: a problem (RFC 9457) for programs, a
//! page of the same words for browsers. What went wrong inside is logged once and never shown.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::model::Facet;
use crate::search::engine::EngineError;
use crate::search::types::error::SearchError;
use crate::store::StoreError;

/// Why a request has no answer.
#[derive(Debug, Clone)]
pub struct WebError(pub Box<Problem>);

#[derive(Debug, Clone)]
pub struct Problem {
    pub status: StatusCode,
    /// The section of the help page that explains it.
    pub kind: &'static str,
    pub title: &'static str,
    pub title_en: &'static str,
    pub detail: String,
    pub detail_en: String,
    pub parameter: Option<String>,
    pub example: Option<String>,
    /// Seconds to wait before the same may be asked again, where that is known.
    pub retry_after: Option<u64>,
    /// For the log alone.
    pub cause: Option<String>,
}

impl WebError {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, title_en: &'static str) -> Self {
        Self(Box::new(Problem {
            status,
            kind,
            title,
            title_en,
            detail: String::new(),
            detail_en: String::new(),
            parameter: None,
            example: None,
            retry_after: None,
            cause: None,
        }))
    }

    fn saying(mut self, detail: impl Into<String>, detail_en: impl Into<String>) -> Self {
        (self.0.detail, self.0.detail_en) = (detail.into(), detail_en.into());
        self
    }

    fn because(mut self, cause: impl std::fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string());
        self
    }

    /// 400: a parameter is unknown, malformed or repeated.
    pub fn parameter(
        name: &str,
        detail: impl Into<String>,
        detail_en: impl Into<String>,
        example: impl Into<String>,
    ) -> Self {
        let mut error = Self::new(StatusCode::BAD_REQUEST, "bad-parameter", "参数有误", "Bad parameter");
        error.0.parameter = Some(name.to_owned());
        error.0.example = Some(example.into());
        error.saying(detail, detail_en)
    }

    /// What is wrong and what to do, in Chinese.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// 404: no bulletin has this id.
    pub fn no_article(id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "no-such-article", "没有这篇公报", "No such bulletin").saying(
            format!("没有编号为「{id}」的公报；它可能从未收录。可以用标题或文号检索。"),
            format!("No bulletin has the id \"{id}\". Try a search for its title or document number."),
        )
    }

    /// 404: the bulletin has no such file.
    pub fn no_attachment(id: &str, number: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "no-such-attachment", "没有这个附件", "No such attachment").saying(
            format!("公报「{id}」没有第 {number} 个附件，或附件的原件没有收录。"),
            format!("The bulletin \"{id}\" has no attachment {number}, or its file was not taken in."),
        )
    }

    /// 404: the bulletin has no such version.
    pub fn no_version(id: &str, number: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "no-such-version", "没有这个版本", "No such version").saying(
            format!("公报「{id}」没有第 {number} 版；有哪些版本见 /articles/…/versions。"),
            format!("The bulletin \"{id}\" has no version {number}; see /articles/…/versions."),
        )
    }

    /// 404: no bulletin bears this document number, or it is none.
    pub fn no_document_number(text: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "no-such-document-number", "没有这个文号", "No such document number").saying(
            format!("没有公报的发文字号是「{text}」；文号形如 国办发〔2017〕47号，括号怎么写都行。"),
            format!(
                "No bulletin bears the document number \"{text}\"; one looks like 国办发〔2017〕47号, in any brackets."
            ),
        )
    }

    /// 404: there is no such facet.
    pub fn no_facet(name: &str) -> Self {
        let names = crate::model::FACETS.iter().map(|facet| facet.name).collect::<Vec<_>>().join(", ");
        Self::new(StatusCode::NOT_FOUND, "no-such-facet", "没有这个筛选项", "No such facet").saying(
            format!("没有名为「{name}」的筛选项；有 {names}。"),
            format!("There is no facet \"{name}\"; there are {names}."),
        )
    }

    /// 404: no bulletin has this value of the facet.
    pub fn no_value(facet: &Facet, value: &str) -> Self {
        let Facet { name, label, label_en, .. } = facet;
        Self::new(StatusCode::NOT_FOUND, "no-such-value", "没有这个值", "No such value").saying(
            format!("没有一篇公报的{label}是「{value}」；有哪些见 /browse/{name}，也可以直接检索。"),
            format!("No bulletin has the {label_en} \"{value}\"; see /browse/{name}, or search for it."),
        )
    }

    /// 410: the state of the index that a walk went over is no longer kept.
    fn cursor_gone() -> Self {
        let mut error = Self::new(StatusCode::GONE, "cursor-gone", "游标已过期", "Cursor expired");
        error.0.parameter = Some("cursor".to_owned());
        error.0.example = Some("cursor=*&sort=-date".to_owned());
        error.saying(
            "按相关度排序的游标在五分钟不用之后、或服务重启而索引有变之后失效；请从 cursor=* 重新开始。按日期排序（sort=-date）的游标不会失效。",
            "A cursor in the order by relevance expires when it is not used for five minutes while the index changes; \
             begin again with cursor=*. Cursors in an order by date never expire.",
        )
    }

    /// 414: the address is too long.
    pub fn address_too_long(most: usize) -> Self {
        Self::new(StatusCode::URI_TOO_LONG, "address-too-long", "地址太长", "Address too long").saying(
            format!("地址不能超过 {most} 字节；请缩短检索词或减少筛选条件。"),
            format!("An address may have {most} bytes; shorten the query or use fewer filters."),
        )
    }

    /// 429: the client has used up what it may ask for in a minute.
    pub fn too_many_requests(quota: u32, seconds: u64) -> Self {
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut error = Self::new(status, "too-many-requests", "请求太频繁", "Too many requests").saying(
            format!("每个地址每分钟最多 {quota} 次请求；请在 {seconds} 秒之后再试。"),
            format!("Each address may send {quota} requests a minute; try again in {seconds} seconds."),
        );
        error.0.retry_after = Some(seconds);
        error
    }

    /// 500: a fault of ours.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::of_status(StatusCode::INTERNAL_SERVER_ERROR).because(cause)
    }

    /// What a status says where nothing else is known.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::new(status, "no-such-page", "没有这个页面", "No such page").saying(
                "这个地址下没有内容；请检查地址，或从首页开始检索。",
                "There is nothing at this address; check it, or start from the search page.",
            ),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "method-not-allowed", "不支持这种请求方法", "Method not allowed").saying(
                    "这个地址只能读取；允许的方法见响应的 Allow 字段。",
                    "This address can only be read; see the Allow field for the methods it takes.",
                )
            }
            StatusCode::PAYLOAD_TOO_LARGE => {
                Self::new(status, "body-too-large", "请求内容太大", "Request body too large").saying(
                    "这里的地址不接收内容；请把条件写在地址的参数里。",
                    "Addresses here take no body; put what you ask for into the parameters.",
                )
            }
            StatusCode::SERVICE_UNAVAILABLE => Self::new(status, "overloaded", "服务繁忙", "Too busy").saying(
                "正在处理的请求太多，请稍等几秒再试。",
                "There is too much to do right now; try again in a few seconds.",
            ),
            status if status.is_server_error() => Self::new(status, "internal-error", "服务出错", "Internal error")
                .saying(
                    "服务内部出了差错，已经记录下来；请稍后再试。报告问题时请附上请求编号。",
                    "Something went wrong here and was logged; try again later, and quote the request id in a report.",
                ),
            status => Self::new(status, "bad-request", "请求有误", "Bad request")
                .saying("这个请求无法理解，请检查地址。", "The request was not understood; check its address."),
        }
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

/// The bare status; [`render_errors`] gives it its words, because only there the visitor's form is known.
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
            SearchError::Overloaded => Self::of_status(StatusCode::SERVICE_UNAVAILABLE),
            other => Self::internal(other),
        }
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        Self::internal(error)
    }
}
