//! An [`ArticleKey`] is the number of an article within one store.

/// The number under which a store keeps an article; given once, never given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleKey(pub i64);
