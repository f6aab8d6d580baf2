//! A [`Parameter`] is one row of the [registry](super::registry): the name of a parameter of `/search`, what it takes, how
//! it is read and written, and who else takes it.

use std::borrow::Cow;

use super::change::Change;
use super::params::SearchParams;
use crate::model::Facet;
use crate::web::http::error::WebError;

/// A parameter of `/search`.
#[derive(Clone, Copy)]
pub struct Parameter {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it may be.
    pub values: Values,
    /// How it is read and written.
    pub access: Access,
    /// Where links state it: by ascending place, and of one place in the order of the registry.
    pub place: u16,
    /// Whether a neighbour of the search leaves it out, besides the one that states it anew.
    pub dropped: fn(Change<'_>) -> bool,
    /// Whether the forms of pages have a field for it.
    pub is_field: bool,
    /// What it is about.
    pub subject: Subject,
    /// What `/trends` makes of it.
    pub trends: Trends,
    /// Whether forms that hold every hit take it; all other forms take every parameter.
    pub exports: bool,
    /// What it means, in Chinese.
    pub meaning: &'static str,
    /// The same in English, as `docs/api.md` writes it.
    pub meaning_en: &'static str,
    /// A value to try.
    pub example: &'static str,
}

/// What the value of a parameter may be.
#[derive(Clone, Copy)]
pub enum Values {
    /// Any text.
    Text,
    /// Any text, and the parameter may be repeated.
    Texts,
    /// One of these.
    OneOf(fn() -> Vec<&'static str>),
    /// A whole number from 1 to this.
    Number(usize),
    /// The same, or `off`.
    NumberOrOff(usize),
    /// A year, a month or a day.
    Date,
    /// The same, or a time.
    DateOrTime,
    /// Names of facets.
    Facets,
    /// Names of facets, each perhaps with a number of values, or `none`.
    FacetSizes,
    /// Names of fields of results.
    Fields,
    /// A cursor.
    Cursor,
}

/// How a parameter is read and written.
#[derive(Clone, Copy)]
pub enum Access {
    /// It has one value.
    One {
        /// Reads it, or says what is wrong.
        read: fn(&mut SearchParams, &str) -> Result<(), WebError>,
        /// Writes it; the default, which links leave out, is what this writes of [`SearchParams::everything`].
        write: fn(&SearchParams) -> Option<Cow<'_, str>>,
    },
    /// It has the values of a facet of which a bulletin must have one.
    Filter(&'static Facet),
    /// It has the values of a facet of which a bulletin must have none.
    Exclusion(&'static Facet),
}

/// What a parameter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The words and how they are matched.
    Query,
    /// Which bulletins are looked at.
    Bulletins,
    /// Which results are shown, and how.
    Results,
}

/// What `/trends` makes of a parameter of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trends {
    /// It has one of its own by that name.
    Own,
    /// It narrows what is counted.
    Narrows,
    /// It is taken and does nothing.
    Ignored,
    /// It is an error.
    Rejected,
}

/// A parameter as the registry keeps it, with what follows from its row.
pub struct Entry {
    /// Its row.
    pub parameter: Parameter,
    /// Its value where an address states none; empty where that is no value.
    pub default: String,
    /// Its number in the order of links.
    pub rank: usize,
}

impl Parameter {
    /// Reads a value into `params`; values of a facet add up.
    ///
    /// # Errors
    /// 400, saying what is allowed.
    pub fn apply(&self, params: &mut SearchParams, value: &str) -> Result<(), WebError> {
        let (facet, of_facets) = match self.access {
            Access::One { read, .. } => return read(params, value),
            Access::Filter(facet) => (facet, &mut params.request.filters),
            Access::Exclusion(facet) => (facet, &mut params.request.excluded),
        };
        let value = value.trim();
        if value.is_empty() {
            return Ok(());
        }
        let values = of_facets.entry(facet).or_default();
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
        Ok(())
    }

    /// Whether an address may state it several times.
    pub fn repeats(&self) -> bool {
        matches!(self.values, Values::Texts)
    }
}

impl Entry {
    /// What a link to this search must say of the parameter: nothing of a default.
    pub fn write<'p>(&self, params: &'p SearchParams, mut add: impl FnMut(Cow<'p, str>)) {
        let (facet, of_facets) = match self.parameter.access {
            Access::One { write, .. } => {
                return write(params).filter(|value| *value != self.default).into_iter().for_each(add);
            }
            Access::Filter(facet) => (facet, &params.request.filters),
            Access::Exclusion(facet) => (facet, &params.request.excluded),
        };
        // There are few, and finding one by its place costs more than comparing names.
        let values = of_facets.iter().filter(|(known, _)| known.name == facet.name).flat_map(|(_, values)| values);
        values.for_each(|value| add(value.as_str().into()));
    }
}
