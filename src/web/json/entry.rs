//! How much is new, as data.

use serde::Serialize;

use crate::web::view::news::NewIn;

#[derive(Serialize)]
pub struct NewInJson {
    name: &'static str,
    label: &'static str,
    from: String,
    to: String,
    count: usize,
    url: String,
}

impl NewInJson {
    pub fn new(new: &NewIn) -> Self {
        let NewIn { name, label, from, to, count, .. } = new;
        Self { name, label, from: from.to_string(), to: to.to_string(), count: *count, url: new.url() }
    }
}
