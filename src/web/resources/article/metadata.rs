//! What the page of an article says of it to machines: schema.org as JSON-LD, Open Graph, and Dublin Core and Highwire
//! tags, by which reference managers such as Zotero read a page.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::locale::Language;
use crate::model::{Article, DocumentNumber, PartialDate, StoredArticle};
use crate::web::formats::genre::Genre;
use crate::web::http::request_context::RequestContext;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::article_url;

/// Names of one kind that are stated, at most.
const MAX_NAMES: usize = 20;

/// Characters of the description at most.
const MAX_DESCRIPTION_CHARS: usize = 160;

/// Metadata for machines.
pub struct Metadata {
    /// `<meta name>` and its content.
    pub names: Vec<(&'static str, String)>,
    /// `<meta property>` and its content.
    pub properties: Vec<(&'static str, String)>,
    /// JSON that can stand in a `<script>`: nothing in it is markup.
    pub json_ld: String,
}

impl Metadata {
    /// Of an article, on the site as this request called it.
    pub fn new(stored: &StoredArticle, context: &RequestContext) -> Self {
        let origin = &context.origin;
        let article = &stored.article;
        let address = format!("{origin}{}", article_url(&article.id));
        let description: String = article.paragraphs.join(" ").chars().take(MAX_DESCRIPTION_CHARS).collect();
        let number = article.document_number.as_ref().map(DocumentNumber::to_string);
        let responsible = if article.authors.is_empty() { &article.issuers } else { &article.authors };
        let language = article.language.clone().unwrap_or_else(|| "zh-Hans".to_owned());
        let date = article.published_on.map(|date| date.to_string());

        let mut names: Vec<(&'static str, Option<String>)> = vec![
            ("description", Some(description.clone())),
            ("DC.title", Some(article.title.clone())),
            ("DC.date", date.clone()),
            ("DC.publisher", article.source.clone()),
            ("DC.identifier", Some(number.clone().unwrap_or_else(|| address.clone()))),
            ("DC.source", article.url.clone()),
            ("DC.type", article.document_kind.clone()),
            ("DC.language", Some(language.clone())),
        ];
        names.extend(responsible.iter().take(MAX_NAMES).map(|name| ("DC.creator", Some(name.clone()))));
        let subjects = article.subjects.iter().chain(&article.keywords).take(MAX_NAMES);
        names.extend(subjects.map(|subject| ("DC.subject", Some(subject.clone()))));
        names.push(("citation_title", Some(article.title.clone())));
        names.extend(responsible.iter().take(MAX_NAMES).map(|name| ("citation_author", Some(name.clone()))));
        names.push(("citation_publication_date", article.published_on.map(with_slashes)));
        names.push(("citation_publisher", article.source.clone()));
        if let Some(number) = &number {
            names.push(("citation_technical_report_number", Some(number.clone())));
            names.push(("citation_technical_report_institution", article.issuers.first().cloned()));
        }
        names.push(("citation_language", Some(language.clone())));
        names.push(("citation_public_url", Some(address.clone())));

        let mut properties = vec![
            ("og:type", Some("article".to_owned())),
            ("og:title", Some(article.title.clone())),
            ("og:description", Some(description.clone())),
            ("og:url", Some(address.clone())),
            ("og:site_name", Some(context.site_name.title(Texts::new(Language::Hans)))),
            ("og:locale", Some(if language == "zh-Hant" { "zh_TW" } else { "zh_CN" }.to_owned())),
            ("article:published_time", article.published_at.clone().or_else(|| date.clone())),
            ("article:modified_time", Some(stored.version_seen.to_string())),
            ("article:section", article.column.clone()),
        ];
        properties.extend(article.authors.iter().take(MAX_NAMES).map(|name| ("article:author", Some(name.clone()))));
        let linked = linked_data(article, &address, &description, &language, stored.version_seen);
        Self { names: known(names), properties: known(properties), json_ld: in_script(&linked) }
    }
}

fn known(pairs: Vec<(&'static str, Option<String>)>) -> Vec<(&'static str, String)> {
    let filled =
        |(name, content): (&'static str, Option<String>)| Some((name, content.filter(|text| !text.is_empty())?));
    pairs.into_iter().filter_map(filled).collect()
}

/// A date as Highwire tags have it: 2021/3/5.
fn with_slashes(date: PartialDate) -> String {
    let parts = [date.month(), date.day()].into_iter().flatten().map(|part| format!("/{part}"));
    format!("{}{}", date.year(), parts.collect::<String>())
}

/// The type of schema.org: a norm is Legislation, another official document a Report with its number, all else news.
fn kind(article: &Article) -> &'static str {
    match Genre::new(article) {
        Genre::Statute | Genre::Regulation => "Legislation",
        Genre::Standard | Genre::Report | Genre::Document => "Report",
        Genre::News => "NewsArticle",
    }
}

fn linked_data(article: &Article, address: &str, description: &str, language: &str, seen: Timestamp) -> Value {
    let kind = kind(article);
    let bodies = |names: &[String]| -> Value {
        names.iter().take(MAX_NAMES).map(|name| json!({ "@type": "GovernmentOrganization", "name": name })).collect()
    };
    let people = |names: &[String]| -> Value {
        names.iter().take(MAX_NAMES).map(|name| json!({ "@type": "Person", "name": name })).collect()
    };
    let number = article.document_number.as_ref().map(DocumentNumber::to_string);
    let date = article.published_on.map(|date| date.to_string());
    let issued = article.issued_on.map(|date| date.to_string()).or_else(|| date.clone());
    let (legislation, report) = (kind == "Legislation", kind == "Report");
    let pairs: Vec<(&str, Value)> = vec![
        ("@context", "https://schema.org".into()),
        ("@type", kind.into()),
        ("@id", address.into()),
        ("url", address.into()),
        ("mainEntityOfPage", address.into()),
        ("name", article.title.as_str().into()),
        ("headline", if legislation { Value::Null } else { article.title.as_str().into() }),
        ("alternativeHeadline", article.subtitle.clone().into()),
        ("description", description.into()),
        ("inLanguage", language.into()),
        ("datePublished", article.published_at.clone().or(date).into()),
        ("dateModified", seen.to_string().into()),
        (
            "publisher",
            article.source.as_deref().map_or(Value::Null, |name| json!({ "@type": "Organization", "name": name })),
        ),
        ("author", if article.authors.is_empty() { bodies(&article.issuers) } else { people(&article.authors) }),
        ("articleSection", if legislation { Value::Null } else { article.column.clone().into() }),
        ("keywords", article.keywords.iter().take(MAX_NAMES).cloned().collect()),
        ("about", article.subjects.iter().take(MAX_NAMES).cloned().collect()),
        ("isBasedOn", article.url.clone().into()),
        ("reportNumber", number.clone().filter(|_| report).into()),
        ("legislationIdentifier", number.filter(|_| legislation).into()),
        ("legislationDate", issued.filter(|_| legislation).into()),
        ("legislationPassedBy", if legislation { bodies(&article.issuers) } else { Value::Null }),
        ("spatialCoverage", article.region.clone().into()),
    ];
    let is_known = |value: &Value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty());
    let known = pairs.into_iter().filter(|(_, value)| is_known(value));
    Value::Object(known.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

/// JSON in which nothing ends the script that it stands in, or begins a comment.
fn in_script(value: &Value) -> String {
    let escape = |text: String, (plain, escaped): (char, &str)| text.replace(plain, escaped);
    let marks =
        [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];
    marks.into_iter().fold(value.to_string(), escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let value = json!({ "name": "</script><!--&\u{2028}" });
        let written = in_script(&value);
        assert!(!written.contains(['<', '>', '&', '\u{2028}']), "{written}");
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
    }
}
