//! Which citing bulletins are asked for.

use crate::web::format::Representation;
use crate::web::http::error::WebError;
use crate::web::http::query_string::{Query, invalid_value};
use crate::web::i18n::localized_text::LocalizedText;
use crate::web::url::params::SearchParams;
use crate::web::url::values::parse_number;

/// Citing bulletins that are listed in data by default.
pub const DEFAULT_LIMIT: usize = 20;

/// The same on a page.
pub const DEFAULT_ON_PAGE: usize = 100;

/// Citing bulletins that are listed at most.
pub const MAX_LIMIT: usize = 100;

/// Pages of them at most.
pub const MAX_PAGES: usize = 1_000;

/// Which citing bulletins are asked for.
#[derive(Clone, Copy)]
pub struct CitationsRequest {
    /// So many at a time.
    pub limit: usize,
    /// The page of them, from 1.
    pub page: usize,
}

impl CitationsRequest {
    /// Reads the query part of an address.
    ///
    /// # Errors
    /// 400, naming the parameter.
    pub fn parse(query: Query<'_>, representation: Representation) -> Result<Self, WebError> {
        let default = if representation == Representation::Html { DEFAULT_ON_PAGE } else { DEFAULT_LIMIT };
        let mut request = Self { limit: default, page: 1 };
        SearchParams::only(query, &["limit", "page"], |name, value| {
            match name {
                "limit" => request.limit = parse_number("limit", &value, MAX_LIMIT)?,
                _ => request.page = parse_page(&value)?,
            }
            Ok(())
        })?;
        Ok(request)
    }

    /// How many come before.
    pub fn offset(self) -> usize {
        (self.page - 1) * self.limit
    }
}

fn parse_page(value: &str) -> Result<usize, WebError> {
    let page = parse_number("page", value, MAX_PAGES)?;
    if page > MAX_PAGES {
        let allowed = LocalizedText::new("allowed-number").with("most", MAX_PAGES);
        return Err(invalid_value("page", value, allowed, "page=2"));
    }
    Ok(page)
}
