//! Bulletins as data: the [`Summary`] of every list, and the [`Record`] of a result, whole or
//! only the fields that were asked for.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::duplicates::DuplicatesJson;
use super::explanation::{ExplanationJson, explained};
use super::files::{AttachmentJson, PlaceJson, attachment};
use super::standing::StandingJson;
use crate::model::{Article, DocumentNumber, Origins, PartialDate, StoredArticle};
use crate::search::types::response::{Marked, ResultItem};
use crate::web::i18n::markup::MarkedHtml;
use crate::web::url::fields::FieldName;
use crate::web::url::links::{article_url, result_url};
use crate::web::url::params::SearchParams;

/// Where a resource is, as data and as a page.
#[derive(Serialize)]
pub struct LinksJson {
    #[serde(rename = "self")]
    pub itself: String,
    pub html: String,
}

impl LinksJson {
    pub fn new(article: &Article) -> Self {
        Self::from_address(article_url(&article.id))
    }

    /// The resource at this address.
    fn from_address(address: String) -> Self {
        Self { html: format!("{address}?format=html"), itself: address }
    }
}

/// An article in a list: everything but its text.
#[derive(Serialize)]
pub struct Summary<'a> {
    id: &'a str,
    title: &'a str,
    subtitle: Option<&'a str>,
    url: Option<&'a str>,
    links: LinksJson,
    published_on: Option<PartialDate>,
    published_at: Option<&'a str>,
    issued_on: Option<PartialDate>,
    source: Option<&'a str>,
    column: Option<&'a str>,
    authors: &'a [String],
    editor: Option<&'a str>,
    issuers: &'a [String],
    document_number: Option<&'a str>,
    index_number: Option<&'a str>,
    document_kind: Option<&'a str>,
    subjects: &'a [String],
    keywords: &'a [String],
    validity: Option<&'a str>,
    standing: Option<StandingJson>,
    region: Option<&'a str>,
    site: Option<&'a str>,
    language: Option<&'a str>,
}

impl<'a> Summary<'a> {
    pub fn new(stored: &'a StoredArticle) -> Self {
        let article = &stored.article;
        Self {
            id: article.id.as_str(),
            title: &article.title,
            subtitle: article.subtitle.as_deref(),
            url: article.url.as_deref(),
            links: LinksJson::new(article),
            published_on: article.published_on,
            published_at: article.published_at.as_deref(),
            issued_on: article.issued_on,
            source: article.source.as_deref(),
            column: article.column.as_deref(),
            authors: &article.authors,
            editor: article.editor.as_deref(),
            issuers: &article.issuers,
            document_number: article.document_number.as_ref().map(DocumentNumber::as_published),
            index_number: article.index_number.as_deref(),
            document_kind: article.document_kind.as_deref(),
            subjects: &article.subjects,
            keywords: &article.keywords,
            validity: article.validity.as_deref(),
            standing: stored.standing.as_ref().map(StandingJson::new),
            region: article.region.as_deref(),
            site: article.site.as_deref(),
            language: article.language.as_deref(),
        }
    }
}

/// The fields that a list has only where they are asked for by name.
#[derive(Serialize)]
struct Text<'a> {
    paragraphs: &'a [String],
    body_html: Option<&'a str>,
    attachments: Vec<AttachmentJson<'a>>,
    origins: &'a Origins,
    content_hash: &'a str,
    first_seen: Timestamp,
    last_seen: Timestamp,
    version: u32,
    revision: i64,
}

impl<'a> Text<'a> {
    fn new(item: &'a ResultItem) -> Self {
        let stored = &item.stored;
        let (article, version) = (&stored.article, item.is_past.then_some(stored.version));
        let attachments = (1..).zip(&article.attachments);
        Self {
            paragraphs: &article.paragraphs,
            body_html: article.body_html.as_deref(),
            attachments: attachments.map(|(number, of)| attachment(article, version, number, of)).collect(),
            origins: &article.origins,
            content_hash: &stored.content_hash,
            first_seen: stored.first_seen,
            last_seen: stored.last_seen,
            version: stored.version,
            revision: stored.revision,
        }
    }
}

