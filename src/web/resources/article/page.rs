//! The page of one article: its text to read, and beside it everything that is known of it.

use askama::Template;
use axum::response::Response;

use super::metadata::Metadata;
use super::qr;
use super::view::ArticleView;
use crate::model::date::{in_beijing, today};
use crate::model::{Article, AttachedPage, Attachment, DocumentNumber, Facet, StoredArticle};
use crate::search::Search;
use crate::search::features::citations::{Citations, Cited};
use crate::search::features::related::{Related, Shares};
use crate::search::types::response::Marked;
use crate::web::format::Representation;
use crate::web::formats::references;
use crate::web::html::body::{Block, beginning, blocks};
use crate::web::html::entry::Entry;
use crate::web::html::layout::{Link, PageLayout};
use crate::web::html::record::{Row, Value, is_web_address, record};
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::markup::{
    Anchor, Decoration, MarkedHtml, TextLink, decorate_html, linked, split, squeezed_html, text_of_html,
};
use crate::web::i18n::script::Script;
use crate::web::i18n::texts::{Markup, Texts};
use crate::web::url::links::{Change, SearchLinks, article_url, attachment_url, comparison_url};
use crate::web::url::params::SearchParams;
use crate::web::view::outline::{Outline, paragraph_anchor};

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage<'a> {
    layout: PageLayout<'a>,
    back: Option<String>,
    query: &'a str,
    title: String,
    subtitle: Option<&'a str>,
    language: &'a str,
    date: Option<(String, String)>,
    source: Option<Value>,
    column: Option<Value>,
    authors: Vec<Value>,
    editor: Option<&'a str>,
    /// What was done to the script, and the address of the original.
    converted: Option<(&'static str, String)>,
    document_number: Option<&'a str>,
    original: Option<&'a str>,
    blocks: Vec<Block>,
    /// The body with its markup. It was sanitised when it was taken in, and is not sanitised again.
    body_html: Option<String>,
    matches: usize,
    attachments: Vec<FileView<'a>>,
    record: Vec<Row>,
    /// Names in the text, and how often each stands there.
    mentions: Vec<(Value, usize)>,
    outline: &'a Outline,
    cites: Vec<CitedView<'a>>,
    /// Those beyond the first, folded away.
    cites_more: Vec<CitedView<'a>>,
    cited_by: Vec<Entry<'a>>,
    citing: usize,
    citations: String,
    earlier: Option<Entry<'a>>,
    later: Option<Entry<'a>>,
    related: Vec<RelatedView<'a>>,
    duplicates: Vec<DuplicateView<'a>>,
    version: u32,
    versions: String,
    address: &'a str,
    metadata: Metadata,
    /// The reference as GB/T 7714 has it.
    reference: String,
    /// The page's address as a QR code.
    qr: Option<String>,
    /// Feeds that would have had this bulletin: names, the same as HTML, and addresses.
    feeds: Vec<(String, Markup<String>, String)>,
    /// The bulletin in its other forms: media type, name, address.
    representations: Vec<(&'static str, &'static str, String)>,
    first_seen: String,
    last_seen: String,
    withdrawn: Option<String>,
}

/// A document that the text cites.
struct CitedView<'a> {
    text: &'a str,
    /// The bulletin of the archive.
    found: Option<Entry<'a>>,
    /// A search where the archive has none under this name.
    search: String,
    /// The paragraphs that cite it: their numbers, and their names in the page.
    places: Vec<(usize, String)>,
}

/// An article of its kind, and why.
struct RelatedView<'a> {
    entry: Entry<'a>,
    reasons: Vec<Link>,
}

/// One of those that say the same, itself among them.
struct DuplicateView<'a> {
    entry: Entry<'a>,
    itself: bool,
    /// How it is different from the article that is read.
    differences: Option<String>,
    original: Option<&'a str>,
}

/// A file beside the text.
struct FileView<'a> {
    number: usize,
    title: &'a str,
    /// The file as it was taken in, or else where it was published.
    url: Option<String>,
    /// Where it was published, where that is not `url`.
    original: Option<&'a str>,
    kind: String,
    reason: Option<&'a str>,
    open: bool,
    pages: Vec<PageView<'a>>,
}

