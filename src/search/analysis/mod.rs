//! The analysis turns text into what is indexed and looked up: first [`fold`](fold()) and [`squeeze`](squeeze()), then three lanes.
//! The word lane has every dictionary word and every pair of neighbouring ideographs, wherever they stand: it finds and
//! ranks. The character lane has single characters in their places: it tells runs. The segmented lane has the words as
//! the segmenter cuts them from the text as it is written: it tells 民政 from 人民政府. Documents and queries go the same
//! way, on every engine.

pub(crate) mod characters;
mod classes;
pub(crate) mod dictionary;
pub mod fold;
pub mod learn;
mod lookup;
pub mod numerals;
mod segmented;
mod squeeze;
pub mod synonyms;
pub mod units;
mod words;
pub mod works;

pub use self::characters::{characters, is_ideograph};
pub use self::dictionary::Dictionary;
pub use self::fold::{INVISIBLE, fold, fold_char, fold_for_words};
pub use self::lookup::{Phrase, letter_spaced, pieces};
pub use self::segmented::Segmented;
pub use self::squeeze::{is_looked_at, squeeze, squeeze_but_dots, squeeze_each};
pub use self::words::Analyzer;

/// Changes whenever the same text gives other tokens; an index of another version is built anew.
pub const VERSION: u32 = 6;
