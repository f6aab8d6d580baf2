//! An [`ArticleKey`] is the number of an article within one store.

/// The number under which a store keeps an article; given once, never given again, each greater than all before: the
/// order of keys is the order of the first intake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleKey(pub i64);
