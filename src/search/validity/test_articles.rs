//! Articles for the tests of this sub-room.

use crate::model::{Article, ArticleId};

/// An article of this title and date.
pub fn article(title: &str, published_on: &str, paragraphs: &[&str]) -> Article {
    let json = serde_json::json!({
        "id": ArticleId::derive('t', title), "title": title, "published_on": published_on, "paragraphs": paragraphs,
    });
    serde_json::from_value(json).unwrap()
}
