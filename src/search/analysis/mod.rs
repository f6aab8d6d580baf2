//! The analysis turns text into what is indexed and looked up: first [`fold`](fold()), then two lanes over the
//! folded text, the words of jieba for ranking and the characters for finding every run of them.
//! Documents and queries go the same way, on every engine.

mod characters;
mod classes;
pub mod dictionary;
mod fold;
pub mod learn;
mod words;

pub use self::characters::{characters, phrase_terms};
pub use self::dictionary::Dictionary;
pub use self::fold::{INVISIBLE, fold, fold_char, fold_for_words};
pub use self::words::Analyzer;

/// Changes whenever the same text gives other tokens; an index of another version is built anew.
pub const VERSION: u32 = 2;
