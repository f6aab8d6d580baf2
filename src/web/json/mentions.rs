//! The names in a text as data.

use serde::Serialize;

use crate::search::suggest::names::Name;
use crate::web::url::links::landing_url;

/// A person or a body that the text names.
#[derive(Serialize)]
pub struct MentionJson<'a> {
    text: &'a str,
    /// The facet that it is a value of.
    facet: &'static str,
    mentions: usize,
    landing_url: String,
}

impl<'a> MentionJson<'a> {
    pub fn new((name, mentions): (&'a Name, usize)) -> Self {
        let Name { text, facet } = name;
        Self { text, facet: facet.name, mentions, landing_url: landing_url(facet, text) }
    }
}
