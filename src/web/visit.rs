//! A [`Visit`] is what a request says about its reader, whatever it asks for: the form it wants, how
//! pages should look, where it is, and the number under which it is logged.

use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};

use super::negotiate::Form;
use super::params;
use super::preferences::Preferences;

/// The number of a request: unique among the requests of this process, and hardly met in another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The name of the header that carries it.
    pub const HEADER: &'static str = "x-request-id";

    /// The number that a proxy gave, where it looks like one; else a new one.
    pub fn of(headers: &HeaderMap) -> Self {
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

/// Who reads, and how.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The form in which to answer.
    pub form: Form,
    /// How pages should look.
    pub preferences: Preferences,
    /// The address asked for.
    pub uri: Uri,
    /// The request's number.
    pub request_id: String,
}

impl Visit {
    /// The visit that a request is.
    pub fn of(request: &Request) -> Self {
        Self::new(request.uri(), request.headers(), request.extensions().get())
    }

    fn new(uri: &Uri, headers: &HeaderMap, request_id: Option<&RequestId>) -> Self {
        Self {
            form: Form::wanted(uri.query(), headers),
            preferences: Preferences::of_cookies(headers),
            uri: uri.clone(),
            request_id: request_id.map(|id| id.0.clone()).unwrap_or_default(),
        }
    }

    /// The path and query asked for.
    pub fn here(&self) -> &str {
        self.uri.path_and_query().map_or("/", |here| here.as_str())
    }

    /// What stands in `q`, if it can be read; for the search box of an error page.
    pub fn typed_query(&self) -> String {
        let mut pairs = params::pairs(self.uri.query()).filter_map(Result::ok);
        pairs.find(|(name, _)| name == "q").map(|(_, value)| value).unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new(&parts.uri, &parts.headers, parts.extensions.get()))
    }
}
