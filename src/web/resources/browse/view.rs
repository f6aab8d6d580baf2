//! A [`BrowseView`] is one page of the values of a facet, in an [`Order`] and under a letter.

use crate::model::Facet;
use crate::web::url::links::{browse_url, escaped};

/// The order of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The most frequent first.
    Count,
    /// By letter, then by text; years the latest first.
    Name,
}

impl Order {
    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Order::Count => "count",
            Order::Name => "name",
        }
    }
}

/// The values of one facet.
pub struct BrowseView {
    /// Which.
    pub facet: &'static Facet,
    /// The order.
    pub order: Order,
    /// The letter under which values are listed, where one is chosen.
    pub initial: Option<char>,
    /// The page, from 1.
    pub page: usize,
    /// How many pages there are.
    pub pages: usize,
    /// How many values there are, under the letter.
    pub total: usize,
    /// How many bulletins have none.
    pub missing: usize,
    /// How many values each letter has.
    pub initials: Vec<(char, usize)>,
    /// The values of the page with how many bulletins have each.
    pub values: Vec<(String, usize)>,
}

impl BrowseView {
    /// The address of the list in this order, under this letter, at this page.
    pub fn url(&self, order: Order, initial: Option<char>, page: usize) -> String {
        let mut url = browse_url(self.facet);
        let mut separator = '?';
        let mut add = |name: &str, value: &str| {
            url.push(separator);
            url.push_str(&format!("{name}={}", escaped(value)));
            separator = '&';
        };
        if order != Order::Count {
            add("sort", order.name());
        }
        if let Some(initial) = initial {
            add("initial", &initial.to_string());
        }
        if page > 1 {
            add("page", &page.to_string());
        }
        url
    }
}
