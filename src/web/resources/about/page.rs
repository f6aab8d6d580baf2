//! The page about the site, in plain words.

use askama::Template;
use axum::response::Response;

use super::view::Holdings;
use crate::app::App;
use crate::web::html::layout::{Link, PageLayout};
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::texts::Markup;
use crate::web::url::links::landing_url;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    layout: PageLayout<'a>,
    operator: Option<&'a str>,
    /// How to reach whoever runs the site.
    contact: Option<Link>,
    total: usize,
    sites: usize,
    /// From when to when, in words.
    span: Option<Markup<String>>,
    /// Kinds of documents: name, address, how many.
    kinds: Vec<(&'a str, String, usize)>,
    version: &'static str,
}

/// `GET /about`.
pub fn render(context: &RequestContext, app: &App, holdings: &Holdings) -> Response {
    let texts = context.texts();
    let span = holdings.span().map(|(first, last)| {
        texts.format("about-span").with("first", texts.date(first)).with("last", texts.date(last)).html()
    });
    let kinds = holdings.counts("document_kind").into_iter().flat_map(|counts| {
        let facet = counts.facet;
        counts.values.iter().map(move |(value, count)| (value.as_str(), landing_url(facet, value), *count))
    });
    context.page(&AboutPage {
        layout: PageLayout::new(context, texts.text("nav-about"), ""),
        operator: app.config.operator.as_deref().map(str::trim),
        contact: app.config.contact.as_deref().map(contact),
        total: holdings.total(),
        sites: holdings.counts("site").map_or(0, |counts| counts.values.len() + counts.more),
        span,
        kinds: kinds.collect(),
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// The settings hold that it is an address of the web or of mail.
fn contact(text: &str) -> Link {
    let is_web = text.starts_with("http");
    Link { url: if is_web { text.to_owned() } else { format!("mailto:{text}") }, text: text.to_owned() }
}
