//! The page of citations: all that a bulletin cites, and all that cites it, a hundred at a time.

use askama::Template;
use axum::response::Response;

use super::request::{CitationsRequest, DEFAULT_ON_PAGE};
use crate::model::StoredArticle;
use crate::search::features::citations::Citations;
use crate::web::format::Representation;
use crate::web::html::cited::{CitedView, CitingView};
use crate::web::html::layout::PageLayout;
use crate::web::http::request_context::RequestContext;
use crate::web::url::links::article_url;

#[derive(Template)]
#[template(path = "citations.html")]
struct CitationsPage<'a> {
    layout: PageLayout<'a>,
    title: &'a str,
    article: String,
    cites: Vec<CitedView<'a>>,
    cited_by: Vec<CitingView<'a>>,
    citing: usize,
    /// The number of the first that is listed.
    first: usize,
    previous: Option<String>,
    next: Option<String>,
    /// Its other representations: name and address.
    forms: Vec<(&'static str, String)>,
}

/// `GET /articles/{id}/citations`.
pub fn render(
    context: &RequestContext,
    stored: &StoredArticle,
    request: CitationsRequest,
    citations: &Citations,
) -> Response {
    let texts = context.texts();
    let article = article_url(&stored.article.id);
    let size = |limit: usize| if limit == DEFAULT_ON_PAGE { String::new() } else { format!("&limit={limit}") };
    let to_page = |page: usize| format!("{article}/citations?page={page}{}", size(request.limit));
    let has_next = request.page * request.limit < citations.citing;
    let others = [Representation::Json, Representation::Csv];
    let form = |form: Representation| (texts.form(form), format!("{article}/citations?format={}", form.name()));
    let name = texts.format("citations-of").with("title", stored.article.title.as_str()).to_string();
    context.page(&CitationsPage {
        layout: PageLayout::new(context, name, "").titled_in("zh"),
        title: &stored.article.title,
        // All that it cites stands on the first page alone.
        cites: match request.page {
            1 => citations.cites.iter().map(|cited| CitedView::new(cited, &article, texts)).collect(),
            _ => Vec::new(),
        },
        cited_by: citations.cited_by.iter().map(|citing| CitingView::new(citing, texts)).collect(),
        citing: citations.citing,
        first: request.offset() + 1,
        previous: (request.page > 1).then(|| to_page(request.page - 1)),
        next: has_next.then(|| to_page(request.page + 1)),
        forms: others.map(form).to_vec(),
        article,
    })
}
