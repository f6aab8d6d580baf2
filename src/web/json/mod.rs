//! Parts of data that several resources answer with.

pub(crate) mod audit;
pub(crate) mod citations;
pub(crate) mod duplicates;
pub(crate) mod entry;
mod explanation;
pub(crate) mod facets;
pub(crate) mod files;
pub(crate) mod histogram;
pub(crate) mod mentions;
pub(crate) mod record;
pub(crate) mod shares;
pub(crate) mod standing;
