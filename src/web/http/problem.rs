//! A [`Problem`] is what a [`WebError`](super::error::WebError) tells its reader, as RFC 9457 lays it down: data says it in
//! Chinese and in English, a page in its own language.

use axum::http::StatusCode;

use crate::locale::Language;
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::i18n::texts::Texts;

/// What went wrong.
#[derive(Debug, Clone)]
pub struct Problem {
    pub status: StatusCode,
    /// The section of the help page that explains it.
    pub kind: &'static str,
    /// What is wrong and what to do.
    pub detail: LocalizedText,
    pub parameter: Option<String>,
    pub example: Option<String>,
    /// Seconds to wait before the same may be asked again, where that is known.
    pub retry_after: Option<u64>,
    /// For the log alone.
    pub cause: Option<String>,
}

impl Problem {
    /// What kind of problem it is, in a language.
    pub fn title(&self, language: Language) -> &'static str {
        Texts::new(language).text(&self.title_key())
    }

    /// The key of its title among the texts.
    pub fn title_key(&self) -> String {
        format!("problem-{}", self.kind)
    }
}
