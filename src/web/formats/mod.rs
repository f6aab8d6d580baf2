//! FIXME

mod atom;
mod bibtex;
pub(crate) mod csv;
pub(crate) mod export;
mod feed;
pub(crate) mod feeds;
mod gbt7714;
mod jsonfeed;
mod reference;
pub(crate) mod references;
mod ris;
