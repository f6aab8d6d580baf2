//! The near-duplicates of a bulletin (转载, reprints) as data.

use std::sync::Arc;

use serde::Serialize;

use crate::model::{ArticleKey, PartialDate, StoredArticle};
use crate::search::types::response::ReprintSet;

/// The bulletins with the same text.
#[derive(Serialize)]
pub struct DuplicatesJson<'a> {
    /// How many others there are; more than are listed, where there are many.
    count: usize,
    /// The id of the one published first, which may be the bulletin itself.
    first: &'a str,
    others: Vec<DuplicateJson<'a>>,
}

#[derive(Serialize)]
struct DuplicateJson<'a> {
    id: &'a str,
    url: Option<&'a str>,
    source: Option<&'a str>,
    published_on: Option<PartialDate>,
}

impl<'a> DuplicatesJson<'a> {
    /// Of a result.
    pub fn from_set(set: &'a ReprintSet) -> Self {
        let others = set.others.iter().map(|other| one(other)).collect();
        Self { count: set.count, first: set.first.article.id.as_str(), others }
    }

    /// Of an article among its duplicates, the first first.
    pub fn from_group(all: &'a [Arc<StoredArticle>], own: ArticleKey) -> Option<Self> {
        let first = all.first()?.article.id.as_str();
        let others: Vec<_> = all.iter().filter(|other| other.key != own).map(|other| one(other)).collect();
        Some(Self { count: others.len(), first, others })
    }
}

fn one(stored: &StoredArticle) -> DuplicateJson<'_> {
    let article = &stored.article;
    DuplicateJson {
        id: article.id.as_str(),
        url: article.url.as_deref(),
        source: article.source.as_deref(),
        published_on: article.published_on,
    }
}
