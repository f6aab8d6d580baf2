//! [`Readiness`] is whether searches say what the store holds, and what keeps them from it.

/// What state the site is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Searches see all that was taken in.
    Ready,
    /// The index is catching up.
    Indexing,
    /// The index is damaged; a sound one is being built.
    Damaged,
    /// The database in the data folder is no longer the one that is served.
    Replaced,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ready, Self::Indexing, Self::Damaged, Self::Replaced];

    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Indexing => "indexing",
            Self::Damaged => "damaged",
            Self::Replaced => "replaced",
        }
    }
}

/// The state, and the revisions that it follows from.
#[derive(Debug, Clone, Copy)]
pub struct Readiness {
    /// The state.
    pub status: Status,
    /// The revision that searches reflect.
    pub indexed_revision: i64,
    /// The store's.
    pub store_revision: i64,
}

impl Readiness {
    /// Changes of the store that searches do not reflect yet.
    pub fn behind(&self) -> u64 {
        (self.store_revision - self.indexed_revision).max(0).unsigned_abs()
    }
}
