//! The [`PageLayout`] is what every page has around its own content: title, search box, preferences and texts.

use std::borrow::Cow;
use std::ops::Deref;

use crate::locale::Language;
use crate::web::http::assets;
use crate::web::http::preferences::Preferences;
use crate::web::http::request_context::RequestContext;
use crate::web::http::site_name::SiteName;
use crate::web::i18n::script::Script;
use crate::web::i18n::texts::Texts;

/// What every page has around its own content.
pub struct PageLayout<'a> {
    /// The name of the page, for the window's title.
    pub title: Cow<'a, str>,
    /// The language of the name, where it is not the site's: `zh` of a bulletin's title, empty of what was typed.
    pub title_language: Option<&'a str>,
    /// What stands in the search box.
    pub query: String,
    /// How the page should look and speak.
    pub preferences: Preferences,
    /// Where the page is, to come back to after a preference is set.
    pub here: &'a str,
    /// The address that search engines should index, and readers keep, in place of this one.
    pub canonical: Option<String>,
    /// Whether alerts by mail are offered.
    pub has_alerts: bool,
    /// The host by which the site was called, with its scheme.
    origin: &'a str,
    /// What the site is called.
    site_name: &'a SiteName,
    texts: &'static Texts,
}

/// Templates reach the texts through the layout.
impl Deref for PageLayout<'_> {
    type Target = &'static Texts;

    fn deref(&self) -> &&'static Texts {
        &self.texts
    }
}

impl<'a> PageLayout<'a> {
    /// The layout of a page.
    pub fn new(context: &'a RequestContext, title: impl Into<Cow<'a, str>>, query: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            title_language: None,
            query: query.into(),
            preferences: context.preferences,
            here: context.here(),
            canonical: Some(format!("{}{}", context.origin, context.uri.path())),
            has_alerts: context.has_alerts,
            origin: &context.origin,
            site_name: &context.site_name,
            texts: context.texts(),
        }
    }

    /// With a name in this language.
    pub fn titled_in(mut self, language: &'a str) -> Self {
        self.title_language = Some(language);
        self
    }

    /// At this address, where the path alone does not say which page it is.
    pub fn at(mut self, address: &str) -> Self {
        self.canonical = Some(format!("{}{address}", self.origin));
        self
    }

    /// At no address of its own: an error.
    pub fn nowhere(mut self) -> Self {
        self.canonical = None;
        self
    }

    /// What stands at the head of the page.
    pub fn site_name(&self) -> String {
        self.site_name.name(self.texts)
    }

    /// What the site is called in a window's title.
    pub fn site_title(&self) -> String {
        self.site_name.title(self.texts)
    }

    /// What the site is called among the search engines of a browser.
    pub fn site_search(&self) -> String {
        self.site_name.short_name(self.texts)
    }

    /// The languages of the site.
    pub fn languages(&self) -> [Language; 3] {
        Language::ALL
    }

    /// Whether it speaks English.
    pub fn is_english(&self) -> bool {
        self.preferences.language == Language::English
    }

    /// Whether it is 长辈版.
    pub fn is_large(&self) -> bool {
        self.preferences.size == "large"
    }

    /// Whether the operator has given the site a name, which may be too long for the head.
    pub fn has_own_name(&self) -> bool {
        self.site_name.own().is_some()
    }

    /// The scripts of bulletins, each with the key of its name.
    pub fn scripts(&self) -> [(Script, &'static str); 3] {
        [(Script::Original, "script-original"), (Script::Hans, "script-hans"), (Script::Hant, "script-hant")]
    }

    /// The address of a file that the page needs.
    pub fn asset(&self, name: &'static str) -> &'static str {
        assets::address(name)
    }
}

/// A link with what it says, as HTML where a template says so.
pub struct Link {
    pub text: String,
    pub url: String,
}
