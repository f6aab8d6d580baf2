//! A [`Change`] is how a neighbour of a search is different from it: another page, another order, a filter more or less.

use std::borrow::Cow;

use super::values::{collapse_name, explain_name, sort_name, switch_name};
use crate::model::{Facet, PartialDate};
use crate::search::engine::query::Sort;
use crate::web::format::Representation;

/// What is different in a neighbour of a search. Every change but that of the page,
/// the form or the explanations leads to the first page.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// Nothing: the address of the search itself.
    Nothing,
    /// This page of it.
    Page(usize),
    /// This place in a scan of every hit.
    Cursor(&'a str),
    /// This order.
    Sort(Sort),
    /// With or without synonyms.
    Synonyms(bool),
    /// With reprints under one of them, as pages have it by default, or each by itself.
    Collapse(bool),
    /// So many results on a page.
    PerPage(usize),
    /// With or without explanations of scores.
    Explain(bool),
    /// Another query.
    Query(&'a str),
    /// This value of a facet, set if it was not and unset if it was.
    Toggle(&'static Facet, &'a str),
    /// This value of a facet left out, or no longer left out if it was.
    Exclude(&'static Facet, &'a str),
    /// No value of this facet asked for, or no longer if it was.
    Missing(&'static Facet),
    /// From this date to that one.
    Dates(PartialDate, PartialDate),
    /// No dates.
    AnyDate,
    /// The archive as it is now.
    Now,
    /// No dates and no values of facets.
    NoFilters,
    /// In this form.
    Representation(Representation),
}

impl<'a> Change<'a> {
    /// The parameter that it states anew, and the value; empty where it states none. Filters and dates depend on
    /// what the search has: see [`SearchLinks`](super::links::SearchLinks).
    pub fn stated(self) -> Option<(&'static str, Cow<'a, str>)> {
        match self {
            Change::Page(page) => Some(("page", page.to_string().into())),
            Change::Cursor(cursor) => Some(("cursor", cursor.into())),
            Change::Sort(sort) => Some(("sort", sort_name(sort).into())),
            Change::Synonyms(on) => Some(("synonyms", switch_name(on).into())),
            // What pages do by default need not be said.
            Change::Collapse(on) => Some(("collapse", if on { "" } else { collapse_name(false) }.into())),
            Change::PerPage(size) => Some(("per_page", size.to_string().into())),
            Change::Explain(on) => Some(("explain", explain_name(on).into())),
            Change::Query(query) => Some(("q", query.into())),
            Change::Representation(form) => Some(("format", form.name().into())),
            Change::Nothing
            | Change::Toggle(..)
            | Change::Exclude(..)
            | Change::Missing(_)
            | Change::Dates(..)
            | Change::AnyDate
            | Change::Now
            | Change::NoFilters => None,
        }
    }

    /// Whether it shows other results, so that a place among them means nothing any more.
    pub fn shows_others(self) -> bool {
        !matches!(self, Change::Nothing | Change::Explain(_) | Change::Representation(_))
    }

    /// Whether it leads to every hit at once.
    pub fn is_export(self) -> bool {
        matches!(self, Change::Representation(form) if form.is_whole())
    }
}
