//! FIXME

pub(crate) mod markup;
pub(crate) mod script;
pub(crate) mod texts;
