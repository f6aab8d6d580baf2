//! What a person typed, understood: texts to find, filters and how they go together.
//! Parsing never fails; what was odd is said in a warning and the rest is answered.
//!
//! [`query_text`] → [`lexer`] → [`parser`] → [`tree`] → [`Clause`], [`Part`]s and [`FilterSuggestion`]s; then
//! the plan asks the index what the values of fields mean and decides how a text is looked up. The grammar is in `docs/query.md`.

pub(crate) mod clause;
mod composition;
mod dates;
mod exclusions;
pub(crate) mod filter_suggestions;
mod filters;
mod lexer;
mod matching;
mod parsed_query;
pub(crate) mod parser;
pub(crate) mod part;
pub(crate) mod query_text;
mod span;
#[cfg(test)]
mod tests;
mod tree;

pub use self::clause::{Clause, How, Meant, Scope, Text, each_wanted_mut};
pub use self::composition::Composition;
pub use self::dates::days;
pub use self::filter_suggestions::{FilterSuggestion, FilterSuggestionKind};
pub use self::matching::Match;
pub use self::parsed_query::{MAX_CHARS, ParsedQuery, narrowed};
pub use self::part::{Part, PartKind};
