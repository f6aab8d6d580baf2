//! JSON Feed 1.1.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use jiff::Timestamp;
use serde::Serialize;

use super::feed::Feed;
use crate::web::http::response;

#[derive(Serialize)]
struct FeedJson<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    language: &'static str,
    items: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    content_html: &'a str,
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<&'a str>,
    date_modified: Timestamp,
    authors: Vec<AuthorJson<'a>>,
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct AuthorJson<'a> {
    name: &'a str,
}

/// The feed.
pub fn write(feed: &Feed<'_>) -> Response {
    let items = feed.entries.iter().map(|entry| {
        let article = &entry.stored.article;
        let names = article.authors.iter().chain(&article.issuers).chain(&article.source);
        let tags = article.column.iter().chain(&article.subjects).chain(&article.keywords);
        ItemJson {
            id: &entry.id,
            url: &entry.link,
            external_url: article.url.as_deref(),
            title: &article.title,
            content_html: &entry.html,
            summary: entry.summary,
            date_published: entry.published.as_deref(),
            date_modified: entry.stored.version_seen,
            authors: names.map(|name| AuthorJson { name }).collect(),
            tags: tags.map(String::as_str).collect(),
            language: article.language.as_deref(),
        }
    });
    let absolute = |address: &str| format!("{}{address}", feed.origin);
    let mut response = response::json(&FeedJson {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: absolute(&feed.html),
        feed_url: absolute(&feed.itself),
        next_url: feed.next.as_deref().map(absolute),
        language: "zh-Hans",
        items: items.collect(),
    });
    let media_type = HeaderValue::from_static("application/feed+json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response::vary_by_host(&mut response);
    response
}
