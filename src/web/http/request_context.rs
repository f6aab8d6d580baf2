//! A [`RequestContext`] is what a request says about its reader, whatever it asks for: the form it wants, how
//! pages should look, where it is, and the number under which it is logged.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Uri};

use super::error::WebError;
use super::forwarded::Origin;
use super::preferences::Preferences;
use super::query_string;
use super::query_string::Query;
use super::site_name::SiteName;
use crate::web::format::Representation;
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::i18n::texts::Texts;

/// The number of a request: unique among the requests of this process, and hardly met in another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The name of the header that carries it.
    pub const HEADER: &'static str = "x-request-id";

    /// The number that a proxy gave, where it looks like one; else a new one.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let given = headers.get(Self::HEADER).and_then(|value| value.to_str().ok()).filter(|text| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            (8..=64).contains(&text.len()) && text.bytes().all(plain)
        });
        given.map_or_else(Self::next, |text| Self(text.to_owned()))
    }

    fn next() -> Self {
        static PROCESS: LazyLock<u32> = LazyLock::new(|| RandomState::new().hash_one(0) as u32);
        static COUNT: AtomicU64 = AtomicU64::new(1);
        Self(format!("{:08x}-{:06x}", *PROCESS, COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether the site tells readers by mail what is new.
#[derive(Debug, Clone, Copy, Default)]
pub struct HasAlerts(pub bool);

/// Who asks, for what, and how the answer should look.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// The form in which to answer where every form is to be had; also how errors are told.
    pub representation: Representation,
    /// The form that the address states.
    stated: Option<Representation>,
    /// The forms that would be welcome, the most wanted first.
    accepted: Vec<Representation>,
    /// The [`Origin`] by which the site was called.
    pub origin: String,
    /// How pages should look and speak.
    pub preferences: Preferences,
    /// The address asked for.
    pub uri: Uri,
    /// What the site is called.
    pub site_name: SiteName,
    /// Whether alerts by mail are offered.
    pub has_alerts: bool,
    /// The request's number.
    pub request_id: String,
}

impl RequestContext {
    /// The context of a request.
    pub fn from_request(request: &Request) -> Self {
        Self::new(request.uri(), request.headers(), request.extensions())
    }

    fn new(uri: &Uri, headers: &HeaderMap, extensions: &Extensions) -> Self {
        let (stated, accepted) = (Representation::stated(uri.query()), Representation::accepted(headers));
        Self {
            representation: stated.or(accepted.first().copied()).unwrap_or(Representation::Json),
            stated,
            accepted,
            origin: extensions.get().map(|Origin(origin)| origin.clone()).unwrap_or_default(),
            preferences: Preferences::from_headers(headers),
            uri: uri.clone(),
            site_name: extensions.get().cloned().unwrap_or_default(),
            has_alerts: extensions.get().is_some_and(|HasAlerts(has)| *has),
            request_id: extensions.get().map(|RequestId(id)| id.clone()).unwrap_or_default(),
        }
    }

    /// The form in which to answer where only some are to be had.
    ///
    /// # Errors
    /// 400 where the address states another.
    pub fn negotiate(&self, forms: &[Representation]) -> Result<Representation, WebError> {
        match self.stated {
            Some(stated) if forms.contains(&stated) => Ok(stated),
            Some(stated) => {
                let names = forms.iter().map(|form| form.name()).collect::<Vec<_>>().join(", ");
                let allowed = LocalizedText::new("allowed-format-here").with("names", names);
                let example = format!("format={}", forms.first().map_or("json", |form| form.name()));
                Err(query_string::invalid_value("format", stated.name(), allowed, &example))
            }
            None => Ok(self.accepted.iter().copied().find(|form| forms.contains(form)).unwrap_or(Representation::Json)),
        }
    }

    /// The form that the address states.
    pub fn stated(&self) -> Option<Representation> {
        self.stated
    }

    /// The query of the address as it is read for a page; where a program asks, nothing in it is passed over.
    pub fn query(&self) -> Query<'_> {
        match self.representation {
            Representation::Html => Query::of_page(self.uri.query()),
            _ => self.uri.query().into(),
        }
    }

    /// What pages say, in the reader's language.
    pub fn texts(&self) -> &'static Texts {
        Texts::new(self.preferences.language)
    }

    /// The path and query asked for.
    pub fn here(&self) -> &str {
        self.uri.path_and_query().map_or("/", |here| here.as_str())
    }

    /// What stands in `q`, if it can be read; for the search box of an error page.
    pub fn typed_query(&self) -> String {
        let mut pairs = query_string::pairs(self.uri.query()).filter_map(Result::ok);
        pairs.find(|(name, _)| name == "q").map(|(_, value)| value).unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for RequestContext {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new(&parts.uri, &parts.headers, &parts.extensions))
    }
}
