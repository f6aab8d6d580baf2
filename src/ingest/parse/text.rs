//! to come
use crate::ingest::draft::{Draft, Rejection};
pub fn parse(_: &[u8]) -> Result<Draft, Rejection> {
    Err(Rejection::new("", ""))
}
