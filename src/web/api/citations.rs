//! What a bulletin cites and what cites it, and what it has in common with others, as data.

use axum::response::Response;
use serde::Serialize;

use super::result::{LinksJson, Summary};
use crate::model::StoredArticle;
use crate::search::citations::{Citations, Cited, Place};
use crate::search::related::Shares;
use crate::web::links::article_url;
use crate::web::outline::paragraph_anchor;
use crate::web::respond;

/// Both directions.
#[derive(Serialize)]
pub(super) struct CitationsJson<'a> {
    cites: Vec<CitedJson<'a>>,
    /// How many bulletins cite it; more than are listed, where there are many.
    cited_by_total: usize,
    cited_by: Vec<Summary<'a>>,
}

#[derive(Serialize)]
struct CitedJson<'a> {
    text: &'a str,
    /// `number` or `title`.
    by: &'static str,
    places: Vec<PlaceJson>,
    /// How many bulletins of the archive bear the name.
    bearers: usize,
    article: Option<Summary<'a>>,
}

#[derive(Serialize)]
struct PlaceJson {
    /// In `paragraphs`, from 0; `null` for the title.
    paragraph: Option<usize>,
    range: (usize, usize),
    url: String,
}

impl<'a> CitationsJson<'a> {
    pub(super) fn of(stored: &StoredArticle, citations: &'a Citations) -> Self {
        let address = article_url(&stored.article.id);
        let place = |place: &Place| PlaceJson {
            paragraph: place.paragraph,
            range: place.range,
            url: match place.paragraph {
                Some(number) => format!("{address}#{}", paragraph_anchor(number)),
                None => address.clone(),
            },
        };
        let cited = |cited: &'a Cited| CitedJson {
            text: &cited.text,
            by: if cited.is_number { "number" } else { "title" },
            places: cited.places.iter().map(place).collect(),
            bearers: cited.bearers,
            article: cited.found.as_deref().map(|found| Summary::of(&found.article)),
        };
        Self {
            cites: citations.cites.iter().map(cited).collect(),
            cited_by_total: citations.citing,
            cited_by: citations.cited_by.iter().map(|other| Summary::of(&other.article)).collect(),
        }
    }
}

/// `GET /articles/{id}/citations`.
pub fn citations(stored: &StoredArticle, citations: &Citations) -> Response {
    #[derive(Serialize)]
    struct OneJson<'a> {
        id: &'a str,
        #[serde(flatten)]
        citations: CitationsJson<'a>,
        links: LinksJson,
    }
    respond::json(&OneJson {
        id: stored.article.id.as_str(),
        citations: CitationsJson::of(stored, citations),
        links: LinksJson::of(&stored.article),
    })
}

/// What two bulletins have in common.
#[derive(Serialize)]
pub(super) struct SharesJson<'a> {
    words: &'a [String],
    people: &'a [String],
    issuers: &'a [String],
    column: Option<&'a str>,
}

impl<'a> SharesJson<'a> {
    pub(super) fn of(shares: &'a Shares) -> Self {
        let Shares { words, people, issuers, column } = shares;
        Self { words, people, issuers, column: column.as_deref() }
    }
}
