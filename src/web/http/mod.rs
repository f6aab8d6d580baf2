//! What every resource needs of HTTP, whatever it shows: the reader of a request, errors, limits, whom to believe, files of the program,
//! and answers that say when they have not changed.

pub(crate) mod admission;
pub(crate) mod assets;
pub(crate) mod error;
pub(crate) mod file_name;
pub(crate) mod forwarded;
pub(crate) mod preferences;
pub(crate) mod problem;
pub(crate) mod query_string;
pub(crate) mod rate_limit;
pub(crate) mod request_context;
pub(crate) mod response;
pub(crate) mod site_name;
