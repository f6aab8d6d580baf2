//! [`SearchParams`] is what the address of a search says, read into a [`SearchRequest`] and how its results are to be
//! shown. [`registry`](super::registry) lists the parameters, [`parse`](super::parse) reads them.

use super::fields::FieldName;
use super::values::Unit;
use crate::search::types::request::SearchRequest;
use crate::web::format::Representation;

/// What the address of a search says.
#[derive(Debug, Clone)]
pub struct SearchParams {
    /// The search.
    pub request: SearchRequest,
    /// The form, where `format=` states one.
    pub format: Option<Representation>,
    /// What results are to tell, where `fields=` states it.
    pub fields: Option<Vec<FieldName>>,
    /// How the hits are to be counted over time, where `histogram=` states it.
    pub histogram: Option<Unit>,
    /// The cursor as it was stated.
    pub cursor: Option<String>,
    /// What `within=` adds to the query, until all is read.
    pub(super) within: String,
    /// The names of the parameters that were stated, but for facets.
    pub(super) stated: Vec<String>,
}

impl SearchParams {
    /// The request of a page that shows the newest of everything.
    pub fn everything() -> Self {
        Self {
            request: SearchRequest::new(""),
            format: None,
            fields: None,
            histogram: None,
            cursor: None,
            within: String::new(),
            stated: Vec::new(),
        }
    }

    /// The same parameters with another request.
    #[must_use]
    pub fn with_request(&self, request: SearchRequest) -> Self {
        Self { request, ..self.clone() }
    }

    /// Whether the address states this parameter.
    pub fn states(&self, name: &str) -> bool {
        self.stated.iter().any(|stated| stated == name)
    }

    /// Whether anything that this form shows of a result needs the query to be looked for in the text: what nobody
    /// reads need not be.
    pub fn needs_highlights(&self, form: Representation) -> bool {
        if form == Representation::Html || form.is_feed() {
            return true;
        }
        !form.is_reference() && self.fields.as_ref().is_none_or(|fields| fields.iter().any(|field| field.needs_query()))
    }

    /// How many pages of `total` results there are, as far as paging reaches.
    pub fn pages(&self, total: usize) -> usize {
        total.div_ceil(self.request.per_page).min(SearchRequest::MAX_DEPTH / self.request.per_page)
    }
}