#[derive(Serialize)]
pub struct ResultJson<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    score: f32,
    highlights: Option<HighlightsJson<'a>>,
    missing: &'a [String],
    distinction: Option<&'a str>,
    explanation: Option<ExplanationJson<'a>>,
    reprints: Option<DuplicatesJson<'a>>,
    shown: Option<ShownJson>,
}

/// Which version was shown then.
#[derive(Serialize)]
struct ShownJson {
    version: u32,
    versions: u32,
    /// Whether it is what is shown now.
    current: bool,
}

#[derive(Serialize)]
struct HighlightsJson<'a> {
    title: MarkedJson<'a>,
    body: MarkedJson<'a>,
    attachment: Option<PlaceJson<'a>>,
}

#[derive(Serialize)]
pub struct MarkedJson<'a> {
    html: MarkedHtml<'a>,
    ranges: &'a [(usize, usize)],
    text: &'a str,
    cut_before: bool,
    cut_after: bool,
}

impl<'a> MarkedJson<'a> {
    pub fn new(marked: &'a Marked) -> Self {
        Self {
            html: MarkedHtml(marked),
            ranges: &marked.ranges,
            text: &marked.text,
            cut_before: marked.cut_before,
            cut_after: marked.cut_after,
        }
    }
}

/// How results are rendered: whole, or some fields of them.
pub struct Record<'a> {
    fields: Option<&'a [FieldName]>,
    highlight: bool,
    /// Whether the archive is looked at as of another time.
    as_of: bool,
}

/// A result as data.
pub enum RecordJson<'a> {
    /// All that a list has by default.
    Whole(Box<ResultJson<'a>>),
    /// The fields asked for, in that order.
    Some(Map<String, Value>),
}

impl Serialize for RecordJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            RecordJson::Whole(result) => result.serialize(serializer),
            RecordJson::Some(fields) => fields.serialize(serializer),
        }
    }
}

impl<'a> Record<'a> {
    /// As the parameters of a search ask for it.
    pub fn new(params: &'a SearchParams) -> Self {
        Self {
            fields: params.fields.as_deref(),
            highlight: params.request.highlight,
            as_of: params.request.as_of.is_some(),
        }
    }

    /// A result.
    pub fn item<'b>(&self, item: &'b ResultItem) -> RecordJson<'b> {
        match self.fields {
            Some(fields) => RecordJson::Some(self.pick(item, fields)),
            None => RecordJson::Whole(Box::new(self.whole(item))),
        }
    }

    fn whole<'b>(&self, item: &'b ResultItem) -> ResultJson<'b> {
        let stored = &item.stored;
        let (article, version) = (&stored.article, item.is_past.then_some(stored.version));
        ResultJson {
            summary: Summary { links: LinksJson::from_address(result_url(item)), ..Summary::new(stored) },
            score: item.score,
            highlights: self.highlight.then(|| HighlightsJson {
                title: MarkedJson::new(&item.title),
                body: MarkedJson::new(&item.excerpt),
                attachment: item.place.as_ref().and_then(|place| PlaceJson::new(article, version, place)),
            }),
            missing: &item.missing,
            distinction: item.distinction.as_deref(),
            explanation: item.explanation.as_ref().map(explained),
            reprints: item.reprints.as_ref().map(DuplicatesJson::from_set),
            shown: self.as_of.then(|| ShownJson {
                version: stored.version,
                versions: stored.versions,
                current: !item.is_past,
            }),
        }
    }

    /// Some fields of a result, in their order.
    pub fn pick(&self, item: &ResultItem, fields: &[FieldName]) -> Map<String, Value> {
        let mut known = object(&self.whole(item));
        if fields.iter().any(|field| !known.contains_key(field.name())) {
            known.append(&mut object(&Text::new(item)));
        }
        let pick = |field: &FieldName| (field.name().to_owned(), known.remove(field.name()).unwrap_or_default());
        fields.iter().map(pick).collect()
    }
}

/// Plain data as an object; what is no object is an empty one.
fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    }
}
