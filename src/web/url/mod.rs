//! FIXME

pub(crate) mod cursor;
pub(crate) mod fields;
pub(crate) mod links;
pub(crate) mod pagination;
pub(crate) mod params;
pub(crate) mod values;
