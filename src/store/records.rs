//! A [`Record`] is what the store knows of an article without its texts: enough to take stock of many.

use async_trait::async_trait;

use super::error::StoreError;
use crate::model::{Article, ArticleKey};

/// An article without its texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The store's number for it.
    pub key: ArticleKey,
    /// The article, its paragraphs, markup and attachments left out.
    pub article: Article,
    /// How many paragraphs it has.
    pub paragraphs: usize,
    /// How many attachments.
    pub attachments: usize,
}

/// Lists what there is without reading all of it.
#[async_trait]
pub trait Records: Send + Sync {
    /// Articles that are not withdrawn, by ascending key above `after`, at most `limit`.
    async fn records(&self, after: ArticleKey, limit: usize) -> Result<Vec<Record>, StoreError>;
}
