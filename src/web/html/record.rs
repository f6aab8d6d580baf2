//! The record of an article: each field that is known with its values, and where others like them are.

use super::standing::because;
use crate::model::{DocumentNumber, Facet, Field, PartialDate, StoredArticle};
use crate::web::i18n::texts::Texts;
use crate::web::url::links::{Change, SearchLinks, landing_url};
use crate::web::url::params::SearchParams;

/// A field of the record with its values.
pub struct Row {
    pub field: Field,
    pub values: Vec<Value>,
}

/// A value, and where others like it are.
pub struct Value {
    pub text: String,
    pub url: Option<String>,
    /// The search for them, where `url` leads to the value's own page.
    pub search: Option<String>,
    /// Whether it stands in the bulletin; the site writes dates and names of languages.
    pub is_of_bulletin: bool,
}

/// Everything that is known, in the order of [`Field::ALL`], but for what the page shows elsewhere.
pub fn record(stored: &StoredArticle, texts: &'static Texts) -> Vec<Row> {
    let row = |field: &Field| Row { field: *field, values: values(stored, *field, texts) };
    Field::ALL.iter().map(row).filter(|row| !row.values.is_empty()).collect()
}

fn values(stored: &StoredArticle, field: Field, texts: &'static Texts) -> Vec<Value> {
    let article = &stored.article;
    let plain = |text: Option<&str>| text.into_iter().map(Value::plain).collect::<Vec<_>>();
    let date = |date: Option<PartialDate>| date.into_iter().map(|date| Value::from_site(texts.date(date))).collect();
    let facet = |name, text: Option<&str>| text.into_iter().map(|text| Value::from_facet(name, text)).collect();
    let facets = |name, texts: &[String]| texts.iter().map(|text| Value::from_facet(name, text)).collect();
    match field {
        // The body and the files stand on the page itself, the title above them.
        Field::Title | Field::Body | Field::Attachments => Vec::new(),
        Field::Id => plain(Some(article.id.as_str())),
        Field::Url => article.url.iter().map(|url| Value::outside(url)).collect(),
        Field::Subtitle => plain(article.subtitle.as_deref()),
        Field::PublishedOn => date(article.published_on),
        Field::PublishedAt => {
            article.published_at.iter().map(|moment| Value::from_site(texts.day_and_time(moment))).collect()
        }
        Field::IssuedOn => date(article.issued_on),
        Field::Source => facet("source", article.source.as_deref()),
        Field::Authors => facets("author", &article.authors),
        Field::Editor => {
            let editors = article.editor.iter().flat_map(|names| names.split_whitespace());
            editors.map(|name| Value::from_facet("editor", name)).collect()
        }
        Field::Column => facet("column", article.column.as_deref()),
        Field::Issuers => facets("issuer", &article.issuers),
        Field::DocumentNumber => {
            let number = article.document_number.as_ref().map(DocumentNumber::as_published);
            number.into_iter().map(|number| Value::from_query(number, &format!("\"{number}\""))).collect()
        }
        Field::IndexNumber => plain(article.index_number.as_deref()),
        Field::Subjects => facets("subject", &article.subjects),
        Field::Keywords => article.keywords.iter().map(|word| Value::from_query(word, word)).collect(),
        Field::DocumentKind => facet("document_kind", article.document_kind.as_deref()),
        Field::Validity => match &stored.standing {
            Some(standing) => {
                let known = texts.text(because(standing.evidence)).trim_end_matches(['：', ':']);
                vec![Value::from_facet("validity", standing.validity.label()), Value::from_site(known)]
            }
            None => facet("validity", article.validity.as_deref()),
        },
        Field::Region => facet("region", article.region.as_deref()),
        Field::Site => facet("site", article.site.as_deref()),
        Field::Language => article.language.iter().map(|tag| Value::from_language(tag, texts)).collect(),
    }
}

impl Value {
    /// What stands in a bulletin.
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), url: None, search: None, is_of_bulletin: true }
    }

    /// What the site says.
    fn from_site(text: impl Into<String>) -> Self {
        Self { text: text.into(), url: None, search: None, is_of_bulletin: false }
    }

    /// A value with its page and the search for all that have it.
    pub fn from_facet(name: &str, text: &str) -> Self {
        let links = SearchLinks::new(&SearchParams::everything());
        let facet = Facet::from_name(name);
        let url = facet.map(|facet| landing_url(facet, text));
        Self { url, search: facet.map(|facet| links.url(Change::Toggle(facet, text))), ..Self::plain(text) }
    }

    fn from_language(tag: &str, texts: &'static Texts) -> Self {
        let name = match tag {
            "zh-Hans" => texts.text("language-hans"),
            "zh-Hant" => texts.text("language-hant"),
            "en" => texts.text("language-english"),
            _ => tag,
        };
        Self { text: name.to_owned(), is_of_bulletin: false, ..Self::from_facet("language", tag) }
    }

    fn from_query(text: &str, query: &str) -> Self {
        let links = SearchLinks::new(&SearchParams::everything());
        Self { url: Some(links.url(Change::Query(query))), ..Self::plain(text) }
    }

    fn outside(url: &str) -> Self {
        Self { url: is_web_address(url).then(|| url.to_owned()), ..Self::from_site(url) }
    }

    /// Whether it leads to another site.
    pub fn leads_outside(&self) -> bool {
        self.url.as_deref().is_some_and(is_web_address)
    }
}

/// Whether an address may be a link: a bulletin could state `javascript:` as its original.
pub fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
