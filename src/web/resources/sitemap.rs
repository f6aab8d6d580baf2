//! The sitemap (sitemaps.org): an index of pages, each with the addresses of bulletins and when they last changed. A
//! page is named by the key after which it begins, so that it stays the same page while bulletins come.

use std::fmt::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use crate::app::App;
use crate::model::ArticleKey;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::url::links::article_url;

/// Keys of a page. The protocol allows 50,000 addresses and 50 MiB; ids may take 600 bytes in an address.
const PAGE_SIZE: i64 = 20_000;

/// Pages in the index: as many as the protocol allows.
const MAX_PAGES: i64 = 50_000;

const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

const XMLNS: &str = "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";

const MEDIA_TYPE: &str = "application/xml";

/// `GET /sitemap.xml`: the pages that there are.
pub async fn index(
    State(app): State<Arc<App>>,
    context: RequestContext,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let mut out = format!("{OPENING}<sitemapindex {XMLNS}>\n");
    let mut after = 0;
    for _ in 0..MAX_PAGES {
        // Keys are given in turn, so one query shows whether there is anything from here on, and where.
        let Some((ArticleKey(next), ..)) = app.store.addresses(ArticleKey(after), 1).await?.pop() else { break };
        let page = (next - 1) / PAGE_SIZE * PAGE_SIZE;
        // A string takes whatever is written, here and below.
        let _ = writeln!(out, "<sitemap><loc>{}/sitemap/{page}</loc></sitemap>", context.origin);
        after = page + PAGE_SIZE;
    }
    out.push_str("</sitemapindex>\n");
    response::tagged(&headers, response::text(Body::from(out), MEDIA_TYPE)).await
}

/// `GET /sitemap/{after}`: the bulletins of a page.
pub async fn page(
    State(app): State<Arc<App>>,
    context: RequestContext,
    after: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let after = after.map(|Path(text)| text).unwrap_or_default();
    let digits = (1..=18).contains(&after.len()) && after.bytes().all(|byte| byte.is_ascii_digit());
    let after = after.parse::<i64>().ok().filter(|after| digits && after % PAGE_SIZE == 0);
    let after = after.ok_or_else(|| WebError::of_status(StatusCode::NOT_FOUND))?;
    let mut out = format!("{OPENING}<urlset {XMLNS}>\n");
    for (key, id, seen) in app.store.addresses(ArticleKey(after), PAGE_SIZE as usize).await? {
        if key.0 > after + PAGE_SIZE {
            break;
        }
        // Nothing in an address that is escaped for URLs needs to be escaped for XML.
        let _ = writeln!(
            out,
            "<url><loc>{}{}</loc><lastmod>{}</lastmod></url>",
            context.origin,
            article_url(&id),
            seen.strftime("%Y-%m-%dT%H:%M:%SZ")
        );
    }
    out.push_str("</urlset>\n");
    response::tagged(&headers, response::text(Body::from(out), MEDIA_TYPE)).await
}
