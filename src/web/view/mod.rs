//! FIXME

pub(crate) mod histogram;
pub(crate) mod mentions;
pub(crate) mod news;
pub(crate) mod outline;
