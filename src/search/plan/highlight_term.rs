//! FIXME

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
    pub fn of(folded: &str) -> Self {
        Self { text: folded.to_owned(), begins: false }
    }

    /// The beginning of a word or number.
    pub fn beginning(folded: &str) -> Self {
        Self { text: folded.to_owned(), begins: true }
    }
}
