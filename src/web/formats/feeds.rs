//! Feeds: the newest of a search for whoever subscribes to it. Ids are made of the bulletin's own id alone, so that
//! an entry is the same by whatever address, host or search it comes.

use axum::response::Response;
use jiff::Timestamp;

use super::feed::{Entry, Feed, escaped};
use super::{atom, jsonfeed};
use crate::locale::Language;
use crate::model::Article;
use crate::search::engine::query::Sort;
use crate::search::types::response::SearchResponse;
use crate::web::format::Representation;
use crate::web::http::request_context::RequestContext;
use crate::web::http::response;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks, result_url};
use crate::web::url::pagination::next_and_previous;
use crate::web::url::params::SearchParams;

/// `GET /search` as a feed.
pub fn search(
    representation: Representation,
    params: &SearchParams,
    found: &SearchResponse,
    context: &RequestContext,
) -> Response {
    let origin = context.origin.as_str();
    // Feeds speak Chinese, whoever follows them.
    let chinese = Texts::new(Language::Hans);
    let site_name = context.site_name.name(chinese);
    let links = SearchLinks::new(params);
    let (next, previous) = next_and_previous(params, found, &links);
    let entries: Vec<Entry<'_>> = found
        .results
        .iter()
        .map(|item| {
            let article = &item.stored.article;
            Entry {
                id: urn("article", article.id.as_str()),
                stored: &item.stored,
                link: format!("{origin}{}", result_url(item)),
                published: published(article),
                summary: &item.excerpt.text,
                html: html(article),
            }
        })
        .collect();
    let mut bare = params.clone();
    (bare.format, bare.cursor) = (None, None);
    let query = params.request.query.trim();
    let html = links.url(Change::Representation(Representation::Html));
    let then = params.request.as_of.map_or(String::new(), |as_of| format!("（截至 {as_of} 的存档）"));
    let order = if params.request.sort == Sort::NewestSeen { "（按收录时间）" } else { "" };
    let subject = if query.is_empty() { String::new() } else { format!("：{query}") };
    let feed = Feed {
        title: format!("{site_name}{subject}{then}{order}"),
        author: context.site_name.title(chinese),
        id: urn("search", &SearchLinks::new(&bare).url(Change::Page(1))),
        origin,
        itself: links.url(Change::Representation(representation)),
        html,
        next: next.clone(),
        updated: entries.iter().map(|entry| entry.stored.version_seen).max().unwrap_or(Timestamp::UNIX_EPOCH),
        entries,
    };
    let mut response = match representation {
        Representation::Atom => atom::write(&feed),
        _ => jsonfeed::write(&feed),
    };
    response::link(&mut response, &[("next", next), ("prev", previous)]);
    response
}

/// A name for ever, made of what it names: a UUID of version 8 (RFC 9562) from its hash.
fn urn(kind: &str, text: &str) -> String {
    let hash = blake3::hash(format!("gongbao {kind}\n{text}").as_bytes());
    let mut bytes = *hash.as_bytes().first_chunk::<16>().unwrap_or(&[0; 16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// The moment of publication; the first of the days that it can have been, in China, where only that is known.
pub fn published(article: &Article) -> Option<String> {
    let moment = article.published_at.as_deref().filter(|text| text.parse::<Timestamp>().is_ok());
    moment.map(str::to_owned).or_else(|| {
        let date = article.published_on?;
        let (month, day) = (date.month().unwrap_or(1), date.day().unwrap_or(1));
        Some(format!("{:04}-{month:02}-{day:02}T00:00:00+08:00", date.year()))
    })
}

/// The body as HTML: its own, which was sanitised when it was taken in, or else its paragraphs.
pub fn html(article: &Article) -> String {
    article.body_html.clone().unwrap_or_else(|| {
        article.paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", escaped(paragraph))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_for_ever() {
        assert_eq!(urn("article", "a"), urn("article", "a"));
        assert_ne!(urn("article", "a"), urn("search", "a"));
        let urn = urn("article", "a");
        assert_eq!((urn.len(), &urn[23..24]), (45, "8"), "{urn}");
    }
}
