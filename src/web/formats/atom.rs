//! Atom (RFC 4287), paged as RFC 5005 has it.

use std::fmt::Write;

use axum::body::Body;
use axum::response::Response;

use super::feed::{Entry, Feed, escaped};
use crate::web::format::Representation;
use crate::web::http::response;

/// The feed.
pub fn write(feed: &Feed<'_>) -> Response {
    let mut out = String::with_capacity(64 * 1024);
    // A string takes whatever is written, here and below.
    let _ = write!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-Hans\">\n\
         <title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n<generator version=\"{}\">gongbao</generator>\n\
         <author><name>{}</name></author>\n",
        escaped(&feed.title),
        feed.id,
        feed.updated,
        env!("CARGO_PKG_VERSION"),
        escaped(&feed.author)
    );
    let mut link = |rel: &str, media_type: &str, address: &str| {
        let (origin, address) = (escaped(feed.origin), escaped(address));
        let _ = writeln!(out, "<link rel=\"{rel}\" type=\"{media_type}\" href=\"{origin}{address}\"/>");
    };
    link("self", Representation::Atom.media_type(), &feed.itself);
    link("alternate", Representation::Html.media_type(), &feed.html);
    if let Some(next) = &feed.next {
        link("next", Representation::Atom.media_type(), next);
    }
    feed.entries.iter().for_each(|of| entry(&mut out, of));
    out.push_str("</feed>\n");
    response::text(Body::from(out), Representation::Atom.media_type())
}

fn entry(out: &mut String, entry: &Entry<'_>) {
    let article = &entry.stored.article;
    let language = article.language.as_deref().unwrap_or("zh-Hans");
    let _ = write!(
        out,
        "<entry xml:lang=\"{}\">\n<title>{}</title>\n<id>{}</id>\n<updated>{}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        escaped(language),
        escaped(&article.title),
        entry.id,
        entry.stored.version_seen,
        escaped(&entry.link),
    );
    if let Some(published) = &entry.published {
        let _ = writeln!(out, "<published>{}</published>", escaped(published));
    }
    if let Some(url) = &article.url {
        let _ = writeln!(out, "<link rel=\"via\" href=\"{}\"/>", escaped(url));
    }
    let names = article.authors.iter().chain(&article.issuers);
    for name in
        names.chain(article.source.as_ref().filter(|_| article.authors.is_empty() && article.issuers.is_empty()))
    {
        let _ = writeln!(out, "<author><name>{}</name></author>", escaped(name));
    }
    for term in article.column.iter().chain(&article.subjects).chain(&article.keywords) {
        let _ = writeln!(out, "<category term=\"{}\"/>", escaped(term));
    }
    let _ = write!(
        out,
        "<summary>{}</summary>\n<content type=\"html\">{}</content>\n</entry>\n",
        escaped(entry.summary),
        escaped(&entry.html)
    );
}
