//! Search: a [`SearchRequest`] becomes a [`ResultPage`]. [`Search::search`] is the whole story.

pub mod analysis;
pub mod duplicates;
pub mod engine;
pub mod evaluation;
pub(crate) mod features;
pub mod indexer;
pub(crate) mod message;
pub mod pipeline;
pub mod plan;
pub mod query;
mod ranking;
pub mod schema;
pub(crate) mod suggest;
pub mod types;

pub use crate::search::features::adjacent::Neighbours;
