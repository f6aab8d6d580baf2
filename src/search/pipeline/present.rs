//! FIXME

use super::article_cache;
use super::context::Search;
use super::highlight::Highlighter;
use crate::model::{Article, AttachedPage};
use crate::search::analysis::fold;
use crate::search::plan::Plan;
use crate::search::query::ParsedQuery;
use crate::search::types::request::SearchRequest;
use crate::search::types::response::{FilePlace, Marked};

impl Search {
    /// A whole text with what the query of a request matches in it.
    pub fn mark(&self, request: &SearchRequest, text: &str) -> Marked {
        let parsed = ParsedQuery::parse(&request.query, request.matching);
        let plan = Plan::with_synonyms(&parsed, &self.engine.analyzer(), &self.synonyms(request));
        Highlighter::new(&plan.highlight_terms).mark(text, &fold(text))
    }
}

/// The place in a file of the text that an excerpt was cut from, counted over body and files.
pub fn file_place(article: &Article, number: usize) -> Option<FilePlace> {
    let (attachment, page) = match number.checked_sub(article.paragraphs.len()) {
        Some(number) => article_cache::attached_texts(article).nth(number)?.0,
        // The body itself may be that of a file.
        None => article.attachments.iter().enumerate().find_map(|(attachment, of)| {
            let pages = &of.file.as_ref()?.pages;
            let begins = |page: &AttachedPage| page.first.is_some_and(|first| first <= number);
            Some((attachment, pages.iter().rposition(begins)?))
        })?,
    };
    let page = article.attachments.get(attachment)?.file.as_ref()?.pages.get(page)?;
    if page.first.is_some() && page.number.is_none() && page.name.is_none() {
        // The file says no more than the body does.
        return None;
    }
    Some(FilePlace { attachment: attachment + 1, page: page.number, name: page.name.clone() })
}
