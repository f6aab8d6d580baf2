//! The analysis turns text into what is indexed and looked up: first [`fold`](fold()), then two lanes over the
//! folded text. The word lane has every dictionary word and every pair of neighbouring ideographs, wherever
//! they stand: it finds and ranks. The character lane has single characters in their places: it tells runs.
//! Documents and queries go the same way, on every engine.

pub(crate) mod characters;
mod classes;
pub(crate) mod dictionary;
pub mod fold;
pub mod learn;
mod lookup;
pub mod synonyms;
mod words;

pub use self::characters::characters;
pub use self::characters::is_ideograph;
pub use self::characters::squeeze;
pub use self::dictionary::Dictionary;
pub use self::fold::INVISIBLE;
pub use self::fold::fold;
pub use self::fold::fold_char;
pub use self::fold::fold_for_words;
pub use self::lookup::Phrase;
pub use self::lookup::pieces;
pub use self::words::Analyzer;

/// Changes whenever the same text gives other tokens; an index of another version is built anew.
pub const VERSION: u32 = 4;
