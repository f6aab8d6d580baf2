//! Formats other than pages and data: tables and lines for export, feeds, and references. Each file writes one format.

mod atom;
mod bibtex;
pub(crate) mod csv;
pub(crate) mod export;
mod feed;
pub(crate) mod feeds;
mod gbt7714;
pub(crate) mod genre;
mod jsonfeed;
mod reference;
pub(crate) mod references;
mod ris;
