//! Bulletins in plain lists on pages: an [`Entry`] is a title with its date and source; a [`NewLink`] leads to what is
//! new.

use crate::model::StoredArticle;
use crate::web::i18n::texts::Texts;
use crate::web::url::links::article_url;
use crate::web::view::news::NewIn;

/// How much is new in some time; where there is nothing the link leads nowhere.
pub struct NewLink {
    pub text: String,
    pub url: String,
}

/// How much is new, as links.
pub fn new_links(spans: &[NewIn], texts: &'static Texts) -> Vec<NewLink> {
    let link = |new: &NewIn| NewLink {
        text: texts.format(new.key).with("count", new.count).to_string(),
        url: if new.count > 0 { new.url() } else { String::new() },
    };
    spans.iter().map(link).collect()
}

/// A bulletin in a plain list.
pub struct Entry<'a> {
    pub title: &'a str,
    pub language: &'a str,
    pub url: String,
    pub date: Option<(String, String)>,
    pub source: Option<&'a str>,
}

impl<'a> Entry<'a> {
    pub fn new(stored: &'a StoredArticle, texts: &'static Texts) -> Self {
        let article = &stored.article;
        Self {
            title: &article.title,
            language: article.language.as_deref().unwrap_or("zh"),
            url: article_url(&article.id),
            date: article.published_on.map(|date| (date.to_string(), texts.date(date))),
            source: article.source.as_deref(),
        }
    }
}
