//! What an alert is about: a search, as its address says it, without what concerns looking at it alone.

use crate::search::types::request::SearchRequest;
use crate::web::http::error::WebError;
use crate::web::http::query_string::Query;
use crate::web::url::links::{Change, SearchLinks};
use crate::web::url::params::SearchParams;

/// The search of an alert.
pub struct Search {
    /// What is asked.
    pub params: SearchParams,
    /// The query of its address.
    pub text: String,
}

impl Search {
    /// Reads the query of an address; `further` takes what is none of a search.
    ///
    /// # Errors
    /// 400, naming the parameter.
    pub fn read<'q>(
        query: impl Into<Query<'q>>,
        further: impl FnMut(&str, &str) -> Result<bool, WebError>,
    ) -> Result<Self, WebError> {
        let asked = SearchParams::parse_with(query, further)?.request;
        // Order, page, the past and what is counted are of looking; news are of the words and the filters.
        let request = SearchRequest {
            matching: asked.matching,
            filters: asked.filters,
            missing: asked.missing,
            excluded: asked.excluded,
            from: asked.from,
            to: asked.to,
            synonyms: asked.synonyms,
            ..SearchRequest::new(asked.query)
        };
        let params = SearchParams::everything().with_request(request);
        let address = SearchLinks::new(&params).url(Change::Nothing);
        let text = address.split_once('?').map_or(String::new(), |(_, query)| query.to_owned());
        Ok(Self { params, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_filters_make_a_search() {
        let asked =
            "q=%E9%98%B2%E6%B1%9B&source=%E7%94%B2&sort=date&page=2&per_page=50&as_of=2021&format=json&from=2020";
        let search = Search::read(Some(asked), |_, _| Ok(false)).unwrap();
        assert_eq!(search.text, "q=%E9%98%B2%E6%B1%9B&source=%E7%94%B2&from=2020");
        assert_eq!(Search::read(Some("page=3"), |_, _| Ok(false)).unwrap().text, "");
    }
}
