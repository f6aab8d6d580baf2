//! The [`SiteName`] is what the operator calls the site. Where nothing is set the texts of each language have a name.

use std::sync::Arc;

use crate::web::i18n::texts::Texts;

/// Characters that a browser takes of a name, by OpenSearch 1.1.
const MAX_SHORT_NAME: usize = 16;

/// The name of the site, where it has one of its own.
#[derive(Debug, Clone, Default)]
pub struct SiteName(Option<Arc<str>>);

impl SiteName {
    /// The name that is set, or none where that is the default.
    pub fn new(name: Option<&str>) -> Self {
        Self(name.map(|name| Arc::from(name.trim())))
    }

    /// The operator's own name.
    pub fn own(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// What stands at the head of a page, and before the query in a feed's title.
    pub fn name(&self, texts: &'static Texts) -> String {
        self.or_text("site-name", texts)
    }

    /// What the site is called where nothing else tells what it is.
    pub fn title(&self, texts: &'static Texts) -> String {
        self.or_text("site-title", texts)
    }

    /// What the site is called among the search engines of a browser.
    pub fn short_name(&self, texts: &'static Texts) -> String {
        self.or_text("site-search", texts).chars().take(MAX_SHORT_NAME).collect()
    }

    fn or_text(&self, key: &str, texts: &'static Texts) -> String {
        self.own().unwrap_or_else(|| texts.text(key)).to_owned()
    }
}
