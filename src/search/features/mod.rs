//! FIXME

pub(crate) mod adjacent;
pub(crate) mod citations;
pub(crate) mod diff;
pub(crate) mod related;
mod suggest;
pub(crate) mod trends;
