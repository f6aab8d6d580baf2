//! Data of a search: what is asked and what is answered. They do no work.

pub mod as_of;
pub(crate) mod error;
pub(crate) mod explanation;
pub mod request;
pub mod response;
pub mod suggestion;
