//! [`Changes`] are what became new, changed, withdrawn or restored after a revision.

use crate::model::{ArticleKey, StoredArticle};

/// Articles by ascending revision, as far as they read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// The articles, withdrawn ones included.
    pub articles: Vec<StoredArticle>,
    /// Those among them whose rows are damaged, with their revisions: nothing else is known of them.
    pub damaged: Vec<(ArticleKey, i64)>,
    /// The revision up to which they go, from which to go on; `None` where there is nothing more.
    pub reached: Option<i64>,
}
