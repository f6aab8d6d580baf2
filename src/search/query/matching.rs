//! [`Match`] is how a reader wants the words of a query matched.

/// How the words of the query are matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Match {
    /// Word by word, in any order and place.
    #[default]
    Words,
    /// Each part as one run of characters, as if it stood in quotation marks.
    Exact,
}
