//! The page of one article: its text to read, and beside it everything that is known of it.

use askama::Template;
use axum::response::Response;

use jiff::civil::Date;

use super::body::{BodyView, text_links};
use super::contents::{CLAUSE, Contents};
use super::files::FileView;
use super::metadata::Metadata;
use super::qr;
use super::view::ArticleView;
use crate::model::{Article, DocumentNumber, Facet, StoredArticle};
use crate::search::Search;
use crate::search::features::citations::Citations;
use crate::search::features::related::{Related, Shares};
use crate::search::suggest::names::Name;
use crate::web::format::Representation;
use crate::web::formats::references;
use crate::web::html::body::Block;
use crate::web::html::cited::{CitedView, CitingView};
use crate::web::html::entry::Entry;
use crate::web::html::layout::{Link, PageLayout};
use crate::web::html::record::{Row, Value, is_web_address, record};
use crate::web::html::standing::StandingNote;
use crate::web::html::title::title;
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::script::Script;
use crate::web::i18n::texts::{Markup, Texts};
use crate::web::url::links::{Change, SearchLinks, article_url, comparison_url};
use crate::web::url::params::SearchParams;

/// Matches that are listed by number.
const MAX_LISTED_MATCHES: usize = 40;

/// Cited documents that are listed before the others are folded away.
const MAX_OPEN_CITED: usize = 12;

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage<'a> {
    layout: PageLayout<'a>,
    /// Back to the search by which the reader came.
    back: Option<String>,
    query: &'a str,
    metadata: Metadata,
    language: &'a str,
    header: Header<'a>,
    contents: Contents<'a>,
    body: BodyView,
    editor: Option<&'a str>,
    attachments: Vec<FileView<'a>>,
    earlier: Option<Entry<'a>>,
    later: Option<Entry<'a>>,
    citations: CitationsView<'a>,
    duplicates: Vec<DuplicateView<'a>>,
    related: Vec<RelatedView<'a>>,
    record: RecordView,
    /// Names in the text, and how often each stands there.
    mentions: Vec<(Value, usize)>,
    reuse: Reuse,
}

/// What stands above the text.
struct Header<'a> {
    title: String,
    subtitle: Option<&'a str>,
    document_number: Option<&'a str>,
    date: Option<(String, String)>,
    source: Option<Value>,
    column: Option<Value>,
    authors: Vec<Value>,
    original: Option<&'a str>,
    withdrawn: Option<String>,
    /// Whether it is in force, where it is not simply so.
    standing: Option<StandingNote<'a>>,
    /// The key of what is said of its script, where that was changed.
    converted: Option<&'static str>,
}

/// What the text cites, and what cites it.
struct CitationsView<'a> {
    cites: Vec<CitedView<'a>>,
    /// Those beyond the first, folded away.
    cites_more: Vec<CitedView<'a>>,
    cited_by: Vec<CitingView<'a>>,
    /// How many cite it; more than are listed, where there are many.
    citing: usize,
    /// To all of it.
    url: String,
}

/// What is known of the bulletin, and when the archive met it.
struct RecordView {
    rows: Vec<Row>,
    first_seen: String,
    last_seen: String,
    version: u32,
    versions_url: String,
}

/// What a reader may do with the bulletin: cite it, carry it away, follow others like it.
struct Reuse {
    address: String,
    /// The reference as GB/T 7714 has it.
    reference: String,
    /// The page's address as a QR code.
    qr: Option<String>,
    /// Feeds that would have had this bulletin: names, the same as HTML, and addresses.
    feeds: Vec<(String, Markup<String>, String)>,
    /// The bulletin in its other representations: media type, name, address.
    representations: Vec<(&'static str, &'static str, String)>,
}

/// An article of its kind, and why.
struct RelatedView<'a> {
    entry: Entry<'a>,
    reasons: Vec<Link>,
}

