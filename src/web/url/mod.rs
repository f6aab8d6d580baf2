//! Addresses and searches, both ways: the parameters of an address are read into a request, and the addresses of a
//! search and of its neighbours are written.

pub(crate) mod canonical;
pub(crate) mod change;
pub(crate) mod cursor;
#[cfg(test)]
mod documentation;
pub(crate) mod fields;
pub(crate) mod links;
pub(crate) mod pagination;
pub(crate) mod parameter;
pub(crate) mod params;
pub(crate) mod parse;
pub(crate) mod registry;
pub(crate) mod values;
