//! Views: values that a page and its data both show, computed once.

pub(crate) mod histogram;
pub(crate) mod levels;
pub(crate) mod mentions;
pub(crate) mod news;
pub(crate) mod outline;