/// A page of a file: its name and number, and its paragraphs as HTML.
struct PageView<'a> {
    name: Option<&'a str>,
    number: Option<u32>,
    paragraphs: Vec<String>,
}

impl PageView<'_> {
    fn has_heading(&self) -> bool {
        self.name.is_some() || self.number.is_some()
    }
}

/// `GET /articles/{id}`.
pub fn render(context: &RequestContext, search: &Search, view: &ArticleView) -> Response {
    let stored = &*view.stored;
    let article = &stored.article;
    let request = &view.params.request;
    let mark = |text: &str| search.highlight(request, text);
    let address = article_url(&article.id);
    let texts = context.texts();

    let citations = &view.citations;
    let links = |text: &str| text_links(citations, text);
    let title = MarkedHtml(&mark(&article.title)).to_string();
    let with_markup = article.body_html.as_deref().filter(|html| needs_markup(html));
    let mut names = view.mentions.linker();
    let mut body_links = |text: &Marked| names.with(text, links(&text.text));
    let mut body_html = with_markup.map(|html| {
        let text = mark(&text_of_html(html));
        let links = body_links(&text);
        marked_up(html, &article.paragraphs, &view.outline, text.ranges, links, texts)
    });
    let mut blocks = match body_html {
        Some(_) => Vec::new(),
        None => blocks(&split(&mark(&article.paragraphs.join("\n")), '\n'), &view.outline, &mut body_links, texts),
    };
    let matches = number_matches(body_html.as_mut(), &mut blocks);
    let mut cites: Vec<CitedView> = citations.cites.iter().map(|cited| cited_view(cited, texts)).collect();
    let cites_more = cites.split_off(cites.len().min(MAX_OPEN_CITED));

    let attachments: Vec<FileView> =
        (1..).zip(&article.attachments).map(|(number, of)| file_view(article, number, of, &mark, &links)).collect();
    let language = article.language.as_deref().unwrap_or("zh-Hans");
    let mut layout = PageLayout::new(context, &article.title, request.query.clone()).titled_in(language);
    let converted = converted(context.preferences.script, language, &layout);
    layout.canonical = Some(format!("{}{address}", context.origin));
    context.page(&ArticlePage {
        layout,
        back: context.uri.query().map(|_| SearchLinks::new(&view.params).url(Change::Nothing)),
        query: &request.query,
        title,
        subtitle: article.subtitle.as_deref(),
        language,
        converted,
        date: article.published_on.map(|date| (date.to_string(), texts.date(date))),
        source: article.source.as_deref().map(|text| Value::from_facet("source", text)),
        column: article.column.as_deref().map(|text| Value::from_facet("column", text)),
        authors: article.authors.iter().map(|text| Value::from_facet("author", text)).collect(),
        editor: article.editor.as_deref(),
        document_number: article.document_number.as_ref().map(DocumentNumber::as_published),
        original: article.url.as_deref().filter(|url| is_web_address(url)),
        blocks,
        body_html,
        matches,
        attachments,
        record: record(article, texts),
        mentions: view
            .mentions
            .listed()
            .map(|(name, count)| (Value::from_facet(name.facet.name, &name.text), count))
            .collect(),
        outline: &view.outline,
        cites,
        cites_more,
        cited_by: citations.cited_by.iter().map(|other| Entry::new(other, texts)).collect(),
        citing: citations.citing,
        citations: format!("{address}/citations"),
        earlier: view.neighbours.earlier.as_deref().map(|other| Entry::new(other, texts)),
        later: view.neighbours.later.as_deref().map(|other| Entry::new(other, texts)),
        related: view.related.iter().map(|related| related_view(related, texts)).collect(),
        duplicates: view
            .duplicates
            .iter()
            .map(|other| DuplicateView {
                entry: Entry::new(other, texts),
                itself: other.key == stored.key,
                differences: (other.key != stored.key).then(|| comparison_url(&article.id, &other.article.id)),
                original: other.article.url.as_deref().filter(|url| is_web_address(url)),
            })
            .collect(),
        version: stored.version,
        versions: format!("{address}/versions"),
        metadata: Metadata::new(stored, context),
        reference: references::reference(article, today(), &context.origin),
        qr: Some(&context.origin)
            .filter(|origin| !origin.is_empty())
            .and_then(|origin| qr::svg(&format!("{origin}{address}"), texts.label("qr-label"))),
        feeds: feeds(article, texts),
        address: &address,
        representations: Representation::OF_ARTICLES
            .iter()
            .filter(|representation| **representation != Representation::Html)
            .map(|representation| {
                (
                    representation.media_type(),
                    texts.form(*representation),
                    format!("{address}?format={}", representation.name()),
                )
            })
            .collect(),
        first_seen: in_beijing(stored.first_seen),
        last_seen: in_beijing(stored.last_seen),
        withdrawn: stored.withdrawn_at.map(in_beijing),
    })
}

