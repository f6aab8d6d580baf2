//! Bytes in, bulletins out: detect the format, parse a [`draft::Draft`], normalise it to an article,
//! hand it to the store. Ingest never touches an engine.

pub mod confinement;
pub mod crawler;
mod dates;
pub mod documents;
pub mod draft;
pub mod finding;
pub mod identity;
pub mod import;
pub mod inputs;
pub(crate) mod isolated;
mod markup;
mod mojibake;
pub mod normalize;
mod oddities;
pub mod parse;
mod parts;
pub mod pictures;
pub mod read;
pub mod rejection;
pub mod rules;
pub mod sample;
pub(crate) mod subprocess;
mod values;
pub mod web_archive;

pub use self::normalize::normalize;
