//! What is asked and what is answered: data that does no work.

pub mod as_of;
pub mod error;
pub(crate) mod explanation;
pub mod request;
pub mod response;
pub mod suggestion;
