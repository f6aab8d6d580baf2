//! Suggestions while a query is typed, and corrections of what was typed.

pub(crate) mod completion;
pub(crate) mod latin;
pub(crate) mod laws;
pub(crate) mod lexicon;
pub(crate) mod lexicon_file;
pub(crate) mod names;
mod phrases;
pub(crate) mod pinyin;
pub(crate) mod prefix_index;
mod reader;
mod readings;
pub(crate) mod short_names;
pub(crate) mod spelling;
mod stumps;
pub(crate) mod suggester;
pub(crate) mod typed;
