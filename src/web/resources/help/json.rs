//! The data of the query language: its examples with what they mean.

use axum::response::Response;
use serde::Serialize;

use super::sections;
use super::sections::Section;
use crate::locale::Language;
use crate::web::http::response;
use crate::web::i18n::texts::Texts;
use crate::web::json::record::LinksJson;

#[derive(Serialize)]
pub struct HelpJson {
    title: &'static str,
    sections: Vec<SectionJson>,
    links: LinksJson,
}

#[derive(Serialize)]
pub struct SectionJson {
    title: &'static str,
    title_en: &'static str,
    examples: Vec<ExampleJson>,
}

#[derive(Serialize)]
pub struct ExampleJson {
    query: &'static str,
    meaning: &'static str,
    meaning_en: &'static str,
    url: String,
}

/// `GET /help`.
pub fn render() -> Response {
    // Data has the English that stands beside the Chinese.
    let chinese = Texts::new(Language::Hans);
    let section = |section: &'static Section| SectionJson {
        title: chinese.text(section.title),
        title_en: chinese.other_language(section.title),
        examples: section
            .examples
            .iter()
            .map(|(query, meaning)| ExampleJson {
                query,
                meaning: chinese.text(meaning),
                meaning_en: chinese.other_language(meaning),
                url: sections::url(query),
            })
            .collect(),
    };
    response::json(&HelpJson {
        title: chinese.text("nav-help"),
        sections: sections::SECTIONS.iter().map(section).collect(),
        links: LinksJson { itself: "/help".to_owned(), html: "/help?format=html".to_owned() },
    })
}
