//! FIXME

pub(crate) mod assets;
pub(crate) mod error;
pub(crate) mod preferences;
pub(crate) mod query_string;
pub(crate) mod rate_limit;
pub(crate) mod request_context;
pub(crate) mod response;