/// An article with the same text, or the article itself.
struct DuplicateView<'a> {
    entry: Entry<'a>,
    itself: bool,
    /// How it is different from the article that is read.
    differences: Option<String>,
    original: Option<&'a str>,
}

/// `GET /articles/{id}`.
pub fn render(context: &RequestContext, search: &Search, view: &ArticleView) -> Response {
    let article = &view.stored.article;
    let request = &view.params.request;
    let mark = |text: &str| search.highlight(request, text);
    let links = |text: &str| text_links(&view.citations, text);
    let texts = context.texts();
    let language = article.language.as_deref().unwrap_or("zh-Hans");
    let mut layout = PageLayout::new(context, &article.title, request.query.clone()).titled_in(language);
    layout.canonical = Some(format!("{}{}", context.origin, article_url(&article.id)));
    let header = Header {
        title: title(search, &mark(&article.title)),
        converted: converted(context.preferences.script, language),
        standing: StandingNote::new(&view.stored, view.successor.as_deref(), texts),
        ..Header::new(&view.stored, texts)
    };
    let mentioned = |(name, count): (&Name, usize)| (Value::from_facet(name.facet.name, &name.text), count);
    context.page(&ArticlePage {
        layout,
        back: came_by_search(context).then(|| SearchLinks::new(&view.params).url(Change::Nothing)),
        query: &request.query,
        metadata: Metadata::new(&view.stored, context),
        language,
        header,
        contents: Contents::new(context, view, texts),
        body: BodyView::new(view, &mark, texts),
        editor: article.editor.as_deref(),
        attachments: (1..)
            .zip(&article.attachments)
            .map(|(number, of)| FileView::new(article, number, of, &mark, &links, texts))
            .collect(),
        earlier: view.neighbours.earlier.as_deref().map(|other| Entry::new(other, texts)),
        later: view.neighbours.later.as_deref().map(|other| Entry::new(other, texts)),
        citations: CitationsView::new(article, &view.citations, texts),
        duplicates: view.duplicates.iter().map(|other| DuplicateView::new(&view.stored, other, texts)).collect(),
        related: view.related.iter().map(|related| RelatedView::new(related, texts)).collect(),
        record: RecordView::new(&view.stored, texts),
        mentions: view.mentions.listed().map(mentioned).collect(),
        reuse: Reuse::new(article, view.today, &context.origin, texts),
    })
}

/// Whether the address says more than which 条 is asked for.
fn came_by_search(context: &RequestContext) -> bool {
    let query = context.uri.query();
    query.is_some_and(|query| query.split('&').any(|pair| !pair.starts_with(CLAUSE)))
}

impl ArticlePage<'_> {
    /// The numbers of the matches that are listed for stepping through them.
    fn listed_matches(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.body.matches.min(MAX_LISTED_MATCHES)
    }
}

impl<'a> Header<'a> {
    /// Without what the reader and the search add to it.
    fn new(stored: &'a StoredArticle, texts: &'static Texts) -> Self {
        let article = &stored.article;
        Self {
            title: String::new(),
            subtitle: article.subtitle.as_deref(),
            document_number: article.document_number.as_ref().map(DocumentNumber::as_published),
            date: article.published_on.map(|date| (date.to_string(), texts.date(date))),
            source: article.source.as_deref().map(|text| Value::from_facet("source", text)),
            column: article.column.as_deref().map(|text| Value::from_facet("column", text)),
            authors: article.authors.iter().map(|text| Value::from_facet("author", text)).collect(),
            original: article.url.as_deref().filter(|url| is_web_address(url)),
            withdrawn: stored.withdrawn_at.map(|moment| texts.moment(moment)),
            standing: None,
            converted: None,
        }
    }
}

/// What was done to the script of a bulletin in this language: the key of what is said of it.
fn converted(script: Script, language: &str) -> Option<&'static str> {
    match script {
        Script::Hans if language == "zh-Hant" => Some("converted-hans"),
        Script::Hant if language.starts_with("zh") && language != "zh-Hant" => Some("converted-hant"),
        _ => None,
    }
}

