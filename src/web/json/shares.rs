//! What two related bulletins have in common, as data.

use serde::Serialize;

use crate::search::features::related::Shares;

/// What two bulletins have in common.
#[derive(Serialize)]
pub struct SharesJson<'a> {
    words: &'a [String],
    people: &'a [String],
    issuers: &'a [String],
    column: Option<&'a str>,
}

impl<'a> SharesJson<'a> {
    pub fn new(shares: &'a Shares) -> Self {
        let Shares { words, people, issuers, column } = shares;
        Self { words, people, issuers, column: column.as_deref() }
    }
}
