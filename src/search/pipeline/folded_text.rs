//! A [`FoldedText`] is a text as it is looked in: folded, and squeezed where it has blanks that part nothing.

use crate::search::analysis::{fold, squeeze, squeeze_each};

/// A text as it is looked in.
pub struct FoldedText {
    folded: String,
    /// What is left of it squeezed, where that is something else.
    squeezed: Option<Box<str>>,
}

impl FoldedText {
    /// Folds and squeezes a text.
    pub fn new(text: &str) -> Self {
        let folded = fold(text);
        let squeezed = squeeze(folded.clone());
        let squeezed = (squeezed != folded).then(|| squeezed.into_boxed_str());
        Self { folded, squeezed }
    }

    /// The text folded, character for character.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The text in which something is found: a run of ideographs stands in it across blanks and line breaks.
    pub fn squeezed(&self) -> &str {
        self.squeezed.as_deref().unwrap_or(&self.folded)
    }

    /// For each byte of the squeezed text that begins a character where that begins in the folded one; `None` where the two
    /// are the same.
    pub fn places(&self) -> Option<Vec<usize>> {
        let squeezed = self.squeezed.as_deref()?;
        let mut places = Vec::with_capacity(squeezed.len());
        squeeze_each(&self.folded, |piece, at| places.extend(at..at + piece.len()));
        Some(places)
    }

    /// Bytes that its texts take.
    pub fn bytes(&self) -> usize {
        self.folded.len() + self.squeezed.as_deref().map_or(0, str::len)
    }
}
