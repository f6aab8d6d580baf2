//! A [`Suggester`] holds the lexicon in use, and the file it is kept in.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use super::lexicon::Lexicon;

/// The lexicon in use, and where it is kept.
#[derive(Default)]
pub struct Suggester {
    lexicon: RwLock<Arc<Lexicon>>,
    pub file: Option<PathBuf>,
}

impl Suggester {
    pub fn current(&self) -> Arc<Lexicon> {
        // A poisoned lock still holds a whole lexicon: it is replaced in one assignment.
        self.lexicon.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn put(&self, lexicon: Lexicon) {
        *self.lexicon.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(lexicon);
    }
}
