//! Finding the bulletin that an address names: every resource below `/articles/{id}` begins with it.

use std::sync::Arc;

use crate::app::App;
use crate::model::{ArticleId, StoredArticle};
use crate::web::http::error::WebError;

/// The article of that id.
///
/// # Errors
/// 404; an id that cannot be one is not an error of its own: there is simply no such article.
pub async fn find(app: &App, text: &str) -> Result<Arc<StoredArticle>, WebError> {
    let found = match ArticleId::new(text) {
        Some(id) => app.search.article(&id).await?,
        None => None,
    };
    found.ok_or_else(|| WebError::no_article(text))
}
