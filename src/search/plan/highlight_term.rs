//! A [`HighlightTerm`] is a text of the query that is marked wherever it stands in a result.

/// A text to mark where it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HighlightTerm {
    /// Folded.
    pub text: String,
    /// Whether the rest of the Latin word or number that begins so is marked, too.
    pub begins: bool,
}

impl HighlightTerm {
    /// A text that stands as it is.
    pub fn new(folded: &str) -> Self {
        Self { text: folded.to_owned(), begins: false }
    }

    /// The beginning of a word or number.
    pub fn prefix(folded: &str) -> Self {
        Self { text: folded.to_owned(), begins: true }
    }
}
