//! Bytes in, bulletins out: detect the format, parse a [`draft::Draft`], normalise it to an article,
//! hand it to the store. Ingest never touches an engine.

mod batch;
pub mod crawler;
pub mod documents;
pub mod draft;
pub mod import;
pub mod inputs;
pub mod isolated;
pub mod normalize;
pub mod parse;
mod parts;
pub mod reading;
pub mod refused;
pub mod rules;
pub mod sample;

pub use normalize::normalize;
