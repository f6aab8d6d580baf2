//! to come
use crate::ingest::draft::{Draft, Rejection};
pub fn parse(_: &[u8], _: Option<&str>) -> Result<Draft, Rejection> {
    Err(Rejection::new("", ""))
}
