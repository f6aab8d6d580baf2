//! A resource is what an address names. Each handler finds what its resource shows and leaves the form,
//! page or data, to [`super::pages`] and [`super::api`].

pub(crate) mod about;
pub(crate) mod advanced;
pub(crate) mod article;
pub(crate) mod articles;
pub(crate) mod attachment;
pub(crate) mod audit;
pub(crate) mod browse;
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
pub(crate) mod ops;
pub(crate) mod preferences;
pub(crate) mod related;
pub(crate) mod saved;
pub(crate) mod search;
pub(crate) mod sitemap;
pub(crate) mod stats;
pub(crate) mod suggest;
pub(crate) mod trends;
pub(crate) mod versions;