impl<'a> CitationsView<'a> {
    fn new(article: &Article, citations: &'a Citations, texts: &'static Texts) -> Self {
        let mut cites: Vec<CitedView> = citations.cites.iter().map(|cited| CitedView::new(cited, "", texts)).collect();
        Self {
            cites_more: cites.split_off(cites.len().min(MAX_OPEN_CITED)),
            cites,
            cited_by: citations.cited_by.iter().map(|other| CitingView::new(other, texts)).collect(),
            citing: citations.citing,
            url: format!("{}/citations", article_url(&article.id)),
        }
    }
}

impl<'a> RelatedView<'a> {
    fn new(related: &'a Related, texts: &'static Texts) -> Self {
        let links = SearchLinks::new(&SearchParams::everything());
        let Shares { words, people, issuers, column } = &related.shares;
        let people = people.iter().map(|text| Value::from_facet("author", text));
        let issuers = issuers.iter().map(|text| Value::from_facet("issuer", text));
        let column = column.iter().map(|text| Value::from_facet("column", text));
        let reasons =
            people.chain(issuers).chain(column).filter_map(|value| Some(Link { text: value.text, url: value.search? }));
        let word = |text: &String| Link { text: text.clone(), url: links.url(Change::Query(text)) };
        Self { entry: Entry::new(&related.stored, texts), reasons: words.iter().map(word).chain(reasons).collect() }
    }
}

impl<'a> DuplicateView<'a> {
    /// Beside the article that is read.
    fn new(read: &StoredArticle, other: &'a StoredArticle, texts: &'static Texts) -> Self {
        let itself = other.key == read.key;
        Self {
            entry: Entry::new(other, texts),
            itself,
            differences: (!itself).then(|| comparison_url(&read.article.id, &other.article.id)),
            original: other.article.url.as_deref().filter(|url| is_web_address(url)),
        }
    }
}

impl RecordView {
    fn new(stored: &StoredArticle, texts: &'static Texts) -> Self {
        Self {
            rows: record(stored, texts),
            first_seen: texts.moment(stored.first_seen),
            last_seen: texts.moment(stored.last_seen),
            version: stored.version,
            versions_url: format!("{}/versions", article_url(&stored.article.id)),
        }
    }
}

impl Reuse {
    fn new(article: &Article, today: Date, origin: &str, texts: &'static Texts) -> Self {
        let address = article_url(&article.id);
        let whole_address = Some(format!("{origin}{address}")).filter(|_| !origin.is_empty());
        let link = |representation: &Representation| {
            let url = format!("{address}?format={}", representation.name());
            (representation.media_type(), texts.form(*representation), url)
        };
        let others = Representation::OF_ARTICLES.iter().filter(|other| **other != Representation::Html);
        Self {
            reference: references::reference(article, today, origin),
            qr: whole_address.and_then(|address| qr::svg(&address, texts.text("qr-label"))),
            feeds: feeds(article, texts),
            representations: others.map(link).collect(),
            address,
        }
    }
}

/// Feeds of the bulletins that have a column, an issuer or a source in common with this one.
fn feeds(article: &Article, texts: &'static Texts) -> Vec<(String, Markup<String>, String)> {
    let stated =
        [("column", article.column.as_ref()), ("issuer", article.issuers.first()), ("source", article.source.as_ref())];
    let feed = |(name, value): (&str, Option<&String>)| {
        let (facet, value) = (Facet::from_name(name)?, value?);
        let all = Value::from_facet(name, value).search?;
        let title = texts.format("filter-value").with("facet", texts.facet(facet)).with("value", value);
        Some((title.to_string(), title.html(), format!("{all}&format={}", Representation::Atom.name())))
    };
    stated.into_iter().filter_map(feed).collect()
}
