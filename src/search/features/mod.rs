//! What is asked beside searches: articles like one, before and after it, what it cites, what is different between two,
//! suggestions, trends. Each is a function over the [`Context`](super::pipeline::context::Context) of searches.

pub(crate) mod adjacent;
pub(crate) mod citations;
pub(crate) mod diff;
pub(crate) mod facet_values;
pub(crate) mod related;
pub(crate) mod suggest;
pub(crate) mod trends;