impl ArticlePage<'_> {
    /// The numbers of the matches that are listed for stepping through them.
    fn listed_matches(&self) -> std::ops::RangeInclusive<usize> {
        1..=self.matches.min(MAX_LISTED_MATCHES)
    }
}

/// What was done to the script of a bulletin in this language: the key of what is said of it, and the address of the
/// original.
fn converted(script: Script, language: &str, layout: &PageLayout) -> Option<(&'static str, String)> {
    let key = match script {
        Script::Hans if language == "zh-Hant" => "converted-hans",
        Script::Hant if language.starts_with("zh") && language != "zh-Hant" => "converted-hant",
        _ => return None,
    };
    Some((key, layout.preference("script", Script::Original.name())))
}

/// Matches that are listed by number.
const MAX_LISTED_MATCHES: usize = 40;

/// Cited documents that are listed before the others are folded away.
const MAX_OPEN_CITED: usize = 12;

/// Places in the text that are listed of a cited document.
const MAX_PLACES: usize = 5;

fn cited_view<'a>(cited: &'a Cited, texts: &'static Texts) -> CitedView<'a> {
    let links = SearchLinks::new(&SearchParams::everything());
    let place = |number: usize| (number + 1, paragraph_anchor(number));
    let mut paragraphs: Vec<usize> = cited.places.iter().filter_map(|place| place.paragraph).collect();
    paragraphs.dedup();
    let name = cited.text.trim_start_matches('《').trim_end_matches('》');
    CitedView {
        text: &cited.text,
        found: cited.found.as_deref().map(|found| Entry::new(found, texts)),
        search: links.url(Change::Query(&format!("\"{name}\""))),
        places: paragraphs.into_iter().take(MAX_PLACES).map(place).collect(),
    }
}

fn related_view<'a>(related: &'a Related, texts: &'static Texts) -> RelatedView<'a> {
    let links = SearchLinks::new(&SearchParams::everything());
    let Shares { words, people, issuers, column } = &related.shares;
    let of_facet = |name: &str, text: &str| Value::from_facet(name, text);
    let people = people.iter().map(|text| of_facet("author", text));
    let issuers = issuers.iter().map(|text| of_facet("issuer", text));
    let column = column.iter().map(|text| of_facet("column", text));
    let reasons =
        people.chain(issuers).chain(column).filter_map(|value| Some(Link { text: value.text, url: value.search? }));
    let word = |text: &String| Link { text: text.clone(), url: links.url(Change::Query(text)) };
    RelatedView { entry: Entry::new(&related.stored, texts), reasons: words.iter().map(word).chain(reasons).collect() }
}

/// What a text cites, as links.
fn text_links(citations: &Citations, text: &str) -> Vec<TextLink> {
    let link = |(start, end, of): (usize, usize, &StoredArticle)| {
        let url = article_url(&of.article.id);
        TextLink { start, end, url, class: "cites" }
    };
    citations.in_text(text).into_iter().map(link).collect()
}

