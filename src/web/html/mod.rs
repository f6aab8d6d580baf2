//! FIXME

pub(crate) mod body;
pub(crate) mod entry;
pub(crate) mod facets;
pub(crate) mod histogram;
pub(crate) mod record;
pub(crate) mod shell;
