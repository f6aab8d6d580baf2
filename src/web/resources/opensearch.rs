//! OpenSearch 1.1: by its description a browser takes the site among its search engines, with suggestions while typing.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde_json::json;

use crate::app::App;
use crate::locale::Language;
use crate::model::escape;
use crate::model::escape::Escape;
use crate::web::http::error::WebError;
use crate::web::http::request_context::RequestContext;
use crate::web::http::{assets, response};
use crate::web::i18n::texts::Texts;
use crate::web::url::links::escaped;
use crate::web::url::params::SearchParams;

/// Suggestions that a browser shows.
const MAX_SUGGESTIONS: usize = 8;

/// `GET /opensearch.xml`.
pub async fn description(context: RequestContext, headers: HeaderMap) -> Result<Response, WebError> {
    let origin = &context.origin;
    let chinese = Texts::new(Language::Hans);
    let short_name = escape::escaped(&context.site_name.short_name(chinese), Escape::Text);
    let title = escape::escaped(&context.site_name.title(chinese), Escape::Text);
    let icon = assets::address("icon.svg");
    let out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{short_name}</ShortName>\n\
         <Description>{title} full-text search of government bulletins</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n<Language>zh-CN</Language>\n\
         <Image width=\"16\" height=\"16\" type=\"image/svg+xml\">{origin}{icon}</Image>\n\
         <Url type=\"text/html\" template=\"{origin}/search?q={{searchTerms}}\"/>\n\
         <Url type=\"application/atom+xml\" template=\"{origin}/search?q={{searchTerms}}&amp;format=atom\"/>\n\
         <Url type=\"application/x-suggestions+json\" template=\"{origin}/opensearch/suggest?q={{searchTerms}}\"/>\n\
         <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{origin}/opensearch.xml\"/>\n\
         </OpenSearchDescription>\n"
    );
    response::tagged(&headers, response::text(Body::from(out), "application/opensearchdescription+xml")).await
}

/// `GET /opensearch/suggest?q=…`: what was typed, and lists of completions, their counts, and their addresses.
pub async fn suggest(State(app): State<Arc<App>>, context: RequestContext) -> Result<Response, WebError> {
    let mut query = String::new();
    SearchParams::only(context.uri.query(), &["q"], |_, value| {
        query = value;
        Ok(())
    })?;
    let found = app.search.suggest(&query, MAX_SUGGESTIONS).await?;
    let texts: Vec<&str> = found.iter().map(|suggestion| suggestion.text.as_str()).collect();
    let counts: Vec<String> = found.iter().map(|suggestion| format!("{} 篇", suggestion.count)).collect();
    let urls: Vec<String> =
        found.iter().map(|of| format!("{}/search?q={}", context.origin, escaped(&of.text))).collect();
    let mut response = response::json(&json!([query, texts, counts, urls]));
    let media_type = HeaderValue::from_static("application/x-suggestions+json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    response::vary_by_host(&mut response);
    Ok(response)
}