/// The body with its markup, marked, linked and named.
fn marked_up(
    html: &str,
    paragraphs: &[String],
    outline: &Outline,
    matches: Vec<(usize, usize)>,
    links: Vec<TextLink>,
    texts: &'static Texts,
) -> String {
    let squeezed = squeezed_html(html);
    let mut from = 0;
    let mut places: Vec<(usize, String, String)> = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let letters: String = paragraph.chars().filter(|c| !c.is_whitespace()).collect();
        // A paragraph that the markup writes otherwise has no name; the next is looked for from the same place.
        if let Some(found) = squeezed[from..].find(&letters).filter(|_| !letters.is_empty()) {
            places.push((from + found, paragraph_anchor(number), beginning(number, outline, texts)));
            from += found + letters.len();
        }
    }
    let anchors = places.iter().map(|(at, id, markup)| Anchor { at: *at, id, markup }).collect();
    decorate_html(html, &Decoration { matches, links, anchors, table: texts.text("table") })
}

fn file_view<'a>(
    article: &Article,
    number: usize,
    attachment: &'a Attachment,
    mark: &impl Fn(&str) -> Marked,
    links: &impl Fn(&str) -> Vec<TextLink>,
) -> FileView<'a> {
    let published = Some(attachment.url.as_str()).filter(|url| is_web_address(url));
    let file = attachment.file.as_ref();
    let page = |page: &'a AttachedPage| {
        let paragraphs = split(&mark(&page.paragraphs.join("\n")), '\n');
        PageView {
            name: page.name.as_deref(),
            number: page.number,
            paragraphs: paragraphs.iter().map(|paragraph| linked(paragraph, &links(&paragraph.text))).collect(),
        }
    };
    let with_text = |page: &&'a AttachedPage| !page.paragraphs.is_empty();
    let pages: Vec<_> = file.iter().flat_map(|file| &file.pages).filter(with_text).map(page).collect();
    let kind = match file {
        Some(file) => format!("{} {}", ending(&file.name), size(file.bytes)),
        None => attachment.media_type.clone().unwrap_or_default(),
    };
    FileView {
        number,
        title: &attachment.title,
        url: file.map(|_| attachment_url(&article.id, number, None)).or(published.map(str::to_owned)),
        original: published.filter(|_| file.is_some()),
        kind,
        reason: file.and_then(|file| file.reason.as_deref()),
        open: pages.iter().any(|page| page.paragraphs.iter().any(|html| html.contains("<mark>"))),
        pages,
    }
}

/// The ending of a file's name, as readers call its kind.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_uppercase())
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.0} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

/// Whether the markup says something that paragraphs cannot.
fn needs_markup(html: &str) -> bool {
    ["<table", "<img", "<ul", "<ol"].iter().any(|tag| html.contains(tag))
}

/// Gives matches their names, `match`, `match-2`, …, and counts them.
fn number_matches(body_html: Option<&mut String>, blocks: &mut [Block]) -> usize {
    let paragraphs = blocks.iter_mut().flat_map(|block| match block {
        Block::Paragraph { html, .. } => std::slice::from_mut(html).iter_mut().collect::<Vec<_>>(),
        Block::Table(rows) => rows.iter_mut().flat_map(|(_, cells)| cells).collect(),
    });
    let mut matches = 0;
    for html in body_html.into_iter().chain(paragraphs) {
        let mut pieces = html.split("<mark>");
        let mut named = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            matches += 1;
            named.push_str(&match matches {
                1 => "<mark id=\"match\">".to_owned(),
                2..=MAX_NAMED_MATCHES => format!("<mark id=\"match-{matches}\">"),
                _ => "<mark>".to_owned(),
            });
            named.push_str(piece);
        }
        *html = named;
    }
    matches
}

/// Matches that have names.
const MAX_NAMED_MATCHES: usize = 500;

/// Feeds of the bulletins that have a column, an issuer or a source in common with this one.
fn feeds(article: &Article, texts: &'static Texts) -> Vec<(String, Markup<String>, String)> {
    let stated =
        [("column", article.column.as_ref()), ("issuer", article.issuers.first()), ("source", article.source.as_ref())];
    let feed = |(name, value): (&str, Option<&String>)| {
        let (facet, value) = (Facet::named(name)?, value?);
        let all = Value::from_facet(name, value).search?;
        let title = texts.format("filter-value").with("facet", texts.facet(facet)).with("value", value);
        Some((title.to_string(), title.html(), format!("{all}&format={}", Representation::Atom.name())))
    };
    stated.into_iter().filter_map(feed).collect()
}
