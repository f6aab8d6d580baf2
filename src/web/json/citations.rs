//! Citations as data: what a bulletin cites, and what cites it.

use serde::Serialize;

use super::record::Summary;
use crate::model::StoredArticle;
use crate::search::features::citations::{Citations, Cited, Citing, Place};
use crate::search::validity::kind::RelationKind;
use crate::web::url::links::article_url;
use crate::web::view::outline::paragraph_anchor;

/// Both directions.
#[derive(Serialize)]
pub struct CitationsJson<'a> {
    cites: Vec<CitedJson<'a>>,
    /// How many bulletins cite it; more than are listed, where there are many.
    cited_by_total: usize,
    cited_by: Vec<CitingJson<'a>>,
}

#[derive(Serialize)]
struct CitingJson<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    /// What it does to the article: `repeals`, `amends`, `forwards`, `explains`.
    relation: Option<&'static str>,
}

#[derive(Serialize)]
struct CitedJson<'a> {
    text: &'a str,
    /// `number` or `title`.
    by: &'static str,
    /// What the article does to it: `repeals`, `amends`, `forwards`, `explains`.
    relation: Option<&'static str>,
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
    pub fn new(stored: &StoredArticle, citations: &'a Citations) -> Self {
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
            relation: cited.relation.map(RelationKind::name),
            places: cited.places.iter().map(place).collect(),
            bearers: cited.bearers,
            article: cited.found.as_deref().map(Summary::new),
        };
        let citing = |citing: &'a Citing| CitingJson {
            summary: Summary::new(&citing.stored),
            relation: citing.relation.map(RelationKind::name),
        };
        Self {
            cites: citations.cites.iter().map(cited).collect(),
            cited_by_total: citations.citing,
            cited_by: citations.cited_by.iter().map(citing).collect(),
        }
    }
}
