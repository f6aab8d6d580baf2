//! A resource is what an address names, one folder or file each: `mod.rs` has the handler, which finds what is shown,
//! `view.rs` the value that it makes, `page.rs` and `json.rs` render it. No resource imports another.

pub(crate) mod about;
pub(crate) mod advanced;
pub(crate) mod alerts;
pub(crate) mod article;
pub(crate) mod articles;
pub(crate) mod attachment;
pub(crate) mod audit;
pub(crate) mod browse;
pub(crate) mod canonical;
pub(crate) mod changes;
pub(crate) mod citations;
pub(crate) mod document_number;
pub(crate) mod error;
pub(crate) mod facet;
mod find;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod landing;
pub(crate) mod latest;
pub(crate) mod opensearch;
pub(crate) mod operator;
pub(crate) mod ops;
pub(crate) mod picture;
pub(crate) mod preferences;
pub(crate) mod related;
pub(crate) mod saved;
pub(crate) mod search;
pub(crate) mod sitemap;
pub(crate) mod stats;
pub(crate) mod suggest;
pub(crate) mod trends;
pub(crate) mod versions;
