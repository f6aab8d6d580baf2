//! A [`Reference`] is what every citation format says of a bulletin: who is responsible, what, when and where.

use jiff::civil::Date;

use super::genre::{Genre, NewspaperPage};
use crate::model::{Article, DocumentNumber};

/// A bulletin as a reference cites it.
pub struct Reference<'a> {
    pub article: &'a Article,
    pub genre: Genre,
    /// Where it stood in a newspaper.
    pub page: Option<NewspaperPage>,
    /// Who answers for it: the issuers, or else the authors.
    pub responsible: &'a [String],
    pub number: Option<String>,
    /// The original, or else where it is read here.
    pub address: String,
    pub today: Date,
}

impl<'a> Reference<'a> {
    pub fn new(article: &'a Article, address: &str, today: Date, origin: &str) -> Self {
        Self {
            article,
            genre: Genre::new(article),
            page: NewspaperPage::new(article),
            responsible: if article.issuers.is_empty() { &article.authors } else { &article.issuers },
            number: article.document_number.as_ref().map(DocumentNumber::to_string),
            address: article.url.clone().unwrap_or_else(|| format!("{origin}{address}")),
            today,
        }
    }
}

/// A text on one line.
pub fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
